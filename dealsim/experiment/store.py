"""The folder of an experiment's results: chunks that are there whole or not at all, and a manifest.

A chunk has a file in each folder of rows, all of the same number, and is there if all of them are. Whatever a killed
run leaves besides is swept away by the next one.
"""

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from dealsim.experiment.chunk_files import (
    FOLDERS,
    chunk_path,
    count_points,
    errors_in,
    finished_chunks,
    refuse_damage,
    sweep_away,
)
from dealsim.experiment.manifest import (
    NOT_FINISHED,
    Shard,
    manifest_to_continue,
    new_study_manifest,
    refuse_another,
    write_manifest,
)
from dealsim.experiment.rows import GAMES, POINTS
from dealsim.experiment.study import Study
from dealsim.results.atomic_files import cannot_write, unnamed, write_together, writing_errors
from dealsim.results.folder import not_writable, refuse_a_file
from dealsim.results.manifest import MANIFEST, Manifest
from dealsim.results.provenance import now
from dealsim.scenario.files.problems import refusal

LOCK = ".lock"
FULL = (errno.ENOSPC, errno.EDQUOT)  # what a disk says that has no room for more


class Store:
    """A folder of results that this process alone writes to."""

    def __init__(self, folder: Path, study: Study, shard: Shard | None = None) -> None:
        """Take a folder, which need not exist, the experiment that it is for, and which part of it."""
        self.folder, self.study, self.shard = folder, study, shard
        self.manifest: Manifest = {}

    @contextmanager
    def opened(self) -> Iterator[Self]:
        """Hold the folder while it is written to; refuse one that is held, or that is of another experiment.

        Raises ScenarioError where the folder cannot be used.
        """
        self.look()
        with held(self.folder):
            self.begin()
            yield self

    def look(self) -> Manifest | None:
        """Return the manifest that is there, having touched nothing.

        Raises ScenarioError where the folder cannot be used.
        """
        refuse_a_file(self.folder)
        before = manifest_to_continue(self.folder)
        if before is not None:
            refuse_another(self.folder, before, self.study, self.shard)
        elif self.folder.exists():
            refuse_strangers(self.folder)
        return before

    def begin(self) -> None:
        """Read the manifest that is there or write one, and sweep away what a killed run left."""
        before = self.look()
        if before is None:
            self.manifest = new_study_manifest(self.study, self.shard)
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
            with writing_errors(self.folder):
                self.manifest |= NOT_FINISHED
                self.write_manifest()
                for number in failed:
                    chunk_path(self.folder, POINTS, number).unlink()
                sweep_away(self.folder)
        return len(failed)

    def save(self, number: int, tables: Mapping[str, pa.Table]) -> None:
        """Write a chunk: once this returns, it outlives a power cut. Raises ResultsError where it cannot."""
        rows = {chunk_path(self.folder, name, number): tables[name] for name in FOLDERS if name in tables}
        with writing_errors(self.folder):
            write_together({path: partial(pq.write_table, table, compression="zstd") for path, table in rows.items()})

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

    Raises ScenarioError where the folder cannot be used.
    """
    refuse_a_file(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK)
        lock.acquire(blocking=False)
    except Timeout:
        found = "a folder that another run is writing to"
        raise refusal(f"--out {folder}", found, "another folder, or wait until that run has ended") from None
    except OSError as error:
        if error.errno in FULL:
            raise cannot_write(folder, error) from error
        raise not_writable(folder, error) from None
    try:
        yield
    finally:
        lock.release()


def lay_out(folder: Path, *, games: bool) -> None:
    """Make the folders of rows, and sweep away what a killed run left. games: whether there are rows by game."""
    with writing_errors(folder):
        for name in FOLDERS:
            if name != GAMES or games:
                (folder / name).mkdir(exist_ok=True)
        sweep_away(folder)


def refuse_strangers(folder: Path) -> None:
    """Refuse a folder in which something else lies already."""
    try:
        there = [path.name for path in folder.iterdir() if path.name not in (LOCK, unnamed(folder / MANIFEST).name)]
    except OSError as error:
        raise refusal(f"--out {folder}", f"a folder that cannot be read ({error.strerror})", "another one") from None
    if there:
        raise refusal(f"--out {folder}", f"a folder with {sorted(there)[0]} and no manifest", "an empty folder")
