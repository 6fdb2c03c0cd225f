"""`dealsim check` names every problem of every file; `dealsim schema` prints what is right."""

import json
from pathlib import Path

import jsonschema
import pytest

from dealsim.scenario.files.shipped import shipped_folder
from tests.cli.programs import call

RIGHT = "title: A\nhorizon: 1\nlabs: {a: {}}\nplans: {p: {difficulty: 0.5, prize: 1.0}}\nprotocol: none\n"


@pytest.fixture
def wrong(tmp_path: Path) -> str:
    """A file with two problems."""
    path = tmp_path / "wrong.yaml"
    path.write_text(RIGHT.replace("horizon: 1", "horizn: 1").replace("protocol: none", "protocol: gift"))
    return str(path)


def test_a_valid_scenario_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(RIGHT)
    result = call("check", "baseline", str(tmp_path / "small.yaml"))
    assert result.exit_code == 0
    first, second = result.stdout.splitlines()
    assert first == "ok  baseline: 3 labs, 5 plans, 40 quarters, protocol posted"
    assert second.endswith("small.yaml: 1 lab, 1 plan, 1 quarter, protocol none")


def test_every_problem_of_every_file_is_told(wrong: str) -> None:
    result = call("check", wrong, "baseline", "nowhere.yaml")
    assert result.exit_code == 2
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["ok  baseline"]
    lines = result.stderr.splitlines()
    assert any(line.startswith(f"{wrong}:2: horizn") and "did you mean 'horizon'?" in line for line in lines)
    assert any(line.startswith(f"{wrong}:5: protocol") for line in lines)
    assert any(line.startswith("nowhere.yaml: ") for line in lines)
    assert len(lines) == 3


def test_the_document_holds_the_same_problems(wrong: str) -> None:
    result = call("check", wrong, "baseline", "--json")
    assert (result.exit_code, result.stderr) == (2, "")
    document = json.loads(result.stdout)
    jsonschema.validate(document, json.loads(call("schema", "results").stdout))
    bad, good = document["files"]
    assert (document["ok"], bad["ok"], good["ok"]) == (False, False, True)
    assert {problem["key"] for problem in bad["problems"]} == {"horizn", "protocol"}


def test_the_results_schema_is_a_schema_that_knows_every_command() -> None:
    schema = json.loads(call("schema", "results").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert {"run", "story", "check"} <= set(schema["$defs"])
    story = json.loads(call("story", "baseline", "--game", "3", "--explain", "--json").stdout)
    jsonschema.validate(story, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(story | {"moral": "none"}, schema)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("scenarios/specs/humble.yaml", "a spec of 6 qualities, which take 56% of training"),
        ("scenarios/specs/unambitious.yaml", "a spec of"),
        ("scenarios/views/deceptive-alignment-rare.yaml", "a view of training"),
        ("scenarios/plausible.yaml", "24 uncertain numbers"),
    ],
)
def test_specs_views_and_uncertain_scenarios_are_checked_as_what_they_are(file: str, said: str) -> None:
    result = call("check", str(shipped_folder().parent / file))
    assert result.exit_code == 0
    assert said in result.stdout


def test_what_is_wrong_with_a_spec_is_told_as_of_a_spec(tmp_path: Path) -> None:
    spec = tmp_path / "mine.yaml"
    spec.write_text("title: Mine\nqualities:\n  calm: {trait: myopia, target: 2, emphasis: 0.4 to 0.1}\n")
    result = call("check", str(spec))
    assert result.exit_code == 2
    assert "qualities.calm.emphasis: found 0.4 to 0.1; wanted the lower end first" in result.stderr
    spec.write_text("title: Mine\nqualities:\n  calm: {trait: myopia, target: 2, emphasis: 0.1 to 0.4}\n")
    assert "qualities.calm.target: found 2; wanted a number from 0 to 1" in call("check", str(spec)).stderr
