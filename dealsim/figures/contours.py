"""Contour lines over a grid of values, for pictures that are drawn elsewhere."""

from collections.abc import Sequence

import numpy as np
from contourpy import contour_generator
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

MOST = 6
LEAST = 3  # values in either direction
type Line = list[list[float]]


def contours(values: Sequence[Sequence[float | None]]) -> list[tuple[float, list[Line]]]:
    """Return round levels, each with its lines in steps of the grid: (column, row), from 0.

    values: rows from below; None where there is none.
    """
    grid: NDArray[np.float64] = np.array(values, dtype=np.float64)
    if min(grid.shape) < LEAST or np.isnan(grid).all() or np.nanmin(grid) == np.nanmax(grid):
        return []
    low, high = float(np.nanmin(grid)), float(np.nanmax(grid))
    made = contour_generator(z=np.ma.masked_invalid(grid))
    levels = [float(each) for each in MaxNLocator(MOST).tick_values(low, high) if low < each < high]
    return [(level, [np.asarray(line).tolist() for line in made.lines(level)]) for level in levels]
