"""Splits that an arbiter would propose who knew both sides' gains: benchmarks for bargaining.

Each is a share of the future from the shares that serve both sides (neither loses beside no deal), and
infinite where no share does. The tables of gains: `gains.py`. No lotteries over shares are proposed.
The protocol is `nash_share` alone: the lab knows its AI's mind, offers that split, and the AI takes or leaves it.
The other splits are there to be compared with it.
"""

import math

from dealsim.core.compiled import Vector, rule
from dealsim.core.protocols.gain_tables import NegotiationScratch
from dealsim.core.protocols.gains import crossing, gain_at, gain_between
from dealsim.core.records import World

HAGGLES = False
KNOWS_MIND = True
CONTRACTS = 1
LEAST_UNIT = 1e-290  # a side that can gain nothing is measured in next to nothing


@rule
def serves_from(k: int, shares: Vector, gains: Vector) -> float:
    """Return the least share from point k to the next that is no loss; infinite if there is none.   [share]"""
    if gains[k] >= 0.0:
        return float(shares[k])
    return crossing(0.0, k, shares, gains) if gains[k + 1] >= 0.0 else math.inf


@rule
def serves_up_to(k: int, shares: Vector, gains: Vector) -> float:
    """Return the greatest share from point k to the next that is no loss; minus infinity if there is none."""
    if gains[k + 1] >= 0.0:
        return float(shares[k + 1])
    return crossing(0.0, k, shares, gains) if gains[k] >= 0.0 else -math.inf


@rule
def least_serving_both(k: int, shares: Vector, ai_gains: Vector, lab_gains: Vector) -> float:
    """Return the lower end of the shares from point k to the next that are no loss to either side.   [share]

    A table is straight there, so they are one stretch: empty if this end is above `greatest_serving_both`.
    """
    return max(serves_from(k, shares, ai_gains), serves_from(k, shares, lab_gains))


@rule
def greatest_serving_both(k: int, shares: Vector, ai_gains: Vector, lab_gains: Vector) -> float:
    """Return the upper end of the shares from point k to the next that are no loss to either side.   [share]"""
    return min(serves_up_to(k, shares, ai_gains), serves_up_to(k, shares, lab_gains))


@rule
def cut_to(share: float, low: float, high: float) -> float:
    """Return a share, or the end of a stretch that it is beyond; the lower end if it is no number."""
    if share >= high:
        return high
    return share if share > low else low


@rule
def top_of_product(k: int, shares: Vector, ai_gains: Vector, lab_gains: Vector) -> float:
    """Return where the product of two gains has its top, were both straight for ever.

    the t with  (a_0 + a' t) l' + (l_0 + l' t) a' = 0,  then x_k + t (x_{k+1} - x_k)   [share]

    Minus infinity where the product is no parabola that has a top.
    """
    rise, fall = ai_gains[k + 1] - ai_gains[k], lab_gains[k + 1] - lab_gains[k]
    if rise * fall >= 0.0:
        return -math.inf
    step = -0.5 * (ai_gains[k] / rise + lab_gains[k] / fall)
    return float(shares[k] + (shares[k + 1] - shares[k]) * step)


@rule
def where_even(k: int, shares: Vector, ai_gains: Vector, lab_gains: Vector, ai_unit: float, lab_unit: float) -> float:
    """Return where both sides would gain as much, each in its own unit, were both tables straight for ever.

    the x with  a(x)/a_1 = l(x)/l_1   [share]        Minus infinity where there is none.
    """
    here = ai_gains[k] / ai_unit - lab_gains[k] / lab_unit
    there = ai_gains[k + 1] / ai_unit - lab_gains[k + 1] / lab_unit
    if here == there:
        return -math.inf
    return float(shares[k] + (shares[k + 1] - shares[k]) * (here / (here - there)))


@rule
def nash_product(share: float, k: int, shares: Vector, ai_gains: Vector, lab_gains: Vector) -> float:
    """Return the product of both gains at a share between point k and the next.   [utility^2]"""
    return gain_between(share, k, shares, ai_gains) * gain_between(share, k, shares, lab_gains)


@rule
def lesser_gain(
    share: float, k: int, shares: Vector, ai_gains: Vector, lab_gains: Vector, ai_unit: float, lab_unit: float
) -> float:
    """Return the gain of the side that gains less, each in its own unit.   min(a(x)/a_1, l(x)/l_1)"""
    ai = gain_between(share, k, shares, ai_gains) / ai_unit
    return min(ai, gain_between(share, k, shares, lab_gains) / lab_unit)


