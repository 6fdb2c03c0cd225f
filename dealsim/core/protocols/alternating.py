"""Alternating offers: what lab and AI propose, accept and learn when every refusal may end the talks.

The lab offers a share, the AI accepts, counters or walks away, the lab answers, and so on. A side's delta is
what agreement at the next proposal is worth beside the same agreement now: the chance that the talks go on
after a refusal, times the side's discount factor over that time. Gains are over what each has without a deal.
The split that two who know both tables would settle on: rubinstein1982perfect, with the risk of breakdown
of binmore1986nash. That each plays its part of that split by its own tables, and what the lab learns from a
demand: assumptions. Whether talks break down is luck, and no rule's business.
"""

import math

from dealsim.core.codes import Move
from dealsim.core.compiled import Vector, rule
from dealsim.core.protocols.gain_tables import NegotiationScratch, OfferResponse
from dealsim.core.protocols.gains import gain_at, most_wanted, most_wanted_within
from dealsim.core.records import World

HAGGLES = True
KNOWS_MIND = False
CONTRACTS = 1
HALVINGS = 60
# Who would lose no more than this part of its gain by giving in gives in: rounding breaks off no talks.
INDIFFERENCE = 1e-6


@rule
def best_offer(demanded: float, shares: Vector, ai_gains: Vector, lab_gains: Vector, ai_delta: float) -> float:
    """Return the best offer to an AI that, refusing, could have a gain by its own demand; infinite if none.

    argmax { l(x): a(x) >= delta_ai a_demand }   [share]        demanded: a_demand [utility, >= 0]
    """
    return most_wanted_within(ai_delta * demanded, shares, lab_gains, ai_gains)


@rule
def best_demand(offered: float, shares: Vector, ai_gains: Vector, lab_gains: Vector, lab_delta: float) -> float:
    """Return the best demand of a lab that, refusing, could have a gain by its own offer; infinite if none.

    argmax { a(x): l(x) >= delta_lab l_offer }   [share]        offered: l_offer [utility, >= 0]
    """
    return most_wanted_within(lab_delta * offered, shares, ai_gains, lab_gains)


@rule
def demand_in_return(
    demanded: float, shares: Vector, ai_gains: Vector, lab_gains: Vector, lab_delta: float, ai_delta: float
) -> float:
    """Return the AI's best demand, were the lab's offer the best answer to a demand worth so much.   [share]"""
    offer = best_offer(demanded, shares, ai_gains, lab_gains, ai_delta)
    return best_demand(gain_at(offer, shares, lab_gains), shares, ai_gains, lab_gains, lab_delta)


@rule
def rubinstein_demand(shares: Vector, ai_gains: Vector, lab_gains: Vector, lab_delta: float, ai_delta: float) -> float:
    """Return the share that an AI demands which knows both tables; infinite if no share serves both.

    the y with  l(y) = delta_lab l(x),  a(x) = delta_ai a(y),  x the lab's offer (`rubinstein_offer`)   [share]

    lab_delta, ai_delta: [0..1), what agreement at the next proposal is worth beside one now.
    Its worth is the fixed point of the best demand in return, which rises with what is demanded: by halving.
    One y if the tables are concave; else one of those that hold.  Source: rubinstein1982perfect.
    """
    most = most_wanted_within(0.0, shares, ai_gains, lab_gains)
    if most == math.inf or gain_at(most, shares, ai_gains) < 0.0:
        return math.inf
    low, high = 0.0, gain_at(most, shares, ai_gains)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        in_return = demand_in_return(middle, shares, ai_gains, lab_gains, lab_delta, ai_delta)
        if gain_at(in_return, shares, ai_gains) >= middle:
            low = middle
        else:
            high = middle
    return demand_in_return(low, shares, ai_gains, lab_gains, lab_delta, ai_delta)


@rule
def rubinstein_offer(shares: Vector, ai_gains: Vector, lab_gains: Vector, lab_delta: float, ai_delta: float) -> float:
    """Return the share that a lab offers which knows both tables; infinite if no share serves both.

    the x with  a(x) = delta_ai a(y),  y the AI's demand (`rubinstein_demand`)   [share]
    """
    demand = rubinstein_demand(shares, ai_gains, lab_gains, lab_delta, ai_delta)
    if demand == math.inf:
        return math.inf
    return best_offer(gain_at(demand, shares, ai_gains), shares, ai_gains, lab_gains, ai_delta)


@rule
def gives_in(gain: float, waiting: float) -> bool:
    """Return whether a side accepts: it would win nothing by going on.

    g >= delta g_next, to a millionth        waiting: delta g_next, >= 0, or 0 if it would walk away [utility]
    """
    return gain >= waiting * (1.0 - INDIFFERENCE)


