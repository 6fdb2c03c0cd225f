"""Every pydantic error becomes one line in the user's words, where the user wrote it."""

from enum import StrEnum
from typing import Annotated, Any, Literal, Self

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from dealsim.scenario.files.overrides import apply_overrides
from dealsim.scenario.files.problems import Misfit, Problem, ScenarioError
from dealsim.scenario.files.source import Source, parse_source
from dealsim.scenario.files.validation import validate
from dealsim.scenario.schema.fields import REQUIRED, number, whole, word
from tests.examples import share_of_examples

ABOUT: dict[str, Any] = {"meaning": "what it means", "source": "assumption"}


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Spread(Part):
    mean: float = number(REQUIRED, unit="dial", above=0, below=1, **ABOUT)
    concentration: float = number(5, unit="pseudo-counts", above=0, **ABOUT)


class Rho(Part):
    rho: float = number(REQUIRED, unit="1/utility", low=0, **ABOUT)


class Lab(Part):
    control: float = number(REQUIRED, unit="chance", low=0, high=1, **ABOUT)
    copies: int = whole(1, unit="copies", low=1, high=1_000_000, **ABOUT)
    spec: str = "plain"


class World(Part):
    trust: float = number(0.5, unit="chance", low=0, high=1, **ABOUT)
    hopes: list[float] = Field([], max_length=2)
    wealth: float = number(1, unit="dollars", low=0.5, **ABOUT)


class Family(StrEnum):
    LINEAR = "linear"
    POWER = "power"


type Dial = Annotated[float, number(REQUIRED, unit="dial", low=0, high=1, **ABOUT)]


class Scenario(Part):
    title: str = Field(min_length=1)
    horizon: int = whole(40, unit="quarters", low=1, high=400, **ABOUT)
    protocol: Literal["none", "posted"] = word("none", **ABOUT)
    family: Family = word(Family.LINEAR, **ABOUT)
    world: World = World()
    labs: dict[Annotated[str, Field(pattern="^[a-z]+$", description="a lower-case name")], Lab] = {}
    traits: dict[Literal["myopia", "spite"], Dial | Rho | Spread] = {}
    chances: dict[str, float] = {}
    until: int | None = None
    loud: bool = False
    renamed: int = Field(1, alias="re-named")

    @model_validator(mode="after")
    def chances_sum_to_one(self) -> Self:
        if self.chances and sum(self.chances.values()) != 1:
            raise ValueError(f"chances sum to {sum(self.chances.values()):g}; they must sum to 1")
        if "odd" in self.chances:
            raise PydanticCustomError("odd_chance", "an odd chance")
        for name, lab in self.labs.items():
            if lab.spec not in ("plain", "ambitious"):
                at = ("labs", name, "spec")
                raise Misfit(f"the unknown spec {lab.spec!r}", "a spec", at=at, nearest="ambitious")
        return self


def said(text: str, *changes: str, title: str = "title: x") -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        validate(Scenario, apply_overrides(parse_source(f"{title}\n{text}", "w.yaml"), changes))
    return str(caught.value).splitlines()


def test_a_good_file_becomes_its_model():
    source = parse_source("{title: x, traits: {myopia: 1, spite: {rho: 2}}, labs: {a: {control: 0}}}", "w.yaml")
    scenario = validate(Scenario, source)
    assert scenario.traits == {"myopia": 1.0, "spite": Rho(rho=2)}
    assert scenario.labs["a"].control == 0.0


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("horizon: -3", "horizon: found -3; wanted a whole number of quarters, from 1 to 400"),
        ("horizon: 3.0", "horizon: found 3.0; wanted a whole number of quarters, from 1 to 400"),
        ("horizon: yes", "horizon: found 'yes'; wanted a whole number of quarters, from 1 to 400"),
        ("horizon: true", "horizon: found true; wanted a whole number of quarters, from 1 to 400"),
        (
            "horizon: 2027-01-01",
            "horizon: found '2027-01-01'; wanted a whole number of quarters, from 1 to 400",
        ),
        ("horizon:", "horizon: found nothing; wanted a whole number of quarters, from 1 to 400"),
        ("world: {trust: 1.5}", "world.trust: found 1.5; wanted a number from 0 to 1 (chance)"),
        ("world: {trust: no}", "world.trust: found 'no'; wanted a number from 0 to 1 (chance)"),
        ("world: {wealth: 0}", "world.wealth: found 0; wanted a number at least 0.5 (dollars)"),
        ("world: {hopes: [1, x]}", "world.hopes.1: found 'x'; wanted a number"),
        ("world: {hopes: [1, 2, 3]}", "world.hopes: found 3 entries; wanted a list of at most 2"),
        ("world: {hopes: 3}", "world.hopes: found 3; wanted a list"),
        ("world: 3", "world: found 3; wanted a mapping of trust, hopes, wealth"),
        ("labs: [a]", "labs: found a list of 1; wanted a mapping"),
        (
            "labs: {a: {control: .5, contrl: 1}}",
            "labs.a.contrl: found an unknown key; did you mean 'control'?",
        ),
        (
            "labs: {a: {control: .5, zzz: 1}}",
            "labs.a.zzz: found an unknown key; wanted one of control, copies, spec",
        ),
        ("labs: {a: {contrl: .5}}", "labs.a.contrl: found an unknown key; did you mean 'control'?"),
        ("labs: {a: {}}", "labs.a.control: found nothing; wanted a number from 0 to 1 (chance)"),
        ("labs: {a: }", "labs.a: found nothing; wanted a mapping of control, copies, spec"),
        ("renamed: 1", "renamed: found an unknown key; did you mean 're-named'?"),
        ("re-named: x", "re-named: found 'x'; wanted a whole number"),
        ("protocol: postd", "protocol: found 'postd'; wanted one of none, posted; did you mean 'posted'?"),
        ("protocol: 3", "protocol: found 3; wanted one of none, posted"),
        ("family: powr", "family: found 'powr'; wanted one of linear, power; did you mean 'power'?"),
        ("loud: 3", "loud: found 3; wanted true or false"),
        ("until: soon", "until: found 'soon'; wanted a whole number, or nothing"),
        (
            "traits: {myopa: 1}",
            "traits.myopa: found the key 'myopa'; wanted one of myopia, spite; did you mean 'myopia'?",
        ),
        ("chances: {a: .5, b: .4}", "chances sum to 0.9; they must sum to 1"),
        ("chances: {odd: 1}", "an odd chance"),
        (
            "labs: {a: {control: 1, spec: ambitous}}",
            "labs.a.spec: found the unknown spec 'ambitous'; wanted a spec; did you mean 'ambitious'?",
        ),
        (
            "labs: {A: {control: 1}}",
            "labs.A: found the key 'A'; wanted a lower-case name",
        ),
    ],
)
def test_each_kind_of_error_is_said_in_the_words_of_the_schema(text, line):
    place = "w.yaml:1" if "chance" in text and "world" not in text else "w.yaml:2"
    assert said(text) == [f"{place}: {line}"]


