"""Sobol indices with known answers, and the luck of finitely many games taken off them."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as design
from SALib.test_functions import Ishigami

from dealsim.experiment.sensitivity.halves import Halves
from dealsim.experiment.sensitivity.indices import Estimator, Index, sobol_indices

type Numbers = NDArray[np.float64]

A, B = 7.0, 0.1  # of the Ishigami function, as SALib has it
SINE = 0.5 * (1 + B * math.pi**4 / 5) ** 2
VARIANCE = A**2 / 8 + B * math.pi**4 / 5 + B**2 * math.pi**8 / 18 + 0.5
FIRST = [SINE / VARIANCE, A**2 / 8 / VARIANCE, 0.0, 0.0]
BOTH = B**2 * math.pi**8 * (1 / 18 - 1 / 50) / VARIANCE
TOTAL = [FIRST[0] + BOTH, FIRST[1], BOTH, 0.0]


def problem(factors: int, low: float, high: float) -> dict[str, object]:
    """Return SALib's problem of so many factors."""
    return {"num_vars": factors, "names": [f"x{k}" for k in range(factors)], "bounds": [[low, high]] * factors}


def saltelli(factors: int, rows: int, *, low: float = 0.0, high: float = 1.0, second: bool = False) -> Numbers:
    """Return Saltelli's design."""
    return design.sample(problem(factors, low, high), rows, calc_second_order=second, seed=1)


def ishigami(rows: int, *, second: bool = False) -> Numbers:
    """Return the Ishigami function over a design of four factors, the last of which does nothing."""
    return Ishigami.evaluate(saltelli(4, rows, low=-math.pi, high=math.pi, second=second)[:, :3])


def by_luck(values: Numbers, seed: int, size: float) -> Halves:
    """Return two replications: values, and luck of a size of its own at each point."""
    luck = np.random.default_rng(seed)
    return Halves(values + luck.normal(0.0, size, len(values)), values + luck.normal(0.0, size, len(values)))


def holds(index: Index, true: float) -> bool:
    """Whether the interval holds a value."""
    return index.low - 1e-12 <= true <= index.high + 1e-12


@pytest.mark.parametrize("second", [False, True])
def test_raw_indices_are_those_of_salib(second: bool) -> None:
    values = ishigami(256, second=second)
    halves = by_luck(values, 0, 1.0)
    made = sobol_indices(halves.whole, halves, 4, second=second)
    said = analysis.analyze(problem(4, 0, 1), halves.whole, calc_second_order=second, seed=1)
    assert made is not None
    assert [index.raw for index in made.first] == pytest.approx(said["S1"])
    assert [index.raw for index in made.total] == pytest.approx(said["ST"])
    for (j, k), index in made.pairs.items():
        assert index.raw == pytest.approx(said["S2"][j, k])


@pytest.mark.parametrize("luck", [0.0, 2.0])
def test_indices_of_the_ishigami_function_are_the_known_ones(luck: float) -> None:
    made = sobol_indices((h := by_luck(ishigami(1024), 2, luck)).whole, h, 4, common=False)
    assert made is not None
    for index, true in zip((*made.first, *made.total), (*FIRST, *TOTAL), strict=True):
        assert index.value == pytest.approx(true, abs=0.02 + 0.02 * luck)
        assert holds(index, true)


def test_indices_of_the_g_function_are_the_known_ones() -> None:
    weights = np.array([0.0, 1.0, 4.5, 9.0])
    values = np.prod((np.abs(4.0 * saltelli(4, 2048) - 2.0) + weights) / (1.0 + weights), axis=1)
    alone = 1.0 / 3.0 / (1.0 + weights) ** 2
    every = np.prod(1.0 + alone)
    made = sobol_indices(values, Halves(values, values), 4)
    assert made is not None
    for k in range(4):
        assert made.first[k].value == pytest.approx(alone[k] / (every - 1.0), abs=0.02)
        assert made.total[k].value == pytest.approx(alone[k] * every / (1.0 + alone[k]) / (every - 1.0), abs=0.02)


def test_the_pair_that_interacts_in_the_ishigami_function_is_found() -> None:
    values = ishigami(2048, second=True)
    made = sobol_indices(values, Halves(values, values), 4, second=True, resamples=100)
    assert made is not None
    assert max(made.pairs, key=lambda pair: made.pairs[pair].value) == (0, 2)
    assert made.pairs[0, 2].value == pytest.approx(BOTH, abs=0.03)


