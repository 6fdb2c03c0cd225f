"""The registry of bargaining protocols: what the one that a world has does in each step of a negotiation.

A protocol is a file that says whether its sides haggle (`HAGGLES`: offers and counter-offers), whether the lab knows
its AI's mind (`KNOWS_MIND`), how many contracts lie on the table at once (`CONTRACTS`), and what its `first_share` is;
one that haggles also has `reply_of_ai` and `reply_of_lab`. Compiled code finds no function by a table: here, and
nowhere else, each step asks for the protocol by its code.
"""

import math

from dealsim.core.codes import Kind, Protocol, Reason
from dealsim.core.compiled import rule
from dealsim.core.protocols import alternating, concession, menu, nash, posted
from dealsim.core.protocols.gain_tables import NegotiationScratch, OfferResponse
from dealsim.core.protocols.preparing import lay_tables, think_of_price
from dealsim.core.records import Case, World
from dealsim.core.rules.lab.acceptance import AS_MANY_SIGN

PROTOCOLS = {
    Protocol.POSTED: posted,
    Protocol.ALTERNATING: alternating,
    Protocol.CONCESSION: concession,
    Protocol.MENU: menu,
    Protocol.NASH: nash,
}
# By code; under no protocol nothing is asked.
HAGGLES = tuple(code in PROTOCOLS and bool(PROTOCOLS[code].HAGGLES) for code in Protocol)
KNOWS_MIND = tuple(code in PROTOCOLS and bool(PROTOCOLS[code].KNOWS_MIND) for code in Protocol)
CONTRACTS = tuple(int(PROTOCOLS[code].CONTRACTS) if code in PROTOCOLS else 0 for code in Protocol)


@rule
def haggles(world: World) -> bool:
    """Return whether the scenario's protocol has offers and counter-offers."""
    return HAGGLES[world.protocol]


@rule
def contracts_offered(world: World) -> int:
    """Return how many contracts of equal cost to the lab lie on the table at once."""
    return CONTRACTS[world.protocol]


@rule
def proposed_first(talks: NegotiationScratch, world: World) -> float:
    """Return what the scenario's protocol offers first, all being prepared; infinite if nothing."""
    if world.protocol == Protocol.ALTERNATING:
        return alternating.first_share(talks, world)
    if world.protocol == Protocol.CONCESSION:
        return concession.first_share(talks, world)
    if world.protocol == Protocol.MENU:
        return menu.first_share(talks, world)
    if world.protocol == Protocol.NASH:
        return nash.first_share(talks, world)
    return posted.first_share(talks, world)


@rule
def first_share(talks: NegotiationScratch, i: int, case: Case) -> float:
    """Return a lab's first offer; infinite if it makes none, for the reason in `talks.terms`.   i: the lab's place."""
    ai, lab, desk, world, public = case.ai, case.lab, case.desk, case.world, case.public
    think_of_price(talks, i, ai, lab, desk, world, public)
    knows, share = KNOWS_MIND[world.protocol], math.inf
    if knows and ai.kind != Kind.SCHEMER:
        talks.terms.reason = Reason.NO_NEED
        return share
    if not knows and not HAGGLES[world.protocol]:
        return proposed_first(talks, world)
    lab.believed_signing = AS_MANY_SIGN  # not what it thought of an offer made before
    if lay_tables(talks, i, knows, case):
        share = proposed_first(talks, world)
    if share == math.inf and talks.terms.reason == Reason.NONE:
        talks.terms.reason = Reason.PRICE
    return share


@rule
def reply_of_ai(offer: float, turn: int, talks: NegotiationScratch, world: World) -> OfferResponse:
    """Return what a schemer does with an offer in talks of several rounds.   turn: 1, 3, 5, ..."""
    if world.protocol == Protocol.CONCESSION:
        return concession.reply_of_ai(offer, turn, talks, world)
    return alternating.reply_of_ai(offer, turn, talks, world)


@rule
def reply_of_lab(demand: float, turn: int, talks: NegotiationScratch, world: World) -> OfferResponse:
    """Return what a lab does with a counter-offer.   turn: of the counter-offer, 2, 4, ..."""
    if world.protocol == Protocol.CONCESSION:
        return concession.reply_of_lab(demand, turn, talks, world)
    return alternating.reply_of_lab(demand, turn, talks, world)
