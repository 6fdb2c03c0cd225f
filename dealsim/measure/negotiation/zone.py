"""The zone of agreement: contracts by which neither side loses, and the solutions of bargaining theory in it.

A zone is a curve: one share, two gains, each over that side's threat point, in its own utility. Like `rules/nash.py`
it holds no lotteries over shares, so it need not be convex.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dealsim.core.protocols.gains import gain_at
from dealsim.core.protocols.nash import evenest_share, kalai_smorodinsky_share, nash_share, weighted_share

type Values = NDArray[np.float64]
type Gain = Callable[[float], float]
type Stretch = tuple[float, float]

POINTS = 33  # on a stretch of shares, even in the share, and as many even in its logarithm
HALVINGS = 30  # of a step between two priced shares, for the end of a stretch: then known to a billionth
NARROW = 1e-9  # shorter stretches, in parts of their share, count as none, and closer points as one
A_LOSS = -1.0  # gain of either side at a point between two stretches
BESIDE = 2.0  # places from one zone to the next, where they stand side by side
NO_LESS = 1e-9  # gains that differ by less, each as a part of the largest possible, are the same

SOLUTIONS: dict[str, Callable[[Values, Values, Values], float]] = {
    "nash": nash_share,
    "kalai_smorodinsky": kalai_smorodinsky_share,
    "egalitarian": lambda shares, ai, lab: evenest_share(shares, ai, lab, 1.0, 1.0),
    "utilitarian": lambda shares, ai, lab: weighted_share(shares, ai, lab, 1.0, 1.0),
}


@dataclass(frozen=True)
class Zone:
    """Shares by which neither side loses, and what each brings either side [utility, over its threat point].

    Where the shares are not one stretch, both gains are negative at two points between. Zones of several kinds of
    contract stand side by side (`side_by_side`): then shares are places.
    """

    shares: Values
    ai: Values
    lab: Values

    def moved(self, by: float) -> "Zone":
        """Return the same zone at other places."""
        return Zone(self.shares + by, self.ai, self.lab)

    @cached_property
    def serving(self) -> NDArray[np.bool_]:
        """Which points are of the zone, and not between two stretches."""
        return np.asarray((self.ai >= 0.0) & (self.lab >= 0.0))

    @cached_property
    def best(self) -> tuple[float, float]:
        """The most that the AI, and the most that the lab could gain: the ideal point (1, 1)."""
        return float(self.ai[self.serving].max()), float(self.lab[self.serving].max())

    @property
    def worth_dividing(self) -> bool:
        """Whether both could gain something; otherwise parts of the largest gains are undefined."""
        return min(self.best) > 0.0

    @cached_property
    def points(self) -> Values:
        """The zone's points, one a row, each gain as a part of the most to be had [0..1]."""
        return np.column_stack([self.ai, self.lab])[self.serving] / self.best

    @cached_property
    def frontier(self) -> Values:
        """The points that no other improves for one side without loss to the other: the Pareto frontier, by share."""
        return self.points[~dominated(self.points, self.points)]

    @cached_property
    def solutions(self) -> dict[str, float]:
        """The share that each solution selects."""
        return {name: float(solve(self.shares, self.ai, self.lab)) for name, solve in SOLUTIONS.items()}

    def parts_at(self, share: float) -> Values:
        """Return both gains at a share as parts of the largest possible ones."""
        return np.array([gain_at(share, self.shares, self.ai), gain_at(share, self.shares, self.lab)]) / self.best

    @cached_property
    def most_welfare(self) -> float:
        """The greatest sum of both gains [utility, taken to be on one scale]."""
        share = self.solutions["utilitarian"]
        return float(gain_at(share, self.shares, self.ai) + gain_at(share, self.shares, self.lab))

    @cached_property
    def utilitarian_points(self) -> Values:
        """All points whose sum of gains is the greatest: with money for utility on both sides it is every one."""
        totals = (self.ai + self.lab)[self.serving]
        top = self.points[totals >= self.most_welfare - NO_LESS * sum(self.best)]
        return np.vstack([top, self.parts_at(self.solutions["utilitarian"])])


def zone_of(ai_gain: Gain, lab_gain: Gain, shares: Values) -> Zone | None:
    """Return the zone of two gains, or None where no share serves both.

    shares: rising; what happens between two of them is found where either end of a stretch lies, and missed where a
    side's gain rises above 0 and falls below it again.
    """
    return zone_over(overlaps(stretches(ai_gain, shares), stretches(lab_gain, shares)), ai_gain, lab_gain)


def zone_over(common: list[Stretch], ai_gain: Gain, lab_gain: Gain) -> Zone | None:
    """Return the zone over stretches of shares that are known to serve both, or None if there is no stretch."""
    if not common:
        return None
    pieces = [np.unique([*np.linspace(*ends, POINTS), *np.geomspace(*ends, POINTS)]).clip(*ends) for ends in common]
    return in_a_row([Zone(piece, gains(ai_gain, piece), gains(lab_gain, piece)) for piece in pieces])


