"""PRIM, the patient rule induction method: a box of factors' values in which most points are cases of interest.

A box is peeled, a slice at a time, where that raises the share of cases most for each point that is given up; then
slices are pasted back where that raises it. Every box on the way is kept: which trade of coverage against density is
best is for the reader to say. Quantiles and the reward of a peel are those of EMA workbench, and so is the way.
Source: friedman1999bump; coverage, density and quasi-p-values: bryant2010thinking.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Chosen = NDArray[np.bool_]
type Limit = tuple[float, float] | frozenset[str]  # of numbers, or of words
type Limits = dict[str, Limit]
type Table = Mapping[str, NDArray[np.float64] | NDArray[np.str_]]

PEEL, PASTE = 0.05, 0.05  # share of a box's points in a slice (Friedman and Fisher: .05 to .1)
LEAST_MASS = 0.05  # of all points: smaller boxes say little


@dataclass(frozen=True)
class Box:
    """A box on the way.

    limits: of each factor that it restricts.  points, cases: in it.  coverage: its share of all cases.  density: share
    of its points that are cases.  mass: its share of all points.
    """

    limits: Limits
    points: int
    cases: int
    coverage: float
    density: float
    mass: float

    @property
    def balance(self) -> float:
        """The harmonic mean of coverage and density."""
        both = self.coverage + self.density
        return 2.0 * self.coverage * self.density / both if both else 0.0


class Prim:
    """A table of factors' values, which of its rows are cases, and the boxes that hold them."""

    def __init__(self, table: Table, cases: Chosen, least_mass: float = LEAST_MASS) -> None:
        """Take columns of numbers and of words, and which rows are cases."""
        self.table, self.cases, self.least_mass = table, cases, least_mass
        self.numbers = {n: np.asarray(v, np.float64) for n, v in table.items() if np.issubdtype(v.dtype, np.number)}
        self.whole: Limits = {
            name: whole_of(self.numbers[name]) if name in self.numbers else frozenset(map(str, np.unique(column)))
            for name, column in table.items()
        }

    def inside(self, limits: Limits) -> Chosen:
        """Return which rows a box holds."""
        held = np.ones(len(self.cases), dtype=np.bool_)
        for name, limit in limits.items():
            held &= self.within(name, limit)
        return held

    def within(self, name: str, limit: Limit) -> Chosen:
        """Return which rows keep one factor's limit."""
        if isinstance(limit, frozenset):
            return np.isin(self.table[name], sorted(limit))
        column = self.numbers[name]
        return np.asarray((column >= limit[0]) & (column <= limit[1]))

    def restricted(self, limits: Limits) -> Limits:
        """Return the limits that leave out a row."""
        return {name: limit for name, limit in limits.items() if limit != self.whole[name]}

    def box(self, limits: Limits) -> Box:
        """Return a box with its measures."""
        held = self.inside(limits)
        points, cases = int(held.sum()), int(self.cases[held].sum())
        every = int(self.cases.sum())
        coverage, density = cases / every if every else 0.0, cases / points if points else 0.0
        return Box(self.restricted(limits), points, cases, coverage, density, points / len(self.cases))

    def way(self) -> list[Box]:
        """Return the boxes on the way, from the whole to the last."""
        return [self.box(limits) for limits in self.walk()]

    def walk(self) -> Iterator[Limits]:
        """Yield the limits of every factor, box by box: first peeled, then pasted."""
        limits, held = dict(self.whole), np.ones(len(self.cases), dtype=np.bool_)
        yield limits
        for candidates, smaller in ((self.peels, True), (self.pastes, False)):
            while (found := self.best(candidates(limits, held), limits, held, smaller=smaller)) is not None:
                limits, held = found
                yield limits

    def best(
        self, candidates: "Iterator[Step]", limits: Limits, held: Chosen, *, smaller: bool
    ) -> "tuple[Limits, Chosen] | None":
        """Return the candidate that raises the share of cases most for each row given up or taken in; None without."""
        scored = []
        before, share = int(held.sum()), float(self.cases[held].mean())
        for name, limit, rows in candidates:
            count = int(rows.sum())
            if count and count != before and (count < before) == smaller and count / len(held) >= self.least_mass:
                free = sum(1 for n, old in limits.items() if (limit if n == name else old) == self.whole[n])
                scored.append(((float(self.cases[rows].mean()) - share) / abs(count - before), free, name, limit, rows))
        top = max(scored, key=lambda each: each[:2], default=None)
        return None if top is None or top[0] <= 0.0 else ({**limits, top[2]: top[3]}, top[4])

    def peels(self, limits: Limits, held: Chosen) -> "Iterator[Step]":
        """Yield each slice that could be taken off: a factor, its new limit, and the rows that stay."""
        for name, limit in limits.items():
            if isinstance(limit, frozenset):
                for word in sorted(limit) if len(limit) > 1 else ():
                    yield name, limit - {word}, held & (self.table[name] != word)
                continue
            column = self.numbers[name]
            low, high = limit
            upper, lower = quantile(column[held], 1.0 - PEEL), quantile(column[held], PEEL)
            yield name, (low, upper), held & (column <= upper)
            yield name, (lower, high), held & (column >= lower)

    def pastes(self, limits: Limits, held: Chosen) -> "Iterator[Step]":
        """Yield each slice that could be given back: a factor, its new limit, and the rows that are then held."""
        for name, limit in self.restricted(limits).items():
            others = self.inside({n: other for n, other in limits.items() if n != name})
            for wider in self.wider(name, limit, others):
                yield name, wider, others & self.within(name, wider)

    def wider(self, name: str, limit: Limit, others: Chosen) -> Iterator[Limit]:
        """Yield a factor's limit with a slice given back at either end, or with a word."""
        whole = self.whole[name]
        if isinstance(limit, frozenset) or isinstance(whole, frozenset):
            assert isinstance(limit, frozenset)
            assert isinstance(whole, frozenset)
            yield from (limit | {word} for word in sorted(whole - limit))
            return
        column = self.numbers[name]
        below, above = column[others & (column <= limit[0])], column[others & (column >= limit[1])]
        yield quantile(below, 1.0 - PASTE) if len(below) else whole[0], limit[1]
        yield limit[0], quantile(above, PASTE) if len(above) else whole[1]

    def quasi_p(self, box: Box) -> dict[str, tuple[float | None, float | None]]:
        """Return, for each limit, how likely as many cases were in the box if that limit picked rows by chance.

        A one-sided binomial test against the share of cases in the box without the limit. Lower and upper limit of a
        number, None where there is none; of words one test. Quasi: limits were chosen by the same data.
        """
        return {name: self.quasi_p_of(box, name) for name in box.limits}

    def quasi_p_of(self, box: Box, name: str) -> tuple[float | None, float | None]:
        """Return the quasi-p-values of one factor's limits."""
        limit, whole = box.limits[name], self.whole[name]
        if isinstance(limit, frozenset) or isinstance(whole, frozenset):
            return self.tested(box, {n: other for n, other in box.limits.items() if n != name}), None
        low = None if limit[0] == whole[0] else self.tested(box, {**box.limits, name: (whole[0], limit[1])})
        high = None if limit[1] == whole[1] else self.tested(box, {**box.limits, name: (limit[0], whole[1])})
        return low, high

    def tested(self, box: Box, without: Limits) -> float:
        """Return the chance of as many cases as a box has, at the share of cases in a wider one."""
        from scipy.stats import binomtest  # slow to load

        share = float(self.cases[self.inside(without)].mean())
        return float(binomtest(box.cases, box.points, share, alternative="greater").pvalue)


type Step = tuple[str, Limit, Chosen]


def whole_of(numbers: NDArray[np.float64]) -> tuple[float, float]:
    """Return the ends of some numbers."""
    return float(numbers.min()), float(numbers.max())


def quantile(values: NDArray[np.float64], share: float) -> float:
    """Return a quantile halfway between two different values, so that a slice holds something if it can.

    As in Bryant's sdtoolkit and EMA workbench.
    """
    ordered = np.sort(values)
    place = (len(ordered) - 1) * share
    low, high = math.floor(place), math.ceil(place)
    if share > 0.5:
        while low > 0 and ordered[low] == ordered[high]:
            low -= 1
    else:
        while high < len(ordered) - 1 and ordered[low] == ordered[high]:
            high += 1
    return float((ordered[low] + ordered[high]) / 2.0)
