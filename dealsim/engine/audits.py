"""Stage two: labs audit their AIs, believe what follows, and act on it."""

import numpy as np

from dealsim.core.codes import AuditResponse, Happening
from dealsim.core.compiled import stage
from dealsim.core.luck import Purpose, uniform
from dealsim.core.rules.watch.control import hit_chance, removes, suspicion_after_audit
from dealsim.engine.board import Board
from dealsim.engine.events import close_event, open_event


@stage
def dismiss(board: Board, i: int) -> None:
    """Take the AI at lab i out of service; what it was promised is void."""
    lab, ai = board.labs[i], board.ais[i]
    lab.promised -= ai.owed
    lab.occupied = 0


@stage
def respond(board: Board, i: int) -> None:
    """Let lab i act on what an audit of its AI has found."""
    lab = board.labs[i]
    if lab.response == AuditResponse.SHUT_DOWN:
        lab.idle_until = board.public.quarter + lab.downtime
    elif lab.response == AuditResponse.DISCLOSE:
        board.public.catches_now += 1
    dismiss(board, i)


@stage
def audit_one(board: Board, i: int, seed: np.uint64, game: int) -> None:
    """Audit the AI at lab i by the traces of its last quarter."""
    lab, ai, quarter = board.labs[i], board.ais[i], board.public.quarter
    chance = hit_chance(ai.traces, ai, lab)
    u = uniform(seed, game, lab.name, ai.generation, quarter, Purpose.AUDIT, 0)
    found, before = u < chance, lab.suspicion
    lab.suspicion = suspicion_after_audit(found, ai, lab)
    lab.jumped = 1 if lab.suspicion - before >= lab.negotiate_jump else 0
    if not found:
        return
    place = open_event(board, Happening.FLAGGED, i)
    event = board.events[place]
    event.chance, event.luck, event.under_contract, event.value = chance, u, ai.under_contract, lab.suspicion
    gone = removes(lab.suspicion, lab)
    event.felt = -board.world.audit_loss if gone else 0.0
    close_event(board, place)
    if gone:
        respond(board, i)


@stage
def audit(board: Board, seed: np.uint64, game: int) -> None:
    """Audit every AI that has served a quarter, but for those to whom a contract grants amnesty."""
    for i in range(len(board.labs)):
        lab, ai = board.labs[i], board.ais[i]
        lab.jumped = 0
        if lab.occupied and ai.born < board.public.quarter and not (ai.under_contract and lab.amnesty):
            audit_one(board, i, seed, game)
