"""Trade-offs: what more of a trait does to how likely a takeover is, and to what it leaves of the future, as arrows."""

from dataclasses import replace
from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from dealsim.figures.frontier import pd_concat, unbeaten, unlabelled
from dealsim.figures.placing import LABEL, place_labels
from dealsim.figures.sheet import Drawn, briefs, name_panel, panel_grid, sheet, spare, whiskers
from dealsim.figures.style import Style, drawing

if TYPE_CHECKING:
    import pandas as pd

    from dealsim.figures.captions import Caption

PANEL = 66.0  # mm
SHAFT = "shaft"


def draw_trade_offs(
    rows: "pd.DataFrame", axes_said: tuple[str, str], name: str, caption: "Caption", style: Style
) -> Drawn:
    """Draw an arrow for each trait, from where minds have less of it to where they have more, and the frontier.

    rows: `panel`, `label`, and for either end `x`, `x_low`, `x_high` (the less the better), `y`, `y_low`, `y_high` (the
    more the better), those of the arrow's tail with `from_` before their names.
    """
    rows = rows.assign(label=briefs(style, list(rows["label"])))
    panels = list(dict.fromkeys(rows["panel"]))
    with drawing(style):
        down, across = panel_grid(style, len(panels), (1, 2))
        figure, axes = sheet(style, down * (PANEL + 5.0 * (len(panels) > 1)) + 8.0, down, across)
        spare(axes, len(panels))
        for place, (panel, ax) in enumerate(zip(panels, axes.flat, strict=False)):
            draw_arrows(ax, rows[rows["panel"] == panel], style)
            ax.set_xlabel(axes_said[0])
            if place % across == 0:
                ax.set_ylabel(axes_said[1])
            name_panel(ax, place, len(panels), panel)
        drawn = zip(panels, axes.flat, strict=False)
        left = [place_labels(ax, rows[rows["panel"] == panel], style) for panel, ax in drawn]
        for panel, ax in zip(panels, axes.flat, strict=False):
            colour_labels(ax, rows[rows["panel"] == panel], style)
    caption = replace(caption, reading=f"{caption.reading} {unlabelled(left)}".strip())
    return Drawn(kind="trade-offs", name=name, caption=caption, figure=figure, style=style)


def draw_arrows(ax: Axes, rows: "pd.DataFrame", style: Style) -> None:
    """Draw one panel's arrows, the intervals of their ends, and the line through the ends that no other beats."""
    ends = pd_concat(tails(rows), rows)
    best = unbeaten(ends)
    ax.plot(best["x"], best["y"], color=style.muted, linewidth=0.8, linestyle=(0, (4, 2)), zorder=1, gid="front")
    ax.errorbar(
        ends["x"], ends["y"], xerr=whiskers(ends["x"], ends["x_low"], ends["x_high"]),
        yerr=whiskers(ends["y"], ends["y_low"], ends["y_high"]), fmt="none", ecolor=style.muted, elinewidth=0.5,
        zorder=2, alpha=0.6,
    )  # fmt: skip
    start = tails(rows)
    ax.plot(start["x"], start["y"], linestyle="", marker="o", markersize=2.6, color=style.muted, zorder=3)
    for place, row in enumerate(rows.to_dict("records")):
        ax.annotate(
            "", (row["x"], row["y"]), (row["from_x"], row["from_y"]), gid=SHAFT, zorder=4,
            arrowprops={
                "arrowstyle": "-|>", "color": style.colours[place % len(style.colours)], "linewidth": 1.3,
                "shrinkA": 0, "shrinkB": 0, "mutation_scale": 8,
            },
        )  # fmt: skip
    ax.margins(0.12)


def colour_labels(ax: Axes, rows: "pd.DataFrame", style: Style) -> None:
    """Give each label the colour of its arrow."""
    colours = dict(zip(rows["label"], style.colours, strict=False))
    for text in ax.texts:
        if text.get_gid() == LABEL:
            text.set_color(colours.get(text.get_text(), style.ink))


def tails(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Return where arrows begin, under the names of where they end."""
    names = {f"from_{name}": name for name in ("x", "x_low", "x_high", "y", "y_low", "y_high")}
    return rows[[*names]].rename(columns=names).assign(panel=rows["panel"], label=rows["label"])
