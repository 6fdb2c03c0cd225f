"""The frontier: points with both intervals, labels that keep clear of each other, and a line no point lies beyond."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.figures.frontier import draw_frontier, unbeaten
from dealsim.figures.placing import LABEL, box_of
from dealsim.figures.style import Style
from tests.examples import share_of_examples
from tests.figures.drawn import CAPTION, marked, rows

COLUMNS = "panel label x x_low x_high y y_low y_high"
shares = st.floats(0.0, 1.0, allow_nan=False)
points = st.lists(st.tuples(shares, shares), min_size=1, max_size=12)


def table(found: list[tuple[float, float]]):  # type: ignore[no-untyped-def]
    return rows(
        COLUMNS, *(("w", f"point {k}", x, x - 0.1, x + 0.1, y, y - 0.1, y + 0.1) for k, (x, y) in enumerate(found))
    )


@given(points)
def test_no_point_beats_one_on_the_line_and_every_other_is_beaten_or_equalled(found: list[tuple[float, float]]) -> None:
    best = list(unbeaten(table(found))[["x", "y"]].itertuples(index=False, name=None))
    for x, y in found:
        assert not any((x <= a and y > b) or (x < a and y >= b) for a, b in best)
        assert any(a <= x and b >= y for a, b in best)


@share_of_examples(0.1)  # each is drawn
@given(points, st.sampled_from([1, 2]))
def test_labels_do_not_overlap_and_whoever_has_none_is_told(found: list[tuple[float, float]], columns: int) -> None:
    drawn = draw_frontier(table(found), ("takeover", "left"), "frontier", CAPTION, Style(1 if columns == 1 else 2))
    labels = marked(drawn.figure, LABEL)
    boxes = [box_of(label) for label in labels]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    assert all(drawn.figure.axes[0].bbox.padded(1).count_contains(box.corners()) == 4 for box in boxes)
    assert (len(labels) < len(found)) == ("Without a label" in drawn.caption.body)


def test_both_intervals_are_drawn() -> None:
    (ax,) = draw_frontier(table([(0.3, 0.6), (0.5, 0.9)]), ("x", "y"), "frontier", CAPTION, Style(1)).figure.axes
    (container,) = ax.containers
    across, upwards = container.lines[2]  # type: ignore[attr-defined]
    assert across.get_segments()[0].tolist() == [pytest.approx([0.2, 0.6]), pytest.approx([0.4, 0.6])]
    assert upwards.get_segments()[1].tolist() == [pytest.approx([0.5, 0.8]), pytest.approx([0.5, 1.0])]
