"""Two scenarios under the same luck: paired differences, game by game, and their precision.

Game k of either scenario has the same luck (and, where numbers are uncertain, the same world).  So the mean of the
differences is far surer than the difference of two means.
"""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dealsim.measure.changes import Change, Changes, whole_of
from dealsim.measure.estimates import Moments, Values, WorldSums, without_rounding
from dealsim.measure.intervals import ROUNDING, Interval, of_difference
from dealsim.measure.outcomes import OUTCOMES, Outcome, Tallies, moments_of, refuse_broken_world


@dataclass(frozen=True)
class Difference:
    """How much greater an outcome is in scenario B than in A, over the same games; None where there are too few.

    mean_a, mean_b: over the games in which each is defined.  se, ci95: of their difference, the games being paired.
    ci95_unpaired: the interval if each had independent luck.  games: in which both are defined.
    flipped: of shares of games, how many went from 0 to 1 and from 1 to 0.  worlds: as in an estimate.
    """

    mean_a: float | None
    mean_b: float | None
    difference: float | None
    se: float | None
    ci95: Interval | None
    ci95_unpaired: Interval | None
    games: int
    flipped: tuple[int, int] | None = None
    worlds: int | None = None


@dataclass
class Together:
    """Sums of products of two streams' sums by world: how their means vary together."""

    products: NDArray[np.float64] = field(default_factory=lambda: np.zeros((2, 2)))

    def add(self, one: WorldSums, other: WorldSums) -> None:
        """Take in a block."""
        for row, ours in enumerate((one.games, one.sums)):
            for column, theirs in enumerate((other.games, other.sums)):
                self.products[row, column] += (ours * theirs).sum()

    def variance(self, one: Moments, other: Moments) -> float:
        """Return the linearised variance of the difference of two means. Source: cochran1977sampling, chapter 6."""
        residuals = float(np.array([-one.away, 1.0]) @ self.products @ np.array([-other.away, 1.0]))
        finite = math.prod(math.sqrt(each.worlds / (each.worlds - 1)) for each in (one, other))
        apart = one.linearised**2 + other.linearised**2
        variance = apart - 2.0 * residuals * finite / (one.games * other.games)
        return variance if variance > ROUNDING * apart else 0.0


@dataclass
class Pair:
    """One outcome of the same games in two scenarios, merged block by block.

    Where every game has the outcome, its change is judged by the changes of games.  Where only some games have it, the
    change is that of a mean over those, and `changes` counts which games differ at all, by 1 each.
    """

    outcome: Outcome
    games_per_world: int | None
    both: int = 0

    def __post_init__(self) -> None:
        """Prepare the sums."""
        low, high = self.outcome.within
        self.a, self.b = (moments_of(self.outcome, self.games_per_world) for _ in "ab")
        self.changes = Changes(self.games_per_world, high - low)
        self.means = Together()

    def add(self, a: Values, b: Values) -> None:
        """Take in a block's values of the same games."""
        self.means.add(self.a.add(a), self.b.add(b))
        self.both += int((~np.isnan(b - a)).sum())
        self.changes.add(whether_differs(a, b) if self.outcome.undefined else without_rounding(b - a, a))

    def difference(self, *, same: bool) -> Difference:
        """Return the difference; `same`: whether the two cannot differ, being one game."""
        a, b = self.a.estimate(), self.b.estimate()
        flipped = self.changes.flips if self.outcome.interval == "share" else None
        if a.mean is None or b.mean is None:
            return Difference(a.mean, b.mean, None, None, None, None, self.both, flipped, self.worlds)
        if a.se is None or b.se is None or a.ci95 is None or b.ci95 is None:
            return Difference(a.mean, b.mean, b.mean - a.mean, None, None, None, self.both, flipped, self.worlds)
        unpaired, change = of_difference(a.mean, a.ci95, b.mean, b.ci95), self.change()
        ci95 = (0.0, 0.0) if same else change.interval()
        return Difference(a.mean, b.mean, change.mean, change.se, ci95, unpaired, self.both, flipped, self.worlds)

    @property
    def worlds(self) -> int | None:
        """The number of worlds of the games, where worlds are uncertain."""
        return self.changes.every.worlds if self.games_per_world else None

    def change(self) -> Change:
        """Return the change of the mean, both means being over two games (or worlds) or more."""
        whole = whole_of(self.changes.most, self.a, self.b)
        if not self.outcome.undefined:
            return self.changes.change(whole)
        variance = self.means.variance(self.a, self.b)
        return self.changes.change_of(self.b.mean - self.a.mean, math.sqrt(variance), None, whole)


def whether_differs(a: Values, b: Values) -> Values:
    """Return 1 for each game that has an outcome in one scenario alone or another one in each, NaN where in neither."""
    has_a, has_b = ~np.isnan(a), ~np.isnan(b)
    differs = np.where(has_a & has_b, without_rounding(b - a, a) != 0.0, 1.0)
    return np.where(has_a | has_b, differs, np.nan)


@dataclass
class PairedSummary:
    """Outcomes of the same games in two scenarios, in constant memory.

    labs, horizon: of scenario A and of B.  games_per_world: as in a summary, the same for both.  same: whether A and B
    are one game by its digest; that some games come out alike proves nothing about others.
    """

    labs: tuple[int, int]
    horizon: tuple[int, int]
    games_per_world: int | None = None
    games: int = 0
    same: bool = False

    def __post_init__(self) -> None:
        """Prepare the sums."""
        self.pairs = {name: Pair(outcome, self.games_per_world) for name, outcome in OUTCOMES.items()}

    def add(self, a: Tallies, b: Tallies) -> None:
        """Take in a block of the same games of A and B: whole worlds, except the last."""
        if len(a) != len(b):
            raise ValueError(f"{len(a)} games of one scenario cannot be paired with {len(b)} of the other")
        refuse_broken_world(self.games, self.games_per_world)
        self.games += len(a)
        self.same = self.same and np.array_equal(a, b)
        size_a, size_b = zip(self.labs, self.horizon, strict=True)
        for name, outcome in OUTCOMES.items():
            self.pairs[name].add(outcome.of(a, *size_a), outcome.of(b, *size_b))

    def differences(self) -> dict[str, Difference]:
        """Return every outcome's difference."""
        return {name: pair.difference(same=self.same) for name, pair in self.pairs.items()}
