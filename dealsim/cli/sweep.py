"""`dealsim sweep`: play an experiment; again, it goes on where it stopped."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, NoReturn

import click

from dealsim.cli.options import INTERRUPTED, Whole, example, json_option, warn_of_compiling

if TYPE_CHECKING:
    from dealsim.experiment.manifest import Shard
    from dealsim.experiment.results import StudyResults
    from dealsim.experiment.store import Store
    from dealsim.work.workers import Workers

PROCESSES_FROM = 4  # missing chunks: for fewer, processes would not be started before threads are done
SHOWN_FAILURES = 5
GOES_ON = "Ctrl-C stops, and the same command goes on from there"


class ShardOf(click.ParamType):  # type: ignore[type-arg]  # click 8.2 knows no argument here
    """Which part of how many: `3/8`."""

    name = "k/n"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> "Shard":
        """Return the part and the number of parts, or say what would do."""
        if isinstance(value, tuple):
            return value
        said = re.fullmatch(r"(\d{1,6})/(\d{1,6})", str(value))
        if not said or not 1 <= int(said[1]) <= int(said[2]):
            self.fail(f"found {str(value)[:40]!r}; wanted which part of how many, such as 3/8", param, ctx)
        return int(said[1]), int(said[2])


@click.command(short_help="Play an experiment.", epilog=example("dealsim sweep trait-effects --out effects"))
@click.argument("experiment")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the results.")
@click.option("--set", "settings", multiple=True, metavar="PATH=VALUE", help="Change the experiment, as in games=100.")
@click.option("--workers", type=Whole(1, 1024), help="Processes.  [default: one a core]")
@click.option("--threads", is_flag=True, help="Threads instead of processes.")
@click.option("--shard", type=ShardOf(), metavar="K/N", help="Play only the K-th of N parts; see `dealsim merge`.")
@click.option("--dask", "cluster", metavar="ADDRESS", help="A Dask scheduler, or its scheduler file.")
@click.option("--retry", is_flag=True, help="Play points again that failed.")
@click.option("--dry-run", is_flag=True, help="Say how many games, how long and how large; play none.")
@json_option
@click.pass_context
def sweep(
    ctx: click.Context,
    experiment: str,
    out: Path | None,
    settings: tuple[str, ...],
    workers: int | None,
    threads: bool,
    shard: "Shard | None",
    cluster: str | None,
    retry: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Play every point of an experiment and keep the results in a folder.

    EXPERIMENT is a file or the bare name of a shipped one. Killed at any moment, the same command goes on from there.
    """
    if cluster is not None and (workers or threads):
        raise click.UsageError("--dask says who plays: no --workers and no --threads beside it", ctx)
    warn_of_compiling()
    from dealsim.experiment.loading import load_experiment

    study = load_experiment(experiment, settings)
    if dry_run:
        from dealsim.cli.sweep_estimate import show_estimate

        show_estimate(study, out, shard, workers or cores(), as_json=as_json)
        return
    if out is None:
        raise click.UsageError("wanted --out FOLDER for the results (or --dry-run)", ctx)
    from dealsim.experiment.store import Store

    with errors_in_words(), reached(cluster) as far, Store(out, study, shard).opened() as store:
        if retry:
            store.forget_failed()
        before = len(store.missing())
        with workers_for(before, workers or cores(), far, threads=threads) as crew:
            play_all(store, crew)
        store.finish()
    print_sweep(ctx, store, before, as_json=as_json)


@contextmanager
def errors_in_words() -> Iterator[None]:
    """Say what stood in the way of a run, and that nothing that was saved is lost."""
    from dealsim.experiment.manifest import StoreError
    from dealsim.work.workers import WorkersLost

    try:
        yield
    except (StoreError, WorkersLost) as error:
        raise click.ClickException(f"{error} Once that is mended, the same command goes on from there.") from None


def cores() -> int:
    """Return how many cores this process may use."""
    from dealsim.work.cores import usable_cores

    return usable_cores()


@contextmanager
def reached(cluster: str | None) -> Iterator["Workers | None"]:
    """Hold the workers of a cluster, if one is asked for."""
    if cluster is None:
        yield None
        return
    from dealsim.experiment.cluster import cluster_at

    with cluster_at(cluster) as dask:
        if dask.others:
            differ = f"{' and '.join(dask.others)} of some workers differ{'s' * (len(dask.others) == 1)} from here"
            click.echo(f"Last bits of numbers may differ by who played them: {differ}.", err=True)
        if not dask.threads:
            click.echo(f"No worker has joined {cluster} yet: waiting for the first.", err=True)
        yield dask


