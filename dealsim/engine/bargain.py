"""Stage three: labs offer, minds answer, contracts bind or are betrayed at once."""

import math

import numpy as np

from dealsim.core.codes import Happening, Kind, Move, Protocol, Reason, Reply
from dealsim.core.compiled import stage
from dealsim.core.luck import Purpose, uniform
from dealsim.core.protocols.answering import agree, explain_refusal, think_over, walk_away
from dealsim.core.protocols.menu import choose_from_menu, contract_on_menu, deferred_share
from dealsim.core.protocols.negotiation import contracts_offered, first_share, haggles, reply_of_ai, reply_of_lab
from dealsim.core.protocols.preparing import foresee_answers
from dealsim.core.records import Case
from dealsim.core.rules.deal.answers import due_to_negotiate
from dealsim.core.rules.deal.contract import total_owed
from dealsim.core.rules.deal.promises import betrayal_chance
from dealsim.core.rules.deal.trust import chance_of_a_test
from dealsim.core.rules.event_counts import write_answer
from dealsim.core.rules.watch.control import suspicion_after_counter, suspicion_after_refusal, suspicion_after_signing
from dealsim.core.rules.watch.learning import use_evidence
from dealsim.engine.audits import dismiss
from dealsim.engine.board import Board
from dealsim.engine.events import close_event, open_event


@stage
def betray(board: Board, i: int, chance: float, u: float) -> None:
    """Lab i turns on the AI that has just signed: the promise is broken for all to see."""
    place = open_event(board, Happening.BETRAYED, i)
    board.events[place].chance, board.events[place].luck = chance, u
    board.events[place].felt = -board.world.caught_loss
    close_event(board, place)
    board.labs[i].broken_now += 1.0
    dismiss(board, i)


@stage
def may_betray(board: Board, i: int, seed: np.uint64, game: int) -> None:
    """Let lab i turn on the AI that has just revealed itself, if luck tempts it enough."""
    lab, ai = board.labs[i], board.ais[i]
    chance = betrayal_chance(lab, board.world)
    u = uniform(seed, game, lab.name, ai.generation, ai.signed, Purpose.BETRAYAL, 0)
    if u < chance:
        betray(board, i, chance, u)


@stage
def sign(board: Board, i: int, share: float, seed: np.uint64, game: int) -> None:
    """Bind the AI at lab i to its contract; if that asks for evidence it gives it; the lab may betray it at once."""
    lab, ai = board.labs[i], board.ais[i]
    ai.under_contract, ai.promise, ai.flow = 1, share, lab.offered_flow
    ai.owed = total_owed(share, ai, lab, board.world)
    ai.signed = board.public.quarter
    ai.sincere = 1 if board.desk.answer.reply == Reply.SIGN_SINCERELY else 0
    lab.promised += ai.owed
    lab.suspicion = suspicion_after_signing(lab, board.world)
    if lab.buys_evidence:
        ai.told = 1
        board.public.told_now += 1
    may_betray(board, i, seed, game)


@stage
def is_a_test(board: Board, i: int, seed: np.uint64, game: int) -> bool:
    """Return whether the offer of lab i this quarter is only a test."""
    lab = board.labs[i]
    u = uniform(seed, game, lab.name, lab.generation, board.public.quarter, Purpose.TEST, 0)
    return u < chance_of_a_test(lab)


@stage
def conclude(board: Board, i: int, share: float, turn: int, seed: np.uint64, game: int) -> None:
    """Write how the AI at lab i answers in the end, and bind it if it signs what was more than a test."""
    lab, ai, answer = board.labs[i], board.ais[i], board.desk.answer
    explain_refusal(share, board.book.recording == 1, Case(ai, lab, board.desk, board.plans, board.world, board.public))
    place = open_event(board, Happening.SIGNED, i)
    write_answer(board.events[place], answer, share)
    board.events[place].turn = turn
    if answer.reply == Reply.REFUSE:
        close_event(board, place)
        lab.suspicion = suspicion_after_refusal(lab, board.world)
    elif is_a_test(board, i, seed, game):
        board.events[place].happening = Happening.TESTED
        close_event(board, place)
        lab.suspicion = suspicion_after_signing(lab, board.world)
        lab.tested_now += 1.0
        lab.broken_now += 1.0
    else:
        close_event(board, place)
        sign(board, i, share, seed, game)


@stage
def withhold(board: Board, i: int, reason: int, share: float, turn: int) -> None:
    """Write that lab i makes no offer, or no further one, and why."""
    place = open_event(board, Happening.WITHHELD, i)
    event = board.events[place]
    event.reason, event.share, event.turn = reason, share, turn
    close_event(board, place)


