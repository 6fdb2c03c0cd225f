"""What `--out` writes: games.parquet, outcomes.json and manifest.json, whole or not at all."""

import json
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dealsim.core.compiled import layout
from dealsim.core.records import Tally
from dealsim.measure.outcomes import OUTCOMES, values_by_game
from dealsim.results.atomic_files import keep
from dealsim.results.provenance import now, provenance
from dealsim.scenario import Problem, ScenarioError
from dealsim.scenario.schema.scenario import entry_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from dealsim.results.documents import Document
    from dealsim.scenario import Scenario, Worlds

type Manifest = dict[str, Any]

GAMES, OUTCOMES_FILE, MANIFEST = "games.parquet", "outcomes.json", "manifest.json"
NAMES = (GAMES, OUTCOMES_FILE, MANIFEST)  # in the order in which they appear
IDENTITY = ("command", "digest", "seed", "games", "version", "model", "agents")
BLOCKS_A_GROUP = 64
ROWS_A_GROUP = 2**20  # more than those blocks hold
COUNTS = tuple(name for name in layout(Tally).names or () if name not in OUTCOMES)


def columns_of(worlds: "Worlds") -> pa.Schema:
    """Return the columns of games.parquet: outcomes, counts and, of an uncertain scenario, its world's numbers."""
    drawn = [("world", pa.int64())] if worlds.uncertain else []
    drawn += [(each.address, pa.float64()) for each in worlds.uncertain]
    return pa.schema(
        [("game", pa.int64())]
        + [(name, pa.float64()) for name in OUTCOMES]
        + [("minds", pa.int64())]
        + [(name, pa.from_numpy_dtype(layout(Tally)[name])) for name in COUNTS]
        + drawn
    )


def game_rows(worlds: "Worlds", seed: int, first: int, tallies: "NDArray[np.void]") -> pa.Table:
    """Return a row for each of some games, by the number of the first; an outcome that is undefined is null."""
    median = worlds.median
    values = values_by_game(tallies, len(median.labs), median.horizon)
    games = range(first, first + len(tallies))
    columns = [pa.array(np.array(games))]
    columns += [pa.array(values[name], mask=np.isnan(values[name])) for name in OUTCOMES]
    # Two outcomes are shares of it under the names of the counts that they are made of.
    columns += [pa.array(tallies["aligned"] + tallies["schemer"])]
    columns += [pa.array(np.ascontiguousarray(tallies[name])) for name in COUNTS]
    columns += drawn(worlds, seed, games)
    return pa.table(columns, schema=columns_of(worlds))


def drawn(worlds: "Worlds", seed: int, games: range) -> list[pa.Array]:
    """Return the world of each game, and what is uncertain as it is there."""
    if not worlds.uncertain:
        return []
    world_of = np.array([worlds.world_of(game) for game in games])
    in_worlds = {int(world): worlds.drawn(seed, int(world)) for world in np.unique(world_of)}
    values = [[float(in_worlds[world][each.address]) for world in world_of] for each in worlds.uncertain]
    return [pa.array(world_of), *map(pa.array, values)]


class ResultsError(RuntimeError):
    """Results that cannot be written: the message says why."""


