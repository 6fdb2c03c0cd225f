"""Regional claims: one limit of one factor that shows where a difference is above 0."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import ks_2samp

from dealsim.experiment.sensitivity.splits import LEAST_SIDE, Numbered, regions

type Table = dict[str, NDArray]


def noise(seed: int, points: int = 60) -> tuple[Table, NDArray[np.float64]]:
    """Return factors of three kinds and a difference that has nothing to do with them."""
    luck = np.random.default_rng(seed)
    table: Table = {f"x{k}": luck.random(points) for k in range(4)}
    table |= {"stepped": luck.choice([1.0, 2.0, 3.0], points), "word": luck.choice(["a", "b", "c"], points)}
    return table, luck.normal(size=points)


def unclear(difference: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say that every interval holds 0."""
    return np.zeros(len(difference), dtype=np.bool_)


def test_a_limit_that_is_there_is_found_with_its_direction_and_its_interval_holds_it() -> None:
    table, luck = noise(0, 500)
    for sign in (1.0, -1.0):
        difference = sign * (table["x1"] - 0.6) + 0.05 * luck
        best = regions(table, difference, unclear(difference)).rules[0]
        assert (best.factor, best.above, best.claim) == ("x1", sign > 0, True)
        assert best.limit_ci95 is not None
        assert best.limit_ci95[0] <= 0.6 <= best.limit_ci95[1]
        assert best.limit == pytest.approx(0.6, abs=0.05)
        assert max(best.misses, best.false_alarms) < 0.15


def test_the_interval_of_a_limit_holds_it_as_often_as_it_says() -> None:
    """Of 100 worlds 90 or more at a coverage of 95%, with a chance of 98.9%. The limit that tells most is at .587."""
    held = 0
    for seed in range(100):
        luck = np.random.default_rng(seed)
        values = luck.random(100)
        up = values - 0.6 + 0.05 * luck.normal(size=100) > 0.0
        splitter = Numbered(values)
        place = int(np.argmax(splitter.told(up)))
        low, high = splitter.interval(place, True, up, luck, 200)
        held += low <= 0.587 <= high
    assert held >= 90


def test_noise_makes_a_claim_no_more_often_than_the_size_of_the_test() -> None:
    """Over all factors together 5%: of 200 worlds of noise 19 or fewer make a claim, with a chance of 99.7%."""
    claims = 0
    for seed in range(200):
        table, difference = noise(seed)
        found = regions(table, difference, unclear(difference), seed=seed, shuffles=199, resamples=1)
        claims += any(rule.claim for rule in found.rules)
    assert claims <= 19


def test_what_a_rule_tells_is_the_kolmogorov_smirnov_distance() -> None:
    table, difference = noise(3)
    up = difference > 0.0
    for rule in regions(table, difference, unclear(difference), shuffles=19, resamples=1).rules:
        if rule.factor != "word":
            assert rule.told == pytest.approx(ks_2samp(table[rule.factor][up], table[rule.factor][~up]).statistic)


def test_of_words_the_rule_names_those_at_which_the_difference_is_above() -> None:
    table, luck = noise(4, 300)
    difference = np.where(np.isin(table["word"], ["a", "c"]), 1.0, -1.0) + 0.1 * luck
    best = regions(table, difference, unclear(difference)).rules[0]
    assert (best.factor, best.words, best.limit, best.claim) == ("word", ("a", "c"), None, True)
    assert (best.misses, best.false_alarms) == (0.0, 0.0)


def test_a_difference_that_has_one_sign_gives_no_rule() -> None:
    table, luck = noise(5)
    difference = np.abs(luck) + 1.0
    difference[: LEAST_SIDE - 1] = -1.0
    found = regions(table, difference, difference > 0.0)
    assert found.rules == ()
    assert (found.above, found.below) == (60 - LEAST_SIDE + 1, LEAST_SIDE - 1)


def test_points_of_no_difference_are_counted_and_left_out() -> None:
    table, difference = noise(6)
    difference[:10] = 0.0
    found = regions(table, difference, unclear(difference), shuffles=19, resamples=1)
    assert found.even == 10
    assert found.above + found.below == 50


def test_a_factor_that_never_varies_has_no_rule() -> None:
    table, difference = noise(7)
    table |= {"same": np.full(60, 1.0)}
    found = regions(table, difference, unclear(difference), shuffles=19, resamples=1)
    assert "same" not in {rule.factor for rule in found.rules}
