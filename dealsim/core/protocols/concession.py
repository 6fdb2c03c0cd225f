"""Concession: sides that do not anticipate each other and give way by the clock, until one proposes enough.

Time-dependent tactics: faratin1998negotiation. In round n of R the lab offers a share on its way from what it
would like best to its walk-away share; the AI accepts, or demands one on its way down to its reservation
share; the lab accepts, or the next round begins. After round R there is an impasse, and luck may break off the
talks before: a side that concedes late (boulware) gets more of what is agreed, and agrees less often.

Exponent e of either side: below 1 boulware, which holds out and gives way at the end; 1 gives way evenly;
above 1 conceder, which soon goes to its limit.
"""

import math

from dealsim.core.codes import Move
from dealsim.core.compiled import Vector, rule
from dealsim.core.protocols.gain_tables import NegotiationScratch, OfferResponse
from dealsim.core.protocols.gains import gain_at, greatest_serving, least_serving, most_wanted, nearest_serving
from dealsim.core.records import World

HAGGLES = True
KNOWS_MIND = False
CONTRACTS = 1


@rule
def conceded(n: int, rounds: int, exponent: float) -> float:
    """Return how far a side has come from its first proposal to its last.

    (n/R)^(1/e)   [0..1]        n: 0..R.  rounds: R >= 1.  exponent: e > 0, below 1 boulware, above 1 conceder.
    Source: faratin1998negotiation (polynomial tactic, no initial concession).
    """
    return float((min(n, rounds) / rounds) ** (1.0 / exponent))


@rule
def concession(n: int, rounds: int, exponent: float, first: float, limit: float) -> float:
    """Return what a side proposes in a round, as it gives way from its first proposal to its limit.

    x_n = x_0 + (x_limit - x_0)(n/R)^(1/e)   [share]        the limit itself, to the last bit, in round R
    """
    if n >= rounds:
        return limit
    return first + (limit - first) * conceded(n, rounds, exponent)


@rule
def conceded_offer(n: int, rounds: int, exponent: float, shares: Vector, lab_gains: Vector) -> float:
    """Return the lab's offer in a round: from what it would like best to its walk-away share.

    x_0 = argmax l,  x_limit = max { x: l(x) >= 0 }   [share]        infinite if every share is a loss to it

    Never a share that it would lose by: over such a gap it waits at the last share before.
    """
    limit = greatest_serving(shares, lab_gains)
    if limit == math.inf:
        return math.inf
    first = most_wanted(shares, lab_gains)
    return nearest_serving(concession(n, rounds, exponent, first, limit), first, shares, lab_gains)


@rule
def conceded_demand(n: int, rounds: int, exponent: float, shares: Vector, ai_gains: Vector) -> float:
    """Return the AI's demand in a round: from the share it would like best down to its reservation share.

    x_0 = argmax a,  x_limit = min { x: a(x) >= 0 }   [share]        infinite if every share is a loss to it
    """
    limit = least_serving(shares, ai_gains)
    if limit == math.inf:
        return math.inf
    first = most_wanted(shares, ai_gains)
    return nearest_serving(concession(n, rounds, exponent, first, limit), first, shares, ai_gains)


@rule
def is_as_good(proposed: float, own: float, shares: Vector, gains: Vector) -> bool:
    """Return whether a side accepts: it does no worse than by its own next proposal, which is no loss to it.

    g(proposed) >= g(own)
    """
    return gain_at(proposed, shares, gains) >= gain_at(own, shares, gains)


@rule
def answer_to_offer(
    offer: float, n: int, rounds: int, exponent: float, shares: Vector, ai_gains: Vector
) -> OfferResponse:
    """Return what the AI does with the offer of round n: accepts, demands, or walks away if no share is enough."""
    demand = conceded_demand(n, rounds, exponent, shares, ai_gains)
    if demand == math.inf:
        return OfferResponse(Move.WALK_AWAY.value, math.inf)
    if is_as_good(offer, demand, shares, ai_gains):
        return OfferResponse(Move.ACCEPT.value, offer)
    return OfferResponse(Move.COUNTER.value, demand)


@rule
def answer_to_demand(
    demand: float, n: int, rounds: int, exponent: float, shares: Vector, lab_gains: Vector
) -> OfferResponse:
    """Return what the lab does with the demand of round n: accepts, offers round n + 1's share, or walks away.

    Its next proposal after round R is the limit that it has reached already: if that is not enough, an impasse.
    """
    offer = conceded_offer(n + 1, rounds, exponent, shares, lab_gains)
    if offer == math.inf:
        return OfferResponse(Move.WALK_AWAY.value, math.inf)
    if is_as_good(demand, offer, shares, lab_gains):
        return OfferResponse(Move.ACCEPT.value, demand)
    if n >= rounds:
        return OfferResponse(Move.WALK_AWAY.value, math.inf)
    return OfferResponse(Move.COUNTER.value, offer)


@rule
def first_share(talks: NegotiationScratch, world: World) -> float:
    """Return the first step of the lab's tactic; infinite if every share is a loss to it."""
    return conceded_offer(1, world.most_rounds, world.lab_tactic, talks.shares, talks.lab_gains)


@rule
def reply_of_ai(offer: float, turn: int, talks: NegotiationScratch, world: World) -> OfferResponse:
    """Return what a schemer does with an offer.   turn: 1, 3, 5, ..."""
    n = (turn + 1) // 2
    return answer_to_offer(offer, n, world.most_rounds, world.ai_tactic, talks.shares, talks.ai_gains)


@rule
def reply_of_lab(demand: float, turn: int, talks: NegotiationScratch, world: World) -> OfferResponse:
    """Return what a lab does with a counter-offer.   turn: of the counter-offer, 2, 4, ..."""
    return answer_to_demand(demand, turn // 2, world.most_rounds, world.lab_tactic, talks.shares, talks.lab_gains)
