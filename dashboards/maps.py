"""A map: any outcome over any two dials, coarse at first and finer as it goes."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from threading import Lock

from dealsim.engine.batch import play_games
from dealsim.measure.estimates import Estimate
from dealsim.scenario import ScenarioError, load_worlds
from dealsim.work.in_order import in_threads

from .dials import Dial, Group, groups_of
from .games import Stopped, Wanted, estimates_of
from .settings import refuse_strangers
from .sides import Side, error_lines, tree_of

LEVELS = (3, 5, 9, 17)  # dials are tried in so many places each
GAMES = 256  # at each point, the same luck at all
SOON = 0.2  # seconds between two progress reports
KEPT = 3000  # points that are remembered
FIRST = ("every_lab.minds.traits.risk_aversion.mean", "every_lab.enforcement")  # dials where the address names none

type Place = tuple[int, int]


@dataclass(frozen=True)
class Question:
    """What is mapped: a side, in which two dials are turned."""

    base: Side
    x: Dial
    y: Dial
    seed: int

    def side_at(self, x: float, y: float) -> Side:
        """Return the side at a point."""
        return self.base.put(self.x.path, f"{x:.6g}").put(self.y.path, f"{y:.6g}")


@dataclass(frozen=True)
class MapPoint:
    """The results at a point, or in words why there are none."""

    estimates: dict[str, Estimate] = field(default_factory=dict)
    problem: str = ""

    def mean(self, outcome: str) -> float | None:
        """Return an outcome's mean, None where there is none."""
        return self.estimates[outcome].mean if outcome in self.estimates else None


@dataclass(frozen=True)
class Chart:
    """All points of a level, by column and row."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    points: dict[Place, MapPoint]

    def rows(self, outcome: str) -> list[list[float | None]]:
        """Return an outcome's means, rows from below."""
        return [
            [self.points[column, row].mean(outcome) for column in range(len(self.xs))] for row in range(len(self.ys))
        ]


class Known:
    """Points that were played, those that were asked for last."""

    def __init__(self) -> None:
        """Begin with none."""
        self._points: OrderedDict[tuple[Side, int], MapPoint] = OrderedDict()
        self._lock = Lock()

    def at(self, side: Side, seed: int) -> MapPoint:
        """Return the results of a side, playing it if they are not known."""
        key = (side, seed)
        with self._lock:
            if key in self._points:
                self._points.move_to_end(key)
                return self._points[key]
        point = played(side, seed)
        with self._lock:
            self._points[key] = point
            while len(self._points) > KEPT:
                self._points.popitem(last=False)
        return point


KNOWN = Known()


def played(side: Side, seed: int) -> MapPoint:
    """Return the results of a side."""
    try:
        refuse_strangers(side.settings)
        worlds = load_worlds(side.world, side.settings)
    except ScenarioError as error:
        return MapPoint(problem=" ".join(error_lines(error)))
    return MapPoint(estimates_of(worlds, play_games(worlds, GAMES, seed, workers=1)))


def charts_of(question: Question, wanted: Wanted, report: Callable[[int, int], None]) -> Iterator[Chart]:
    """Yield finer and finer charts. report: called with the points done and the total. Raises Stopped."""
    total, reported, coarser = len(grid(question, LEVELS[-1])), 0.0, 0
    for level in LEVELS:
        places = grid(question, level)
        points: dict[Place, MapPoint] = {}
        with closing(in_threads(partial(point_at, question), places.values())) as played_points:
            for place, point in zip(places, played_points, strict=True):
                if not wanted():
                    raise Stopped
                points[place] = point
                if time.monotonic() - reported > SOON:
                    reported = time.monotonic()
                    report(max(len(points), coarser), total)
        coarser = len(points)
        yield Chart(tuple(values_of(question.x, level)), tuple(values_of(question.y, level)), points)


def point_at(question: Question, x: float, y: float) -> MapPoint:
    """Return the results at a point."""
    return KNOWN.at(question.side_at(x, y), question.seed)


def grid(question: Question, level: int) -> dict[Place, tuple[float, float]]:
    """Return the points of a level, by column and row; those of the coarser level, which are known, come first."""
    columns, rows = values_of(question.x, level), values_of(question.y, level)
    points = {(i, j): (x, y) for i, x in enumerate(columns) for j, y in enumerate(rows)}
    return dict(sorted(points.items(), key=lambda point: point[0][0] % 2 or point[0][1] % 2))


def values_of(dial: Dial, level: int) -> list[float]:
    """Return in which places a dial is tried; every other one of a finer level is one of a coarser."""
    shares = [place / (level - 1) for place in range(level)]
    values = [dial.at(share) for share in shares]
    return list(dict.fromkeys(float(f"{value:.6g}") for value in values))


def dials_of(side: Side) -> list[tuple[Group, Dial]]:
    """Return the dials that a side has, each with its group."""
    return [(group, dial) for group in groups_of(tree_of(side)) for dial in group.dials]


def chosen(side: Side, asked: str, place: int, other: str = "") -> Dial:
    """Return the dial that is asked for, or the usual one, or any; never the other one."""
    dials = [dial for _, dial in dials_of(side) if dial.path != other]
    order = (asked, FIRST[place], FIRST[1 - place])
    return next((dial for path in order for dial in dials if dial.path == path), dials[place])
