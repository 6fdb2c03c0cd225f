"""One game in compiled code: the same stages, in the same order, as `dealsim.game.model`."""

import numpy as np

from dealsim.core.codes import Happening
from dealsim.core.compiled import Rows, blank, rule, stage
from dealsim.core.records import Tally
from dealsim.core.rules.event_counts import start_event
from dealsim.core.rules.watch.learning import open_world
from dealsim.engine.act import act
from dealsim.engine.audits import audit
from dealsim.engine.bargain import bargain
from dealsim.engine.board import Board
from dealsim.engine.events import close_event
from dealsim.engine.minds import change_minds, make_promise
from dealsim.engine.settle import look_back, settle_promises, settle_takeover


@stage
def begin(board: Board) -> None:
    """Set the board for a new game."""
    for i in range(len(board.labs)):
        board.labs[i] = board.start[i]
    open_world(board.public, len(board.labs), board.world)
    recording = board.book.recording
    blank(board.book)
    board.book.recording = recording


@stage
def finish(board: Board, seed: np.uint64, game: int) -> None:
    """End the game: after a takeover with its aftermath; else all promises fall due, those to AIs in service too."""
    if board.book.over:
        settle_takeover(board, seed, game)
    else:
        for i in range(len(board.labs)):
            if board.labs[i].occupied and board.ais[i].owed > 0.0:
                make_promise(board, i)
        settle_promises(board, True, seed, game)
    place = board.book.events if board.book.recording else 0
    start_event(board.events[place], Happening.ENDED, board.public.quarter, 0, 0, 0)
    close_event(board, place)


@stage
def play_game(board: Board, seed: np.uint64, game: int) -> None:
    """Play one game: a pure function of the scenario on the board and of luck."""
    begin(board)
    for quarter in range(board.world.horizon):
        board.public.quarter = quarter
        change_minds(board, seed, game)
        audit(board, seed, game)
        bargain(board, seed, game)
        act(board, seed, game)
        if board.book.over:
            break
        settle_promises(board, False, seed, game)
        look_back(board)
    finish(board, seed, game)


@rule
def play_many(board: Board, tallies: Rows[Tally], seed: np.uint64, first: int) -> None:
    """Play as many games as there are tallies, from game number `first` on, and write each one's counts.

    tallies: blank, one a game.
    """
    for k in range(len(tallies)):
        board.tally[0] = tallies[k]
        play_game(board, seed, first + k)
        tallies[k] = board.tally[0]
