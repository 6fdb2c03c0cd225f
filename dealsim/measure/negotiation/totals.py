"""Statistics over many games, with their precision, in constant memory.

Negotiations of one game are not independent; games are. So a mean over negotiations is a ratio of two sums over games,
with its standard error by that ratio's linearisation: in the words of `estimates.py`, a game is a world and its
negotiations are what happens there.  Source: cochran1977sampling.
"""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dealsim.core.codes import Reason
from dealsim.measure.estimates import Estimate, Moments
from dealsim.measure.negotiation.statistics import SHARE, STATISTICS, Mask, Rows, Values, schemes, with_zone
from dealsim.measure.negotiation.watching import ROW, Ending

type Manner = tuple[Ending, Reason]

MANNERS: tuple[Manner, ...] = (
    *((ending, Reason.NONE) for ending in (Ending.AGREED, Ending.AGREED_INSINCERELY, Ending.TESTED)),
    *((ending, reason) for ending in (Ending.REFUSED, Ending.WITHHELD) for reason in Reason),
)


@dataclass
class EndingCount:
    """How often negotiations with schemers ended in one way, how often despite a zone, and how late."""

    moments: Moments
    negotiations: int = 0
    with_zone: int = 0
    rounds: int = 0

    def add(self, rows: Rows, mine: Mask) -> None:
        """Count a block's rows."""
        self.negotiations += int(mine.sum())
        self.with_zone += int((mine & with_zone(rows)).sum())
        self.rounds += int(rows["rounds"][mine].sum())


@dataclass
class Totals:
    """Statistics of negotiations whose games come in blocks.

    most_a_game: how many negotiations a game can have, one a lab and quarter.  games_per_world: games in a row that
    share one draw of the uncertain numbers: then these worlds are independent, not games.  schemers: negotiations with
    schemers.
    """

    most_a_game: int
    games_per_world: int = 1
    games: int = 0
    negotiations: int = 0
    schemers: int = 0
    moments: dict[str, Moments] = field(default_factory=dict)
    outcomes: dict[Manner, EndingCount] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start from nothing."""
        together = self.most_a_game * self.games_per_world
        self.moments = {name: Moments(together, found.within) for name, found in STATISTICS.items()}
        self.outcomes = {manner: EndingCount(Moments(together, SHARE)) for manner in MANNERS}

    def add(self, entries: NDArray[Any]) -> None:
        """Take in a block of games, each the rows of its negotiations. The same blocks give the same bytes."""
        rows: Rows = np.concatenate([np.zeros(0, ROW), *entries])
        self.games += len(entries)
        self.negotiations += len(rows)
        self.schemers += int(schemes(rows).sum())
        for name, statistic in STATISTICS.items():
            self.moments[name].add(self.by_game(statistic.values(rows), entries))
        for (ending, reason), outcome in self.outcomes.items():
            mine = np.asarray(schemes(rows) & (rows["ending"] == ending) & (rows["reason"] == reason))
            outcome.moments.add(self.by_game(np.where(schemes(rows), mine, math.nan), entries))
            outcome.add(rows, mine)

    def by_game(self, values: Values, entries: NDArray[Any]) -> Values:
        """Return values laid out by game, the same number of places for each, NaN in those left over."""
        counts = np.array([len(entry) for entry in entries])
        laid = np.full((len(entries), self.most_a_game), math.nan)
        laid[np.arange(self.most_a_game)[None, :] < counts[:, None]] = values
        return laid.ravel()

    def estimates(self) -> dict[str, Estimate]:
        """Return every statistic: `games` of an estimate are negotiations, its `worlds` are games."""
        return {name: moments.estimate() for name, moments in self.moments.items()}

    def endings(self) -> dict[Manner, tuple[EndingCount, Estimate]]:
        """Return how negotiations with schemers ended: each manner that occurred, with its share of them."""
        occurred = {manner: outcome for manner, outcome in self.outcomes.items() if outcome.negotiations}
        return {manner: (outcome, outcome.moments.estimate()) for manner, outcome in occurred.items()}
