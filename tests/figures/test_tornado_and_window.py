"""The tornado of Sobol indices and the deal window."""

import numpy as np
import pytest

from dealsim.figures.deal_window import draw_deal_window
from dealsim.figures.style import Style
from dealsim.figures.tornado import draw_tornado
from tests.figures.drawn import CAPTION, dots, marked, rows, ticks

INDICES = rows(
    "factor first first_low first_high total total_low total_high replicate_error",
    ("noise", 0.0, -0.01, 0.02, 0.01, -0.02, 0.03, 0.02),
    ("control", 0.4, 0.3, 0.5, 0.6, 0.5, 0.7, None),
)


def test_the_factor_of_the_greatest_total_stands_on_top_with_both_its_indices() -> None:
    figure = draw_tornado(INDICES, "tornado", CAPTION, Style(1)).figure
    (ax,) = figure.axes
    assert ticks(ax) == ["control", "noise"]
    ax.containers[:] = [each for each in ax.containers if type(each).__name__ == "ErrorbarContainer"]
    assert [found[2:] for found in dots(ax)] == [
        pytest.approx((0.6, 0.5, 0.7)),
        pytest.approx((0.01, -0.02, 0.03)),
        pytest.approx((0.4, 0.3, 0.5)),
        pytest.approx((0.0, -0.01, 0.02)),
    ]
    assert len(marked(figure, "zero")) == 1


def test_there_is_shade_between_the_shares_where_a_deal_exists_and_none_elsewhere() -> None:
    ages = [(1, age, 0.3, 0.1, 0.2, 0.1, age < 3) for age in range(6)]
    columns = "generation age walk_away_share reservation_share credibility_ceiling required_value deal"
    figure = draw_deal_window(rows(columns, *ages), "window", CAPTION, Style(1)).figure
    upper = figure.axes[0]
    shaded = np.concatenate([path.vertices for path in upper.collections[0].get_paths()])
    assert (shaded[:, 0].min(), shaded[:, 0].max()) == (0.0, 2.0)
    assert [line.get_ydata().tolist() for line in upper.lines] == [[0.3] * 6, [0.1] * 6]  # type: ignore[union-attr]
