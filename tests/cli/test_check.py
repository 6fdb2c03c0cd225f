"""`dealsim check` names every problem of every file; `dealsim schema` prints what is right."""

import json
from pathlib import Path

import jsonschema
import pytest

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
