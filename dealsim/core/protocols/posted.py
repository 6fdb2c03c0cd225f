"""A posted price: the lab makes the offer that it thinks best, and the AI takes or leaves it.

Source: riley1983optimal.
"""

import math

from dealsim.core.codes import Reason
from dealsim.core.compiled import rule
from dealsim.core.protocols.gain_tables import NegotiationScratch
from dealsim.core.records import World

HAGGLES = False
KNOWS_MIND = False
CONTRACTS = 1


@rule
def first_share(talks: NegotiationScratch, world: World) -> float:
    """Return the lab's best price; infinite if it thinks that no offer is worth its while."""
    return talks.terms.share if talks.terms.reason == Reason.NONE else math.inf
