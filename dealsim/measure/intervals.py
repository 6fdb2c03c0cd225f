"""Intervals, of 95% unless said: of a share, of a mean that cannot leave its range, of a difference of two means.

What was tried and how often each interval holds the truth: docs/intervals.md.
"""

import math
from dataclasses import dataclass

from scipy.special import ndtri, stdtrit

CONFIDENCE = 0.95
NORMAL = float(ndtri(0.5 + CONFIDENCE / 2))

type Interval = tuple[float, float]
type Range = tuple[float, float]

ROUNDING = 1e-12  # smaller numbers count as 0
EVERY_NUMBER: Range = (-math.inf, math.inf)
NOT_NEGATIVE: Range = (0.0, math.inf)


@dataclass(frozen=True)
class Distances:
    """How far units (games, or worlds of games) are from a bound of their values, in the mean and in their variance.

    off: how many of the units are not at the bound itself.  mean, variance: over those.
    """

    units: int
    off: int
    mean: float
    variance: float

    @property
    def degrees(self) -> float:
        """Degrees of freedom of the standard error: how many units are off is known, how far they are is estimated.

        (off - 1) / part,  part: of the variance, the part due to how far      [Satterthwaite has part^2]

        The plain part holds the mean more often where few units are off and by what is skewed.
        """
        if self.off < 2:
            return math.inf
        if self.off == self.units:
            return self.off - 1
        part = self.variance / (self.variance + (1.0 - self.off / self.units) * self.mean**2)
        return (self.off - 1) / part if part > ROUNDING else math.inf  # 0 where all are off by the same


def reach(degrees: float, confidence: float = CONFIDENCE) -> float:
    """Return how many standard errors an interval extends to either side: Student's quantile."""
    upper = 0.5 + confidence / 2
    return float(ndtri(upper)) if math.isinf(degrees) else float(stdtrit(degrees, upper))


def students(mean: float, se: float, units: int, confidence: float = CONFIDENCE) -> Interval:
    """Return Student's interval."""
    half = reach(units - 1, confidence) * se
    return mean - half, mean + half


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


def of_share(mean: float, se: float, distances: Distances, confidence: float = CONFIDENCE) -> Interval:
    """Return the interval of a mean of numbers from 0 to 1, possibly most of them 0: Wilson's, with

    n* = m(1-m) / se^2 + 1      games, as many as would give a share of games this standard error

    and Student's quantile.  Where at most one unit is not 0 nothing is known of how far units can be: then they are
    taken to be 0 or 1.  Source: franco2019comparative.
    """
    cautious = wilson(mean, distances.units, reach(math.inf, confidence))
    if distances.off == 0:
        return cautious
    own = wilson(mean, mean * (1.0 - mean) / (se * se) + 1.0, reach(distances.degrees, confidence))
    return around(own, cautious) if distances.off == 1 else own


def of_number(mean: float, se: float, distances: Distances, confidence: float = CONFIDENCE) -> Interval:
    """Return the interval of a mean of numbers from 0 up: all m* with (m - m*)^2 <= t^2 se^2 m*/m.

    It is the limit of the interval of a share for a bound far above, and of a Poisson count the score interval.
    Where at most one unit is not 0, numbers are taken to be whole.
    """
    normal = reach(math.inf, confidence)
    if distances.off == 0:
        return 0.0, normal**2 / distances.units
    own = poisson(mean, se * reach(distances.degrees, confidence))
    if distances.off > 1:
        return own
    return around(own, poisson(mean, normal * math.sqrt(mean * max(1.0, distances.mean) / distances.units)))


def poisson(mean: float, half: float) -> Interval:
    """Return the two roots m* of (m - m*)^2 = half^2 m*/m."""
    shift = half * half / (2.0 * mean)
    above = mean + shift + math.sqrt(half * half + shift * shift)
    return mean * mean / above, above


def around(one: Interval, other: Interval) -> Interval:
    """Return the smallest interval that contains two others."""
    return min(one[0], other[0]), max(one[1], other[1])


def scaled(interval: Interval, start: float, scale: float) -> Interval:
    """Return an interval of distances from a start as one of numbers; a scale below 0 counts downwards."""
    first, second = start + scale * interval[0], start + scale * interval[1]
    return min(first, second), max(first, second)


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
