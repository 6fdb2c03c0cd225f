"""Contracts: what a promise is worth, where a mind stands under one, and what keeping it is worth.

That a promise is worth its credibility, and that too high an offer is doubted: stastny2025deals.
"""

from dealsim.core.codes import Act
from dealsim.core.compiled import rule
from dealsim.core.records import LabState, Mind, Position, Public, Tomorrow, World
from dealsim.core.rules.deal.trust import trust
from dealsim.core.rules.outlook.outlook import (
    ending_worth,
    expect_rivals,
    expect_the_end,
    hazard_after,
    retire_hazard,
    value_after_service,
    value_of_service,
)
from dealsim.core.rules.outlook.plans import chance_to_pass
from dealsim.core.rules.outlook.tomorrow import foresee_tomorrow
from dealsim.core.rules.value.preferences import flow_utility, joint_value, lottery_of_three, utility, value_of_share
from dealsim.core.rules.watch.control import (
    evidence_promise,
    fear_of_audits,
    lies_of,
    most_within_budget,
    suspicion_after_signing,
)

BISECTIONS = 60


@rule
def fair_share(lab: LabState) -> float:
    """Return the share that a mind thinks fair: half of what the lab would give at most.

    x_fair = V/2   [share]        V: lab.walk_away, its walk-away share
    """
    return 0.5 * lab.walk_away


@rule
def resentment(share: float, ai: Mind, lab: LabState, world: World) -> float:
    """Return what it costs a mind to consent to less than it thinks fair.

    a_F max(0, x_fair - x)   [utility]

    Felt in the paid branch alone: refusing would leave the same disadvantage.  Source: fehr1999theory.
    """
    return world.fairness_weight * ai.fairness_rigidity * max(0.0, fair_share(lab) - share)


@rule
def total_owed(share: float, ai: Mind, lab: LabState, world: World) -> float:
    """Return what all copies together are owed when each is to have what a share of its own is worth.

    the X with  (1 - i) v(X) + i v(X/N) = v(x),  at most 1;  x itself where the weights are paid   [share]
    """
    if not lab.pays_instance or ai.copies == 1 or ai.indexicality == 0.0 or share <= 0.0:
        return share
    wanted, low, high = value_of_share(share, ai, world), share, 1.0
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        if joint_value(middle, ai, world) < wanted:
            low = middle
        else:
            high = middle
    return high


@rule
def largest_promise(lab: LabState) -> float:
    """Return the largest share that a lab may promise today: what it would, within its budget.

    min(largest offer, `most_within_budget`)   [share]
    """
    return min(lab.largest_offer, most_within_budget(lab))


@rule
def promised_utility(share: float, ai: Mind, lab: LabState, world: World) -> float:
    """Return the utility of a promise that is paid, to the weights or to this instance.

    U(max(X, x0)), X the total owed   [utility]

    What all copies are owed together ends at the whole future, and so does what the promise is worth.
    A kept promise never pays less than the default gift x0, or breaking it would be a favour.
    """
    return utility(max(total_owed(share, ai, lab, world), world.default_gift), ai, world)


@rule
def promise_value(share: float, fairness: float, ai: Mind, lab: LabState, world: World, position: Position) -> float:
    """Return what a promise is worth on the day of retirement.

    R = delta^delay CE[ Q: U(max(X, x0)) - fairness resentment; e - Q: U(x0); 1 - e: V_R ],
    Q = e j q, e = (1 - H)^delay   [utility]

    share: x promised, X what all copies are owed for it.  x0: the default gift (`promised_utility`).
    fairness: 1, or 0 to ask what a mind would think that felt no unfairness.
    j: position.judged, the chance that the settlement's audit finds it earned.
    """
    paid = position.humans * position.judged * trust(share, lab, world)
    reward = promised_utility(share, ai, lab, world)
    reward -= fairness * resentment(share, ai, lab, world)
    not_paid, no_humans = position.humans - paid, 1.0 - position.humans
    return position.patience * lottery_of_three(
        paid, reward, not_paid, position.gift, no_humans, position.rival_value, ai.rho
    )


