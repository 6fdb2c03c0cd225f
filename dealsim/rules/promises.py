"""Promises: betrayed at once, kept or broken when due, and what others make of it."""

from dealsim.compiled import rule
from dealsim.records import Lab, World


@rule
def betrayal_chance(lab: Lab, world: World) -> float:
    """Return the chance that a lab turns on an AI that has just revealed itself by signing.

    (1 - integrity)(1 - enforcement) P(it gains by it)   [0..1]
    """
    return (1.0 - lab.integrity) * (1.0 - lab.enforcement) * world.betrayal_gain


@rule
def chance_of_paying(share: float, lab: Lab, world: World) -> float:
    """Return the chance that a lab pays a promise that has fallen due.

    e + (1 - e) min(1, integrity/(1 + x/x_p))   [0..1]

    e: enforcement.  Unenforced, it pays iff integrity beats the temptation, which grows with the saving x.
    x_p: world.plausible_share.  The form is an assumption.
    """
    return lab.enforcement + (1.0 - lab.enforcement) * min(1.0, lab.integrity / (1.0 + share / world.plausible_share))


@rule
def pays(share: float, u_enforced: float, u_tempted: float, lab: Lab, world: World) -> bool:
    """Return whether a lab pays a promise that has fallen due: made to, or of its own integrity.

    u_enforced: luck: below e, a guarantor makes it pay.  u_tempted: how strong the temptation is (0..1).
    """
    if u_enforced < lab.enforcement:
        return True
    return u_tempted * (1.0 + share / world.plausible_share) < lab.integrity


@rule
def remember(lab: Lab, kept: float, broken: float, weight: float) -> None:
    """Add promises kept and broken to a lab's record as the AIs see it.

    weight: 1 for its own, trust_spill for another's.
    """
    lab.kept += weight * kept
    lab.broken += weight * broken


@rule
def goodwill_after(goodwill: float, kept: float, broken: float, world: World) -> float:
    """Return how a lab's AIs feel about it after a quarter.

    g' = d g + (1 - d) event,  event = kept - broken, cut to [-1, 1]   [-1..1]        d: world.goodwill_kept
    """
    event = min(1.0, max(-1.0, kept - broken))
    return world.goodwill_kept * goodwill + (1.0 - world.goodwill_kept) * event