@rule
def nash_share(shares: Vector, ai_gains: Vector, lab_gains: Vector) -> float:
    """Return the split of Nash's bargaining solution; infinite if no share serves both.

    argmax { a(x) l(x): a(x) >= 0, l(x) >= 0 }   [share]        the least such share, if several are as good

    ai_gains, lab_gains: a, l, beside no deal [utility].  The scale of either does not matter. Exact between
    points, where the product is a parabola; over tables that are not concave, the best of all its tops.
    Source: nash1950bargaining.
    """
    best, top = math.inf, -math.inf
    for k in range(len(shares) - 1):
        low = least_serving_both(k, shares, ai_gains, lab_gains)
        high = greatest_serving_both(k, shares, ai_gains, lab_gains)
        if low > high:
            continue
        peak = cut_to(top_of_product(k, shares, ai_gains, lab_gains), low, high)
        for share in (low, peak, high):
            product = nash_product(share, k, shares, ai_gains, lab_gains)
            if product > top:
                best, top = share, product
    return best


@rule
def evenest_share(shares: Vector, ai_gains: Vector, lab_gains: Vector, ai_unit: float, lab_unit: float) -> float:
    """Return the split whose lesser gain is greatest, each side's in its own unit; infinite if none serves both.

    argmax { min(a(x)/a_1, l(x)/l_1): a(x) >= 0, l(x) >= 0 }   [share]

    ai_unit, lab_unit: a_1, l_1 > 0 [utility].  With units of 1 the egalitarian split, which takes both
    utilities to be on one scale.  Source: kalai1977proportional.
    """
    best, top = math.inf, -math.inf
    for k in range(len(shares) - 1):
        low = least_serving_both(k, shares, ai_gains, lab_gains)
        high = greatest_serving_both(k, shares, ai_gains, lab_gains)
        if low > high:
            continue
        even = cut_to(where_even(k, shares, ai_gains, lab_gains, ai_unit, lab_unit), low, high)
        for share in (low, even, high):
            lesser = lesser_gain(share, k, shares, ai_gains, lab_gains, ai_unit, lab_unit)
            if lesser > top:
                best, top = share, lesser
    return best


@rule
def weighted_share(shares: Vector, ai_gains: Vector, lab_gains: Vector, ai_weight: float, lab_weight: float) -> float:
    """Return the split whose weighted sum of gains is greatest; infinite if no share serves both.

    argmax { w_a a(x) + w_l l(x): a(x) >= 0, l(x) >= 0 }   [share]        the least such share, if several

    ai_weight, lab_weight: w_a, w_l >= 0.  With weights of 1 the utilitarian split, which takes both utilities
    to be on one scale (textbook).  Ends of stretches are enough: the sum is straight between them.
    """
    best, top = math.inf, -math.inf
    for k in range(len(shares) - 1):
        low = least_serving_both(k, shares, ai_gains, lab_gains)
        high = greatest_serving_both(k, shares, ai_gains, lab_gains)
        if low > high:
            continue
        for share in (low, high):
            total = ai_weight * gain_between(share, k, shares, ai_gains)
            total += lab_weight * gain_between(share, k, shares, lab_gains)
            if total > top:
                best, top = share, total
    return best


@rule
def kalai_smorodinsky_share(shares: Vector, ai_gains: Vector, lab_gains: Vector) -> float:
    """Return the split at which both have the same part of the most they could have; infinite if none serves both.

    argmax { min(a(x)/a*, l(x)/l*): a(x) >= 0, l(x) >= 0 },  a*, l* the greatest gains there   [share]

    The scale of either side's utility does not matter.  Source: kalai1975other.
    """
    dearest = weighted_share(shares, ai_gains, lab_gains, 1.0, 0.0)
    if dearest == math.inf:
        return math.inf
    cheapest = weighted_share(shares, ai_gains, lab_gains, 0.0, 1.0)
    ai_best, lab_best = gain_at(dearest, shares, ai_gains), gain_at(cheapest, shares, lab_gains)
    return evenest_share(shares, ai_gains, lab_gains, max(ai_best, LEAST_UNIT), max(lab_best, LEAST_UNIT))


@rule
def first_share(talks: NegotiationScratch, world: World) -> float:
    """Return Nash's split of what both would truly gain; infinite if no share serves both."""
    return nash_share(talks.shares, talks.ai_gains, talks.lab_gains)
