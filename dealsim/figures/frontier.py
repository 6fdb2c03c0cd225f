"""The frontier: how likely a takeover is, against the value of the future left after one."""

from dataclasses import replace
from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from dealsim.figures.captions import counted, in_prose
from dealsim.figures.placing import place_labels
from dealsim.figures.sheet import Drawn, briefs, name_panel, panel_grid, sheet, spare, whiskers, wrapped
from dealsim.figures.style import Style, drawing

if TYPE_CHECKING:
    import pandas as pd

    from dealsim.figures.captions import Caption

PANEL = 62.0  # mm
FRONT = "front"
MOST_LABELS, MOST_LISTED = {1: 9, 2: 20}, 4  # by columns of the journal


def draw_frontier(
    rows: "pd.DataFrame", axes_said: tuple[str, str], name: str, caption: "Caption", style: Style
) -> Drawn:
    """Draw points with both intervals, their labels, and a line through those that no other beats in both.

    rows: `panel`, `label`, `x`, `x_low`, `x_high` (the less the better), `y`, `y_low`, `y_high` (the more the better).
    """
    rows = rows.assign(label=briefs(style, list(rows["label"])))
    panels = list(dict.fromkeys(rows["panel"]))
    with drawing(style):
        down, across = panel_grid(style, len(panels), (1, 2))
        figure, axes = sheet(style, down * (PANEL + 5.0 * (len(panels) > 1)) + 8.0, down, across)
        spare(axes, len(panels))
        for place, (panel, ax) in enumerate(zip(panels, axes.flat, strict=False)):
            draw_points(ax, rows[rows["panel"] == panel], style)
            ax.set_xlabel(axes_said[0])
            if place % across == 0:
                ax.set_ylabel(wrapped(axes_said[1], PANEL))
            if len(panels) > 1:
                name_panel(ax, place, len(panels), panel)
        left = [
            label_points(ax, rows[rows["panel"] == panel], style) for panel, ax in zip(panels, axes.flat, strict=False)
        ]
    caption = replace(caption, reading=f"{caption.reading} {unlabelled(left)}".strip())
    return Drawn(kind="frontier", name=name, caption=caption, figure=figure, style=style)


def label_points(ax: Axes, rows: "pd.DataFrame", style: Style) -> list[str]:
    """Write labels beside points, unbeaten points first; of many points, only those.

    Return the names that did not fit or were not tried.
    """
    best = unbeaten(rows)
    others = rows.drop(best.index)
    tried = best if len(rows) > MOST_LABELS[style.columns] else pd_concat(best, others)
    missing = place_labels(ax, tried, style)
    return missing + ([] if len(tried) == len(rows) else list(others["label"]))


def pd_concat(*rows: "pd.DataFrame") -> "pd.DataFrame":
    """Return rows in one table; pandas is slow to load."""
    import pandas as pd

    return pd.concat(rows)


def unlabelled(left: "list[list[str]]") -> str:
    """Return a sentence that names the points without a label."""
    names = [name for each in left for name in each]
    if not names:
        return ""
    return f"Without a label: {in_prose(names) if len(names) <= MOST_LISTED else counted(len(names), 'point')}."


def draw_points(ax: Axes, rows: "pd.DataFrame", style: Style) -> None:
    """Draw one panel's points, and the line through the best."""
    best = unbeaten(rows)
    ax.plot(best["x"], best["y"], color=style.muted, linewidth=0.8, linestyle=(0, (4, 2)), zorder=1, gid=FRONT)
    look = style.look(0)
    ax.errorbar(
        rows["x"], rows["y"], xerr=whiskers(rows["x"], rows["x_low"], rows["x_high"]),
        yerr=whiskers(rows["y"], rows["y_low"], rows["y_high"]), fmt="o", color=look.colour, ecolor=style.muted,
        elinewidth=0.6, zorder=3,
    )  # fmt: skip
    ax.margins(0.08)


def unbeaten(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Return the points that no other beats in one direction without losing in the other, by x."""
    rows = rows.sort_values(["x", "y"], ascending=[True, False], kind="stable")
    best = rows["y"].cummax()
    return rows[(rows["y"] == best) & (rows["y"] > best.shift(fill_value=-float("inf")))]
