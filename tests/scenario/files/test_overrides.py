"""A setting changes what it names and nothing else, and is named in whatever is wrong with it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealsim.scenario import load_scenario
from dealsim.scenario.files.overrides import apply_overrides
from dealsim.scenario.files.problems import ScenarioError
from dealsim.scenario.files.source import Source, parse_source

SOURCE = parse_source("horizon: 40\nempty:\nlabs:\n  aurora:\n    control: 0.5\n    copies: 1\nyears: [1]\n", "w.yaml")


def problems_of(*changes: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        apply_overrides(SOURCE, changes)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("horizon=12", 12),
        ("horizon = .9", 0.9),
        ("horizon=none", "none"),
        ("horizon=null", None),
        ("horizon='12'", "12"),
        ("horizon=a=b", "a=b"),
        ("horizon={mean: .5, years: [1, 2]}", {"mean": 0.5, "years": [1, 2]}),
        ("horizon=0.05 to 0.3", "0.05 to 0.3"),
    ],
)
def test_the_value_is_read_as_in_a_file(setting, value):
    assert apply_overrides(SOURCE, [setting]).tree["horizon"] == value


def test_a_setting_changes_what_it_names_and_nothing_else():
    changed = apply_overrides(SOURCE, ["labs.aurora.control=0.9"])
    assert changed.tree == {**SOURCE.tree, "labs": {"aurora": {"control": 0.9, "copies": 1}}}
    assert SOURCE.tree["labs"] == {"aurora": {"control": 0.5, "copies": 1}}


def test_mappings_that_are_missing_on_the_way_are_made():
    changed = apply_overrides(SOURCE, ["every_lab.minds.kinds.aligned=1", "empty.a=2"])
    assert changed.tree["every_lab"] == {"minds": {"kinds": {"aligned": 1}}}
    assert changed.tree["empty"] == {"a": 2}


def test_the_last_of_two_settings_holds():
    assert apply_overrides(SOURCE, ["horizon=1", "horizon=2"]).tree["horizon"] == 2


def test_what_came_of_a_setting_stands_at_that_setting_and_the_rest_at_its_line():
    changed = apply_overrides(SOURCE, ["labs.aurora.control=0.9", "every_lab.minds.x=1", "labs.borealis={copies: 2}"])
    assert changed.place(("labs", "aurora", "control")) == ("--set labs.aurora.control=0.9", None)
    assert changed.place(("labs", "aurora", "copies")) == ("w.yaml", 6)
    assert changed.place(("every_lab",)) == ("--set every_lab.minds.x=1", None)
    assert changed.place(("labs", "borealis", "copies")) == ("--set labs.borealis={copies: 2}", None)


def test_nothing_is_left_of_the_lines_under_what_was_replaced():
    changed = apply_overrides(SOURCE, ["labs.aurora={copies: 2}"])
    assert changed.place(("labs", "aurora", "copies")) == ("--set labs.aurora={copies: 2}", None)
    again = apply_overrides(changed, ["labs.aurora.copies=3"])
    assert again.place(("labs", "aurora", "copies")) == ("--set labs.aurora.copies=3", None)
    assert again.place(("labs", "aurora", "control")) == ("--set labs.aurora={copies: 2}", None)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("horizon", "found no '='; wanted PATH=VALUE, such as labs.aurora.control=0.5"),
        ("", "found no '='"),
        ("=5", "found no path before the '='"),
        ("  =5", "found no path before the '='"),
        ("labs..control=5", "found an empty key in 'labs..control'; wanted keys joined by single dots"),
        (".labs=5", "found an empty key in '.labs'"),
        ("labs.=5", "found an empty key in 'labs.'"),
        ("horizon=", "horizon: found no value after the '='"),
        ("horizon=  ", "horizon: found no value after the '='"),
        ("horizon.x=5", "horizon: found 40; wanted a mapping, to set a key in it"),
        ("years.0=5", "years: found a list of 1; wanted a mapping, to set a key in it"),
        ("horizon=[1", "found text that is not YAML"),
        ("horizon=a: b: c", "found text that is not YAML"),
        ("horizon=.nan", "horizon: found .nan; wanted a finite number"),
        ("horizon=!!int 5", "horizon: found the tag"),
        ("horizon={a: 1, a: 2}", "horizon.a: found this key again (first on line 1); wanted each key once"),
        ("a\0b=1", "found the path 'a\\x00b'; wanted plain text"),
        ("a=\0", "found a null byte"),
        ("a=\udcff", "found an unprintable character"),
        (".".join(["a"] * 30) + "=1", "wanted plain text with at most 20 keys"),
        (".".join(["a"] * 15) + "=[[[[[[[[1]]]]]]]]", "too deep a nesting"),
    ],
)
def test_a_bad_setting_is_refused_by_name(setting, said):
    (problem,) = problems_of(setting)
    assert problem.startswith("--set ")
    assert said in problem


def test_all_bad_settings_are_said_at_once():
    assert len(problems_of("horizon", "horizon=3", "labs.aurora.control.x=1", "years=.inf")) == 3


@settings(deadline=None)
@given(st.lists(st.text() | st.from_regex(r"[a-c.]{1,6}=[\[\]{}a1:,*& .]{0,8}", fullmatch=True), max_size=4))
def test_any_settings_are_made_or_refused(changes):
    try:
        assert isinstance(apply_overrides(SOURCE, changes), Source)
    except ScenarioError as error:
        str(error).encode("utf-8")


def test_null_removes_an_entry_and_is_a_value_where_the_schema_has_it():
    assert [*load_scenario("baseline", ["labs.cumulus=null"]).labs] == ["aurora", "borealis"]
    assert load_scenario("baseline", ["every_lab.spec=null"]).every_lab.spec is None
    assert load_scenario("baseline", ["every_lab.copies=null"]).every_lab.copies == 1  # the default


def test_a_null_that_removes_nothing_is_refused_with_the_nearest_name():
    with pytest.raises(ScenarioError, match=r"labs.cumulu: found a null that removes nothing.*'cumulus'"):
        load_scenario("baseline", ["labs.cumulu=null"])


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("enforcement=0.9", "a key in the wrong place; wanted one of every_lab.enforcement, labs.NAME.enforcement"),
        ("difficulty=0.9", "wanted plans.NAME.difficulty"),
        ("enforcment=0.9", "did you mean 'every_lab.enforcement'?"),
        ("cumulus.control=0.2", "wanted labs.cumulus"),
        ("every_lab.traits.myopia=0.2", "wanted one of every_lab.minds.traits"),
    ],
)
def test_a_key_in_the_wrong_place_is_said_with_its_place(setting, said):
    with pytest.raises(ScenarioError) as refused:
        load_scenario("baseline", [setting])
    assert said in str(refused.value)
