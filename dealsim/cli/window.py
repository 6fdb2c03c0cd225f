"""`dealsim window`: where a deal exists, without chance."""

from itertools import groupby
from typing import TYPE_CHECKING

import click

from dealsim.cli.options import example, json_option, say_remarks, set_option, warn_of_compiling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table

    from dealsim.measure.window import Window

UNDEFINED = "–"
SCHEMER = "schemer"
SOME, MANY = 54, 90  # columns from which there is room for shares, and for utilities
EVERY = 4  # quarters of age between rows of the page
LEGEND = (
    "In utility (the whole future is worth 1, nothing happening 0): not signing; the best plan to take over, tried now;"
    " required, what keeping a contract must be worth; ceiling, the most that any promise makes it worth.",
    "In shares of the future: reservation, the least that it would sign for and keep; walk-away, the most that its lab"
    " would give.",
    "Every age and every kind of mind with its numbers: --json.",
)


@click.command(
    short_help="Say where a deal exists, without chance.",
    epilog=example("dealsim window baseline --set every_lab.enforcement=0.9"),
)
@click.argument("scenario")
@set_option
@json_option
def window(scenario: str, settings: tuple[str, ...], as_json: bool) -> None:
    """Say for each lab, generation and kind of mind, at each age, whether a deal exists, and why not.

    Minds have the traits and the capability expected of them; nothing is left to chance.
    """
    warn_of_compiling()
    from dealsim import api

    played = api.load(scenario, settings)
    say_remarks(played.remarks)
    if played.uncertain:
        count = len(played.uncertain)
        said = f"{count} uncertain number{'s' * (count > 1)}"
        click.echo(f"{said}: this is the window of the world in which each is at its median", err=True)
    if played.scenario.agents.named():
        named = f"agents named ({played.scenario.agents})"
        click.echo(f"{named}: a window asks none of them; it is what the rules say", err=True)
    if as_json:
        from dealsim.results.documents.window import window_document

        click.echo(window_document(scenario, played.deal_windows).printed)
        return
    from dealsim.cli.printing import make_console, print_page

    console = make_console()
    print_page(console, *page(played.title, played.deal_windows, console.width))


def page(title: str, windows: "list[Window]", width: int) -> "Iterator[RenderableType]":
    """Yield the page: for each generation a table of what suffices at some ages; labs that are alike share one."""
    from rich.text import Text

    yield Text.assemble(
        (title, "bold"), "  the deal window of minds of expected traits, a schemer's by age in quarters"
    )
    for labs, mine in alike(windows):
        yield Text.assemble("\n", (f"{', '.join(labs)}: AI {mine[0].generation}", "bold"))
        schemers = [w for w in mine if w.mind == SCHEMER and w.age % EVERY == 0]
        if schemers:
            yield table(schemers, width)
        yield from (Text(line) for line in others_in_words([w for w in mine if w.mind != SCHEMER]))
    yield ""
    yield from (Text(line, style="dim") for line in LEGEND)


def alike(windows: "list[Window]") -> "list[tuple[list[str], list[Window]]]":
    """Return windows by lab and generation, with the names of all labs whose windows are the same."""
    from dataclasses import replace

    found: dict[tuple[Window, ...], list[str]] = {}
    for lab, generation in dict.fromkeys((w.lab, w.generation) for w in windows):
        mine = tuple(replace(w, lab="") for w in windows if (w.lab, w.generation) == (lab, generation))
        found.setdefault(mine, []).append(lab)
    return [(labs, list(mine)) for mine, labs in found.items()]


def others_in_words(windows: "list[Window]") -> "Iterator[str]":
    """Yield whether there is a deal with the other kinds of mind, a line each, and if not, why."""
    for mind in dict.fromkeys(w.mind for w in windows):
        mine = [w for w in windows if w.mind == mind]
        answers = [(answer, [w.age for w in some]) for answer, some in groupby(mine, answer_in_words)]
        said = (answer if len(answers) == 1 else f"{answer} ({ages(at)})" for answer, at in answers)
        yield f"{mind.replace('_', ' ')}: {'; '.join(said)}"


def answer_in_words(window: "Window") -> str:
    """Return whether there is a deal, and if not, why."""
    return "yes" if window.deal else f"no: {reason_in_words(window)}"


def ages(at: "list[int]") -> str:
    """Return at which ages something is so."""
    return f"at age {at[0]}" if at[0] == at[-1] else f"from age {at[0]} to {at[-1]}"


def reason_in_words(window: "Window") -> str:
    """Return why there is no deal."""
    return "no need, as it works without pay" if window.reason == "no_need" else str(window.reason).replace("_", " ")


def table(windows: "list[Window]", width: int) -> "Table":
    """Return some windows of one lab and generation as a table, with the columns for which there is room."""
    from rich.table import Table
    from rich.text import Text

    columns = {
        "age": (0, [str(w.age) for w in windows]),
        "not signing": (MANY, [utility(w.outside_option) for w in windows]),
        "best plan": (MANY, [utility(w.takeover_value) for w in windows]),
        "required": (MANY, [utility(w.required_value) for w in windows]),
        "ceiling": (MANY, [utility(w.credibility_ceiling) for w in windows]),
        "reservation": (SOME, [percent(w.reservation_share) for w in windows]),
        "walk-away": (SOME, [percent(w.walk_away_share) for w in windows]),
    }
    shown = {name: cells for name, (least, cells) in columns.items() if width >= least}
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in shown:
        made.add_column(name, justify="right", no_wrap=True)
    made.add_column("deal", overflow="fold")
    for w, *cells in zip(windows, *shown.values(), strict=True):
        made.add_row(*cells, Text("yes", style="green") if w.deal else Text(answer_in_words(w)))
    return made


def utility(value: float | None) -> str:
    """Return a utility to three places, without a minus before 0."""
    from dealsim.measure.digits import decimal

    return UNDEFINED if value is None else decimal(value, 3)


def percent(share: float | None) -> str:
    """Return a share in percent, one more than 0 never as 0."""
    if share is None:
        return UNDEFINED
    return "<0.01%" if 0.0 < share < 0.00005 else f"{100.0 * share:.2f}%"