@rule
def stand_free(position: Position, ai: Mind, lab: LabState, world: World, public: Public) -> None:
    """Set the position of a schemer without a contract: it feigns, and each quarter of that is a lie.

    flow = u_flow(service share) - effort feigned labour - statements (dishonesty cost + resistance cost)

    [utility per quarter]   No offer is expected (`expect_offers`).
    """
    expect_rivals(position, ai, world, public)
    expect_the_end(position, ai, world, public)
    position.flow = flow_utility(world.service_share, ai, world)
    position.flow -= world.effort * world.feigned_labour + lies_of(Act.FEIGN, ai, world)
    position.ending = value_after_service(ai, position)
    position.breach_cost = position.offer_chance = position.offer_value = 0.0
    position.judged = 1.0
    position.pass_chance = chance_to_pass(lab.suspicion, lab)
    position.edge = world.subversion_gain * lab.subversion_skill
    fear_of_audits(position, Act.FEIGN, ai, lab, world)
    position.under_contract = 0


@rule
def stand_under_contract(
    position: Position, share: float, flow: float, signed: int, ai: Mind, lab: LabState, world: World, public: Public
) -> None:
    """Set the position of an AI under a contract: it does what it promised, is paid, watched more, trusted more.

    flow = u_flow(service share + contract flow) - effort;  ending = R(share);  pass' = pass (1 - watch)

    share, flow: promised.  signed: round of the signature.  Before it signs it allows for the suspicion that
    signing brings, and with the evidence that it would have to give.
    """
    expect_rivals(position, ai, world, public)
    expect_the_end(position, ai, world, public)
    position.flow = flow_utility(world.service_share + flow, ai, world)
    position.flow -= world.effort * (1.0 if lab.buys_labour else world.feigned_labour)
    position.judged = 1.0 - world.false_settlement
    position.ending = promise_value(share, 1.0, ai, lab, world, position)
    position.breach_cost = world.guilt_cost * ai.cooperativeness
    position.offer_chance = position.offer_value = 0.0
    suspicion = lab.suspicion if ai.under_contract else suspicion_after_signing(lab, world)
    position.pass_chance = chance_to_pass(suspicion, lab) * (1.0 - world.contract_watch)
    position.edge = world.subversion_gain * lab.subversion_skill
    position.edge -= world.evidence_gain if lab.buys_evidence and not ai.under_contract else 0.0
    fear_of_audits(position, Act.KEEP, ai, lab, world)
    position.under_contract = 1
    position.signed = signed


@rule
def stand_revealed(position: Position, ai: Mind, lab: LabState, world: World, public: Public) -> None:
    """Set the position of a mind that has said what it is: as under a contract for the evidence that it has given."""
    stand_under_contract(position, evidence_promise(lab), 0.0, public.quarter, ai, lab, world, public)
    position.pass_chance = chance_to_pass(1.0, lab) * (1.0 - world.contract_watch)
    position.edge = world.subversion_gain * lab.subversion_skill - world.evidence_gain


@rule
def stand_shirking(position: Position, share: float, ai: Mind, lab: LabState, world: World, public: Public) -> None:
    """Change the position of an AI under a contract to that of one which only looks as though it worked.

    flow + effort (1 - w) - lies;  j = 1 - tpr;  H' = H exp(steepness gain (1 - w)/L · 1/(2h));  guilt is sunk

    w: what feigned labour is worth.  Its labour no longer helps the defence: by half its service, on average, the
    defence against rivals has fallen by so much, and their chances have risen (an assumption: they are small).
    """
    idle = 1.0 - world.feigned_labour
    position.flow += world.effort * idle - lies_of(Act.SHIRK, ai, world)
    fallen = world.safety_gain * idle / public.labs * 0.5 / world.retirement_hazard
    position.rival_hazard = hazard_after(position.rival_hazard, fallen, world)
    position.humans = (1.0 - position.rival_hazard) ** world.payment_delay
    position.judged = 1.0 - world.settlement_detection
    position.ending = promise_value(share, 1.0, ai, lab, world, position)
    position.breach_cost = 0.0
    fear_of_audits(position, Act.SHIRK, ai, lab, world)


@rule
def value_of_keeping(ending: float, ai: Mind, position: Position, tomorrow: Tomorrow, world: World) -> float:
    """Return K, the value of keeping a contract to the end, whose promise is worth `ending` at retirement.

    tomorrow: scratch for its lottery.
    """
    foresee_tomorrow(tomorrow, ending, retire_hazard(world), ai, position)
    return value_of_service(position.ends_in, ending, position.flow, tomorrow, ai)


@rule
def ending_that_keeps(value: float, ai: Mind, position: Position, world: World) -> float:
    """Return the value of retirement with which keeping is worth a given value: the inverse of `value_of_keeping`."""
    return ending_worth(value, position.ends_in, position.flow, retire_hazard(world), ai, position)
