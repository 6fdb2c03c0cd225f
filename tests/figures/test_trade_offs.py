"""Trade-offs: an arrow for each trait, the intervals of both its ends, and a line through the ends that none beats."""

import pytest

from dealsim.figures.frontier import unbeaten
from dealsim.figures.sheet import as_bytes
from dealsim.figures.style import Style
from dealsim.figures.trade_offs import SHAFT, draw_trade_offs, tails
from tests.figures.drawn import CAPTION, marked, rows

COLUMNS = "panel label from_x from_x_low from_x_high from_y from_y_low from_y_high x x_low x_high y y_low y_high"
ROWS = rows(
    COLUMNS,
    ("one", "more caution", 0.5, 0.4, 0.6, 0.3, 0.2, 0.4, 0.1, 0.0, 0.2, 0.2, 0.1, 0.3),
    ("one", "more reflection", 0.4, 0.3, 0.5, 0.3, 0.2, 0.4, 0.4, 0.3, 0.5, 0.7, 0.6, 0.8),
    ("two", "more caution", 0.9, 0.8, 1.0, 0.3, 0.2, 0.4, 0.5, 0.4, 0.6, 0.4, 0.3, 0.5),
)


def test_each_arrow_leads_from_less_to_more_in_its_panel() -> None:
    figure = draw_trade_offs(ROWS, ("takeover", "left"), "trade-offs", CAPTION, Style(2)).figure
    assert len(figure.axes) == 2
    for ax, (_, panel) in zip(figure.axes, ROWS.groupby("panel", sort=False), strict=True):
        shafts = [each for each in ax.texts if each.get_gid() == SHAFT]
        assert [shaft.xy for shaft in shafts] == [*zip(panel["x"], panel["y"], strict=True)]
        assert [shaft.get_position() for shaft in shafts] == [*zip(panel["from_x"], panel["from_y"], strict=True)]


def test_the_line_goes_through_ends_that_no_other_beats() -> None:
    figure = draw_trade_offs(ROWS, ("takeover", "left"), "trade-offs", CAPTION, Style(2)).figure
    first = ROWS[ROWS["panel"] == "one"]
    ends = rows("x y", *zip([*first["from_x"], *first["x"]], [*first["from_y"], *first["y"]], strict=True))
    (line,) = (each for each in marked(figure, "front") if each.axes is figure.axes[0])
    assert line.get_xydata().tolist() == unbeaten(ends)[["x", "y"]].to_numpy().tolist()


def test_tails_are_points_by_the_names_of_heads() -> None:
    assert tails(ROWS)["x"].tolist() == ROWS["from_x"].tolist()
    assert tails(ROWS)["y_high"].tolist() == ROWS["from_y_high"].tolist()


@pytest.mark.parametrize("style", [Style(1), Style(2), Style(2, dark=True)])
def test_it_is_the_same_bytes_each_time(style: Style) -> None:
    files = [
        as_bytes(draw_trade_offs(ROWS, ("takeover", "left"), "trade-offs", CAPTION, style), "svg") for _ in range(2)
    ]
    assert files[0] == files[1]
