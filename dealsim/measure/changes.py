"""How much an outcome changes between two scenarios under the same luck, judged by the changes of games themselves.

One method for every difference: the score interval of Tango, which asks which true differences would make the one found
unsurprising.  The variance that it expects at each of them is scaled to the one that was observed, so that it holds for
numbers of any size and for games that come in worlds.  How often it holds the truth: docs/intervals.md.
"""

import math
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import brentq
from scipy.special import digamma

from dealsim.measure.estimates import Moments, Values
from dealsim.measure.intervals import (
    CONFIDENCE,
    NOT_NEGATIVE,
    Distances,
    Interval,
    around,
    reach,
    wilson,
)

PRECISION = 1e-12  # of the ends of an interval, as part of its length


@dataclass(frozen=True)
class Change:
    """A mean change, and what is known of its parts.

    mean: d.  se: its standard error.  size: mean of the changes' sizes; None where they are not known.
    most: R, the most that one game can change [> 0, may be infinite].  whole: by how much a game is taken to change
    where nothing is known of it [> 0].  units: how far units (games, or worlds) are from no change at all.
    as_good: how many independent games would show as much where none changes.
    """

    mean: float
    se: float
    size: float | None
    most: float
    whole: float
    units: Distances
    as_good: float

    def interval(self, confidence: float = CONFIDENCE) -> Interval:
        """Return the interval of the mean change: it contains the mean, and has no width only if the bounds leave none.

        Where no unit changes, or one, nothing is known of how much others may: then a game that changes is taken to
        change by a whole.  Where all change by the same, others are taken to change by as much.
        """
        unseen = wilson(0.0, self.as_good, reach(math.inf, confidence))[1]
        if self.units.off == 0:
            found = self.around_mean(unseen * self.whole)
        elif self.se == 0.0:
            found = self.around_mean(unseen * abs(self.mean))
        elif self.units.off == 1:
            found = around(self.score(confidence), self.around_mean(unseen * self.whole))
        else:
            found = self.score(confidence)
        return max(found[0], -self.most), min(found[1], self.most)

    def around_mean(self, half: float) -> Interval:
        """Return the interval of so much on either side."""
        return self.mean - half, self.mean + half

    def score(self, confidence: float) -> Interval:
        """Return all d* with (d - d*)^2 <= t^2 se^2 v(d*)/v(d).

        v: the variance that Tango's interval expects; of unknown sizes the same at all d*, which is Student's interval.
        Source: tango1998equivalence.
        """
        half = reach(self.units.degrees, confidence) * self.se
        if self.size is None:
            return self.around_mean(half)
        gains, losses = (self.size + self.mean) / 2.0, (self.size - self.mean) / 2.0
        low = -end_of_score(-self.mean, losses, gains, self.most, half)
        return low, end_of_score(self.mean, gains, losses, self.most, half)


def end_of_score(mean: float, gains: float, losses: float, most: float, half: float) -> float:
    """Return the upper end of the interval of a mean change: the greatest of its roots, or the most there can be.

    half: how far it would reach if the variance were the same everywhere.
    """
    own = expected_variance(mean, gains, losses, most)

    def beyond(other: float) -> float:
        return (other - mean) ** 2 - half * half * expected_variance(other, gains, losses, most) / own

    far = half
    while mean + far < most and beyond(mean + far) < 0.0:
        far *= 2.0
    end = min(mean + far, most)
    if beyond(end) <= 0.0:
        return end
    found = brentq(beyond, mean, end, xtol=PRECISION * half)
    return float(found)


def expected_variance(change: float, gains: float, losses: float, most: float) -> float:
    """Return the variance of a game's change if its mean were another, up to a factor.

    v(d) = 2 q + d - d^2/R,   q = (sqrt(b^2 + 8 q' d (1 - d/R)) - b)/4,   b = 2 d - p' - q' - d (p' - q')/R

    q: the mean loss that is most likely, if the mean change is d.  p', q': the mean gain and loss that were found.
    For shares of games (R = 1) it is Tango's; for R without limit its limit.  Source: tango1998equivalence.
    """
    b = 2.0 * change - gains - losses - change * (gains - losses) / most
    root = math.sqrt(max(b * b + 8.0 * losses * change * (1.0 - change / most), 0.0))
    return max((root - b) / 2.0 + change - change * change / most, 0.0)


def games_as_good(units: int, games: float) -> float:
    """Return how many independent games would show as much where no game changes, if games share worlds.

    n* = W (1 + 1/2 + ... + 1/m)        m: games of a world

    It lies between the number of worlds and that of games.  A world's chance of a change is taken to differ from world
    to world by as much as half the variance of a game's (a beta distribution of chances, of an intraclass correlation
    of one half: assumption).
    """
    return units * float(digamma(games / units + 1.0) + np.euler_gamma)


@dataclass
class Changes:
    """Changes of the same games, merged block by block: of an outcome that every game has.

    most: the most that one game can change.  every: the changes; sizes: those without their signs.
    """

    games_per_world: int | None
    most: float
    every: Moments = field(init=False)
    sizes: Moments = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the sums."""
        self.every = Moments(self.games_per_world)
        self.sizes = Moments(self.games_per_world, NOT_NEGATIVE, first=0.0)

    def add(self, change: Values) -> None:
        """Take in a block's changes, NaN where there is none."""
        self.every.add(change)
        self.sizes.add(np.abs(change))

    @property
    def flips(self) -> tuple[int, int]:
        """Of changes by 1, how many are up and how many down."""
        signed = self.every.mean * self.every.games if self.every.games else 0.0
        return round((self.sizes.total + signed) / 2.0), round((self.sizes.total - signed) / 2.0)

    def change(self, whole: float) -> Change:
        """Return the mean change, of two games (or worlds) or more. whole: as of a change."""
        return self.change_of(self.every.mean, self.every.se, self.sizes.mean, whole)

    def change_of(self, mean: float, se: float, size: float | None, whole: float) -> Change:
        """Return a change of another mean, of the same games; what is known of sizes is which games change."""
        sizes, off = self.sizes, self.sizes.off[0]
        return Change(
            mean=mean if off else 0.0,
            se=se if off else 0.0,
            size=size,
            most=self.most,
            whole=whole,
            units=Distances(off, off, 0.0, 0.0) if size is None else sizes.distances(0.0, 1.0, off),
            as_good=games_as_good(sizes.worlds, sizes.games),
        )


def whole_of(most: float, *seen: Moments) -> float:
    """Return by how much a game is taken to change where nothing is known of it.

    The most that it can; without such a limit from the least value seen to the greatest, or by 1 where all are equal.
    """
    if math.isfinite(most):
        return most
    ends = [end for each in seen if each.games for end in (each.least, each.greatest)]
    return (max(ends) - min(ends) if ends else 0.0) or 1.0


def change_in(values: Values, most: float) -> Change:
    """Return the mean of some independent changes, two or more."""
    changes = Changes(None, most)
    changes.add(np.asarray(values, np.float64))
    return changes.change(whole_of(most))
