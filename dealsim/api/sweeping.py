"""Experiments: played into a folder, and opened again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealsim.api.asked import MOST_WORKERS, whole
from dealsim.api.crews import play_all, reached, say_nothing, workers_for
from dealsim.api.tables import Table, html_table, text_table
from dealsim.api.watching import quietly

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from dealsim.api.watching import Watch
    from dealsim.experiment.manifest import Shard
    from dealsim.experiment.results import StudyResults
    from dealsim.experiment.store import Store
    from dealsim.experiment.study import Study
    from dealsim.figures.sheet import Drawn
    from dealsim.results.documents.experiments import SweepDocument

HEAD = ("outcome", "lowest mean", "highest mean", "points")
SHOWN_DIGITS = 3
type Progress = Callable[[int, int], None]


@dataclass(frozen=True, repr=False, eq=False)
class Sweep:
    """The results of an experiment in a folder, finished or not.

    found: as the package reads them.  document: of one that was just played, what `dealsim sweep --json` prints.
    """

    found: "StudyResults"
    document: "SweepDocument | None" = None

    @property
    def folder(self) -> Path:
        """Where they are."""
        return self.found.folder

    @property
    def title(self) -> str:
        """What the experiment is called."""
        return self.found.study.experiment.title

    @property
    def complete(self) -> bool:
        """Whether every point has been played."""
        return self.found.complete

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What the numbers depend on, and how to get them again."""
        return self.found.manifest

    @cached_property
    def failed(self) -> dict[int, str]:
        """The points that could not be played, and why."""
        rows = self.found.points.select(["point", "error"]).to_pylist()
        return {row["point"]: row["error"] for row in rows if row["error"] is not None}

    @cached_property
    def outcomes(self) -> Table:
        """One row a point and outcome: factors, mean, standard error, interval and, where compared, differences."""
        return Table(f"outcomes of {self.title}", lambda: self.found.outcomes)

    @cached_property
    def points(self) -> Table:
        """One row a point: factors, games, takeovers by quarter, error."""
        return Table(f"points of {self.title}", lambda: self.found.points)

    @cached_property
    def by_game(self) -> Table:
        """One row a point and game, where the experiment keeps games."""
        return Table(f"games of {self.title}", lambda: self.found.games)

    def to_arrow(self) -> "pyarrow.Table":
        """Return `outcomes` as an Arrow table."""
        return self.outcomes.to_arrow()

    def to_pandas(self) -> "pandas.DataFrame":
        """Return `outcomes` as a pandas data frame; what is undefined is NaN."""
        return self.outcomes.to_pandas()

    def to_polars(self) -> "polars.DataFrame":
        """Return `outcomes` as a polars data frame; what is undefined is null."""
        return self.outcomes.to_polars()

    def plot(self, outcome: str = "takeover") -> "Drawn":
        """Draw an outcome over the points that are there: the first figure that `dealsim figures` draws of it.

        Parameters
        ----------
        outcome
            Its name.

        Returns
        -------
        Drawn
            The figure, which a notebook shows: `.figure` is Matplotlib's, `.save("file.pdf")` writes it.

        Raises
        ------
        ScenarioError
            A ValueError: there is no such outcome, or nothing that can be drawn of it.
        """
        from dealsim.api.drawing import drawing_at_hand, refuse_nothing_to_draw

        drawing_at_hand()
        from dealsim.figures.style import Style
        from dealsim.report.pictures import pictures

        plans, not_drawn = pictures(self.found, (outcome,))
        refuse_nothing_to_draw(self.folder, plans, not_drawn)
        return plans[0].draw(Style())

    @property
    def _head(self) -> str:
        there, every = len(self.points), len(self.found.study.points)
        part = "" if self.complete else f" of {every:,}"
        failed = f", {len(self.failed):,} of them failed" if self.failed else ""
        return f"{self.title}: {there:,}{part} points{failed}, in {self.folder}"

    @property
    def _rows(self) -> list[list[str]]:
        import pyarrow.compute as pc

        rows = []
        for name in self.found.study.experiment.kept:
            means = self.found.outcomes.filter(pc.field("outcome") == name)["mean"].drop_null()
            if len(means):
                ends = pc.min_max(means)
                low, high = (f"{ends[end].as_py():.{SHOWN_DIGITS}g}" for end in ("min", "max"))
                rows.append([name, low, high, f"{len(means):,}"])
        return rows

    def __repr__(self) -> str:
        """Return the range of every outcome's mean over the points, as a table."""
        return text_table(self._head, HEAD, self._rows) if self._rows else self._head

    def _repr_html_(self) -> str:
        return html_table(self._head, HEAD, self._rows)


