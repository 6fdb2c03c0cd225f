"""Which figures an experiment makes, and that they and their captions say what its results say."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from dealsim.experiment.results import StudyResults, open_study
from dealsim.experiment.tidy import PAIRED, Frames
from dealsim.figures.sheet import Drawn
from dealsim.figures.style import Style
from dealsim.measure.intervals import wilson
from dealsim.report.pictures import PlannedFigure, pictures
from dealsim.scenario import ScenarioError
from tests.figures.drawn import dots, holds_n_and_interval, marked
from tests.studies import FILES, half_of, played, results_of

KINDS = {
    "effects": {"effects", "survival", "refusals", "frontier", "deal-window"},
    "levels": {"levels", "survival", "refusals", "deal-window"},
    "curve": {"curves", "survival", "refusals", "frontier", "deal-window"},
    "versus": {"effects", "levels", "survival", "refusals", "deal-window"},
    "map": {"heat-map", "survival", "refusals", "frontier", "deal-window"},
    "means": {"heat-map", "survival", "refusals", "frontier", "deal-window"},
    "sample": {"curves", "deal-window"},
    "sobol": {"curves", "tornado", "deal-window"},
    "morris": {"deal-window"},
}


@cache
def drawn(name: str) -> dict[str, Drawn]:
    """Return every figure of a small experiment by its name."""
    return {plan.name: plan.draw(Style(1)) for plan in pictures(results_of(name))[0]}


def only(results: StudyResults, name: str, *asked: str) -> Drawn:
    (plan,) = [plan for plan in pictures(results, asked)[0] if plan.name.startswith(name)]
    return plan.draw(Style(1))


FEW = ("effects", "levels", "versus", "sobol")  # between them they make a figure of most kinds; each takes seconds
DESIGNS = [name if name in FEW else pytest.param(name, marks=pytest.mark.slow) for name in FILES]


@pytest.mark.parametrize("name", DESIGNS)
def test_each_design_makes_the_figures_that_fit_it(name: str) -> None:
    assert {figure.kind for figure in drawn(name).values()} == KINDS[name]
    assert all(name == figure.name for name, figure in drawn(name).items())


@pytest.mark.parametrize("name", DESIGNS)
def test_every_caption_says_n_interval_scenario_and_seed(name: str) -> None:
    for figure in drawn(name).values():
        said = str(figure.caption)
        assert holds_n_and_interval(said), said
        assert any(scenario in said for scenario in results_of(name).study.bases)
        if figure.kind != "deal-window":
            assert "n = 40 games" in said
            assert "seed 0" in said


def test_effects_are_the_paired_differences_of_the_rows() -> None:
    rows = Frames(results_of("effects")).of("value_of_future")
    rows = rows[rows["compared_with"].notna()]
    figure = drawn("effects")["effects-on-value-of-future"]
    found = sorted(found[2:] for found in dots(figure.figure.axes[0]))
    wanted = rows[["difference", "difference_low", "difference_high"]].sort_values("difference")
    assert np.array(found)[:, 0] == pytest.approx(wanted["difference"])
    assert np.sort(np.array(found)[:, 1]) == pytest.approx(np.sort(wanted["difference_low"]))
    assert np.sort(np.array(found)[:, 2]) == pytest.approx(np.sort(wanted["difference_high"]))
    assert PAIRED in figure.caption.body
    assert len(marked(figure.figure, "zero")) == 1


def test_survival_is_one_less_the_takeovers_so_far_with_wilsons_interval() -> None:
    results = results_of("levels")
    points = results.to_pandas("points")
    lines = {str(line.get_label()): line for line in drawn("levels")["survival-of-peace"].figure.axes[0].lines}
    for point in points.to_dict("records"):
        shares = np.asarray(lines[point["spec"]].get_ydata(), dtype=float)
        assert len(shares) == point["horizon"] + 1
        assert shares[0] == 1.0
        assert shares[-1] == pytest.approx(1.0 - sum(point["takeovers"]) / point["games"])
    last = drawn("levels")["survival-of-peace"].figure.axes[0].collections[0].get_paths()[0].vertices
    share = 1.0 - sum(points["takeovers"][0]) / 40
    assert {round(y, 9) for x, y in last if x == 8.0} >= {round(end, 9) for end in wilson(share, 40)}


def test_in_uncertain_worlds_bands_are_wider_than_as_many_independent_games_would_make_them() -> None:
    figure = drawn("versus")["survival-of-peace"]
    assert "standard error by world" in figure.caption.body
    assert "in 10 worlds" in figure.caption.body
    assert "worlds and not games being independent" in drawn("versus")["takeover-by-spec"].caption.body


def test_of_saltellis_design_only_points_drawn_by_themselves_are_averaged() -> None:
    assert "the mean over 5 to 6 points" in drawn("sobol")["takeover-by-factor"].caption.body  # of 2 x 16, not of 64


def test_half_an_experiment_is_drawn_and_its_caption_says_so() -> None:
    figure = only(half_of("effects", 4), "effects-on-takeover")
    assert "Unfinished: 4 of 12 points played so far." in figure.caption.body
    assert figure.caption.scenarios == ("world",)
    assert len(dots(figure.figure.axes[0])) == 3


def test_half_a_map_leaves_cells_open() -> None:
    figure = only(half_of("means", 5), "takeover-by-control-and-how-hard-dear")
    (mesh,) = [each for each in figure.figure.axes[0].collections if hasattr(each, "_coordinates")]
    assert np.ma.getmaskarray(np.ma.asarray(mesh.get_array())).sum() == 1  # of 2 x 3: the third row is not begun


def test_only_what_is_asked_for_is_drawn() -> None:
    names = [plan.name for plan in pictures(results_of("effects"), ("takeover", "deals"))[0]]
    assert names == ["effects-on-takeover", "effects-on-deals", "survival-of-peace"]


def test_what_is_not_drawn_is_told() -> None:
    plans, why = pictures(results_of("morris"))
    assert {plan.name for plan in plans} == {"deal-window-world-a"}
    assert any("trajectories" in each for each in why)
    assert any("no names" in each for each in why)


def test_sobol_indices_of_half_a_design_are_refused_in_words_and_the_rest_is_drawn() -> None:
    plans, why = pictures(half_of("sobol", 48))
    assert "tornado" not in {plan.draw(Style(1)).kind for plan in plans}
    assert any("16 of 64 points not played" in each for each in why)


def test_nothing_played_yet_is_refused() -> None:
    with pytest.raises(ScenarioError, match="nothing played yet"):
        pictures(open_study(played("levels", 0)))


def test_an_outcome_that_is_not_there_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="did you mean 'takeover'"):
        pictures(results_of("levels"), ("takover",))


@pytest.mark.parametrize("name", ["effects", "sobol"])
def test_a_figure_is_drawn_dark_and_wide_as_well(name: str) -> None:
    for plan in pictures(results_of(name))[0]:
        assert isinstance(plan, PlannedFigure)
        figure = plan.draw(Style(2, dark=True)).figure
        assert figure.get_size_inches()[0] == pytest.approx(183 / 25.4)
        assert figure.get_facecolor()[:3] < (0.2, 0.2, 0.2)
