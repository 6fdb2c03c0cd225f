"""Saltelli's design for Sobol indices, by SALib."""

from collections.abc import Sequence
from typing import ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from dealsim.experiment.design.family import Drawn, Unit, luck_of, unit_cube
from dealsim.scenario.files.problems import Misfit


class Sobol(Drawn):
    """Saltelli's design for Sobol indices: `base` (factors + 2) points."""

    WORD: ClassVar[str] = "sobol"
    METHOD: ClassVar[Literal["sobol", "morris"] | None] = "sobol"

    sobol: int = Field(ge=4, le=2**20, description="base points, a power of 2")
    second_order: bool = Field(False, description="also second-order indices: base (2 factors + 2) points")

    @model_validator(mode="after")
    def _balanced(self) -> Self:
        if self.sobol & (self.sobol - 1):
            raise Misfit(str(self.sobol), f"a power of 2, such as {1 << self.sobol.bit_length() - 1}", at=("sobol",))
        return self

    def in_words(self) -> str:
        """Return what a report says of it."""
        return f"Saltelli's design, {self.sobol:,} base points"

    def block(self, factors: int) -> int:
        """Return how many rows a base point makes: one of either sample, and their mixtures in between."""
        return (2 * factors if self.second_order else factors) + 2

    def count(self, values: Sequence[int]) -> int:
        """Return how many rows there are."""
        return self.sobol * self.block(len(values))

    def sample(self, factors: int, seed: int) -> Unit:
        """Return the rows in the unit cube."""
        from SALib.sample import sobol

        cube, luck = unit_cube(factors), luck_of(seed)
        return np.asarray(sobol.sample(cube, self.sobol, calc_second_order=self.second_order, seed=luck))

    def independent(self, rows: NDArray[np.int64], factors: int) -> NDArray[np.bool_]:
        """Return which rows are of its two base samples: the first and the last that a base point makes."""
        block = self.block(factors)
        return np.isin(rows % block, (0, block - 1))
