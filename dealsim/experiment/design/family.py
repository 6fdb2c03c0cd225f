"""What every design says of itself. Adding one: a file beside this one, a line in `registry`, a test."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from dealsim.experiment.dimensions import Dimension, Value
from dealsim.scenario.schema.part import StrictModel

type Unit = NDArray[np.float64]
type Row = tuple[str, tuple[Value, ...]]  # of a file of points: a base scenario and values
type Shown = Literal["effects", "levels", "curves", "axes", "trajectories"]

MOST_POINTS = 1_000_000  # chunks are then numbered by six digits


class Design(StrictModel):
    """Which points an experiment plays.

    A design without keys is its word alone in a file; one with keys has its word as the first of them.
    """

    WORD: ClassVar[str]
    SHOWN: ClassVar[Shown]  # how an outcome is drawn over its points
    TAKES_VERSUS: ClassVar[bool] = True  # whether a factor of the experiment may be compared
    ONE_AT_A_TIME: ClassVar[bool] = False  # each point: the unchanged scenario, its base, with one factor changed
    COVERS: ClassVar[bool] = True  # whether its points cover the space, as methods need that look for boxes and rules
    METHOD: ClassVar[Literal["sobol", "morris"] | None] = None  # of sensitivity, which rests on its layout

    @abstractmethod
    def in_words(self) -> str:
        """Return what a report says of it."""

    def read(self, folder: Path, bases: Sequence[str], dimensions: Sequence[Dimension]) -> tuple[Row, ...]:
        """Return the points that it has from a file in a folder, if any. Raises Misfit or ScenarioError."""
        return ()

    def independent(self, rows: NDArray[np.int64], factors: int) -> NDArray[np.bool_]:
        """Return which of its rows are drawn by themselves, so that a mean over them has an error."""
        return np.ones(len(rows), dtype=np.bool_)


class LaidOut(Design):
    """A design whose rows follow from the factors, the same in every base scenario."""

    @abstractmethod
    def count(self, values: Sequence[int]) -> int:
        """Return how many rows there are over factors with so many values each, without laying them out."""

    @abstractmethod
    def rows(self, dimensions: Sequence[Dimension], seed: int) -> Iterator[tuple[Value, ...]]:
        """Yield the rows in order: a value for each factor."""


class SampledDesign(LaidOut):
    """A design whose rows are drawn at random."""

    SHOWN: ClassVar[Shown] = "curves"

    @abstractmethod
    def sample(self, factors: int, seed: int) -> Unit:
        """Return the rows in the unit cube, shape (rows, factors): quantiles of each factor's distribution."""

    @staticmethod
    def value(dimension: Dimension, u: float) -> Value:
        """Return the value of a factor at a place of the unit cube."""
        return dimension.at(u)

    def rows(self, dimensions: Sequence[Dimension], seed: int) -> Iterator[tuple[Value, ...]]:
        """Yield the rows in order: a value for each factor."""
        for row in self.sample(len(dimensions), seed):
            yield tuple(self.value(dimension, u) for dimension, u in zip(dimensions, row.tolist(), strict=True))


def luck_of(seed: int) -> np.random.Generator:
    """Return a design's own luck; games have theirs by address."""
    return np.random.default_rng([seed, 0])


def unit_cube(factors: int) -> dict[str, Any]:
    """Return the unit cube as SALib describes it."""
    return {"num_vars": factors, "names": [f"x{k}" for k in range(factors)], "bounds": [[0.0, 1.0]] * factors}
