"""Where a game's time goes: the kernel's own stages, with a look at the clock between them."""

import numpy as np

from benchmarks.clock import cycles
from dealsim.core.compiled import Rows, Vector, rows, rule
from dealsim.core.records import Tally
from dealsim.engine.act import act
from dealsim.engine.audits import audit
from dealsim.engine.bargain import bargain
from dealsim.engine.board import Board, lay_out
from dealsim.engine.kernel import begin, finish
from dealsim.engine.minds import change_minds
from dealsim.engine.settle import look_back, settle_promises
from dealsim.scenario import ScenarioTables

STAGES = ("form and retire minds", "audits", "bargaining", "actions", "promises", "learning", "beginning and end")


@rule
def play_timed(board: Board, tallies: Rows[Tally], seed: np.uint64, spent: Vector) -> None:
    """Play as many games as there are tallies, as the kernel does, and add up the cycles spent in each stage."""
    for game in range(len(tallies)):
        board.tally[0] = tallies[game]
        at = cycles()
        begin(board)
        spent[6] += cycles() - at
        for quarter in range(board.world.horizon):
            board.public.quarter = quarter
            at = cycles()
            change_minds(board, seed, game)
            formed = cycles()
            audit(board, seed, game)
            audited = cycles()
            bargain(board, seed, game)
            bargained = cycles()
            act(board, seed, game)
            acted = cycles()
            spent[0] += formed - at
            spent[1] += audited - formed
            spent[2] += bargained - audited
            spent[3] += acted - bargained
            if board.book.over:
                break
            settle_promises(board, False, seed, game)
            settled = cycles()
            look_back(board)
            spent[4] += settled - acted
            spent[5] += cycles() - settled
        at = cycles()
        finish(board, seed, game)
        spent[6] += cycles() - at
        tallies[game] = board.tally[0]


def shares_of_time(tables: ScenarioTables, games: int) -> dict[str, float]:
    """Return what share of a game's time each stage takes."""
    spent, board = np.zeros(len(STAGES)), lay_out(tables, recording=False)
    play_timed(board, rows(Tally, games), np.uint64(0), spent)
    return dict(zip(STAGES, spent / spent.sum(), strict=True))
