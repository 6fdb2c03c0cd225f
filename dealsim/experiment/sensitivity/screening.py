"""Morris screening: mean, mean absolute and spread of each factor's elementary effects, with intervals."""

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dealsim.experiment.design.family import Unit
from dealsim.experiment.sensitivity.halves import Halves
from dealsim.experiment.sensitivity.indices import COINS, RESAMPLES, TAIL
from dealsim.measure.changes import change_in
from dealsim.measure.estimates import without_rounding
from dealsim.measure.intervals import wilson

type Numbers = NDArray[np.float64]
type Span = tuple[float, float]


@dataclass(frozen=True)
class ElementaryEffect:
    """What a factor does to a response when it goes from one end of its range to the other, at the slope of one step.

    Of a range without ends, from its 5% to its 95% quantile.

    mu: mean elementary effect, in the response's unit.  mu_star: mean of its size.
    sigma: its spread from place to place, less what is luck of the games.  sigma_raw: not corrected.
    *_ci95: 95% interval over trajectories: score intervals of means, of sigma by bootstrap.
    replicate_error: standard error of mu_star due to the finite number of games alone.
    noise: the mu_star that luck alone would show; both None where a point has no two replications.
    clear: whether mu_star is beyond that noise, by the lower end of the 95% interval of their difference.
    """

    mu: float
    mu_ci95: Span
    mu_star: float
    mu_star_ci95: Span
    sigma: float
    sigma_ci95: Span
    sigma_raw: float
    replicate_error: float | None
    noise: float | None
    clear: bool


def morris_effects(
    values: Numbers,
    halves: Halves | None,
    unit: Unit,
    levels: int,
    *,
    dead: Sequence[bool] | None = None,
    common: bool = True,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> tuple[ElementaryEffect, ...]:
    """Return the effects of every factor, in order, from the points of Morris's design.

    values: over the points, looked at where there are no halves.  unit: the design, shape (points, factors).
    levels: of each factor.  dead: which factors are known never to change the game; none by default.
    Source: morris1991factorial; mean of sizes: campolongo2007effective.
    """
    parts = (
        None
        if halves is None
        else (elementary_effects(halves.even, unit, levels), elementary_effects(halves.odd, unit, levels))
    )
    whole = elementary_effects(values, unit, levels) if parts is None else (parts[0] + parts[1]) / 2.0
    luck = np.random.default_rng([seed, 2])
    drawn = luck.integers(whole.shape[1], size=(whole.shape[1], resamples))
    again = whole[:, drawn]  # factors, trajectories, resamples
    luckless = np.zeros_like(whole) if parts is None else (parts[0] - parts[1]) / 2.0
    spans = spans_of(whole, dead or [False] * len(whole))
    spreads = np.percentile(effect_spread(again, luckless[:, drawn]), [TAIL, 100.0 - TAIL], axis=1)
    beyond = np.abs(again).mean(axis=1) - np.abs(luckless[:, drawn]).mean(axis=1)
    clear = np.percentile(beyond, TAIL, axis=1) > 0.0
    error = None if parts is None else replicate_error(*parts, luck, common=common)
    sigma, raw = effect_spread(whole, luckless), effect_spread(whole, np.zeros_like(whole))
    return tuple(
        ElementaryEffect(
            mu=float(whole[k].mean()),
            mu_ci95=spans[k].mu,
            mu_star=float(np.abs(whole[k]).mean()),
            mu_star_ci95=spans[k].mu_star,
            sigma=float(sigma[k]),
            sigma_ci95=(float(spreads[0, k]), max(float(spreads[1, k]), spans[k].least_sigma)),
            sigma_raw=float(raw[k]),
            replicate_error=None if error is None else float(error[k]),
            noise=None if parts is None else float(np.abs(luckless[k]).mean()),
            clear=bool(clear[k]),
        )
        for k in range(len(whole))
    )


@dataclass(frozen=True)
class Spans:
    """95% intervals of a factor's mean effect and of its mean size; the least that its spread must be able to be."""

    mu: Span
    mu_star: Span
    least_sigma: float


def spans_of(effects: Numbers, dead: Sequence[bool]) -> list[Spans]:
    """Return each factor's intervals from its effects over trajectories, as of any mean change.

    Where all trajectories agree, another is taken to show an effect as large as any that was seen of any factor (if
    they have none) or another one by as much as they have: few points that agree are no proof. A factor that is dead
    and shows none has none.
    """
    largest = float(np.abs(effects).max())
    return [spans_of_factor(row, largest, dead=gone) for row, gone in zip(effects, dead, strict=True)]


def spans_of_factor(effects: Numbers, largest: float, *, dead: bool) -> Spans:
    """Return a factor's intervals. largest: size of the largest effect of any factor."""
    if largest == 0.0 or (dead and not effects.any()):
        return Spans((0.0, 0.0), (0.0, 0.0), 0.0)
    mu, mu_star = (change_in(each / largest, math.inf).interval() for each in (effects, np.abs(effects)))
    unseen = wilson(0.0, len(effects))[1]
    spread = largest if not effects.any() else float(np.abs(effects).max())
    least_sigma = spread * math.sqrt(unseen * (1.0 - unseen)) if np.ptp(effects) == 0.0 else 0.0
    return Spans(
        (largest * mu[0], largest * mu[1]), (largest * max(mu_star[0], 0.0), largest * mu_star[1]), least_sigma
    )


def elementary_effects(values: Numbers, unit: Unit, levels: int) -> Numbers:
    """Return the elementary effects, shape (factors, trajectories), by SALib.

    A trajectory's mean effect is its only one: each is analysed by itself, and twice over, for SALib takes a spread.
    """
    from SALib.analyze import morris  # slow to load

    count = unit.shape[1]
    problem = {"num_vars": count, "names": [f"x{k}" for k in range(count)], "bounds": [[0.0, 1.0]] * count}
    found = []
    for first in range(0, len(values), count + 1):
        one = slice(first, first + count + 1)
        twice = np.tile(unit[one], (2, 1)), np.tile(values[one], 2)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # of the one resample, whose spread is not asked for
            found.append(morris.analyze(problem, *twice, num_resamples=2, num_levels=levels, seed=0)["mu"])
    effects = np.array(found, dtype=np.float64).T
    return without_rounding(effects, np.abs(values).max())


def effect_spread(effects: Numbers, luck: Numbers) -> Numbers:
    """Return the spread of effects over trajectories, less that of their luck: never below 0."""
    return np.asarray(np.sqrt(np.fmax(effects.var(axis=1, ddof=1) - luck.var(axis=1, ddof=1), 0.0)))


def replicate_error(even: Numbers, odd: Numbers, luck: np.random.Generator, *, common: bool) -> Numbers:
    """Return the standard error of mu_star due to finitely many games, of each factor.

    As for Sobol indices: each trajectory's even or odd games are chosen by coin, and where points share their luck half
    the difference between the two halves is another estimate; the larger is returned.
    """
    coins = luck.random((even.shape[1], COINS)) < 0.5
    mixed = np.where(coins, even[:, :, None], odd[:, :, None])
    error = np.abs(mixed).mean(axis=1).std(axis=1, ddof=1)
    if common:
        error = np.fmax(error, np.abs(np.abs(even).mean(axis=1) - np.abs(odd).mean(axis=1)) / 2.0)
    return np.asarray(error)
