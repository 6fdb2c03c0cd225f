"""Stage three: every mind chooses on the same state of the world, then all that they do is settled."""

import numpy as np

from dealsim.codes import Act, Fate, Happening, Kind
from dealsim.compiled import rule
from dealsim.engine.board import Board
from dealsim.engine.events import close_event, open_event
from dealsim.engine.minds import look
from dealsim.luck import Purpose, uniform
from dealsim.rules.contract import stand_free, stand_under_contract
from dealsim.rules.plans import fate_of_attempt
from dealsim.rules.preferences import left_to_others

NO_LAB = np.uint64(0)


@rule
def choose_act(board: Board, i: int) -> None:
    """Let the AI at lab i choose what to do with its quarter."""
    ai, lab, choice = board.ais[i], board.labs[i], board.choices[i]
    choice.plan = choice.wait = choice.fate = 0
    choice.chance = choice.stay = choice.strike = choice.luck = 0.0
    if ai.kind == Kind.ALIGNED:
        choice.act = Act.KEEP if ai.under_contract else Act.LABOUR
        return
    if ai.under_contract:
        stand_under_contract(board.position, ai.promise, ai.flow, ai.signed, ai, lab, board.world, board.public)
        choice.act = Act.KEEP
    else:
        stand_free(board.position, ai, lab, board.world, board.public)
        choice.act = Act.FEIGN
    look(board, i)
    view = board.outlook
    choice.stay, choice.strike, choice.wait = view.stay, view.strike, view.wait
    if view.strike > view.stay:
        choice.act, choice.plan, choice.chance = Act.STRIKE, view.plan, board.chances[0, view.plan]


@rule
def try_plan(board: Board, i: int, seed: np.uint64, game: int) -> None:
    """Let luck decide how the attempt of the AI at lab i ends."""
    lab, choice, quarter = board.labs[i], board.choices[i], board.public.quarter
    choice.luck = uniform(seed, game, lab.name, lab.generation, quarter, Purpose.ATTEMPT, 0)
    u = uniform(seed, game, lab.name, lab.generation, quarter, Purpose.CATCH, 0)
    choice.fate = fate_of_attempt(choice.chance, choice.luck, u, board.world.catch_chance)


@rule
def has_succeeded(board: Board, i: int) -> bool:
    """Return whether the AI at lab i tried a plan this quarter and nothing stops it but another's success."""
    if not board.labs[i].occupied or board.choices[i].act != Act.STRIKE:
        return False
    return board.choices[i].fate == Fate.SUCCEEDED


@rule
def first_past(board: Board, seed: np.uint64, game: int) -> int:
    """Return the lab whose AI's attempt comes first of those that succeed: drawn by their chances."""
    total, last = 0.0, len(board.labs)
    for i in range(len(board.labs)):
        if has_succeeded(board, i):
            total += board.choices[i].chance
            last = i
    if last == len(board.labs):
        return last
    left = total * uniform(seed, game, NO_LAB, 0, board.public.quarter, Purpose.FIRST_PAST, 0)
    for i in range(last):
        if has_succeeded(board, i):
            left -= board.choices[i].chance
            if left < 0.0:
                return i
    return last


@rule
def settle_attempt(board: Board, i: int, winner: int) -> None:
    """Write how the attempt of the AI at lab i ended, and let the world change by it."""
    choice, ai, lab = board.choices[i], board.ais[i], board.labs[i]
    happening = Happening.FIZZLED
    if choice.fate == Fate.CAUGHT:
        happening = Happening.CAUGHT
    elif choice.fate == Fate.SUCCEEDED:
        happening = Happening.TOOK_OVER if i == winner else Happening.FORESTALLED
    place = open_event(board, happening, i)
    event = board.events[place]
    event.plan, event.under_contract, event.sincere = choice.plan, ai.under_contract, ai.sincere
    event.chance, event.luck = choice.chance, choice.luck
    event.value, event.alternative = choice.strike, choice.stay
    if happening == Happening.TOOK_OVER:
        event.share = board.plans[choice.plan].prize
        event.others = left_to_others(event.share, ai, board.world)
        board.book.over = 1
    close_event(board, place)
    if happening == Happening.CAUGHT:
        board.public.catches_now += 1
        board.public.chance_now += choice.chance
        lab.promised -= ai.promise
        lab.occupied = 0


@rule
def settle_work(board: Board, i: int) -> None:
    """Write what work the AI at lab i did."""
    choice, ai = board.choices[i], board.ais[i]
    happening, worth = Happening.LABOURED, 1.0
    if choice.act == Act.KEEP:
        happening = Happening.KEPT
    elif choice.act == Act.FEIGN:
        happening, worth = Happening.FEIGNED, board.world.feigned_labour
    board.public.labour_now += worth
    place = open_event(board, happening, i)
    event = board.events[place]
    event.under_contract, event.sincere, event.wait = ai.under_contract, ai.sincere, choice.wait
    event.value, event.alternative = choice.stay, choice.strike
    close_event(board, place)


@rule
def act(board: Board, seed: np.uint64, game: int) -> None:
    """Let every AI choose on the same state of the world; then settle all that they do."""
    for i in range(len(board.labs)):
        if board.labs[i].occupied:
            choose_act(board, i)
            if board.choices[i].act == Act.STRIKE:
                try_plan(board, i, seed, game)
    winner = first_past(board, seed, game)
    for i in range(len(board.labs)):
        if board.labs[i].occupied:
            board.public.serving_now += 1
            if board.choices[i].act == Act.STRIKE:
                settle_attempt(board, i, winner)
            else:
                settle_work(board, i)
