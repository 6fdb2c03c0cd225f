"""`dealsim run`: play many games and show the results."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dealsim.cli.agents import announce, faults_in_words
from dealsim.cli.options import (
    Whole,
    agents_option,
    chosen_outcomes,
    example,
    json_option,
    say_remarks,
    seed_option,
    set_option,
    shown_options,
    warn_of_compiling,
)

if TYPE_CHECKING:
    from dealsim.api import Playable
    from dealsim.api.watching import Pieces
    from dealsim.results.documents import RunDocument
    from dealsim.work.processes import Processes

MOST_GAMES = 100_000_000


@click.command(
    short_help="Play games: outcomes with intervals.",
    epilog=example("dealsim run baseline --games 10000 --set protocol=none --out results/"),
)
@click.argument("scenario")
@click.option("--games", type=Whole(1, MOST_GAMES), default=1000, show_default=True, help="How many games.")
@seed_option
@set_option
@click.option(
    "--engine",
    type=click.Choice(["batch", "mesa"]),
    help="Both give the same numbers; mesa plays the readable game, some seventy times slower, and is the one "
    "that plays --agents.  [default: batch, or mesa where the scenario names agents]",
)
@agents_option
@click.option("--workers", type=Whole(1, 1024), help="Threads (batch) or processes (mesa).  [default: one a core]")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for outcomes.json, games.parquet, manifest.json.")
@shown_options
@json_option
@click.pass_context
def run(
    ctx: click.Context,
    scenario: str,
    games: int,
    seed: int,
    settings: tuple[str, ...],
    engine: str | None,
    agents: Path | None,
    workers: int | None,
    out: Path | None,
    outcomes: tuple[str, ...],
    every: bool,
    as_json: bool,
) -> None:
    """Play games and print the main outcomes' means with their 95% intervals.

    SCENARIO is a file or the bare name of a shipped scenario. The same seed gives the same bytes.
    """
    chosen = chosen_outcomes(outcomes, every=every)
    warn_of_compiling()  # first of all: the imports below begin to compile
    from dealsim import api
    from dealsim.api.agents import cast_of, engine_for

    played = api.load(scenario, settings)
    loaded = played.scenario
    say_remarks(played.remarks if as_json else [])  # else they stand above the table
    engine = engine_for(loaded, engine)
    cast = cast_of(played, agents)
    from dealsim.cli.watching import WatchedGames

    watch = WatchedGames(games)

    def through(pieces: "Pieces", crew: "Processes | None") -> "Pieces":
        if cast is not None:
            announce(loaded, games, workers)
        return watch(pieces, crew)

    def show(document: "RunDocument") -> None:
        print_run(document, played, agents, games, None if as_json else chosen)

    with faults_in_words():
        finished = api.run_into(
            out, played, games=games, seed=seed, workers=workers, engine=engine, cast=cast, through=through, show=show
        )
    watch.leave_if_stopped(ctx, finished)


def print_run(
    document: "RunDocument",
    played: "Playable",
    agents: Path | None,
    games: int,
    chosen: tuple[str, ...] | None,
) -> None:
    """Print a table of chosen outcomes for people; without them the document."""
    if chosen is None:
        click.echo(document.printed)
        return
    from dealsim.cli.outcome_table import print_outcomes

    print_outcomes(document, played, agents, asked_for=games, chosen=chosen)
