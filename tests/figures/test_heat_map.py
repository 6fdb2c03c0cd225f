"""Heat maps: the cells' numbers, a scale with 0 in its middle, and the line at 0 where values change sign."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.figures.heat_map import draw_heat_map, edges, scale_of
from dealsim.figures.sheet import Drawn
from dealsim.figures.style import Style
from tests.figures.drawn import CAPTION, marked, rows

SIZE = 4
reals = st.floats(-1e3, 1e3, allow_nan=False)


def drawn(values: np.ndarray, *, differences: bool, unsure: float = 0.01) -> Drawn:  # type: ignore[type-arg]
    cells = [
        ("", x / 10, y / 10, values[y, x], values[y, x] - unsure, values[y, x] + unsure)
        for x in range(values.shape[1])
        for y in range(values.shape[0])
        if not np.isnan(values[y, x])
    ]
    table = rows("panel x y value low high", *cells)
    return draw_heat_map(table, ("x", "y", "takeover"), "name", CAPTION, Style(1), differences=differences)


SLOPE = np.add.outer(np.arange(SIZE), np.arange(SIZE)) / 10.0


def test_the_cells_are_those_of_the_rows() -> None:
    (mesh,) = [
        each for each in drawn(SLOPE, differences=False).figure.axes[0].collections if hasattr(each, "_coordinates")
    ]
    assert np.asarray(mesh.get_array()).reshape(SIZE, SIZE) == pytest.approx(SLOPE)


def test_a_cell_that_was_not_played_is_left_open() -> None:
    holed = SLOPE.copy()
    holed[1, 2] = np.nan
    (mesh,) = [
        each for each in drawn(holed, differences=False).figure.axes[0].collections if hasattr(each, "_coordinates")
    ]
    array = np.ma.asarray(mesh.get_array()).reshape(SIZE, SIZE)
    assert np.ma.getmaskarray(array).sum() == 1
    assert np.ma.getmaskarray(array)[1, 2]


def test_the_zero_line_is_drawn_where_differences_change_sign_and_nowhere_else() -> None:
    (line,) = marked(drawn(SLOPE - 0.25, differences=True).figure, "zero")
    (segment,) = line.get_paths()
    assert segment.vertices.sum(axis=1) == pytest.approx(0.25)  # x + y, where the slope is 0
    assert marked(drawn(SLOPE + 0.1, differences=True).figure, "zero") == []
    assert marked(drawn(SLOPE - 0.25, differences=False).figure, "zero") == []


@pytest.mark.parametrize(("name", "side"), [("above", 1), ("below", -1)])
def test_cells_whose_interval_lies_to_one_side_of_0_have_its_sign(name: str, side: int) -> None:
    values = SLOPE - 0.3
    (signs,) = marked(drawn(values, differences=True, unsure=0.15).figure, name)
    found = {(round(10 * x), round(10 * y)) for x, y in signs.get_offsets()}
    assert found == {(x, y) for x in range(SIZE) for y in range(SIZE) if side * values[y, x] > 0.15} != set()


@given(st.lists(reals, min_size=1))
def test_the_middle_colour_of_differences_is_0_and_either_end_is_as_far(values: list[float]) -> None:
    scale = scale_of(np.array(values), differences=True)
    assert scale(0.0) == pytest.approx(0.5)
    assert scale.vmin == -scale.vmax  # type: ignore[operator]
    assert all(-1e-9 <= scale(value) <= 1 + 1e-9 for value in values)


@given(st.lists(st.integers(-1000, 1000), min_size=1, unique=True))
def test_every_centre_lies_between_its_edges(centres: list[int]) -> None:
    ordered = np.sort(np.array(centres, dtype=float))
    ends = edges(ordered)
    assert (ends[:-1] < ordered).all()
    assert (ordered < ends[1:]).all()