@rule
def opening_offer(shares: Vector, believed: Vector, lab_gains: Vector, lab_delta: float, ai_delta: float) -> float:
    """Return the lab's first offer, and any later one: infinite if it believes that no share serves both.

    believed: what the lab thinks the AI would gain at each share [utility].  Returns a share.
    """
    return rubinstein_offer(shares, believed, lab_gains, lab_delta, ai_delta)


@rule
def reply_to_offer(
    offer: float, shares: Vector, ai_gains: Vector, lab_gains: Vector, lab_delta: float, ai_delta: float
) -> OfferResponse:
    """Return what the AI does with an offer: accepts, demands its part of the split, or walks away.

    accepts iff a(offer) >= 0 and a(offer) >= delta_ai a(demand)        walks away if no share serves both

    ai_gains: its true gains, which the lab need not know.  lab_gains: the lab's, which the AI does know.
    """
    demand = rubinstein_demand(shares, ai_gains, lab_gains, lab_delta, ai_delta)
    waiting = ai_delta * gain_at(demand, shares, ai_gains) if demand < math.inf else 0.0
    if gives_in(gain_at(offer, shares, ai_gains), waiting):
        return OfferResponse(Move.ACCEPT.value, offer)
    if demand == math.inf:
        return OfferResponse(Move.WALK_AWAY.value, math.inf)
    return OfferResponse(Move.COUNTER.value, demand)


@rule
def disagreement_shift(
    counter: float, shares: Vector, believed: Vector, lab_gains: Vector, lab_delta: float, ai_delta: float
) -> float:
    """Return by how much all of an AI's gains must differ from what is believed if a counter-offer is its demand.

    the c with  a(x) + c = delta_ai (a(y) + c),  l(y) = delta_lab l(x):
    c = (delta_ai a(y) - a(x))/(1 - delta_ai)   [utility]        negative: it has more without a deal than was thought

    counter: y [share].  A demand that no such mind would make, because the lab would lose by it or the mind
    itself would want less, teaches nothing: 0.  One more modest than any split's shows the least c there can be.
    """
    kept = gain_at(counter, shares, lab_gains)
    if kept < 0.0 or lab_delta <= 0.0:
        return 0.0
    offer = most_wanted_within(kept / lab_delta, shares, believed, lab_gains)
    modest = offer == math.inf
    if modest:
        offer = most_wanted(shares, lab_gains)
    wanted, offered = gain_at(counter, shares, believed), gain_at(offer, shares, believed)
    shift = (ai_delta * wanted - offered) / (1.0 - ai_delta)
    if modest:
        return max(shift, 0.0)
    return shift if wanted >= offered else 0.0


@rule
def reply_to_counter(
    counter: float, shares: Vector, believed: Vector, lab_gains: Vector, lab_delta: float, ai_delta: float
) -> OfferResponse:
    """Return what the lab does with a demand: accepts, offers what it now believes is due, or walks away.

    accepts iff l(counter) >= 0 and l(counter) >= delta_lab l(the offer that it would have made next)

    believed: what it thinks the AI would gain. If it refuses, it takes the demand at its word and this table is
    set to what it has learned (`disagreement_shift`).  It walks away if it now thinks that no share serves both.
    """
    planned = opening_offer(shares, believed, lab_gains, lab_delta, ai_delta)
    waiting = lab_delta * gain_at(planned, shares, lab_gains) if planned < math.inf else 0.0
    if gives_in(gain_at(counter, shares, lab_gains), waiting):
        return OfferResponse(Move.ACCEPT.value, counter)
    shift = disagreement_shift(counter, shares, believed, lab_gains, lab_delta, ai_delta)
    for k in range(len(believed)):
        believed[k] += shift
    offer = opening_offer(shares, believed, lab_gains, lab_delta, ai_delta)
    if offer == math.inf:
        return OfferResponse(Move.WALK_AWAY.value, math.inf)
    return OfferResponse(Move.COUNTER.value, offer)


@rule
def first_share(talks: NegotiationScratch, world: World) -> float:
    """Return the lab's part of the split with the mind that it expects; infinite if it thinks that none serves both."""
    going_on = 1.0 - world.breakdown
    return opening_offer(talks.shares, talks.believed, talks.lab_gains, going_on, going_on)


@rule
def reply_of_ai(offer: float, turn: int, talks: NegotiationScratch, world: World) -> OfferResponse:
    """Return what a schemer does with an offer.   turn: 1, 3, 5, ..."""
    going_on = 1.0 - world.breakdown
    return reply_to_offer(offer, talks.shares, talks.ai_gains, talks.lab_gains, going_on, going_on)


@rule
def reply_of_lab(demand: float, turn: int, talks: NegotiationScratch, world: World) -> OfferResponse:
    """Return what a lab does with a counter-offer.   turn: of the counter-offer, 2, 4, ..."""
    going_on = 1.0 - world.breakdown
    return reply_to_counter(demand, talks.shares, talks.believed, talks.lab_gains, going_on, going_on)
