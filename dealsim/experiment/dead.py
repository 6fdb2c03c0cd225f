"""Factors that never change the game: at points that differ in one of them alone, the same game is played."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from dealsim.experiment.dimensions import Dimension, Value
from dealsim.experiment.points import Point
from dealsim.experiment.study import Study
from dealsim.scenario.files.problems import ScenarioError

MOST_TRIED = 16  # points at which a factor is tried


@lru_cache(maxsize=32)
def dead_factors(study: Study, scenario: str) -> frozenset[str]:
    """Return the names of the factors that never change the game of a base scenario, dummies among them.

    At points over the whole design a factor is set to each of its values, or to the ends of its range, all else being
    equal: it is dead if that is one game each time, by its digest.
    """
    points = [point for point in study.points if point.scenario == scenario]
    tried = points[:: -(-len(points) // MOST_TRIED)]
    columns = zip(*(point.values for point in points), strict=True)
    return frozenset(
        dimension.name
        for place, (dimension, column) in enumerate(zip(study.dimensions, columns, strict=True))
        if is_dummy(dimension) or all(same_game(study, point, place, extremes(column)) for point in tried)
    )


def is_dummy(dimension: Dimension) -> bool:
    """Return whether a factor sets nothing, as it says."""
    return not dimension.sets and dimension.address is None


def extremes(values: Sequence[Value]) -> list[Value]:
    """Return the least and the greatest of some numbers, or all that are words; None, as the scenario has it, too."""
    numbers = sorted({value for value in values if isinstance(value, float | int)})
    words = dict.fromkeys(value for value in values if not isinstance(value, float | int))
    return [*numbers[:1], *numbers[1:][-1:], *words]


def same_game(study: Study, point: Point, place: int, values: Sequence[Value]) -> bool:
    """Return whether a point is the same game at each of some values of one factor; those not valid are left out."""
    digests = digests_of(study, point, place, values)
    first = next(digests, None)
    return all(digest == first for digest in digests)


def digests_of(study: Study, point: Point, place: int, values: Sequence[Value]) -> Iterator[str]:
    """Yield the digest of a point's game at each of some values of one factor."""
    for value in values:
        changed = replace(point, values=(*point.values[:place], value, *point.values[place + 1 :]))
        try:
            yield study.worlds(changed).digest
        except ScenarioError:
            continue


def never_changed(study: Study, scenario: str, dimensions: Sequence[Dimension]) -> list[str]:
    """Return in sentences which of some factors never changed the game of a base scenario; of dummies that is plain."""
    dead = dead_factors(study, scenario)
    names = [each.label for each in dimensions if each.name in dead and not is_dummy(each)]
    return [f"{name} never changed the game: with each of its values the same game is played" for name in names]
