"""Which points an experiment plays: by NumPy, SciPy's quasi-Monte Carlo and SALib, never by hand."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dealsim.experiment.dimensions import Dimension, Value
from dealsim.experiment.schema import MOST_POINTS, Experiment, LatinHypercube, Morris, PointsFile, Sobol
from dealsim.scenario.problems import Misfit

type Unit = NDArray[np.float64]
type Row = tuple[str, tuple[Value, ...]]  # of a file of points: a base scenario and values


@dataclass(frozen=True)
class Point:
    """One combination of values.

    number: its place in the experiment.  row: its place in the design of one base scenario; points that differ only
    in the scenario, or in the factor that is compared, share it.  values: one a dimension, None for the scenario's own.
    compared_with: the number of the point with which it is compared, game by game.
    """

    number: int
    row: int
    scenario: str
    values: tuple[Value, ...]
    compared_with: int | None = None


def points_of(
    experiment: Experiment, bases: Iterable[str], dimensions: Sequence[Dimension], rows: Sequence[Row] = ()
) -> list[Point]:
    """Return the points of an experiment in order: the same in every process and on every machine.

    bases: names of the base scenarios.  rows: of a file of points, a base scenario and values each.
    Raises Misfit where points would be too many.
    """
    if isinstance(experiment.design, PointsFile):
        return [Point(k, k, scenario, values) for k, (scenario, values) in enumerate(rows)]
    design = one_at_a_time if experiment.design == "paired" else crossed
    points: list[Point] = []
    for scenario in bases:
        first = len(points)
        for row, values, base in design(experiment, dimensions):
            against = None if base is None else first + base
            points.append(Point(len(points), row, scenario, values, against))
            if len(points) > MOST_POINTS:
                raise Misfit(f"a design of more than {MOST_POINTS:,} points", "fewer values, or fewer factors")
    return points


type Planned = tuple[int, tuple[Value, ...], int | None]


def one_at_a_time(experiment: Experiment, dimensions: Sequence[Dimension]) -> Iterator[Planned]:
    """Yield the scenario as it is, and each factor's values one by one, compared with it."""
    own: tuple[Value, ...] = (None,) * len(dimensions)
    yield 0, own, None
    row = 0
    for place, dimension in enumerate(dimensions):
        for value in dimension.values():
            row += 1
            yield row, (*own[:place], value, *own[place + 1 :]), 0


def crossed(experiment: Experiment, dimensions: Sequence[Dimension]) -> Iterator[Planned]:
    """Yield each row of a design with every value of the factor that is compared, its first value first."""
    names = [dimension.name for dimension in dimensions]
    at = names.index(experiment.versus) if experiment.versus is not None else None
    others = [dimension for place, dimension in enumerate(dimensions) if place != at]
    number = 0
    for row, values in enumerate(rows_of(experiment, others)):
        if at is None:
            yield row, values, None
            continue
        first = number
        for value in dimensions[at].values():
            yield row, (*values[:at], value, *values[at:]), None if number == first else first
            number += 1


def rows_of(experiment: Experiment, dimensions: Sequence[Dimension]) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of a design in order."""
    if experiment.design == "grid":
        yield from itertools.product(*(dimension.values() for dimension in dimensions))
        return
    for row in unit_sample(experiment, len(dimensions)):
        yield tuple(dimension.at(u) for dimension, u in zip(dimensions, row.tolist(), strict=True))


def unit_sample(experiment: Experiment, count: int) -> Unit:
    """Return a sampled design in the unit cube, shape (rows, factors): quantiles of each factor's distribution.

    count: factors, the one that is compared left out.
    """
    luck = np.random.default_rng([experiment.seed, 0])  # the design's own luck; games have theirs by address
    problem = {"num_vars": count, "names": [f"x{k}" for k in range(count)], "bounds": [[0.0, 1.0]] * count}
    match experiment.design:
        case LatinHypercube(latin_hypercube=points):
            from scipy.stats import qmc  # as SALib, slow to load: only for who asks for it

            return qmc.LatinHypercube(count, rng=luck).random(points)
        case Sobol(sobol=base, second_order=second):
            from SALib.sample import sobol

            return np.asarray(sobol.sample(problem, base, calc_second_order=second, seed=luck))
        case Morris(morris=trajectories, levels=levels):
            from SALib.sample import morris

            return np.asarray(morris.sample(problem, trajectories, num_levels=levels, seed=luck))
    raise ValueError(f"{experiment.design!r} is no sampled design")
