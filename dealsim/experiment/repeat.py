"""An experiment played again from its manifest alone, and whether the numbers come out the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from dealsim import __version__
from dealsim.experiment.chunk_files import FOLDERS, chunk_path, read_rows
from dealsim.experiment.play import play_or_note
from dealsim.experiment.points import Point
from dealsim.experiment.results import StudyResults, open_study
from dealsim.experiment.rows import GAMES, OUTCOMES_OF, POINTS, Columns
from dealsim.experiment.store import Store
from dealsim.experiment.study import Study
from dealsim.experiment.study_json import study_from_json
from dealsim.results.manifest import Manifest
from dealsim.scenario.files.problems import refusal

COMPARED = ("version", "commit", "model", "python", "packages", "cpu")
KEYS = {POINTS: ("point",), OUTCOMES_OF: ("point", "outcome"), GAMES: ("point", "game")}
NOT_COMPARED = {"key"}  # the digest of what a point's numbers follow from, the model among it: no number

type Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Change:
    """A number that is not what it was. size: of the change; infinite where it is undefined in one of the two."""

    rows: str
    column: str
    point: int
    outcome: str | None
    was: float | None
    now: float | None
    size: float


@dataclass
class RepeatCheck:
    """How rows that were played again differ from what they were.

    rows, differing: how many, by their folder.  ulps, errors: the largest change in units in the last place, and of a
    mean in standard errors.
    """

    rows: dict[str, int] = field(default_factory=dict)
    differing: dict[str, int] = field(default_factory=dict)
    ulps: Change | None = None
    errors: Change | None = None

    @property
    def same(self) -> bool:
        """Whether every number is what it was."""
        return not any(self.differing.values())

    def add_same(self, name: str, rows: int) -> None:
        """Take in rows that are the same."""
        self.rows[name] = self.rows.get(name, 0) + rows
        self.differing.setdefault(name, 0)

    def add(self, name: str, was: pa.Table, now: pa.Table) -> None:
        """Take in rows as they were and as they are now."""
        was, now, unmatched = matched(name, was, now)
        other = np.zeros(len(was), np.bool_)
        if {*was.column_names} != {*now.column_names}:
            other[:] = True
        for column in set(was.column_names) & set(now.column_names) - NOT_COMPARED:
            other |= self.compared(name, column, was, now)
        self.add_same(name, len(was) + unmatched)
        self.differing[name] += int(other.sum()) + unmatched

    def compared(self, name: str, column: str, was: pa.Table, now: pa.Table) -> NDArray[np.bool_]:
        """Return in which rows a column differs, and remember its largest change."""
        if not (pa.types.is_floating(was[column].type) and pa.types.is_floating(now[column].type)):
            pairs = zip(was[column].to_pylist(), now[column].to_pylist(), strict=True)
            return np.array([one != other for one, other in pairs], np.bool_)
        one, other = numbers(was, column), numbers(now, column)
        differs: NDArray[np.bool_] = (one != other) & ~(np.isnan(one) & np.isnan(other))
        if differs.any():
            self.ulps = self.larger(self.ulps, name, column, was, now, np.where(differs, ulps(one, other), 0.0))
            if column == "mean":
                se = numbers(was, "se")
                size = np.divide(np.abs(other - one), se, out=np.zeros_like(one), where=differs & (se > 0))
                self.errors = self.larger(self.errors, name, column, was, now, size)
        return differs

    def larger(
        self, most: Change | None, name: str, column: str, was: pa.Table, now: pa.Table, size: Numbers
    ) -> Change | None:
        """Return the largest change of a column, or the one before if that is as large."""
        size = np.where(np.isnan(size), np.inf, size)
        at = int(size.argmax())
        if size[at] <= (most.size if most else 0.0):
            return most
        point, outcome = was["point"][at].as_py(), was["outcome"][at].as_py() if name == OUTCOMES_OF else None
        return Change(name, column, point, outcome, was[column][at].as_py(), now[column][at].as_py(), float(size[at]))


def numbers(table: pa.Table, column: str) -> Numbers:
    """Return a column of numbers, NaN where one is undefined."""
    found: Numbers = table[column].to_numpy().astype(np.float64)
    return found


def ulps(one: Numbers, other: Numbers) -> Numbers:
    """Return how many numbers a computer can distinguish lie from one to the other; NaN if either is undefined."""
    places = [
        np.where(bits < 0, np.int64(-(2**63)) - bits, bits) for bits in (one.view(np.int64), other.view(np.int64))
    ]
    apart = np.maximum(*places).view(np.uint64) - np.minimum(*places).view(np.uint64)
    return np.where(np.isnan(one) | np.isnan(other), np.nan, apart.astype(np.float64))


def matched(name: str, was: pa.Table, now: pa.Table) -> tuple[pa.Table, pa.Table, int]:
    """Return the rows that both have, in the same order, and how many rows only one of them has."""
    here, there = (list(zip(*(each[key].to_pylist() for key in KEYS[name]), strict=True)) for each in (was, now))
    if here == there:
        return was, now, 0
    places = {key: place for place, key in enumerate(there)}
    both = [(place, places[key]) for place, key in enumerate(here) if key in places]
    pairs = [pa.array([pair[side] for pair in both], pa.int64()) for side in (0, 1)]
    return was.take(pairs[0]), now.take(pairs[1]), len(here) + len(there) - 2 * len(both)


class Again(Store):
    """A folder for an experiment that is played again, as far as there is something to compare it with."""

    def __init__(self, folder: Path, before: StudyResults, study: Study) -> None:
        """Take a folder, which need not exist, and the results that are to be repeated. Raises ScenarioError."""
        if folder.resolve() == before.folder.resolve():
            raise refusal(f"--out {folder}", "the folder that is repeated", "another one")
        super().__init__(folder, study, before.shard)
        self.before = before

    @property
    def asked(self) -> list[int]:
        """The chunks that were played before."""
        return list(self.before.chunks)

    @property
    def whole(self) -> bool:
        """Whether they are all chunks that this part of the experiment has."""
        return self.asked == super().asked

    def compared(self) -> tuple[RepeatCheck, bool]:
        """Return how what was played differs from what was there, and whether every file is the same."""
        found, same_bytes = RepeatCheck(), True
        for number in self.asked:
            for name in FOLDERS:
                old, new = (chunk_path(folder, name, number) for folder in (self.before.folder, self.folder))
                if not old.exists() and not new.exists():
                    continue
                if old.exists() and new.exists() and old.read_bytes() == new.read_bytes():
                    found.add_same(name, pq.read_metadata(old).num_rows)
                else:
                    same_bytes = False
                    found.add(name, read_rows(old), read_rows(new))
        return found, same_bytes


def before_and_study(folder: Path) -> tuple[StudyResults, Study]:
    """Return the results in a folder, and their experiment as its manifest says, in chunks of the same size.

    Raises ScenarioError where there is nothing to repeat, or nothing that this version can.
    """
    before = open_study(folder)
    if not before.chunks:
        raise refusal(folder, "no results yet", "a folder with some")
    try:
        study = replace(study_from_json(before.manifest["study"]), points_a_chunk=before.manifest["chunk_size"])
        len(study.points)
    except Exception as error:  # whatever another version may have written
        found = f"an experiment of dealsim {before.manifest.get('version')} that {__version__} cannot read ({error})"
        wanted = f"dealsim {before.manifest.get('version')}"
        raise refusal(folder, " ".join(found.split()), wanted) from None
    return before, study


def spread(before: StudyResults, study: Study, count: int) -> list[Point]:
    """Return some of the points that were played, from all over the experiment, both ends included."""
    there = [point for number in before.chunks for point in study.chunk(number)]
    count = min(count, len(there))
    return [there[k * (len(there) - 1) // max(count - 1, 1)] for k in range(count)]


def tried(before: StudyResults, study: Study, points: Sequence[Point], advance: Callable[[int], None]) -> RepeatCheck:
    """Play some points again and return how they differ from what they were. advance: called for each."""
    found = RepeatCheck()
    for point in points:
        for name, now in Columns(study).tables([play_or_note(study, point)]).items():
            was = read_rows(chunk_path(before.folder, name, point.number // study.chunk_size))
            found.add(name, was.filter(pc.equal(was["point"], point.number)), now)
        advance(1)
    return found


def changes(was: Manifest, now: Manifest) -> list[tuple[str, str | None, str | None]]:
    """Return all on which numbers may depend that is not what it was: its name, what it was, what it is."""
    one, other = flat(was), flat(now)
    names = [name for name in dict.fromkeys([*one, *other]) if one.get(name) != other.get(name)]
    return [(name, one.get(name), other.get(name)) for name in names]


def flat(manifest: Manifest) -> dict[str, str]:
    """Return what numbers may depend on, by name."""
    said: dict[str, Any] = {}
    for key in COMPARED:
        value = manifest.get(key)
        said |= {f"{key} {name}": each for name, each in value.items()} if isinstance(value, dict) else {key: value}
    return {name: str(value) for name, value in said.items() if value is not None}