def takes_over(seed: int, games: int) -> Halves:
    """Return shares of games with a takeover, half the games each, with independent luck at each point.

    Three factors make a takeover likelier; the fourth does nothing.
    """
    luck = np.random.default_rng(seed)
    chance = saltelli(4, 1024)[:, :3] @ np.array([0.5, 0.3, 0.1])
    even, odd = (luck.binomial(games // 2, chance) / (games // 2) for _ in range(2))
    return Halves(even, odd)


@pytest.mark.parametrize("seed", range(6))
def test_luck_of_its_own_gives_an_inert_factor_a_large_raw_total_and_none_once_corrected(seed: int) -> None:
    """The trap: of two games a point SALib's total index of a factor that does nothing is near a fifth and more."""
    halves = takes_over(seed, games=20)
    made = sobol_indices(halves.whole, halves, 4, common=False)
    assert made is not None
    assert made.total[3].raw > 0.2
    assert abs(made.total[3].value) < 0.05
    assert holds(made.total[3], 0.0)
    true = np.array([25.0, 9.0, 1.0]) / 35.0
    assert [index.value for index in made.total[:3]] == pytest.approx(true, abs=0.08)


def shared_luck(values: Callable[[Numbers, float], Numbers], seed: int) -> Halves:
    """Return two replications of a function of the factors and of luck that all points share."""
    unit = saltelli(4, 256)
    even, odd = np.random.default_rng(seed).normal(size=2)
    return Halves(values(unit, even), values(unit, odd))


def test_shared_luck_gives_an_inert_factor_an_index_of_exactly_nought() -> None:
    halves = shared_luck(lambda unit, luck: (1.0 + 0.3 * luck) * unit[:, 0] + unit[:, 1] ** 2 + 0.5 * luck, seed=0)
    made = sobol_indices(halves.whole, halves, 4)
    assert made is not None
    for index in (made.total[3], made.first[3]):
        assert (index.value, index.raw, index.low, index.high, index.replicate_error) == (0.0, 0.0, 0.0, 0.0, 0.0)


def errors_and_spread(made: list[Halves], *, common: bool) -> tuple[Numbers, Numbers]:
    """Return the mean replicate error of each index, and its spread over replications of the luck alone."""
    estimators = [Estimator(halves.standard(), 4, second=False) for halves in made]
    luck = np.random.default_rng(9)
    errors = np.array([each.replicate_error(luck, common=common) for each in estimators[:80]])
    return errors.mean(axis=0), np.array([each.corrected(None)[:, 0] for each in estimators]).std(axis=0)


@pytest.mark.parametrize("size", [1.0, 4.0])
def test_the_replicate_error_is_the_spread_over_luck_of_its_own(size: float) -> None:
    values = ishigami(256)
    error, spread = errors_and_spread([by_luck(values, seed, size) for seed in range(400)], common=False)
    assert error == pytest.approx(spread, rel=0.25)


@pytest.mark.slow
def test_the_replicate_error_is_no_less_than_the_spread_over_luck_that_is_shared() -> None:
    def values(unit: Numbers, luck: float) -> Numbers:
        return (1.0 + 0.3 * luck) * unit[:, 0] + (1.0 - 0.3 * luck) * unit[:, 1] + unit[:, 2]

    error, spread = errors_and_spread([shared_luck(values, seed) for seed in range(400)], common=True)
    concerned = [0, 1, 4, 5]  # of the two factors whose weight is luck
    assert (error[concerned] > 0.7 * spread[concerned]).all()
    assert (error[concerned] < 2.0 * spread[concerned]).all()


def test_a_response_that_is_luck_alone_has_no_indices() -> None:
    for seed in range(5):
        halves = by_luck(np.zeros(6 * 128), seed, 1.0)
        assert sobol_indices(halves.whole, halves, 4, common=False, resamples=200) is None


def test_a_response_that_never_varies_has_no_indices() -> None:
    assert sobol_indices(np.full(6 * 8, 0.25), None, 4) is None


@pytest.mark.filterwarnings("error")
def test_a_half_in_which_nothing_ever_happens_is_borne_in_silence() -> None:
    values = (saltelli(4, 64)[:, 0] > 0.9).astype(float)
    halves = Halves(values, np.full(len(values), 1.0 / 3.0))
    assert sobol_indices(halves.whole, halves, 4, resamples=100) is None


def test_without_two_replications_nothing_is_corrected_and_no_replicate_error_claimed() -> None:
    values = by_luck(ishigami(128), 0, 2.0).whole
    made = sobol_indices(values, None, 4)
    assert made is not None
    for index in (*made.first, *made.total):
        assert index.value == pytest.approx(index.raw)
        assert index.replicate_error is None


def test_the_same_seed_gives_the_same_intervals() -> None:
    halves = by_luck(ishigami(64), 0, 1.0)
    one, other, third = (sobol_indices(halves.whole, halves, 4, seed=seed) for seed in (3, 3, 4))
    assert one == other
    assert one != third