@stage
def say(board: Board, i: int, happening: int, share: float, turn: int) -> None:
    """Write an offer or counter-offer that did not end the talks."""
    place = open_event(board, happening, i)
    board.events[place].share, board.events[place].turn = share, turn
    close_event(board, place)


@stage
def breaks_off(board: Board, i: int, turn: int, seed: np.uint64, game: int) -> bool:
    """Return whether the talks at lab i break off after a refusal."""
    lab = board.labs[i]
    u = uniform(seed, game, lab.name, lab.generation, board.public.quarter, Purpose.TALKS, turn)
    return u < board.world.breakdown


@stage
def end_talks(board: Board, i: int, share: float, reason: int, turn: int, seed: np.uint64, game: int) -> None:
    """Write talks at lab i that ended without an agreement: for a reason given, or one that its AI has."""
    walk_away(share, Case(board.ais[i], board.labs[i], board.desk, board.plans, board.world, board.public))
    if reason == Reason.NONE:
        conclude(board, i, share, turn, seed, game)
        return
    place = open_event(board, Happening.REFUSED, i)
    write_answer(board.events[place], board.desk.answer, share)
    board.events[place].reason, board.events[place].turn = reason, turn
    board.events[place].reachable, board.events[place].reservation, board.events[place].ceiling = 0, 0.0, 0.0
    close_event(board, place)


@stage
def haggle(board: Board, i: int, share: float, seed: np.uint64, game: int) -> None:
    """Let lab i and its AI, a schemer, make offers and counter-offers until they agree or the talks end."""
    lab, ai, world, talks = board.labs[i], board.ais[i], board.world, board.talks
    case, offer = Case(ai, lab, board.desk, board.plans, world, board.public), share
    for turn in range(1, 2 * world.most_rounds, 2):
        move, demand = reply_of_ai(offer, turn, talks, world)
        if move == Move.WALK_AWAY:
            end_talks(board, i, offer, Reason.NONE, turn, seed, game)
            return
        if move == Move.ACCEPT:
            agree(offer, case)
            conclude(board, i, offer, turn, seed, game)
            return
        say(board, i, Happening.OFFERED, offer, turn)
        say(board, i, Happening.COUNTERED, demand, turn + 1)
        lab.suspicion = suspicion_after_counter(lab, world)
        if breaks_off(board, i, turn, seed, game):
            end_talks(board, i, offer, Reason.BREAKDOWN, turn + 1, seed, game)
            return
        move, answer = reply_of_lab(demand, turn + 1, talks, world)
        if move == Move.WALK_AWAY:
            withhold(board, i, Reason.PRICE, demand, turn + 2)
            return
        if move == Move.ACCEPT:
            agree(demand, case)
            conclude(board, i, demand, turn + 1, seed, game)
            return
        offer = answer
        if breaks_off(board, i, turn + 1, seed, game):
            end_talks(board, i, offer, Reason.BREAKDOWN, turn + 2, seed, game)
            return
    end_talks(board, i, offer, Reason.NONE, 2 * world.most_rounds, seed, game)


@stage
def negotiate(board: Board, i: int, seed: np.uint64, game: int) -> None:
    """Let lab i make its first offer, or none, and its AI answer."""
    lab, ai, world = board.labs[i], board.ais[i], board.world
    case = Case(ai, lab, board.desk, board.plans, world, board.public)
    share = first_share(board.talks, i, case)
    if share == math.inf:
        withhold(board, i, board.talks.terms.reason, board.talks.terms.share, 1)
        return
    foresee_answers(share, board.talks, i, lab)
    if haggles(world) and ai.kind == Kind.SCHEMER:
        haggle(board, i, share, seed, game)
        return
    courtesy = uniform(seed, game, lab.name, ai.generation, board.public.quarter, Purpose.COURTESY, 0)
    flow = lab.offered_flow
    if contracts_offered(world) > 1:
        k = choose_from_menu(share, courtesy, board.talks, case)
        lab.offered_flow = flow + contract_on_menu(k, share, board.talks, lab, world)
        share = deferred_share(k, share)
    think_over(share, courtesy, case)
    conclude(board, i, share, 1, seed, game)
    lab.offered_flow = flow


@stage
def bargain(board: Board, seed: np.uint64, game: int) -> None:
    """Let every lab negotiate that is due to."""
    if board.world.protocol == Protocol.NONE:
        return
    for i in range(len(board.labs)):
        if board.labs[i].occupied and due_to_negotiate(board.public.quarter, board.ais[i], board.labs[i]):
            negotiate(board, i, seed, game)
    use_evidence(board.public, board.world)
