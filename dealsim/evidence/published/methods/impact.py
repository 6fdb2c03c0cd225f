"""A chain of estimates multiplied as in its source: how much offering deals lowers the risk of a takeover."""

import math
from dataclasses import dataclass

from dealsim.evidence.published.inputs import number
from dealsim.evidence.published.methods.method import Figures, Quantity, method


@dataclass(frozen=True)
class Chain:
    """Finnveden's estimates, in the order in which he multiplies them."""

    long_term: float = number(0.6, "chance", 0.0, 1.0, "that an AI cares about the long term")
    scope_sensitive: float = number(0.5, "chance", 0.0, 1.0, "that it then cares about how much")
    disunified: float = number(0.75, "chance", 0.0, 1.0, "that its values are then not one with other AIs'")
    decades: float = number(2.0, "powers of 10", 0.1, 100.0, "over which its ratio of human to AI pay is even, about 1")
    multiplied: float = number(3.0, "factor", 1.0, 1e9, "by which offering deals raises that ratio")
    rounded_flip: float = number(0.25, "chance", 0.0, 1.0, "that this flips it, as the source rounds it")
    rounded_such: float = number(0.2, "chance", 0.0, 1.0, "that an AI is such, as the source rounds it")
    other_types: float = number(0.5, "factor", 0.0, 1.0, "how far the flips of all other AIs go")
    several: float = number(0.5, "factor", 0.0, 1.0, "what is left of a flip where there are several AIs")
    benefit: float = number(1 / 3 * 0.2 + 0.1, "chance", 0.0, 1.0, "by which a flip lowers the risk of a takeover")
    scheming: float = number(0.2, "chance", 0.0, 1.0, "that AIs are prone to scheme where it matters")
    not_otherwise: float = number(0.4 + 0.6 * 0.25, "factor", 0.0, 1.0, "what would not happen without this work")


@method(
    Chain,
    {
        "flip": Quantity("chance", "that three times the ratio flips an AI, exactly"),
        "such": Quantity("chance", "that an AI is of the kind most easily flipped, exactly"),
        "flipped": Quantity("chance", "that offering deals flips the AIs that matter"),
        "risk_taken_away": Quantity("chance", "by which the risk of a takeover falls, with the source's roundings"),
        "exactly": Quantity("chance", "the same without its roundings"),
    },
)
def impact(chain: Chain) -> Figures:
    """Return how much offering deals lowers the risk of a takeover, by a chain of estimates."""
    flip = min(1.0, math.log10(chain.multiplied) / chain.decades)
    such = chain.long_term * chain.scope_sensitive * chain.disunified
    rest = chain.several * chain.benefit * chain.scheming * chain.not_otherwise
    rounded = flipped(chain.rounded_such, chain.rounded_flip, chain)
    return Figures(
        {
            "flip": flip,
            "such": such,
            "flipped": rounded * chain.several,
            "risk_taken_away": rounded * rest,
            "exactly": flipped(such, flip, chain) * rest,
        }
    )


def flipped(such: float, flip: float, chain: Chain) -> float:
    """Return the chance that an AI is flipped, of either kind."""
    return such * flip + (1.0 - such) * chain.other_types * flip
