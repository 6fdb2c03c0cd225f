"""`dealsim negotiations`: how talks end, and what they are worth beside the solutions of bargaining theory."""

from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dealsim.cli.agents import announce, cast_of, faults_in_words
from dealsim.cli.options import (
    Whole,
    agents_option,
    example,
    json_option,
    seed_option,
    set_option,
    warn_of_compiling,
)
from dealsim.cli.playing import mesa_player, stop

if TYPE_CHECKING:
    from dealsim.cli.documents import NegotiationsDocument, StatisticDocument
    from dealsim.cli.playing import Player
    from dealsim.measure.estimates import Estimate
    from dealsim.measure.negotiation.totals import Totals
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
    from dealsim.scenario import load_worlds

    worlds = load_worlds(scenario, settings)
    loaded = worlds.median
    cast = cast_of(loaded, scenario, settings, agents)
    from dealsim.measure.negotiation.totals import Totals
    from dealsim.measure.negotiation.watching import negotiation_rows
    from dealsim.work.cores import usable_cores

    results: ResultsWriter | None = None
    if out is not None:
        from dealsim.cli.negotiation_results import NegotiationResults
        from dealsim.results.folder import open_writer

        origin = cast.origin if cast else {}
        results = open_writer(out, worlds, scenario, settings, seed, games, origin, kind=NegotiationResults)
    workers = workers or usable_cores()
    if cast is not None:
        announce(loaded, games, workers)
    totals = Totals(len(loaded.labs) * loaded.horizon, worlds.games_per_world or 1)
    player = mesa_player(worlds, games, seed, workers, cast, negotiation_rows)
    with results or nullcontext(), faults_in_words():
        watch(player, totals, results)
        if totals.games:
            document = negotiations_document(totals, loaded.protocol, scenario, seed)
            try:
                if results is not None and totals.games == games:
                    results.save(document)
            finally:
                print_negotiations(document, loaded.title, settings, games, as_json=as_json)
    if totals.games < games:
        stop(ctx, totals.games, games, at_work=player.at_work())


def watch(player: "Player", totals: "Totals", results: "ResultsWriter | None") -> None:
    """Play the games, or as many of them as are finished when Ctrl-C stops them."""
    with closing(player.blocks()) as blocks:
        for entries in blocks:
            totals.add(entries)
            if results is not None:
                results.add(entries)


def negotiations_document(totals: "Totals", protocol: str, scenario: str, seed: int) -> "NegotiationsDocument":
    """Return what the negotiations came to as a document."""
    from dealsim import __version__
    from dealsim.cli.documents import EndingDocument, NegotiationsDocument
    from dealsim.core.codes import Reason

    return NegotiationsDocument(
        scenario=Path(scenario).name,
        protocol=protocol,
        games=totals.games,
        seed=seed,
        negotiations=totals.negotiations,
        with_schemers=totals.schemers,
        endings=[
            EndingDocument(
                ending=ending.name.lower(),
                reason=None if reason == Reason.NONE else reason.name.lower(),
                negotiations=outcome.negotiations,
                with_zone=outcome.with_zone,
                rounds=outcome.rounds / outcome.negotiations,
                share=statistic_of(share),
            )
            for (ending, reason), (outcome, share) in totals.endings().items()
        ],
        statistics={name: statistic_of(estimate) for name, estimate in totals.estimates().items()},
        version=__version__,
    )


def statistic_of(estimate: "Estimate") -> "StatisticDocument":
    """Return an estimate over negotiations as a document."""
    from dealsim.cli.documents import StatisticDocument

    return StatisticDocument(
        mean=estimate.mean,
        se=estimate.se,
        ci95=estimate.ci95,
        negotiations=estimate.games,
        games=estimate.worlds or 0,
    )


def print_negotiations(
    document: "NegotiationsDocument", title: str, settings: tuple[str, ...], games: int, *, as_json: bool
) -> None:
    """Print the document, or tables for people."""
    if as_json:
        click.echo(document.model_dump_json(indent=2))
        return
    from dealsim.cli.negotiation_table import print_negotiations

    print_negotiations(document, title, settings, asked_for=games)
