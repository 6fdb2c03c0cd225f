"""`dealsim sweep`: play an experiment; again, it goes on where it stopped."""

import os
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from dealsim.cli.options import INTERRUPTED, Whole, example, json_option, warn_of_compiling
from dealsim.cli.sweep_estimate import estimate_in_words
from dealsim.cli.watching import watched

if TYPE_CHECKING:
    from dealsim.api.crews import Interrupted
    from dealsim.experiment.manifest import Shard
    from dealsim.results.documents.experiments import SweepDocument

SHOWN_FAILURES = 5
GOES_ON = "Ctrl-C stops; run the same command to resume"


class ShardOf(click.ParamType):  # type: ignore[type-arg]  # click 8.2 knows no argument here
    """Which part of how many: `3/8`."""

    name = "k/n"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> "Shard":
        """Return the part and the number of parts, or say what is accepted."""
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
@click.option("--retry", is_flag=True, help="Re-run failed points.")
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

    EXPERIMENT is a file or the bare name of a shipped one. If it is stopped, run the same command to resume.
    """
    if cluster is not None and (workers or threads):
        raise click.UsageError("--dask sets who plays; it excludes --workers and --threads", ctx)
    if out is None and not dry_run:
        raise click.UsageError("wanted --out FOLDER for the results (or --dry-run)", ctx)
    warn_of_compiling()
    from dealsim import api

    if out is None or dry_run:
        estimate = api.estimate(experiment, settings, out=out, shard=shard, workers=workers, say=warn)
        click.echo(estimate.document.printed if as_json else estimate_in_words(estimate))
        return
    with errors_in_words():
        played = api.sweep(
            experiment, out, settings=settings, workers=workers, processes=not threads, shard=shard, dask=cluster,
            retry=retry, watch=watched("points", GOES_ON), say=warn,
        )  # fmt: skip
    assert played.document is not None
    click.echo(played.document.printed if as_json else sweep_in_words(played.document, out))
    tell_failures(ctx, played.failed, played.document.points)


def warn(words: str) -> None:
    """Say something on standard error."""
    click.echo(words, err=True)


@contextmanager
def errors_in_words() -> Iterator[None]:
    """Say what stood in the way of a run, and that nothing that was saved is lost."""
    from dealsim.api.crews import Interrupted
    from dealsim.results.atomic_files import ResultsError
    from dealsim.work.workers import WorkersLost

    try:
        yield
    except (ResultsError, WorkersLost) as error:
        raise click.ClickException(f"{error} Fix that and run the same command to resume.") from None
    except Interrupted as stopped:
        leave(stopped)


def leave(stopped: "Interrupted") -> NoReturn:
    """Say what is there after Ctrl-C and how to go on, and leave."""
    warn(
        f"Interrupted: {stopped.there:,} of {stopped.points:,} points are in {stopped.folder}.\n"
        "Run the same command to resume."
    )
    if stopped.at_work:  # Python would wait at its exit for the games that are being played
        sys.stdout.flush()
        os._exit(INTERRUPTED)
    raise click.exceptions.Exit(INTERRUPTED)


def tell_failures(ctx: click.Context, failed: "Mapping[int, str]", points: int) -> None:
    """Say which points failed and why, and leave with exit status 1 if any has. points: how many there are in all."""
    for point, error in islice(failed.items(), SHOWN_FAILURES):
        click.echo(f"point {point} failed: {error}", err=True)
    if failed:
        more = f" (and {len(failed) - SHOWN_FAILURES} more)" if len(failed) > SHOWN_FAILURES else ""
        click.echo(f"{len(failed):,} of {points:,} points failed{more}; --retry re-runs their chunks.", err=True)
        ctx.exit(1)


def sweep_in_words(document: "SweepDocument", folder: Path) -> str:
    """Return what is there, and what to do with it, for people."""
    if document.shard is None:
        return (
            f"All {document.points:,} points of {document.experiment} are in {folder}.\n"
            f"Look at them:  dealsim figures {shlex.quote(str(folder))}   dealsim table {shlex.quote(str(folder))}"
        )
    part, parts = document.shard
    return (
        f"All {document.points:,} points of part {part} of {parts} of {document.experiment} are in {folder}.\n"
        "Once the others are there, too:  dealsim merge FOLDER... --out WHOLE"
    )
