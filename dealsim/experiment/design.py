"""Which points an experiment plays: by NumPy, SciPy's quasi-Monte Carlo and SALib, never by hand."""

import hashlib
import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dealsim.experiment.dimensions import Dimension, Value
from dealsim.experiment.schema import MOST_POINTS, Experiment, LatinHypercube, Morris, PointsFile, Sobol
from dealsim.scenario.files.problems import Misfit

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
    Raises Misfit where points would be too many, or nothing is left to sample.
    """
    if isinstance(experiment.design, PointsFile):
        return [Point(k, k, scenario, values) for k, (scenario, values) in enumerate(rows)]
    bases = [*bases]
    count = len(bases) * points_of_a_base(experiment, dimensions)
    if count > MOST_POINTS:
        raise Misfit(f"a design of {count:,} points", f"{MOST_POINTS:,} at most", at=("design",))
    design = one_at_a_time if experiment.design == "paired" else crossed
    points: list[Point] = []
    for scenario in bases:
        first = len(points)
        for row, values, base in design(experiment, dimensions):
            against = None if base is None else first + base
            points.append(Point(len(points), row, scenario, values, against))
    return points


def points_of_a_base(experiment: Experiment, dimensions: Sequence[Dimension]) -> int:
    """Return how many points a design has for one base scenario, without laying them out."""
    values = {dimension.name: dimension.values() for dimension in dimensions}
    if experiment.design == "paired":
        return 1 + sum(map(len, values.values()))
    compared = len(values.pop(experiment.versus)) if experiment.versus is not None else 1
    if not values and experiment.design != "grid":
        found, wanted = "nothing but the factor that is compared", "another factor, or the design grid"
        raise Misfit(found, wanted, at=("design",))
    return compared * rows_in(experiment, [len(each) for each in values.values()])


def rows_in(experiment: Experiment, values: Sequence[int]) -> int:
    """Return how many rows a design has over factors with so many values each."""
    match experiment.design:
        case LatinHypercube(latin_hypercube=points):
            return points
        case Sobol(sobol=base, second_order=second):
            return base * (2 * len(values) + 2 if second else len(values) + 2)
        case Morris(morris=trajectories):
            return trajectories * (len(values) + 1)
    return math.prod(values)


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
    at = next((place for place, each in enumerate(dimensions) if each.name == experiment.versus), None)
    number = 0
    for row, values in enumerate(design_rows(experiment, crossing(experiment, dimensions))):
        if at is None:
            yield row, values, None
            continue
        first = number
        for value in dimensions[at].values():
            yield row, (*values[:at], value, *values[at:]), None if number == first else first
            number += 1


def crossing(experiment: Experiment, dimensions: Sequence[Dimension]) -> list[Dimension]:
    """Return what a design is about: all that varies but the factor that is compared."""
    return [dimension for dimension in dimensions if dimension.name != experiment.versus]


def design_rows(experiment: Experiment, dimensions: Sequence[Dimension]) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of a design in order."""
    if experiment.design == "grid":
        yield from itertools.product(*(dimension.values() for dimension in dimensions))
        return
    morris = isinstance(experiment.design, Morris)  # its levels include the ends
    for row in unit_sample(experiment, len(dimensions)):
        pairs = zip(dimensions, row.tolist(), strict=True)
        yield tuple(dimension.on_grid(u) if morris else dimension.at(u) for dimension, u in pairs)


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


def sample_digest(experiment: Experiment, dimensions: Sequence[Dimension]) -> str | None:
    """Return a digest of a sampled design: another release of a library might draw another one. None for others.

    Of the unit cube, whose numbers are the same on every machine; values may differ in their last bits.
    """
    if isinstance(experiment.design, str | PointsFile):
        return None
    return hashlib.sha256(unit_sample(experiment, len(crossing(experiment, dimensions))).tobytes()).hexdigest()[:16]
