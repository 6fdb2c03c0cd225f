"""`dealsim compare`: the same luck under two scenarios."""

import shlex
from collections.abc import Sequence

import click

from dealsim.cli.options import (
    Whole,
    chosen_outcomes,
    example,
    json_option,
    say_remarks,
    seed_option,
    set_option,
    shown_options,
    warn_of_compiling,
)

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
@shown_options
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
    outcomes: tuple[str, ...],
    every: bool,
    as_json: bool,
) -> None:
    """Play the same games in two scenarios with the same luck: differences with 95% intervals, and games that flipped.

    With one SCENARIO, one --set changes B alone, and the same key set twice is A, then B; different keys need --a and
    --b, which change one side each. With two scenarios, or beside --a or --b, --set changes both.
    """
    chosen = chosen_outcomes(outcomes, every=every)
    warn_of_compiling()  # first of all: the imports below begin to compile
    of_a, of_b = sides(a, b, settings, for_a, for_b)
    from dealsim import api
    from dealsim.cli.watching import WatchedGames

    watch = WatchedGames(games)
    one, other = api.load(a, of_a), api.load(b or a, of_b)
    comparison = api.compare(one, other, games=games, seed=seed, workers=workers, through=watch)
    if comparison.games:
        document = comparison.document(story=story)
        if as_json:
            say_remarks(comparison.remarks)
            click.echo(document.printed)
        else:
            from dealsim.cli.compare_page import print_comparison

            print_comparison(document, comparison, chosen)
    watch.leave_if_stopped(ctx, comparison.games)


def sides(
    a: str, b: str | None, settings: Sequence[str], for_a: Sequence[str], for_b: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the settings of A and of B: of one scenario, one setting changes B, and two of one key are A's and B's."""
    if b is not None or for_a or for_b:
        return (*settings, *for_a), (*settings, *for_b)
    if len(settings) == 1 or (len(settings) == 2 and len({*paths_of(settings)}) == 1):
        return tuple(settings[:-1]), tuple(settings[-1:])
    raise click.UsageError(refusal(a, settings))


def paths_of(settings: Sequence[str]) -> list[str]:
    """Return the keys that settings set, as they are written."""
    return [".".join(key.strip() for key in setting.partition("=")[0].split(".")) for setting in settings]


def refusal(scenario: str, settings: Sequence[str]) -> str:
    """Say which commands compare what may have been meant."""
    if not settings:
        return (
            "found one scenario and no change; wanted a second scenario, or a change of this one, as in\n"
            f"  dealsim compare {shlex.quote(scenario)} --set protocol=none"
        )
    half = (len(settings) + 1) // 2
    changed = ["dealsim", "compare", scenario, *(word for each in settings for word in ("--b", each))]
    apart = ["dealsim", "compare", scenario]
    apart += [word for k, each in enumerate(settings) for word in ("--a" if k < half else "--b", each)]
    ways = [f"the scenario as it is and with all of these:\n  {shlex.join(changed)}"]
    ways += [f"some of these and the others:\n  {shlex.join(apart)}"] if len(settings) > 1 else []
    return f"found one scenario and {len(settings)} --set; wanted which of them are A's and which B's. To compare\n" + (
        "\n".join(ways)
    )
