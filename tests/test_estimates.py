"""Estimates: sums over blocks are sums over the whole, and intervals are the textbook's where there is one."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dealsim.estimates import Estimate, Moments
from dealsim.intervals import wilson

numbers = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60)
shares = st.lists(st.floats(0.0, 1.0) | st.sampled_from([0.0, 1.0]), min_size=2, max_size=60)


@given(hits=st.integers(0, 500), more=st.integers(0, 500))
def test_a_share_of_games_has_wilsons_interval(hits: int, more: int) -> None:
    games = max(hits + more, 1)
    hits = min(hits, games)
    theirs = stats.binomtest(hits, games).proportion_ci(0.95, method="wilson")
    assert wilson(hits / games, games) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@pytest.mark.parametrize("games", [1, 7, 1000, 10**8])
def test_nothing_and_everything_are_ends_of_their_intervals(games: int) -> None:
    none, every = wilson(0.0, games), wilson(1.0, games)
    assert (none[0], every[1]) == (0.0, 1.0)
    assert 0.0 < none[1] == pytest.approx(1.0 - every[0])


@given(values=numbers)
def test_a_mean_without_bounds_has_students_interval(values: list[float]) -> None:
    moments = Moments()
    moments.add(np.array(values))
    ours = moments.estimate()
    assert ours.mean == pytest.approx(np.mean(values), abs=1e-6)
    se = float(np.std(values, ddof=1)) / math.sqrt(len(values))
    assert ours.se == pytest.approx(se, rel=1e-9, abs=1e-6)
    half = float(stats.t.ppf(0.975, len(values) - 1)) * se
    assert ours.ci95 == pytest.approx((np.mean(values) - half, np.mean(values) + half), rel=1e-9, abs=1e-4)


@given(values=numbers, cuts=st.lists(st.integers(0, 60), max_size=5))
def test_moments_of_blocks_are_the_moments_of_the_whole(values: list[float], cuts: list[int]) -> None:
    whole, merged = Moments(), Moments()
    whole.add(np.array(values))
    for start, stop in pairwise([0, *sorted(cuts), len(values)]):
        merged.add(np.array(values[start:stop]))
    if max([0, *cuts]) <= len(values):
        assert merged.games == whole.games
        assert merged.mean == pytest.approx(whole.mean, abs=1e-6)
        assert merged.spread == pytest.approx(whole.spread, rel=1e-9, abs=1e-3)


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
    moments.add(np.array([0.3]))
    assert moments.estimate() == Estimate(0.3, None, None, 1)
