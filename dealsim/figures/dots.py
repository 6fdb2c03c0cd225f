"""Dots and intervals in rows: several series beside each other, or in panels."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from dealsim.figures.sheet import (
    Drawn,
    add_legend,
    briefs,
    legend_height,
    looks_of,
    name_panel,
    sheet,
    spare,
    whiskers,
)
from dealsim.figures.style import LABEL, TALLEST, Look, Style, drawing

if TYPE_CHECKING:
    import pandas as pd

    from dealsim.figures.captions import Caption

ROW, EACH = 3.7, 1.8  # mm: a row's least height, and what each of its series needs
AROUND = 13.0  # mm: axis and its label
TITLE = 5.0  # mm
APART = 0.36  # between the series of a row, in rows
ZERO = "zero"

type Label = tuple[str, str]  # a group, and a level of it


def dots(
    rows: "pd.DataFrame",
    order: Sequence[Label],
    axis: str,
    named: tuple[str, str],
    caption: "Caption",
    style: Style,
    *,
    zero: bool,
) -> Drawn:
    """Draw dots and intervals, from top to bottom in a given order.

    rows: `group`, `level`, `series`, `value`, `low`, `high`.  named: kind and name of the figure.
    zero: whether values are differences.  Series stand in panels where they would be too many in each row.
    """
    series = list(dict.fromkeys(rows["series"]))
    together = len(order) * max(ROW, EACH * len(series)) + AROUND + legend_height(style, series)
    panels = len(series) > 4 or (len(series) > 1 and together > TALLEST)
    columns = min(len(series), 4 if style.columns == 2 else 2) if panels else 1
    down = -(-len(series) // columns) if panels else 1
    each = ROW if panels else max(ROW, EACH * len(series))
    room = TALLEST - AROUND - (down * TITLE if panels else legend_height(style, series))
    order, caption = fitting(order, int(room / down / each), caption)
    together = len(order) * each + AROUND + legend_height(style, series)
    with drawing(style):
        looks = looks_of(style, series)
        rows = rows[[label in order for label in zip(rows["group"], rows["level"], strict=True)]]
        if panels:
            height = down * (len(order) * ROW + TITLE) + AROUND
            figure, axes = sheet(style, height, down, columns, sharex=True, sharey=True)
            spare(axes, len(series))
            for place, (name, ax) in enumerate(zip(series, axes.flat, strict=False)):
                draw_rows(ax, rows[rows["series"] == name], order, {name: style.look(0)}, style, zero=zero)
                name_panel(ax, place, len(series), name)
        else:
            figure, axes = sheet(style, max(together, 30.0))
            draw_rows(axes[0, 0], rows, order, looks, style, zero=zero)
            add_legend(figure, style, looks)
        figure.supxlabel(axis, fontsize=LABEL) if panels else axes[0, 0].set_xlabel(axis)
    return Drawn(kind=named[0], name=named[1], caption=caption, figure=figure, style=style)


def fitting(order: Sequence[Label], most: int, caption: "Caption") -> tuple[list[Label], "Caption"]:
    """Return the first groups that fit on a page, and a caption that says so if some are missing."""
    groups = list(dict.fromkeys(group for group, _ in order))
    kept = [group for k, group in enumerate(groups) if sum(label[0] in groups[: k + 1] for label in order) <= most]
    if len(kept) == len(groups):
        return list(order), caption
    more = f"{caption.reading} Shows the largest {len(kept)} of {len(groups)} groups of rows; the table has them all."
    return [label for label in order if label[0] in kept], replace(caption, reading=more)


def draw_rows(
    ax: Axes, rows: "pd.DataFrame", order: Sequence[Label], looks: dict[str, Look], style: Style, *, zero: bool
) -> None:
    """Draw rows, the first on top, a band behind every other group."""
    heights = {label: -place for place, label in enumerate(order)}
    for place, group in enumerate(dict.fromkeys(group for group, _ in order)):
        of_group = [heights[label] for label in order if label[0] == group]
        if place % 2:
            ax.axhspan(min(of_group) - 0.5, max(of_group) + 0.5, color=style.faint, linewidth=0, zorder=0)
    if zero:
        ax.axvline(0.0, color=style.muted, linewidth=0.8, zorder=1, gid=ZERO)
    for place, (name, look) in enumerate(looks.items()):
        mine = rows[(rows["series"] == name) & rows["value"].notna()]
        shift = ((len(looks) - 1) / 2 - place) * min(APART, 0.84 / len(looks))
        ys = [heights[label] + shift for label in zip(mine["group"], mine["level"], strict=True)]
        ax.errorbar(
            mine["value"], ys, xerr=whiskers(mine["value"], mine["low"], mine["high"]), fmt=look.marker,
            color=look.colour, elinewidth=1.0, label=name, zorder=3,
        )  # fmt: skip
    ax.set_yticks(list(heights.values()), briefs(style, tick_labels(order)))
    ax.set_ylim(0.6 - len(order), 0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)


def tick_labels(order: Sequence[Label]) -> list[str]:
    """Return the label of each row: its level, and its group on the group's first row."""
    return [
        "  ".join(filter(None, ["" if place and order[place - 1][0] == group else group, level]))
        for place, (group, level) in enumerate(order)
    ]
