"""`dealsim compare`: the same luck under two scenarios."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dealsim.cli.options import Whole, example, json_option, seed_option, set_option, warn_of_compiling

if TYPE_CHECKING:
    from dealsim.cli.documents import CompareDocument, PartingDocument
    from dealsim.measure.comparison import Flips
    from dealsim.measure.pairs import PairedSummary
    from dealsim.scenario import Worlds

MOST_GAMES = 100_000_000
SHOWN_GAMES = 20  # numbers of flipped games in the document, each way


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
@click.option("--story", is_flag=True, help="Tell the most telling game that ends otherwise, up to where it parts.")
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
    from dealsim.scenario import load_worlds

    worlds = load_worlds(a, of_a), load_worlds(b or a, of_b)
    from dealsim.cli.playing import Player, stop
    from dealsim.measure.comparison import Flips, refuse_unlike

    refuse_unlike(*worlds)
    from dealsim.engine import play_pairs
    from dealsim.measure.pairs import PairedSummary

    medians = [each.median for each in worlds]
    labs, horizon = (len(medians[0].labs), len(medians[1].labs)), (medians[0].horizon, medians[1].horizon)
    summary = PairedSummary(labs, horizon, worlds[0].games_per_world or worlds[1].games_per_world)
    flips = Flips()
    player = Player(play_pairs(*worlds, games, seed, workers), games)
    with closing(player.blocks()) as blocks:
        for pairs in blocks:
            flips.add(summary.games, pairs["a"], pairs["b"])
            summary.add(pairs["a"], pairs["b"])
    if summary.games:
        sides_said = said(a, of_a), said(b or a, of_b)
        document = compare_document(worlds, sides_said, seed, summary, flips, story=story)
        print_comparison(document, [each.title for each in medians], as_json=as_json)
    if summary.games < games:
        stop(ctx, summary.games, games, at_work=player.at_work())


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


def said(scenario: str, settings: Sequence[str]) -> str:
    """Return a scenario and its settings in words, without folders, which might name the user."""
    return " ".join([Path(scenario).name, *settings])


def compare_document(
    worlds: "tuple[Worlds, Worlds]",
    sides_said: tuple[str, str],
    seed: int,
    summary: "PairedSummary",
    flips: "Flips",
    *,
    story: bool,
) -> "CompareDocument":
    """Return what came of the games as a document."""
    from dataclasses import asdict

    from dealsim import __version__
    from dealsim.cli.documents import CompareDocument, DifferenceDocument

    differences = {
        name: DifferenceDocument(
            **asdict(each),
            flipped_up=flips.up.get(name, [])[:SHOWN_GAMES],
            flipped_down=flips.down.get(name, [])[:SHOWN_GAMES],
        )
        for name, each in summary.differences().items()
    }
    return CompareDocument(
        a=sides_said[0],
        b=sides_said[1],
        games=summary.games,
        seed=seed,
        outcomes=differences,
        parting=parting_of(worlds, seed, flips, summary) if story else None,
        version=__version__,
    )


def parting_of(
    worlds: "tuple[Worlds, Worlds]", seed: int, flips: "Flips", summary: "PairedSummary"
) -> "PartingDocument | None":
    """Return the most telling game of those that flipped the way in which most did; None if none flipped."""
    from dealsim.cli.documents import PartingDocument
    from dealsim.cli.story import event_of
    from dealsim.game.story import story_of
    from dealsim.measure.comparison import after, most_telling

    for name in ("takeover", "attempt"):
        up, down = summary.differences()[name].flipped or (0, 0)
        found = most_telling(*worlds, seed, flips.up[name] if up >= down else flips.down[name])
        if found is not None:
            told = [story_of(each.tables(seed, found.game), seed, found.game, explain=True) for each in worlds]
            ways = [[event_of(passage) for passage in after(each, found)] for each in told]
            return PartingDocument(
                game=found.game,
                outcome=name,
                alike=found.alike,
                quarter=found.quarter,
                a=ways[0],
                b=ways[1],
                ending_a=told[0].ending,
                ending_b=told[1].ending,
            )
    return None


def print_comparison(document: "CompareDocument", titles: Sequence[str], *, as_json: bool) -> None:
    """Print the document, or a page for people."""
    if as_json:
        click.echo(document.model_dump_json(indent=2))
        return
    from dealsim.cli.compare_page import print_comparison

    print_comparison(document, titles)
