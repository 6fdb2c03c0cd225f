"""A scenario names classes and can do no more: no path, no module, no code."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dealsim.scenario import Scenario
from dealsim.scenario.schema.agents import PATTERN, Agents

names = st.from_regex(re.compile(PATTERN["pattern"], re.ASCII), fullmatch=True)


def accepts(name: object) -> bool:
    try:
        Agents.model_validate({"lab": name})
    except ValidationError:
        return False
    return True


@given(name=st.one_of(names, st.text()))
def test_the_json_schema_and_the_program_accept_the_same_names(name: str) -> None:
    assert accepts(name) == bool(re.fullmatch(PATTERN["pattern"], name))


@pytest.mark.parametrize(
    "name",
    ["", "os.system", "a/b", "..", "never_pays.py", "pkg:Class", "never pays", "a\n", "exec()", "é", "a" * 65, 1, True],
)
def test_what_could_be_more_than_a_name_is_refused(name: object) -> None:
    assert not accepts(name)


def test_only_those_that_are_given_are_named() -> None:
    assert Agents().named() == {}
    assert Agents(ai="proud").named() == {"ai": "proud"}
    assert str(Agents(lab="never_pays", ai="proud")) == "lab never_pays, ai proud"


def test_a_resolved_scenario_that_names_nobody_is_a_scenario_again(baseline: Scenario) -> None:
    assert Scenario.model_validate(baseline.model_dump(mode="json")) == baseline
