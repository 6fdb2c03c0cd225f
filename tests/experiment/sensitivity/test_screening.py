"""Morris screening with known answers."""

import numpy as np
import pytest
from numpy.typing import NDArray
from SALib.analyze import morris as analysis
from SALib.sample import morris as design

from dealsim.experiment.sensitivity.halves import Halves
from dealsim.experiment.sensitivity.screening import morris_effects
from dealsim.measure.intervals import wilson

PROBLEM = {"num_vars": 4, "names": ["a", "b", "c", "d"], "bounds": [[0.0, 1.0]] * 4}


def unit(trajectories: int = 20, seed: int = 1) -> NDArray[np.float64]:
    """Return Morris's design of four factors."""
    return design.sample(PROBLEM, trajectories, num_levels=4, seed=seed)


def bent(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a response: steady in one factor, in two that work together, and none of the last."""
    return 3.0 * points[:, 0] - 4.0 * points[:, 1] * points[:, 2]


def test_effects_are_those_of_salib() -> None:
    points = unit()
    values = bent(points)
    said = analysis.analyze(PROBLEM, points, values, num_levels=4, seed=1)
    made = morris_effects(values, Halves(values, values), points, 4)
    assert [effect.mu for effect in made] == pytest.approx(list(said["mu"]))
    assert [effect.mu_star for effect in made] == pytest.approx(list(said["mu_star"]))
    assert [effect.sigma for effect in made] == pytest.approx(list(said["sigma"]))
    half = [(effect.mu_star_ci95[1] - effect.mu_star_ci95[0]) / 2.0 for effect in made[1:3]]
    assert half == pytest.approx(list(said["mu_star_conf"])[1:3], rel=0.4)


def test_a_steady_factor_has_its_slope_and_no_spread_and_an_inert_one_nothing() -> None:
    points = unit()
    made = morris_effects(bent(points), Halves(bent(points), bent(points)), points, 4)
    assert (made[0].mu, made[0].mu_star, made[0].sigma) == pytest.approx((3.0, 3.0, 0.0), abs=1e-9)
    assert made[1].mu < 0.0 < made[1].mu_star
    assert (made[3].mu, made[3].mu_star, made[3].sigma, made[3].clear) == (0.0, 0.0, 0.0, False)
    assert [effect.clear for effect in made[:3]] == [True, True, True]


@pytest.mark.parametrize("trajectories", [2, 4, 20])
def test_trajectories_that_agree_are_no_proof_and_more_of_them_say_more(trajectories: int) -> None:
    """A factor of one slope everywhere, and one without effect: of either another trajectory might differ."""
    points = unit(trajectories)
    made = morris_effects(bent(points), Halves(bent(points), bent(points)), points, 4)
    for effect in (made[0], made[3]):
        for low, high in (effect.mu_ci95, effect.mu_star_ci95, effect.sigma_ci95):
            assert low < high
    unseen = wilson(0.0, trajectories)[1]
    largest = max(abs(effect.mu) + 1.0 for effect in made) * 2.0
    assert made[3].mu_star_ci95[0] == 0.0 < made[3].mu_star_ci95[1] <= unseen * largest
    assert made[0].mu_ci95 == pytest.approx((3.0 - 3.0 * unseen, 3.0 + 3.0 * unseen))


def test_a_factor_that_is_known_to_be_dead_has_no_effect_for_sure() -> None:
    points = unit(4)
    dead = morris_effects(bent(points), None, points, 4, dead=[False, False, False, True])[3]
    assert dead.mu_ci95 == dead.mu_star_ci95 == dead.sigma_ci95 == (0.0, 0.0)


@pytest.mark.slow
def test_luck_of_its_own_seldom_makes_an_inert_factor_clear_though_its_effect_is_not_nought() -> None:
    """At one chance in forty each: of 60 replications 6 or fewer, with a chance of 99.9%."""
    points = unit(12)
    clear, sizes = 0, []
    for seed in range(60):
        luck = np.random.default_rng(seed)
        even, odd = (bent(points) + luck.normal(0.0, 0.5, len(points)) for _ in range(2))
        inert = morris_effects((even + odd) / 2.0, Halves(even, odd), points, 4, common=False, resamples=300)[3]
        clear += inert.clear
        sizes.append((inert.mu_star, inert.noise))
    assert clear <= 6
    assert np.mean(sizes, axis=0)[0] == pytest.approx(np.mean(sizes, axis=0)[1], rel=0.15)
    assert min(size for size, _ in sizes) > 0.05


def test_the_replicate_error_is_the_spread_over_luck_of_its_own() -> None:
    points, found, errors = unit(8), [], []
    for seed in range(60):
        luck = np.random.default_rng(seed)
        even, odd = (bent(points) + luck.normal(0.0, 0.3, len(points)) for _ in range(2))
        made = morris_effects((even + odd) / 2.0, Halves(even, odd), points, 4, common=False, resamples=10)
        found.append([effect.mu_star for effect in made[:3]])
        errors.append([effect.replicate_error for effect in made[:3]])
    assert np.mean(errors, axis=0) == pytest.approx(np.std(found, axis=0), rel=0.3)
