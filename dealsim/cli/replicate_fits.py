"""Fits of the game's parameters to experiments, as a page for a terminal: a part of `replicate_page`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from dealsim.evidence.published.wording import fit_in_words, fitted_range, off_by

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dealsim.evidence.published.document import FitDocument

QUANTITY, NUMBER, SMALL, VERDICT = 29, 10, 8, 7  # widths of columns: at 80 a table has room for all


def fit_page(fit: "FitDocument") -> "Iterator[RenderableType]":
    """Yield a fit: its parameters, what was observed, and what it is worth."""
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("fitted", width=QUANTITY, overflow="fold")
    table.add_column("best", justify="right", no_wrap=True, width=NUMBER)
    table.add_column("fits within all ranges", no_wrap=True)
    for each in fit.parameters:
        table.add_row(each.parameter, f"{each.value:.3g}", fitted_range(each.low, each.high, each.sought))
    yield table
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("observed", width=QUANTITY - 2, overflow="fold")
    for name in ("from", "to", "ours", "off by"):
        table.add_column(name, justify="right", no_wrap=True, width=SMALL)
    table.add_column("", no_wrap=True, width=VERDICT)
    for seen in fit.observations:
        cells = [seen.note or seen.quantity, f"{seen.low:.4g}", f"{seen.high:.4g}", f"{seen.ours:.3g}"]
        table.add_row(*cells, off_by(seen.off, seen.high - seen.low), "within" if seen.within else "outside")
    yield table
    yield Text(fit_in_words(fit), style="dim")
