"""The folder of an experiment's results: chunks that are there whole or not at all, and a manifest.

A chunk has a file in each folder of rows, all of the same number. The file of its points gets its name last, and stands
for the whole chunk: whatever a killed run leaves beside it is swept away by the next one.
"""

import errno
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from dealsim.experiment.packing import packed
from dealsim.experiment.rows import GAMES, OUTCOMES_OF, POINTS
from dealsim.experiment.study import Study
from dealsim.provenance import now, provenance
from dealsim.scenario.problems import Problem, ScenarioError

type Manifest = dict[str, Any]
type Shard = tuple[int, int]  # which of how many, from 1

MANIFEST, LOCK = "manifest.json", ".lock"
FOLDERS = (OUTCOMES_OF, GAMES, POINTS)  # in the order in which their files get their names
PARTIAL = ".partial"
COMMAND = "sweep"
LONGEST_WHY = 100
FULL = (errno.ENOSPC, errno.EDQUOT)  # what a disk says that has no room for more
NOT_FINISHED: Manifest = {"finished": None, "failed": None, "points_played": None}


class StoreError(Exception):
    """Results that cannot be written or are not what they should be, in a sentence."""


class Store:
    """A folder of results that this process alone writes to."""

    def __init__(self, folder: Path, study: Study, shard: Shard | None = None) -> None:
        """Take a folder, which need not exist, the experiment that it is for, and which part of it."""
        self.folder, self.study, self.shard = folder, study, shard
        self.manifest: Manifest = {}

    @contextmanager
    def opened(self) -> Iterator[Self]:
        """Hold the folder while it is written to; refuse one that is held, or that is of another experiment.

        Raises ScenarioError where the folder will not do.
        """
        self.look()
        with held(self.folder):
            self.begin()
            yield self

    def look(self) -> Manifest | None:
        """Return the manifest that is there, having touched nothing.

        Raises ScenarioError where the folder will not do.
        """
        refuse_a_file(self.folder)
        before = manifest_of(self.folder)
        if before is not None:
            refuse_another(self.folder, before, self.study, self.shard)
        elif self.folder.exists():
            refuse_strangers(self.folder)
        return before

    def begin(self) -> None:
        """Read the manifest that is there or write one, and sweep away what a killed run left."""
        before = self.look()
        if before is None:
            self.manifest = new_manifest(self.study, self.shard)
            self.write_manifest()
        else:
            self.manifest = before
        lay_out(self.folder, games=self.study.experiment.keep == "games")
        refuse_damage(self.folder)

    @property
    def asked(self) -> list[int]:
        """The chunks that this part of the experiment has."""
        every = range(self.study.chunks)
        return [k for k in every if self.shard is None or k % self.shard[1] == self.shard[0] - 1]

    def missing(self) -> list[int]:
        """Return the chunks that are still to be played."""
        done = finished_chunks(self.folder)
        return [number for number in self.asked if number not in done]

    def forget_failed(self) -> int:
        """Remove the chunks in which a point failed, so that they are played again; return how many."""
        done = finished_chunks(self.folder)
        failed = [number for number in self.asked if number in done and errors_in(self.folder, number)]
        if failed:
            with in_words(self.folder):
                self.manifest |= NOT_FINISHED
                self.write_manifest()
                for number in failed:
                    path_of(self.folder, POINTS, number).unlink()
                sweep_away(self.folder)
        return len(failed)

    def save(self, number: int, tables: Mapping[str, pa.Table]) -> None:
        """Write a chunk: once this returns, it outlives a power cut. Raises StoreError where it cannot."""
        with in_words(self.folder):
            paths = [path_of(self.folder, name, number) for name in FOLDERS if name in tables]
            try:
                for path in paths:
                    write_table(unnamed(path), tables[path.parent.name])
                for path in paths:
                    os.replace(unnamed(path), path)
                    keep_names(path.parent)
            except BaseException:
                for path in paths:
                    with suppress(OSError):
                        unnamed(path).unlink(missing_ok=True)
                raise

    def finish(self) -> None:
        """Say in the manifest that all of this part has been played, unless it says so already."""
        points, failed = count_points(self.folder, self.asked)
        said = {"failed": failed, "points_played": points}
        if self.manifest["finished"] is None or said != {key: self.manifest.get(key) for key in said}:
            self.manifest |= said | {"finished": now()}
            self.write_manifest()

    def write_manifest(self) -> None:
        """Write the manifest whole."""
        write_manifest(self.folder, self.manifest)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder, which is made if it is not there; refuse one that another run holds.

    Raises ScenarioError where the folder will not do.
    """
    refuse_a_file(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK)
        lock.acquire(blocking=False)
    except Timeout:
        found = "a folder that another run is writing to"
        raise refusal(folder, found, "another folder, or wait until that run has ended") from None
    except OSError as error:
        if error.errno in FULL:
            raise cannot_write(folder, error) from error
        raise refusal(folder, f"a folder that cannot be written ({error.strerror})", "another one") from None
    try:
        yield
    finally:
        lock.release()


def lay_out(folder: Path, *, games: bool) -> None:
    """Make the folders of rows, and sweep away what a killed run left. games: whether there are rows by game."""
    with in_words(folder):
        for name in FOLDERS:
            if name != GAMES or games:
                (folder / name).mkdir(exist_ok=True)
        sweep_away(folder)


def sweep_away(folder: Path) -> None:
    """Remove what has no name yet, and files of chunks that are not whole; leave what is not ours."""
    done = finished_chunks(folder)
    for name in FOLDERS:
        for path in (folder / name).glob("*"):
            number = number_of(Path(path.name.removesuffix(PARTIAL)))
            if number is not None and (path.suffix == PARTIAL or number not in done):
                path.unlink()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a manifest whole."""
    with in_words(folder):
        path = folder / MANIFEST
        try:
            with unnamed(path).open("wb") as file:
                file.write((json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode())
                file.flush()
                os.fsync(file.fileno())
            os.replace(unnamed(path), path)
            keep_names(folder)
        except BaseException:
            with suppress(OSError):
                unnamed(path).unlink(missing_ok=True)
            raise


def new_manifest(study: Study, shard: Shard | None) -> Manifest:
    """Return what an experiment's manifest says when it begins."""
    return {
        "command": COMMAND,
        "experiment": study.name,
        "title": study.experiment.title,
        "digest": study.digest,
        "seed": study.experiment.seed,
        "points": len(study.points),
        "chunks": study.chunks,
        "chunk_size": study.chunk_size,
        "shard": list(shard) if shard else None,
        **provenance(),
        "started": now(),
        **NOT_FINISHED,
        "identity": study.identity,
        "study": packed(study),
    }


def refuse_another(folder: Path, before: Manifest, study: Study, shard: Shard | None) -> None:
    """Refuse a folder with results of another experiment, or of another part of it."""
    if differs := differences(before.get("identity", {}), study.identity):
        found = f"results of another experiment: {', '.join(differs)} differ{'s' * (len(differs) == 1)}"
        raise refusal(folder, found, "another folder, or the experiment as it was")
    if before.get("chunk_size") != study.chunk_size:
        found = f"results in chunks of {before.get('chunk_size')} points, by dealsim {before.get('version')}"
        raise refusal(folder, found, f"another folder: this version has chunks of {study.chunk_size}")
    was = before.get("shard")
    if was != (list(shard) if shard else None):
        said = f"shard {was[0]}/{was[1]}" if was else "the whole experiment"
        raise refusal(folder, f"results of {said}", "another folder for another part")


def differences(one: Mapping[str, Any], other: Mapping[str, Any], at: str = "") -> list[str]:
    """Return the keys in which two experiments differ, those of a factor or a scenario by their names."""
    found: list[str] = []
    for key in sorted({*one, *other}):
        mine, yours = one.get(key), other.get(key)
        if mine == yours:
            continue
        if isinstance(mine, dict) and isinstance(yours, dict) and not at:
            found += differences(mine, yours, f"{key}.")
        else:
            found.append(at + key)
    return found


def refuse_a_file(folder: Path) -> None:
    """Refuse a path that is no folder."""
    if folder.exists() and not folder.is_dir():
        raise refusal(folder, "a file", "a folder, which need not exist")


def refuse_strangers(folder: Path) -> None:
    """Refuse a folder in which something else lies already."""
    try:
        there = [path.name for path in folder.iterdir() if path.name not in (LOCK, f"{MANIFEST}{PARTIAL}")]
    except OSError as error:
        raise refusal(folder, f"a folder that cannot be read ({error.strerror})", "another one") from None
    if there:
        raise refusal(folder, f"a folder with {sorted(there)[0]} and no manifest", "an empty folder")


def refusal(folder: Path, found: str, wanted: str) -> ScenarioError:
    """Return the error for a folder that will not do."""
    return ScenarioError([Problem(where=f"--out {folder}", line=None, key="", found=found, wanted=wanted)])


def manifest_of(folder: Path) -> Manifest | None:
    """Return the manifest of a folder of results; None where there is none. Raises ScenarioError for a strange one."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        raise refusal(folder, f"a {MANIFEST} that cannot be read", "an empty folder") from None
    if not isinstance(said, dict) or said.get("command") != COMMAND:
        raise refusal(folder, "results of another command", "an empty folder, or one of `dealsim sweep`")
    return said


def finished_chunks(folder: Path) -> set[int]:
    """Return the numbers of the chunks of which every file is there."""
    kept = [name for name in FOLDERS if name != GAMES or (folder / GAMES).is_dir()]
    numbers = [{number_of(path) for path in (folder / name).glob("*.parquet")} for name in kept]
    return {number for number in set.intersection(*numbers) if number is not None}


def path_of(folder: Path, name: str, number: int) -> Path:
    """Return the file of a chunk in a folder of rows."""
    return folder / name / f"{number:06}.parquet"


def number_of(path: Path) -> int | None:
    """Return the number of the chunk that a file is of; None for any other file."""
    return int(path.stem) if re.fullmatch(r"\d{6}\.parquet", path.name, re.ASCII) else None


def unnamed(path: Path) -> Path:
    """Return where a file is written before it gets its name."""
    return path.with_name(path.name + PARTIAL)


def write_table(path: Path, rows: pa.Table) -> None:
    """Write rows to a file that outlives a power cut."""
    with path.open("wb") as file:
        pq.write_table(rows, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())


def keep_names(folder: Path) -> None:
    """Have the system put the names in a folder on the disk."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read_rows(path: Path, **options: Any) -> pa.Table:
    """Return the rows of a file. Raises ScenarioError where it is damaged."""
    try:
        return pq.read_table(path, **options)
    except (pa.ArrowException, OSError) as error:
        raise damage(path, error) from None


def refuse_damage(folder: Path) -> None:
    """Refuse a folder in which the end of a file is not what was written; ends alone are quick to look at."""
    for number in sorted(finished_chunks(folder)):
        for path in (path_of(folder, name, number) for name in FOLDERS):
            try:
                if path.exists():
                    pq.read_metadata(path)
            except (pa.ArrowException, OSError) as error:
                raise damage(path, error) from None


def damage(path: Path, error: Exception) -> ScenarioError:
    """Return the error for a file of rows that cannot be read."""
    found = f"a damaged file ({' '.join(str(error).split())[:LONGEST_WHY]})"
    wanted = "the file as it was written; remove it, and the sweep plays its points again"
    return ScenarioError([Problem(where=str(path), line=None, key="", found=found, wanted=wanted)])


def errors_in(folder: Path, number: int) -> bool:
    """Whether a chunk that is there has a point that failed."""
    return count_points(folder, [number])[1] > 0


def count_points(folder: Path, chunks: list[int]) -> tuple[int, int]:
    """Return how many points some chunks have, and how many of them failed."""
    tables = [read_rows(path_of(folder, POINTS, number), columns=["error"]) for number in chunks]
    return sum(map(len, tables)), sum(len(each) - each["error"].null_count for each in tables)


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Say in a sentence why results cannot be written."""
    try:
        yield
    except OSError as error:
        raise cannot_write(folder, error) from error


def cannot_write(folder: Path, error: OSError) -> StoreError:
    """Return the error for results that cannot be written."""
    why = error.strerror or error
    return StoreError(f"cannot write results to {folder} ({why}); what was saved before is whole.")
