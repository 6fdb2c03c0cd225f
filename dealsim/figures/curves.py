"""Response curves: an outcome along a factor, with bands."""

from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from dealsim.figures.dots import ZERO
from dealsim.figures.sheet import (
    Drawn,
    add_legend,
    legend_height,
    looks_of,
    name_panel,
    panel_grid,
    sheet,
    spare,
    wrapped,
)
from dealsim.figures.style import Look, Style, drawing

if TYPE_CHECKING:
    import pandas as pd

    from dealsim.figures.captions import Caption

PANEL = 46.0  # mm, the height of a panel
BAND, MANY = 0.18, 3  # density of a band, and the number of series from which it is halved


def draw_curves(
    rows: "pd.DataFrame",
    axis: str,
    name: str,
    caption: "Caption",
    style: Style,
    *,
    differences: bool,
    series_are: str = "",
) -> Drawn:
    """Draw an outcome along one factor or several.

    rows: `panel`, `x_label`, `series`, `x`, `value`, `low`, `high`.  differences: whether values are differences.
    series_are: what series differ in.  Rows that differ in panel or in label of x stand in different panels.
    """
    panels = list(dict.fromkeys(zip(rows["panel"], rows["x_label"], strict=True)))
    series = list(dict.fromkeys(rows["series"]))
    with drawing(style):
        looks = looks_of(style, series)
        down, across = panel_grid(style, len(panels), (1, 3) if len(panels) < 3 else (2, 4))
        height = (
            down * (PANEL * (0.85 if across > style.columns else 1.0) + 5.0 * (len(panels) > 1))
            + 8.0
            + legend_height(style, series, series_are)
        )
        figure, axes = sheet(style, height, down, across, sharey=True)
        spare(axes, len(panels))
        for place, ((panel, x_label), ax) in enumerate(zip(panels, axes.flat, strict=False)):
            mine = rows[(rows["panel"] == panel) & (rows["x_label"] == x_label)]
            draw_curve(ax, mine, looks, style, zero=differences)
            ax.set_xlabel(wrapped(x_label, style.width / across * 0.8))
            if panel or len(panels) > 1:
                name_panel(ax, place, len(panels), panel)
            if place % across == 0:
                ax.set_ylabel(wrapped(axis, PANEL * 0.8))
        add_legend(figure, style, looks, lines=True, title=series_are)
    return Drawn(kind="curves", name=name, caption=caption, figure=figure, style=style)


def draw_curve(ax: Axes, rows: "pd.DataFrame", looks: dict[str, Look], style: Style, *, zero: bool) -> None:
    """Draw one panel: a line, its points and its band for each series."""
    if zero:
        ax.axhline(0.0, color=style.muted, linewidth=0.8, zorder=1, gid=ZERO)
    dense = BAND / 2 if len(looks) > MANY else BAND
    for name, look in looks.items():
        mine = rows[rows["series"] == name].sort_values("x", kind="stable")
        ax.fill_between(mine["x"], mine["low"], mine["high"], color=look.colour, alpha=dense, linewidth=0, zorder=2)
        ax.plot(
            mine["x"], mine["value"], color=look.colour, linestyle=look.line, marker=look.marker, label=name, zorder=3
        )
