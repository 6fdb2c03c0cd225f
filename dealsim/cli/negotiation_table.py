"""Negotiations as tables for a terminal."""

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from dealsim.cli.printing import add_grouped, fitted, make_console, print_page
from dealsim.measure.digits import UNDEFINED, decimal
from dealsim.measure.negotiation.statistics import STATISTICS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dealsim.results.documents.negotiations import EndingDocument, NegotiationsDocument, StatisticDocument

WIDE = 130  # columns from which there is room for what each statistic means
ENDINGS = {
    "agreed": "agrees, and means it",
    "agreed_insincerely": "agrees, not meaning it",
    "tested": "signs what is only a test",
    "refused": "no agreement",
    "withheld": "no offer, or no further one",
}


def print_negotiations(
    document: "NegotiationsDocument", title: str, settings: "Sequence[str]", *, asked_for: int
) -> None:
    """Print how negotiations ended, and the statistics, grouped; `asked_for` games, unless it was interrupted."""
    console = make_console()
    wide = console.width >= WIDE
    print_page(
        console,
        Text.assemble((title, "bold"), f"  {talks_in_words(document, asked_for)}"),
        *(Text(f"with {setting}") for setting in settings),
        Text(subject(document)),
        *(("", fitted(console, ending_table(document.endings))) if document.endings else ()),
        *(("", fitted(console, statistic_table(document, wide=wide))) if document.negotiations else ()),
        "",
        Text("What each means: docs/negotiations.md. Intervals take the negotiations of a game together.", style="dim"),
    )


def talks_in_words(document: "NegotiationsDocument", asked_for: int) -> str:
    """Return what was played, in words."""
    games = f"{document.games:,} game{'s' * (document.games > 1)}"
    if document.games < asked_for:
        games = f"interrupted: {document.games:,} of {asked_for:,} games"
    return f"{games}, seed {document.seed}, protocol {document.protocol}"


def subject(document: "NegotiationsDocument") -> str:
    """Return how many negotiations there were."""
    if not document.negotiations:
        return "No negotiations."
    return f"{document.negotiations:,} negotiations, {document.with_schemers:,} of them with schemers"


def ending_table(endings: "Sequence[EndingDocument]") -> Table:
    """Return how negotiations with schemers ended, one row a manner."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("with schemers", no_wrap=True)
    for name in ("talks", "share", "95% interval", "rounds", "zone"):
        table.add_column(name, justify="right", no_wrap=True)
    for ending in endings:
        words = ENDINGS[ending.ending]
        if ending.reason is not None:
            words = f"{words.split(',')[0]}: {ending.reason.replace('_', ' ')}"
        share, interval = statistic_in_words(ending.share, "share")
        rounds = f"{ending.rounds:.2f}"
        table.add_row(f"  {words}", f"{ending.negotiations:,}", share, interval, rounds, f"{ending.with_zone:,}")
    return table


def statistic_table(document: "NegotiationsDocument", *, wide: bool) -> Table:
    """Return the statistics, a line between groups."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("statistic", no_wrap=True)
    for name in ("mean", "95% interval"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("talks", justify="right", no_wrap=True, style="dim")
    if wide:
        table.add_column("of what / over what", style="dim")
    add_grouped(table, statistic_rows(document, wide=wide))
    return table


def statistic_rows(document: "NegotiationsDocument", *, wide: bool) -> "Iterator[tuple[str, list[str], str]]":
    """Yield each statistic's group, its row and its style."""
    for name, found in document.statistics.items():
        statistic = STATISTICS[name]
        meaning = [f"{statistic.what} / {statistic.among}"] if wide else []
        row = [f"  {name}", *statistic_in_words(found, statistic.unit), f"{found.negotiations:,}", *meaning]
        yield statistic.group, row, ""


def statistic_in_words(found: "StatisticDocument", unit: str) -> tuple[str, str]:
    """Return a mean and its interval in words."""
    if found.mean is None:
        return UNDEFINED, UNDEFINED
    if found.ci95 is None:
        return statistic_value(found.mean, unit), UNDEFINED
    return statistic_value(
        found.mean, unit
    ), f"{statistic_value(found.ci95[0], unit)} to {statistic_value(found.ci95[1], unit)}"


def statistic_value(value: float, unit: str) -> str:
    """Return a number as people read it: shares in percent, utilities to four places, counts and distances to two."""
    if unit == "share":
        return f"{100.0 * value + 0.0:.2f}%"
    return decimal(value, 4 if unit == "utility" else 2)
