"""Dots and intervals: the numbers of the rows, ordered by size, with the zero line where they are differences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.figures.effects import draw_effects, ordered
from dealsim.figures.refusals import draw_refusals
from dealsim.figures.style import TALLEST, Style
from tests.examples import share_of_examples
from tests.figures.drawn import CAPTION, dots, marked, rows, ticks

COLUMNS = "group level series value low high"
ROWS = rows(
    COLUMNS,
    ("control", "0.2", "baseline", 0.1, 0.05, 0.15),
    ("control", "0.8", "baseline", -0.02, -0.05, 0.01),
    ("risk aversion", "0.1", "baseline", -0.3, -0.4, -0.2),
    ("control", "0.2", "race", 0.12, 0.1, 0.2),
    ("control", "0.8", "race", None, None, None),
    ("risk aversion", "0.1", "race", 0.0, 0.0, 0.0),
)
shares = st.floats(-1.0, 1.0, allow_nan=False)
NARROW = Style(1)


def drawn(said=ROWS, *, differences: bool = True, style: Style = NARROW):  # type: ignore[no-untyped-def]
    return draw_effects(
        said, "difference in takeover [share of games]", "name", CAPTION, style, differences=differences
    )


def test_the_numbers_drawn_are_those_of_the_rows() -> None:
    found = {(series, row, value): (low, high) for series, row, value, low, high in dots(drawn().figure.axes[0])}
    assert found == {
        ("baseline", -1, 0.1): pytest.approx((0.05, 0.15)),
        ("baseline", -2, -0.02): pytest.approx((-0.05, 0.01)),
        ("baseline", 0, -0.3): pytest.approx((-0.4, -0.2)),
        ("race", -1, 0.12): pytest.approx((0.1, 0.2)),
        ("race", 0, 0.0): pytest.approx((0.0, 0.0)),
    }


def test_the_largest_effect_stands_on_top_whatever_its_sign() -> None:
    assert ticks(drawn().figure.axes[0]) == ["risk aversion  0.1", "control  0.2", "0.8"]


@given(st.lists(shares, min_size=1, max_size=12))
def test_effects_fall_from_top_to_bottom(values: list[float]) -> None:
    table = rows(COLUMNS, *((f"factor {k}", "", "s", value, value, value) for k, value in enumerate(values)))
    order = [int(group.split()[1]) for group, _ in ordered(table, differences=True)]
    assert [abs(values[k]) for k in order] == sorted(map(abs, values), reverse=True)
    order = [int(group.split()[1]) for group, _ in ordered(table, differences=False)]
    assert [values[k] for k in order] == sorted(values, reverse=True)


def test_differences_have_a_zero_line_and_means_have_none() -> None:
    assert len(marked(drawn().figure, "zero")) == 1
    assert marked(drawn(differences=False).figure, "zero") == []


def test_more_than_four_series_stand_in_panels_with_letters() -> None:
    many = rows(COLUMNS, *(("control", "0.2", f"world {k}", 0.1 * k, 0.0, 1.0) for k in range(6)))
    figure = drawn(many, style=Style(2)).figure
    assert [ax.get_title(loc="left") for ax in figure.axes] == [f"{'abcdef'[k]}  world {k}" for k in range(6)]
    assert [dots(ax)[0][2] for ax in figure.axes] == pytest.approx([0.1 * k for k in range(6)])


@share_of_examples(0.1)  # each is drawn
@given(st.integers(1, 60), st.integers(1, 6), st.sampled_from([1, 2]))
def test_no_figure_is_taller_than_a_page_and_what_had_no_room_is_told(groups: int, series: int, columns: int) -> None:
    said = [(f"f{k}", f"{m}", f"w{s}", k, k, k) for k in range(groups) for m in range(3) for s in range(series)]
    made = drawn(rows(COLUMNS, *said), style=Style(1 if columns == 1 else 2))
    height = made.figure.get_size_inches()[1] * 25.4
    kept = len(ticks(made.figure.axes[0])) // 3
    assert height <= TALLEST + 1e-6
    assert height / (3 * kept * -(-len(made.figure.axes) // (4 if columns == 2 else 2))) > 3.4  # mm: rows keep apart
    assert (kept < groups) == (f"the largest {kept} of {groups}" in made.caption.body)
    assert ticks(made.figure.axes[0])[0].startswith(f"f{groups - 1} ")


def test_refusals_stand_by_how_often_they_are_met() -> None:
    table = rows(
        "reason series value low high",
        *(("price", "a", 0.1, 0.0, 0.2), ("no need", "a", 0.3, 0.2, 0.4), ("price", "b", 0.2, 0.1, 0.3)),
    )
    assert ticks(draw_refusals(table, "refusals", CAPTION, Style(1)).figure.axes[0]) == ["no need", "price"]
