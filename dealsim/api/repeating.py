"""An experiment played again, and whether the numbers are the same."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dealsim.api.asked import MOST_WORKERS, whole
from dealsim.api.crews import play_all, reached, say_nothing, workers_for
from dealsim.api.watching import quietly

if TYPE_CHECKING:
    from dealsim.api.watching import Watch
    from dealsim.experiment.repeat import Change, RepeatCheck
    from dealsim.experiment.results import StudyResults
    from dealsim.results.documents.experiments import LargestChange, RepeatDocument
    from dealsim.results.manifest import Manifest

MOST_POINTS = 10_000_000


def repeat(
    folder: str | Path,
    *,
    out: str | Path | None = None,
    points: int | None = None,
    workers: int | None = None,
    dask: str | None = None,
    watch: "Watch" = quietly,
    say: Callable[[str], None] = say_nothing,
) -> "RepeatDocument":
    """Play the experiment of a folder again from its manifest alone, as `dealsim repeat` does.

    Parameters
    ----------
    folder
        Of the results.
    out
        Folder of the new results: all is played again.
    points
        Without `out`: so many points are tried, and nothing is written.
    workers
        Processes, by default one a core.
    dask
        A Dask scheduler, or its scheduler file.
    watch
        Sees progress, and may stop the work early.
    say
        Receives warnings about a cluster.

    Returns
    -------
    RepeatDocument
        Whether every number is the same, and what differs.

    Raises
    ------
    ScenarioError
        A ValueError: what is wrong with a folder.
    ResultsError, WorkersLost, Interrupted
        What stood in the way.

    Examples
    --------
    With the results of the example of `dealsim.sweep`:

    >>> from dealsim import api
    >>> api.repeat("control", points=1).same
    True
    """
    if (out is None) == (points is None):
        raise ValueError("wanted either `out`, to play all again, or `points`, to try some")
    if workers is not None:
        whole("workers", workers, 1, MOST_WORKERS)
    from dealsim.experiment.repeat import Again, before_and_study, spread, tried
    from dealsim.results.provenance import provenance

    before, study = before_and_study(Path(folder))
    if out is None:
        chosen = spread(before, study, whole("points", points, 1, MOST_POINTS))
        with watch(len(chosen), lambda: None) as advance:
            found = tried(before, study, chosen, advance)
        return repeat_document(before, len(chosen), found, provenance(), same_bytes=None)
    with reached(dask, say) as far, Again(Path(out), before, study).opened() as store:
        with workers_for(len(store.missing()), workers, far) as crew:
            play_all(store, crew, watch)
        if store.whole:
            store.finish()
        found, same_bytes = store.compared()
    return repeat_document(before, study.points_in(store.asked), found, store.manifest, same_bytes=same_bytes)


def repeat_document(
    before: "StudyResults", points: int, found: "RepeatCheck", now: "Manifest", *, same_bytes: bool | None
) -> "RepeatDocument":
    """Return how what was played differs as a document."""
    from dealsim.experiment.repeat import changes
    from dealsim.results.documents.experiments import ProvenanceChange, RepeatDocument, RowsCompared

    said = before.manifest
    return RepeatDocument(
        experiment=said["experiment"],
        digest=said["digest"],
        points=points,
        points_in_all=said["points"],
        same=found.same,
        same_bytes=same_bytes,
        rows={name: RowsCompared(rows=rows, differing=found.differing[name]) for name, rows in found.rows.items()},
        most_ulps=largest(found.ulps),
        most_se=largest(found.errors),
        provenance=[ProvenanceChange(name=name, was=was, now=is_now) for name, was, is_now in changes(said, now)],
        version=now["version"],
    )


def largest(change: "Change | None") -> "LargestChange | None":
    """Return a largest change as a document has it: infinite is no size."""
    from dealsim.results.documents.experiments import LargestChange

    if change is None:
        return None
    return LargestChange.of(change, size=change.size if math.isfinite(change.size) else None)
