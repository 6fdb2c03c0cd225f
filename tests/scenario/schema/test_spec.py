"""What a spec and a training may say, and what is refused with which words."""

import re
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from dealsim.core.codes import Account, Condition, Trait
from dealsim.scenario.files.problems import ScenarioError
from dealsim.scenario.files.shipped import shipped_folder
from dealsim.scenario.files.source import parse_source
from dealsim.scenario.files.validation import validate
from dealsim.scenario.schema.spec import Spec, Training, TraitName
from tests.for_each import for_each

KEYS = set(re.findall(r"^@\w+\{(\w+),", (shipped_folder() / "sources.bib").read_text(encoding="utf-8"), re.MULTILINE))
HONEST = "  honest: {trait: honesty, target: 0.9, emphasis: 0.5"


def fields(model: type[BaseModel]) -> dict[str, dict[str, Any]]:
    """Return every field of the JSON Schema that holds a number or a word of a list, by its part and name."""
    schema = model.model_json_schema()
    parts = {model.__name__: schema, **schema["$defs"]}
    return {
        f"{part}.{name}": field
        for part, definition in parts.items()
        for name, field in definition.get("properties", {}).items()
        if field.get("type") in ("number", "integer") or "enum" in field
    }


FIELDS = fields(Spec) | fields(Training)


@for_each("place", FIELDS)
def test_every_number_has_a_unit_a_meaning_and_a_source(place: str) -> None:
    field = FIELDS[place]
    assert field["unit"]
    assert field["description"]
    assert field["source"] == "assumption" or field["source"] in KEYS


def test_the_schema_knows_the_traits_and_words_that_the_records_know() -> None:
    assert list(get_args(TraitName)) == [trait.name.lower() for trait in Trait]
    assert FIELDS["Training.account"]["enum"] == [account.name.lower() for account in Account]
    assert FIELDS["Training.conditional_on"]["enum"] == [condition.name.lower() for condition in Condition]


def refused(qualities: str) -> str:
    """Return what is said of a spec with these qualities, one a line from line 3 on."""
    source = parse_source(f"title: Test\nqualities:\n{qualities}\n", "spec.yaml")
    with pytest.raises(ScenarioError) as caught:
        validate(Spec, source)
    return str(caught.value)


def test_an_unknown_trait_is_refused_where_it_stands_with_the_nearest_name() -> None:
    said = refused("  honest: {trait: honestly, target: 0.9, emphasis: 0.1}")
    assert said.startswith("spec.yaml:3: qualities.honest.trait: found 'honestly'; wanted one of risk_aversion,")
    assert said.endswith("did you mean 'honesty'?")


def test_an_unknown_trait_in_a_persona_is_refused_where_it_stands() -> None:
    said = refused(HONEST + ", persona: {spitefulness: 0.3}}")
    assert said.startswith("spec.yaml:3: qualities.honest.persona.spitefulness: found the key 'spitefulness'")


def test_an_unknown_trait_of_a_neighbour_is_refused_where_it_stands() -> None:
    said = refused(HONEST + ", neighbour: {trait: wit, target: 1, chance: 0.1}}")
    assert said.startswith("spec.yaml:3: qualities.honest.neighbour.trait: found 'wit'; wanted one of")


def test_a_conflict_with_what_is_no_quality_of_the_spec_is_refused_where_it_stands() -> None:
    kind = "\n  kind: {trait: benevolence, target: 0.3, emphasis: 0.1}"
    said = refused(HONEST + ", conflicts_with: [kint]}" + kind)
    assert said == (
        "spec.yaml:3: qualities.honest.conflicts_with.0: found 'kint'; wanted another quality of this spec: kind; "
        "did you mean 'kind'?"
    )


def test_a_conflict_of_a_quality_with_itself_is_refused() -> None:
    assert "found 'honest'; wanted no conflict" in refused(HONEST + ", conflicts_with: [honest]}")


def test_emphases_of_more_than_all_of_training_are_refused() -> None:
    said = refused(HONEST + "}\n  kind: {trait: benevolence, target: 0.3, emphasis: 0.6}")
    assert said == (
        "spec.yaml:2: qualities: found emphases that sum to 1.1; wanted emphases that sum to at most 1, all of training"
    )


def test_emphases_that_sum_to_all_of_training_are_not_refused() -> None:
    quality = {"trait": "honesty", "target": 0.5, "emphasis": 0.1}
    assert Spec.model_validate({"title": "T", "qualities": {f"q{n}": quality for n in range(10)}})


@pytest.mark.parametrize(
    ("said", "key"),
    [("target: 1.2, emphasis: 0.1", "target"), ("target: 1, emphasis: -0.1", "emphasis"), ("emphasis: 0.1", "target")],
)
def test_a_number_missing_or_out_of_its_range_is_refused_where_it_stands(said: str, key: str) -> None:
    assert refused(f"  q: {{trait: honesty, {said}}}").startswith(f"spec.yaml:3: qualities.q.{key}: found ")


def test_a_training_that_says_nothing_has_every_default() -> None:
    assert Training.model_validate({}) == Training()
    assert Training().account == "lock_in"
