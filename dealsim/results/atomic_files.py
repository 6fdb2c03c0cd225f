"""Files that are there whole or not at all, whatever happens while they are written."""

import os
from contextlib import suppress
from pathlib import Path
from typing import IO

PARTIAL = ".partial"


def unnamed(path: Path) -> Path:
    """Return where a file is written before it gets its name."""
    return path.with_name(path.name + PARTIAL)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that outlives a power cut once it has its name; raises OSError, and leaves nothing half-written."""
    try:
        with unnamed(path).open("wb") as file:
            file.write(data)
            keep(file)
        os.replace(unnamed(path), path)
        keep_names(path.parent)
    except BaseException:
        with suppress(OSError):
            unnamed(path).unlink(missing_ok=True)
        raise


def keep(file: IO[bytes]) -> None:
    """Have the system put on the disk what was written: a full one says so here at the latest."""
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
