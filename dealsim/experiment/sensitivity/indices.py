"""Sobol indices with intervals, corrected for the luck of a finite number of games."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from dealsim.experiment.sensitivity.halves import Halves
from dealsim.experiment.sensitivity.saltelli import Sums, block_of, sums_of

type Numbers = NDArray[np.float64]

RESAMPLES = 1000
COINS = 200  # rows' halves chosen by coin, for the replicate error: its own error is 5%
AT_ONCE = 2_000_000  # numbers in memory for a sum over resamples
TAIL = 2.5  # [%] left out at either end of a 95% interval


@dataclass(frozen=True)
class Index:
    """An index, and how sure it is.

    value: corrected for luck.  raw: as computed from the points' means.
    low, high: 95% interval of the value, by bootstrap over rows of the design.
    replicate_error: standard error of the value due to the finite number of games alone; None where a point has no
    two replications.
    """

    value: float
    raw: float
    low: float
    high: float
    replicate_error: float | None


@dataclass(frozen=True)
class Indices:
    """Sobol indices of every factor, by place; pairs of factors only of a design of second order."""

    first: tuple[Index, ...]
    total: tuple[Index, ...]
    pairs: dict[tuple[int, int], Index]


def sobol_indices(
    values: Numbers,
    halves: Halves | None,
    factors: int,
    *,
    second: bool = False,
    common: bool = True,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Indices | None:
    """Return the Sobol indices of a response; None where it does not vary beyond the luck of the games.

    values: over the points, in the order of Saltelli's design.  halves: its two replications; without them nothing is
    corrected.  common: whether points share their luck.  resamples: of the bootstrap.
    First order by Saltelli's estimator, total by Jansen's, pairs by Saltelli's of 2002, all as SALib has them.
    Source: saltelli2010variance, jansen1999analysis, saltelli2002best.
    """
    if np.ptp(values) == 0.0:
        return None
    made = Estimator(halves.standard() if halves else Halves(values, values).standard(), factors, second=second)
    value, raw = made.corrected(None), made.raw()
    luck = np.random.default_rng([seed, 1])
    drawn = [made.corrected(rows) for rows in made.resampled(luck, resamples)]
    again = np.concatenate(drawn, axis=1)
    if not np.isfinite(value).all() or np.isnan(again[0]).mean() > TAIL / 100.0:
        return None
    low, high = np.nanpercentile(again, [TAIL, 100.0 - TAIL], axis=1)
    error = made.replicate_error(luck, common=common) if halves else None
    found = [
        Index(float(value[k, 0]), float(raw[k, 0]), float(low[k]), float(high[k]), None if error is None else error[k])
        for k in range(len(value))
    ]
    pairs = combinations(range(factors), 2) if second else ()
    return Indices(
        tuple(found[:factors]), tuple(found[factors : 2 * factors]), dict(zip(pairs, found[2 * factors :], strict=True))
    )


class Estimator:
    """The indices of a response, by which rows of the design and which halves of their games are taken."""

    def __init__(self, halves: Halves, factors: int, *, second: bool) -> None:
        """Lay out the replications as SALib's design has them."""
        self.whole, self.even, self.odd = (
            block_of(values, factors, second=second) for values in (halves.whole, halves.even, halves.odd)
        )
        self.rows = len(self.whole.a)

    def corrected(self, rows: NDArray[np.int64] | None) -> Numbers:
        """Return the indices, free of luck in expectation, shape (indices, resamples).

        rows: shape (rows, resamples); None for each row once.  NaN where nothing varies beyond luck.
        """
        whole, even, odd = (sums_of(block.taken(rows)) for block in (self.whole, self.even, self.odd))
        return indices_from(2.0 * whole - (even + odd) / 2.0)

    def raw(self) -> Numbers:
        """Return the indices of the points' means, shape (indices, 1)."""
        return indices_from(sums_of(self.whole.taken(None)))

    def resampled(self, luck: np.random.Generator, resamples: int) -> Iterator[NDArray[np.int64]]:
        """Yield rows drawn with replacement, as many resamples at once as memory allows."""
        for count in portions(self.rows, resamples):
            yield luck.integers(self.rows, size=(self.rows, count))

    def replicate_error(self, luck: np.random.Generator, *, common: bool) -> list[float]:
        """Return the standard error of each index due to the luck of finitely many games.

        Each row's even or odd games are chosen by coin: the spread of the index over coins is its standard error if
        rows' luck is independent. Luck that points share need not be: there half the difference between the indices of
        the even and of the odd games is another estimate, of one degree of freedom, and the larger is returned.
        """
        sums = [sums_of(block.taken(None)) for block in (self.whole, self.even, self.odd)]
        shift = 2.0 * sums[0] - sums[1] - sums[2]  # takes off twice the luck of the mean, as much as one half has
        drawn = []
        for count in portions(self.rows, COINS):
            coins = luck.random((self.rows, count)) < 0.5
            drawn.append(indices_from(sums_of(self.even.mixed(self.odd, coins)) + shift))
        error = np.nanstd(np.concatenate(drawn, axis=1), axis=1, ddof=1)
        if common:
            apart = np.abs(indices_from(sums[1] + shift) - indices_from(sums[2] + shift))[:, 0] / 2.0
            error = np.fmax(error, apart)
        return [float(each) for each in error]


def indices_from(sums: Sums) -> Numbers:
    """Return indices from sums: all but the first divided by it, the variance; NaN where that is not above 0."""
    variance = np.where(sums[:1] > 0.0, sums[:1], np.nan)
    return np.asarray(sums[1:] / variance)


def portions(rows: int, count: int) -> Iterator[int]:
    """Yield how many resamples to take at once, until there are so many."""
    most = max(1, AT_ONCE // rows)
    for first in range(0, count, most):
        yield min(most, count - first)
