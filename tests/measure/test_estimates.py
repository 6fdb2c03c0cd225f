"""Estimates: blocks sum to the whole, intervals respect ranges, and worlds count where there are any."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from dealsim.measure.estimates import Estimate, Moments, Values
from dealsim.measure.intervals import NORMAL, Range, wilson

SHARE: Range = (0.0, 1.0)
NOT_NEGATIVE: Range = (0.0, math.inf)

numbers = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60)
shares = st.lists(st.floats(0.0, 1.0) | st.sampled_from([0.0, 1.0]), min_size=2, max_size=60)
hits = st.lists(st.sampled_from([0.0, 1.0, math.nan]), min_size=2, max_size=60)


def moments_of(
    values: list[float] | Values, games_per_world: int | None = None, within: Range | None = None
) -> Moments:
    """Return the moments of values in one block."""
    moments = Moments(games_per_world) if within is None else Moments(games_per_world, within)
    moments.add(np.asarray(values, np.float64))
    return moments


# --- independent games


@given(values=numbers)
def test_a_mean_without_bounds_has_students_interval(values: list[float]) -> None:
    ours = moments_of(values).estimate()
    assert ours.mean == pytest.approx(np.mean(values), abs=1e-6)
    se = float(np.std(values, ddof=1)) / math.sqrt(len(values))
    assert ours.se == pytest.approx(se, rel=1e-9, abs=1e-6)
    half = float(stats.t.ppf(0.975, len(values) - 1)) * se
    assert ours.ci95 == pytest.approx((np.mean(values) - half, np.mean(values) + half), rel=1e-9, abs=1e-4)


@given(values=hits)
def test_a_share_of_games_has_wilsons_interval_over_the_games_that_count(values: list[float]) -> None:
    defined = [value for value in values if not math.isnan(value)]
    assume(defined)
    ours = moments_of(values, within=SHARE).estimate()
    assert ours.games == len(defined)
    assert ours.ci95 == pytest.approx(wilson(float(np.mean(defined)), len(defined)))


@given(values=shares, low=st.floats(-10.0, 10.0), scale=st.floats(0.1, 100.0))
def test_the_interval_of_a_mean_stays_in_the_range_and_holds_the_mean(
    values: list[float], low: float, scale: float
) -> None:
    estimate = moments_of(low + scale * np.array(values), within=(low, low + scale)).estimate()
    assert estimate.mean is not None
    assert estimate.ci95 is not None
    tiny = 1e-9 * (scale + abs(low))
    assert low - tiny <= estimate.ci95[0] <= estimate.mean <= estimate.ci95[1] <= low + scale + tiny


@given(values=st.lists(st.floats(0.0, 1e6), min_size=2, max_size=60))
def test_the_interval_of_a_count_has_nothing_below_nought_and_its_mirror_image_nothing_above(
    values: list[float],
) -> None:
    upright = moments_of(values, within=NOT_NEGATIVE).estimate()
    mirrored = moments_of([-value for value in values], within=(-math.inf, 0.0)).estimate()
    assert upright.ci95 is not None
    assert mirrored.ci95 is not None
    assert upright.ci95[0] >= 0.0
    assert (-mirrored.ci95[1], -mirrored.ci95[0]) == pytest.approx(upright.ci95, rel=1e-9, abs=1e-12)


def test_where_no_game_is_off_the_bound_one_still_might_be() -> None:
    none = moments_of(np.zeros(1000), within=SHARE).estimate()
    assert none == Estimate(0.0, 0.0, wilson(0.0, 1000), 1000)
    assert moments_of(np.zeros(1000), within=NOT_NEGATIVE).estimate().ci95 == (0.0, NORMAL**2 / 1000)
    assert moments_of(np.ones(1000), within=SHARE).estimate().ci95 == pytest.approx((1.0 - wilson(0.0, 1000)[1], 1.0))


@given(value=st.floats(-1e9, 1e9), sizes=st.lists(st.integers(1, 40), min_size=2, max_size=4))
def test_a_sample_of_equal_numbers_has_no_spread_at_all(value: float, sizes: list[int]) -> None:
    moments = Moments()
    for size in sizes:
        moments.add(np.full(size, value))
    assert moments.estimate() == Estimate(value, 0.0, (value, value), sum(sizes))


def test_one_value_has_no_interval_and_none_has_no_mean() -> None:
    moments = Moments()
    moments.add(np.array([]))
    assert moments.estimate() == Estimate(None, None, None, 0)
    moments.add(np.array([math.nan]))
    assert moments.estimate() == Estimate(None, None, None, 0)
    moments.add(np.array([0.3]))
    assert moments.estimate() == Estimate(0.3, None, None, 1)


# --- blocks


@given(values=numbers, cuts=st.lists(st.integers(0, 60), max_size=5))
def test_moments_of_blocks_are_the_moments_of_the_whole(values: list[float], cuts: list[int]) -> None:
    whole, merged = moments_of(values), Moments()
    for start, stop in pairwise([0, *sorted(min(cut, len(values)) for cut in cuts), len(values)]):
        merged.add(np.array(values[start:stop]))
    assert merged.games == whole.games
    assert merged.mean == pytest.approx(whole.mean, abs=1e-6)
    assert merged.spread == pytest.approx(whole.spread, rel=1e-9, abs=1e-3)
    assert merged.linearised == pytest.approx(whole.linearised, rel=1e-9, abs=1e-3)


@given(values=shares, size=st.sampled_from([1, 2, 4]))
def test_blocks_of_whole_worlds_give_what_the_whole_gives(values: list[float], size: int) -> None:
    assume(len(values) > size)
    whole, merged = moments_of(values, size, SHARE).estimate(), Moments(size, SHARE)
    for start in range(0, len(values), 8):
        merged.add(np.array(values[start : start + 8]))
    ours = merged.estimate()
    assert (ours.games, ours.worlds) == (whole.games, whole.worlds)
    assert ours.mean == pytest.approx(whole.mean, rel=1e-9, abs=1e-12)
    assert ours.se == pytest.approx(whole.se, rel=1e-6, abs=1e-9)
    assert ours.ci95 == pytest.approx(whole.ci95, rel=1e-6, abs=1e-9)


def test_the_memory_of_moments_does_not_grow() -> None:
    moments = Moments(16, SHARE)
    fields = set(vars(moments))
    for block in range(50):
        moments.add(np.random.default_rng(block).random(1024))
    assert set(vars(moments)) == fields
    assert all(np.ndim(value) == 0 or len(value) == 2 for value in vars(moments).values())


# --- worlds


@given(values=shares)
def test_worlds_of_one_game_are_independent_games(values: list[float]) -> None:
    alone, worlds = moments_of(values, None, SHARE).estimate(), moments_of(values, 1, SHARE).estimate()
    assert (worlds.mean, worlds.se, worlds.ci95, worlds.games) == (alone.mean, alone.se, alone.ci95, alone.games)
    assert (worlds.worlds, worlds.world_share) == (len(values), None)


@given(values=st.lists(st.floats(0.0, 1.0), min_size=2, max_size=40), copies=st.sampled_from([2, 4, 8]))
def test_copies_of_a_game_in_its_world_add_no_knowledge(values: list[float], copies: int) -> None:
    once = moments_of(values, None, SHARE).estimate()
    copied = moments_of(np.repeat(values, copies), copies, SHARE).estimate()
    assert (copied.mean, copied.se) == pytest.approx((once.mean, once.se), abs=1e-9)
    if len(set(values)) > 1 and np.std(values) > 1e-3:
        assert copied.ci95 == pytest.approx(once.ci95, rel=1e-2)
        assert copied.world_share == pytest.approx(1.0)


def test_the_mean_over_worlds_of_unequal_games_is_the_mean_over_games() -> None:
    values = [1.0, 1.0, 1.0, math.nan, 0.0, math.nan, math.nan, math.nan]
    estimate = moments_of(values, 4, SHARE).estimate()
    assert (estimate.mean, estimate.games, estimate.worlds) == (0.75, 4, 2)


def test_a_world_in_which_no_game_counts_does_not_count() -> None:
    values = np.array([0.2, 0.4, 0.6, 0.9])
    without = moments_of(values, 2, SHARE).estimate()
    beside = moments_of(np.concatenate([values, np.full(6, np.nan)]), 2, SHARE).estimate()
    assert beside == without


def test_no_hit_in_any_world_is_as_none_in_so_many_games() -> None:
    estimate = moments_of(np.zeros(1024), 16, SHARE).estimate()
    assert estimate.ci95 == wilson(0.0, 64)
    assert estimate.world_share is None


@pytest.mark.parametrize("part", [0.0, 0.2, 0.6])
def test_the_world_share_is_the_share_of_variance_that_worlds_were_given(part: float) -> None:
    rng = np.random.default_rng(3)
    worlds = np.repeat(rng.normal(0.0, math.sqrt(part), 2000), 16)
    values = worlds + rng.normal(0.0, math.sqrt(1.0 - part), 32_000)
    values[rng.random(32_000) < 0.3] = np.nan  # unequal numbers
    estimate = moments_of(values, 16).estimate()
    assert estimate.world_share == pytest.approx(part, abs=0.03)


def test_the_world_share_is_that_of_the_analysis_of_variance() -> None:
    """Three worlds of two games: between 16/2 = 8, within 6/3 = 2; (8 - 2)/2 = 3; 3 / (3 + 2)."""
    values = [1.0, 3.0, 3.0, 5.0, 5.0, 7.0]
    assert moments_of(values, 2).estimate().world_share == pytest.approx(3.0 / 5.0)
    f = stats.f_oneway(values[0:2], values[2:4], values[4:6]).statistic
    assert f == pytest.approx(8.0 / 2.0)
