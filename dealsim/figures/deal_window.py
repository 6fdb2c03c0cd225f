"""The deal window: at each age, what a schemer would accept against what its lab would give."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes

from dealsim.figures.sheet import Drawn, add_legend, legend_height, looks_of, name_panel, sheet
from dealsim.figures.style import LABEL, Look, Style, drawing

if TYPE_CHECKING:
    import pandas as pd

    from dealsim.figures.captions import Caption

UPPER, LOWER = 38.0, 26.0  # mm
WALK_AWAY, RESERVATION = "walk-away share", "reservation share"
CEILING, REQUIRED = "credibility ceiling", "required value"
NAMES = (WALK_AWAY, RESERVATION, CEILING, REQUIRED)
COLUMNS = {
    WALK_AWAY: "walk_away_share",
    RESERVATION: "reservation_share",
    CEILING: "credibility_ceiling",
    REQUIRED: "required_value",
}


def draw_deal_window(rows: "pd.DataFrame", name: str, caption: "Caption", style: Style) -> Drawn:
    """Draw, for each generation, shares (top) and utilities (bottom): a deal exists where both pairs leave a gap.

    rows: `generation`, `age`, `walk_away_share`, `reservation_share`, `credibility_ceiling`, `required_value`, `deal`.
    """
    generations = list(dict.fromkeys(rows["generation"]))
    with drawing(style):
        looks = looks_of(style, list(NAMES))
        height = UPPER + LOWER + 16.0 + legend_height(style, list(NAMES))
        ages = [float(rows.loc[rows["generation"] == each, "age"].max()) for each in generations]
        figure, axes = sheet(
            style, height, 2, len(generations), sharex="col", sharey="row", height_ratios=[UPPER, LOWER],
            width_ratios=[max(age, max(ages) / 3) for age in ages],
        )  # fmt: skip
        for place, generation in enumerate(generations):
            mine = rows[rows["generation"] == generation].sort_values("age")
            draw_pair(axes[0, place], mine, (WALK_AWAY, RESERVATION), looks, style)
            draw_pair(axes[1, place], mine, (CEILING, REQUIRED), looks, style)
            name_panel(
                axes[0, place], place, len(generations), f"generation {generation}" if place == 0 else str(generation)
            )
        axes[0, 0].set_ylabel("of the future [share]")
        axes[1, 0].set_ylabel("worth [utility]")
        figure.supxlabel("age [quarters]", fontsize=LABEL)
        add_legend(figure, style, looks, lines=True)
        figure.align_ylabels(list(axes[:, 0]))
    return Drawn(kind="deal-window", name=name, caption=caption, figure=figure, style=style)


def draw_pair(ax: Axes, rows: "pd.DataFrame", names: tuple[str, str], looks: dict[str, Look], style: Style) -> None:
    """Draw two lines by age, with shading between them where a deal exists."""
    above, below = (rows[COLUMNS[each]].to_numpy(float) for each in names)
    age: Any = rows["age"].to_numpy(float)
    deal = rows["deal"].to_numpy(bool) & ~np.isnan(below)
    ax.fill_between(age, below, above, where=list(deal), color=style.muted, alpha=0.25, linewidth=0)
    for shift, name in enumerate(names):
        look = looks[name]
        ax.plot(
            age, rows[COLUMNS[name]].to_numpy(float), color=look.colour, linestyle=look.line, marker=look.marker,
            markevery=(2 * shift, 4), label=name,
        )  # fmt: skip
    ax.margins(x=0.03)
