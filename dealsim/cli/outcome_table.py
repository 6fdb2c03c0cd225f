"""Outcomes as a table for a terminal."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dealsim.outcomes import OUTCOMES, Outcome

if TYPE_CHECKING:
    from dealsim.cli.documents import EstimateDocument, RunDocument
    from dealsim.scenario import Tables

WIDE = 110  # columns from which there is room for what each outcome means
UNDEFINED = "–"


def print_outcomes(document: "RunDocument", tables: "Tables") -> None:
    """Print a run's outcomes, grouped, with their intervals."""
    console = Console(highlight=False)
    head = f"{document.games:,} games, seed {document.seed}, {document.engine} engine"
    console.print(Text.assemble((tables.title, "bold"), f"  {head}"))
    console.print()
    console.print(outcome_table(document, wide=console.width >= WIDE))
    console.print()
    if any(estimate.mean is None for estimate in document.outcomes.values()):
        console.print(f"{UNDEFINED}  undefined: no game could give it.", style="dim")
    console.print("One of these games told: dealsim story", document.scenario, "--game 3", style="dim")


def outcome_table(document: "RunDocument", *, wide: bool) -> Table:
    """Return the table: one row an outcome, a line between groups."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("outcome", no_wrap=True)
    table.add_column("mean", justify="right", no_wrap=True)
    table.add_column("95% interval", justify="right", no_wrap=True)
    if wide:
        table.add_column("per game", style="dim")
    group = ""
    for name, estimate in document.outcomes.items():
        outcome = OUTCOMES[name]
        if outcome.group != group:
            if group:
                table.add_row()
            table.add_row(Text(outcome.group, style="bold"))
            group = outcome.group
        table.add_row(f"  {name}", *numbers(outcome, estimate), *([meaning(outcome)] if wide else []))
    return table


def numbers(outcome: Outcome, estimate: "EstimateDocument") -> tuple[str, str]:
    """Return an outcome's mean and interval in words."""
    if estimate.mean is None:
        return UNDEFINED, ""
    if estimate.ci95 is None:
        return shown(outcome, estimate.mean), "one game"
    low, high = estimate.ci95
    return shown(outcome, estimate.mean), f"{shown(outcome, low)} to {shown(outcome, high)}"


def shown(outcome: Outcome, value: float) -> str:
    """Return a number as people read it: shares in percent, counts and quarters plain."""
    if outcome.unit.startswith("share"):
        return f"{100.0 * value + 0.0:.2f}%"
    return f"{value:.2f}"


def meaning(outcome: Outcome) -> str:
    """Return what an outcome is, and when it is undefined."""
    return f"{outcome.formula}; undefined {outcome.undefined}" if outcome.undefined else outcome.formula
