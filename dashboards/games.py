"""Games played for a page: in small pieces, so that a first answer comes soon and abandoned work stops.

A game is a pure function of its scenario and luck, so what was played for one visitor serves all. The numbers are those
of `dealsim run` and `dealsim compare` for as many games.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from dealsim.core.compiled import array, rows
from dealsim.core.records import Tally
from dealsim.engine.batch import play_block
from dealsim.measure.blocks import in_blocks
from dealsim.measure.estimates import Estimate
from dealsim.measure.outcomes import Summary
from dealsim.measure.pairs import Difference, PairedSummary
from dealsim.measure.peace import Peace, peace_of
from dealsim.scenario import Worlds
from dealsim.work.in_order import in_threads, spans

PIECE = 128  # games: the most that is lost when a request is cancelled
FIRST, TIMES = 512, 4  # games of the first answer, and how many times as many there are in the next
KEPT = 24  # scenarios whose games are remembered, some 400 bytes a game

type Tallies = NDArray[np.void]
type Wanted = Callable[[], bool]


class Stopped(Exception):
    """The request was cancelled."""


@dataclass(frozen=True)
class Answer:
    """The results so far, of both sides. wanted: games that were asked for."""

    games: int
    wanted: int
    now: dict[str, Estimate]
    pinned: dict[str, Estimate]
    differences: dict[str, Difference]
    peace: tuple[list[Peace], list[Peace]]

    @property
    def finished(self) -> bool:
        """Whether all games that were asked for are in it."""
        return self.games == self.wanted


class TallyCache:
    """Tallies of games that were played, of the scenarios that were asked for last."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: OrderedDict[tuple[str, int], Tallies] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: tuple[str, int]) -> Tallies | None:
        """Return what is known of a scenario and seed."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: tuple[str, int], tallies: Tallies) -> None:
        """Remember games, if they are more than are known."""
        with self._lock:
            if key not in self._kept or len(self._kept[key]) < len(tallies):
                self._kept[key] = tallies
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


SHELF = TallyCache()


def answers(now: Worlds, pinned: Worlds, games: int, seed: int, wanted: Wanted) -> Iterator[Answer]:
    """Yield the results of more and more games of both sides with the same luck. Raises Stopped."""
    counts = [*stages(games)]
    same = now.digest == pinned.digest
    with (
        closing(growing(now, counts, seed, wanted)) as of_now,
        closing(growing(pinned, counts, seed, wanted)) as others,
    ):
        for tallies in of_now:
            yield answer_of(now, pinned, tallies, tallies if same else next(others), games)


def stages(games: int) -> Iterator[int]:
    """Yield after how many games to answer."""
    count = FIRST
    while count < games:
        yield count
        count *= TIMES
    yield games


def tallies_of(worlds: Worlds, games: int, seed: int, wanted: Wanted) -> Tallies:
    """Return the tallies of the first so many games, playing those that are not known yet. Raises Stopped."""
    with closing(growing(worlds, [games], seed, wanted)) as found:
        return next(found)


def growing(worlds: Worlds, counts: Sequence[int], seed: int, wanted: Wanted) -> Generator[Tallies]:
    """Yield the tallies of the first so many games, more each time, playing those that are not known yet.

    Games for the next answer are played while one is shown.  Raises Stopped.
    """
    key = (worlds.digest, seed)
    held = SHELF.take(key)
    if held is None:
        held = array(rows(Tally, 0))
    start, size = len(held), min(PIECE, worlds.games_per_world or PIECE)
    with closing(in_threads(partial(play_block, worlds, seed), spans(counts[-1], size, start))) as pieces:
        for count in counts:
            more = [held]
            while sum(map(len, more)) < count:
                more.append(next(pieces))
                if not wanted():
                    raise Stopped
            held = np.concatenate(more)
            SHELF.put(key, held)
            yield held[:count]


def answer_of(now: Worlds, pinned: Worlds, of_now: Tallies, of_pinned: Tallies, wanted: int) -> Answer:
    """Return the results of games, summed in the same blocks as everywhere."""
    now_estimates, pinned_estimates = estimates_of(now, of_now), estimates_of(pinned, of_pinned)
    pairs = paired(now, pinned)
    for a, b in zip(in_blocks([of_pinned]), in_blocks([of_now]), strict=True):
        pairs.add(a, b)
    return Answer(
        games=len(of_now),
        wanted=wanted,
        now=now_estimates,
        pinned=pinned_estimates,
        differences=pairs.differences(),
        peace=(
            peace_of(of_now, now.median.horizon, now_estimates["takeover"]),
            peace_of(of_pinned, pinned.median.horizon, pinned_estimates["takeover"]),
        ),
    )


def estimates_of(worlds: Worlds, tallies: Tallies) -> dict[str, Estimate]:
    """Return the estimates of one side."""
    summary = Summary(len(worlds.median.labs), worlds.median.horizon, worlds.games_per_world)
    for block in in_blocks([tallies]):
        summary.add(block)
    return summary.estimates()


def paired(now: Worlds, pinned: Worlds) -> PairedSummary:
    """Return empty sums of paired games: the pinned side is A, the other B."""
    sides = pinned.median, now.median
    labs, horizons = [len(each.labs) for each in sides], [each.horizon for each in sides]
    of_world = pinned.games_per_world or now.games_per_world
    same = pinned.digest == now.digest
    return PairedSummary((labs[0], labs[1]), (horizons[0], horizons[1]), of_world, same=same)
