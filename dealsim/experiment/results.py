"""A folder of an experiment's results, to be read: finished or not."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from dealsim.experiment.chunk_files import FOLDERS, chunk_path, finished_chunks, read_rows
from dealsim.experiment.manifest import COMMAND, Shard
from dealsim.experiment.rows import GAMES, OUTCOMES_OF, POINTS, Columns
from dealsim.experiment.study import Study
from dealsim.experiment.study_json import study_from_json
from dealsim.results.manifest import Manifest, manifest_in

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class StudyResults:
    """The results of an experiment, as far as they are there.

    chunks: the numbers of those that are.
    """

    folder: Path
    manifest: Manifest
    chunks: tuple[int, ...]

    @cached_property
    def study(self) -> Study:
        """The experiment."""
        return study_from_json(self.manifest["study"])

    @property
    def complete(self) -> bool:
        """Whether every point of the whole experiment is there."""
        return len(self.chunks) == self.study.chunks

    @property
    def shard(self) -> Shard | None:
        """Which part of how many; None for the whole experiment."""
        said = self.manifest["shard"]
        return None if said is None else (said[0], said[1])

    def files(self, number: int) -> list[Path]:
        """Return the files of a chunk, in the order in which they get their names."""
        by_game = self.manifest["identity"]["keep"] == "games"
        return [chunk_path(self.folder, name, number) for name in FOLDERS if name != GAMES or by_game]

    @cached_property
    def points(self) -> pa.Table:
        """One row a point, in order."""
        return self.rows(POINTS, Columns(self.study).points)

    @cached_property
    def outcomes(self) -> pa.Table:
        """One row a point and outcome, in order of points."""
        return self.rows(OUTCOMES_OF, Columns(self.study).outcomes)

    @property
    def games(self) -> pa.Table:
        """One row a point and game, in order; nothing where the experiment does not keep games."""
        return self.rows(GAMES, Columns(self.study).games)

    def rows(self, name: str, schema: pa.Schema) -> pa.Table:
        """Return the rows of one folder."""
        paths = [chunk_path(self.folder, name, number) for number in self.chunks]
        tables = [read_rows(path, schema=schema) for path in paths if path.exists()]
        return pa.concat_tables([schema.empty_table(), *tables])

    def to_pandas(self, rows: str = OUTCOMES_OF) -> "pd.DataFrame":
        """Return rows (`outcomes`, `points` or `games`) as a pandas DataFrame."""
        made: pd.DataFrame = getattr(self, rows).to_pandas()
        return made


def open_study(folder: Path | str) -> StudyResults:
    """Return the results in a folder of `dealsim sweep`, finished or not.

    Raises ScenarioError where there are none.
    """
    folder = Path(folder)
    manifest = manifest_in(folder, [COMMAND])
    return StudyResults(folder, manifest, tuple(sorted(finished_chunks(folder))))
