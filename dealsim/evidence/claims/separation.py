"""Find the number of the world that an effect depends on: sought in half of a sample of worlds, tested in the other.

A rule that was found is too good on the worlds that it was found in; on worlds that it never saw it is what it is.
Source: athey2016recursive (honest estimation).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dealsim.measure.estimates import Values
from dealsim.measure.intervals import Interval, reach, students

LEAST_PART = 0.2  # of the worlds on either side of a limit: assumption
LEAST_WORLDS = 10  # on either side, of those in which a limit is tried, and half as many where it is sought: assumption


@dataclass(frozen=True)
class Side:
    """The effect on one side of a limit, in worlds other than those in which the limit was found.

    ci95, interval: of the mean effect, the second at the ledger's confidence.  level: interval of the measure's mean
    with less of the lever, at that confidence.
    """

    mean: float
    ci95: Interval
    interval: Interval
    level: Interval
    worlds: int


@dataclass(frozen=True)
class Separation:
    """The number of the world by which the effect differs most, and the limit between two sides.

    address: the number's key.  limit: halfway between two worlds.  below, above: either side.
    difference: of the means above and below; its 95% interval, and that at the ledger's confidence.
    """

    address: str
    limit: float
    below: Side
    above: Side
    difference: float
    difference_ci95: Interval
    difference_interval: Interval

    @property
    def likely(self) -> bool:
        """Whether the effect differs between the sides, by a 95% interval."""
        return leaves_out_nought(self.difference_ci95)

    @property
    def clear(self) -> bool:
        """Whether it does by more than luck could explain in the whole run."""
        return leaves_out_nought(self.difference_interval)


def leaves_out_nought(interval: Interval) -> bool:
    """Return whether 0 is not in an interval."""
    return interval[0] > 0.0 or interval[1] < 0.0


def separate(table: Mapping[str, Values], effect: Values, level: Values, confidence: float) -> Separation | None:
    """Return the number and the limit that best separate worlds of a large effect from those of a small one.

    table: the numbers of the worlds, by address.  effect: of each world, NaN where it is undefined.
    level: the measure's mean with less of the lever, of each world.
    The limit is the one with the greatest squared t of the difference between its sides, in worlds of even number; its
    sides are then measured in worlds of odd number.  None where there are too few worlds, or all are alike.
    """
    told = ~np.isnan(effect)
    even = np.arange(len(effect)) % 2 == 0
    found = best_limit(table, effect, told & even)
    if found is None:
        return None
    address, limit = found
    tried = told & ~even
    places = tried & (table[address] <= limit), tried & (table[address] > limit)
    if min(place.sum() for place in places) < LEAST_WORLDS:
        return None
    below, above = (judged_side(effect[place], level[place], confidence) for place in places)
    gap, error, degrees = welch(*(effect[place] for place in places))
    half, wide = reach(degrees) * error, reach(degrees, confidence) * error
    return Separation(address, limit, below, above, gap, (gap - half, gap + half), (gap - wide, gap + wide))


def welch(below: Values, above: Values) -> tuple[float, float, float]:
    """Return the difference of two means, its standard error and its degrees of freedom.

    nu = (v_1 + v_2)^2 / (v_1^2/(n_1 - 1) + v_2^2/(n_2 - 1)),  v = variance / n        Source: welch1947generalization.
    """
    parts = [(float(side.var(ddof=1)) / len(side), len(side) - 1) for side in (below, above)]
    total = sum(part for part, _ in parts)
    spread = sum(part**2 / degrees for part, degrees in parts)
    return float(above.mean() - below.mean()), total**0.5, total**2 / spread if spread > 0.0 else float("inf")


def best_limit(table: Mapping[str, Values], effect: Values, which: NDArray[np.bool_]) -> tuple[str, float] | None:
    """Return the number and the limit that explain most in some worlds; None where too few or all alike."""
    if which.sum() < 2 * LEAST_WORLDS:
        return None
    best: tuple[float, str, float] | None = None
    for address in sorted(table):
        told, limit = explained_by(table[address][which], effect[which])
        if told > 0.0 and (best is None or told > best[0]):
            best = told, address, limit
    return None if best is None else best[1:]


def explained_by(numbers: Values, effect: Values) -> tuple[float, float]:
    """Return how much the best limit of one number explains, and that limit.

    the part of the effect's variance that lies between the sides: n_1 n_2 (mean_1 - mean_2)^2 / (n sum of squares)
    """
    order = np.argsort(numbers, kind="stable")
    ordered, values = numbers[order], effect[order] - effect.mean()
    count = len(values)
    total = float((values**2).sum())
    if total == 0.0:
        return 0.0, 0.0
    ends = np.flatnonzero(ordered[1:] > ordered[:-1])  # the last world below each limit
    below = ends + 1
    least = max(LEAST_WORLDS // 2, int(np.ceil(LEAST_PART * count)))
    ends = ends[(below >= least) & (below <= count - least)]
    if not len(ends):
        return 0.0, 0.0
    below = ends + 1
    sums = np.cumsum(values)[ends]
    between = sums**2 / below + sums**2 / (count - below)  # the sum of all values is 0
    place = int(np.argmax(between))
    limit = float((ordered[ends[place]] + ordered[ends[place] + 1]) / 2.0)
    return float(between[place] / total), limit


def judged_side(effect: Values, level: Values, confidence: float) -> Side:
    """Return the mean effect on one side, with its intervals."""
    count = len(effect)
    mean, error = mean_and_error(effect)
    wide = students(mean, error, count, confidence)
    return Side(mean, students(mean, error, count), wide, students(*mean_and_error(level), count, confidence), count)


def mean_and_error(values: Values) -> tuple[float, float]:
    """Return the mean of some worlds, and its standard error."""
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))
