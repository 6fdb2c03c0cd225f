"""Morris's design of elementary effects, by SALib."""

from collections.abc import Sequence
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from dealsim.experiment.design.family import Drawn, Shown, Unit, luck_of, unit_cube
from dealsim.experiment.dimensions import Dimension, Value
from dealsim.scenario.files.problems import Misfit


class Morris(Drawn):
    """Morris's design of elementary effects: `trajectories` (factors + 1) points."""

    WORD: ClassVar[str] = "morris"
    SHOWN: ClassVar[Shown] = "trajectories"
    COVERS: ClassVar[bool] = False
    METHOD: ClassVar[Literal["sobol", "morris"] | None] = "morris"

    morris: int = Field(ge=2, le=100_000, description="trajectories")
    levels: int = Field(4, ge=2, le=64, description="levels of each factor, an even number")

    @model_validator(mode="after")
    def _even(self) -> Self:
        if self.levels % 2:
            raise Misfit(str(self.levels), "an even number", at=("levels",))
        return self

    def in_words(self) -> str:
        """Return what a report says of it."""
        return f"Morris's design, {self.morris:,} trajectories"

    def count(self, values: Sequence[int]) -> int:
        """Return how many rows there are."""
        return self.morris * (len(values) + 1)

    def sample(self, factors: int, seed: int) -> Unit:
        """Return the rows in the unit cube."""
        from SALib.sample import morris

        return np.asarray(morris.sample(unit_cube(factors), self.morris, num_levels=self.levels, seed=luck_of(seed)))

    @staticmethod
    def value(dimension: Dimension, u: float) -> Value:
        """Return the value of a factor at a level: the levels include its ends."""
        return dimension.on_grid(u)
