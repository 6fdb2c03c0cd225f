"""Files that are there whole or not at all."""

import os
from pathlib import Path

PARTIAL = ".partial"


def unnamed(path: Path) -> Path:
    """Return where a file is written before it gets its name."""
    return path.with_name(path.name + PARTIAL)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that outlives a power cut once it has its name; raises OSError, and leaves nothing half-written."""
    try:
        with unnamed(path).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unnamed(path), path)
    finally:
        unnamed(path).unlink(missing_ok=True)
