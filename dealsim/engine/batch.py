"""Many games in blocks: the blocks run side by side in threads, their results come back in order."""

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from dealsim.core.compiled import array, layout, rows
from dealsim.core.records import Record, Tally
from dealsim.engine.board import lay_out
from dealsim.engine.kernel import play_many
from dealsim.scenario import ScenarioTables, Worlds, tables_at
from dealsim.work.in_order import in_threads, spans

type Tallies = NDArray[np.void]

PAIR = np.dtype([("a", layout(Tally)), ("b", layout(Tally))])
BLOCK = 1024  # games; fixed, so that sums over blocks are the same whatever the number of workers


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


def play_games(played: ScenarioTables | Worlds, games: int, seed: int, workers: int | None = None) -> Tallies:
    """Return one tally a game for games 0..games-1."""
    return np.concatenate([*play_blocks(played, games, seed, workers)])


def play_blocks(
    played: ScenarioTables | Worlds, games: int, seed: int, workers: int | None = None
) -> Iterator[Tallies]:
    """Yield blocks of finished games in order, a tally each, in memory that does not grow with their number.

    A block is of one world: where a scenario is uncertain, of `games_per_world` games.
    workers: threads; by default one a core.  Stopping the iteration stops the work at the next block.
    """
    return in_threads(partial(play_block, played, seed), spans(games, block_size(played)), workers)


def play_pairs(
    first: ScenarioTables | Worlds, second: ScenarioTables | Worlds, games: int, seed: int, workers: int | None = None
) -> Iterator[Tallies]:
    """Yield blocks of games that were played twice with the same luck: fields `a` and `b`, a tally each.

    Raises ValueError where two uncertain scenarios have different numbers of games in a world: they share no worlds.
    """
    sizes = {played.games_per_world for played in (first, second) if isinstance(played, Worlds)} - {None}
    if len(sizes) > 1:
        raise ValueError(f"worlds of {sizes} games: two scenarios share worlds only if as many games share a world")
    size = min(block_size(first), block_size(second))
    return in_threads(partial(play_pair, first, second, seed), spans(games, size), workers)


def play_block(played: ScenarioTables | Worlds, seed: int, first: int, games: int) -> Tallies:
    """Play one block. The kernel holds no lock, so that threads run side by side."""
    tables = tables_at(played, seed, first)
    refuse_agents(tables)
    tallies = rows(Tally, games)
    play_many(lay_out(tables, recording=False), tallies, np.uint64(seed), first)
    return array(tallies)


def play_pair(
    one: ScenarioTables | Worlds, other: ScenarioTables | Worlds, seed: int, first: int, games: int
) -> Tallies:
    """Play one block twice with the same luck."""
    pairs = np.empty(games, PAIR)
    pairs["a"] = play_block(one, seed, first, games)
    pairs["b"] = play_block(other, seed, first, games)
    return pairs


def block_size(played: ScenarioTables | Worlds) -> int:
    """Return how many consecutive games are played at a time: no more than share a world."""
    return (played.games_per_world or BLOCK) if isinstance(played, Worlds) else BLOCK


def refuse_agents(tables: ScenarioTables) -> None:
    """Refuse a scenario in which classes of Python decide: what is played here would be another game."""
    if tables.agents:
        named = ", ".join(f"{role} {name}" for role, name in tables.agents.items())
        raise ValueError(f"agents named ({named}): this engine is compiled and plays no class; dealsim.game.many does")
