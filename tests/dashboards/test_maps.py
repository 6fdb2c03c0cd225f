"""A map: the numbers of `dealsim run` at every point, coarse points among the finer, gaps told, none for nobody."""

from itertools import count

import pytest

import dealsim
from dashboards import maps
from dashboards.dials import dial_at
from dashboards.map_chart import figure_of_map, map_csv, map_option, place_of, table_of_map
from dashboards.maps import FIRST, LEVELS, Chart, Known, Question, charts_of, chosen, values_of
from dashboards.sides import Side
from dealsim.figures.contours import contours


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maps, "GAMES", 32)
    monkeypatch.setattr(maps, "KNOWN", Known())
    monkeypatch.setattr(maps, "LEVELS", (3,))


def question(x: str = "every_lab.enforcement", y: str = "every_lab.control") -> Question:
    """Return what is mapped."""
    dials = [dial_at(tuple(path.split(".")), path.rsplit(".", 1)[-1]) for path in (x, y)]
    return Question(Side(), dials[0], dials[1], 0)


def chart_of(asked: Question) -> Chart:
    """Return the chart of a question."""
    (chart,) = charts_of(asked, lambda: True, lambda points, total: None)
    return chart


def test_a_point_has_the_numbers_of_a_run() -> None:
    chart = chart_of(question())
    played = dealsim.run("baseline", {"every_lab.enforcement": 0.5, "every_lab.control": 1.0}, games=32)
    assert chart.points[1, 2].mean("takeover") == played["takeover"].mean
    assert chart.rows("takeover")[2][1] == played["takeover"].mean


def test_every_point_of_a_coarse_map_is_one_of_the_finer() -> None:
    for path in ("every_lab.enforcement", "safety.steepness", "service.payment_delay"):
        dial = dial_at(tuple(path.split(".")), path)
        for coarse, fine in zip((3, 5, 9), (5, 9, 17), strict=True):
            assert set(values_of(dial, coarse)) <= set(values_of(dial, fine)) or dial.whole


def test_a_point_that_is_no_world_is_a_gap_and_says_why() -> None:
    spec = "every_lab.spec.qualities"
    chart = chart_of(question(f"{spec}.honest.emphasis", f"{spec}.harmless.emphasis"))
    assert chart.points[2, 2].mean("takeover") is None
    assert "sum" in chart.points[2, 2].problem
    assert chart.points[0, 0].mean("takeover") is not None


def test_a_map_for_which_nobody_waits_is_given_up() -> None:
    asked = count()
    with pytest.raises(maps.Stopped):
        list(charts_of(question(), lambda: next(asked) < 2, lambda points, total: None))


def test_a_map_is_a_picture_a_table_and_files() -> None:
    asked = question()
    chart = chart_of(asked)
    option = map_option(chart, asked, "takeover", (0.25, 0.5), dark=False)
    assert option["series"][0]["type"] == "heatmap"
    assert option["series"][-1]["data"] == [[0.5, 1.0]]
    assert table_of_map(chart, asked, "takeover").count("<tr") == 4
    assert map_csv(chart, asked).startswith(b"every_lab.enforcement,every_lab.control,outcome,mean,mean_low,mean_high")
    assert figure_of_map(chart, asked, "takeover", "svg").startswith(b"<?xml")


def test_the_two_dials_of_a_map_differ_and_what_is_not_there_falls_back() -> None:
    x = chosen(Side(), "nothing", 0)
    assert x.path == FIRST[0]
    assert chosen(Side(), x.path, 1, other=x.path).path == FIRST[1]
    assert chosen(Side("early-schemer"), "every_lab.spec.qualities.honest.target", 0).path in FIRST


def test_the_current_point_stands_between_the_points_of_the_grid() -> None:
    asked = question(y="safety.steepness")
    chart = Chart((0.0, 0.5, 1.0), tuple(values_of(asked.y, 3)), {})
    steepness = dial_at(("safety", "steepness"), "steepness", low=1, high=20, log=True)
    across, up = place_of((0.75, 20.0), Question(Side(), asked.x, steepness, 0), chart)
    assert (across, up) == pytest.approx((1.5, 2.0))
    assert LEVELS[-1] == 17


def test_contours_of_a_slope_are_straight_and_of_a_plain_there_are_none() -> None:
    slope = [[float(column) for column in range(4)] for _ in range(3)]
    level, lines = contours(slope)[0]
    assert all(x == pytest.approx(level) for line in lines for x, _ in line)
    assert contours([[1.0] * 3] * 3) == []
    assert contours([[None] * 3] * 3) == []
