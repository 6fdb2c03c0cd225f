"""`dealsim sweep --dry-run`: how many games, how long and how large, from a few points that are played for a try."""

import io
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dealsim.experiment.manifest import Shard
    from dealsim.experiment.study import Study
    from dealsim.results.documents.experiments import SweepEstimateDocument

TRIED = 3.0  # seconds for which points are played
MOST_TRIED = 16  # points
SECONDS_OF = (("days", 86_400.0), ("hours", 3_600.0), ("minutes", 60.0))


@dataclass(frozen=True)
class Trial:
    """What some points took. seconds, games and bytes: by point."""

    points: int
    seconds: float
    games: float
    size: float


def show_estimate(study: "Study", out: Path | None, shard: "Shard | None", workers: int, *, as_json: bool) -> None:
    """Print what an experiment would take, and what of it is there already."""
    from dealsim.experiment.chunk_files import finished_chunks
    from dealsim.experiment.store import Store
    from dealsim.results.documents.experiments import SweepEstimateDocument

    store = Store(out or Path("."), study, shard)
    if out is not None:
        store.look()
    done = finished_chunks(out) & {*store.asked} if out is not None else set()
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
        seconds_left=left * trial.seconds / workers,
        workers=workers,
        bytes=round(points * trial.size),
    )
    if as_json:
        click.echo(document.model_dump_json(indent=2))
        return
    click.echo(estimate_in_words(document, study.experiment.title, trial.points))


def estimate_in_words(document: "SweepEstimateDocument", title: str, tried: int) -> str:
    """Return an estimate for people.

    tried: how many points were played for it.
    """
    size = f"{document.points:,} points in {document.chunks:,} chunks"
    if document.points_there == document.points:
        return f"{title}: {size}, all of which are there. Nothing is left to play."
    there = f", of which {document.points_there:,} points are there" if document.points_there else ""
    return (
        f"{title}: {size}{there}.\n"
        f"Still to play: {document.games_left:,} games, about {in_time(document.seconds_left)} "
        f"with {document.workers} worker{'s' * (document.workers > 1)}; {in_bytes(document.bytes)} in all.\n"
        f"Reckoned from {tried} of its points, played for a try. Nothing was written."
    )


def tried(study: "Study") -> Trial:
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
    return Trial(len(played), seconds, games / len(played), size / len(played))


def in_time(seconds: float) -> str:
    """Return a time in the largest unit that it fills twice."""
    for unit, length in SECONDS_OF:
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} seconds" if seconds >= 2 else "a second or two"


def in_bytes(size: float) -> str:
    """Return a size in the largest unit that it fills."""
    for unit, length in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= length:
            return f"{size / length:.3g} {unit}"
    return f"{size:.0f} bytes"
