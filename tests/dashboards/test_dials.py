"""Dials: every one is a number of the schema, with its meaning, unit, range and source."""

import pytest

from dashboards.choices import choices_of
from dashboards.dials import declared, dial_at, groups_of, step_of
from dashboards.sides import Side, exceptions_to, load, number_at, title_of, tree_of
from dealsim.scenario import shipped_names
from tests.for_each import for_each


@for_each("world", shipped_names())
def test_every_dial_of_every_shipped_world_moves_a_number_of_it(world: str) -> None:
    side = Side(world)
    for group in groups_of(tree_of(side)):
        for dial in group.dials:
            value, _ = number_at(side, dial.keys)
            assert value is not None or world == "honest-channel" or dial.path == "every_lab.enforcement", dial.path


@pytest.mark.parametrize("world", ["baseline", "early-schemer"])
def test_a_dial_may_go_to_either_end_of_its_slider(world: str) -> None:
    for group in groups_of(tree_of(Side(world))):
        for dial in group.dials:
            if group.key in ("spec", "kinds"):
                continue  # those of a spec, and kinds, have a sum to keep
            for end in (dial.low, dial.high):
                load(Side(world).put(dial.path, str(int(end) if dial.whole else end)))


def test_every_dial_says_what_it_means_and_where_its_range_and_source_are_from() -> None:
    for group in groups_of(tree_of(Side())):
        for dial in group.dials:
            assert dial.help
            assert dial.unit
            assert ";" in dial.facts, dial  # range; source
            assert dial.low < dial.high


def test_a_world_that_teaches_a_spec_has_its_dials_and_one_that_draws_minds_has_their_kinds() -> None:
    taught = {group.key for group in groups_of(tree_of(Side("baseline")))}
    drawn = {group.key for group in groups_of(tree_of(Side("early-schemer")))}
    assert "spec" in taught
    assert "kinds" not in taught
    assert "kinds" in drawn
    assert not {"spec", "training"} & drawn


def test_a_traits_dial_is_told_with_its_natural_parameter() -> None:
    dial = dial_at(("every_lab", "minds", "traits", "risk_aversion", "mean"), "risk aversion")
    assert dial.natural(0.5) == "ρ = 2 per utility"


def test_a_slider_takes_round_steps() -> None:
    assert step_of(1.0) == pytest.approx(0.01)
    assert step_of(0.3) == pytest.approx(0.005)
    assert step_of(40.0) == pytest.approx(0.5)


def test_no_two_groups_have_a_dial_in_common() -> None:
    paths = [dial.path for group in groups_of(tree_of(Side())) for dial in group.dials]
    assert len(paths) == len(set(paths))
    assert len(declared()) >= 8


def test_choices_are_named_and_the_chosen_one_is_the_worlds_own() -> None:
    chosen = {choice.path: choice for choice in choices_of(Side())}
    assert chosen["world"].value == "baseline"
    assert chosen["every_lab.spec"].value == "helpful-honest-harmless"
    assert chosen["every_lab.training"].about.startswith("Goals")
    assert dict(chosen["every_lab.spec"].options)["humble"] == "Humble"


def test_a_spec_of_which_a_dial_was_moved_keeps_its_name_and_says_so() -> None:
    side = Side().put("every_lab.spec.qualities.honest.target", "0.5")
    chosen = {choice.path: choice for choice in choices_of(side)}["every_lab.spec"]
    assert chosen.value == "helpful-honest-harmless"
    assert chosen.about.endswith("moved.")


def test_the_title_of_a_side_counts_what_is_moved_in_it() -> None:
    assert title_of("baseline") == "Baseline"
    assert Side("baseline", ("protocol=none",)).title == "Baseline with 1 change"


def test_a_dial_names_the_labs_that_it_leaves_as_they_are_with_what_they_set() -> None:
    assert exceptions_to(Side(), ("every_lab", "control")) == {"cumulus": 0.2}
    assert exceptions_to(Side(), ("every_lab", "copies")) == {}
    own = Side("baseline", ("labs.cumulus.spec=blank",))
    assert exceptions_to(own, ("every_lab", "spec", "qualities", "honest", "target")) == {"cumulus": "spec.qualities"}
