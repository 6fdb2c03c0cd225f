"""Intervals: the textbook's where there is one, within the range, and longer where less is known."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dealsim.measure.intervals import NORMAL, Distances, of_difference, of_number, of_share, reach, students, wilson

counts = st.integers(1, 500)


def distances_of(hits: int, games: int, size: float = 1.0) -> Distances:
    """Return the distances from 0 of hits that are all of one size."""
    return Distances(games, hits, size, 0.0)


@given(hits=st.integers(0, 500), more=st.integers(0, 500))
def test_a_share_of_games_has_wilsons_interval(hits: int, more: int) -> None:
    games = max(hits + more, 1)
    hits = min(hits, games)
    theirs = stats.binomtest(hits, games).proportion_ci(0.95, method="wilson")
    assert wilson(hits / games, games) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@given(mean=st.floats(-10.0, 10.0), se=st.floats(0.01, 10.0), units=st.integers(2, 500))
def test_a_mean_of_few_units_has_students_interval(mean: float, se: float, units: int) -> None:
    assert students(mean, se, units) == pytest.approx(stats.t.interval(0.95, units - 1, mean, se))


@pytest.mark.parametrize("games", [1, 7, 1000, 10**8])
def test_nothing_and_everything_are_ends_of_their_intervals(games: int) -> None:
    none, every = wilson(0.0, games), wilson(1.0, games)
    assert (none[0], every[1]) == (0.0, 1.0)
    assert 0.0 < none[1] == pytest.approx(1.0 - every[0])


@given(hits=counts, more=counts)
def test_the_interval_of_a_mean_of_noughts_and_ones_is_wilsons(hits: int, more: int) -> None:
    games = hits + more
    share = hits / games
    se = math.sqrt(share * (1.0 - share) / (games - 1))
    assert of_share(share, se, distances_of(hits, games)) == pytest.approx(wilson(share, games))


@given(events=counts, games=st.integers(1000, 10**6))
def test_the_interval_of_a_poisson_count_is_its_score_interval(events: int, games: int) -> None:
    mean = events / games
    low, high = of_number(mean, math.sqrt(mean / games), distances_of(events, games))
    for end in (low, high):
        assert abs(mean - end) == pytest.approx(NORMAL * math.sqrt(end / games), rel=1e-9)


@given(mean=st.floats(0.01, 10.0), se=st.floats(1e-6, 1.0), far=st.floats(1e6, 1e9))
def test_a_bound_that_is_far_above_is_none(mean: float, se: float, far: float) -> None:
    distances = Distances(50, 50, mean, 1.0)
    bounded = of_share(mean / far, se / far, distances)
    assert (bounded[0] * far, bounded[1] * far) == pytest.approx(of_number(mean, se, distances), rel=1e-3)


def test_far_from_bounds_and_with_many_games_all_intervals_are_students() -> None:
    many = Distances(10**6, 10**6, 0.5, 0.05)
    for interval in (of_share(0.5, 1e-4, many), of_number(0.5, 1e-4, many)):
        assert interval == pytest.approx((0.5 - NORMAL * 1e-4, 0.5 + NORMAL * 1e-4), abs=1e-7)


@given(off=st.integers(2, 100), on=st.integers(0, 100), mean=st.floats(0.01, 1.0), variance=st.floats(0.0, 10.0))
def test_no_interval_has_fewer_degrees_of_freedom_than_units_off_the_bound(
    off: int, on: int, mean: float, variance: float
) -> None:
    degrees = Distances(off + on, off, mean, variance).degrees
    assert degrees >= (off - 1) * (1.0 - 1e-9)
    if on == 0:
        assert degrees == off - 1


def test_students_quantile_tends_to_the_normal_one() -> None:
    assert reach(math.inf) == NORMAL == pytest.approx(reach(1e9))
    assert reach(1) == pytest.approx(12.706, abs=1e-3)


def test_one_game_that_is_off_by_little_says_no_more_than_none() -> None:
    """One game in 100 with a share of 0.001: how far others could be off is not known from it."""
    _, above = of_share(1e-5, 1e-5, Distances(100, 1, 0.001, 0.0))
    assert above >= wilson(0.0, 100)[1]
    _, above = of_number(1e-5, 1e-5, Distances(100, 1, 0.001, 0.0))
    assert above > 0.01


@given(hits_a=counts, hits_b=counts, more=st.integers(500, 1000))
def test_the_difference_of_two_shares_is_newcombes(hits_a: int, hits_b: int, more: int) -> None:
    games = 500 + more
    a, b = hits_a / games, hits_b / games
    (la, ua), (lb, ub) = wilson(a, games), wilson(b, games)
    low, high = of_difference(a, (la, ua), b, (lb, ub))
    assert low == pytest.approx(b - a - math.hypot(b - lb, ua - a))
    assert high == pytest.approx(b - a + math.hypot(ub - b, a - la))


@given(hits_a=st.integers(0, 50), hits_b=st.integers(0, 50), correlation=st.floats(-1.0, 1.0))
def test_the_interval_of_a_difference_of_shares_holds_it_and_stays_within_one(
    hits_a: int, hits_b: int, correlation: float
) -> None:
    a, b = hits_a / 50, hits_b / 50
    low, high = of_difference(a, wilson(a, 50), b, wilson(b, 50), correlation)
    assert -1.0 - 1e-12 <= low <= b - a <= high <= 1.0 + 1e-12
