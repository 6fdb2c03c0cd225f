"""The rows of games.parquet as `dealsim run` writes them."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dealsim.results.columns import Column, Games, columns_of, columns_of_worlds, schema_of, table_of
from dealsim.results.manifest import GAMES_FILE, OUTCOMES_FILE

if TYPE_CHECKING:
    import pyarrow as pa

    from dealsim.measure.outcomes import Tallies
    from dealsim.scenario import Worlds


@dataclass(frozen=True)
class GameRows:
    """One row a game of a scenario."""

    worlds: "Worlds"
    seed: int
    name, document = GAMES_FILE, OUTCOMES_FILE
    blocks_a_group = 64

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The columns, by name."""
        return columns_of("run") | columns_of_worlds([self.worlds])

    @cached_property
    def schema(self) -> "pa.Schema":
        """The columns as Arrow has them."""
        return schema_of(self.columns)

    def table(self, first: int, tallies: "Tallies") -> "pa.Table":
        """Return the rows of games that follow each other, by the number of the first."""
        median = self.worlds.median
        games = Games(tallies, len(median.labs), median.horizon, first, worlds=self.worlds, seed=self.seed)
        return table_of(self.columns, games)
