"""`dealsim negotiations`: how talks end, and what they are worth beside the solutions of bargaining theory."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dealsim.cli.agents import announce, faults_in_words
from dealsim.cli.options import (
    Whole,
    agents_option,
    example,
    json_option,
    say_remarks,
    seed_option,
    set_option,
    warn_of_compiling,
)

if TYPE_CHECKING:
    from dealsim.api.negotiating import Negotiations
    from dealsim.results.documents.negotiations import NegotiationsDocument
    from dealsim.results.folder import ResultsWriter

MOST_GAMES = 10_000_000


@click.command(
    short_help="Say how negotiations end, and what they are worth.",
    epilog=example("dealsim negotiations baseline --games 500 --set protocol=alternating"),
)
@click.argument("scenario")
@click.option("--games", type=Whole(1, MOST_GAMES), default=200, show_default=True, help="How many games.")
@seed_option
@set_option
@agents_option
@click.option("--workers", type=Whole(1, 1024), help="Processes.  [default: one a core]")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for negotiations.json, negotiations.parquet, manifest.json."
)
@json_option
@click.pass_context
def negotiations(
    ctx: click.Context,
    scenario: str,
    games: int,
    seed: int,
    settings: tuple[str, ...],
    agents: Path | None,
    workers: int | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Play games, and print how their negotiations end and what they are worth.

    Agreement, rounds, surplus, and distance from the Pareto frontier and from the solutions of bargaining theory, as
    the literature on automated negotiation reports them, each with its 95% interval. What each side has without a
    contract is the threat point: for an AI, the best of feigning, waiting and taking over. The readable game plays,
    a few games a second and core.
    """
    warn_of_compiling()
    from dealsim import api
    from dealsim.api.agents import cast_of
    from dealsim.cli.watching import WatchedGames

    played, watch = api.load(scenario, settings), WatchedGames(games)
    say_remarks(played.remarks)
    cast = cast_of(played, agents)
    results: ResultsWriter | None = None
    if out is not None:
        from dealsim.results.folder import open_writer
        from dealsim.results.manifest import new_manifest
        from dealsim.results.negotiation_rows import NegotiationRows

        worlds = played.worlds
        manifest = new_manifest(worlds, scenario, settings, seed, games, cast.origin if cast else {})
        manifest["command"] = "negotiations"
        results = open_writer(out, NegotiationRows(worlds), manifest)
    if cast is not None:
        announce(played.scenario, games, workers)

    def show(found: "Negotiations") -> None:
        print_negotiations(found.document, played.title, settings, games, as_json=as_json)

    with faults_in_words():
        found = api.negotiations(
            played, games=games, seed=seed, workers=workers, cast=cast, results=results, through=watch, show=show
        )
    watch.leave_if_stopped(ctx, found.games)


def print_negotiations(
    document: "NegotiationsDocument", title: str, settings: tuple[str, ...], games: int, *, as_json: bool
) -> None:
    """Print the document, or tables for people."""
    if as_json:
        click.echo(document.printed)
        return
    from dealsim.cli.negotiation_table import print_negotiations

    print_negotiations(document, title, settings, asked_for=games)