@contextmanager
def workers_for(missing: int, count: int, far: "Workers | None", *, threads: bool) -> Iterator["Workers"]:
    """Hold who plays: those of a cluster, processes, or threads where there is little to do."""
    from dealsim.work.processes import Processes
    from dealsim.work.workers import Threads

    if far is not None:
        yield far
    elif threads or missing < PROCESSES_FROM or count == 1:
        with Threads(max(1, min(count, missing))) as some:
            yield some
    else:
        with Processes(min(count, missing)) as some_processes:
            yield some_processes


def threads_of(crew: "Workers") -> bool:
    """Whether chunks that nobody wants any more may still be played in this process."""
    from dealsim.work.workers import Threads

    return isinstance(crew, Threads)


def play_all(store: "Store", crew: "Workers") -> None:
    """Play what is missing, and show how far it is; after Ctrl-C, say what is there, and leave."""
    from dealsim.cli.playing import interrupts, progress
    from dealsim.experiment.run import play_missing

    stop = Event()

    def halt() -> None:
        stop.set()
        crew.dismiss()

    points = store.study.points_in(store.missing())
    with interrupts(halt), progress(points, "points", GOES_ON) as advance:
        play_missing(store, crew, stop, lambda done, games: advance(done))
    if stop.is_set() and store.missing():
        interrupted(store, wait=not threads_of(crew))


def interrupted(store: "Store", *, wait: bool) -> NoReturn:
    """Say what is there after Ctrl-C and how to go on, and leave."""
    missing, points = store.missing(), store.study.points_in(store.asked)
    there = points - store.study.points_in(missing)
    click.echo(
        f"Interrupted: {there:,} of {points:,} points are in {store.folder}.\nThe same command goes on from there.",
        err=True,
    )
    if not wait:  # Python would wait at its exit for the games that are being played
        sys.stdout.flush()
        os._exit(INTERRUPTED)
    raise click.exceptions.Exit(INTERRUPTED)


def print_sweep(ctx: click.Context, store: "Store", before: int, *, as_json: bool) -> None:
    """Say what was played, what failed, and what to do next."""
    from dealsim import __version__
    from dealsim.cli.documents import SweepDocument
    from dealsim.experiment.results import open_study

    results = open_study(store.folder)
    errors = failures(results)
    document = SweepDocument(
        experiment=store.study.name,
        digest=store.study.digest,
        points=store.study.points_in(store.asked),
        points_in_all=len(store.study.points),
        chunks=len(store.asked),
        chunks_played_now=before,
        shard=store.shard,
        failed=[row["point"] for row in errors],
        version=__version__,
    )
    if as_json:
        click.echo(document.model_dump_json(indent=2))
    else:
        click.echo(sweep_in_words(document.points, store))
    tell_failures(ctx, errors, document.points)


def failures(results: "StudyResults") -> "list[dict[str, Any]]":
    """Return the rows of points that failed."""
    return [row for row in results.points.select(["point", "error"]).to_pylist() if row["error"]]


def tell_failures(ctx: click.Context, errors: "list[dict[str, Any]]", points: int) -> None:
    """Say which points failed and why, and leave with exit status 1 if any has.

    errors: rows of points that failed.  points: how many there are in all.
    """
    for row in errors[:SHOWN_FAILURES]:
        click.echo(f"point {row['point']} failed: {row['error']}", err=True)
    if errors:
        more = f" (and {len(errors) - SHOWN_FAILURES} more)" if len(errors) > SHOWN_FAILURES else ""
        click.echo(f"{len(errors):,} of {points:,} points failed{more}; --retry plays their chunks again.", err=True)
        ctx.exit(1)


def sweep_in_words(points: int, store: "Store") -> str:
    """Return what is there, and what to do with it, for people."""
    folder, study = store.folder, store.study
    if store.shard is None:
        return (
            f"All {points:,} points of {study.name} are in {folder}.\n"
            f"Look at them:  dealsim figures {folder}   dealsim table {folder}"
        )
    part, parts = store.shard
    return (
        f"All {points:,} points of part {part} of {parts} of {study.name} are in {folder}.\n"
        "Once the others are there, too:  dealsim merge FOLDER... --out WHOLE"
    )
