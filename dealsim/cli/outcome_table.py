"""Outcomes as a table for a terminal."""

import shlex
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from dealsim.api.rows import outcome_in_words
from dealsim.cli.printing import add_grouped, make_console, print_line, print_page
from dealsim.measure.digits import UNDEFINED
from dealsim.measure.naming import MAIN, outcome_name, what_happens
from dealsim.measure.outcomes import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dealsim.api import Playable
    from dealsim.results.documents import RunDocument

MIDDLE = 60  # columns from which there is room for intervals
WIDE = 110  # columns from which there is room for what each outcome means
MOST_NAMED = 4  # uncertain numbers that are named
TOLD = 3  # the game whose story is recommended


def print_outcomes(
    document: "RunDocument",
    played: "Playable",
    agents: "Path | None" = None,
    *,
    asked_for: int,
    chosen: "Sequence[str]" = MAIN,
) -> None:
    """Print what stands out and chosen outcomes with their intervals; `asked_for` games, unless it was interrupted."""
    console = make_console()
    means = {name: each.mean for name, each in document.outcomes.items()}
    print_page(
        console,
        Text.assemble((played.title, "bold"), f"  {run_in_words(document, asked_for)}"),
        *(Text(f"with {setting}") for setting in played.settings),
        *(Text(f"note: {remark}") for remark in played.remarks),
        "",
        Text(sentence_of(what_happens(means))),
        "",
        outcome_table(document, chosen, console.width),
        "",
        *(Text(note, style="dim") for note in notes_on_means(document, chosen)),
        *(Text(line, style="dim") for line in notes_on_table(chosen, console.width >= MIDDLE)),
    )
    # In one line however narrow the terminal, so that it can be copied.
    told = story_command(document, played.name, played.settings, agents)
    print_line(console, Text(f"One of these games as a story: {told}", style="dim"))


def run_in_words(document: "RunDocument", asked_for: int) -> str:
    """Return what was played, in words."""
    games = f"{document.games:,} game{'s' * (document.games > 1)}"
    if document.games < asked_for:
        games = f"interrupted: {document.games:,} of {asked_for:,} games"
    if document.worlds is not None:
        games += f" in {document.worlds:,} world{'s' * (document.worlds > 1)}"
    return f"{games}, seed {document.seed}, {document.engine} engine"


def sentence_of(words: str) -> str:
    """Return words as a sentence."""
    return f"{words[:1].upper()}{words[1:]}."


def notes_on_table(chosen: "Sequence[str]", intervals: bool) -> "Iterator[str]":
    """Yield what a table leaves out, and how to see it."""
    left = len(OUTCOMES) - len(chosen)
    if left:
        yield f"{left} more outcomes: --all, or --outcome NAME (names: dealsim list outcomes)"
    if not intervals:
        yield "95% intervals: in a wider terminal, or --json"


def notes_on_means(document: "RunDocument", chosen: "Sequence[str]") -> list[str]:
    """Return why some means are over fewer games than were played, or missing, one line a reason."""
    reasons: dict[str, list[str]] = {}
    for name in chosen:
        estimate, called = document.outcomes[name], name_among(chosen, name)
        if estimate.games < document.games:
            reasons.setdefault(f"undefined {OUTCOMES[name].undefined}", []).append(called)
        elif estimate.ci95 is None:
            reasons.setdefault("one game gives no interval", []).append(called)
    said = [f"{reason}: {', '.join(names)}" for reason, names in reasons.items()]
    if document.worlds is not None:
        drawn = [f"{address} {words}" for address, words in (document.uncertain or {}).items()]
        more = [f"and {len(drawn) - MOST_NAMED} more (--json names them)"] if len(drawn) > MOST_NAMED else []
        numbers = ", ".join(drawn[:MOST_NAMED] + more)
        said += [
            f"drawn separately in each world: {numbers}",
            "of world: share of one game's variance that is due to its world",
        ]
    return said


def story_command(
    document: "RunDocument", scenario: str, settings: "Sequence[str]", agents: "Path | None" = None
) -> str:
    """Return the command that shows one of these games as a story."""
    words = ["dealsim", "story", scenario, "--game", str(min(TOLD, document.games - 1))]
    if document.seed:
        words += ["--seed", str(document.seed)]
    for setting in settings:
        words += ["--set", setting]
    if agents is not None:
        words += ["--agents", str(agents)]
    return shlex.join(words)


def name_among(chosen: "Sequence[str]", name: str) -> str:
    """Return what a table calls an outcome: by its name in files where all are shown."""
    return name if len(chosen) == len(OUTCOMES) else outcome_name(name)


def outcome_table(document: "RunDocument", chosen: "Sequence[str]", width: int) -> Table:
    """Return the table: one row an outcome; of all outcomes, a line between groups."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("outcome", overflow="fold", min_width=10)
    table.add_column("mean", justify="right", no_wrap=True)
    if width >= MIDDLE:
        table.add_column("95% interval", justify="right", no_wrap=True)
        table.add_column("games", justify="right", no_wrap=True, style="dim")
    if document.worlds is not None and width >= MIDDLE:
        table.add_column("of world", justify="right", no_wrap=True)
    if width >= WIDE:
        table.add_column("per game", style="dim")
    rows = outcome_rows(document, chosen, width)
    if len(chosen) == len(OUTCOMES):
        add_grouped(table, ((group, [f"  {name}", *cells], "") for group, name, cells in rows))
    else:
        for _, name, cells in rows:
            table.add_row(name, *cells)
    return table


def outcome_rows(
    document: "RunDocument", chosen: "Sequence[str]", width: int
) -> "Iterator[tuple[str, str, list[str]]]":
    """Yield each outcome's group, what it is called, and its cells."""
    for name in chosen:
        estimate, outcome = document.outcomes[name], OUTCOMES[name]
        mean, interval = outcome_in_words(name, estimate.mean, estimate.ci95)
        cells = [mean, interval, f"{estimate.games:,}"] if width >= MIDDLE else [mean]
        if document.worlds is not None and width >= MIDDLE:
            cells.append(UNDEFINED if estimate.world_share is None else f"{estimate.world_share:.0%}")
        yield outcome.group, name_among(chosen, name), [*cells, *([outcome.formula] if width >= WIDE else [])]
