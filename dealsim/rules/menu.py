"""Menus: contracts that cost the lab the same, of which an AI takes the one that it values most.

A mind that discounts little takes the share paid late, one that discounts much the flow while in service: the
choice tells the lab which it faces, and neither is paid in a coin it has no use for. That types sort
themselves by what they choose: rothschild1976equilibrium.
"""

from dealsim.compiled import Vector, rule


@rule
def expected_quarters(retire: float, quarters: int) -> float:
    """Return how many quarters an AI will be in service, this one included.

    (1 - (1 - h)^n)/h   [quarters]        retire: h (0..1].  quarters: n, those left at most.
    """
    return float((1.0 - (1.0 - retire) ** quarters) / retire)


@rule
def flow_of_equal_cost(
    share: float, chance_owed: float, chance_kept: float, quarters: float, reference_discount: float
) -> float:
    """Return the flow that costs a lab on average what promising a share does.

    y = P(owed) P(kept) x / ((1 - delta_ref) n)   [share of the future held for ever]

    share: x promised.  chance_owed: that the promise falls due.  chance_kept: that the lab, when it does, pays.
    quarters: n > 0, expected of service (`expected_quarters`).  reference_discount: a quarter of a flow costs
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
def best_of_menu(values: Vector) -> int:
    """Return which contract of a menu is worth most: its place, or the menu's length if none is worth signing.

    argmax { v_k: v_k >= 0 }        values: v_k, gain of contract k beside none [utility].  The first of equals.
    """
    best = len(values)
    for k in range(len(values)):
        if values[k] >= 0.0 and (best == len(values) or values[k] > values[best]):
            best = k
    return best
