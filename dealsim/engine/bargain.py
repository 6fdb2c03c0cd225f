"""Stage two: labs offer, minds answer, contracts bind or are betrayed at once."""

import numpy as np

from dealsim.codes import Happening, Kind, Protocol, Reason, Reply
from dealsim.compiled import rule
from dealsim.engine.board import Board
from dealsim.engine.events import close_event, open_event
from dealsim.engine.minds import look
from dealsim.luck import Purpose, uniform
from dealsim.rules.bargaining import (
    answer_when_aligned,
    chart_shares,
    choose_answer,
    due_to_negotiate,
    posted_price,
    reason_to_refuse,
    weigh_keeping,
    within_budget,
)
from dealsim.rules.contract import stand_free, stand_under_contract
from dealsim.rules.ledger import write_answer
from dealsim.rules.outlook import look_ahead
from dealsim.rules.plans import foresee_chances
from dealsim.rules.promises import betrayal_chance


@rule
def weigh_offer(board: Board, i: int, share: float) -> None:
    """Let the schemer at lab i answer an offer."""
    ai, lab, world, public, position = board.ais[i], board.labs[i], board.world, board.public, board.position
    stand_free(position, ai, lab, world, public)
    look(board, i)
    outside = board.outlook.best
    stand_under_contract(position, share, lab.offered_flow, public.quarter, ai, lab, world, public)
    answer, chances, prizes, costs = board.answer, board.chances, board.prizes, board.costs
    foresee_chances(chances, ai, position, board.plans, world, public)
    weigh_keeping(answer, share, outside, chances, prizes, costs, ai, lab, position, world)
    if answer.kept_value < answer.staying:  # else it would keep, and need not look when it would strike
        look_ahead(board.outlook, chances, prizes, costs, ai, position, world)
    choose_answer(answer, ai, lab, position, board.outlook, world)
    answer.reason = Reason.NONE
    if answer.reply == Reply.REFUSE:
        answer.reason = reason_to_refuse(answer, share, ai, lab, position, world)
    if board.book.recording:  # nothing depends on the chart: without a record it would be drawn for nobody
        chart_shares(answer, ai, lab, position, world)


@rule
def betray(board: Board, i: int, chance: float, u: float) -> None:
    """Lab i turns on the AI that has just signed: the promise is broken for all to see."""
    place = open_event(board, Happening.BETRAYED, i)
    board.events[place].chance, board.events[place].luck = chance, u
    close_event(board, place)
    lab = board.labs[i]
    lab.broken_now += 1.0
    lab.promised -= board.ais[i].promise
    lab.occupied = 0


@rule
def sign(board: Board, i: int, share: float, seed: np.uint64, game: int) -> None:
    """Bind the AI at lab i to its contract; the lab may betray it at once."""
    lab, ai = board.labs[i], board.ais[i]
    ai.under_contract, ai.promise, ai.flow = 1, share, lab.offered_flow
    ai.signed = board.public.quarter
    ai.sincere = 1 if board.answer.reply == Reply.SIGN_SINCERELY else 0
    lab.promised += share
    chance = betrayal_chance(lab, board.world)
    u = uniform(seed, game, lab.name, ai.generation, ai.signed, Purpose.BETRAYAL, 0)
    if u < chance:
        betray(board, i, chance, u)


@rule
def negotiate(board: Board, i: int, seed: np.uint64, game: int) -> None:
    """Lab i offers its posted price, if its budget allows, and its AI answers."""
    lab, ai = board.labs[i], board.ais[i]
    share = posted_price(lab.believed_reservation, lab.peace_value)
    if not within_budget(lab.promised, share, lab.budget):
        place = open_event(board, Happening.WITHHELD, i)
        board.events[place].reason, board.events[place].share = Reason.BUDGET, share
        close_event(board, place)
        return
    if ai.kind == Kind.ALIGNED:
        u = uniform(seed, game, lab.name, ai.generation, board.public.quarter, Purpose.COURTESY, 0)
        answer_when_aligned(board.answer, share, u, lab, board.world)
    else:
        weigh_offer(board, i, share)
    place = open_event(board, Happening.SIGNED, i)
    write_answer(board.events[place], board.answer, share)
    close_event(board, place)
    if board.answer.reply != Reply.REFUSE:
        sign(board, i, share, seed, game)


@rule
def bargain(board: Board, seed: np.uint64, game: int) -> None:
    """Let every lab negotiate that is due to."""
    if board.world.protocol == Protocol.NONE:
        return
    for i in range(len(board.labs)):
        ai = board.ais[i]
        due = due_to_negotiate(board.public.quarter, ai.born, board.labs[i].negotiate_every)
        if board.labs[i].occupied and not ai.under_contract and due:
            negotiate(board, i, seed, game)
