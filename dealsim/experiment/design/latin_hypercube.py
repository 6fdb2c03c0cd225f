"""A Latin hypercube, by SciPy's quasi-Monte Carlo."""

from collections.abc import Sequence
from typing import ClassVar

from pydantic import Field

from dealsim.experiment.design.family import MOST_POINTS, Drawn, Unit, luck_of


class LatinHypercube(Drawn):
    """A Latin hypercube: so many points, each factor evenly covered."""

    WORD: ClassVar[str] = "latin_hypercube"

    latin_hypercube: int = Field(ge=2, le=MOST_POINTS, description="points")

    def in_words(self) -> str:
        """Return what a report says of it."""
        return f"Latin hypercube of {self.latin_hypercube:,}"

    def count(self, values: Sequence[int]) -> int:
        """Return how many rows there are."""
        return self.latin_hypercube

    def sample(self, factors: int, seed: int) -> Unit:
        """Return the rows in the unit cube."""
        from scipy.stats import qmc  # as SALib, slow to load: only for who asks for it

        return qmc.LatinHypercube(factors, rng=luck_of(seed)).random(self.latin_hypercube)
