"""Files that are there whole or not at all, whatever happens while they are written."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

PARTIAL = ".partial"
EARLIER_IS_WHOLE = "what was saved before is whole"

type Content = bytes | Callable[[IO[bytes]], object]  # what a file holds, or what writes it


class ResultsError(RuntimeError):
    """Results that cannot be written, in a sentence."""


def unnamed(path: Path) -> Path:
    """Return where a file is written before it gets its name."""
    return path.with_name(path.name + PARTIAL)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that outlives a power cut once it has its name; raises OSError, and leaves nothing half-written."""
    write_together({path: data})


def write_together(files: Mapping[Path, Content]) -> None:
    """Write files, and name them, in this order, only once all are whole."""
    try:
        for path, content in files.items():
            write_unnamed(path, content)
        name_all(files)
    except BaseException:
        remove_unnamed(files)
        raise


def write_unnamed(path: Path, content: Content) -> None:
    """Write a file that has no name yet."""
    with unnamed(path).open("wb") as file:
        if isinstance(content, bytes):
            file.write(content)
        else:
            content(file)
        sync(file)


def name_all(paths: Iterable[Path]) -> None:
    """Give files that are whole their names."""
    for path in paths:
        os.replace(unnamed(path), path)
        sync_names(path.parent)


def remove_unnamed(paths: Iterable[Path]) -> None:
    """Remove what has no name yet, as far as can be."""
    for path in paths:
        with suppress(OSError):
            unnamed(path).unlink(missing_ok=True)


def sync(file: IO[bytes]) -> None:
    """Have the system put on the disk what was written: a full one says so here at the latest."""
    file.flush()
    os.fsync(file.fileno())


def sync_names(folder: Path) -> None:
    """Have the system put the names in a folder on the disk."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def writing_errors(folder: Path, saved: str = EARLIER_IS_WHOLE) -> Iterator[None]:
    """Raise ResultsError where results cannot be written.  saved: what there is all the same, in words."""
    try:
        yield
    except OSError as error:
        raise cannot_write(folder, error, saved) from error


def cannot_write(folder: Path, error: OSError, saved: str = EARLIER_IS_WHOLE) -> ResultsError:
    """Return the error for results that cannot be written."""
    return ResultsError(f"cannot write results to {folder} ({error.strerror or error}); {saved}.")
