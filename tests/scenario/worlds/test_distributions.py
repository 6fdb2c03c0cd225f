"""Uncertain numbers by their quantiles: 90% intervals that are, within the range that the number has."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from dealsim.scenario.worlds.distributions import Beta, Between, DiscreteChoice, Range, Uniform

UNIT = Range(0.0, 1.0)
POSITIVE = Range(0.0, None, open_low=True)
ANY = Range()
BELOW_ONE = Range(None, 1.0)
WHOLE = Range(1, 1000, whole=True)
RANGES = (UNIT, POSITIVE, ANY, BELOW_ONE, Range(-2.0, 5.0, open_low=True, open_high=True))
quantiles = st.floats(2.0**-53, 1.0 - 2.0**-53)


@st.composite
def intervals(draw: st.DrawFn) -> tuple[Between, Range]:
    """Return an interval that can be drawn, and the range of its number."""
    within = draw(st.sampled_from(RANGES))
    low = -50.0 if within.low is None else within.low
    high = 50.0 if within.high is None else within.high
    ends = sorted(draw(st.tuples(*[st.floats(0.001, 0.999)] * 2)))
    assume(ends[1] - ends[0] > 1e-3)
    said = Between(*(low + (high - low) * end for end in ends))
    assert said.fault(within) is None
    return said, within


@given(intervals())
def test_nine_draws_in_ten_lie_between_the_ends_and_one_in_twenty_on_either_side(said: tuple[Between, Range]) -> None:
    interval, within = said
    assert interval.quantile(0.05, within) == pytest.approx(interval.low, rel=1e-9, abs=1e-9)
    assert interval.quantile(0.95, within) == pytest.approx(interval.high, rel=1e-9, abs=1e-9)


@given(intervals(), quantiles, quantiles)
def test_a_greater_quantile_is_no_smaller_and_every_one_lies_within_the_range(
    said: tuple[Between, Range], one: float, other: float
) -> None:
    interval, within = said
    low, high = (within.nearest(interval.quantile(u, within)) for u in sorted((one, other)))
    assert low <= high
    assert within.holds(low)
    assert within.holds(high)


@given(st.floats(1e-6, 1e3), st.floats(1.01, 1e3), quantiles)
def test_from_zero_up_it_is_lognormal(low: float, ratio: float, u: float) -> None:
    sigma = math.log(ratio) / (2.0 * stats.norm.ppf(0.95))
    expected = stats.lognorm.ppf(u, sigma, scale=low * math.sqrt(ratio))
    assert Between(low, low * ratio).quantile(u, POSITIVE) == pytest.approx(expected, rel=1e-9)


@given(st.floats(-100.0, 100.0), st.floats(0.01, 100.0), quantiles)
def test_without_ends_it_is_normal(low: float, width: float, u: float) -> None:
    scale = width / (2.0 * stats.norm.ppf(0.95))
    expected = stats.norm.ppf(u, low + 0.5 * width, scale)
    assert Between(low, low + width).quantile(u, ANY) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(st.floats(0.01, 0.4), st.floats(0.5, 0.99))
def test_between_two_ends_the_median_is_midway_on_the_scale_of_log_odds(low: float, high: float) -> None:
    odds = math.sqrt(low / (1.0 - low) * high / (1.0 - high))
    assert Between(low, high).quantile(0.5, UNIT) == pytest.approx(odds / (1.0 + odds))


@given(st.floats(0.2, 20.0), st.floats(0.2, 20.0), st.floats(0.001, 0.999))
def test_a_beta_distribution_is_stretched_over_the_range(a: float, b: float, u: float) -> None:
    expected = stats.beta.ppf(u, a, b)
    assert Beta(a, b).quantile(u, UNIT) == pytest.approx(expected, rel=1e-6, abs=1e-12)
    assert Beta(a, b).quantile(u, Range(-2.0, 4.0)) == pytest.approx(-2.0 + 6.0 * expected, rel=1e-6, abs=1e-6)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=9))
def test_each_choice_is_as_likely_as_the_next(values: list[int]) -> None:
    steps = [DiscreteChoice(tuple(values)).quantile((k + 0.5) / len(values), WHOLE) for k in range(len(values))]
    assert steps == values


def test_a_uniform_number_runs_from_end_to_end() -> None:
    assert [Uniform(0.2, 0.6).quantile(u, UNIT) for u in (0.0, 0.25, 1.0)] == pytest.approx([0.2, 0.3, 0.6])


@pytest.mark.parametrize(
    ("said", "within", "words"),
    [
        (Between(0.3, 0.1), UNIT, "the lower end first"),
        (Between(0.2, 0.2), UNIT, "the lower end first"),
        (Between(0.0, 0.1), UNIT, "above 0 and below 1"),
        (Between(0.5, 1.0), UNIT, "above 0 and below 1"),
        (Between(-1.0, 1.0), POSITIVE, "above 0"),
        (Between(1.0, 4.0), WHOLE, "choice"),
        (Uniform(0.0, 1.5), UNIT, "at most 1"),
        (Uniform(1.0, 0.5), UNIT, "the lower end first"),
        (Uniform(1.0, 5.0), WHOLE, "choice"),
        (Uniform(0.0, 5.0), POSITIVE, "above 0"),
        (Beta(2.0, 0.0), UNIT, "above 0"),
        (Beta(2.0, 5.0), POSITIVE, "two ends"),
        (Beta(2.0, 5.0), WHOLE, "choice"),
        (DiscreteChoice(()), UNIT, "one value"),
        (DiscreteChoice((0.5, 2.0)), UNIT, "at most 1"),
        (DiscreteChoice((1, 2.5)), WHOLE, "whole"),
        (DiscreteChoice((0, 2)), WHOLE, "at least 1"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_would_do(said: Between, within: Range, words: str) -> None:
    fault = said.fault(within)
    assert fault is not None
    assert words in fault
