"""What factors and their values are called: no two things of an experiment read alike."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.experiment.dimensions import Dimension, left_uncertain
from dealsim.experiment.equal_labels import refuse_equal_labels
from dealsim.experiment.labels import as_read
from dealsim.experiment.tidy import digits_apart, worded_value
from dealsim.scenario.files.problems import Misfit
from dealsim.scenario.worlds.distributions import Range, Uniform
from dealsim.scenario.worlds.uncertain import Uncertain


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), unique=True, min_size=2, max_size=6))
def test_no_two_values_of_a_factor_look_alike(values: list[float]) -> None:
    digits = digits_apart(values)
    assert len({worded_value(value, digits) for value in values}) == len(set(values))


def test_usual_values_are_shown_with_no_more_digits_than_before() -> None:
    assert [worded_value(value, digits_apart([0.1, 0.25])) for value in (0.1, 0.25)] == ["0.1", "0.25"]
    assert digits_apart([0.12341, 0.12342]) == 5


def test_names_that_read_alike_are_one_and_others_are_not() -> None:
    alike = ["\u00e9_a", "e\u0301 a", " \u00e9  a ", "\u00e9 a\u200f"]
    assert all(as_read(one) == as_read(other) for one, other in pairwise(alike))
    apart = ["Trust", "trust", "trust-", "-trust", "=trust", "tru st"]
    assert len({as_read(name) for name in apart}) == len(apart)


def test_numbers_that_a_scenario_leaves_uncertain_never_share_a_label() -> None:
    addresses = ["every_lab.beliefs.trust", "minds.traits.trust", "safety.takeover", "safety.steepness"]
    ways = [tuple(address.split(".")) for address in addresses]
    numbers = [
        Uncertain(address, "0 to 1", Uniform(0.0, 1.0), Range(0.0, 1.0), (way,))
        for address, way in zip(addresses, ways, strict=True)
    ]
    control = Dimension("steepness", "control")
    made = left_uncertain([control], numbers)
    assert [each.label for each in made] == addresses
    assert [each.label for each in left_uncertain([], numbers)] == [*addresses[:3], "steepness"]


def test_a_label_of_its_own_is_asked_of_the_later_factor() -> None:
    with pytest.raises(Misfit, match="which is the label of a") as refused:
        refuse_equal_labels([Dimension("a", "how hard"), Dimension("b", "how_hard")])
    assert refused.value.at == ("factors", "b", "label")
    with pytest.raises(Misfit, match="which is an outcome"):
        refuse_equal_labels([Dimension("a", "deal  rate")])
