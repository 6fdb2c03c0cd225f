"""Minds as they are formed, without the game that they would play: what a spec instils, by itself."""

import numpy as np
from numpy.typing import NDArray

from dealsim.core.compiled import Rows, array, rows, rule
from dealsim.core.records import Mind
from dealsim.engine.batch import refuse_agents
from dealsim.engine.board import Board, lay_out
from dealsim.engine.kernel import begin
from dealsim.engine.minds import form_mind
from dealsim.scenario import Worlds, tabulate


@rule
def form_many(board: Board, minds: Rows[Mind], seed: np.uint64, first: int) -> None:
    """Form the first mind of every lab in as many games as there are rows for, from game number `first` on.

    minds: game by game, and within a game lab by lab in the order of their names.
    """
    labs = len(board.labs)
    for k in range(len(minds) // labs):
        begin(board)
        for i in range(labs):
            form_mind(board, i, seed, first + k)
            minds[k * labs + i] = board.ais[i]


def form_minds(worlds: Worlds, seed: int, first: int, games: int) -> NDArray[np.void]:
    """Return every lab's first mind in consecutive games of one world, as formed in quarter 0, shape (games, labs).

    The same minds as in those games: a pure function of the scenario and of luck.
    Raises ValueError where classes of Python would decide.
    """
    tables = tabulate(worlds.scenario(seed, worlds.world_of(first)), imagining=False)
    refuse_agents(tables)
    labs = len(tables.labs)
    minds = rows(Mind, games * labs)
    form_many(lay_out(tables, recording=False), minds, np.uint64(seed), first)
    return array(minds).reshape(games, labs)
