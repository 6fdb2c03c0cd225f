"""No number without a source: every key that the schema or a rule names stands in `scenarios/sources.bib`."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import dealsim.core.luck
import dealsim.core.rules
from dealsim.scenario import Scenario
from dealsim.scenario.files.shipped import shipped_folder
from tests.for_each import for_each

BIBLIOGRAPHY = (shipped_folder() / "sources.bib").read_text(encoding="utf-8")
KEYS = set(re.findall(r"^@\w+\{(\w+),", BIBLIOGRAPHY, re.MULTILINE))
KEY = re.compile(r"\b[a-z]+\d{4}[a-z]+\b")


def numbers(schema: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield every field of the JSON Schema that holds a number or a word of a list, by its part and name."""
    for part, definition in {"Scenario": schema, **schema["$defs"]}.items():  # type: ignore[dict-item]
        for name, field in definition.get("properties", {}).items():
            if field.get("type") in ("number", "integer") or "enum" in field:
                yield f"{part}.{name}", field


FIELDS = dict(numbers(Scenario.model_json_schema()))


@for_each("place", FIELDS)
def test_every_number_has_a_unit_a_meaning_and_a_source(place: str) -> None:
    field = FIELDS[place]
    assert field["unit"]
    assert field["description"]
    assert field["source"] == "assumption" or field["source"] in KEYS


def rule_texts() -> Iterator[str]:
    yield dealsim.core.luck.__doc__ or ""
    for module in pkgutil.walk_packages(dealsim.core.rules.__path__, "dealsim.core.rules."):
        for thing in vars(importlib.import_module(module.name)).values():
            yield getattr(thing, "__doc__", None) or ""


def test_every_source_that_a_rule_names_is_in_the_bibliography() -> None:
    named = {key for text in rule_texts() for key in KEY.findall(text)}
    assert named
    assert named <= KEYS


def test_every_source_that_the_package_names_is_in_the_bibliography() -> None:
    texts = [path.read_text(encoding="utf-8") for path in Path(dealsim.__file__).parent.rglob("*.py")]
    named = {key for text in texts for said in re.findall(r"Source: (.*)", text) for key in KEY.findall(said)}
    assert "searle1992variance" in named
    assert named <= KEYS


def test_every_key_stands_once() -> None:
    keys = re.findall(r"^@\w+\{(\w+),", BIBLIOGRAPHY, re.MULTILINE)
    assert len(keys) == len(set(keys))
