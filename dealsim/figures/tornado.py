"""The tornado of Sobol indices: how much of an outcome's variance is due to each factor, the largest on top."""

from typing import TYPE_CHECKING

import numpy as np

from dealsim.figures.sheet import Drawn, add_legend, briefs, legend_height, looks_of, sheet, whiskers
from dealsim.figures.style import Style, drawing

if TYPE_CHECKING:
    import pandas as pd

    from dealsim.figures.captions import Caption

ROW, AROUND = 5.2, 13.0  # mm
MOST = 36  # factors that fit on a page
TOTAL, FIRST = "total", "first order"
AXIS = "Sobol index [share of variance]"


def draw_tornado(rows: "pd.DataFrame", name: str, caption: "Caption", style: Style) -> Drawn:
    """Draw total and first-order indices with intervals, and the error that luck alone may cause.

    rows: `factor`, `first`, `first_low`, `first_high`, `total`, `total_low`, `total_high` and, if known,
    `replicate_error`, drawn as a grey band around 0.
    """
    rows = rows.sort_values("total", ascending=False, kind="stable").iloc[:MOST]
    ys = -np.arange(len(rows), dtype=float)
    with drawing(style):
        looks = looks_of(style, [TOTAL, FIRST])
        figure, axes = sheet(style, len(rows) * ROW + AROUND + legend_height(style, [TOTAL, FIRST]))
        ax = axes[0, 0]
        if "replicate_error" in rows:
            errors = rows["replicate_error"].fillna(0.0).to_numpy()
            ax.barh(ys, 2 * errors, left=-errors, height=0.86, color=style.muted, alpha=0.35, linewidth=0, zorder=1)
        for key, column, shift, height in ((TOTAL, "total", 0.2, 0.36), (FIRST, "first", -0.2, 0.36)):
            look, values = looks[key], rows[column]
            ax.barh(ys + shift, values, height=height, color=look.colour, alpha=0.45, linewidth=0, zorder=2)
            ends = whiskers(values, rows[f"{column}_low"], rows[f"{column}_high"])
            ax.errorbar(values, ys + shift, xerr=ends, fmt=look.marker, color=look.colour, elinewidth=1.0, zorder=3)
        ax.axvline(0.0, color=style.ink, linewidth=0.6, zorder=2, gid="zero")
        ax.set_yticks(ys, briefs(style, list(rows["factor"])))
        ax.set_ylim(0.6 - len(rows), 0.6)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        ax.set_xlabel(AXIS)
        add_legend(figure, style, looks)
    return Drawn(kind="tornado", name=name, caption=caption, figure=figure, style=style)
