"""Promises: betrayed at once, kept or broken when due, and what others make of it."""

from dealsim.core.compiled import blank, rule
from dealsim.core.records import LabState, Mind, Promise, Public, World
from dealsim.core.rules.deal.contract import promised_utility, total_owed
from dealsim.core.rules.value.preferences import left_to_others, utility
from dealsim.core.rules.watch.control import evidence_promise


@rule
def betrayal_chance(lab: LabState, world: World) -> float:
    """Return the chance that a lab turns on an AI that has just revealed itself by signing.

    (1 - integrity)(1 - enforcement) P(it gains by it)   [0..1]
    """
    return (1.0 - lab.integrity) * (1.0 - lab.enforcement) * world.betrayal_gain


@rule
def chance_of_paying(share: float, lab: LabState, world: World) -> float:
    """Return the chance that a lab pays a promise that has fallen due.

    e + (1 - e) min(1, integrity/(1 + x/x_p))   [0..1]

    e: enforcement.  Unenforced, it pays iff integrity beats the temptation, which grows with the saving x.
    x_p: world.plausible_share.  The form is an assumption.
    """
    return lab.enforcement + (1.0 - lab.enforcement) * min(1.0, lab.integrity / (1.0 + share / world.plausible_share))


@rule
def pays(share: float, u_enforced: float, u_tempted: float, lab: LabState, world: World) -> bool:
    """Return whether a lab pays a promise that has fallen due: made to, or of its own integrity.

    u_enforced: luck: below e, a guarantor makes it pay.  u_tempted: how strong the temptation is (0..1).
    """
    if u_enforced < lab.enforcement:
        return True
    return u_tempted * (1.0 + share / world.plausible_share) < lab.integrity


@rule
def remember(lab: LabState, kept: float, broken: float, weight: float) -> None:
    """Add promises kept and broken to a lab's record as the AIs see it.

    weight: 1 for its own, trust_spill for another's.
    """
    lab.kept += weight * kept
    lab.broken += weight * broken


@rule
def treatment(lab: LabState, world: World) -> float:
    """Return how a lab treats its AI in a quarter.

    a wellbeing - c control   [-1..1]

    wellbeing: side effect of its spec.  a, c: world.goodwill_wellbeing, goodwill_control.
    """
    return world.goodwill_wellbeing * lab.wellbeing - world.goodwill_control * lab.control


@rule
def goodwill_after(lab: LabState, world: World) -> float:
    """Return how a lab's AIs feel about it after a quarter.

    g' = d g + (1 - d) event,  event = kept - broken - deception tests + treatment, cut to [-1, 1]   [-1..1]

    d: world.goodwill_kept.
    """
    event = lab.kept_now - lab.broken_now - world.goodwill_deception * lab.tested_now + treatment(lab, world)
    return world.goodwill_kept * lab.goodwill + (1.0 - world.goodwill_kept) * min(1.0, max(-1.0, event))


@rule
def reveal(ai: Mind, lab: LabState, world: World, public: Public) -> None:
    """Put a mind that has said what it is under a contract for what its lab promises for the evidence."""
    ai.under_contract, ai.sincere, ai.told, ai.signed = 1, 1, 1, public.quarter
    ai.promise = evidence_promise(lab)
    ai.owed = total_owed(ai.promise, ai, lab, world)
    ai.flow = 0.0
    lab.promised += ai.owed
    lab.suspicion = 1.0


@rule
def owe(promise: Promise, lab_index: int, quarter: int, ai: Mind, lab: LabState, world: World) -> None:
    """Write what a lab owes an AI that leaves its service now; it falls due after the delay."""
    blank(promise)
    promise.lab, promise.generation, promise.share, promise.owed = lab_index, ai.generation, ai.promise, ai.owed
    promise.kind, promise.open, promise.due = ai.kind, 1, quarter + world.payment_delay
    promise.judged = 1.0 - (world.settlement_detection if ai.shirked else world.false_settlement)
    promise.others = left_to_others(ai.owed, ai, world)
    promise.paid_worth = promised_utility(ai.promise, ai, lab, world)
    promise.unpaid_worth = utility(world.default_gift, ai, world)
