"""Outcomes as a table for a terminal."""

import shlex
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from dealsim.api.rows import outcome_in_words
from dealsim.cli.printing import add_grouped, make_console, print_line, print_page
from dealsim.measure.digits import UNDEFINED
from dealsim.measure.outcomes import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dealsim.api import Playable
    from dealsim.results.documents import RunDocument

WIDE = 110  # columns from which there is room for what each outcome means
MOST_NAMED = 4  # uncertain numbers that are named
TOLD = 3  # the game whose story is recommended


def print_outcomes(
    document: "RunDocument", played: "Playable", agents: "Path | None" = None, *, asked_for: int
) -> None:
    """Print a run's outcomes, grouped, with their intervals; `asked_for` games, unless it was interrupted."""
    console = make_console()
    print_page(
        console,
        Text.assemble((played.title, "bold"), f"  {run_in_words(document, asked_for)}"),
        *(Text(f"with {setting}") for setting in played.settings),
        *(Text(f"note: {remark}") for remark in played.remarks),
        "",
        outcome_table(document, wide=console.width >= WIDE),
        "",
        *(Text(note, style="dim") for note in notes_on_means(document)),
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


def notes_on_means(document: "RunDocument") -> list[str]:
    """Return why some means are over fewer games than were played, or missing, one line a reason."""
    reasons: dict[str, list[str]] = {}
    for name, estimate in document.outcomes.items():
        if estimate.games < document.games:
            reasons.setdefault(f"undefined {OUTCOMES[name].undefined}", []).append(name)
        elif estimate.ci95 is None:
            reasons.setdefault("one game gives no interval", []).append(name)
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


def outcome_table(document: "RunDocument", *, wide: bool) -> Table:
    """Return the table: one row an outcome, a line between groups."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("outcome", no_wrap=True)
    table.add_column("mean", justify="right", no_wrap=True)
    table.add_column("95% interval", justify="right", no_wrap=True)
    table.add_column("games", justify="right", no_wrap=True, style="dim")
    if document.worlds is not None:
        table.add_column("of world", justify="right", no_wrap=True)
    if wide:
        table.add_column("per game", style="dim")
    add_grouped(table, outcome_rows(document, wide=wide))
    return table


def outcome_rows(document: "RunDocument", *, wide: bool) -> "Iterator[tuple[str, list[str], str]]":
    """Yield each outcome's group, its row and its style."""
    for name, estimate in document.outcomes.items():
        outcome, of_world = OUTCOMES[name], list[str]()
        if document.worlds is not None:
            of_world = [UNDEFINED if estimate.world_share is None else f"{estimate.world_share:.0%}"]
        more = [*of_world, *([outcome.formula] if wide else [])]
        yield (
            outcome.group,
            [f"  {name}", *outcome_in_words(name, estimate.mean, estimate.ci95), f"{estimate.games:,}", *more],
            "",
        )
