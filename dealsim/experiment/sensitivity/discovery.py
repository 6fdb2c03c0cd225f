"""Scenario discovery: where in the space of factors most cases of interest lie, and whether that may be chance."""

from dataclasses import dataclass

import numpy as np

from dealsim.experiment.sensitivity.boxes import Box, Chosen, Limit, Limits, Prim, Table

SHUFFLES = 99  # so that the least share that chance may get is 1%
SIGNIFICANT = 0.05  # quasi-p-value above which a limit is given up (Bryant and Lempert 2010)
MOST_POINTS_SHUFFLED = 5_000_000  # points times shuffles: larger designs are shuffled less often

type QuasiP = dict[str, tuple[float | None, float | None]]


@dataclass(frozen=True)
class Discovery:
    """The boxes on the way, and the one that is advised.

    points, cases: of all.  way: boxes from the whole to the last.  advised: the box of the best balance of coverage and
    density, less the limits that its quasi-p-values do not bear out.  quasi_p: of its limits.
    chance: share of shuffles of the cases in which a box of that balance was found as well.  shuffles: how many.
    """

    points: int
    cases: int
    way: tuple[Box, ...]
    advised: Box
    quasi_p: QuasiP
    chance: float
    shuffles: int


def discover(table: Table, cases: Chosen, seed: int = 0, shuffles: int = SHUFFLES) -> Discovery | None:
    """Return where the cases lie; None where all points are cases, or none is.

    table: factors' values over the points.  cases: which points are cases of interest.
    """
    if cases.all() or not cases.any():
        return None
    prim = Prim(table, cases)
    way = prim.way()
    best = max(way, key=lambda box: box.balance)
    luck = np.random.default_rng([seed, 3])
    shuffles = max(19, min(shuffles, MOST_POINTS_SHUFFLED // len(cases)))
    as_good = sum(best_by_chance(table, luck.permutation(cases)) >= best.balance for _ in range(shuffles))
    advised = borne_out(prim, best)
    chance = (as_good + 1) / (shuffles + 1)
    return Discovery(len(cases), int(cases.sum()), tuple(way), advised, prim.quasi_p(advised), chance, shuffles)


def best_by_chance(table: Table, cases: Chosen) -> float:
    """Return the best balance of a box for cases that have nothing to do with the factors."""
    return max(box.balance for box in Prim(table, cases).way())


def borne_out(prim: Prim, box: Box) -> Box:
    """Return a box without the limits that chance explains as well, the least borne out given up first."""
    while True:
        quasi_p = prim.quasi_p(box)
        tested = [(p, name, end) for name, ends in quasi_p.items() for end, p in enumerate(ends) if p is not None]
        worst = max(tested, default=None)
        if worst is None or worst[0] <= SIGNIFICANT:
            return box
        box = prim.box(without(prim, box, worst[1], worst[2]))


def without(prim: Prim, box: Box, name: str, end: int) -> Limits:
    """Return a box's limits without one of them, the others of all factors being the whole."""
    limit, whole = box.limits[name], prim.whole[name]
    wider: Limit = whole
    if not isinstance(limit, frozenset) and not isinstance(whole, frozenset):
        wider = (whole[0], limit[1]) if end == 0 else (limit[0], whole[1])
    return prim.whole | box.limits | {name: wider}
