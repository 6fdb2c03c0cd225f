"""A full grid: every combination of the factors' values."""

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import ClassVar

from dealsim.experiment.design.family import LaidOut, Shown
from dealsim.experiment.dimensions import Dimension, Value


class Grid(LaidOut):
    """Every combination of values, the last factor varying fastest."""

    WORD: ClassVar[str] = "grid"
    SHOWN: ClassVar[Shown] = "axes"

    def in_words(self) -> str:
        """Return what a report says of it."""
        return "full grid"

    def count(self, values: Sequence[int]) -> int:
        """Return how many rows there are."""
        return math.prod(values)

    def rows(self, dimensions: Sequence[Dimension], seed: int) -> Iterator[tuple[Value, ...]]:
        """Yield the combinations."""
        return itertools.product(*(dimension.values() for dimension in dimensions))
