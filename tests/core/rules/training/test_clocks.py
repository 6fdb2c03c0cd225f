"""The clocks of training and the order in which they strike."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, qmc

from dealsim.core.compiled import row
from dealsim.core.rules.training.clocks import Clocks, arrival, competence, pointing_time, ready_time, run_clocks
from tests.school import make_schools, make_spec

luck = st.floats(2.0**-53, 1.0 - 2.0**-53)
rates = st.floats(0.0, 1000.0)
times = st.floats(0.0, 1e6)


def arrivals(*by_rate: float) -> np.ndarray:
    """Return many arrivals of clocks with these rates, a row a mind."""
    numbers = qmc.Sobol(len(by_rate), rng=np.random.default_rng(3)).random(2**14)
    return np.array([[arrival(u, rate) for u, rate in zip(row, by_rate, strict=True)] for row in numbers])


def test_clocks_of_rates_1_2_and_9_strike_in_that_order_as_often_as_the_race_formula_says() -> None:
    by_rate = (1.0, 2.0, 9.0)
    formula = math.prod(rate / sum(by_rate[i:]) for i, rate in enumerate(by_rate))
    assert formula == pytest.approx(0.01515, abs=1e-5)
    struck = arrivals(*by_rate)
    in_order = np.logical_and.reduce([struck[:, i] < struck[:, j] for i, j in pairwise(range(3))])
    assert in_order.mean() == pytest.approx(formula, abs=0.001)


def test_horizon_and_awareness_come_before_understanding_as_often_as_the_formula_says() -> None:
    h, a, u = 1.0, 2.0, 9.0
    formula = 1 - u / (u + h) - u / (u + a) + u / (u + h + a)
    assert formula == pytest.approx(0.03182, abs=1e-5)
    struck = arrivals(h, a, u)
    assert np.mean(struck[:, :2].max(axis=1) < struck[:, 2]) == pytest.approx(formula, abs=0.001)


@given(u=luck, rate=st.floats(1e-3, 1000.0))
def test_a_clock_has_struck_by_its_time_with_the_exponential_chance(u: float, rate: float) -> None:
    assert math.exp(-rate * arrival(u, rate)) == pytest.approx(u, rel=1e-9)


@given(u=luck)
def test_a_clock_of_rate_0_never_strikes(u: float) -> None:
    assert arrival(u, 0.0) == math.inf


@given(u=luck, rate=rates)
def test_an_arrival_is_never_undefined_and_never_at_the_very_start(u: float, rate: float) -> None:
    assert arrival(u, rate) > 0.0


@given(goal=times, understanding=times, correction=times)
def test_understanding_that_comes_first_needs_no_correction(
    goal: float, understanding: float, correction: float
) -> None:
    pointing = pointing_time(goal, understanding, correction)
    assert pointing == (understanding if understanding < goal else understanding + correction)
    assert pointing >= understanding


@given(goal=times, horizon=times, awareness=times)
def test_a_mind_is_ready_to_scheme_when_the_last_of_the_three_is_there(
    goal: float, horizon: float, awareness: float
) -> None:
    assert ready_time(goal, horizon, awareness) == max(goal, horizon, awareness)


@given(u=luck, spread=st.floats(0.01, 2.0))
def test_competence_is_lognormal_about_1(u: float, spread: float) -> None:
    assert math.log(competence(u, spread)) / spread == pytest.approx(norm.ppf(u), rel=1e-9, abs=1e-9)
    assert competence(0.5, spread) == 1.0
    assert competence(u, 0.0) == 1.0


@given(numbers=st.lists(st.floats(0.001, 0.999), min_size=5, max_size=5), factor=st.floats(0.1, 10.0))
def test_competence_hastens_understanding_and_correction_and_no_other_clock(
    numbers: list[float], factor: float
) -> None:
    rates = {"goal_rate": 1.0, "horizon_rate": 2.0, "understanding_rate": 3.0, "awareness_rate": 4.0}
    training = make_schools(make_spec(), **rates, correction_rate=5.0).trainings[0]
    clocks = row(Clocks)
    run_clocks(clocks, np.array(numbers), factor, training)
    g, h, u, a, c = (-math.log(x) for x in numbers)
    understanding, correction = u / (3.0 * factor), c / (5.0 * factor)
    assert clocks.understanding == pytest.approx(understanding)
    assert clocks.ready == pytest.approx(max(g, h / 2.0, a / 4.0))
    assert clocks.pointing == pytest.approx(understanding if understanding < g else understanding + correction)
