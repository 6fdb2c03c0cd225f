"""Many games of the Mesa model in blocks: the blocks run side by side in processes, their results come back in order.

Processes, because decisions are Python, and a process runs one thread of Python at a time.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dealsim.game.cast.agent_classes import Cast
from dealsim.game.cast.user_script import Script
from dealsim.scenario import tables_at
from dealsim.work.in_order import IN_HAND, in_order, spans
from dealsim.work.packing import do, packed
from dealsim.work.processes import Processes
from dealsim.work.workers import WorkersLost

if TYPE_CHECKING:
    from dealsim.scenario import ScenarioTables, Worlds

type Tallies = NDArray[np.void]
type Play = Callable[[Cast, "ScenarioTables", int, int], NDArray[Any]]

BLOCK = 8  # games: a third of a second, so that progress flows; to hand a block over costs about a millisecond


def processes_for(games: int, workers: int) -> int:
    """Return how many processes there is work for."""
    return max(1, min(workers, -(-games // BLOCK)))


def tally_of(cast: Cast, tables: "ScenarioTables", seed: int, game: int) -> Tallies:
    """Play one game and return its tally."""
    return cast.play(tables, seed, game).tally.reshape(1)


def play_blocks(
    played: "ScenarioTables | Worlds",
    games: int,
    seed: int,
    workers: int | Processes,
    cast: Cast | None = None,
    play: "Play" = tally_of,
) -> Iterator[Tallies]:
    """Yield blocks of finished games in order, in memory that does not grow with their number.

    workers: processes, or how many.  Stopping the iteration ends them at once, as `workers.dismiss()` does from another
    thread.
    play: what plays one game and returns an array with one entry for it, such as its tally; a function at the top of a
    module, for other processes find it by its name.
    Raises AgentsError where a class of the cast fails: in the first game in which one does, whatever the processes;
    WorkersLost where a process has died.
    """
    cast, done = cast or Cast(), 0
    stage = partial(play_block, cast.script, packed(partial(play_games, played, seed, cast, play)))
    with workers if isinstance(workers, Processes) else Processes(processes_for(games, workers)) as crew:
        begun = (crew.submit(stage, *span).result for span in spans(games, BLOCK))
        try:
            for block in in_order(begun, IN_HAND * crew.count):
                yield block
                done += len(block)
        except WorkersLost:
            if not crew.dismissed:
                why = "it ran out of memory, or a class that it played ended it"
                raise WorkersLost(f"a process died after {done} games were finished: {why}") from None


def play_block(script: Script | None, stage: bytes, first: int, games: int) -> Tallies:
    """Play one block, in another process; the script comes first, for the classes that were packed are found in it."""
    if script is not None:
        script.load()
    block: Tallies = do(stage, first, games)
    return block


def play_games(
    played: "ScenarioTables | Worlds", seed: int, cast: Cast, play: "Play", first: int, games: int
) -> Tallies:
    """Play consecutive games."""
    return np.concatenate(
        [play(cast, tables_at(played, seed, game), seed, game) for game in range(first, first + games)]
    )
