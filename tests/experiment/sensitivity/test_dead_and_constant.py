"""What never changes: a factor that a lab overrides is called dead, an outcome that is equal in all games constant."""

from pathlib import Path

import numpy as np
import pytest

from dealsim.experiment.dead import dead_factors
from dealsim.experiment.loading import load_experiment
from dealsim.experiment.play import play_chunk
from dealsim.experiment.point_table import listing
from dealsim.experiment.results import StudyResults, open_study
from dealsim.experiment.rows import EvenAndOdd
from dealsim.experiment.sensitivity.analysis import Analysis, analyse
from dealsim.experiment.sensitivity.case import case_of
from dealsim.experiment.sensitivity.screening import ElementaryEffect
from dealsim.experiment.store import Store
from dealsim.measure.estimates import Moments
from dealsim.measure.intervals import EVERY_NUMBER

WORLD = """
title: One lab
horizon: 8
protocol: posted
labs: {one: {copies: 2, control: 0.5}}
plans: {escape: {difficulty: 0.3, prize: 1.0}}
safety: {steepness: 4}
"""
FACTORS = """
title: Dead and alive
scenario: own.yaml
factors:
  control: {set: every_lab.control, range: [0.2, 0.9]}
  difficulty: {set: plans.escape.difficulty, range: [0.1, 0.5]}
  nothing: {dummy: true}
outcomes: [takeover, ai_welfare]
games: 37
"""
NEVER = "control never changed the game"


def played(folder: Path, design: str) -> StudyResults:
    """Play the experiment in a design."""
    (folder / "own.yaml").write_text(WORLD)
    (folder / "made.yaml").write_text(f"{FACTORS}design: {design}\n")
    study = load_experiment(folder / "made.yaml")
    with Store(folder / "results", study).opened() as store:
        for number in store.missing():
            store.save(number, play_chunk(study, number))
        store.finish()
    return open_study(folder / "results")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, StudyResults]:
    """The experiment as it is for each method."""
    designs = {"sobol": "{sobol: 4}", "morris": "{morris: 2}", "prim": "{latin_hypercube: 12}"}
    return {name: played(tmp_path_factory.mktemp(name), design) for name, design in designs.items()}


@pytest.fixture(scope="module")
def analyses(results: dict[str, StudyResults]) -> dict[str, list[Analysis]]:
    """What each method says."""
    case = case_of("takeover>0.1")
    return {
        name: analyse(each, name, case=case if name == "prim" else None, resamples=100)
        for name, each in results.items()
    }


def test_a_factor_that_a_lab_sets_itself_is_dead_and_one_that_counts_is_not(results: dict[str, StudyResults]) -> None:
    for each in results.values():
        assert dead_factors(each.study, "own") == {"control", "nothing"}


@pytest.mark.parametrize("method", ["sobol", "morris", "prim"])
def test_what_never_changed_the_game_is_said_and_no_dummy_is(method: str, analyses: dict[str, list[Analysis]]) -> None:
    for analysis in analyses[method]:
        assert [note.startswith(NEVER) for note in analysis.notes if "never changed" in note] == [True]


def test_tables_say_it_too(results: dict[str, StudyResults]) -> None:
    for each in results.values():
        assert f"{NEVER[0].upper()}{NEVER[1:]}" in listing(each).table.caption.body


def test_a_dead_factor_has_no_effect_for_sure_and_another_one_never_for_sure(
    analyses: dict[str, list[Analysis]],
) -> None:
    found = analyses["morris"][0].found
    assert isinstance(found, tuple)
    control, difficulty, nothing = found
    for dead in (control, nothing):
        assert isinstance(dead, ElementaryEffect)
        assert dead.mu_ci95 == dead.mu_star_ci95 == dead.sigma_ci95 == (0.0, 0.0)
    for low, high in (difficulty.mu_ci95, difficulty.mu_star_ci95):
        assert low < high


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_an_outcome_that_is_equal_in_every_game_is_constant(method: str, analyses: dict[str, list[Analysis]]) -> None:
    """37 games, whose sums are rounded: the mean of equal numbers is that number."""
    welfare = analyses[method][1]
    assert welfare.response.outcome == "ai_welfare"
    assert (welfare.found, welfare.why) == (None, "the same at every point")
    assert np.ptp(welfare.response.even) == np.ptp(welfare.response.odd) == 0.0


@pytest.mark.parametrize("games", [3, 37, 1000])
@pytest.mark.parametrize("value", [0.1, -0.01, 1e6 / 3.0])
def test_equal_numbers_have_their_own_mean_and_no_spread(games: int, value: float) -> None:
    values = np.full(games, value)
    values[::2] = np.nextafter(value, 1.0)  # what rounding leaves of equal numbers
    moments, halves = Moments(None, EVERY_NUMBER), EvenAndOdd.of(("x",))
    for block in np.array_split(values, 3):
        moments.add(block)
        halves.add({"x": block}, 0)
    assert (moments.mean, moments.se) == (values[0], 0.0)
    assert {*halves.means("x")} <= {values[0], None}
