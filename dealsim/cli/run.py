"""`dealsim run`: play many games and say what comes of them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from dealsim.cli.options import json_option, seed_option, set_option, warn_of_compiling

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealsim.cli.documents import RunDocument
    from dealsim.cli.results import Results
    from dealsim.engine import Block
    from dealsim.outcomes import Summary
    from dealsim.scenario import Tables

MOST_GAMES = 1_000_000_000


@click.command(
    short_help="Play games: outcomes with intervals.",
    epilog="Example: dealsim run baseline --games 10000 --set protocol=none --out results/",
)
@click.argument("scenario")
@click.option("--games", type=click.IntRange(1, MOST_GAMES), default=1000, show_default=True, help="How many games.")
@seed_option
@set_option
@click.option(
    "--engine",
    type=click.Choice(["batch", "mesa"]),
    default="batch",
    show_default=True,
    help="Both give the same numbers; mesa plays the readable game, some fifty times slower.",
)
@click.option("--workers", type=click.IntRange(1, 1024), help="Threads of the batch engine.  [default: one a core]")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for outcomes.json, games.parquet, manifest.json.")
@json_option
@click.pass_context
def run(
    ctx: click.Context,
    scenario: str,
    games: int,
    seed: int,
    settings: tuple[str, ...],
    engine: str,
    workers: int | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Play games and print each outcome's mean with its 95% interval.

    SCENARIO is a file or the bare name of a shipped scenario. The same seed gives the same bytes.
    """
    from dealsim.scenario import load_scenario, tabulate

    loaded = load_scenario(scenario, settings)
    tables = tabulate(loaded)
    warn_of_compiling()
    from dealsim.cli.results import Results, open_results
    from dealsim.outcomes import Summary

    results: Results | None = None
    if out is not None:
        results = open_results(out, loaded, tables, scenario, settings, seed, games)
    summary = Summary(len(tables.labs), tables.world.horizon)
    finished = play(summary, results, tables, games, seed, engine, workers)
    document = document_of(summary, scenario, seed, engine)
    if results is not None and finished:
        results.close(document)
    show(document, tables, as_json=as_json)
    if not finished:
        stop(ctx, summary.games, games)


def play(
    summary: "Summary",
    results: "Results | None",
    tables: "Tables",
    games: int,
    seed: int,
    engine: str,
    workers: int | None,
) -> bool:
    """Play all games, block by block; return whether they were played to the end."""
    try:
        with progress(games) as advance:
            for block in blocks_of(engine, tables, games, seed, workers):
                summary.add(block.tallies)
                if results is not None:
                    results.add(block)
                advance(len(block.tallies))
    except KeyboardInterrupt:
        if results is not None:
            results.abandon()
        return False
    except BaseException:
        if results is not None:
            results.abandon()
        raise
    return True


def blocks_of(engine: str, tables: "Tables", games: int, seed: int, workers: int | None) -> "Iterator[Block]":
    """Return the blocks of one engine or the other."""
    if engine == "batch":
        from dealsim.engine import play_blocks

        return play_blocks(tables, games, seed, workers)
    return mesa_blocks(tables, games, seed)


def mesa_blocks(tables: "Tables", games: int, seed: int) -> "Iterator[Block]":
    """Play games one by one in the Mesa model; yield them in the batch engine's blocks, so that sums agree."""
    import numpy as np

    from dealsim.compiled import layout
    from dealsim.engine import BLOCK, Block
    from dealsim.game import play_one
    from dealsim.records import Tally

    for first in range(0, games, BLOCK):
        tallies = np.zeros(min(BLOCK, games - first), layout(Tally))
        for k in range(len(tallies)):
            tallies[k] = play_one(tables, seed, first + k).tally
        yield Block(first, tallies)


@contextmanager
def progress(games: int) -> "Iterator[Callable[[int], None]]":
    """Show how far the games are and how long the rest will take: on a terminal, never in a pipe."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("games"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("games", total=games)
        yield lambda done: bar.advance(task, done)


def document_of(summary: "Summary", scenario: str, seed: int, engine: str) -> "RunDocument":
    """Return what came of the games as a document."""
    from dataclasses import asdict

    from dealsim import __version__
    from dealsim.cli.documents import EstimateDocument, RunDocument

    return RunDocument(
        scenario=scenario,
        games=summary.games,
        seed=seed,
        engine=engine,
        outcomes={name: EstimateDocument(**asdict(estimate)) for name, estimate in summary.estimates().items()},
        counts=summary.totals,
        version=__version__,
    )


def show(document: "RunDocument", tables: "Tables", *, as_json: bool) -> None:
    """Print the document, or a table for people."""
    if as_json:
        click.echo(document.model_dump_json(indent=2))
        return
    from dealsim.cli.outcome_table import print_outcomes

    print_outcomes(document, tables)


def stop(ctx: click.Context, finished: int, games: int) -> NoReturn:
    """Say what an interrupted run has, and how to go on."""
    click.echo(
        f"Interrupted after {finished} of {games} games; these are theirs. Nothing was saved."
        " The same command plays the same games again.",
        err=True,
    )
    ctx.exit(130)
