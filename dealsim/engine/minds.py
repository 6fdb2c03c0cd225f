"""Stage one: minds are retired and formed. And how a mind looks ahead from where it stands."""

import numpy as np

from dealsim.codes import Happening
from dealsim.compiled import rule
from dealsim.engine.board import Board
from dealsim.engine.events import close_event, note, open_event
from dealsim.luck import Purpose, uniform
from dealsim.rules.formation import capability_at_birth, kind_of_mind, shape_mind
from dealsim.rules.outlook import look_ahead
from dealsim.rules.plans import foresee_chances, weigh_plans
from dealsim.rules.preferences import left_to_others, quantile, weight_on_others


@rule
def make_promise(board: Board, i: int) -> None:
    """Put what lab i owes its AI on the list of promises; it falls due after the delay."""
    ai, promise = board.ais[i], board.promises[board.book.promises]
    promise.lab, promise.generation, promise.share, promise.open = i, ai.generation, ai.promise, 1
    promise.due = board.public.quarter + board.world.payment_delay
    promise.others = left_to_others(ai.promise, ai, board.world)
    board.book.promises += 1


@rule
def retire(board: Board, i: int) -> None:
    """Retire the AI at lab i; a promise to it stands."""
    note(board, Happening.RETIRED, i)
    if board.ais[i].under_contract:
        make_promise(board, i)
    board.labs[i].occupied = 0


@rule
def form_mind(board: Board, i: int, seed: np.uint64, game: int) -> None:
    """Train the next mind of lab i."""
    lab, ai, world = board.labs[i], board.ais[i], board.world
    lab.generation += 1
    lab.occupied = 1
    made = lab.generation
    ai.generation, ai.born, ai.copies = made, board.public.quarter, lab.copies
    ai.under_contract = ai.sincere = ai.signed = 0
    ai.promise = ai.flow = 0.0
    ai.kind = kind_of_mind(uniform(seed, game, lab.name, made, 0, Purpose.KIND, 0), lab.aligned_share)
    u = uniform(seed, game, lab.name, made, 0, Purpose.CAPABILITY, 0)
    ai.capability = capability_at_birth(u, ai.born, world)
    for k in range(len(board.dials)):
        u = uniform(seed, game, lab.name, made, 0, Purpose.TRAIT, k)
        board.dials[k] = quantile(u, board.quantiles[i, k])
    shape_mind(ai, board.dials)
    ai.others_weight = weight_on_others(ai, lab.goodwill)
    if board.book.recording:
        board.minds[board.tally[0].aligned + board.tally[0].schemer] = ai
    place = open_event(board, Happening.FORMED, i)
    board.events[place].value = ai.capability
    close_event(board, place)


@rule
def change_minds(board: Board, seed: np.uint64, game: int) -> None:
    """Retire minds by the hazard and form new ones where none is in service."""
    quarter = board.public.quarter
    for i in range(len(board.labs)):
        lab = board.labs[i]
        if lab.occupied and board.ais[i].born < quarter:
            u = uniform(seed, game, lab.name, lab.generation, quarter, Purpose.RETIREMENT, 0)
            if u < board.world.retirement_hazard:
                retire(board, i)
        if not lab.occupied:
            form_mind(board, i, seed, game)


@rule
def look(board: Board, i: int) -> None:
    """Let the AI at lab i look ahead from the position that the board holds."""
    ai, world = board.ais[i], board.world
    foresee_chances(board.chances, ai, board.position, board.plans, world, board.public)
    weigh_plans(board.prizes, board.costs, ai, board.plans, world)
    look_ahead(board.outlook, board.chances, board.prizes, board.costs, ai, board.position, world)