def sweep(
    experiment: str | Path | Mapping[str, Any],
    out: str | Path,
    *,
    settings: Sequence[str] = (),
    workers: int | None = None,
    processes: bool = False,
    shard: "Shard | None" = None,
    dask: str | None = None,
    retry: bool = False,
    progress: Progress | None = None,
    watch: "Watch | None" = None,
    say: Callable[[str], None] = say_nothing,
) -> Sweep:
    """Play an experiment into a folder; the same call resumes, as `dealsim sweep` does.

    Parameters
    ----------
    experiment
        A file, the bare name of a shipped one, or what a file would say as a mapping.
    out
        Folder of the results.
    settings
        `PATH=VALUE`, applied to the experiment.
    workers
        Threads, or with `processes=True` processes, by default one a core; processes need a program whose main part
        stands under `if __name__ == "__main__":`.
    shard
        Which part of how many: `(3, 8)`.
    dask
        A Dask scheduler, or its scheduler file, whose workers play.
    retry
        Re-run failed points.
    progress
        Called with the number of points there, and of all.
    watch
        Sees progress, and may stop the work early; in place of `progress`.
    say
        Receives notes on the experiment and warnings about a cluster, a sentence each.

    Returns
    -------
    Sweep
        The results.

    Raises
    ------
    ScenarioError
        A ValueError: what is wrong with the experiment or the folder.
    ResultsError, WorkersLost, Interrupted
        What stood in the way; what was saved stays.

    Examples
    --------
    >>> import dealsim
    >>> control = {"set": "every_lab.control", "range": [0.2, 0.8], "steps": 3}
    >>> experiment = {"title": "Control", "scenario": "baseline", "games": 8, "factors": {"control": control}}
    >>> results = dealsim.sweep(experiment, "control")
    >>> results.complete, len(results.points)
    (True, 3)
    """
    from dealsim.experiment.results import open_study
    from dealsim.experiment.store import Store

    study = asked_for(experiment, settings)
    say_remarks(study, say)
    if workers is not None:
        whole("workers", workers, 1, MOST_WORKERS)
    with reached(dask, say) as far, Store(Path(out), study, shard).opened() as store:
        if retry:
            store.forget_failed()
        missing = store.missing()
        if watch is None:
            there = study.points_in(store.asked) - study.points_in(missing)
            watch = quietly if progress is None else counting(progress, there, len(study.points))
        with workers_for(len(missing), workers, far, threads=not processes) as crew:
            play_all(store, crew, watch)
        store.finish()
    results = open_study(out)
    return Sweep(results, document_of(results, store, len(missing)))


def say_remarks(study: "Study", say: Callable[[str], None]) -> None:
    """Say what to know about an experiment, such as a factor that leaves some labs as they are."""
    from dealsim.experiment.remarks import remarks_on_study

    for remark in remarks_on_study(study):
        say(f"note: {remark}")


def counting(progress: Progress, there: int, every: int) -> "Watch":
    """Return what reports how many points are there, of all that are asked for."""

    @contextmanager
    def watch(total: int, halt: Callable[[], None]) -> Iterator[Callable[[int], None]]:
        def advance(done: int) -> None:
            nonlocal there
            there += done
            progress(there, every)

        yield advance

    return watch


def document_of(results: "StudyResults", store: "Store", played: int) -> "SweepDocument":
    """Return what was asked for and played now as a document."""
    from dealsim import __version__
    from dealsim.results.documents.experiments import SweepDocument

    study = store.study
    return SweepDocument(
        experiment=study.name,
        digest=study.digest,
        points=study.points_in(store.asked),
        points_in_all=len(study.points),
        chunks=len(store.asked),
        chunks_played_now=played,
        shard=store.shard,
        failed=list(Sweep(results).failed),
        version=__version__,
    )


def asked_for(experiment: str | Path | Mapping[str, Any], settings: Sequence[str]) -> "Study":
    """Return the experiment that is named or written out."""
    from dealsim.experiment.loading import load_experiment, study_of, with_settings

    if not isinstance(experiment, Mapping):
        return load_experiment(str(experiment), settings)
    from dealsim.scenario.files.plain_yaml import in_full
    from dealsim.scenario.files.source import parse_source

    return study_of(with_settings(parse_source(in_full(dict(experiment)), "experiment", "experiment"), settings))
