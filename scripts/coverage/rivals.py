"""Intervals that were tried and rejected."""

import math

import numpy as np
from scipy.stats import beta, f, t

from dealsim.measure.estimates import Moments, Values
from dealsim.measure.intervals import NORMAL, Interval, of_difference, wilson


def wald(hits: int, games: int) -> Interval:
    """Return the textbook's interval of a share."""
    share = hits / games
    half = NORMAL * math.sqrt(share * (1.0 - share) / games)
    return share - half, share + half


def jeffreys(hits: int, games: int) -> Interval:
    """Return Jeffreys' interval of a share.  Source: brown2001interval."""
    low, high = beta.ppf([0.025, 0.975], hits + 0.5, games - hits + 0.5)
    return (0.0 if hits == 0 else float(low), 1.0 if hits == games else float(high))


def exact(hits: int, games: int) -> Interval:
    """Return the interval of Clopper and Pearson 1934."""
    low = float(beta.ppf(0.025, hits, games - hits + 1)) if hits else 0.0
    return low, float(beta.ppf(0.975, hits + 1, games - hits)) if hits < games else 1.0


def student(values: Values) -> Interval:
    """Return Student's interval of the mean of the defined values."""
    values = values[~np.isnan(values)]
    half = t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / math.sqrt(len(values)) if len(values) > 1 else math.nan
    return float(values.mean() - half), float(values.mean() + half)


def hall(values: Values) -> Interval:
    """Return the interval by Hall's cubic transformation, made for skewed numbers.  Source: hall1992removal."""
    values = values[~np.isnan(values)]
    games, mean, spread = len(values), float(values.mean()), float(values.std())
    if spread == 0.0:
        return mean, mean
    skew = float(((values - mean) ** 3).mean()) / spread**3 / math.sqrt(games)
    if abs(skew) < 1e-9:
        return student(values)
    ends = [np.cbrt(1.0 + skew * (sign * NORMAL - skew / 6.0)) - 1.0 for sign in (1.0, -1.0)]
    low, high = (mean - spread / math.sqrt(games) * 3.0 * float(end) / skew for end in ends)
    return low, high


def newcombe(a: Values, b: Values) -> Interval:
    """Return Newcombe's tenth interval of a difference of paired shares.  Source: newcombe1998improved."""
    p, q, games = float(a.mean()), float(b.mean()), len(a)
    product = math.sqrt(p * (1.0 - p) * q * (1.0 - q))
    together = float(np.mean(a * b)) - p * q
    correlation = together / product if product > 0.0 else 0.0
    return of_difference(p, wilson(p, games), q, wilson(q, games), correlation)


def searle(moments: Moments) -> Interval:
    """Return the interval of a world share by the distribution of F.  Source: searle1992variance, chapter 3."""
    above, below = moments.worlds - 1, moments.games - moments.worlds
    games_a_world = (moments.games - moments.games_squared / moments.games) / above
    within = (moments.squares - moments.between) / below
    if within <= 0.0:
        return math.nan, math.nan
    ratio = (moments.between - moments.total * moments.away) / above / within
    ends = (max(ratio / float(f.ppf(chance, above, below)) - 1.0, 0.0) for chance in (0.975, 0.025))
    low, high = (end / (end + games_a_world) for end in ends)
    return low, high
