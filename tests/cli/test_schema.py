"""`dealsim schema` prints what an editor needs: it takes good files, refuses bad ones and has words for each key."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from dealsim.scenario import ScenarioError, load_worlds
from dealsim.scenario.files.shipped import shipped_folder
from tests.cli.programs import call
from tests.for_each import for_each

FOLDERS = {"scenario": "", "spec": "specs", "training": "views"}
GOOD = {"title": "A", "horizon": 4, "labs": {"a": {}}, "plans": {"p": {"difficulty": 0.5, "prize": 1.0}}}
KEYS = {
    line.split("{")[1].rstrip(",\n")
    for line in (shipped_folder() / "sources.bib").read_text(encoding="utf-8").splitlines()
    if line.startswith("@")
}


def printed(kind: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(call("schema", kind).stdout)
    return schema


SCHEMAS = {kind: printed(kind) for kind in FOLDERS}


def fits(file: object, kind: str = "scenario") -> bool:
    return jsonschema.Draft7Validator(SCHEMAS[kind]).is_valid(file)


def plays(file: object, folder: Path) -> bool:
    """Whether the program takes a file: JSON is YAML."""
    (folder / "w.yaml").write_text(json.dumps(file))
    try:
        load_worlds(str(folder / "w.yaml"))
    except ScenarioError:
        return False
    return True


@pytest.mark.parametrize("kind", FOLDERS)
def test_the_schema_is_one_that_editors_know(kind: str) -> None:
    assert SCHEMAS[kind]["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema.Draft7Validator.check_schema(SCHEMAS[kind])


@pytest.mark.parametrize("kind", FOLDERS)
def test_it_is_right_of_every_shipped_file_and_knows_no_other_key(kind: str) -> None:
    paths = list((shipped_folder() / FOLDERS[kind]).glob("*.yaml"))
    assert paths
    for path in paths:
        file = YAML(typ="safe", pure=True).load(path)
        jsonschema.Draft7Validator(SCHEMAS[kind]).validate(file)
        assert not fits(file | {"horizn": 3}, kind)


WRONG: dict[str, dict[str, Any]] = {
    "an unknown key": {"horizn": 3},
    "a wrong type": {"horizon": "forty"},
    "out of range": {"horizon": 0},
    "yes": {"every_lab": {"control": "yes"}},
    "true for a number": {"every_lab": {"control": True}},
    "null for a number": {"every_lab": {"control": None}},
    "an unknown protocol": {"protocol": "nahs"},
    "no labs": {"labs": {}},
    "too many labs": {"labs": {f"l{i}": {} for i in range(33)}},
    "a name that is none": {"labs": {"Lab A": {}}},
    "a list of labs": {"labs": ["a"]},
    "a plan without its prize": {"plans": {"p": {"difficulty": 0.5}}},
    "a trait both ways": {"every_lab": {"minds": {"traits": {"risk_aversion": {"mean": 0.4, "rho": 2}}}}},
    "an unknown trait": {"every_lab": {"minds": {"traits": {"risk_avers": 0.4}}}},
    "a class that is a path": {"agents": {"lab": "../mine.py"}},
    "a title of none": {"title": ""},
    "an uncertain horizon": {"horizon": {"choice": [20, 40]}},
    "an interval of whole numbers": {"every_lab": {"copies": "2 to 8"}},
    "half an interval": {"every_lab": {"control": "0.1 to"}},
    "two distributions at once": {"every_lab": {"control": {"beta": [2, 5], "uniform": [0, 1]}}},
    "a Beta distribution of one number": {"every_lab": {"control": {"beta": [2]}}},
    "a choice of nothing": {"every_lab": {"control": {"choice": []}}},
}


@pytest.mark.parametrize("case", WRONG)
def test_schema_and_program_refuse_the_same_files(case: str, tmp_path: Path) -> None:
    assert fits(GOOD)
    assert plays(GOOD, tmp_path)
    assert not fits(GOOD | WRONG[case])
    assert not plays(GOOD | WRONG[case], tmp_path)


@pytest.mark.parametrize(
    "changes",
    [
        {"control": "0.1 to 0.4"},
        {"control": " .1  to 4e-1 "},
        {"control": {"beta": [2, 5]}},
        {"enforcement": {"uniform": [0, 1]}},
        {"copies": {"choice": [1, 8]}},
        {"minds": {"traits": {"risk_aversion": {"rho": "0.5 to 3"}, "myopia": "0.1 to 0.2"}}},
    ],
    ids=str,
)
def test_every_number_may_be_uncertain(changes: dict[str, Any], tmp_path: Path) -> None:
    for file in (GOOD | {"every_lab": changes}, {"extends": "baseline", "every_lab": changes}):
        assert fits(file)
        assert plays(file, tmp_path)


CHANGES: dict[str, tuple[dict[str, Any], bool]] = {
    "nothing but the name": ({}, True),
    "a key of a plan": ({"plans": {"escape": {"prize": 0.4}}}, True),
    "a lab taken away": ({"labs": {"cumulus": None}}, True),
    "a key of a lab taken away": ({"labs": {"cumulus": {"control": None}}}, True),
    "a spread's mean": ({"every_lab": {"minds": {"traits": {"myopia": {"mean": 0.5}}}}}, True),
    "a key of a spec": ({"every_lab": {"spec": {"qualities": {"honest": {"target": 0.5}}}}}, True),
    "an unknown key": ({"plans": {"escape": {"prise": 0.4}}}, False),
    "out of range": ({"plans": {"escape": {"prize": 4}}}, False),
    "half a point of a list": ({"safety": {"roc": [{"hit": 0.5}]}}, False),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_file_that_extends_another_says_only_what_it_changes(case: str, tmp_path: Path) -> None:
    file, good = CHANGES[case]
    assert fits({"extends": "baseline"} | file) == plays({"extends": "baseline"} | file, tmp_path) == good


def test_extends_is_a_name() -> None:
    assert not fits({"extends": 3})
    assert not fits({"extends": None})


# --- every field says what it is


def fields() -> Iterator[tuple[str, dict[str, Any]]]:
    for schema in SCHEMAS.values():
        own = {part: definition for part, definition in schema["$defs"].items() if not part.startswith("Uncertain")}
        for part, definition in own.items():
            for name, field in definition["properties"].items():
                yield f"{part}.{name}", field


FIELDS = dict(fields())


def numbers_in(field: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every number that may stand in a field, whichever arm, item or value of a mapping it is."""
    if field.get("type") in ("number", "integer"):
        yield field
    inner = [*field.get("anyOf", []), field.get("items"), field.get("additionalProperties")]
    for each in (*inner, *field.get("patternProperties", {}).values()):
        if isinstance(each, dict):
            yield from numbers_in(each)


@for_each("place", FIELDS)
def test_every_field_says_what_it_is_and_every_number_its_unit_range_and_source(place: str) -> None:
    field = FIELDS[place]
    assert field["description"].strip()
    for number in numbers_in(field):
        assert (number.get("unit") or field["unit"]).strip()
        assert {"minimum", "exclusiveMinimum", "enum"} & set(number)
        assert {"maximum", "exclusiveMaximum", "enum"} & set(number)
        assert (number.get("source") or field["source"]) in {"assumption", *KEYS}
    if "source" in field:
        assert field["source"] in {"assumption", *KEYS}
    if "enum" in field or field.get("type") == "boolean":
        assert field["source"]
