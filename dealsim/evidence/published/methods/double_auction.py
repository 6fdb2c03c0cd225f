"""Two sides that both hide their limits: the double auction of Chatterjee and Samuelson, and a posted price."""

import math
from dataclasses import dataclass

import numpy as np

from dealsim.evidence.published.inputs import count, number
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.rules.posted_price import best_posted, chatterjee_samuelson


@dataclass(frozen=True)
class Auction:
    """Values and costs, each even between 0 and a number; the linear equilibrium is that of 1 and 1."""

    points: int = count(400, "points", 10, 5_000, "of value and of cost at which it is held")


@method(
    Auction,
    {
        "trades": Quantity("chance", "that it trades"),
        "gains": Quantity("value", "what trade gains on average"),
        "could_be_had": Quantity("value", "what would be gained if every good trade were made"),
        "efficiency": Quantity("share", "of those gains that is realised"),
    },
    by=(chatterjee_samuelson,),
)
def double_auction(auction: Auction) -> Figures:
    """Return how often a double auction trades and what that gains, over even values and costs."""
    middles = (np.arange(auction.points) + 0.5) / auction.points
    traded = gained = possible = 0.0
    for value in middles:
        for cost in middles:
            gain = float(value - cost)
            possible += max(gain, 0.0)
            if chatterjee_samuelson(value, cost) < math.inf:
                traded, gained = traded + 1.0, gained + gain
    cells = auction.points**2
    shares = {"trades": traded / cells, "gains": gained / cells, "could_be_had": possible / cells}
    return Figures(shares | {"efficiency": gained / possible})


@dataclass(frozen=True)
class Price:
    """A lab that knows only how reservation shares are spread."""

    value: float = number(0.4, "share", 0.0, 1.0, "V: what a deal is worth to the lab")
    widest: float = number(1.0, "share", 1e-3, 1.0, "w: reservation shares are even between 0 and this")
    points: int = count(4_000, "points", 10, 100_000, "of reservation shares")


@method(Price, {"price": Quantity("share", "the best single offer")}, by=(best_posted,))
def posted_price(case: Price) -> Figures:
    """Return the best take-it-or-leave-it offer to minds whose reservation shares are even on a range."""
    shares = np.arange(1, case.points + 1) / case.points * case.widest
    accepted = np.arange(1, case.points + 1) / case.points
    return Figures({"price": best_posted(shares, (case.value - shares) * accepted)})
