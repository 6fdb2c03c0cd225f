"""Labels beside points, without overlap."""

from collections.abc import Iterable
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

from dealsim.figures.style import Style

if TYPE_CHECKING:
    import pandas as pd

WAYS = (
    (1, 1),
    (-1, 1),
    (1, -1),
    (-1, -1),
    (1, 0),
    (-1, 0),
    (0, 1),
    (0, -1),
    (1, 0.4),
    (-1, 0.4),
    (1, -0.4),
    (-1, -0.4),
)
NEAR, FAR = (3.5, 6.0, 9.0), (13.0, 18.0, 26.0, 36.0, 48.0)  # points
LEADER = 10.0  # points: beyond this, a line leads from a label to its point
POINT, BAR = 2.6, 0.5  # points: half of what a marker and a bar take
LABEL = "label"


def place_labels(ax: Axes, rows: "pd.DataFrame", style: Style) -> list[str]:
    """Write names beside points and return those that did not fit.

    rows: `label`, `x`, `y` and their intervals, in order of importance.  Of all places around a point, near ones
    first, a label takes one that is free of labels, points and bars; else one that is free of labels and points.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()  # fixes the positions of the axes
    figure.set_layout_engine("none")
    pixels = figure.dpi / 72
    taken = [box(ax, row["x"], row["x"], row["y"], row["y"], POINT * pixels) for row in rows.to_dict("records")]
    bars = list(bars_of(ax, rows, BAR * pixels))
    unplaced: list[str] = []
    for row in rows.to_dict("records"):
        tries = product((NEAR, FAR), ([*taken, *bars], taken))
        found = (free_label(ax, row, style, distances, obstacles) for distances, obstacles in tries)
        label = next(filter(None, found), None)
        if label is None:
            unplaced.append(row["label"])
        else:
            taken.append(box_of(label))
    return unplaced


def bars_of(ax: Axes, rows: "pd.DataFrame", reach: float) -> Iterable[Bbox]:
    """Yield the boxes of points' error bars."""
    for row in rows.to_dict("records"):
        yield box(ax, row["x_low"], row["x_high"], row["y"], row["y"], reach)
        yield box(ax, row["x"], row["x"], row["y_low"], row["y_high"], reach)


def box(ax: Axes, x_low: float, x_high: float, y_low: float, y_high: float, reach: float) -> Bbox:
    """Return the box of something in pixels, with a margin."""
    low, high = ax.transData.transform([(x_low, y_low), (x_high, y_high)])
    return Bbox.from_extents(*(low - reach), *(high + reach))


def free_label(
    ax: Axes, row: dict[str, Any], style: Style, distances: tuple[float, ...], taken: list[Bbox]
) -> Annotation | None:
    """Return a label at the first free place; None where there is none."""
    for distance, (right, up) in product(distances, WAYS):
        ends = {-1: "right", 0: "center", 1: "left"}, {-1: "top", 0: "center", 1: "bottom"}
        leader = {"arrowstyle": "-", "linewidth": 0.4, "color": style.muted, "shrinkA": 0, "shrinkB": 2}
        label = ax.annotate(
            row["label"], (row["x"], row["y"]), (right * distance, up * distance), textcoords="offset points",
            ha=ends[0][int(np.sign(right))], va=ends[1][int(np.sign(up)) if abs(up) == 1 else 0], gid=LABEL,
            arrowprops=leader if distance > LEADER else None,
            path_effects=[withStroke(linewidth=1.6, foreground=style.paper)], zorder=5,
        )  # fmt: skip
        place = box_of(label)
        if inside(place, ax.bbox) and not any(place.overlaps(other) for other in taken):
            return label
        label.remove()
    return None


def box_of(label: Annotation) -> Bbox:
    """Return the place of a label's letters, in pixels."""
    figure = label.get_figure(root=True)
    assert figure is not None
    assert isinstance(figure.canvas, FigureCanvasAgg)
    label.update_positions(figure.canvas.get_renderer())  # type: ignore[no-untyped-call]
    return Text.get_window_extent(label)


def inside(box: Bbox, frame: Bbox) -> bool:
    """Whether a box lies within another."""
    return bool(frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1)
