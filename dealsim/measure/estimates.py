"""The precision of means: sums over blocks of games, merged in order, and what follows from them.

Games may come in worlds, so many in a row that share one draw of the uncertain numbers.  Then worlds, not games, are
independent, and a mean over games is a ratio of two sums over worlds.  A game without a shared world is a world of one.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dealsim.measure.intervals import (
    CONFIDENCE,
    EVERY_NUMBER,
    ROUNDING,
    Distances,
    Interval,
    Range,
    of_number,
    of_share,
    scaled,
    students,
)

type Values = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A mean over the games in which an outcome is defined, None where there are too few to say.

    se: standard error.  ci95: a 95% interval.  games: how many games it is over.  Of uncertain scenarios also
    worlds: in how many worlds those games are;  world_share: what share of the variance of one game's outcome comes
    of its world, the rest being luck [0..1].
    """

    mean: float | None
    se: float | None
    ci95: Interval | None
    games: int
    worlds: int | None = None
    world_share: float | None = None


@dataclass(frozen=True)
class WorldSums:
    """A block's sums by world: of games in which an outcome is defined, of its values and of their squares.

    Values are measured from a number near them, so that equal values have no spread from rounding errors.
    off: how many worlds have a value that is not the lowest possible, and not the highest.
    """

    games: Values
    sums: Values
    squares: Values
    off: tuple[int, int]


def by_world(values: Values, games_per_world: int, first: float, within: Range) -> WorldSums:
    """Return a block's sums by world; the last world may be short."""
    whole = np.append(values, np.full(-len(values) % games_per_world, np.nan)).reshape(-1, games_per_world)
    defined = ~np.isnan(whole)
    away = np.where(defined, without_rounding(whole - first, first), 0.0)
    low, high = (int((defined & (np.abs(whole - end) > ROUNDING)).any(axis=1).sum()) for end in within)
    return WorldSums(defined.sum(axis=1, dtype=np.float64), away.sum(axis=1), (away * away).sum(axis=1), (low, high))


def without_rounding(differences: Values, beside: float | Values = 0.0) -> Values:
    """Return differences of numbers, 0 where they are no more than rounding errors leave of equal ones.

    beside: one of the two numbers, or as large.
    """
    small = np.abs(differences) <= ROUNDING * np.fmax(1.0, np.abs(beside))
    return np.where(small, 0.0, differences)


