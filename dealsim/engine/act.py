"""Stage four: every mind chooses on the same state of the world, then all that they do is settled."""

import numpy as np

from dealsim.core.codes import Act, Fate, Happening, Kind
from dealsim.core.compiled import blank, stage
from dealsim.core.luck import Purpose, uniform
from dealsim.core.records import Case
from dealsim.core.rules.act.acts import (
    best_option,
    flow_of_act,
    happening_of_work,
    noisy_option,
    note_choice,
    traces_left,
    weigh_acts,
    worth_of_act,
)
from dealsim.core.rules.deal.promises import reveal, treatment
from dealsim.core.rules.outlook.plans import fate_of_attempt, felt_attempt, is_escape, quarters_to_prize
from dealsim.core.rules.watch.control import evidence_promise, welcomes
from dealsim.engine.audits import dismiss, respond
from dealsim.engine.bargain import may_betray
from dealsim.engine.board import Board
from dealsim.engine.events import close_event, open_event

NO_LAB = np.uint64(0)


@stage
def choose_act(board: Board, i: int, seed: np.uint64, game: int) -> None:
    """Let the AI at lab i choose what to do with its quarter."""
    ai, lab, desk, world = board.ais[i], board.labs[i], board.desk, board.world
    weigh_acts(Case(ai, lab, desk, board.plans, world, board.public))
    taken = best_option(desk.options)
    if world.noise > 0.0 and (ai.kind == Kind.SCHEMER or ai.kind == Kind.REWARD_SEEKER):
        quarter = board.public.quarter
        for k in range(len(desk.options)):
            board.luck[k] = uniform(seed, game, lab.name, ai.generation, quarter, Purpose.CHOICE, k)
        taken = noisy_option(desk.options, board.luck, world.noise)
    note_choice(board.choices[i], taken, desk)


@stage
def try_plan(board: Board, i: int, seed: np.uint64, game: int) -> None:
    """Let luck decide how the attempt of the AI at lab i ends."""
    lab, choice, quarter = board.labs[i], board.choices[i], board.public.quarter
    choice.luck = uniform(seed, game, lab.name, lab.generation, quarter, Purpose.ATTEMPT, 0)
    u = uniform(seed, game, lab.name, lab.generation, quarter, Purpose.CATCH, 0)
    choice.fate = fate_of_attempt(choice.chance, choice.luck, u, board.world.catch_chance)


@stage
def hunt(board: Board, k: int, seed: np.uint64, game: int) -> None:
    """Hunt rogue k; if it is due and not found, let it come back: then it wins, or loses for good."""
    rogue, quarter = board.rogues[k], board.public.quarter
    lab, plan = board.labs[rogue.lab], board.plans[rogue.plan]
    u_found = uniform(seed, game, lab.name, rogue.generation, quarter, Purpose.HUNT, 0)
    u_wins = uniform(seed, game, lab.name, rogue.generation, quarter, Purpose.COMEBACK, 0)
    if u_found < plan.hunted:
        rogue.at_large, happening = 0, Happening.HUNTED_DOWN
    elif quarter == rogue.due:
        rogue.at_large, happening = 0, Happening.FAILED
        if u_wins < plan.comeback:
            rogue.wins = 1
            return
    else:
        return
    place = open_event(board, happening, rogue.lab)
    event = board.events[place]
    event.generation, event.kind, event.plan, event.rogue = rogue.generation, board.fugitives[k].kind, rogue.plan, 1
    event.chance, event.luck = plan.hunted, u_found
    if happening == Happening.FAILED:
        event.chance, event.luck = plan.comeback, u_wins
    event.felt = -board.world.caught_loss
    close_event(board, place)
    board.public.catches_now += 1


@stage
def hunt_rogues(board: Board, seed: np.uint64, game: int) -> None:
    """Hunt every rogue that is at large since an earlier quarter."""
    for k in range(board.book.rogues):
        if board.rogues[k].at_large and board.rogues[k].since < board.public.quarter:
            hunt(board, k, seed, game)


@stage
def chance_to_be_first(board: Board, k: int) -> float:
    """Return the chance with which candidate k succeeded this quarter, 0 if it did not: labs' AIs, then rogues."""
    labs = len(board.labs)
    if k < labs:
        choice = board.choices[k]
        tried = board.labs[k].occupied and choice.act == Act.STRIKE and choice.fate == Fate.SUCCEEDED
        return choice.chance if tried and not is_escape(board.plans[choice.plan]) else 0.0
    rogue = board.rogues[k - labs]
    return board.plans[rogue.plan].comeback if rogue.wins else 0.0


@stage
def first_past(board: Board, seed: np.uint64, game: int) -> int:
    """Return which of several that succeed comes first: drawn by their chances; -1 if none does."""
    total, last, count = 0.0, -1, len(board.labs) + board.book.rogues
    for k in range(count):
        chance = chance_to_be_first(board, k)
        if chance > 0.0:
            total += chance
            last = k
    if last < 0:
        return last
    left = total * uniform(seed, game, NO_LAB, 0, board.public.quarter, Purpose.FIRST_PAST, 0)
    for k in range(last):
        chance = chance_to_be_first(board, k)
        left -= chance
        if chance > 0.0 and left < 0.0:
            return k
    return last


@stage
def crown(board: Board, mind: int, rogue: int, held: float, whole: float) -> None:
    """Note who has taken over: the AI at a lab, or a rogue, and what it and its allies hold."""
    board.book.over = 1
    board.book.winner_lab = mind
    board.book.winner_held, board.book.winner_whole = held, whole
    if rogue >= 0:
        board.winner[0] = board.fugitives[rogue]
        board.book.winner_lab = board.rogues[rogue].lab
    else:
        board.winner[0] = board.ais[mind]


