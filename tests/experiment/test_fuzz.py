"""Whatever the file: an experiment or a list of problems, never anything else."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dealsim.experiment.json_schema import schema_of_experiments
from dealsim.experiment.loading import load_experiment
from dealsim.scenario import ScenarioError
from dealsim.scenario.files.shipped import experiments_folder
from tests.experiment.small import DIFFICULTY, POLICY, SPEC, UNSURE, WORLD, whole
from tests.scenario.files.fuzzing import TEXTS, Input, damaged, lay_out, written

SCHEMA = jsonschema.Draft7Validator(schema_of_experiments())
SHIPPED = sorted(experiments_folder().glob("*.yaml"))
TREES: list[dict[str, Any]] = [
    whole(),
    whole(factors={"difficulty": DIFFICULTY, "policy": POLICY}, versus="policy", outcomes=["takeover"], keep="games"),
    whole(scenario=["world.yaml", "unsure.yaml"], design={"latin_hypercube": 4}, luck="own", factors={"spec": SPEC}),
    whole(
        scenario="unsure.yaml",
        uncertain=True,
        factors={},
        design={"sobol": 4},
        games={"until": "takeover", "width": 0.1},
    ),
    whole(settings={"every_lab.audit_rate": 0.2}, design={"points": "points.csv"}),
]
POINTS = st.text(st.sampled_from('control,0.25scenario \n"x'), max_size=40).map(str.encode)
BESIDE = {"world.yaml": WORLD.encode(), "unsure.yaml": UNSURE.encode()}


@st.composite
def damaged_experiments(draw: st.DrawFn) -> Input:
    """An experiment in which values are replaced, keys renamed, added or gone, beside a file of points."""
    tree = draw(damaged(draw(st.sampled_from(TREES)), most=3))
    points = draw(st.just(b"control\n0.2\n") | POINTS)
    return Input({"e.yaml": written(tree), "points.csv": points, **BESIDE})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("experiments")


def check(given: Input, folder: Path) -> None:
    path = lay_out(given, folder)
    try:
        made = load_experiment(str(path))
    except ScenarioError as error:
        for problem in error.problems:
            assert str(problem).isprintable()
            assert problem.wanted or problem.nearest
    else:
        assert made.points
        assert len(made.digest) == 64
        if given.files["e.yaml"].startswith(b"{"):  # what the program takes, an editor takes
            SCHEMA.validate(json.loads(given.files["e.yaml"]))


@settings(suppress_health_check=list(HealthCheck))
@given(damaged_experiments())
@example(Input({"e.yaml": written(TREES[4]), "points.csv": b"control\n0.2\n", **BESIDE}))
def test_any_damaged_experiment_is_one_or_a_list_of_problems(folder: Path, drawn: Input) -> None:
    check(drawn, folder)


@settings(suppress_health_check=list(HealthCheck))
@given(TEXTS.map(lambda said: Input({"e.yaml": next(iter(said.files.values())), **BESIDE})))
def test_any_text_is_an_experiment_or_a_list_of_problems(folder: Path, drawn: Input) -> None:
    check(drawn, folder)


@pytest.mark.parametrize("tree", TREES, ids=range(len(TREES)))
def test_what_the_program_takes_an_editor_takes(tree: dict[str, Any], folder: Path) -> None:
    load_experiment(str(lay_out(Input({"e.yaml": written(tree), "points.csv": b"control\n0.2\n", **BESIDE}), folder)))
    SCHEMA.validate(tree)
    assert not SCHEMA.is_valid(tree | {"desing": "grid"})
    assert not SCHEMA.is_valid(tree | {"outcomes": ["takovers"]})
    assert not SCHEMA.is_valid(tree | {"design": {"sobl": 8}})


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_experiment_loads_and_an_editor_takes_it(path: Path) -> None:
    from ruamel.yaml import YAML

    assert load_experiment(path.stem).points
    SCHEMA.validate(YAML(typ="safe", pure=True).load(path))


def test_an_editor_knows_every_key_outcome_and_scenario() -> None:
    made = schema_of_experiments()
    jsonschema.Draft7Validator.check_schema(made)
    parts = [made, *made["$defs"].values()]
    fields = [(name, field) for part in parts for name, field in part.get("properties", {}).items()]
    assert [name for name, field in fields if not field.get("description")] == []
    assert "baseline" in made["properties"]["scenario"]["examples"]
    until = made["$defs"]["Until"]["properties"]["until"]
    assert "takeover" in until["enum"]
    assert len(until["enum"]) == len(until["enumDescriptions"])
