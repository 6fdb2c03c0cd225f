"""Survival of peace: the share of games without a takeover so far, quarter by quarter."""

from typing import TYPE_CHECKING

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
from dealsim.figures.style import Style, drawing

if TYPE_CHECKING:
    import pandas as pd

    from dealsim.figures.captions import Caption

PANEL = 50.0  # mm
BAND = 0.16
EVERY = 5  # steps between markers


def draw_survival(rows: "pd.DataFrame", name: str, caption: "Caption", style: Style) -> Drawn:
    """Draw steps down from 1, with a band.

    rows: `panel`, `series`, `quarter` (at whose end), `share`, `low`, `high`.
    """
    panels, series = (list(dict.fromkeys(rows[column])) for column in ("panel", "series"))
    with drawing(style):
        looks = looks_of(style, series)
        down, across = panel_grid(style, len(panels), (1, 3) if len(panels) < 3 else (2, 4))
        height = down * (PANEL + 5.0 * (len(panels) > 1)) + 8.0 + legend_height(style, series)
        figure, axes = sheet(style, height, down, across, sharey=True, sharex=True)
        spare(axes, len(panels))
        for place, (panel, ax) in enumerate(zip(panels, axes.flat, strict=False)):
            for shift, (key, look) in enumerate(looks.items()):
                mine = rows[(rows["panel"] == panel) & (rows["series"] == key)]
                ax.fill_between(
                    mine["quarter"], mine["low"], mine["high"], step="post", color=look.colour, alpha=BAND, linewidth=0
                )
                ax.step(
                    mine["quarter"], mine["share"], where="post", color=look.colour, linestyle=look.line,
                    marker=look.marker, markevery=(shift, max(EVERY, len(looks))), label=key,
                )  # fmt: skip
            ax.set_xlim(left=0)
            if len(panels) > 1:
                name_panel(ax, place, len(panels), panel)
            ax.set_xlabel("quarters played")
            if place % across == 0:
                ax.set_ylabel(wrapped("games without a takeover [share]", PANEL))
        add_legend(figure, style, looks, lines=True)
    return Drawn(kind="survival", name=name, caption=caption, figure=figure, style=style)
