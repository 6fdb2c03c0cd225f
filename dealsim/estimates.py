"""How sure a mean is: sums over blocks of games, merged in order, and what follows from them.

Games may come in worlds, so many in a row that share one draw of the uncertain numbers.  Then worlds, not games, are
independent, and a mean over games is a ratio of two sums over worlds.  A game by itself is a world of one.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dealsim.intervals import EVERY_NUMBER, Interval, Range, mean_within, reach, wilson

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
class Worlds:
    """A block's sums by world: of games in which an outcome is defined, of its values and of their squares.

    Values count from a number near them, so that equal values have no spread at all, not one of rounding errors.
    """

    games: Values
    sums: Values
    squares: Values


def by_world(values: Values, games_per_world: int, first: float) -> Worlds:
    """Return a block's sums by world; the last world may be short."""
    short = -len(values) % games_per_world
    away = np.append(values - first, np.full(short, np.nan)).reshape(-1, games_per_world)
    defined = ~np.isnan(away)
    away = np.where(defined, away, 0.0)
    return Worlds(defined.sum(axis=1, dtype=np.float64), away.sum(axis=1), (away * away).sum(axis=1))


@dataclass
class Moments:
    """Sums of a stream of values, added up block by block: memory does not grow, and the same blocks give the same.

    games_per_world: None where games are independent.  first: the first defined value, from which all others are
    counted.  worlds: with any game that counts.
    between: sum over worlds of (sum of values)^2 / games.
    """

    games_per_world: int | None = None
    first: float | None = None
    worlds: int = 0
    games: float = 0.0
    total: float = 0.0
    squares: float = 0.0
    games_squared: float = 0.0
    games_by_total: float = 0.0
    total_squared: float = 0.0
    between: float = 0.0

    def add(self, values: Values) -> Worlds:
        """Take in a block's values, NaN where undefined, and return its sums by world."""
        if self.first is None:
            defined = values[~np.isnan(values)]
            self.first = float(defined[0]) if len(defined) else None
        block = by_world(values, self.games_per_world or 1, self.first or 0.0)
        counts = block.games > 0
        self.worlds += int(counts.sum())
        self.games += float(block.games.sum())
        self.total += float(block.sums.sum())
        self.squares += float(block.squares.sum())
        self.games_squared += float((block.games**2).sum())
        self.games_by_total += float((block.games * block.sums).sum())
        self.total_squared += float((block.sums**2).sum())
        self.between += float((block.sums[counts] ** 2 / block.games[counts]).sum())
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
    def se(self) -> float:
        """The linearised standard error of a ratio of sums over worlds.  Source: cochran1977sampling, chapter 6."""
        residuals = self.total_squared - 2.0 * self.away * self.games_by_total + self.away**2 * self.games_squared
        return math.sqrt(max(residuals, 0.0) * self.worlds / (self.worlds - 1)) / self.games

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

    def estimate(self, kind: str, within: Range = EVERY_NUMBER) -> Estimate:
        """Return the mean and how sure it is: of a `share` of games, or of a `mean` of numbers within a range."""
        games, certain = int(self.games), self.games_per_world is None
        if games == 0:
            return Estimate(None, None, None, 0, None if certain else 0)
        worlds, share = (None, None) if certain else (self.worlds, self.world_share)
        se = self.se if self.worlds > 1 else None
        if kind == "share" and certain:
            return Estimate(self.mean, se, wilson(self.mean, games), games)
        if se is None:
            return Estimate(self.mean, None, None, games, worlds, share)
        ci95 = self.of_share(se) if kind == "share" else mean_within(self.mean, se, self.worlds, within)
        return Estimate(self.mean, se, ci95, games, worlds, share)

    def of_share(self, se: float) -> Interval:
        """Return the interval of a share of games that come in worlds: Wilson's with the effective number of games.

        n* = n / deff (t_games / t_worlds)^2,  deff = se^2 / (p(1-p)/(n-1)), at least 1

        Games that share a world cannot be the less alike for it.  Where no game or every game is a hit nothing is known
        of deff: each world then counts as one game.
        Source: korn1998confidence, dean2015evaluating.
        """
        p, tighter = self.mean, (reach(self.games - 1) / reach(self.worlds - 1)) ** 2
        if p in (0.0, 1.0):
            return wilson(p, self.worlds * tighter)
        effect = max(se * se * (self.games - 1) / (p * (1.0 - p)), 1.0)
        return wilson(p, self.games / effect * tighter)
