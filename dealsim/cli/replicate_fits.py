"""Fits of the game's parameters to experiments, as a page for a terminal: a part of `replicate_page`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dealsim.evidence.published.document import FitDocument

QUANTITY, NUMBER, SMALL, VERDICT = 29, 10, 8, 7  # widths of columns: at 80 a table has room for all
NOTHING = 1e-3  # part of a tolerance: a difference below it is rounding


def fit_page(fit: "FitDocument") -> "Iterator[RenderableType]":
    """Yield a fit: its parameters, what was observed, and what it is worth."""
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("fitted", width=QUANTITY, overflow="fold")
    table.add_column("best", justify="right", no_wrap=True, width=NUMBER)
    table.add_column("fits within all ranges", no_wrap=True)
    for each in fit.parameters:
        table.add_row(each.parameter, f"{each.value:.3g}", span(each.low, each.high, each.sought))
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
    yield Text(worth(fit), style="dim")


def span(low: float | None, high: float | None, sought: tuple[float, float]) -> str:
    """Return the range of a parameter with which all can be fitted, and whether it was sought no further."""
    if low is None or high is None:
        return "none does"
    lower = f"{low:.3g}" if low > sought[0] else f"{low:.3g} (sought no lower)"
    upper = f"{high:.3g}" if high < sought[1] else f"{high:.3g} (sought no higher)"
    return f"{lower} to {upper}"


def worth(fit: "FitDocument") -> str:
    """Return what a fit is worth, in words."""
    seen, parameters = len(fit.observations), len(fit.parameters)
    within = sum(each.within for each in fit.observations)
    counted = f"{seen} observations, {parameters} parameters: "
    if fit.freedom <= 0:
        return f"{counted}as many as that fit nearly anything, so it proves nothing; {within} of {seen} within range"
    off = f"misses by {fit.misfit:.2g} half ranges (root mean square)"
    return f"{counted}{fit.freedom} left to test it; {within} of {seen} within range, {off}"


def off_by(off: float | None, tolerance: float) -> str:
    """Return a difference in words, with its sign; 0 where it is nothing beside the tolerance."""
    if off is None:
        return ""
    return "0" if abs(off) <= NOTHING * tolerance else f"{'+' if off > 0.0 else '−'}{abs(off):.2g}"
