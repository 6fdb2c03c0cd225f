"""A spec by the name of a shipped one, by a file, or written out; and the specs that travel with dealsim."""

import pytest

from dealsim.scenario.files.problems import ScenarioError
from dealsim.scenario.files.shipped import shipped_names, shipped_specs
from dealsim.scenario.files.source import parse_source
from dealsim.scenario.files.validation import validate
from dealsim.scenario.flat_tables.lessons import side_effects
from dealsim.scenario.schema.named_spec import NamedSpec, load_spec
from dealsim.scenario.schema.part import StrictModel
from dealsim.scenario.schema.spec import Spec
from tests.for_each import for_each


class Lab(StrictModel):
    """A part of a scenario that names a spec."""

    spec: NamedSpec


def read(text: str) -> Spec:
    return validate(Lab, parse_source(text, "world.yaml")).spec


def refused(text: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        read(text)
    return str(caught.value)


@for_each("name", shipped_specs())
def test_every_shipped_spec_is_valid_and_says_what_it_is_for(name: str) -> None:
    spec = load_spec(name)
    assert spec.title
    assert spec.about
    assert bool(spec.qualities) == (name != "blank")


def test_the_shipped_specs_are_no_scenarios() -> None:
    assert {"helpful-honest-harmless", "humble", "sovereign"} < set(shipped_specs())
    assert not set(shipped_specs()) & set(shipped_names())


def test_the_humble_spec_and_the_sovereign_one_pull_scope_and_patience_apart() -> None:
    def target(name: str, trait: str) -> float:
        return next(quality.target for quality in load_spec(name).qualities.values() if quality.trait == trait)

    for trait in ("scope_sensitivity", "myopia"):
        assert abs(target("humble", trait) - target("sovereign", trait)) > 0.5
    taught = {quality.trait for quality in load_spec("sovereign").qualities.values()}
    assert {"impartiality", "reflection", "acausal_reasoning"} <= taught
    assert side_effects(load_spec("sovereign")).acausal_salience > 0.0


def test_a_spec_by_name_is_the_spec_of_that_file() -> None:
    assert read("spec: humble\n") == load_spec("humble")


def test_no_name_opens_a_file_where_it_is_not_known_who_wrote_it(tmp_path) -> None:
    (tmp_path / "own.yaml").write_text("title: Own\n")
    assert "found no spec named" in refused(f"spec: {tmp_path / 'own.yaml'}\n")


def test_a_spec_can_be_loaded_from_a_file(tmp_path) -> None:
    (tmp_path / "own.yaml").write_text("title: Own\n")
    assert load_spec(str(tmp_path / "own.yaml")).title == "Own"


def test_a_spec_written_out_is_taken_as_it_stands() -> None:
    spec = read("spec:\n  title: Here\n  qualities:\n    honest: {trait: honesty, target: 0.9, emphasis: 0.1}\n")
    assert spec.qualities["honest"].target == 0.9


def test_an_unknown_name_is_refused_with_those_there_are_and_the_nearest() -> None:
    assert refused("spec: humbel\n") == (
        "world.yaml:1: spec: found no spec named 'humbel'; wanted one of "
        f"{', '.join(shipped_specs())}; did you mean 'humble'?"
    )


def test_what_is_wrong_in_a_spec_written_out_is_said_where_it_stands() -> None:
    said = refused("spec:\n  title: Here\n  qualities:\n    q: {trait: honesty, target: 0.9, emphases: 0.1}\n")
    assert said == "world.yaml:4: spec.qualities.q.emphases: found an unknown key; did you mean 'emphasis'?"


def test_what_is_neither_a_name_nor_a_spec_is_refused() -> None:
    assert refused("spec: 3\n").startswith("world.yaml:1: spec: found 3; wanted a mapping of title, about, qualities")


def test_the_json_schema_allows_a_name_as_well_as_a_spec() -> None:
    kinds = Lab.model_json_schema()["properties"]["spec"]["anyOf"]
    assert {"type": "string"} in kinds
    assert len(kinds) == 2
