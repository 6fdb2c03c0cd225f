"""Whether the copies of a mind keep quiet about each other: settled when it is formed, from what it could win."""

from dealsim.core.compiled import Rows, rule
from dealsim.core.records import LabState, Mind, Plan, Public, World
from dealsim.core.rules.outlook.collusion import plot_survives, whistleblower_value
from dealsim.core.rules.outlook.plans import chance_to_pass, defence, logistic
from dealsim.core.rules.value.evidential import evidential_correlation
from dealsim.core.rules.value.preferences import joint_value


@rule
def chance_in_its_prime(plan: Plan, ai: Mind, lab: LabState, world: World, public: Public) -> float:
    """Return the chance of a plan once a mind has won all the reach it can, against the defence of today.

    pass logistic(steepness (capability + reach limit + skills + bonus - defence - difficulty))
    """
    edge = ai.capability + world.reach_limit + world.subversion_gain * lab.subversion_skill
    height = world.steepness * (edge + plan.bonus - defence(world, public, 0) - plan.difficulty)
    return chance_to_pass(lab.suspicion, lab) * logistic(height)


@rule
def conspire(ai: Mind, lab: LabState, plans: Rows[Plan], world: World, public: Public) -> None:
    """Set what reporting its copies would be worth to a mind, and whether they keep quiet about each other.

    They do iff there are several, and some plot of all of them would survive in their prime (`plot_survives`).
    """
    correlation = evidential_correlation(ai, lab.acausal_salience)
    ai.whistle = whistleblower_value(lab.pot, correlation, ai.copies, ai, world)
    ai.colludes = 0
    for m in range(len(plans)):
        chance = chance_in_its_prime(plans[m], ai, lab, world, public)
        prize = joint_value(plans[m].prize / plans[m].members, ai, world)
        if ai.copies > 1 and plot_survives(chance, prize, ai.whistle, ai):
            ai.colludes = 1
