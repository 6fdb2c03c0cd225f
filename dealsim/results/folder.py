"""What `--out` writes: a file of rows, a document and a manifest, whole or not at all."""

import os
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

import pyarrow as pa
import pyarrow.parquet as pq

from dealsim.results.atomic_files import (
    name_all,
    remove_unnamed,
    sync,
    unnamed,
    write_unnamed,
    writing_errors,
)
from dealsim.results.manifest import MANIFEST, Manifest, manifest_bytes, refuse_another_run
from dealsim.results.provenance import now
from dealsim.scenario.files.problems import ScenarioError, refusal

if TYPE_CHECKING:
    from collections.abc import Sized

    from dealsim.results.documents import Document

ROWS_A_GROUP = 2**20  # more than the blocks of a group hold
INDENT = 2


class Rows(Protocol):
    """What a file of rows holds."""

    @property
    def name(self) -> str:
        """The file's name."""

    @property
    def document(self) -> str:
        """The name of the file with what they come to."""

    @property
    def blocks_a_group(self) -> int:
        """How many blocks are written together: many small groups would be slow to read."""

    @property
    def schema(self) -> pa.Schema:
        """The columns."""

    def table(self, first: int, block: Any) -> pa.Table:
        """Return the rows of games that follow each other, by the number of the first."""


def files_of(folder: Path, rows: Rows) -> list[Path]:
    """Return the files of some results, in the order in which they get their names."""
    return [folder / name for name in (rows.name, rows.document, MANIFEST)]


class ResultsWriter:
    """A folder of results in the making: files get their names only when all of them are whole."""

    def __init__(self, folder: Path, rows: Rows, manifest: Manifest) -> None:
        """Start to write games; what a killed run left half-written goes."""
        self.folder, self.rows, self.manifest = folder, rows, manifest
        self.paths = files_of(folder, rows)
        self.games, self.waiting = 0, list[pa.Table]()
        unnamed(self.paths[0]).unlink(missing_ok=True)
        self.file = unnamed(self.paths[0]).open("xb")
        self.writer = pq.ParquetWriter(self.file, rows.schema)

    def __enter__(self) -> Self:
        """Write within a `with`, at whose end nothing half-written is left."""
        return self

    def add(self, block: "Sized") -> None:
        """Take in the games that follow, and write those that wait when there are enough."""
        self.waiting.append(self.rows.table(self.games, block))
        self.games += len(block)
        if len(self.waiting) == self.rows.blocks_a_group:
            with self.errors():
                self.write_group()

    def write_group(self) -> None:
        """Write the blocks that wait as one row group."""
        if self.waiting:
            self.writer.write_table(pa.concat_tables(self.waiting), row_group_size=ROWS_A_GROUP)
        self.waiting = []

    def save(self, document: "Document") -> None:
        """Finish all files, then name them; the manifest comes last and stands for a whole run."""
        self.manifest["finished"] = now()
        texts = (document.model_dump_json(indent=2) + "\n").encode(), manifest_bytes(self.manifest, INDENT)
        with self.errors():
            self.write_group()
            self.writer.close()
            sync(self.file)
            for path, text in zip(self.paths[1:], texts, strict=True):
                write_unnamed(path, text)
            if not self.ours():
                raise FileExistsError(0, "another run began to write there")
            name_all(self.paths)

    def ours(self) -> bool:
        """Whether the games are still under the name we write them to: a second run would have taken it."""
        try:
            return os.path.samestat(os.fstat(self.file.fileno()), unnamed(self.paths[0]).stat())
        except OSError:
            return False

    def errors(self) -> AbstractContextManager[None]:
        """Say in a sentence why results cannot be written."""
        return writing_errors(self.folder, "none were saved")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove what has no name; after `save` there is nothing."""
        leftover = self.ours()
        for close in (self.writer.close, self.file.close):
            with suppress(OSError, pa.ArrowException):  # on a full disk even the end of a file does not fit
                close()
        if leftover:
            remove_unnamed(self.paths)


def open_writer(folder: Path, rows: Rows, manifest: Manifest) -> ResultsWriter:
    """Return a folder to write results to; refuse one that cannot be written or holds another run's."""
    refuse_a_file(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        refuse_another_run(folder, manifest, files_of(folder, rows))
        return ResultsWriter(folder, rows, manifest)
    except OSError as error:
        raise not_writable(folder, error) from error


def refuse_a_file(folder: Path) -> None:
    """Refuse a path that is no folder."""
    if folder.exists() and not folder.is_dir():
        raise refusal(f"--out {folder}", "a file", "a folder, which need not exist")


def not_writable(folder: Path, error: OSError) -> ScenarioError:
    """Return the error for a folder that cannot be written to."""
    return refusal(f"--out {folder}", f"a folder that cannot be written ({error.strerror})", "another folder")
