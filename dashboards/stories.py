"""One game in words: which games can be shown, what happens in one, and where the two sides diverge."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dealsim.engine import play_one
from dealsim.measure.comparison import shared, steps

from .games import Tallies
from .sides import Side, load

if TYPE_CHECKING:
    from dealsim.game.story import Passage, Story

LAST = 2**62
SEARCHED = 2048  # games in which one of some sort is looked for
WORK = ("laboured", "feigned", "kept", "sandbagged", "sabotaged", "shirked")
type Sort = Callable[[Tallies], "np.ndarray[tuple[int], np.dtype[np.bool_]]"]
# What games are looked for, by their tallies.
SORTS: dict[str, Sort] = {
    "takeover": lambda tallies: tallies["takeover"] > 0,
    "near_miss": lambda tallies: (tallies["attempts"] > 0) & (tallies["takeover"] == 0),
    "broken": lambda tallies: tallies["broken"] > 0,
    "breach": lambda tallies: tallies["breaches"] > 0,
}
PARTED = "otherwise"  # a game that ends differently on the pinned side


@dataclass(frozen=True)
class GameStory:
    """The story of a game of one side. labs: in order. horizon: quarters. alike: passages before it diverges."""

    story: "Story"
    labs: tuple[str, ...]
    horizon: int
    alike: int | None = None

    def shown(self) -> Iterator[tuple[int, "Passage"]]:
        """Yield what happens, by its place, without what merely continues, but with the first thing that differs."""
        for place, passage in enumerate(self.story.passages):
            if passage.fresh or place == self.alike:
                yield place, passage


def tell(now: Side, pinned: Side, seed: int, game: int) -> tuple[GameStory, GameStory | None]:
    """Return the story of a game on both sides, or on the only one, and where they begin to differ."""
    from dealsim.game.story import retold  # brings Mesa, which no other page needs

    sides = (now,) if load(now).digest == load(pinned).digest else (now, pinned)
    worlds = [load(each) for each in sides]
    tables = [each.tables(seed, game) for each in worlds]
    records = [play_one(each, seed, game) for each in worlds]
    ways = [list(steps(record, table)) for record, table in zip(records, tables, strict=True)]
    alike = shared(ways[0], ways[1]) if len(ways) == 2 else None
    told = [
        GameStory(retold(table, record), table.lab_names, int(table.world.horizon), alike)
        for table, record in zip(tables, records, strict=True)
    ]
    return told[0], told[1] if len(told) == 2 else None


def next_game(sort: str, after: int, now: Tallies, pinned: Tallies) -> int | None:
    """Return the next game of a sort after a game, or else the first one; None where there is none."""
    parted = (now["takeover"] > 0) != (pinned["takeover"] > 0)
    is_such = parted if sort == PARTED else SORTS[sort](now)
    games = np.flatnonzero(is_such)
    later = games[games > after]
    return int(next(iter([*later, *games]))) if len(games) else None


def work_by_quarter(told: GameStory, lab: str) -> "list[Passage | None]":
    """Return what a lab's AI does with each quarter; None where it has none, or does something else."""
    found: list[Passage | None] = [None] * told.horizon
    for passage in told.story.passages:
        if passage.lab == lab and passage.happening in WORK and passage.quarter < told.horizon:
            found[passage.quarter] = passage
    return found