@dataclass
class Moments:
    """Sums of a stream of values, added block by block in constant memory; the same blocks give the same sums.

    games_per_world: None where games are independent.  within: the range of the values.
    first: the first defined value, from which all others are counted.  worlds: those with any game that counts.
    between: sum over worlds of (sum of values)^2 / games.  off: as in a block.  least, greatest: of the values.
    """

    games_per_world: int | None = None
    within: Range = EVERY_NUMBER
    first: float | None = None
    worlds: int = 0
    games: float = 0.0
    total: float = 0.0
    squares: float = 0.0
    games_squared: float = 0.0
    games_by_total: float = 0.0
    total_squared: float = 0.0
    between: float = 0.0
    off: tuple[int, int] = (0, 0)
    least: float = math.inf
    greatest: float = -math.inf

    def add(self, values: Values) -> WorldSums:
        """Take in a block's values, NaN where undefined, and return its sums by world."""
        if self.first is None:
            defined = values[~np.isnan(values)]
            self.first = float(defined[0]) if len(defined) else None
        self.least = float(np.fmin.reduce(values, initial=self.least))
        self.greatest = float(np.fmax.reduce(values, initial=self.greatest))
        block = by_world(values, self.games_per_world or 1, self.first or 0.0, self.within)
        counts = block.games > 0
        self.worlds += int(counts.sum())
        self.games += float(block.games.sum())
        self.total += float(block.sums.sum())
        self.squares += float(block.squares.sum())
        self.games_squared += float((block.games**2).sum())
        self.games_by_total += float((block.games * block.sums).sum())
        self.total_squared += float((block.sums**2).sum())
        self.between += float((block.sums[counts] ** 2 / block.games[counts]).sum())
        self.off = self.off[0] + block.off[0], self.off[1] + block.off[1]
        return block

    @property
    def away(self) -> float:
        """The mean, counted from the first value."""
        return self.total / self.games

    @property
    def mean(self) -> float:
        """The mean over all games in which there is a value."""
        return (self.first or 0.0) + self.away

    @property
    def spread(self) -> float:
        """The sum of squared deviations of games from the mean."""
        return max(self.squares - self.total * self.away, 0.0)

    @property
    def linearised(self) -> float:
        """The standard error of a ratio of sums over worlds.  Source: cochran1977sampling, chapter 6."""
        residuals = self.total_squared - 2.0 * self.away * self.games_by_total + self.away**2 * self.games_squared
        return math.sqrt(max(residuals, 0.0) * self.worlds / (self.worlds - 1)) / self.games

    @property
    def se(self) -> float:
        """The standard error, no less than for as many independent games, as sharing a world makes none less alike."""
        return max(self.linearised, math.sqrt(self.spread / (self.games - 1) / self.games))

    @property
    def world_share(self) -> float | None:
        """The intraclass correlation by one-way analysis of variance.  Source: searle1992variance, chapter 3."""
        inner = self.games - self.worlds
        if self.worlds < 2 or inner <= 0:
            return None
        within = max(self.squares - self.between, 0.0) / inner
        between = max(self.between - self.total * self.away, 0.0) / (self.worlds - 1)
        games_a_world = (self.games - self.games_squared / self.games) / (self.worlds - 1)
        of_world = max(between - within, 0.0) / games_a_world
        return of_world / (of_world + within) if of_world + within > 0.0 else None

    def estimate(self) -> Estimate:
        """Return the mean and its precision."""
        games, certain = int(self.games), self.games_per_world is None
        if games == 0:
            return Estimate(None, None, None, 0, None if certain else 0)
        worlds, share = (None, None) if certain else (self.worlds, self.world_share)
        if self.worlds < 2:
            return Estimate(self.mean, None, None if all(self.off) else self.interval(), games, worlds, share)
        return Estimate(self.mean, self.se, self.interval(), games, worlds, share)

    def interval(self, confidence: float = CONFIDENCE) -> Interval:
        """Return the interval of the mean, which stays within the range of the values and contains the mean."""
        (low, high), mean, se = self.within, self.mean, self.se if self.worlds > 1 else 0.0
        if se == 0.0 and all(self.off):
            return mean, mean
        if math.isinf(low) and math.isinf(high):
            return students(mean, se, self.worlds, confidence)
        scale = high - low
        from_above = mean - low > high - mean
        end, sign = (high, -1.0) if from_above else (low, 1.0)
        if math.isinf(scale):
            distances = self.distances(end, 1.0, self.off[from_above])
            found = scaled(of_number(abs(mean - end), se, distances, confidence), end, sign)
        else:
            distances = self.distances(end, scale, self.off[from_above])
            found = scaled(of_share(abs(mean - end) / scale, se / scale, distances, confidence), end, sign * scale)
        return min(found[0], mean), max(found[1], mean)  # rounding

    def distances(self, end: float, scale: float, off: int) -> Distances:
        """Return how far worlds are from an end of the range, in units of a scale and as means over a world's games."""
        if off == 0:
            return Distances(self.worlds, 0, 0.0, 0.0)
        shift, games_a_world = (self.first or 0.0) - end, self.games / self.worlds * scale
        mean = abs(self.total + shift * self.games) / off
        squares = self.total_squared + 2.0 * shift * self.games_by_total + shift**2 * self.games_squared
        variance = max(squares - off * mean**2, 0.0) / (off - 1) if off > 1 else 0.0
        return Distances(self.worlds, off, mean / games_a_world, variance / games_a_world**2)
