"""`dealsim replicate`: theirs, ours and the verdict; a changed case; what is wrong; the document."""

import json
from pathlib import Path

import jsonschema
import pytest

from dealsim.scenario.files.shipped import PUBLISHED
from tests.cli.programs import call

GOLDEN = Path(__file__).parents[1] / "golden"
QUICK = ("stastny-window", "thornley-pay", "shlegeris-probe", "fit-objecting", "nash-threats")
MINE = """\
title: One of my own
kind: exact
source: thornley2026riskaverse
where: my margin
sure: derived
method: minimum-pay
inputs: {trust: 0.6}
values:
  - {of: minimum_pay, published: PAY, tolerance: 0.01}
"""


def test_the_page_is_the_golden_one() -> None:
    assert call("replicate", *QUICK).stdout == (GOLDEN / "replicate.txt").read_text(encoding="utf-8")


def test_a_result_alone_shows_its_inputs_and_what_computes_it() -> None:
    assert call("replicate", "finnveden-trust").stdout == (GOLDEN / "replicate-alone.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("columns", ["40", "80", "140"])
def test_the_page_fits_any_terminal(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    from click.testing import CliRunner

    from dealsim.cli.main import main

    result = CliRunner().invoke(main, ["replicate", *QUICK], env={"COLUMNS": columns, "TERM": "dumb"})
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= int(columns)
    assert all(line == line.rstrip() for line in result.stdout.splitlines())


def test_the_document_is_one_that_the_schema_of_results_describes() -> None:
    schema = json.loads(call("schema", "results").stdout)
    page = call("replicate", *QUICK, "--json")
    assert (page.exit_code, page.stderr) == (0, "")
    document = json.loads(page.stdout)
    jsonschema.validate(document, schema)
    jsonschema.validate(document, {"$ref": "#/$defs/replicate", "$defs": schema["$defs"]})
    assert [each["id"] for each in document["results"]] == [*QUICK]
    assert (document["differ"], document["fitted"]) == (0, 1)
    none = next(each for each in document["results"][1]["numbers"] if each["inputs"] == {"trust": 0.5})
    assert none["published"] is none["ours"] is none["off"] is None
    assert document["results"][1]["computed_by"][0] == "core.rules.outlook.outlook.strike_value"
    assert {each["name"]: each["value"] for each in document["results"][1]["inputs"]}["wealth"] == "unbounded"


def test_a_changed_case_is_ours_alone_and_is_compared_with_nothing() -> None:
    page = call("replicate", "--set", "thornley-pay.trust=0.6")
    assert page.exit_code == 0
    assert "with trust 0.6: ours alone" in page.stdout
    assert "179.176" in page.stdout
    assert "theirs" not in page.stdout
    document = json.loads(call("replicate", "--set", "thornley-pay.trust=0.6", "--json").stdout)
    (result,) = document["results"]
    assert (result["verdict"], result["numbers"]) == (None, [])
    assert result["changed"] == {"trust": 0.6}
    assert result["alone"][0]["ours"] == pytest.approx(179.1759, abs=1e-3)
    jsonschema.validate(document, json.loads(call("schema", "results").stdout))


def test_of_several_results_only_those_are_changed_that_are_set() -> None:
    page = call("replicate", "thornley-pay", "stastny-window", "--set", "thornley-pay.trust=0.6")
    assert "2 numbers agree, 0 differ" in page.stdout


def test_the_same_command_prints_the_same_bytes() -> None:
    assert call("replicate", *QUICK, "--json").stdout == call("replicate", *QUICK, "--json").stdout


def test_a_file_of_ones_own_is_computed_and_status_1_says_that_it_differs(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(MINE.replace("PAY", "179.18"), encoding="utf-8")
    assert call("replicate", str(path)).exit_code == 0
    assert "187.5" in call("replicate", str(path), "--set", "mine.risk_aversion=0.009556").stdout
    path.write_text(MINE.replace("PAY", "180"), encoding="utf-8")
    page = call("replicate", str(path))
    assert page.exit_code == 1
    assert "0 numbers agree, 1 differs" in page.stdout
    assert any(line.startswith("  minimum_pay") and line.endswith(" differs") for line in page.stdout.splitlines())
    assert json.loads(call("replicate", str(path), "--json").stdout)["results"][0]["verdict"] == "differs"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("thornly-pay",), "did you mean 'thornley-pay'?"),
        (("baseline",), "baseline: found a scenario; wanted a published result; `dealsim run baseline` plays it"),
        (("--set", "thornley-pay.trst=0.5"), "did you mean 'thornley-pay.trust'?"),
        (("--set", "thornley-pay.trust=2"), "--set thornley-pay.trust=2: thornley-pay.trust: found 2; wanted a number"),
        (("--set", "stastny-window.humans_if_sabotage=0.95"), "wanted no more than humans_if_deal (0.9)"),
    ],
)
def test_wrong_input_ends_with_2_and_says_what_would_do(words: tuple[str, ...], told: str) -> None:
    page = call("replicate", *words)
    assert (page.exit_code, page.stdout) == (2, "")
    assert told in page.stderr


def test_check_knows_published_results(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(MINE.replace("PAY", "179.18").replace("trust", "trsut"), encoding="utf-8")
    page = call("check", "stastny-window", "fit-reasons", str(path))
    assert page.exit_code == 2
    assert "ok  stastny-window: a published result of 2 numbers, by deal-window" in page.stdout
    assert "ok  fit-reasons: a fit of 3 parameters to 3 observations" in page.stdout
    assert "mine.yaml:7: inputs.trsut: found an unknown input; did you mean 'trust'?" in page.stderr


def test_the_schema_of_published_results_takes_every_shipped_one_and_knows_no_other_key() -> None:
    from ruamel.yaml import YAML

    schema = json.loads(call("schema", "published").stdout)
    jsonschema.Draft7Validator.check_schema(schema)
    for name in PUBLISHED.names():
        file = YAML(typ="safe", pure=True).load(PUBLISHED.shipped(name))
        jsonschema.Draft7Validator(schema).validate(file)
        assert not jsonschema.Draft7Validator(schema).is_valid(file | {"formula": "u/(e m)"})
