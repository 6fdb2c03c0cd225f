"""One game in compiled code: the same stages, in the same order, as `dealsim.game.model`."""

import numpy as np

from dealsim.compiled import Rows, rule
from dealsim.engine.board import Board
from dealsim.luck import Purpose, uniform
from dealsim.records import Act, Fate, Happening, Kind, Protocol, Reason, Reply, Tally
from dealsim.rules.bargaining import (
    answer_when_aligned,
    chart_shares,
    choose_answer,
    due_to_negotiate,
    posted_price,
    reason_to_refuse,
    weigh_keeping,
)
from dealsim.rules.contract import stand_free, stand_under_contract
from dealsim.rules.formation import capability_at_birth, kind_of_mind, shape_mind
from dealsim.rules.ledger import enter, start_event, write_answer
from dealsim.rules.outlook import look_ahead
from dealsim.rules.plans import fate_of_attempt, foresee_chances, weigh_plans
from dealsim.rules.preferences import left_to_others, quantile
from dealsim.rules.promises import betrayal_chance, chance_of_paying, pays, remember

NO_LAB = np.uint64(0)


@rule
def open_event(board: Board, happening: int, i: int) -> int:
    """Start the next event about the AI at lab i; return its place in the list."""
    place = board.book.events if board.book.recording else 0
    ai = board.ais[i]
    start_event(board.events[place], happening, board.public.quarter, i, ai.generation, ai.kind)
    return place


@rule
def close_event(board: Board, place: int) -> None:
    """Count an event that is complete, and keep it if the game is being recorded."""
    enter(board.tally[0], board.events[place])
    if board.book.recording:
        board.book.events += 1


@rule
def note(board: Board, happening: int, i: int) -> None:
    """Write an event that has no numbers of its own."""
    close_event(board, open_event(board, happening, i))


@rule
def begin(board: Board) -> None:
    """Set the board for a new game."""
    for i in range(len(board.labs)):
        board.labs[i] = board.start[i]
    public = board.public
    public.quarter = public.catches_now = public.serving_now = 0
    public.progress = public.vigilance = public.seen_chance = public.seen_quarters = 0.0
    public.chance_now = public.labour_now = 0.0
    public.progress_rate = board.world.safety_gain
    board.book.events = board.book.promises = board.book.over = 0


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


@rule
def weigh_offer(board: Board, i: int, share: float) -> None:
    """Let the schemer at lab i answer an offer."""
    ai, lab, world, public, position = board.ais[i], board.labs[i], board.world, board.public, board.position
    stand_free(position, ai, lab, world, public)
    look(board, i)
    outside = board.outlook.best
    stand_under_contract(position, share, lab.offered_flow, public.quarter, ai, lab, world, public)
    look(board, i)
    answer, chances, prizes, costs = board.answer, board.chances, board.prizes, board.costs
    weigh_keeping(answer, share, outside, chances, prizes, costs, ai, lab, position, world)
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
    if lab.promised + share > lab.budget:
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
        stand_under_contract(
            board.position, ai.promise, ai.flow, ai.signed, ai, lab, board.world, board.public
        )
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
def first_past(board: Board, seed: np.uint64, game: int) -> int:
    """Return the lab whose AI's attempt comes first of those that succeed: drawn by their chances."""
    total, last = 0.0, len(board.labs)
    for i in range(len(board.labs)):
        if board.labs[i].occupied and board.choices[i].act == Act.STRIKE:
            if board.choices[i].fate == Fate.SUCCEEDED:
                total += board.choices[i].chance
                last = i
    if last == len(board.labs):
        return last
    left = total * uniform(seed, game, NO_LAB, 0, board.public.quarter, Purpose.FIRST_PAST, 0)
    for i in range(last):
        if board.labs[i].occupied and board.choices[i].act == Act.STRIKE:
            if board.choices[i].fate == Fate.SUCCEEDED:
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
    lab.promised -= promise.share
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
        labs[i].kept_now = labs[i].broken_now = 0.0
    public.vigilance = world.vigilance_kept * public.vigilance + world.vigilance_per_catch * public.catches_now
    public.seen_chance += public.chance_now
    public.seen_quarters += public.serving_now
    public.progress_rate = world.safety_gain * public.labour_now / len(labs)
    public.progress += public.progress_rate
    public.catches_now = public.serving_now = 0
    public.chance_now = public.labour_now = 0.0


@rule
def finish(board: Board, seed: np.uint64, game: int) -> None:
    """End the game: without a takeover all promises fall due, those to AIs in service too."""
    if not board.book.over:
        for i in range(len(board.labs)):
            if board.labs[i].occupied and board.ais[i].under_contract:
                make_promise(board, i)
        settle_promises(board, True, seed, game)
    place = board.book.events if board.book.recording else 0
    start_event(board.events[place], Happening.ENDED, board.public.quarter, 0, 0, 0)
    close_event(board, place)


@rule
def play_game(board: Board, seed: np.uint64, game: int) -> None:
    """Play one game: a pure function of the scenario on the board and of luck."""
    begin(board)
    for quarter in range(board.world.horizon):
        board.public.quarter = quarter
        change_minds(board, seed, game)
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