def side_by_side(zones: Sequence[Zone | None]) -> Zone | None:
    """Return one zone of several: the k-th one's shares stand at places 2k to 2k + 1, or None where all are empty.

    For contracts with more terms than a share: bargaining looks at gains only, so places need only rise.
    """
    there = [(k, zone) for k, zone in enumerate(zones) if zone is not None]
    if not there:
        return None
    return in_a_row([zone.moved(BESIDE * k) for k, zone in there])


def in_a_row(zones: Sequence[Zone]) -> Zone:
    """Return zones at rising places as one, with two points between neighbours at which both sides lose."""
    parts = [zones[0]]
    for before, after in pairwise(zones):
        between = np.array([before.shares[-1] * (1.0 + NARROW / 4), after.shares[0] * (1.0 - NARROW / 4)])
        parts += [Zone(between, np.full(2, A_LOSS), np.full(2, A_LOSS)), after]
    return Zone(*(np.concatenate([getattr(part, side) for part in parts]) for side in ("shares", "ai", "lab")))


def contract_at(place: float) -> tuple[int, float]:
    """Return which of several zones a place is of, and the share there."""
    k = int(place // BESIDE)
    return k, place - BESIDE * k


def gains(gain: Gain, shares: Values) -> Values:
    """Return the gains at shares that are no loss: rounding at the ends of a stretch is none."""
    return np.array([max(gain(float(share)), 0.0) for share in shares])


def stretches(gain: Gain, shares: Values) -> list[Stretch]:
    """Return the stretches of shares that are no loss, their ends sought between the given shares."""
    serves = [gain(float(share)) >= 0.0 for share in shares]
    found: list[Stretch] = []
    for k, good in enumerate(serves):
        if good and (k == 0 or not serves[k - 1]):
            start = float(shares[k]) if k == 0 else last_serving(gain, float(shares[k]), float(shares[k - 1]))
        if good and (k + 1 == len(shares) or not serves[k + 1]):
            last = k + 1 == len(shares)
            end = float(shares[k]) if last else last_serving(gain, float(shares[k]), float(shares[k + 1]))
            found.append((start, end))
    return found


def last_serving(gain: Gain, serves: float, fails: float) -> float:
    """Return the last share on the way from one that is no loss to one that is."""
    for _ in range(HALVINGS):
        middle = 0.5 * (serves + fails)
        if gain(middle) >= 0.0:
            serves = middle
        else:
            fails = middle
    return serves


def overlaps(one: list[Stretch], other: list[Stretch]) -> list[Stretch]:
    """Return the stretches that lie in both lists."""
    common = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return [(low, high) for low, high in sorted(common) if high > low * (1.0 + NARROW)]


def dominated(points: Values, others: Values) -> NDArray[np.bool_]:
    """Return which points another one improves for one side without worsening the other."""
    ahead = others[None, :, :] - points[:, None, :]
    return np.asarray(((ahead >= 0.0).all(axis=2) & (ahead > NO_LESS).any(axis=2)).any(axis=1))


def distance(point: Values, points: Values) -> float:
    """Return how far a point is from the nearest of others.

    sqrt(d_AI^2 + d_lab^2)   [0 at the point; the threat point is sqrt 2 from the ideal one]

    Gains are parts of the largest possible gains, so it is free of either side's scale.  NegMAS's optimality is
    1 - distance/sqrt 2 where its utilities range from the threat to the ideal point.
    Source: baarslag2013evaluating; mohammad2021negmas.
    """
    return float(np.hypot(*(points - point).T).min())


def distance_to_frontier(point: Values, frontier: Values) -> float:
    """Return how far a point is from the Pareto frontier: 0 where no point of the frontier improves on it.

    Between neighbouring points the frontier is straight.  A contract of other terms may lie beyond it.
    """
    if not dominated(point[None, :], frontier)[0]:
        return 0.0
    starts, steps = frontier[:-1], np.diff(frontier, axis=0)
    lengths = np.maximum((steps**2).sum(axis=1), 1e-300)
    along = np.clip(((point - starts) * steps).sum(axis=1) / lengths, 0.0, 1.0)
    nearest = np.vstack([starts + along[:, None] * steps, frontier[-1:]])
    return distance(point, nearest)


def distances(point: Values, zone: Zone) -> dict[str, float]:
    """Return how far a point is from the Pareto frontier and from each solution; undefined where neither side can gain.

    point: both gains as parts of the largest possible ones.
    """
    if not zone.worth_dividing:
        return dict.fromkeys(("pareto", *SOLUTIONS), math.nan)
    found = {name: distance(point, zone.parts_at(share)[None, :]) for name, share in zone.solutions.items()}
    found["utilitarian"] = distance(point, zone.utilitarian_points)
    return {"pareto": distance_to_frontier(point, zone.frontier), **found}
