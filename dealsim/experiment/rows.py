"""Points played, as rows: what the results of an experiment say, column by column."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dealsim.experiment.points import Point
from dealsim.experiment.study import Study
from dealsim.measure.estimates import Values, without_rounding
from dealsim.measure.outcomes import Summary, Tallies, values_by_game
from dealsim.measure.pairs import Difference, PairedSummary
from dealsim.results.columns import Column, Games, cells_of, columns_of, columns_of_worlds, schema_of, table_of
from dealsim.scenario import Worlds

POINTS, OUTCOMES_OF, GAMES = "points", "outcomes", "games"  # the folders of rows
type Row = dict[str, object]


@dataclass
class EvenAndOdd:
    """Sums over the games with even and those with odd numbers: two replications with independent luck.

    Values are counted from the first, as in `Moments`, so that the means of equal values are equal.
    """

    sums: dict[str, NDArray[np.float64]]
    games: dict[str, NDArray[np.float64]]
    first: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, names: tuple[str, ...]) -> "EvenAndOdd":
        """Return empty sums."""
        return cls({name: np.zeros(2) for name in names}, {name: np.zeros(2) for name in names})

    def add(self, values: Mapping[str, Values], first: int) -> None:
        """Take in a block of games by the number of its first."""
        for name in self.sums:
            for half in (0, 1):
                part = values[name][(half - first) % 2 :: 2]
                defined = part[~np.isnan(part)]
                if len(defined):
                    start = self.first.setdefault(name, float(defined[0]))
                    self.sums[name][half] += without_rounding(defined - start, start).sum()
                self.games[name][half] += len(defined)

    def means(self, name: str) -> tuple[float | None, float | None]:
        """Return the means over the even games and over the odd ones; None without any."""
        sums, games = self.sums[name], self.games[name]
        even, odd = (self.first[name] + float(s / n) if n else None for s, n in zip(sums, games, strict=True))
        return even, odd


@dataclass
class PointSums:
    """All that is kept of a point's games, block by block, in memory that does not grow with their number."""

    names: tuple[str, ...]
    summary: Summary
    against: PairedSummary | None
    halves: EvenAndOdd = field(init=False)
    takeovers: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        """Lay out the sums."""
        self.halves = EvenAndOdd.of(self.names)
        self.takeovers = np.zeros(self.summary.horizon, np.int64)

    def add(self, tallies: Tallies, base: Tallies | None) -> None:
        """Take in a block of games, and the same games of the point that this one is compared with."""
        values = values_by_game(tallies, self.summary.labs, self.summary.horizon)
        self.halves.add(values, self.summary.games)
        self.summary.add(tallies)
        quarters = tallies["takeover_quarter"][tallies["takeover"] > 0]
        self.takeovers += np.bincount(quarters, minlength=len(self.takeovers))
        if self.against is not None and base is not None:
            self.against.add(base, tallies)


@dataclass(frozen=True)
class Played:
    """A point that was played, or the error that it ended with."""

    point: Point
    key: str
    seed: int
    sums: PointSums | None
    games: list[Tallies] = field(default_factory=list)
    worlds: Worlds | None = None
    error: str | None = None


def key_of(digest: str, seed: int, games: object, model: str) -> str:
    """Return the key of a cell: what its numbers are a function of, the same in any process and on any machine."""
    return hashlib.sha256("\n".join([digest, str(seed), str(games), model]).encode()).hexdigest()[:32]


OF_POINT: dict[str, tuple[pa.DataType, Callable[[Played], object]]] = {
    "compared_with": (pa.int64(), lambda played: played.point.compared_with),
    "games": (pa.int64(), lambda played: played.sums and played.sums.summary.games),
    "seed": (pa.uint64(), lambda played: played.seed),
    "horizon": (pa.int64(), lambda played: played.sums and played.sums.summary.horizon),
    "takeovers": (pa.list_(pa.int64()), lambda played: played.sums and played.sums.takeovers.tolist()),
    "key": (pa.string(), lambda played: played.key),
    "error": (pa.string(), lambda played: played.error),
}


