"""`dealsim compare`: the same luck under two scenarios."""

from collections.abc import Sequence

import click

from dealsim.cli.options import Whole, example, json_option, seed_option, set_option, warn_of_compiling

MOST_GAMES = 100_000_000


@click.command(
    short_help="Play two scenarios with the same luck: what differs.",
    epilog=example("dealsim compare baseline --set protocol=none --story"),
)
@click.argument("a")
@click.argument("b", required=False)
@click.option("--games", type=Whole(1, MOST_GAMES), default=1000, show_default=True, help="How many games.")
@seed_option
@set_option
@click.option("--a", "for_a", multiple=True, metavar="PATH=VALUE", help="Change scenario A alone; may be repeated.")
@click.option("--b", "for_b", multiple=True, metavar="PATH=VALUE", help="Change scenario B alone; may be repeated.")
@click.option(
    "--story", is_flag=True, help="Narrate the clearest game whose ending changes, from where the two runs diverge."
)
@click.option("--workers", type=Whole(1, 1024), help="Threads.  [default: one a core]")
@json_option
@click.pass_context
def compare(
    ctx: click.Context,
    a: str,
    b: str | None,
    games: int,
    seed: int,
    settings: tuple[str, ...],
    for_a: tuple[str, ...],
    for_b: tuple[str, ...],
    story: bool,
    workers: int | None,
    as_json: bool,
) -> None:
    """Play the same games in two scenarios with the same luck: differences with 95% intervals, and games that flipped.

    With one SCENARIO and one --set, A is the scenario as it stands and B has the change; with two, A has the first
    and B the second. Else --set changes both, --a and --b one of them.
    """
    warn_of_compiling()  # first of all: the imports below begin to compile
    of_a, of_b = sides(b is None, settings, for_a, for_b)
    from dealsim import api
    from dealsim.cli.watching import WatchedGames

    watch = WatchedGames(games)
    one, other = api.load(a, of_a), api.load(b or a, of_b)
    comparison = api.compare(one, other, games=games, seed=seed, workers=workers, through=watch)
    if comparison.games:
        document = comparison.document(story=story)
        if as_json:
            click.echo(document.printed)
        else:
            from dealsim.cli.compare_page import print_comparison

            print_comparison(document, [one.title, other.title])
    watch.leave_if_stopped(ctx, comparison.games)


def sides(
    alone: bool, settings: Sequence[str], for_a: Sequence[str], for_b: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the settings of A and of B; `alone`: one scenario was named."""
    if not alone or for_a or for_b:
        return (*settings, *for_a), (*settings, *for_b)
    if len(settings) in (1, 2):
        return tuple(settings[:-1]), tuple(settings[-1:])
    found = f"one scenario and {len(settings)} --set"
    raise click.UsageError(
        f"found {found}; wanted a second scenario, or one --set (B has it) or two (A has the first, B the second), "
        "or --a and --b"
    )
