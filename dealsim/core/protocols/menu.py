"""Menus: contracts that cost the lab the same, of which an AI takes the one that it values most.

A mind that discounts little takes the share paid late, one that discounts much the flow while in service: the
choice tells the lab which it faces, and neither is paid in a coin it has no use for. That types sort
themselves by what they choose: rothschild1976equilibrium.
"""

from dealsim.core.compiled import rule


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
