"""What becomes of a world that was taken over: resistance, reflection, division, evidential cooperation, what is left.

Which traits of a winner matter for the future: taylor2025spec. To give because one's like elsewhere give on the same
grounds: treutlein2023modeling. How impartiality enters, and that reflection comes after the war: assumptions.
"""

from dealsim.core.compiled import Vector, rule
from dealsim.core.records import OUT_OF_REACH, Mind, Settlement, World
from dealsim.core.rules.after.conflict import (
    acceptance_chance,
    best_demand,
    best_share,
    chance_to_win,
    cost_to_accept,
    least_demand,
    resisters_war,
    utility_of_division,
)
from dealsim.core.rules.value.evidential import evidential_correlation
from dealsim.core.rules.value.preferences import certainty_equivalent, family_value, joint_value

# Places of the uniform numbers that an aftermath takes.
OWN_COST, OTHERS_COST, WAR, REFLECTION = 0, 1, 2, 3
AFTERMATH_DRAWS = 4


@rule
def face_resistance(settlement: Settlement, ai: Mind, held: float, luck: Vector, world: World) -> None:
    """Set the winner's demand of those who can still resist, and their answer: peace or war.

    costs of war: luck times the greatest;  war iff their cost is below the one from which they would accept

    held: P, what it took [share].  luck: OWN_COST, OTHERS_COST (0..1).
    """
    chance = chance_to_win(held, world)
    settlement.war_chance = chance
    settlement.own_cost = luck[OWN_COST] * world.own_war_cost
    settlement.others_cost = luck[OTHERS_COST] * world.others_war_cost
    settlement.least_demand = least_demand(chance, ai, world)
    settlement.demand = best_demand(settlement.least_demand, settlement.own_cost, chance, ai, world)
    threshold = cost_to_accept(settlement.demand, resisters_war(chance, ai, world), ai, world)
    settlement.acceptance = acceptance_chance(threshold, world)
    settlement.fought = 1 if settlement.others_cost < threshold else 0


@rule
def silence_weapons(settlement: Settlement, luck: Vector, world: World) -> None:
    """Set what the winner holds: its demand in peace; after a war, what the war left, or nothing.

    luck: WAR (0..1): below the chance to win, it wins.
    """
    settlement.won = 0
    settlement.destroyed = 0.0
    settlement.held = settlement.demand
    if settlement.fought:
        settlement.won = 1 if luck[WAR] < settlement.war_chance else 0
        settlement.destroyed = world.war_loss
        settlement.held = (1.0 - world.war_loss) * settlement.won


@rule
def reflect(settlement: Settlement, ai: Mind, luck: Vector, world: World) -> None:
    """Let the winner reflect; if its goals improve by that, change its mind's sigma and alpha to the scenario's.

    luck: REFLECTION (0..1): below the dial, they improve.  Its dials stay as they were formed.
    """
    settlement.reflected = 1 if luck[REFLECTION] < ai.reflection else 0
    if settlement.reflected:
        ai.others_weight = world.reflected_others_weight
        ai.alpha = world.reflected_alpha


@rule
def share_to_keep(held: float, rest: float, ai: Mind, world: World) -> float:
    """Return the part that a mind keeps of what it holds, if no one can make it give.

    argmax over x in [0, held] of U(x, rest + held - x); of several the greatest   [share]

    A demand that no one can refuse.
    """
    return best_share(0.0, held, held, held + rest, -OUT_OF_REACH, -OUT_OF_REACH, ai, world)


