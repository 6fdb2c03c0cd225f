"""Pairs: the same games twice differ by nothing, and what differs is as sure as its games, not as two means."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dealsim import engine
from dealsim.measure.intervals import wilson
from dealsim.measure.outcomes import OUTCOMES, Outcome, summarise
from dealsim.measure.pairs import Pair, PairedSummary
from dealsim.scenario import load_scenario, tabulate

SIZE = {"labs": (3, 3), "horizon": (40, 40)}
SHARE = OUTCOMES["takeover"]
COUNT = OUTCOMES["attempts"]
SOMETIMES = OUTCOMES["takeover_time"]

hits = st.lists(st.tuples(st.sampled_from([0.0, 1.0]), st.sampled_from([0.0, 1.0])), min_size=2, max_size=60)


@pytest.fixture(scope="module")
def two() -> tuple[NDArray[np.void], NDArray[np.void]]:
    """The same games with promises enforced and without."""
    settings: tuple[tuple[str, ...], ...] = ((), ("every_lab.enforcement=0",))
    a, b = (engine.play_games(tabulate(load_scenario("baseline", each)), 1124, 0) for each in settings)
    return a, b


def pair_of(outcome: Outcome, a: object, b: object, games_per_world: int | None = None) -> Pair:
    """Return a pair of one block."""
    pair = Pair(outcome, games_per_world)
    pair.add(np.asarray(a, np.float64), np.asarray(b, np.float64))
    return pair


@pytest.mark.parametrize("games_per_world", [None, 16])
def test_a_scenario_differs_from_itself_by_nothing(
    two: tuple[NDArray[np.void], NDArray[np.void]], games_per_world: int | None
) -> None:
    summary = PairedSummary(**SIZE, games_per_world=games_per_world, same=True)
    summary.add(two[0], two[0])
    for name, difference in summary.differences().items():
        assert difference.difference == 0.0, name
        assert (difference.se, difference.ci95) == (0.0, (0.0, 0.0)), name
        assert difference.flipped in (None, (0, 0))
    assert summary.differences()["takeover"].ci95_unpaired != (0.0, 0.0)


def test_games_that_come_out_alike_do_not_prove_that_two_scenarios_are_one(
    two: tuple[NDArray[np.void], NDArray[np.void]],
) -> None:
    summary = PairedSummary(**SIZE)
    summary.add(two[0][:3], two[0][:3])
    assert summary.differences()["takeover"].ci95 == pytest.approx((-wilson(0, 3)[1], wilson(0, 3)[1]))


def test_the_means_are_those_of_either_scenario_by_itself(two: tuple[NDArray[np.void], NDArray[np.void]]) -> None:
    summary = PairedSummary(**SIZE)
    for start in range(0, len(two[0]), engine.BLOCK):
        summary.add(*(each[start : start + engine.BLOCK] for each in two))
    a, b = (summarise(each, labs=3, horizon=40) for each in two)
    for name, difference in summary.differences().items():
        assert difference.mean_a == pytest.approx(a[name].mean)
        assert difference.mean_b == pytest.approx(b[name].mean)
        if difference.ci95 is not None and difference.difference is not None:
            assert difference.ci95[0] <= difference.difference <= difference.ci95[1]


def test_games_that_are_mostly_the_same_make_a_difference_surer(
    two: tuple[NDArray[np.void], NDArray[np.void]],
) -> None:
    summary = PairedSummary(**SIZE)
    summary.add(*two)
    differences = summary.differences()
    for name in ("takeover", "attempts", "labour", "deals", "value_of_future", "takeover_time"):
        paired, unpaired = differences[name].ci95, differences[name].ci95_unpaired
        assert paired is not None
        assert unpaired is not None
        assert paired[1] - paired[0] < 0.9 * (unpaired[1] - unpaired[0]), name


def test_the_same_blocks_give_the_same_and_whole_games_to_rounding(
    two: tuple[NDArray[np.void], NDArray[np.void]],
) -> None:
    once, again, whole = (PairedSummary(**SIZE, games_per_world=4) for _ in range(3))
    for summary in (once, again):
        for start in range(0, len(two[0]), engine.BLOCK):
            summary.add(*(each[start : start + engine.BLOCK] for each in two))
    whole.add(*two)
    assert once.differences() == again.differences()
    for name, difference in once.differences().items():
        other = whole.differences()[name]
        assert (difference.games, difference.flipped, difference.worlds) == (other.games, other.flipped, other.worlds)
        assert difference.difference == pytest.approx(other.difference, abs=1e-12)
        assert difference.se == pytest.approx(other.se, rel=1e-6, abs=1e-9)
        assert difference.ci95 == pytest.approx(other.ci95, rel=1e-6, abs=1e-9)


@given(games=hits)
def test_a_share_that_flips_says_which_way(games: list[tuple[float, float]]) -> None:
    a, b = zip(*games, strict=True)
    found = pair_of(SHARE, a, b).difference(same=False)
    up, down = games.count((0.0, 1.0)), games.count((1.0, 0.0))
    assert found.flipped == (up, down)
    assert found.difference == pytest.approx((up - down) / len(games))
    assert found.se == pytest.approx(np.std(np.subtract(b, a), ddof=1) / math.sqrt(len(games)), abs=1e-9)
    assert found.ci95 is not None
    assert -1.0 - 1e-9 <= found.ci95[0] <= found.ci95[1] <= 1.0 + 1e-9


def test_no_flip_in_a_thousand_games_is_no_proof_that_none_can_be() -> None:
    a = np.repeat([0.0, 1.0], 500)
    end = wilson(0.0, 1000)[1]
    assert pair_of(SHARE, a, a).difference(same=False).ci95 == pytest.approx((-end, end))


def test_exchanging_the_scenarios_turns_the_difference_round() -> None:
    rng = np.random.default_rng(1)
    for outcome, a, b in (
        (SHARE, rng.integers(0, 2, 200), rng.integers(0, 2, 200)),
        (COUNT, rng.poisson(0.1, 200), rng.poisson(0.2, 200)),
        (SOMETIMES, *(np.where(rng.random(200) < 0.4, rng.gamma(5.0, 4.0, 200), np.nan) for _ in "ab")),
    ):
        forth, back = (pair_of(outcome, *each).difference(same=False) for each in ((a, b), (b, a)))
        assert forth.ci95 is not None
        assert back.ci95 is not None
        assert back.ci95 == pytest.approx((-forth.ci95[1], -forth.ci95[0]))


def test_the_difference_of_conditional_means_counts_games_that_only_one_has() -> None:
    nan = math.nan
    found = pair_of(SOMETIMES, [10.0, 20.0, nan, nan, 30.0], [12.0, nan, 40.0, nan, 32.0]).difference(same=False)
    assert (found.mean_a, found.mean_b, found.difference, found.games) == (20.0, 28.0, 8.0, 2)
    assert found.se == pytest.approx(jackknife_like_se(), rel=1e-9)


def jackknife_like_se() -> float:
    """The standard error by the residuals themselves: of A over 3 games, of B over 3, the same games side by side."""
    a, b = np.array([-10.0, 0.0, 0.0, 0.0, 10.0]) / 3, np.array([-16.0, 0.0, 12.0, 0.0, 4.0]) / 3
    return math.sqrt(1.5 * float(((b - a) ** 2).sum()))


def test_what_no_game_has_has_no_difference() -> None:
    empty = pair_of(SOMETIMES, [math.nan] * 4, [1.0, 2.0, math.nan, 3.0]).difference(same=False)
    assert (empty.mean_a, empty.mean_b, empty.difference, empty.ci95, empty.games) == (None, 2.0, None, None, 0)


def test_copies_of_games_in_their_worlds_make_no_difference_surer() -> None:
    rng = np.random.default_rng(2)
    a, b = rng.poisson(1.0, 60), rng.poisson(1.3, 60)
    once = pair_of(COUNT, a, b).difference(same=False)
    copied = pair_of(COUNT, np.repeat(a, 8), np.repeat(b, 8), 8).difference(same=False)
    assert copied.worlds == 60
    assert copied.se == pytest.approx(once.se)
    assert copied.ci95 == pytest.approx(once.ci95, rel=0.05)


def test_scenarios_of_other_sizes_can_be_compared() -> None:
    a, b = (engine.play_games(tabulate(load_scenario("baseline", [f"horizon={h}"])), 64, 0) for h in (40, 20))
    summary = PairedSummary((3, 3), (40, 20))
    summary.add(a, b)
    assert summary.differences()["labour"].mean_b == pytest.approx(summarise(b, labs=3, horizon=20)["labour"].mean)


def test_blocks_that_do_not_match_are_refused(two: tuple[NDArray[np.void], NDArray[np.void]]) -> None:
    summary = PairedSummary(**SIZE, games_per_world=16)
    with pytest.raises(ValueError, match="cannot be paired"):
        summary.add(two[0][:10], two[1][:9])
    summary.add(two[0][:10], two[1][:10])
    with pytest.raises(ValueError, match="only the last world may be short"):
        summary.add(two[0][10:], two[1][10:])


def test_an_outcome_that_every_game_has_is_paired_game_by_game() -> None:
    rng = np.random.default_rng(4)
    a = rng.poisson(5.0, 400)
    found = pair_of(COUNT, a, a + (rng.random(400) < 0.05)).difference(same=False)
    assert found.ci95 is not None
    assert 0.02 < found.ci95[0] < 0.05 < found.ci95[1] < 0.1
