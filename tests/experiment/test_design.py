"""Which points an experiment plays: those that its design names, the same in every process."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.experiment.design.family import Design, LaidOut, SampledDesign, Unit
from dealsim.experiment.design.latin_hypercube import LatinHypercube
from dealsim.experiment.design.registry import DESIGNS
from dealsim.experiment.dimensions import Dimension, Level, short_name
from dealsim.experiment.points import points_of, points_of_a_base
from dealsim.experiment.schema import RESERVED, Experiment
from dealsim.experiment.sensitivity.analysis import METHODS
from dealsim.scenario import ScenarioError, load_worlds, shipped_names
from dealsim.scenario.worlds.distributions import Between, DiscreteChoice, Range, Uniform
from tests.examples import share_of_examples
from tests.experiment.small import CONTROL, DIFFICULTY, POLICY, SPEC, study, values, whole


def experiment(**said: Any) -> Experiment:
    return Experiment.model_validate(whole(**said))


def ranges(count: int) -> list[Dimension]:
    """Return so many factors that are a range from 0 to 1."""
    return [Dimension(f"x{k}", f"x{k}", distribution=Uniform(0.0, 1.0), steps=3) for k in range(count)]


def sample(made: Experiment, factors: int) -> Unit:
    """Return the rows of a design that is drawn, in the unit cube."""
    assert isinstance(made.design, SampledDesign)
    return made.design.sample(factors, made.seed)


def count(made: Experiment, dimensions: list[Dimension]) -> int:
    """Return how many points there are of one base scenario, without laying them out."""
    assert isinstance(made.design, LaidOut)
    return points_of_a_base(made, made.design, dimensions)


SAID: dict[str, Any] = {
    "grid": "grid",
    "paired": "paired",
    "latin_hypercube": {"latin_hypercube": 7},
    "sobol": {"sobol": 8, "second_order": True},
    "morris": {"morris": 3, "levels": 6},
    "points": {"points": "points.csv"},
}


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.WORD)
def test_every_design_is_found_by_its_word_and_written_back_as_it_was_said(design: type[Design]) -> None:
    made = experiment(design=SAID[design.WORD])
    assert type(made.design) is design
    assert made.model_dump(mode="json")["design"] == SAID[design.WORD]
    assert made.design.METHOD in (None, *METHODS)
    assert made.design.in_words()
    assert design.WORD in (Path(__file__).parents[2] / "docs" / "how-to" / "experiments.md").read_text()


def words(name: str, count: int) -> Dimension:
    return Dimension(name, name, tuple(Level(f"w{k}", ()) for k in range(count)))


def test_a_grid_varies_the_last_factor_fastest(tmp_path: Path) -> None:
    made = study(tmp_path, factors={"policy": POLICY, "difficulty": DIFFICULTY})
    assert values(made) == [(p, d) for p in ("open", "shut") for d in (0.1, 0.3, 0.5)]
    assert [point.number for point in made.points] == [point.row for point in made.points] == list(range(6))


def test_a_factor_that_is_compared_varies_within_a_row_and_its_first_value_is_the_base(tmp_path: Path) -> None:
    made = study(
        tmp_path, factors={"control": CONTROL, "policy": SPEC}, versus="control", scenario=["world.yaml", "unsure.yaml"]
    )
    assert [point.values for point in made.points[:6]] == [
        (control, spec) for spec in ("humble", "blank") for control in (0.2, 0.5, 0.8)
    ]
    assert [point.row for point in made.points] == [0, 0, 0, 1, 1, 1] * 2
    assert [point.compared_with for point in made.points] == [None, 0, 0, None, 3, 3, None, 6, 6, None, 9, 9]
    for point in made.points:
        if point.compared_with is not None:
            base = made.points[point.compared_with]
            assert (base.scenario, base.row, base.compared_with) == (point.scenario, point.row, None)


def test_a_paired_design_changes_one_factor_at_a_time_from_the_scenario_as_it_is(tmp_path: Path) -> None:
    made = study(
        tmp_path, factors={"control": CONTROL, "spec": SPEC}, design="paired", scenario=["world.yaml", "unsure.yaml"]
    )
    of_one = [(None, None), (0.2, None), (0.5, None), (0.8, None), (None, "humble"), (None, "blank")]
    assert values(made) == of_one * 2
    assert [point.compared_with for point in made.points] == [None, *[0] * 5, None, *[6] * 5]
    assert [point.row for point in made.points] == [*range(6)] * 2


@share_of_examples(0.5)
@given(st.integers(1, 6), st.integers(2, 80), st.integers(0, 2**64 - 1))
def test_a_latin_hypercube_has_one_point_in_each_of_as_many_slices(factors: int, points: int, seed: int) -> None:
    rows = sample(experiment(design={"latin_hypercube": points}, seed=seed), factors)
    assert rows.shape == (points, factors)
    for column in rows.T:
        assert sorted(np.floor(column * points).astype(int)) == list(range(points))


@share_of_examples(0.3)
@given(st.integers(1, 5), st.sampled_from([4, 8, 32]), st.booleans())
def test_saltellis_design_changes_one_column_of_a_for_that_of_b(factors: int, base: int, second: bool) -> None:
    made = experiment(design={"sobol": base, "second_order": second})
    blocks = sample(made, factors).reshape(base, -1, factors)
    assert blocks.shape[1] == (2 * factors + 2 if second else factors + 2)
    assert count(made, ranges(factors)) == base * blocks.shape[1]
    for block in blocks:
        a, b = block[0], block[-1]
        for k in range(factors):
            assert np.array_equal(block[1 + k], np.where(np.arange(factors) == k, b, a))
            if second:
                assert np.array_equal(block[1 + factors + k], np.where(np.arange(factors) == k, a, b))


@share_of_examples(0.3)
@given(st.integers(1, 5), st.integers(2, 10), st.sampled_from([2, 4, 6]))
def test_morris_takes_one_step_at_a_time_and_each_factor_once(factors: int, trajectories: int, levels: int) -> None:
    made = experiment(design={"morris": trajectories, "levels": levels})
    step = levels / (2 * (levels - 1))
    ways = sample(made, factors).reshape(trajectories, factors + 1, factors)
    assert count(made, ranges(factors)) == trajectories * (factors + 1)
    for way in ways:
        moved = np.abs(np.diff(way, axis=0))
        assert np.allclose(moved.max(axis=1), step)
        assert ((moved > 0).sum(axis=0) == 1).all()
        assert ((moved > 0).sum(axis=1) == 1).all()


def test_the_levels_of_morris_reach_the_ends_of_a_range_and_the_central_nine_tenths_of_what_has_none() -> None:
    made = experiment(design={"morris": 20, "levels": 4})
    unsure = Dimension("y", "y", distribution=Between(1.0, 10.0), within=Range(0.0, None))
    points = points_of(made, ["world"], [*ranges(1), unsure])
    seen = [{point.values[k] for point in points} for k in (0, 1)]
    assert {min(seen[0]), max(seen[0])} == {0.0, 1.0}  # type: ignore[type-var]
    assert (min(seen[1]), max(seen[1])) == (pytest.approx(1.0), pytest.approx(10.0))  # type: ignore[type-var]


@given(st.lists(st.integers(2, 4), min_size=1, max_size=4), st.data())
def test_points_are_counted_before_they_are_laid_out(sizes: list[int], data: st.DataObject) -> None:
    dimensions = [words(f"w{k}", size) for k, size in enumerate(sizes)]
    factors = {d.name: {"set": "x", "values": ["a", "b"]} for d in dimensions}
    chosen = data.draw(st.sampled_from(["grid", "paired", {"latin_hypercube": 7}, {"sobol": 4}, {"morris": 3}]))
    versus = data.draw(st.sampled_from([None, "w0"])) if chosen != "paired" and len(sizes) > 1 else None
    made = experiment(factors=factors, design=chosen, versus=versus)
    points = points_of(made, ["one", "two"], dimensions)
    assert len(points) == 2 * count(made, dimensions)
    assert [point.number for point in points] == list(range(len(points)))


def test_a_design_of_too_many_points_is_refused_at_once(tmp_path: Path) -> None:
    factors = {f"f{k}": {"dummy": True, "steps": 1000} for k in range(5)}
    with pytest.raises(ScenarioError, match=r"design of 1,000,000,000,000,000 points; wanted 1,000,000 at most"):
        study(tmp_path, factors=factors)


@given(st.floats(0, 1), st.lists(st.integers(1, 64), min_size=1, max_size=5, unique=True))
def test_a_choice_is_sampled_from_its_values_and_a_grid_has_each_once(u: float, numbers: list[int]) -> None:
    made = Dimension("c", "c", distribution=DiscreteChoice(tuple(numbers)), within=Range(1, None, whole=True), steps=5)
    assert made.values() == numbers
    assert made.at(u) in numbers
    assert isinstance(made.at(u), int)


def test_the_ends_of_a_range_are_points_of_its_grid_and_a_distribution_has_its_middles(tmp_path: Path) -> None:
    made = study(tmp_path, factors={"difficulty": DIFFICULTY})
    assert values(made) == [(0.1,), (0.3,), (0.5,)]
    made = study(tmp_path, factors={"steep": {"set": "safety.steepness", "range": "2 to 8", "steps": 3}})
    assert values(made)[1] == (pytest.approx(4.0, rel=0.02),)  # the median


def test_the_file_of_points_is_played_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("copies,spec,scenario\n8,humble,unsure\n1,,\n,blank,world\n")
    factors = {"copies": {"set": "labs.a.copies", "range": {"choice": [1, 8]}}, "spec": SPEC}
    made = study(tmp_path, factors=factors, design={"points": "points.csv"}, scenario=["world.yaml", "unsure.yaml"])
    assert [(point.scenario, *point.values) for point in made.points] == [
        ("unsure", 8, "humble"),
        ("world", 1, None),
        ("world", None, "blank"),
    ]
    assert [made.worlds(point).median.labs["a"].copies for point in made.points] == [8, 1, 2]


def test_values_of_which_some_are_words_are_all_words_in_the_results(tmp_path: Path) -> None:
    factor = {"set": "every_lab.enforcement", "values": [0.5, "0.2 to 0.9"]}
    made = study(tmp_path, factors={"enforcement": factor})
    assert values(made) == [("0.5",), ("0.2 to 0.9",)]
    assert [len(made.worlds(point).uncertain) for point in made.points] == [0, 1]
    assert made.worlds(made.points[0]).median.every_lab.enforcement == 0.5


def test_several_keys_of_a_factor_take_the_same_value(tmp_path: Path) -> None:
    factor = {"set": ["every_lab.control", "every_lab.audit_rate"], "values": [0.25]}
    made = study(tmp_path, factors={"care": factor})
    lab = made.worlds(made.points[0]).median.every_lab
    assert (lab.control, lab.audit_rate) == (0.25, 0.25)


def test_no_factor_may_have_the_name_of_a_column(tmp_path: Path) -> None:
    from dealsim.experiment.rows import Columns

    made = Columns(study(tmp_path, design="paired", keep="games"))
    columns = {*made.points.names, *made.outcomes.names} - {"control"}
    assert columns <= set(RESERVED)


IN_ANOTHER = """
import sys
from dealsim.experiment.loading import load_experiment
made = load_experiment(sys.argv[1])
print(made.digest, [(p.number, p.row, p.scenario, p.values, p.compared_with) for p in made.points])
"""


def test_every_process_has_the_same_points_and_the_same_digest(tmp_path: Path) -> None:
    factors = {"difficulty": DIFFICULTY | {"range": "0.1 to 0.5"}, "policy": POLICY, "noise": {"dummy": True}}
    study(
        tmp_path,
        factors=factors,
        design={"latin_hypercube": 10},
        versus="policy",
        uncertain=True,
        scenario="unsure.yaml",
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", IN_ANOTHER, str(tmp_path / "try.yaml")],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert "open" in told.pop()


def test_comments_titles_labels_and_the_order_of_keys_are_not_part_of_the_digest(tmp_path: Path) -> None:
    one = study(tmp_path, factors={"control": CONTROL, "policy": POLICY_OF_TWO})
    text = (
        "# Another comment.\nabout: Another text.\ngames: 40\nfactors:\n"
        "  control: {values: [0.2, 0.5, 0.8], set: every_lab.control, label: Control of AIs}\n"
        "  policy: {levels: {b: {every_lab.enforcement: 0.5, every_lab.audit_rate: 0.1}}}\n"
        "scenario: world.yaml\ntitle: Another title\n"
    )
    (tmp_path / "other.yaml").write_text(text)
    from dealsim.experiment.loading import load_experiment

    assert load_experiment(str(tmp_path / "other.yaml")).digest == one.digest


POLICY_OF_TWO = {"levels": {"b": {"every_lab.audit_rate": 0.1, "every_lab.enforcement": 0.5}}}


@pytest.mark.parametrize(
    "said",
    [
        {"factors": {"control": CONTROL | {"values": [0.2, 0.8, 0.5]}}},
        {"factors": {"control": CONTROL, "dummy": {"dummy": True}}},
        {"games": 41},
        {"seed": 1},
        {"luck": "own"},
        {"keep": "games"},
        {"outcomes": ["takeover"]},
        {"design": "paired"},
        {"versus": "control"},
        {"scenario": ["world.yaml", "unsure.yaml"]},
        {"settings": {"every_lab.audit_rate": 0.3}},
        {"factors": {"control": CONTROL | {"set": "every_lab.enforcement"}}},
    ],
    ids=json.dumps,
)
def test_all_that_moves_a_number_or_a_row_is_part_of_the_digest(said: dict[str, Any], tmp_path: Path) -> None:
    assert study(tmp_path, **said).digest != study(tmp_path).digest


def test_the_order_of_factors_and_of_scenarios_is_that_of_columns_and_points_and_part_of_the_digest(
    tmp_path: Path,
) -> None:
    factors = {"control": CONTROL, "policy": SPEC}
    one = study(tmp_path, factors=factors)
    other = study(tmp_path, factors=dict(reversed(factors.items())))
    assert one.digest != other.digest
    bases = ["world.yaml", "unsure.yaml"]
    assert study(tmp_path, scenario=bases).digest != study(tmp_path, scenario=bases[::-1]).digest


def test_another_sample_of_the_same_design_is_another_experiment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later release of a library might draw other points: results of both may not stand in one folder."""
    said: dict[str, Any] = {"factors": {"difficulty": DIFFICULTY}, "design": {"latin_hypercube": 10}}
    one = study(tmp_path, **said).digest
    sample = LatinHypercube.sample
    monkeypatch.setattr(LatinHypercube, "sample", lambda *said: 0.5 * sample(*said))
    assert study(tmp_path, **said).digest != one


