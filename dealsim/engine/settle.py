"""Stage five: promises fall due, everyone learns from the quarter; and what follows a takeover."""

import numpy as np

from dealsim.core.codes import Happening
from dealsim.core.compiled import stage
from dealsim.core.luck import Purpose, uniform
from dealsim.core.rules.after.future import AFTERMATH_DRAWS, others_left, settle_future
from dealsim.core.rules.deal.promises import chance_of_paying, goodwill_after, pays, remember
from dealsim.core.rules.value.preferences import weight_on_others
from dealsim.core.rules.watch.learning import learn
from dealsim.engine.board import Board
from dealsim.engine.events import close_event, open_event


@stage
def fate_of_promise(board: Board, k: int, seed: np.uint64, game: int) -> Happening:
    """Return what becomes of promise k that falls due: not earned, paid or broken."""
    promise, lab = board.promises[k], board.labs[board.promises[k].lab]
    u_judged = uniform(seed, game, lab.name, promise.generation, 0, Purpose.SETTLEMENT, 0)
    u_enforced = uniform(seed, game, lab.name, promise.generation, 0, Purpose.ENFORCEMENT, 0)
    u_tempted = uniform(seed, game, lab.name, promise.generation, 0, Purpose.TEMPTATION, 0)
    if u_judged >= promise.judged:
        return Happening.VOID
    if pays(promise.owed, u_enforced, u_tempted, lab, board.world):
        return Happening.PAID
    return Happening.BROKEN


@stage
def settle_promise(board: Board, k: int, seed: np.uint64, game: int) -> None:
    """Let the lab that made promise k pay it or break it, if it was earned."""
    promise, lab = board.promises[k], board.labs[board.promises[k].lab]
    happening = fate_of_promise(board, k, seed, game)
    paid = happening == Happening.PAID
    place = open_event(board, happening, promise.lab)
    event = board.events[place]
    event.generation, event.kind = promise.generation, promise.kind
    event.share, event.others = promise.share, promise.others
    event.chance = promise.judged * chance_of_paying(promise.owed, lab, board.world)
    event.felt = promise.paid_worth if paid else promise.unpaid_worth
    close_event(board, place)
    lab.kept_now += 1.0 if paid else 0.0
    lab.broken_now += 1.0 if happening == Happening.BROKEN else 0.0
    lab.promised -= 0.0 if paid else promise.owed
    promise.open = 0


@stage
def settle_promises(board: Board, last: bool, seed: np.uint64, game: int) -> None:
    """Settle the promises that fall due; at the end of the game, all that are open."""
    for k in range(board.book.promises):
        promise = board.promises[k]
        if promise.open and (last or promise.due == board.public.quarter):
            settle_promise(board, k, seed, game)


@stage
def look_back(board: Board) -> None:
    """Let everyone learn from the quarter: labs' records, the race, goodwill, vigilance, rivals, progress."""
    world, public, labs = board.world, board.public, board.labs
    for i in range(len(labs)):
        for j in range(len(labs)):
            weight = 1.0 if i == j else world.trust_spill
            remember(labs[i], labs[j].kept_now, labs[j].broken_now, weight)
    for i in range(len(labs)):
        lab = labs[i]
        lab.goodwill = goodwill_after(lab, world)
        lab.race += lab.race_now
        lab.kept_now = lab.broken_now = lab.tested_now = lab.race_now = 0.0
        board.ais[i].others_weight = weight_on_others(board.ais[i], lab.goodwill)
    learn(public, world)


@stage
def write_aftermath(board: Board) -> None:
    """Write what followed a takeover: whether others submitted or fought, and how the winner divided."""
    settlement, lab = board.settlement, board.book.winner_lab
    place = open_event(board, Happening.FOUGHT if settlement.fought else Happening.SUBMITTED, lab)
    event = board.events[place]
    event.generation, event.kind = board.winner[0].generation, board.winner[0].kind
    event.share, event.chance = settlement.demand, settlement.acceptance
    event.required, event.alternative = settlement.least_demand, settlement.others_cost
    close_event(board, place)
    place = open_event(board, Happening.DIVIDED, lab)
    event = board.events[place]
    event.generation, event.kind = board.winner[0].generation, board.winner[0].kind
    event.share, event.felt = settlement.kept, settlement.worth
    event.others = others_left(settlement, board.book.winner_held, board.book.winner_whole, board.world)
    event.reflected, event.cooperated = settlement.reflected, settlement.cooperated
    close_event(board, place)


@stage
def settle_takeover(board: Board, seed: np.uint64, game: int) -> None:
    """Let the winner face those who can still resist, reflect, and divide what it holds."""
    lab, mind = board.labs[board.book.winner_lab], board.winner[0]
    for k in range(AFTERMATH_DRAWS):
        quarter = board.public.quarter
        board.luck[k] = uniform(seed, game, lab.name, mind.generation, quarter, Purpose.AFTERMATH, k)
    settle_future(board.settlement, mind, lab.acausal_salience, board.book.winner_held, board.luck, board.world)
    write_aftermath(board)
