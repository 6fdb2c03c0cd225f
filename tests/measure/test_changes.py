"""Changes between two scenarios: judged by games themselves, no surer than games can be, no wider than they need."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from dealsim.measure.changes import Changes, change_in, end_of_score, expected_variance, games_as_good
from dealsim.measure.estimates import Values
from dealsim.measure.intervals import NORMAL, Interval, students, wilson
from dealsim.measure.outcomes import OUTCOMES, Outcome
from dealsim.measure.pairs import Pair

counts = st.integers(0, 30)
WORLDS, EACH = 32, 16


def difference(outcome: Outcome, a: Values, b: Values, games_per_world: int | None = None) -> Interval:
    """Return the interval of the difference of an outcome."""
    pair = Pair(outcome, games_per_world)
    pair.add(a, b)
    found = pair.difference(same=False).ci95
    assert found is not None
    return found


@pytest.fixture(scope="module")
def promised() -> Values:
    """Shares promised in games of worlds that differ: a tenth on average, more than 0 in every game."""
    rng = np.random.default_rng(3)
    return (rng.gamma(8.0, 0.0125, WORLDS)[:, None] * rng.gamma(4.0, 0.25, (WORLDS, EACH))).ravel()


@given(up=counts, down=counts, still=st.integers(1, 60), other=st.floats(-0.9, 0.9))
def test_the_expected_variance_is_that_of_the_likeliest_flips(up: int, down: int, still: int, other: float) -> None:
    """Tango's, with the likeliest chance of a flip down sought by brute force."""
    games = up + down + still

    def unlikely(loss: float) -> float:
        chances = (loss + other, loss, 1.0 - 2.0 * loss - other)
        return -sum(n * math.log(max(p, 1e-300)) for n, p in zip((up, down, still), chances, strict=True))

    found = minimize_scalar(
        unlikely, bounds=(max(0.0, -other), (1.0 - other) / 2.0), method="bounded", options={"xatol": 1e-10}
    )
    variance = 2.0 * found.x + other - other**2
    assert expected_variance(other, up / games, down / games, 1.0) == pytest.approx(variance, abs=1e-6)


@given(up=counts, down=counts, still=st.integers(1, 60))
def test_the_end_of_a_share_is_tangos(up: int, down: int, still: int) -> None:
    games, gains, losses = up + down + still, up / (up + down + still), down / (up + down + still)
    variance = expected_variance(gains - losses, gains, losses, 1.0)
    if variance > 0.0:
        half = NORMAL * math.sqrt(variance / games)
        end = end_of_score(gains - losses, gains, losses, 1.0, half)
        score = (end - gains + losses) / math.sqrt(expected_variance(end, gains, losses, 1.0) / games)
        assert score == pytest.approx(NORMAL, rel=1e-6) or end == 1.0


def test_a_side_that_is_nothing_in_every_game_adds_no_doubt_of_its_own(promised: Values) -> None:
    """In 32 worlds each game loses what was promised: Student's interval of the worlds, not that of none in 32."""
    low, high = difference(OUTCOMES["promised_share"], promised, np.zeros_like(promised), EACH)
    worlds = -promised.reshape(WORLDS, EACH).mean(axis=1)
    plain = students(float(worlds.mean()), float(worlds.std(ddof=1)) / math.sqrt(WORLDS), WORLDS)
    assert high < 0.8 * worlds.mean() < 0.0
    assert high - low == pytest.approx(plain[1] - plain[0], rel=0.05)


def test_what_no_game_shows_is_bounded_by_games_and_not_by_worlds_alone() -> None:
    """Nothing in 512 games of 32 worlds: as in more games than there are worlds, in fewer than there are games."""
    none = np.zeros(WORLDS * EACH)
    low, high = difference(OUTCOMES["sandbagging"], none, none, EACH)
    assert wilson(0.0, WORLDS * EACH)[1] < high == -low < 0.35 * wilson(0.0, WORLDS)[1]


@given(units=st.integers(1, 200), each=st.integers(1, 200))
def test_games_of_worlds_are_as_good_as_fewer_games_and_more_than_the_worlds(units: int, each: int) -> None:
    as_good = games_as_good(units, units * each)
    assert units - 1e-9 <= as_good <= units * each + 1e-9
    assert as_good == pytest.approx(units * sum(1.0 / k for k in range(1, each + 1)))


def test_conditional_means_that_move_together_are_as_sure_as_their_difference(promised: Values) -> None:
    """Where few takeovers end otherwise, the skew of either mean is in both and cancels."""
    rng = np.random.default_rng(5)
    taken = rng.random(len(promised)) < 0.4
    a = np.where(taken, 1.0 - np.minimum(promised, 0.9), np.nan)
    b = a + np.where(rng.random(len(a)) < 0.1, 0.02, 0.0)
    low, high = difference(OUTCOMES["value_given_takeover"], a, b, EACH)
    assert 0.0 < low < 0.002 < high < 0.004


@pytest.mark.parametrize("size", [1.0, 0.1, -0.1, -1.0])
def test_games_that_all_change_alike_are_no_proof_that_others_would(size: float) -> None:
    low, high = change_in(np.full(50, size), 1.0).interval()
    assert low < high
    assert max(-1.0, size - 0.1) <= low <= size <= high <= min(1.0, size + 0.1)


@given(changes=st.lists(st.sampled_from([-1.0, -0.3, 0.0, 0.3, 1.0]), min_size=2, max_size=40))
def test_an_interval_holds_the_change_within_what_can_be_and_turns_round_with_it(changes: list[float]) -> None:
    values = np.array(changes)
    low, high = change_in(values, 1.0).interval()
    assert -1.0 <= low < high <= 1.0
    assert low - 1e-12 <= values.mean() <= high + 1e-12
    assert change_in(-values, 1.0).interval() == pytest.approx((-high, -low), abs=1e-9)


@given(changes=st.lists(st.sampled_from([-1.0, 0.0, 2.5]), min_size=2, max_size=30))
def test_more_confidence_needs_a_wider_interval(changes: list[float]) -> None:
    change = change_in(np.array(changes), math.inf)
    (low, high), (lower, higher) = change.interval(), change.interval(0.999)
    assert lower < low < high < higher


def test_rounding_is_no_change() -> None:
    rng = np.random.default_rng(4)
    a = rng.random(300)
    changes = Pair(OUTCOMES["labour"], None)
    changes.add(a, (a + 0.1) - 0.1)
    found = changes.difference(same=False)
    assert (found.difference, found.se) == (0.0, 0.0)


def test_worlds_in_pieces_are_the_same_worlds() -> None:
    rng = np.random.default_rng(6)
    values = rng.normal(0.1, 1.0, 64)
    whole, pieces = Changes(8, math.inf), Changes(8, math.inf)
    whole.add(values)
    for start in range(0, 64, 16):
        pieces.add(values[start : start + 16])
    assert pieces.change(1.0).interval() == pytest.approx(whole.change(1.0).interval())