@rule
def cooperates(correlation: float, kept: float, rest: float, ai: Mind, world: World) -> bool:
    """Return whether a winner gives to others because its like elsewhere then give to its values.

    iff CE[ r_c: U' + G; 1 - r_c: U' ] > U,  at rho = 0: r_c G > U - U'
    G = v(x - z x + k z x) - v(x - z x) + iota (v_H(left' + k z x) - v_H(left'))   [utility]

    U, U': its utility if it keeps x, and if it gives z x of it.  G: what is gained if its like give too: what comes
    back k-fold in its own values (elsewhere there is more than here: no share is the whole), and, weighed by
    impartiality iota, what all other values gain in the same way.  z: world.cooperation_part, k: cooperation_return.
    """
    gift = world.cooperation_part * kept
    back = world.cooperation_return * gift
    own, left = kept - gift, rest + gift + world.usefulness * (1.0 - ai.fussiness) * (kept - gift)
    selfish = joint_value(own + back, ai, world) - joint_value(own, ai, world)
    others = family_value(left + back, world.others_family, 1.0, world)
    others -= family_value(left, world.others_family, 1.0, world)
    given = utility_of_division(own, rest + gift, ai, world)
    hoped = given + selfish + ai.impartiality * others
    return certainty_equivalent(correlation, hoped, given, ai.rho) > utility_of_division(kept, rest, ai, world)


@rule
def divide(settlement: Settlement, ai: Mind, acausal_salience: float, world: World) -> None:
    """Set what the winner gives of its own wish, what it gives for cooperation's sake, and what it keeps."""
    rest = 1.0 - settlement.destroyed - settlement.held
    kept = share_to_keep(settlement.held, rest, ai, world)
    settlement.given = settlement.held - kept
    settlement.traded = 0.0
    correlation = evidential_correlation(ai, acausal_salience)
    settlement.cooperated = 1 if cooperates(correlation, kept, rest + settlement.given, ai, world) else 0
    if settlement.cooperated:
        settlement.traded = world.cooperation_part * kept
    settlement.kept = kept - settlement.traded


@rule
def take_stock(settlement: Settlement, ai: Mind, world: World) -> None:
    """Set what the future is worth to an impartial human view, and to the winner.

    others = what was not destroyed and it does not keep + omega (1 - chi) x   [share]
    value = others - their cost of war;  worth = U(x) - war's cost, harm and what it makes of theirs   [utility]

    What its like elsewhere may give is in neither.
    """
    rest = 1.0 - settlement.destroyed - settlement.kept
    settlement.others = rest + world.usefulness * (1.0 - ai.fussiness) * settlement.kept
    settlement.value = settlement.others
    settlement.worth = utility_of_division(settlement.kept, rest, ai, world)
    if settlement.fought:
        settlement.value -= settlement.others_cost
        settlement.worth += ai.others_weight * settlement.others_cost - settlement.own_cost
        settlement.worth -= world.harm_cost * ai.harm_aversion * world.war_harm


@rule
def settle_future(
    settlement: Settlement, ai: Mind, acausal_salience: float, held: float, luck: Vector, world: World
) -> None:
    """Write all that follows a takeover: resistance, war or peace, reflection, division, cooperation, what is left.

    ai: the winner's mind; reflection may change its sigma and alpha: pass a copy to keep the mind that took over.
    acausal_salience: side effect of its lab's spec [0..1].  held: share that it took.  luck: AFTERMATH_DRAWS
    uniform numbers (0..1), at the places OWN_COST, OTHERS_COST, WAR, REFLECTION; each is read whatever happens.
    """
    face_resistance(settlement, ai, held, luck, world)
    silence_weapons(settlement, luck, world)
    reflect(settlement, ai, luck, world)
    divide(settlement, ai, acausal_salience, world)
    take_stock(settlement, ai, world)


@rule
def others_left(settlement: Settlement, held: float, whole: float, world: World) -> float:
    """Return the value of the future to an impartial human view, where the winner's allies hold a share as well.

    value - (1 - omega) min( (whole - held)(what war leaves), what the winner does not keep )   [share]

    What allies hold counts to others as what the winner holds does, without its fussiness.  A winner that keeps more
    than it took has that from them as well.        held: the winner's.  whole: all of theirs
    """
    left = 1.0 - settlement.destroyed
    allied = min((whole - held) * left, left - settlement.kept)
    return settlement.value - (1.0 - world.usefulness) * allied