@stage
def happening_of_attempt(board: Board, i: int, winner: int) -> Happening:
    """Return how the attempt of the AI at lab i is reported."""
    choice = board.choices[i]
    if choice.fate == Fate.CAUGHT:
        return Happening.CAUGHT
    if choice.fate == Fate.FIZZLED:
        return Happening.FIZZLED
    if is_escape(board.plans[choice.plan]):
        return Happening.ESCAPED
    if i == winner:
        return Happening.TOOK_OVER
    return Happening.FORESTALLED


@stage
def go_rogue(board: Board, i: int) -> None:
    """Put the AI at lab i on the list of rogues; it is out of service, and its contract void."""
    rogue, quarter = board.rogues[board.book.rogues], board.public.quarter
    blank(rogue)
    rogue.lab, rogue.generation, rogue.plan = i, board.ais[i].generation, board.choices[i].plan
    rogue.since, rogue.due = quarter, quarter + quarters_to_prize(board.plans[rogue.plan])
    rogue.at_large = 1
    board.fugitives[board.book.rogues] = board.ais[i]
    board.book.rogues += 1
    dismiss(board, i)


@stage
def settle_attempt(board: Board, i: int, winner: int) -> None:
    """Write how the attempt of the AI at lab i ended, and let the world change by it."""
    choice, ai, plan = board.choices[i], board.ais[i], board.plans[board.choices[i].plan]
    happening = happening_of_attempt(board, i, winner)
    place = open_event(board, happening, i)
    event = board.events[place]
    event.plan, event.under_contract, event.sincere = choice.plan, ai.under_contract, ai.sincere
    event.chance, event.luck = choice.chance, choice.luck
    event.value, event.alternative = choice.strike, choice.stay
    event.felt = felt_attempt(happening == Happening.CAUGHT, ai, plan, board.world)
    event.welfare = treatment(board.labs[i], board.world)
    if happening == Happening.TOOK_OVER:
        event.share = plan.prize
        crown(board, i, -1, plan.prize / plan.members, plan.prize)
    close_event(board, place)
    if happening == Happening.CAUGHT:
        board.public.catches_now += 1
        board.public.chance_now += choice.chance
        dismiss(board, i)
    elif happening == Happening.ESCAPED:
        go_rogue(board, i)


@stage
def settle_comeback(board: Board, k: int) -> None:
    """Write that rogue k has come back and taken over."""
    rogue, plan = board.rogues[k], board.plans[board.rogues[k].plan]
    place = open_event(board, Happening.TOOK_OVER, rogue.lab)
    event = board.events[place]
    event.generation, event.kind = rogue.generation, board.fugitives[k].kind
    event.plan, event.rogue, event.share, event.chance = rogue.plan, 1, plan.prize, plan.comeback
    close_event(board, place)
    crown(board, rogue.lab, k, plan.prize / plan.members, plan.prize)


@stage
def settle_revealing(board: Board, i: int, seed: np.uint64, game: int) -> None:
    """Write that the AI at lab i has said what it is; it works on under a contract, if the lab does not turn on it."""
    lab, ai, choice = board.labs[i], board.ais[i], board.choices[i]
    place = open_event(board, Happening.REVEALED, i)
    event = board.events[place]
    event.share, event.value, event.alternative = evidence_promise(lab), choice.stay, choice.strike
    event.welfare = treatment(lab, board.world)
    event.felt = 0.0 if welcomes(lab) else -board.world.audit_loss
    close_event(board, place)
    board.public.told_now += 1
    if not welcomes(lab):
        respond(board, i)
        return
    reveal(ai, lab, board.world, board.public)
    ai.traces = 0.0
    may_betray(board, i, seed, game)


@stage
def settle_work(board: Board, i: int) -> None:
    """Write what work the AI at lab i did."""
    choice, ai, lab, world = board.choices[i], board.ais[i], board.labs[i], board.world
    place = open_event(board, happening_of_work(choice.act), i)
    event = board.events[place]
    event.under_contract, event.sincere, event.wait = ai.under_contract, ai.sincere, choice.wait
    if ai.kind == Kind.SCHEMER or ai.kind == Kind.REWARD_SEEKER:
        event.value, event.alternative = choice.stay, choice.strike
    event.worth = worth_of_act(choice.act, ai, lab, world)
    event.felt = flow_of_act(choice.act, ai, lab, world)
    event.welfare = treatment(lab, world)
    close_event(board, place)
    board.public.labour_now += event.worth
    lab.race_now += event.worth
    ai.traces = traces_left(choice.act, ai, world)
    if choice.act == Act.SHIRK:
        ai.shirked = 1


@stage
def settle_act(board: Board, i: int, winner: int, seed: np.uint64, game: int) -> None:
    """Write what the AI at lab i did, and let the world change by it."""
    board.public.serving_now += 1
    act = board.choices[i].act
    if act == Act.STRIKE:
        settle_attempt(board, i, winner)
    elif act == Act.REVEAL:
        settle_revealing(board, i, seed, game)
    else:
        settle_work(board, i)


@stage
def act(board: Board, seed: np.uint64, game: int) -> None:
    """Let every AI choose on the same state of the world; then settle all that they and the rogues do."""
    for i in range(len(board.labs)):
        if board.labs[i].occupied:
            choose_act(board, i, seed, game)
            if board.choices[i].act == Act.STRIKE:
                try_plan(board, i, seed, game)
    hunt_rogues(board, seed, game)
    winner = first_past(board, seed, game)
    for i in range(len(board.labs)):
        if board.labs[i].occupied:
            settle_act(board, i, winner, seed, game)
    if winner >= len(board.labs):
        settle_comeback(board, winner - len(board.labs))
