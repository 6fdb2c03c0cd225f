"""Labels beside points, none over another."""

from collections.abc import Sequence
from itertools import product

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

WAYS = (
    (1, 0),
    (-1, 0),
    (0, 1),
    (0, -1),
    (1, 1),
    (-1, 1),
    (1, -1),
    (-1, -1),
    (1, 0.4),
    (-1, 0.4),
    (1, -0.4),
    (-1, -0.4),
)
DISTANCES = (5.0, 9.0, 14.0, 20.0, 28.0, 38.0, 50.0)  # points
LEADER = 10.0  # points: farther away a line leads from a label to its point
POINT = 2.6  # points: half of what a marker takes


def place_labels(
    figure: Figure, ax: Axes, points: Sequence[tuple[float, float]], names: Sequence[str], colours: Sequence[str]
) -> list[str]:
    """Write names beside points and return those for which there was no room.

    Of all places around a point, near ones first, a label takes the first that is free of labels and points.
    """
    figure.draw_without_rendering()  # axes are where they will be from here on
    figure.set_layout_engine("none")
    centres = ax.transData.transform(np.asarray(points)) if len(points) else np.empty((0, 2))
    reach = POINT * figure.dpi / 72
    taken = [Bbox.from_extents(*(centre - reach), *(centre + reach)) for centre in centres]
    unplaced: list[str] = []
    for point, name, colour in zip(points, names, colours, strict=True):
        label = free_label(ax, point, name, colour, taken)
        if label is None:
            unplaced.append(name)
        else:
            taken.append(box_of(label))
    return unplaced


def free_label(
    ax: Axes, point: tuple[float, float], name: str, colour: str, taken: Sequence[Bbox]
) -> Annotation | None:
    """Return a label at the first free place; None where there is none."""
    for distance, (right, up) in product(DISTANCES, WAYS):
        ends = {-1: "right", 0: "center", 1: "left"}, {-1: "top", 0: "center", 1: "bottom"}
        label = ax.annotate(
            name, point, (right * distance, up * distance), textcoords="offset points", color=colour,
            ha=ends[0][int(np.sign(right))], va=ends[1][int(np.sign(up)) if abs(up) == 1 else 0],
            arrowprops={"arrowstyle": "-", "linewidth": 0.4, "color": colour, "shrinkA": 0, "shrinkB": 2}
            if distance > LEADER
            else None,
        )  # fmt: skip
        box = box_of(label)
        if inside(box, ax.bbox) and not any(box.overlaps(other) for other in taken):
            return label
        label.remove()
    return None


def box_of(label: Annotation) -> Bbox:
    """Return the place of a label's letters, in pixels."""
    from matplotlib.text import Text

    label.update_positions(label.figure.canvas.get_renderer())  # type: ignore[union-attr]
    return Text.get_window_extent(label)


def inside(box: Bbox, frame: Bbox) -> bool:
    """Whether a box lies within another."""
    return bool(frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1)