FORMS = "a number from 0 to 1 (dial), or a mapping of rho, or a mapping of mean, concentration"


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("2", ": found 2; wanted a number from 0 to 1 (dial)"),
        ("high", f": found 'high'; wanted {FORMS}"),
        ("true", f": found true; wanted {FORMS}"),
        ("[1]", f": found a list of 1; wanted {FORMS}"),
        ("{rho: -1}", ".rho: found -1; wanted a number at least 0 (1/utility)"),
        ("{mean: 2}", ".mean: found 2; wanted a number above 0 and below 1 (dial)"),
        ("{concentration: 3}", ".mean: found nothing; wanted a number above 0 and below 1 (dial)"),
        ("{maen: .5, concentration: 3}", ".maen: found an unknown key; did you mean 'mean'?"),
        ("{alpha: 2}", ".alpha: found an unknown key; wanted one of rho, mean, concentration"),
        ("{rhoo: .5}", ".rhoo: found an unknown key; did you mean 'rho'?"),
        (
            "{rho: 2, mean: .5}",
            ".mean: found a key that does not go with the others here; "
            "wanted a mapping of rho, or a mapping of mean, concentration",
        ),
    ],
)
def test_a_value_that_fits_no_arm_of_a_union_is_one_problem_not_one_for_each_arm(value, line):
    assert said(f"traits:\n  spite: {value}") == [f"w.yaml:3: traits.spite{line}"]


def test_each_fault_within_the_arm_that_was_meant_is_said():
    assert said("traits: {spite: {mean: 2, concentration: x}}") == [
        "w.yaml:2: traits.spite.mean: found 2; wanted a number above 0 and below 1 (dial)",
        "w.yaml:2: traits.spite.concentration: found 'x'; wanted a number above 0 (pseudo-counts)",
    ]


def test_all_errors_of_a_file_are_said_at_once_in_its_order():
    lines = said("labs:\n  a:\n    copies: 0\n    control: x\nhorzon: 3\nprotocol: 1\n", title="titel: x")
    assert [line.split(": found")[0] for line in lines] == [
        "w.yaml:1: titel",
        "w.yaml:4: labs.a.copies",
        "w.yaml:5: labs.a.control",
        "w.yaml:6: horzon",
        "w.yaml:7: protocol",
    ]


def test_a_missing_key_stands_at_the_line_of_its_parent():
    assert said("labs:\n  a:\n    copies: 2") == [
        "w.yaml:3: labs.a.control: found nothing; wanted a number from 0 to 1 (chance)"
    ]


def test_what_a_setting_spoils_is_said_of_the_setting():
    assert said("labs:\n  a: {control: 1}", "labs.a.control=2", "labs.b.copies=1", "horizn=3") == [
        "--set labs.a.control=2: labs.a.control: found 2; wanted a number from 0 to 1 (chance)",
        "--set labs.b.copies=1: labs.b.control: found nothing; wanted a number from 0 to 1 (chance)",
        "--set horizn=3: horizn: found an unknown key; did you mean 'horizon'?",
    ]


def test_many_unknown_keys_are_refused_in_good_time():
    assert len(said("".join(f"contrl{i}: 1\n" for i in range(9000)))) == 101


KEYS = st.sampled_from(
    [
        "title",
        "horizon",
        "protocol",
        "world",
        "labs",
        "traits",
        "spite",
        "mean",
        "rho",
        "hopes",
        "a",
        "re-named",
        "float",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | KEYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(), inner, max_size=4),
)


def faults_of(source: Source) -> tuple[Problem, ...]:
    try:
        validate(Scenario, source)
    except ScenarioError as error:
        return error.problems
    return ()


@share_of_examples(2.0)
@given(st.dictionaries(KEYS | st.text(), VALUES, max_size=6))
def test_any_tree_becomes_a_model_or_problems_with_a_place_and_something_to_say(tree):
    source = parse_source("title: x", "w.yaml")
    object.__setattr__(source, "tree", tree)
    for problem in faults_of(source):
        assert problem.where == "w.yaml"
        assert problem.wanted or problem.nearest
        str(problem).encode("utf-8")
