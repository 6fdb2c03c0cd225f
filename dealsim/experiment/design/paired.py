"""One factor at a time, each of its values against the unchanged scenario."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from dealsim.experiment.design.family import LaidOut, Shown
from dealsim.experiment.dimensions import Dimension, Value


class Paired(LaidOut):
    """The unchanged scenario, and each factor's values one by one, compared with it."""

    WORD: ClassVar[str] = "paired"
    SHOWN: ClassVar[Shown] = "effects"
    TAKES_VERSUS: ClassVar[bool] = False
    ONE_AT_A_TIME: ClassVar[bool] = True
    COVERS: ClassVar[bool] = False

    def in_words(self) -> str:
        """Return what a report says of it."""
        return "each factor's values one at a time, beside the unchanged scenario"

    def count(self, values: Sequence[int]) -> int:
        """Return how many rows there are."""
        return 1 + sum(values)

    def rows(self, dimensions: Sequence[Dimension], seed: int) -> Iterator[tuple[Value, ...]]:
        """Yield the unchanged scenario, and then each value."""
        own: tuple[Value, ...] = (None,) * len(dimensions)
        yield own
        for place, dimension in enumerate(dimensions):
            for value in dimension.values():
                yield (*own[:place], value, *own[place + 1 :])
