"""`dealsim story`: one game as a story."""

import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dealsim.cli.agents import faults_in_words
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
    from collections.abc import Iterator

    from rich.table import Table
    from rich.text import Text

    from dealsim.api.narrating import GameStory
    from dealsim.game.notes import Note
    from dealsim.game.story import Passage, Story

# Neither yellow, which a light background swallows, nor blue, which a dark one does.
STYLES = {
    "took_over": "bold red",
    "forestalled": "red",
    "caught": "red",
    "fizzled": "red",
    "betrayed": "magenta",
    "broken": "magenta",
    "signed": "green",
    "paid": "green",
}


LEGEND = (
    "Offers are shares of the long-run future. What something is worth to a mind is in utility: the whole future is 1,"
    " nothing happening 0. Quarters in which an AI only goes on as before are left out; --json has them."
)


@click.command(short_help="Narrate one game.", epilog=example("dealsim story baseline --game 3 --explain"))
@click.argument("scenario")
@seed_option
@click.option("--game", type=Whole(0, 2**62), default=0, show_default=True, help="Number of the game.")
@set_option
@agents_option
@click.option("--explain", is_flag=True, help="Show each decision's options, the beliefs behind them and the margin.")
@json_option
def story(
    scenario: str,
    seed: int,
    game: int,
    settings: tuple[str, ...],
    agents: Path | None,
    explain: bool,
    as_json: bool,
) -> None:
    """Narrate one game: every offer, answer, reason, attempt and payment, quarter by quarter.

    SCENARIO is a file or the bare name of a shipped scenario.
    """
    warn_of_compiling()  # first of all: the imports below begin to compile
    from dealsim import api
    from dealsim.api.agents import cast_of

    played = api.load(scenario, settings)
    say_remarks(played.remarks)
    cast = cast_of(played, agents)
    # What a class of the user's prints is no part of the story.
    with faults_in_words(), redirect_stdout(sys.stderr):
        told = api.story(played, game=game, seed=seed, explain=explain, cast=cast)
    if as_json:
        click.echo(told.document.printed)
    else:
        print_story(told)


def print_story(told: "GameStory") -> None:
    """Print a story, a quarter's number beside each of its first lines."""
    from rich.text import Text

    from dealsim.cli.printing import make_console, print_page

    drawn = ", ".join(f"{address} is {value:.4g}" for address, value in told.drawn.items())
    print_page(
        make_console(prose=True),
        Text.assemble((told.played.title, "bold"), f"  game {told.game}, seed {told.seed}"),
        *([Text(f"in its world {drawn}", style="dim")] if drawn else []),
        "",
        page(told.told),
        "",
        Text(told.told.ending, style="bold"),
        Text(LEGEND, style="dim"),
    )


def page(told: "Story") -> "Table":
    """Return the story as a page: quarters on the left, what happened on the right."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", no_wrap=True, style="bold")
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    last = -1
    for passage in news_of(told):
        if passage.quarter != last >= 0:
            grid.add_row()
        if passage.quarter > last + 2:
            grid.add_row("", "", Text(f"nothing changed until quarter {passage.quarter}", style="dim"))
            grid.add_row()
        grid.add_row(f"quarter {passage.quarter}" if passage.quarter != last else "", "·", sentence(passage))
        if passage.note is not None:
            grid.add_row("", "", weighed(passage.note))
        last = passage.quarter
    return grid


def news_of(told: "Story") -> "Iterator[Passage]":
    """Yield what is new: not that an AI goes on as before, unless what it would do otherwise has changed."""
    before: dict[tuple[str | None, int | None], tuple[str, str]] = {}
    for passage in told.passages:
        who, choice = (passage.lab, passage.generation), choice_of(passage.note)
        if passage.fresh or (choice is not None and choice != before.get(who)):
            yield passage
        if choice is not None:
            before[who] = choice


def choice_of(note: "Note | None") -> tuple[str, str] | None:
    """Return the option that was taken and the best other one."""
    if note is None:
        return None
    others = {name: value for name, value in note.options.items() if name != note.taken}
    return note.taken, max(others, key=lambda name: others[name], default="")


def sentence(passage: "Passage") -> "Text":
    """Return a passage's words, coloured by what they report."""
    from rich.text import Text

    return Text(passage.text, style=STYLES.get(passage.happening, ""))


def weighed(note: "Note") -> "Table":
    """Return what was weighed: options from best to worst with their values and the margin, and the beliefs."""
    from rich.table import Table
    from rich.text import Text

    from dealsim.measure.digits import decimal

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim")
    grid.add_column(style="dim", overflow="fold")
    ranked = sorted(note.options.items(), key=lambda option: -option[1])
    width = max(len(name) for name in note.options)
    options = (f"{name:<{width}}  {decimal(value, 4):>8}{taken(note, name)}" for name, value in ranked)
    grid.add_row("options", Text("\n".join(options)))
    beliefs = (f"{belief(name, value):>8}  {name}" for name, value in note.beliefs.items())
    grid.add_row("beliefs", Text("\n".join(beliefs)))
    return grid


def belief(name: str, value: float) -> str:
    """Return what a mind believes: chances in percent, all else as it is."""
    from dealsim.game.notes import is_a_chance
    from dealsim.measure.digits import decimal

    return f"{100.0 * value:.2f}%" if is_a_chance(name) else decimal(value, 4)


def taken(note: "Note", name: str) -> str:
    """Return the mark of the option that was taken."""
    return f"  taken, margin {note.margin:.4f}" if name == note.taken else ""
