"""`dealsim window`: where a deal exists, without chance."""

from typing import TYPE_CHECKING

import click

from dealsim.cli.options import example, json_option, say_remarks, set_option, warn_of_compiling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table

    from dealsim.measure.window import Window

EVERY = 4  # quarters of age between rows of the page
LEGEND = (
    "In utility (the whole future is worth 1, nothing happening 0): not signing; the best plan to take over, tried now;"
    " required, what keeping a contract must be worth; ceiling, the most that any promise makes it worth.",
    "In shares of the future: reservation, the least that it would sign for and keep; walk-away, the most that its lab"
    " would give.",
    "An aligned mind needs no deal. Every age: --json.",
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

    print_page(make_console(), *page(played.title, played.deal_windows))


def page(title: str, windows: "list[Window]") -> "Iterator[RenderableType]":
    """Yield the page: for each generation a table of what suffices at some ages; labs that are alike share one."""
    from rich.text import Text

    yield Text.assemble((title, "bold"), "  the deal window of a schemer of expected traits, by age in quarters")
    for labs, mine in alike([w for w in windows if w.mind == "schemer"]):
        yield Text.assemble("\n", (f"{', '.join(labs)}: AI {mine[0].generation}", "bold"))
        yield table([w for w in mine if w.age % EVERY == 0])
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


def table(windows: "list[Window]") -> "Table":
    """Return some windows of one lab and generation as a table."""
    from rich.table import Table
    from rich.text import Text

    made = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("age", "not signing", "best plan", "required", "ceiling", "reservation", "walk-away"):
        made.add_column(name, justify="right", no_wrap=True)
    made.add_column("deal", no_wrap=True)
    for w in windows:
        values = (w.outside_option, w.takeover_value, w.required_value, w.credibility_ceiling)
        reservation = "–" if w.reservation_share is None else percent(w.reservation_share)
        deal = Text("yes", style="green") if w.deal else Text(f"no: {w.reason}")
        numbers = (utility(value) for value in values if value is not None)
        made.add_row(str(w.age), *numbers, reservation, percent(w.walk_away_share), deal)
    return made


def utility(value: float) -> str:
    """Return a utility to three places, without a minus before 0."""
    return f"{round(value, 3) + 0.0:.3f}"


def percent(share: float) -> str:
    """Return a share in percent, one more than 0 never as 0."""
    return "<0.01%" if 0.0 < share < 0.00005 else f"{100.0 * share:.2f}%"
