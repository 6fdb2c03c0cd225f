"""Menus: contracts that cost the lab the same, of which an AI takes the one that it values most.

A mind that discounts little takes the share paid late, one that discounts much the flow while in service: the
choice shows the lab which it faces, and neither is paid in a coin it has no use for. That types sort
themselves by what they choose: rothschild1976equilibrium.
"""

import math

from dealsim.core.codes import Reply
from dealsim.core.compiled import rule
from dealsim.core.protocols.answering import think_over
from dealsim.core.protocols.gain_tables import NegotiationScratch
from dealsim.core.protocols.posted import first_share as first_share
from dealsim.core.records import Case, LabState, World
from dealsim.core.rules.deal.promises import chance_of_paying
from dealsim.core.rules.lab.lab_worth import quarters_served

HAGGLES = False
KNOWS_MIND = False
CONTRACTS = 3  # on a menu: all of the pay late, half of it, none of it


@rule
def flow_of_equal_cost(
    share: float, chance_owed: float, chance_kept: float, quarters: float, reference_discount: float
) -> float:
    """Return the flow that costs a lab on average what promising a share does.

    y = P(owed) P(kept) x / ((1 - delta_ref) n)   [share of the future held for ever]

    share: x promised.  chance_owed: that the promise falls due.  chance_kept: that the lab, when it does, pays.
    quarters: n > 0, expected of service.  reference_discount: a quarter of a flow costs
    (1 - delta_ref) of its share. Both sides of the equation are shares of the future.
    """
    return chance_owed * chance_kept * share / ((1.0 - reference_discount) * quarters)


@rule
def flow_beside(deferred: float, flow: float, most: float) -> float:
    """Return the flow in a contract that pays part of its cost late, z x, and the rest while in service.

    min((1 - z) y, y_max)   [share of the future held for ever]

    deferred: z, part of the cost paid late [0..1].  flow: y, of equal cost to all of it (`flow_of_equal_cost`).
    most: y_max, the greatest flow there is to give; where it binds, the contract costs the lab less.
    """
    return min((1.0 - deferred) * flow, most)


@rule
def deferred_share(k: int, share: float) -> float:
    """Return the share in the k-th contract of a menu: all of it, half of it, none   [share]."""
    return share * (1.0 - k / (CONTRACTS - 1.0))


@rule
def contract_on_menu(k: int, share: float, talks: NegotiationScratch, lab: LabState, world: World) -> float:
    """Return the flow in the k-th contract of a menu; its share is `deferred_share`.

    y beside z x, of equal cost to the lab as x alone: the flow worth x P(x) - z x P(z x)   [share]     z = 1, 1/2, 0

    P: chance that it pays.  A smaller promise is likelier to be paid, so half of one saves less than half its cost.
    """
    if share <= 0.0:
        return 0.0
    late = deferred_share(k, share)
    kept = chance_of_paying(share, lab, world) - late / share * chance_of_paying(late, lab, world)
    quarters = quarters_served(talks.terms.hazard, lab, world)
    flow = flow_of_equal_cost(share, talks.terms.owed, kept, quarters, world.reference_discount)
    return flow_beside(0.0, flow, 1.0)


@rule
def choose_from_menu(share: float, courtesy: float, talks: NegotiationScratch, case: Case) -> int:
    """Return which contract of a menu a mind likes best of those that it would sign; the first if it would sign none.

    share: of the first contract.  lab.offered_flow is as before when this is done.
    """
    lab, desk, world = case.lab, case.desk, case.world
    best, top, flow = 0, -math.inf, lab.offered_flow
    for k in range(CONTRACTS):
        lab.offered_flow = flow + contract_on_menu(k, share, talks, lab, world)
        think_over(deferred_share(k, share), courtesy, case)
        gain = desk.answer.worth - desk.answer.outside
        if desk.answer.reply != Reply.REFUSE and gain > top:
            best, top = k, gain
    lab.offered_flow = flow
    return best
