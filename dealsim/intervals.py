"""95% intervals: of a share, of a mean that cannot leave its range, and of a difference of two means.

What was tried and how often each interval holds the truth: docs/intervals.md.
"""

import math

from scipy.special import ndtri, stdtrit

CONFIDENCE = 0.95
NORMAL = float(ndtri(0.5 + CONFIDENCE / 2))

type Interval = tuple[float, float]
type Range = tuple[float, float]

EVERY_NUMBER: Range = (-math.inf, math.inf)


def reach(degrees: float) -> float:
    """Return how many standard errors an interval reaches to either side: Student's quantile."""
    return float(stdtrit(degrees, 0.5 + CONFIDENCE / 2))


def wilson(share: float, games: float, z: float = NORMAL) -> Interval:
    """Return the score interval of a share of games.

    (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)

    share: p [0..1].  games: n, or the number of independent games that would be as good [> 0].
    Source: wilson1927probable.
    """
    whole = 1.0 + z * z / games
    middle = (share + z * z / (2 * games)) / whole
    half = z * math.sqrt(share * (1.0 - share) / games + (z / (2 * games)) ** 2) / whole
    return (0.0 if share == 0.0 else middle - half, 1.0 if share == 1.0 else middle + half)


def mean_within(mean: float, se: float, units: int, within: Range) -> Interval:
    """Return the interval of a mean over units, none of whose values leaves a range.

    Bounded on both sides: the score interval of a share with as many games as would give the same standard error.
    On one side: the same in the limit of a far bound, which is the score interval of a Poisson count.  Not at all:
    Student's.  All with Student's quantile.

    units: independent games, or worlds of games [>= 2].  Where every value is the bound itself, one unit in
    t^2 / units could still have been as far off as a unit of the scale.
    """
    low, high = within
    t = reach(units - 1)
    if math.isinf(low) and math.isinf(high):
        return mean - t * se, mean + t * se
    if math.isinf(low):
        below, above = mean_within(-mean, se, units, (-high, -low))
        return -above, -below
    if math.isinf(high):
        below, above = mean_above_nought(max(mean - low, 0.0), se, units, t)
        return low + below, low + above
    scale = high - low
    below, above = mean_of_share(min(max((mean - low) / scale, 0.0), 1.0), se / scale, units, t)
    return low + scale * below, low + scale * above


def mean_of_share(mean: float, se: float, units: int, t: float) -> Interval:
    """Return the interval of a mean of numbers from 0 to 1: Wilson's, with the effective number of games."""
    if mean in (0.0, 1.0):
        return wilson(mean, units, t)
    if se == 0.0:
        return mean, mean
    return wilson(mean, mean * (1.0 - mean) / (se * se), t)


def mean_above_nought(mean: float, se: float, units: int, t: float) -> Interval:
    """Return the interval of a mean of numbers that are not negative: all m* with (m - m*)^2 <= t^2 se^2 m*/m."""
    if mean == 0.0:
        return 0.0, t * t / units
    shift = (t * se) ** 2 / (2.0 * mean)
    above = mean + shift + math.sqrt((t * se) ** 2 + shift * shift)
    return mean * mean / above, above


def of_difference(a: float, ends_a: Interval, b: float, ends_b: Interval, correlation: float = 0.0) -> Interval:
    """Return the interval of b - a from the intervals of a and b ("method of variance estimates recovery").

    L = d - sqrt(l^2 + u^2 - 2 r l u),  l = b - L_b,  u = U_a - a;  U likewise

    correlation: r, of the two estimates [-1..1].  With Wilson's intervals it is Newcombe's.
    Source: zou2008construction; newcombe1998interval, newcombe1998improved.
    """
    below = root_of_sum(b - ends_b[0], ends_a[1] - a, correlation)
    above = root_of_sum(ends_b[1] - b, a - ends_a[0], correlation)
    return b - a - below, b - a + above


def root_of_sum(one: float, other: float, correlation: float) -> float:
    """Return the length of the difference of two arms."""
    return math.sqrt(max(one * one + other * other - 2.0 * correlation * one * other, 0.0))
