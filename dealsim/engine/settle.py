"""Stage four: promises fall due, and everyone learns from the quarter."""

import numpy as np

from dealsim.codes import Happening
from dealsim.compiled import rule
from dealsim.engine.board import Board
from dealsim.engine.events import close_event
from dealsim.luck import Purpose, uniform
from dealsim.rules.learning import learn
from dealsim.rules.ledger import start_event
from dealsim.rules.preferences import weight_on_others
from dealsim.rules.promises import chance_of_paying, goodwill_after, pays, remember


@rule
def settle_promise(board: Board, k: int, seed: np.uint64, game: int) -> None:
    """Let the lab that made promise k pay it or break it."""
    promise, lab = board.promises[k], board.labs[board.promises[k].lab]
    u_enforced = uniform(seed, game, lab.name, promise.generation, 0, Purpose.ENFORCEMENT, 0)
    u_tempted = uniform(seed, game, lab.name, promise.generation, 0, Purpose.TEMPTATION, 0)
    paid = pays(promise.share, u_enforced, u_tempted, lab, board.world)
    place = board.book.events if board.book.recording else 0
    event = board.events[place]
    happening = Happening.PAID if paid else Happening.BROKEN
    start_event(event, happening, board.public.quarter, promise.lab, promise.generation, 0)
    event.share, event.others = promise.share, promise.others
    event.chance = chance_of_paying(promise.share, lab, board.world)
    close_event(board, place)
    lab.kept_now += 1.0 if paid else 0.0
    lab.broken_now += 0.0 if paid else 1.0
    lab.promised -= 0.0 if paid else promise.share
    promise.open = 0


@rule
def settle_promises(board: Board, last: bool, seed: np.uint64, game: int) -> None:
    """Settle the promises that fall due; at the end of the game, all that are open."""
    for k in range(board.book.promises):
        promise = board.promises[k]
        if promise.open and (last or promise.due == board.public.quarter):
            settle_promise(board, k, seed, game)


@rule
def look_back(board: Board) -> None:
    """Let everyone learn from the quarter: labs' records, vigilance, rivals, progress."""
    world, public, labs = board.world, board.public, board.labs
    for i in range(len(labs)):
        for j in range(len(labs)):
            weight = 1.0 if i == j else world.trust_spill
            remember(labs[i], labs[j].kept_now, labs[j].broken_now, weight)
    for i in range(len(labs)):
        labs[i].goodwill = goodwill_after(labs[i].goodwill, labs[i].kept_now, labs[i].broken_now, world)
        labs[i].kept_now = labs[i].broken_now = 0.0
        board.ais[i].others_weight = weight_on_others(board.ais[i], labs[i].goodwill)
    learn(public, world, len(labs))
