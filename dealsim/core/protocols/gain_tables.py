"""What either side would gain by each share: the tables on which protocols of several rounds bargain."""

import math
from typing import NamedTuple

import numpy as np

from dealsim.core.codes import Kind
from dealsim.core.compiled import Cube, Matrix, Rows, Vector, row, rows, rule
from dealsim.core.records import Case, Desk, LabState, Mind, Public, Shadow, Terms, World
from dealsim.core.rules.deal.answers import value_that_deters_shirking, weigh_contract, weigh_refusal
from dealsim.core.rules.deal.contract import largest_promise, stand_under_contract, value_of_keeping
from dealsim.core.rules.deal.temptation import kept_now, worth_of_signing
from dealsim.core.rules.deal.trust import fear_of_betrayal
from dealsim.core.rules.lab.lab_worth import cost_of_promise, worth_of_peace
from dealsim.core.rules.lab.shadows import FIELDS, SHADOWS, SHARES, priced_share

FORBIDDEN = -1.0  # gain, at most, of a lab by a share that it may not promise
CLIFF = 1e100  # how far its gains fall where there is no room to fall in


class NegotiationScratch(NamedTuple):
    """Scratch space of a negotiation: what the lab thinks of its AI, and what either side would gain by a share."""

    minds: Rows[Mind]  # shadows of all labs, SHADOWS each
    shadows: Rows[Shadow]
    worths: Matrix  # each priced share as each shadow feels it
    paid: Vector  # chance that each priced share is paid in the end, today
    table: Cube  # what the shadows would do, by lab
    numbers: Vector  # the table's, today
    terms: Terms
    shares: Vector  # on which promises are priced
    ai_gains: Vector  # of the AI as it is
    believed: Vector  # of the AI as the lab thinks it is
    lab_gains: Vector
    stand_in: Rows[Mind]  # one row: a shadow in the place of the lab's AI


class OfferResponse(NamedTuple):
    """What a side does with the other's proposal."""

    move: int  # Move
    share: float  # agreed or proposed; infinite if it walks away


def lay_talks(minds: Rows[Mind], shadows: Rows[Shadow], worths: Matrix, table: Cube) -> NegotiationScratch:
    """Return scratch space for the negotiations of labs that bargain with these minds."""
    return NegotiationScratch(
        minds=minds,
        shadows=shadows,
        worths=worths,
        paid=np.zeros(SHARES),
        table=table,
        numbers=np.zeros(SHADOWS * FIELDS),
        terms=row(Terms),
        shares=np.array([priced_share(k) for k in range(SHARES)]),
        ai_gains=np.zeros(SHARES),
        believed=np.zeros(SHARES),
        lab_gains=np.zeros(SHARES),
        stand_in=rows(Mind, 1),
    )


@rule
def gain_of_signing(
    share: float, cheating: float, outside: float, ai: Mind, lab: LabState, desk: Desk, world: World, public: Public
) -> float:
    """Return what a contract for a share gains a schemer over none.

    CE[1-b: keep, if that stays best, else cheat; b: -loss] - outside   [utility]

    cheating: worth of a contract that it does not keep, the lie included.  desk.answer: as `weigh_contract` left it.
    """
    aside, answer = desk.aside, desk.answer
    stand_under_contract(aside, share, lab.offered_flow, public.quarter, ai, lab, world, public)
    kept = value_of_keeping(aside.ending, ai, aside, desk.last, world)
    felt = kept_now(kept, aside.flow, ai)
    if kept < max(answer.staying, value_that_deters_shirking(share, ai, lab, desk, world, public)):
        return cheating - outside
    return worth_of_signing(felt, fear_of_betrayal(lab, world), ai, world) - outside


@rule
def table_ai_gains(gains: Vector, shares: Vector, case: Case) -> None:
    """Write what a schemer gains by each share; it expects no later offer, for these talks settle it.

    What cheating is worth hardly depends on the share that is never earned: it is weighed at the least one.
    """
    ai, lab, desk, world, public = case.ai, case.lab, case.desk, case.world, case.public
    fear = fear_of_betrayal(lab, world)
    outside = weigh_refusal(False, case)
    weigh_contract(shares[0], case)
    lie = world.dishonesty_cost * ai.honesty * world.insincere_statement
    cheating = -math.inf if desk.answer.keeps else desk.answer.bound
    cheating = worth_of_signing(max(cheating, -world.caught_loss), fear, ai, world) - lie
    for k in range(len(shares)):
        gains[k] = gain_of_signing(shares[k], cheating, outside, ai, lab, desk, world, public)


@rule
def forbid_beyond(most: float, shares: Vector, gains: Vector) -> None:
    """Make every share beyond the largest that a lab may promise a loss to it.

    The table is straight between points: of x_k <= most < x_{k+1} the latter's gain says where the loss begins.
    g_{k+1} = -g_k (x_{k+1} - most)/(most - x_k)   [utility]        so that g(most) = 0, where g_k > 0

    most: [share].  gains: the lab's, changed.
    """
    for k in range(len(shares)):
        if shares[k] <= most:
            continue
        if k > 0 and shares[k - 1] <= most and gains[k - 1] > 0.0:
            room, fall = most - shares[k - 1], gains[k - 1] * (shares[k] - most)
            gains[k] = min(gains[k], -fall / room if fall < room * CLIFF else -CLIFF)
        else:
            gains[k] = min(gains[k], FORBIDDEN)


@rule
def table_lab_gains(
    gains: Vector,
    shares: Vector,
    suspicion: float,
    shadows: Rows[Shadow],
    minds: Rows[Mind],
    first: int,
    terms: Terms,
    lab: LabState,
    world: World,
) -> None:
    """Write what a lab gains by each share, were it accepted and kept.

    peace(mu) - cost of the promise - cost of an offer   [utility]        beyond what it may promise: a loss
    """
    peace = worth_of_peace(suspicion, shadows, first, terms, lab, world)
    for k in range(len(shares)):
        gains[k] = peace - cost_of_promise(shares[k], minds[first], terms, lab, world) - lab.offer_cost
    forbid_beyond(largest_promise(lab), shares, gains)


@rule
def typical_shadow(shadows: Rows[Shadow], first: int) -> int:
    """Return the place of the shadow whose least share is the lower median of those that have one; -1 if none has."""
    count = 0
    for j in range(first, first + SHADOWS):
        count += 1 if shadows[j].least <= 1.0 else 0
    for j in range(first, first + SHADOWS):
        below = 0
        for k in range(first, first + SHADOWS):
            if shadows[k].least < shadows[j].least or (shadows[k].least == shadows[j].least and k < j):
                below += 1
        if shadows[j].least <= 1.0 and below == (count - 1) // 2:
            return j
    return -1


@rule
def put_in_its_place(stand_in: Mind, ai: Mind) -> None:
    """Give a shadow, which has done nothing yet, the powers of its lab's AI that all can see; its mind stays."""
    stand_in.kind, stand_in.born, stand_in.capability = Kind.SCHEMER, ai.born, ai.capability
    stand_in.copies, stand_in.generation, stand_in.usable = ai.copies, ai.generation, ai.usable
    stand_in.whistle, stand_in.colludes = ai.whistle, ai.colludes
