"""The points of an experiment: the rows of its design, in every base scenario, with every value that is compared."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dealsim.experiment.design.family import MOST_POINTS, Drawn, LaidOut, Row
from dealsim.experiment.dimensions import Dimension, Value
from dealsim.experiment.schema import Experiment
from dealsim.scenario.files.problems import Misfit


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
    design = experiment.design
    if not isinstance(design, LaidOut):
        return [Point(k, k, scenario, values) for k, (scenario, values) in enumerate(rows)]
    bases = [*bases]
    count = len(bases) * points_of_a_base(experiment, design, dimensions)
    if count > MOST_POINTS:
        raise Misfit(f"a design of {count:,} points", f"{MOST_POINTS:,} at most", at=("design",))
    points: list[Point] = []
    for scenario in bases:
        first = len(points)
        for row, values, base in crossed(experiment, design, dimensions):
            against = None if base is None else first + base
            points.append(Point(len(points), row, scenario, values, against))
    return points


def points_of_a_base(experiment: Experiment, design: LaidOut, dimensions: Sequence[Dimension]) -> int:
    """Return how many points a design has for one base scenario, without laying them out."""
    values = {dimension.name: len(dimension.values()) for dimension in dimensions}
    compared = values.pop(experiment.versus) if experiment.versus is not None else 1
    if not values and isinstance(design, Drawn):
        found, wanted = "nothing but the factor that is compared", "another factor, or the design grid"
        raise Misfit(found, wanted, at=("design",))
    return compared * design.count([*values.values()])


type Planned = tuple[int, tuple[Value, ...], int | None]


def crossed(experiment: Experiment, design: LaidOut, dimensions: Sequence[Dimension]) -> Iterator[Planned]:
    """Yield each row of a design with every value of the factor that is compared, its first value first."""
    at = next((place for place, each in enumerate(dimensions) if each.name == experiment.versus), None)
    number = 0
    for row, values in enumerate(design.rows(crossing(experiment, dimensions), experiment.seed)):
        if at is None:
            yield row, values, 0 if design.ONE_AT_A_TIME and row else None
            continue
        first = number
        for value in dimensions[at].values():
            yield row, (*values[:at], value, *values[at:]), None if number == first else first
            number += 1


def crossing(experiment: Experiment, dimensions: Sequence[Dimension]) -> list[Dimension]:
    """Return what a design is about: all that varies but the factor that is compared."""
    return [dimension for dimension in dimensions if dimension.name != experiment.versus]


def sample_digest(experiment: Experiment, dimensions: Sequence[Dimension]) -> str | None:
    """Return a digest of a design that is drawn: another release of a library might draw another one. None for others.

    Of the unit cube, whose numbers are the same on every machine; values may differ in their last bits.
    """
    if not isinstance(experiment.design, Drawn):
        return None
    sample = experiment.design.sample(len(crossing(experiment, dimensions)), experiment.seed)
    return hashlib.sha256(sample.tobytes()).hexdigest()[:16]
