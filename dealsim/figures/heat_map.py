"""Heat maps of an outcome over two factors, with contours and, for differences, the line where they are 0."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize, TwoSlopeNorm
from numpy.typing import NDArray

from dealsim.figures.dots import ZERO
from dealsim.figures.sheet import Drawn, Grid, name_panel, panel_grid, sheet, spare, wrapped
from dealsim.figures.style import Style, drawing

if TYPE_CHECKING:
    import pandas as pd

    from dealsim.figures.captions import Caption

type Cells = NDArray[np.float64]

SIDE = 0.82  # a panel's height by its width
DIVERGING, SEQUENTIAL = "PuOr_r", "cividis"  # both for colour-blind readers; the second is darker where lower
CONTOURS = 5
LEAST = 3  # cells in either direction, for contours
SIGNS = {"above": "+", "below": "_"}  # markers


def draw_heat_map(
    rows: "pd.DataFrame",
    labels: Sequence[str],
    name: str,
    caption: "Caption",
    style: Style,
    *,
    differences: bool,
) -> Drawn:
    """Draw a panel for each of several maps, all on one scale.

    rows: `panel`, `x`, `y`, `value`, `low`, `high`.  labels: of x, y and the outcome.
    differences: whether values are; then the scale has its middle at 0, and cells whose interval lies above or below 0
    have its sign.
    """
    panels = list(dict.fromkeys(rows["panel"]))
    with drawing(style):
        down, across = panel_grid(style, len(panels), (1, 3) if len(panels) < 3 else (2, 4))
        width = (style.width - 24.0) / across
        height = min(width, 70.0) * SIDE
        figure, axes = sheet(style, down * (height + 6.0) + 9.0, down, across, sharex=True, sharey=True)
        spare(axes, len(panels))
        scale = scale_of(rows["value"].to_numpy(), differences=differences)
        for place, (panel, ax) in enumerate(zip(panels, axes.flat, strict=False)):
            xs, ys, values = cells(rows[rows["panel"] == panel], "value")
            mesh = draw_map(ax, xs, ys, values, scale, style, differences=differences)
            if differences:
                write_signs(ax, rows[rows["panel"] == panel], scale)
            if panel:
                name_panel(ax, place, len(panels), panel)
        label_axes(axes, labels, len(panels), across, (width, height))
        bar = figure.colorbar(
            mesh,
            ax=list(axes.flat[: len(panels)]),
            label=wrapped(labels[2], down * height),
            fraction=0.05,
            pad=0.02,
            aspect=20 * down,
        )
        bar.outline.set_visible(False)
    return Drawn(kind="heat-map", name=name, caption=caption, figure=figure, style=style)


def label_axes(axes: Grid, labels: Sequence[str], count: int, across: int, size: tuple[float, float]) -> None:
    """Write axes' labels on the outer panels. size: of a panel [mm]."""
    width, height = size
    for place, ax in enumerate(axes.flat[:count]):
        if place % across == 0:
            ax.set_ylabel(wrapped(labels[1], height))
        if place + across >= count:
            ax.set_xlabel(wrapped(labels[0], width))
            ax.tick_params(labelbottom=True)


def scale_of(values: Cells, *, differences: bool) -> Normalize:
    """Return the scale of colours: symmetric for differences, so that the middle colour is 0."""
    known = values[~np.isnan(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    if differences:
        reach = max(abs(low), abs(high)) or 1.0
        return TwoSlopeNorm(0.0, -reach, reach)
    return Normalize(low, high if high > low else low + 1.0)


def cells(rows: "pd.DataFrame", column: str) -> tuple[Cells, Cells, Cells]:
    """Return the values of x and of y in order, and a column as a matrix; NaN where nothing was played."""
    matrix = rows.pivot(index="y", columns="x", values=column).sort_index().sort_index(axis=1)
    return matrix.columns.to_numpy(float), matrix.index.to_numpy(float), matrix.to_numpy(float)


def edges(centres: Cells) -> Cells:
    """Return the edges of cells with given centres."""
    if len(centres) == 1:
        return np.array([centres[0] - 0.5, centres[0] + 0.5])
    middle = (centres[1:] + centres[:-1]) / 2
    return np.concatenate([[2 * centres[0] - middle[0]], middle, [2 * centres[-1] - middle[-1]]])


def draw_map(
    ax: Axes, xs: Cells, ys: Cells, values: Cells, scale: Normalize, style: Style, *, differences: bool
) -> Any:
    """Draw one map; cells that were not played are hatched."""
    ax.patch.set(hatch="////", facecolor=style.faint, edgecolor=style.muted)
    shown = np.ma.masked_invalid(values)
    colours = DIVERGING if differences else SEQUENTIAL
    mesh = ax.pcolormesh(edges(xs), edges(ys), shown, norm=scale, cmap=colours, linewidth=0, rasterized=False)
    mesh.set_edgecolor("face")  # otherwise thin white lines show between cells
    if min(values.shape) >= LEAST and shown.count() and shown.min() < shown.max():
        draw_contours(ax, (xs, ys, shown), scale, differences=differences)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    return mesh


def draw_contours(ax: Axes, surface: tuple[Cells, Cells, Any], scale: Normalize, *, differences: bool) -> None:
    """Draw labelled contours, dashed below 0, and the line at 0 where values change sign."""
    from matplotlib.ticker import MaxNLocator

    xs, ys, values = surface
    levels = MaxNLocator(CONTOURS + differences).tick_values(
        scale.vmin or 0.0, scale.vmax or 0.0
    )  # the same in all panels
    levels = [level for level in levels if values.min() < level < values.max() and not (differences and level == 0.0)]
    if len(levels):
        colours = [contour_colour(float(scale(level)), differences=differences) for level in levels]
        lines = ax.contour(xs, ys, values, levels, colors=colours, linewidths=0.6, negative_linestyles="dashed")
        lines.set(linestyle=["--" if level < 0.0 else "-" for level in levels])
        ax.clabel(lines, fontsize=7.0, fmt=lambda level: f"{level:g}".replace("-", "\N{MINUS SIGN}"))
    if differences and values.min() < 0.0 < values.max():
        ax.contour(xs, ys, values, [0.0], colors="#111111", linewidths=1.4).set_gid(ZERO)


def contour_colour(place: float, *, differences: bool) -> str:
    """Return a colour that stands out from the map's at a place on its scale [0..1]."""
    dark = abs(place - 0.5) > 0.33 if differences else place < 0.5
    return "#FFFFFF" if dark else "#111111"


def write_signs(ax: Axes, rows: "pd.DataFrame", scale: Normalize) -> None:
    """Put a plus in cells whose interval lies above 0, and a minus where it lies below, for prints in grey."""
    for name, mine in (("above", rows[rows["low"] > 0.0]), ("below", rows[rows["high"] < 0.0])):
        colours = [contour_colour(float(scale(value)), differences=True) for value in mine["value"]]
        ax.scatter(mine["x"], mine["y"], s=9.0, c=colours, marker=SIGNS[name], linewidths=0.7, gid=name, zorder=4)
