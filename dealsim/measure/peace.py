"""How long peace lasts: the share of games without a takeover so far, quarter by quarter."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dealsim.measure.estimates import Estimate
from dealsim.measure.intervals import wilson


@dataclass(frozen=True)
class Peace:
    """At the end of a quarter, from 0 before the first: the share of games in which nothing took over yet."""

    quarter: int
    share: float
    low: float
    high: float


def peace_of(tallies: NDArray[np.void], horizon: int, takeover: Estimate) -> list[Peace]:
    """Return the survival of peace, with 95% Wilson score intervals quarter by quarter.

    takeover: the same games' estimate of a takeover, which knows how many worlds they are in.
    """
    taken = tallies["takeover_quarter"][tallies["takeover"] > 0]
    counts = np.bincount(taken.astype(np.int64), minlength=horizon)[:horizon]
    return survival_by_quarter(counts, len(tallies), takeover.se, takeover.worlds)


def survival_by_quarter(takeovers: NDArray[np.int64], games: int, se: float | None, worlds: int | None) -> list[Peace]:
    """Return the survival of peace from the number of takeovers in each quarter.

    se, worlds: of the share of games with a takeover, and in how many worlds they are, where these are uncertain.
    """
    shares = 1.0 - np.concatenate([[0], np.cumsum(takeovers)]) / games
    as_good = independent_games(float(shares[-1]), games, se, worlds)
    ends = [wilson(float(share), as_good) for share in shares]
    return [Peace(k, float(share), low, high) for k, (share, (low, high)) in enumerate(zip(shares, ends, strict=True))]


def independent_games(share: float, games: int, se: float | None, worlds: int | None) -> float:
    """Return how many independent games would be as good as these, which may share worlds."""
    if worlds is None or se is None:
        return float(games)
    return share * (1.0 - share) / se**2 + 1.0 if se > 0.0 else float(worlds)
