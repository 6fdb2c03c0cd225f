"""How often intervals hold the truth, by trial or, for a share of games, by adding up chances."""

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from scipy.stats import binom

from dealsim.measure.estimates import Estimate, Moments, Values
from dealsim.measure.intervals import Interval
from dealsim.measure.outcomes import Outcome
from dealsim.measure.pairs import Difference, Pair
from scripts.coverage.draws import Clustered, Draw, Generator, Twins, TwinWorlds
from scripts.coverage.rivals import searle, student

NEARBY = 1.25  # how far around a share its neighbours lie: from p/1.25 to 1.25p
NEIGHBOURS = 101


@dataclass
class Tally:
    """How many intervals held the truth, of how many; a mean without an interval does not count."""

    held: int = 0
    tried: int = 0

    def add(self, interval: Interval | None, truth: float) -> None:
        """Take in an interval."""
        if interval is not None and not np.isnan(interval).any():
            self.held += interval[0] - 1e-12 <= truth <= interval[1] + 1e-12
            self.tried += 1

    @property
    def coverage(self) -> float:
        """How many in a hundred held the truth."""
        return 100.0 * self.held / self.tried if self.tried else float("nan")


def generator(*address: object) -> Generator:
    """Return the random numbers of a trial: the same whatever was tried before."""
    return np.random.default_rng(zlib.crc32(repr(address).encode()))


def ours(values: Values, draw: Draw | Clustered) -> Estimate:
    """Return our estimate from independent games."""
    moments = Moments(None, draw.within)
    moments.add(values)
    return moments.estimate()


def means(draw: Draw, games: int, times: int, rivals: Iterable[Callable[[Values], Interval]]) -> list[float]:
    """Return how often our interval of a mean holds it, and its rivals'."""
    rng, rivals = generator(draw.name, games), tuple(rivals)
    tallies = [Tally() for _ in range(1 + len(rivals))]
    for _ in range(times):
        values = draw.sample(rng, games)
        if np.isnan(values).all():
            continue
        for tally, interval in zip(tallies, (ours(values, draw).ci95, *(f(values) for f in rivals)), strict=True):
            tally.add(interval, draw.mean)
    return [tally.coverage for tally in tallies]


@dataclass
class OfWorlds:
    """How often ours and one blind to worlds hold the mean, and Searle's the world share, with its estimates."""

    seeing: Tally = field(default_factory=Tally)
    blind: Tally = field(default_factory=Tally)
    searles: Tally = field(default_factory=Tally)
    shares: list[float] = field(default_factory=list)


def worlds(draw: Clustered, number: int, games: int, times: int) -> OfWorlds:
    """Return what comes of samples of games that come in worlds."""
    rng, found = generator(draw.name, draw.world_share, number, games), OfWorlds()
    for _ in range(times):
        values = draw.sample(rng, number, games)
        moments = Moments(games, draw.within)
        moments.add(values)
        estimate = moments.estimate()
        found.seeing.add(estimate.ci95, draw.mean)
        found.blind.add(ours(values, draw).ci95, draw.mean)
        if estimate.world_share is not None:
            found.searles.add(searle(moments), draw.world_share)
            found.shares.append(estimate.world_share)
    return found


def paired(twins: Twins | TwinWorlds, a: Values, b: Values, games_per_world: int | None = None) -> Difference:
    """Return our difference."""
    whole = twins.within == (0.0, 1.0)
    kind = "share of games" if whole else "count"
    nothing = lambda tallies, labs, horizon: np.zeros(0)  # noqa: E731
    outcome = Outcome("", kind, "", "share" if whole else "mean", nothing, twins.undefined, twins.within)
    pair = Pair(outcome, games_per_world)
    pair.add(a, b)
    return pair.difference(same=False)


def pairs(
    twins: Twins, games: int, times: int, rivals: Iterable[Callable[[Values, Values], Interval]]
) -> tuple[list[float], float]:
    """Return how often our interval and its rivals' hold a paired difference, and how much longer unpaired is."""
    rng, rivals, longer = generator(twins.name, games), tuple(rivals), list[float]()
    tallies = [Tally() for _ in range(1 + len(rivals))]
    for _ in range(times):
        a, b = twins.sample(rng, games)
        found = paired(twins, a, b)
        if found.ci95 is None or found.ci95_unpaired is None:
            continue
        for tally, interval in zip(tallies, (found.ci95, *(f(a, b) for f in rivals)), strict=True):
            tally.add(interval, twins.difference)
        longer.append((found.ci95_unpaired[1] - found.ci95_unpaired[0]) / (found.ci95[1] - found.ci95[0]))
    return [tally.coverage for tally in tallies], float(np.median(longer)) if longer else float("nan")


@dataclass
class OfTwinWorlds:
    """How often ours and Student's of the worlds' differences hold the difference, and how long ours is."""

    ours: Tally = field(default_factory=Tally)
    students: Tally = field(default_factory=Tally)
    lengths: list[float] = field(default_factory=list)


def twin_worlds(twins: TwinWorlds, number: int, games: int, times: int) -> OfTwinWorlds:
    """Return what comes of samples of paired games that come in worlds."""
    rng, found = generator(twins.name, number, games), OfTwinWorlds()
    for _ in range(times):
        a, b = twins.sample(rng, number, games)
        ci95 = paired(twins, a, b, games).ci95
        assert ci95 is not None
        found.ours.add(ci95, twins.difference)
        found.students.add(student((b - a).reshape(number, games).mean(axis=1)), twins.difference)
        found.lengths.append(ci95[1] - ci95[0])
    return found


def share(intervals: np.ndarray, truth: float) -> float:
    """Return the chance that the interval of a share of games holds it: no trial, a sum."""
    games = len(intervals) - 1
    holds = (intervals[:, 0] <= truth) & (truth <= intervals[:, 1])
    return 100.0 * float(binom.pmf(np.arange(games + 1), games, truth)[holds].sum())


def share_nearby(intervals: np.ndarray, truth: float) -> float:
    """Return the mean of that chance over shares nearby.  Source: brown2001interval, who average so."""
    around = np.geomspace(truth / NEARBY, truth * NEARBY, NEIGHBOURS) if truth <= 0.5 else np.array([])
    if truth > 0.5:
        around = 1.0 - np.geomspace((1.0 - truth) / NEARBY, (1.0 - truth) * NEARBY, NEIGHBOURS)
    return float(np.mean([share(intervals, float(p)) for p in around]))
