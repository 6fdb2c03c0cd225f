"""How many games an experiment takes, how long and how large, estimated by playing a few points."""

import io
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealsim.api.crews import say_nothing
from dealsim.api.sweeping import asked_for, say_remarks

if TYPE_CHECKING:
    from dealsim.experiment.manifest import Shard
    from dealsim.experiment.study import Study
    from dealsim.results.documents.experiments import SweepEstimateDocument

TRIED = 3.0  # seconds for which points are played
MOST_TRIED = 16  # points


@dataclass(frozen=True)
class TrialRun:
    """What some points took. seconds, games and size in bytes: by point."""

    points: int
    seconds: float
    games: float
    size: float


@dataclass(frozen=True)
class SweepEstimate:
    """What an experiment would take. tried: how many points were played to say so."""

    title: str
    tried: int
    document: "SweepEstimateDocument"


def estimate(
    experiment: str | Path | Mapping[str, Any],
    settings: Sequence[str] = (),
    *,
    out: str | Path | None = None,
    shard: "Shard | None" = None,
    workers: int | None = None,
    say: Callable[[str], None] = say_nothing,
) -> SweepEstimate:
    """Say what an experiment would take, and what of it is there already, as `dealsim sweep --dry-run` does.

    Parameters
    ----------
    experiment, settings, out, shard, workers, say
        As for `sweep`.

    Returns
    -------
    SweepEstimate
        Games, seconds and bytes.

    Raises
    ------
    ScenarioError
        A ValueError: what is wrong with the experiment or the folder.

    Examples
    --------
    With `experiment` as in the example of `dealsim.sweep`:

    >>> from dealsim import api
    >>> found = api.estimate(experiment).document
    >>> found.points, found.games_left
    (3, 24)
    """
    from dealsim.experiment.chunk_files import finished_chunks
    from dealsim.experiment.store import Store
    from dealsim.results.documents.experiments import SweepEstimateDocument
    from dealsim.work.cores import usable_cores

    study, folder = asked_for(experiment, settings), None if out is None else Path(out)
    say_remarks(study, say)
    store, count = Store(folder or Path("."), study, shard), workers or usable_cores()
    if folder is not None:
        store.look()
    done = finished_chunks(folder) & {*store.asked} if folder is not None else set()
    missing = [number for number in store.asked if number not in done]
    points, left = study.points_in(store.asked), study.points_in(missing)
    trial = tried(study)
    document = SweepEstimateDocument(
        experiment=study.name,
        digest=study.digest,
        points=points,
        points_there=points - left,
        chunks=len(store.asked),
        chunks_there=len(done),
        games_left=round(left * trial.games),
        seconds_left=left * trial.seconds / count,
        workers=count,
        bytes=round(points * trial.size),
    )
    return SweepEstimate(study.experiment.title, trial.points, document)


def tried(study: "Study") -> TrialRun:
    """Play some points from all over the experiment, for some seconds; the first warms up and does not count."""
    import pyarrow.parquet as pq

    from dealsim.experiment.play import play_or_note
    from dealsim.experiment.rows import Columns

    count = min(MOST_TRIED, len(study.points))
    places = [study.points[k * (len(study.points) - 1) // max(count - 1, 1)] for k in range(count)]
    play_or_note(study, places[0])
    begin, played = time.perf_counter(), []
    for point in places:
        played.append(play_or_note(study, point))
        if time.perf_counter() - begin > TRIED:
            break
    seconds = (time.perf_counter() - begin) / len(played)
    size = 0
    for rows in Columns(study).tables(played).values():
        buffer = io.BytesIO()
        pq.write_table(rows, buffer)
        size += len(buffer.getvalue())
    games = sum(each.sums.summary.games for each in played if each.sums)
    return TrialRun(len(played), seconds, games / len(played), size / len(played))
