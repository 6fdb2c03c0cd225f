"""Many games of the Mesa model in blocks: the blocks run side by side in processes, their results come back in order.

Processes, because decisions are Python, of which one process runs one thread at a time; started by `spawn`, because a
fork of a program that has threads may hang.
"""

import pickle
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dealsim.game.cast.agent_classes import Cast
from dealsim.game.cast.user_script import Script
from dealsim.scenario import tables_at
from dealsim.work.processes import Crew, no_interrupts, stand_by

if TYPE_CHECKING:
    from dealsim.scenario import ScenarioTables, Worlds

type Tallies = NDArray[np.void]
type Play = Callable[[Cast, "ScenarioTables", int, int], NDArray[Any]]

BLOCK = 8  # games: a third of a second, so that progress flows; to hand a block over costs about a millisecond


@dataclass(frozen=True)
class Block:
    """Consecutive games: the number of the first, and one tally a game, or what else was asked of each."""

    first: int
    tallies: Tallies


def processes_for(games: int, workers: int) -> int:
    """Return how many processes there is work for."""
    return max(1, min(workers, -(-games // BLOCK)))


def play_blocks(
    played: "ScenarioTables | Worlds",
    games: int,
    seed: int,
    workers: int,
    cast: Cast | None = None,
    crew: Crew | None = None,
    play: "Play | None" = None,
) -> Iterator[Block]:
    """Yield blocks of finished games in order, in memory that does not grow with their number.

    workers: processes.  Stopping the iteration ends them at once, as `crew.dismiss()` does from another thread.
    play: what plays one game and returns an array with one entry for it, its tally if this is not given; a function
    at the top of a module, for other processes find it by its name.
    Raises AgentsError where a class of the cast fails: in the first game in which one does, whatever the processes.
    """
    cast, crew, processes = cast or Cast(), crew or Crew(), processes_for(games, workers)
    stage = packed(played, seed, cast)
    pool = ProcessPoolExecutor(processes, mp_context=crew, initializer=stand_by)
    waiting: deque[tuple[int, Future[Tallies]]] = deque()
    try:
        for first in range(0, games, BLOCK):
            if crew.dismissed:
                return
            with no_interrupts():
                future = pool.submit(play_block, cast.script, stage, first, min(BLOCK, games - first), play or tally_of)
            waiting.append((first, future))
            if len(waiting) > 2 * processes:
                yield finished(*waiting.popleft())
        while waiting:
            yield finished(*waiting.popleft())
    except BrokenProcessPool:
        if not crew.dismissed:
            raise
    finally:
        if waiting or crew.dismissed:  # a process that was being started may have escaped
            crew.dismiss()
        pool.shutdown(wait=True, cancel_futures=True)


def finished(first: int, future: Future[Tallies]) -> Block:
    """Wait for a block of games."""
    try:
        return Block(first, future.result())
    except BrokenProcessPool:
        why = "it ran out of memory, or a class that it played ended it"
        raise BrokenProcessPool(f"a process died after {first} games were finished: {why}") from None


def packed(played: "ScenarioTables | Worlds", seed: int, cast: Cast) -> bytes:
    """Return all that a game needs, for other processes. Classes go by their names."""
    try:
        return pickle.dumps((played, seed, cast))
    except (pickle.PicklingError, AttributeError) as error:
        why = "other processes find a class by its name, at the top of a file that can be imported"
        raise TypeError(f"{error}: {why}") from None


@lru_cache(maxsize=1)
def unpacked(script: Script | None, stage: bytes) -> "tuple[ScenarioTables | Worlds, int, Cast]":
    """Return what `packed` was given; the script comes first, for its classes are found in it."""
    if script is not None:
        script.load()
    played, seed, cast = pickle.loads(stage)
    return played, seed, cast


def play_block(script: Script | None, stage: bytes, first: int, games: int, play: "Play") -> Tallies:
    """Play one block, in a process of the crew."""
    played, seed, cast = unpacked(script, stage)
    games_of = range(first, first + games)
    return np.concatenate([play(cast, tables_at(played, seed, game), seed, game) for game in games_of])


def tally_of(cast: Cast, tables: "ScenarioTables", seed: int, game: int) -> Tallies:
    """Play one game and return its tally."""
    return cast.play(tables, seed, game).tally.reshape(1)
