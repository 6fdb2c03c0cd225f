"""Curves and survival: lines through the rows' numbers, bands between their ends."""

import numpy as np
import pytest

from dealsim.figures.curves import draw_curves
from dealsim.figures.style import Style
from dealsim.figures.survival import draw_survival
from tests.figures.drawn import CAPTION, marked, rows

COLUMNS = "panel x_label series x value low high"
ROWS = rows(
    COLUMNS,
    ("", "enforcement", "humble", 0.9, 0.3, 0.2, 0.4),
    ("", "enforcement", "humble", 0.1, 0.1, 0.0, 0.2),
    ("", "enforcement", "blank", 0.1, 0.5, 0.4, 0.6),
    ("", "enforcement", "blank", 0.9, 0.6, 0.5, 0.7),
)


@pytest.mark.parametrize("differences", [True, False])
def test_a_curve_goes_through_the_numbers_of_its_rows_in_order(differences: bool) -> None:
    figure = draw_curves(ROWS, "takeover [share]", "name", CAPTION, Style(1), differences=differences).figure
    (ax,) = figure.axes
    lines = {line.get_label(): np.column_stack(line.get_data()).tolist() for line in ax.lines if line.get_gid() is None}
    assert lines == {"humble": [[0.1, 0.1], [0.9, 0.3]], "blank": [[0.1, 0.5], [0.9, 0.6]]}
    band = ax.collections[0].get_paths()[0].vertices
    assert {tuple(point) for point in np.round(band, 9)} == {(0.1, 0.0), (0.1, 0.2), (0.9, 0.2), (0.9, 0.4)}
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("enforcement", "takeover [share]")
    assert len(marked(figure, "zero")) == differences


def test_each_factor_has_a_panel_of_its_own() -> None:
    table = rows(COLUMNS, *(("", f"factor {k}", "", x, x, x, x) for k in range(5) for x in (0.0, 1.0)))
    figure = draw_curves(table, "takeover", "name", CAPTION, Style(2), differences=False).figure
    assert [ax.get_xlabel() for ax in figure.axes] == [f"factor {k}" for k in range(5)]
    assert [ax.get_title(loc="left").strip() for ax in figure.axes] == list("abcde")


def test_survival_steps_down_through_the_shares() -> None:
    shares = [1.0, 0.9, 0.9, 0.4]
    table = rows("panel series quarter share low high", *(("w", "s", q, s, s, s) for q, s in enumerate(shares)))
    (ax,) = draw_survival(table, "survival", CAPTION, Style(1)).figure.axes
    (line,) = ax.lines
    assert line.get_ydata() == pytest.approx(shares)
    assert line.get_drawstyle() == "steps-post"
