"""Many games in blocks: the blocks run side by side in threads, their results come back in order."""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dealsim.compiled import array, rows
from dealsim.engine.board import lay_out
from dealsim.engine.kernel import play_many
from dealsim.records import Record, Tally
from dealsim.scenario import Tables

BLOCK = 1024  # games; fixed, so that sums over blocks are the same whatever the number of workers


@dataclass(frozen=True)
class Block:
    """Consecutive games: the number of the first, and one tally a game."""

    first: int
    tallies: NDArray[np.void]


def play_one(tables: Tables, seed: int, game: int) -> Record:
    """Return the full record of one game: a pure function of the scenario and of luck."""
    refuse_agents(tables)
    board = lay_out(tables, recording=True)
    play_many(board, rows(Tally, 1), np.uint64(seed), game)
    tally = board.tally[0]
    formed = int(tally.aligned + tally.schemer + tally.reward_seeker + tally.proxy)
    return Record(
        events=array(board.events)[: board.book.events].copy(),
        minds=array(board.minds)[:formed].copy(),
        tally=array(board.tally)[0].copy(),
    )


def play_games(tables: Tables, games: int, seed: int, workers: int | None = None) -> NDArray[np.void]:
    """Return one tally a game for games 0..games-1."""
    return np.concatenate([block.tallies for block in play_blocks(tables, games, seed, workers)])


def play_blocks(tables: Tables, games: int, seed: int, workers: int | None = None) -> Iterator[Block]:
    """Yield blocks of finished games in order, in memory that does not grow with their number.

    workers: threads; by default one a core.  Stopping the iteration stops the work at the next block.
    """
    refuse_agents(tables)
    threads = workers or usable_cores()
    starts = iter(range(0, games, BLOCK))
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Block]] = deque()
        try:
            for start in starts:
                waiting.append(pool.submit(play_block, tables, seed, start, min(BLOCK, games - start)))
                if len(waiting) > 2 * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def play_block(tables: Tables, seed: int, first: int, games: int) -> Block:
    """Play one block. The kernel holds no lock, so that threads run side by side."""
    tallies = rows(Tally, games)
    play_many(lay_out(tables, recording=False), tallies, np.uint64(seed), first)
    return Block(first, array(tallies))


def refuse_agents(tables: Tables) -> None:
    """Refuse a scenario in which classes of Python decide: what is played here would be another game."""
    if tables.agents:
        named = ", ".join(f"{role} {name}" for role, name in tables.agents.items())
        raise ValueError(f"agents named ({named}): this engine is compiled and plays no class; dealsim.game.many does")


def usable_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
