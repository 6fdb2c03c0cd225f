"""The chance of an option is how often the noisy choice takes it."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.core.rules.act.acts import noisy_option
from dealsim.evidence.published.rules.quantal import chance_of_option

values = st.lists(st.floats(-2.0, 2.0), min_size=2, max_size=5)


@given(said=values, noise=st.floats(0.05, 5.0))
def test_the_chances_of_all_options_sum_to_1_and_rise_with_their_values(said: list[float], noise: float) -> None:
    options = np.array(said)
    chances = [chance_of_option(k, options, noise) for k in range(len(options))]
    assert sum(chances) == pytest.approx(1.0)
    order = np.argsort(options)
    assert all(chances[a] <= chances[b] + 1e-12 for a, b in pairwise(order))


@pytest.mark.parametrize("noise", [0.2, 0.7])
def test_the_noisy_choice_takes_an_option_as_often_as_its_chance_says(noise: float) -> None:
    options, draws = np.array([0.3, 1.0, -math.inf, 0.0]), 20_000
    luck = np.random.default_rng(5).random((draws, len(options)))
    taken = np.bincount([noisy_option(options, row, noise) for row in luck], minlength=len(options)) / draws
    for k in range(len(options)):
        chance = chance_of_option(k, options, noise)
        assert taken[k] == pytest.approx(chance, abs=4.0 * math.sqrt(chance * (1.0 - chance) / draws) + 1e-12)


def test_where_nothing_is_at_stake_all_options_are_as_likely() -> None:
    assert chance_of_option(0, np.array([0.5, 0.5]), 1.0) == 0.5


@given(scale=st.floats(0.01, 100.0), noise=st.floats(0.1, 5.0))
def test_the_noise_grows_with_what_is_at_stake(scale: float, noise: float) -> None:
    options = np.array([0.0, 0.4, 1.0])
    assert chance_of_option(1, scale * options, noise) == pytest.approx(chance_of_option(1, options, noise))
