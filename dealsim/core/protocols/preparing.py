"""What a lab does before it offers anything: it prices its AI, tables what shares would gain, foresees who signs."""

from dealsim.core.codes import Kind
from dealsim.core.compiled import rule
from dealsim.core.protocols.gain_tables import (
    NegotiationScratch,
    put_in_its_place,
    table_ai_gains,
    table_lab_gains,
    typical_shadow,
)
from dealsim.core.records import Case, Desk, LabState, Mind, Public, World
from dealsim.core.rules.lab.acceptance import consult_table, share_that_sign
from dealsim.core.rules.lab.lab_worth import set_the_day
from dealsim.core.rules.lab.pricing import price_offer
from dealsim.core.rules.lab.shadows import SHADOWS


@rule
def think_of_price(
    talks: NegotiationScratch, i: int, ai: Mind, lab: LabState, desk: Desk, world: World, public: Public
) -> None:
    """Let a lab price its AI: set its terms of the day, and remember the largest share that it would give.

    i: the lab's place in the order of names.
    """
    set_the_day(talks.terms, lab, world, public)
    consult_table(talks.numbers, talks.table[i], ai, desk.aside, lab, world, public)
    price_offer(
        talks.terms,
        talks.shadows,
        talks.minds,
        talks.worths,
        talks.shares,
        talks.paid,
        talks.numbers,
        i * SHADOWS,
        lab,
        world,
        desk.aside,
    )
    lab.walk_away = talks.terms.walk_away


@rule
def lay_tables(talks: NegotiationScratch, i: int, knows: bool, case: Case) -> bool:
    """Write what each share would gain the AI, the AI as its lab thinks it is, and the lab; return if it thinks of one.

    knows: whether the lab knows its AI's mind.  i: the lab's place.
    """
    ai, lab, desk, plans, world, public = case
    first = i * SHADOWS
    suspicion = 1.0 if knows else lab.suspicion
    table_lab_gains(
        talks.lab_gains, talks.shares, suspicion, talks.shadows, talks.minds, first, talks.terms, lab, world
    )
    if ai.kind == Kind.SCHEMER:
        table_ai_gains(talks.ai_gains, talks.shares, case)
    typical = typical_shadow(talks.shadows, first)
    if knows or typical < 0:
        return knows
    talks.stand_in[0] = talks.minds[typical]
    put_in_its_place(talks.stand_in[0], ai)
    table_ai_gains(talks.believed, talks.shares, Case(talks.stand_in[0], lab, desk, plans, world, public))
    return True


@rule
def foresee_answers(share: float, talks: NegotiationScratch, i: int, lab: LabState) -> None:
    """Set how likely a lab thinks it that a misaligned mind signs its offer.

    the part of its shadows that would, at least one in twice as many   [0..1]
    """
    part = share_that_sign(share, talks.shadows, i * SHADOWS)
    lab.believed_signing = min(max(part, 0.5 / SHADOWS), 1.0 - 0.5 / SHADOWS)
