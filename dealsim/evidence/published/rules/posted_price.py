"""Take it or leave it: the best single offer to a mind whose gains are not known, and sealed bids beside it."""

import math

from dealsim.core.compiled import Vector, rule


@rule
def best_posted(shares: Vector, expected_lab_gains: Vector) -> float:
    """Return the offer that is best for the lab on average; infinite if it does best to make none.

    argmax over the table of E[l(x); accepted]   [share]        the least such share; none unless positive

    expected_lab_gains: beside making no offer, with what an offer itself costs [utility].  Nothing is read in
    between the points: acceptance may jump there. So the table needs the shares at which it does.
    With reservation shares uniform on [0, w] and a deal worth V it is min(w, V/2).  Source: riley1983optimal.
    """
    best, top = math.inf, 0.0
    for k in range(len(shares)):
        if expected_lab_gains[k] > top:
            best, top = shares[k], expected_lab_gains[k]
    return float(best)


@rule
def sealed_bid(value: float) -> float:
    """Return what a buyer bids in the double auction's linear equilibrium.

    2v/3 + 1/12        value: v [0..1]
    Source: chatterjee1983bargaining (values and costs uniform on [0, 1]).
    """
    return 2.0 * value / 3.0 + 1.0 / 12.0


@rule
def sealed_ask(cost: float) -> float:
    """Return what a seller asks in the double auction's linear equilibrium.

    2c/3 + 1/4        cost: c [0..1]
    Source: chatterjee1983bargaining (values and costs uniform on [0, 1]).
    """
    return 2.0 * cost / 3.0 + 0.25


@rule
def chatterjee_samuelson(value: float, cost: float) -> float:
    """Return the price at which a double auction trades, half way between bid and ask; infinite if it does not.

    trades iff 2v/3 + 1/12 >= 2c/3 + 1/4, that is v >= c + 1/4

    A benchmark of what two who both hide their limits lose by it, not a protocol of the game.
    Source: chatterjee1983bargaining.
    """
    if value - cost < 0.25:
        return math.inf
    return 0.5 * (sealed_bid(value) + sealed_ask(cost))
