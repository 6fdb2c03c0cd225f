"""Many games in blocks: the blocks run side by side in threads, their results come back in order."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from dealsim.core.compiled import array, layout, rows
from dealsim.core.records import Record, Tally
from dealsim.engine.board import lay_out
from dealsim.engine.kernel import play_many
from dealsim.scenario import ScenarioTables, Worlds, tables_at

PAIR = np.dtype([("a", layout(Tally)), ("b", layout(Tally))])
BLOCK = 1024  # games; fixed, so that sums over blocks are the same whatever the number of workers


@dataclass(frozen=True)
class Block:
    """Consecutive games: the number of the first, and one tally a game."""

    first: int
    tallies: NDArray[np.void]


def play_one(played: ScenarioTables | Worlds, seed: int, game: int) -> Record:
    """Return the full record of one game: a pure function of the scenario and of luck."""
    tables = tables_at(played, seed, game)
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


def play_games(played: ScenarioTables | Worlds, games: int, seed: int, workers: int | None = None) -> NDArray[np.void]:
    """Return one tally a game for games 0..games-1."""
    return np.concatenate([block.tallies for block in play_blocks(played, games, seed, workers)])


def play_blocks(played: ScenarioTables | Worlds, games: int, seed: int, workers: int | None = None) -> Iterator[Block]:
    """Yield blocks of finished games in order, in memory that does not grow with their number.

    A block is of one world: where a scenario is uncertain, of `games_per_world` games.
    workers: threads; by default one a core.  Stopping the iteration stops the work at the next block.
    """
    return in_order(partial(play_block, played, seed), games, block_size(played), workers)


def play_pairs(
    first: ScenarioTables | Worlds, second: ScenarioTables | Worlds, games: int, seed: int, workers: int | None = None
) -> Iterator[Block]:
    """Yield blocks of games that were played twice with the same luck: fields `a` and `b`, a tally each.

    Raises ValueError where two uncertain scenarios have different numbers of games in a world: they share no worlds.
    """
    sizes = {played.games_per_world for played in (first, second) if isinstance(played, Worlds)} - {None}
    if len(sizes) > 1:
        raise ValueError(f"worlds of {sizes} games: two scenarios share worlds only if as many games share a world")
    size = min(block_size(first), block_size(second))
    return in_order(partial(play_pair, first, second, seed), games, size, workers)


def in_order(play: Callable[[int, int], Block], games: int, size: int, workers: int | None = None) -> Iterator[Block]:
    """Yield blocks in order, played side by side: each by its first game and how many games it has."""
    threads = workers or usable_cores()
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Block]] = deque()
        try:
            for start in range(0, games, size):
                waiting.append(pool.submit(play, start, min(size, games - start)))
                if len(waiting) > 2 * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def play_block(played: ScenarioTables | Worlds, seed: int, first: int, games: int) -> Block:
    """Play one block. The kernel holds no lock, so that threads run side by side."""
    tables = tables_at(played, seed, first)
    refuse_agents(tables)
    tallies = rows(Tally, games)
    play_many(lay_out(tables, recording=False), tallies, np.uint64(seed), first)
    return Block(first, array(tallies))


def play_pair(one: ScenarioTables | Worlds, other: ScenarioTables | Worlds, seed: int, first: int, games: int) -> Block:
    """Play one block twice with the same luck."""
    pairs = np.empty(games, PAIR)
    pairs["a"] = play_block(one, seed, first, games).tallies
    pairs["b"] = play_block(other, seed, first, games).tallies
    return Block(first, pairs)


def block_size(played: ScenarioTables | Worlds) -> int:
    """Return how many consecutive games are played at a time: no more than share a world."""
    return (played.games_per_world or BLOCK) if isinstance(played, Worlds) else BLOCK


def refuse_agents(tables: ScenarioTables) -> None:
    """Refuse a scenario in which classes of Python decide: what is played here would be another game."""
    if tables.agents:
        named = ", ".join(f"{role} {name}" for role, name in tables.agents.items())
        raise ValueError(f"agents named ({named}): this engine is compiled and plays no class; dealsim.game.many does")


def usable_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
