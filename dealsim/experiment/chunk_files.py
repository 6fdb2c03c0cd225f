"""The files of chunks: their names, which of them are whole, and what is in them."""

import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dealsim.experiment.rows import GAMES, OUTCOMES_OF, POINTS
from dealsim.results.atomic_files import PARTIAL
from dealsim.scenario.files.problems import refusal

FOLDERS = (OUTCOMES_OF, GAMES, POINTS)  # in the order in which their files get their names
LONGEST_WHY = 100
AS_WRITTEN = "the file as it was written; remove it, and the sweep plays its points again"


def finished_chunks(folder: Path) -> set[int]:
    """Return the numbers of the chunks of which every file is there."""
    kept = [name for name in FOLDERS if name != GAMES or (folder / GAMES).is_dir()]
    numbers = [{chunk_number(path) for path in (folder / name).glob("*.parquet")} for name in kept]
    return {number for number in set.intersection(*numbers) if number is not None}


def chunk_path(folder: Path, name: str, number: int) -> Path:
    """Return the file of a chunk in a folder of rows."""
    return folder / name / f"{number:06}.parquet"


def chunk_number(path: Path) -> int | None:
    """Return the number of the chunk that a file is of; None for any other file."""
    return int(path.stem) if re.fullmatch(r"\d{6}\.parquet", path.name, re.ASCII) else None


def read_rows(path: Path, **options: Any) -> pa.Table:
    """Return the rows of a file. Raises ScenarioError where it is damaged."""
    try:
        return pq.read_table(path, **options)
    except (pa.ArrowException, OSError) as error:
        raise refusal(path, fault(path, error), AS_WRITTEN) from None


def refuse_damage(folder: Path) -> None:
    """Refuse a folder in which the end of a file is not what was written; ends alone are quick to look at."""
    for number in sorted(finished_chunks(folder)):
        for path in (chunk_path(folder, name, number) for name in FOLDERS):
            try:
                if path.exists():
                    pq.read_metadata(path)
            except (pa.ArrowException, OSError) as error:
                raise refusal(path, fault(path, error), AS_WRITTEN) from None


def fault(path: Path, error: Exception) -> str:
    """Return what is wrong with a file of rows that cannot be read."""
    if not path.exists():
        return "no such file"
    return f"a damaged file ({' '.join(str(error).split())[:LONGEST_WHY]})"


def errors_in(folder: Path, number: int) -> bool:
    """Whether a chunk that is there has a point that failed."""
    return count_points(folder, [number])[1] > 0


def count_points(folder: Path, chunks: list[int]) -> tuple[int, int]:
    """Return how many points some chunks have, and how many of them failed."""
    tables = [read_rows(chunk_path(folder, POINTS, number), columns=["error"]) for number in chunks]
    return sum(map(len, tables)), sum(len(each) - each["error"].null_count for each in tables)


def sweep_away(folder: Path) -> None:
    """Remove what has no name yet, and files of chunks that are not whole; leave what is not ours."""
    done = finished_chunks(folder)
    for name in FOLDERS:
        for path in (folder / name).glob("*"):
            number = chunk_number(Path(path.name.removesuffix(PARTIAL)))
            if number is not None and (path.suffix == PARTIAL or number not in done):
                path.unlink()