@dataclass(frozen=True)
class Columns:
    """The columns of an experiment's rows."""

    study: Study

    @cached_property
    def place(self) -> list[tuple[str, pa.DataType]]:
        """The columns that say where a row belongs."""
        of_factors = [(d.name, pa.float64() if d.numeric else pa.string()) for d in self.study.dimensions]
        return [("point", pa.int64()), ("row", pa.int64()), ("scenario", pa.string()), *of_factors]

    @cached_property
    def points(self) -> pa.Schema:
        """One row a point."""
        return pa.schema([*self.place, *((name, kind) for name, (kind, _) in OF_POINT.items())])

    @cached_property
    def outcomes(self) -> pa.Schema:
        """One row a point and outcome."""
        numbers = ["mean", "se", "low", "high", "even", "odd", "world_share"]
        columns = [*self.place, ("outcome", pa.string()), *((name, pa.float64()) for name in numbers)]
        columns += [("games", pa.int64()), ("worlds", pa.int64()), ("compared_with", pa.int64())]
        if self.study.experiment.paired:
            differences = ["difference", "difference_se", "difference_low", "difference_high"]
            columns += [(name, pa.float64()) for name in differences]
            columns += [("flipped_up", pa.int64()), ("flipped_down", pa.int64())]
        return pa.schema(columns)

    @cached_property
    def of_games(self) -> dict[str, Column]:
        """The columns of rows by game: those that `dealsim run` writes, of the outcomes that are kept."""
        return columns_of("sweep", self.study.experiment.kept) | columns_of_worlds(self.study.several_worlds)

    @cached_property
    def games(self) -> pa.Schema:
        """One row a point and game."""
        return schema_of(self.of_games)

    def tables(self, played: list[Played]) -> dict[str, pa.Table]:
        """Return the rows of some points, by the folder where they belong."""
        made = {
            OUTCOMES_OF: table(self.outcomes, (row for each in played for row in self.outcome_rows(each))),
            POINTS: table(self.points, (self.point_row(each) for each in played)),
        }
        if self.study.experiment.keep == "games":
            pieces = [self.game_rows(each) for each in played if each.sums is not None]
            made[GAMES] = pa.concat_tables([self.games.empty_table(), *pieces])
        return made

    def of_place(self, point: Point) -> Row:
        """Return where a point's rows belong."""
        values = {d.name: value for d, value in zip(self.study.dimensions, point.values, strict=True)}
        return {"point": point.number, "row": point.row, "scenario": point.scenario} | values

    def point_row(self, played: Played) -> Row:
        """Return the row of a point."""
        return self.of_place(played.point) | {name: of(played) for name, (_, of) in OF_POINT.items()}

    def outcome_rows(self, played: Played) -> Iterator[Row]:
        """Yield the row of each outcome; of a point that failed, with no numbers."""
        sums = played.sums
        estimates = sums.summary.estimates() if sums else {}
        differences = sums.against.differences() if sums and sums.against else {}
        for name in self.study.experiment.kept:
            row = self.of_place(played.point) | {"outcome": name, "compared_with": played.point.compared_with}
            if sums:
                even, odd = sums.halves.means(name)
                row |= cells_of(estimates[name]) | {"even": even, "odd": odd}
            if differences:
                row |= compared(differences[name])
            yield row

    def game_rows(self, played: Played) -> pa.Table:
        """Return a point's games."""
        assert played.sums is not None
        summary = played.sums.summary
        games = Games(
            np.concatenate(played.games), summary.labs, summary.horizon,
            point=played.point.number, worlds=played.worlds, seed=played.seed,
        )  # fmt: skip
        return table_of(self.of_games, games)


def compared(difference: Difference) -> Row:
    """Return a difference as a row has it."""
    low, high = difference.ci95 or (None, None)
    up, down = difference.flipped or (None, None)
    said: Row = {"difference": difference.difference, "difference_se": difference.se}
    return said | {"difference_low": low, "difference_high": high, "flipped_up": up, "flipped_down": down}


def table(schema: pa.Schema, rows: Iterator[Row]) -> pa.Table:
    """Return rows as a table with exactly these columns."""
    return pa.Table.from_pylist(list(rows), schema=schema)
