"""Saltelli's design as SALib lays it out, and the sums from which it makes indices."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Numbers = NDArray[np.float64]
type Sums = Numbers  # variance, first order of each factor, total of each, pairs; one column a resample


@dataclass(frozen=True)
class SaltelliRows:
    """A response over Saltelli's design: rows of A, of B, of A with a factor of B, and of B with a factor of A.

    a, b: shape (rows, ...).  ab, ba: the same, one for each factor; ba only of a design of second order.
    """

    a: Numbers
    b: Numbers
    ab: tuple[Numbers, ...]
    ba: tuple[Numbers, ...]

    def each(self, change: Any) -> "SaltelliRows":
        """Return the block with every part changed."""
        return SaltelliRows(change(self.a), change(self.b), tuple(map(change, self.ab)), tuple(map(change, self.ba)))

    def taken(self, rows: NDArray[np.int64] | None) -> "SaltelliRows":
        """Return some rows, shape (rows, resamples); None for each row once, as one column."""
        return self.each(lambda part: part[:, None] if rows is None else part[rows])

    def mixed(self, other: "SaltelliRows", coins: NDArray[np.bool_]) -> "SaltelliRows":
        """Return rows of this block where a coin says so and of another elsewhere, shape (rows, columns of coins)."""
        parts = [
            np.where(coins, mine[:, None], yours[:, None]) for mine, yours in zip(self.parts, other.parts, strict=True)
        ]
        factors = len(self.ab)
        return SaltelliRows(parts[0], parts[1], tuple(parts[2 : 2 + factors]), tuple(parts[2 + factors :]))

    @property
    def parts(self) -> list[Numbers]:
        """All its parts in order."""
        return [self.a, self.b, *self.ab, *self.ba]


def block_of(values: Numbers, factors: int, *, second: bool) -> SaltelliRows:
    """Return values over the points of Saltelli's design, in SALib's order, by the part that each belongs to."""
    from SALib.analyze.sobol import separate_output_values  # slow to load

    rows = len(values) // ((2 if second else 1) * factors + 2)
    a, b, ab, ba = separate_output_values(values, factors, rows, second)
    columns = range(factors)
    return SaltelliRows(a, b, tuple(ab[:, k] for k in columns), tuple(ba[:, k] for k in columns) if second else ())


def sums_of(block: SaltelliRows) -> Sums:
    """Return the variance of a response and the numerators of its indices, shape (sums, resamples).

    SALib divides by the variance of A and B: it is multiplied back.
    """
    from SALib.analyze.sobol import first_order, second_order, total_order

    both = np.concatenate([block.a, block.b])
    variance = np.var(both, axis=0)
    if np.ptp(both) <= np.finfo(np.float64).eps:  # SALib would warn
        count = len(block.ab)
        return np.zeros((1 + 2 * count + len(block.ba) * (count - 1) // 2, block.a.shape[1]))
    first = [first_order(block.a, ab, block.b) for ab in block.ab]
    total = [total_order(block.a, ab, block.b) for ab in block.ab]
    pairs = [
        second_order(block.a, block.ab[j], block.ab[k], block.ba[j], block.b)
        for j, k in combinations(range(len(block.ba)), 2)
    ]
    return np.concatenate([variance[None], variance * np.array([*first, *total, *pairs])])
