"""THE columns of games.parquet, of `run` and of `sweep`: to add a number of every game is one line in `COLUMNS`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa

from dealsim.core.compiled import layout
from dealsim.core.records import Tally
from dealsim.measure.estimates import Estimate
from dealsim.measure.outcomes import MINDS, OUTCOMES, Outcome, Tallies

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dealsim.scenario import Worlds

type Command = Literal["run", "sweep"]
INTEGER, NUMBER = pa.int64(), pa.float64()
BOTH: tuple[Command, ...] = ("run", "sweep")


@dataclass(frozen=True)
class Games:
    """Consecutive games of one scenario.

    labs, horizon: how many labs and quarters it has.  first: the number of the first game.
    point: of an experiment.  worlds, seed: what its uncertain numbers are drawn from.
    """

    tallies: Tallies
    labs: int
    horizon: int
    first: int = 0
    point: int = 0
    worlds: "Worlds | None" = None
    seed: int = 0

    @property
    def numbers(self) -> "NDArray[np.int64]":
        """The number of each game."""
        return np.arange(self.first, self.first + len(self.tallies))

    @cached_property
    def world(self) -> "NDArray[np.int64]":
        """The number of each game's world."""
        assert self.worlds is not None
        return np.array([self.worlds.world_of(int(game)) for game in self.numbers])

    @cached_property
    def drawn(self) -> dict[int, dict[str, float]]:
        """What is uncertain as it is in each of those worlds, by its address."""
        assert self.worlds is not None
        return {int(world): self.worlds.drawn(self.seed, int(world)) for world in np.unique(self.world)}


@dataclass(frozen=True)
class Column:
    """A column.

    of: a value of each game, NaN where it is undefined, which becomes null.  commands: those whose files have it.
    """

    type: pa.DataType
    meaning: str
    of: "Callable[[Games], NDArray[np.generic]]"
    commands: tuple[Command, ...] = BOTH

    def array(self, games: Games) -> pa.Array:
        """Return the column of some games."""
        values = np.ascontiguousarray(self.of(games))
        return pa.array(values, self.type, mask=np.isnan(values) if values.dtype.kind == "f" else None)


def of_outcome(outcome: Outcome) -> Column:
    """Return the column of an outcome."""
    return Column(NUMBER, outcome.formula, lambda games: outcome.of(games.tallies, games.labs, games.horizon))


def of_count(name: str) -> Column:
    """Return the column of a count or a sum that no outcome has the name of."""
    kind = pa.from_numpy_dtype(layout(Tally)[name])
    return Column(kind, f"`{name}` of the game's tally", lambda games: games.tallies[name])


def minds_of(tallies: Tallies) -> "NDArray[np.int64]":
    """Return how many minds each game had, of all kinds."""
    minds: NDArray[np.int64] = np.sum([tallies[name] for name in MINDS], axis=0)
    return minds


COUNTS = tuple(name for name in layout(Tally).names or () if name not in OUTCOMES)
COLUMNS: dict[str, Column] = {
    "point": Column(INTEGER, "number of the point", lambda games: games.numbers * 0 + games.point, ("sweep",)),
    "game": Column(INTEGER, "number of the game, from 0", lambda games: games.numbers),
    **{name: of_outcome(outcome) for name, outcome in OUTCOMES.items()},
    # The shares of each kind are outcomes, under the names of the counts that they are made of.
    "minds": Column(INTEGER, "minds formed, of all kinds", lambda games: minds_of(games.tallies)),
    **{name: of_count(name) for name in COUNTS},
}


def columns_of(command: Command, outcomes: Iterable[str] = tuple(OUTCOMES)) -> dict[str, Column]:
    """Return the columns that a command writes, of all outcomes only some."""
    left_out = {*OUTCOMES} - {*outcomes}
    return {name: each for name, each in COLUMNS.items() if command in each.commands and name not in left_out}


def columns_of_worlds(several: Iterable["Worlds"]) -> dict[str, Column]:
    """Return the columns of scenarios that leave numbers uncertain: the world of each game, and what was drawn there.

    What one scenario leaves uncertain and another says for certain has no value in the games of the other.
    """
    uncertain = {each.address: each for worlds in several for each in worlds.uncertain}
    if not uncertain:
        return {}
    drawn = {name: Column(NUMBER, uncertain[name].words, partial(drawn_at, name)) for name in sorted(uncertain)}
    return {"world": Column(INTEGER, "number of the world", lambda games: games.world)} | drawn


def drawn_at(address: str, games: Games) -> "NDArray[np.float64]":
    """Return a number that is uncertain as it is in the world of each game; NaN where the scenario says it."""
    return np.array([float(games.drawn[int(world)].get(address, np.nan)) for world in games.world])


def schema_of(columns: dict[str, Column]) -> pa.Schema:
    """Return columns as Arrow has them."""
    return pa.schema([(name, column.type) for name, column in columns.items()])


def table_of(columns: dict[str, Column], games: Games) -> pa.Table:
    """Return a row for each game."""
    return pa.table([column.array(games) for column in columns.values()], schema_of(columns))


def cells_of(estimate: Estimate) -> dict[str, object]:
    """Return an estimate as a row has it."""
    low, high = estimate.ci95 or (None, None)
    return {
        "mean": estimate.mean,
        "se": estimate.se,
        "low": low,
        "high": high,
        "games": estimate.games,
        "worlds": estimate.worlds,
        "world_share": estimate.world_share,
    }