def test_where_uncertain_numbers_are_factors_nothing_stays_uncertain(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("enforcement,safety.steepness\n0.5,4\n,4\n,\n")
    said: dict[str, Any] = {"scenario": "unsure.yaml", "uncertain": True, "design": {"points": "points.csv"}}
    made = study(tmp_path, factors={"enforcement": CONTROL | {"set": "every_lab.enforcement", "values": [0.5]}}, **said)
    assert [d.name for d in made.dimensions] == ["enforcement", "safety.steepness"]
    for point in made.points:
        assert made.worlds(point).uncertain == ()
    steepness = [made.worlds(point).median.safety.steepness for point in made.points]
    assert steepness[:2] == [4.0, 4.0]
    assert steepness[2] == made.worlds_of_bases["unsure"].median.safety.steepness


def test_every_chunk_has_whole_points_and_each_point_is_in_one(tmp_path: Path) -> None:
    made = study(tmp_path, factors={"x": {"dummy": True, "steps": 100}})
    chunks = [made.chunk(number) for number in range(made.chunks)]
    assert [point for chunk in chunks for point in chunk] == made.points
    assert all(chunks)
    assert made.points_in(range(made.chunks)) == 100


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("every_lab.minds.traits.risk_aversion.mean", "risk aversion"),
        ("every_lab.minds.traits.honesty.concentration", "honesty concentration"),
        ("every_lab.training.clocks.horizon", "clocks horizon"),
        ("safety.base_defence", "base defence"),
        ("labs.cumulus.control", "control of cumulus"),
    ],
)
def test_an_uncertain_number_has_a_name_that_fits_below_an_axis(address: str, name: str) -> None:
    assert short_name(address) == name


def test_no_two_uncertain_numbers_of_a_shipped_scenario_have_one_name() -> None:
    for scenario in shipped_names():
        names = [short_name(each.address) for each in load_worlds(scenario).uncertain]
        assert len(set(names)) == len(names)
