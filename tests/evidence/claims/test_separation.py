"""The number of the world that tells most, sought in half of the worlds and tried in the other half."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from dealsim.evidence.claims.separation import LEAST_PART, LEAST_WORLDS, explained_by, separate, welch

sides = st.lists(st.floats(-1.0, 1.0), min_size=3, max_size=40).filter(lambda side: np.var(side) > 1e-6)


@given(below=sides, above=sides)
def test_the_difference_of_two_sides_is_that_of_welch(below: list[float], above: list[float]) -> None:
    gap, error, degrees = welch(np.array(below), np.array(above))
    theirs = ttest_ind(above, below, equal_var=False)
    assert gap / error == pytest.approx(theirs.statistic, rel=1e-9, abs=1e-9)
    assert degrees == pytest.approx(theirs.df, rel=1e-9)


@given(numbers=st.permutations(range(60)).map(lambda order: [0.01 * k for k in order]), at=st.integers(14, 44))
def test_a_clean_cut_tells_everything(numbers: list[float], at: int) -> None:
    """An effect that is one thing up to a limit and another above: that limit tells all of its variance."""
    column = np.array(numbers)
    ordered = np.sort(column)
    told, limit = explained_by(column, (column > ordered[at]).astype(float))
    assert told == pytest.approx(1.0)
    assert ordered[at] <= limit <= ordered[at + 1]


@given(st.permutations(range(40)), st.permutations(range(40)))
def test_the_order_of_worlds_does_not_matter_to_what_a_limit_tells(numbers: list[int], order: list[int]) -> None:
    column, effect = np.array(numbers, dtype=float), np.arange(40.0) % 7
    told, _ = explained_by(column, effect)
    again, _ = explained_by(column[order], effect[order])
    assert told == pytest.approx(again)
    assert 0.0 <= told <= 1.0


def test_no_limit_leaves_few_worlds_on_a_side() -> None:
    column = np.arange(100.0)
    effect = np.where(column < 3, 5.0, 0.0)  # three worlds that are quite different
    _, limit = explained_by(column, effect)
    assert LEAST_PART * 100 - 1 <= limit <= (1 - LEAST_PART) * 100


def test_a_limit_is_measured_where_it_was_not_sought() -> None:
    """An effect planted in worlds of even number alone is found there, and not borne out in the others."""
    luck = np.random.default_rng(0)
    column = luck.random(200)
    even = np.arange(200) % 2 == 0
    effect = luck.normal(0.0, 0.05, 200) + np.where(even & (column > 0.5), 0.5, 0.0)
    found = separate({"x": column}, effect, np.ones(200), 0.99)
    assert found is not None
    assert found.limit == pytest.approx(0.5, abs=0.05)
    assert not found.likely


def test_of_several_numbers_the_one_that_matters_is_named() -> None:
    luck = np.random.default_rng(1)
    table = {name: luck.random(200) for name in "abcdefgh"}
    effect = luck.normal(0.0, 0.1, 200) + np.where(table["e"] > 0.3, 0.3, -0.3)
    found = separate(table, effect, np.ones(200), 0.9999)
    assert found is not None
    assert found.address == "e"
    assert found.clear
    assert found.below.mean == pytest.approx(-0.3, abs=0.05)
    assert found.above.mean == pytest.approx(0.3, abs=0.05)


def test_of_few_worlds_or_an_effect_that_nowhere_differs_nothing_is_said() -> None:
    column = np.arange(200.0)
    assert separate({"x": column}, np.zeros(200), np.ones(200), 0.95) is None
    assert separate({"x": column}, np.full(200, np.nan), np.ones(200), 0.95) is None
    few = 2 * LEAST_WORLDS
    assert separate({"x": column[:few]}, column[:few], np.ones(few), 0.95) is None
    assert separate({}, column, np.ones(200), 0.95) is None
