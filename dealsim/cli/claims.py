"""`dealsim claims`: the essays' claims as experiments, each with a verdict."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from dealsim.cli.options import INTERRUPTED, Whole, example, json_option, seed_option, warn_of_compiling

if TYPE_CHECKING:
    from dealsim.evidence.claims.document import ClaimsDocument

GAMES, WORLDS, GAMES_PER_WORLD = 1024, 64, 32  # by default, as in the api, which the help does not load
GOES_ON = "Ctrl-C shows the results so far"


@click.command(short_help="Test the essays' claims.", epilog=example("dealsim claims 01 3b --out ledger"))
@click.argument("claims", nargs=-1, metavar="[ID]...")
@click.option("--games", type=Whole(64, 10_000_000), default=GAMES, show_default=True, help="Games per named world.")
@click.option("--worlds", type=Whole(16, 1_000_000), default=WORLDS, show_default=True, help="Sampled worlds.")
@click.option(
    "--games-per-world",
    type=click.Choice([str(2**k) for k in range(11)]),
    default=str(GAMES_PER_WORLD),
    show_default=True,
    help="Games per sampled world.",
)
@seed_option
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the games played, the ledger and a table.")
@click.option("--shipped", is_flag=True, help="Show the ledger as it was played for this version; play nothing.")
@click.option("--all", "every", is_flag=True, help="Show every prediction of many claims, not a line a claim.")
@click.option("--list", "only_list", is_flag=True, help="List the claims.")
@click.option("--workers", type=Whole(1, 1024), help="Processes.  [default: one a core]")
@json_option
@click.pass_context
def claims(
    ctx: click.Context,
    claims: tuple[str, ...],
    games: int,
    worlds: int,
    games_per_world: str,
    seed: int,
    out: Path | None,
    shipped: bool,
    every: bool,
    only_list: bool,
    workers: int | None,
    as_json: bool,
) -> None:
    """Run the essays' claims as experiments, each with a verdict: holds, fails, depends, no effect, cannot say yet.

    ID is a shipped claim's name or number (3b), or a file of your own; without one, the whole ledger. Each prediction
    is tried by paired games in named worlds and in a sample of plausible ones. With --out, the same command resumes
    an interrupted run.
    """
    if only_list:
        from dealsim.api.judging import claim_titles

        for name, title in claim_titles(claims).items():
            click.echo(f"{name:32}  {title}")
    elif shipped:
        print_shipped(claims, every=every, as_json=as_json)
    else:
        warn_of_compiling()
        from dealsim import api
        from dealsim.work.workers import WorkersLost

        sizes = {"games": games, "worlds": worlds, "games_per_world": int(games_per_world)}
        try:
            played = api.claims(claims, **sizes, seed=seed, out=out, workers=workers, watch=watch)
        except WorkersLost as error:
            raise click.ClickException(f"{error}. With --out, run the same command to resume.") from None
        if played.document is not None:
            print_ledger(played.document, every=every, as_json=as_json)
        if not played.whole:
            interrupted(out, shown=played.document is not None)


@contextmanager
def watch(total: int, halt: Callable[[], None]) -> Iterator[Callable[[int], None]]:
    """Show how far it is from the first piece on: before, processes begin, and the rate of games says nothing."""
    from dealsim.cli.playing import interrupts, progress

    with interrupts(halt), ExitStack() as shown:
        bar: list[Callable[[int], None]] = []

        def advance(done: int) -> None:
            if not bar:
                bar.append(shown.enter_context(progress(total, "games", GOES_ON)))
            bar[0](done)

        yield advance


def print_shipped(claims: tuple[str, ...], *, every: bool, as_json: bool) -> None:
    """Print the ledger that travels with dealsim; say if the model has changed since."""
    from dealsim.api.judging import shipped_claims
    from dealsim.results.provenance import model_digest

    document = shipped_claims(claims)
    if document.model != model_digest():
        click.echo("The model has changed since this ledger was played: play it again without --shipped.", err=True)
    print_ledger(document, every=every, as_json=as_json)


def print_ledger(document: "ClaimsDocument", *, every: bool, as_json: bool) -> None:
    """Print the document, or a page for people."""
    if as_json:
        click.echo(document.printed)
        return
    from dealsim.cli.claims_page import print_claims

    print_claims(document, every=every)


def interrupted(out: Path | None, *, shown: bool) -> NoReturn:
    """Say what there is after Ctrl-C and how to go on, and leave."""
    what = "The results cover the games played so far." if shown else "No results yet."
    again = "Run the command again to start over; with --out it resumes."
    on = again if out is None else f"The games played are in {out}: run the same command to resume."
    click.echo(f"Interrupted. {what}\n{on}", err=True)
    raise click.exceptions.Exit(INTERRUPTED)