class ResultsWriter:
    """A folder of results in the making: files get their names only when all of them are whole.

    names: of rows, document and manifest.  said: what the manifest says beyond how to get the
    same bytes.
    """

    names: tuple[str, str, str] = NAMES
    said: ClassVar[Manifest] = {}

    def __init__(self, folder: Path, worlds: "Worlds", manifest: Manifest) -> None:
        """Start to write games; what a killed run left half-written goes."""
        self.folder, self.worlds, self.manifest = folder, worlds, manifest
        self.columns = self.columns_for(worlds)
        self.games, self.waiting = 0, list[pa.Table]()
        self.unnamed = unnamed(folder / self.names[0])
        self.unnamed.unlink(missing_ok=True)
        self.file = self.unnamed.open("xb")
        self.writer = pq.ParquetWriter(self.file, self.columns)

    def __enter__(self) -> "ResultsWriter":
        """Write within a `with`, at whose end nothing half-written is left."""
        return self

    def columns_for(self, worlds: "Worlds") -> pa.Schema:
        """Return the columns of the rows."""
        return columns_of(worlds)

    @property
    def blocks_a_group(self) -> int:
        """How many blocks are written together."""
        return BLOCKS_A_GROUP

    def add(self, tallies: "NDArray[np.void]") -> None:
        """Take in the games that follow."""
        rows = game_rows(self.worlds, self.manifest["seed"], self.games, tallies)
        self.games += len(tallies)
        self.wait(rows)

    def wait(self, rows: pa.Table) -> None:
        """Take in rows, and write those that wait when there are enough."""
        self.waiting.append(rows)
        if len(self.waiting) == self.blocks_a_group:
            with self.in_words():
                self.write_group()

    def write_group(self) -> None:
        """Write the blocks that wait as one row group: many small groups would be slow to read."""
        if self.waiting:
            self.writer.write_table(pa.concat_tables(self.waiting), row_group_size=ROWS_A_GROUP)
        self.waiting = []

    def save(self, document: "Document") -> None:
        """Finish all files, then name them; the manifest comes last and stands for a whole run."""
        self.manifest["finished"] = now()
        with self.in_words():
            self.write_group()
            self.writer.close()
            keep(self.file)
            write(unnamed(self.folder / self.names[1]), document.model_dump_json(indent=2) + "\n")
            write(unnamed(self.folder / MANIFEST), json.dumps(self.manifest, indent=2, ensure_ascii=False) + "\n")
            if not self.ours():
                raise FileExistsError(0, "another run began to write there")
            for name in self.names:
                os.replace(unnamed(self.folder / name), self.folder / name)

    def ours(self) -> bool:
        """Whether the games are still under the name we write them to: a second run would have taken it."""
        try:
            return os.path.samestat(os.fstat(self.file.fileno()), self.unnamed.stat())
        except OSError:
            return False

    @contextmanager
    def in_words(self) -> "Iterator[None]":
        """Say in a sentence why results cannot be written."""
        try:
            yield
        except OSError as error:
            why = error.strerror or error
            raise ResultsError(f"cannot write results to {self.folder} ({why}); none were saved.") from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove what has no name; after `save` there is nothing."""
        leftover = self.ours()
        for close in (self.writer.close, self.file.close):
            with suppress(OSError, pa.ArrowException):  # on a full disk even the end of a file does not fit
                close()
        if leftover:
            for name in self.names:
                unnamed(self.folder / name).unlink(missing_ok=True)


def unnamed(path: Path) -> Path:
    """Return where a file is written before it gets its name."""
    return path.with_name(f".{path.name}.partial")


def write(path: Path, text: str) -> None:
    """Write a text that outlives a power cut."""
    with path.open("wb") as file:
        file.write(text.encode())
        keep(file)


def open_writer(
    folder: Path,
    worlds: "Worlds",
    name: str,
    settings: tuple[str, ...],
    seed: int,
    games: int,
    agents: Manifest | None = None,
    kind: type[ResultsWriter] = ResultsWriter,
) -> ResultsWriter:
    """Return a folder to write results to; refuse one that cannot be written or holds another run's."""
    if folder.exists() and not folder.is_dir():
        raise refusal(folder, "a file", "a folder, which need not exist")
    manifest = manifest_of(worlds, name, settings, seed, games) | {"agents": agents or {}} | kind.said
    try:
        folder.mkdir(parents=True, exist_ok=True)
        refuse_another_run(folder, manifest, kind.names)
        return kind(folder, worlds, manifest)
    except OSError as error:
        raise refusal(folder, f"a folder that cannot be written ({error.strerror})", "another folder") from error


def refuse_another_run(folder: Path, manifest: Manifest, names: tuple[str, ...]) -> None:
    """Refuse a folder with results that this run would overwrite with others."""
    there = [name for name in names if (folder / name).exists()]
    if not there:
        return
    try:
        before = manifest_in(folder)
        differs = [key for key in IDENTITY if before.get(key) != manifest.get(key)]
    except (OSError, ValueError, AttributeError):
        raise refusal(folder, f"{there[0]} of unknown origin", "an empty folder") from None
    if differs:
        what = " and ".join("scenario" if key == "digest" else key for key in differs)
        raise refusal(folder, f"results of another run: {what} differ{'s' * (len(differs) == 1)}", "another folder")


def manifest_in(folder: Path) -> Any:
    """Return the manifest of the results in a folder: without its name, if the run was killed while naming files."""
    whole = folder / MANIFEST
    return json.loads((whole if whole.exists() else unnamed(whole)).read_text(encoding="utf-8"))


def refusal(folder: Path, found: str, wanted: str) -> ScenarioError:
    """Return the error for a folder that will not do."""
    return ScenarioError([Problem(where=f"--out {folder}", line=None, key="", found=found, wanted=wanted)])


def manifest_of(worlds: "Worlds", name: str, settings: tuple[str, ...], seed: int, games: int) -> Manifest:
    """Return all that is needed to get the same bytes again; no host and no user."""
    return {
        "scenario": Path(name).name,
        "settings": list(settings),
        "digest": worlds.digest,
        "seed": seed,
        "games": games,
        **provenance(),
        "started": now(),
        "uncertain": {each.address: each.words for each in worlds.uncertain},
        "resolved": worlds.source.tree if worlds.uncertain else resolved(worlds.median),
    }


def resolved(scenario: "Scenario") -> dict[str, Any]:
    """Return every number in force: by itself a scenario file of the same world."""
    said = scenario.model_dump(mode="json", exclude={"labs", "every_lab"})
    labs = {name: entry_of(scenario.every_lab, lab) for name, lab in scenario.labs.items()}
    return said | {"labs": {name: lab.model_dump(mode="json") for name, lab in labs.items()}}
