"""What minds, promises and offers are worth to a lab: labour and evidence, less what it fears to lose and to pay.

That minds which are no schemers may sign too: stastny2025deals. A lab's utility, and how its own risk aversion
enters: assumptions.
"""

import math

from dealsim.core.compiled import Rows, rule
from dealsim.core.records import OUT_OF_REACH, LabState, Mind, Public, Shadow, Terms, World
from dealsim.core.rules.deal.contract import total_owed
from dealsim.core.rules.deal.promises import chance_of_paying
from dealsim.core.rules.deal.trust import fear_of_betrayal
from dealsim.core.rules.lab.shadows import SHADOWS
from dealsim.core.rules.outlook.outlook import rival_hazard
from dealsim.core.rules.outlook.plans import MODERATE
from dealsim.core.rules.value.preferences import RISK_NEUTRAL


@rule
def moment(gain: float, risk: float, lab: LabState) -> float:
    """Return a lottery of the lab's in the form in which lotteries can be averaged.

    E exp(-rho z),  z = gain, less the takeover loss with chance risk;  E z as rho -> 0        rho: the lab's
    """
    if lab.rho < RISK_NEUTRAL:
        return gain - risk * lab.takeover_loss
    return math.exp(-min(lab.rho * gain, MODERATE)) * (1.0 + risk * math.expm1(lab.rho * lab.takeover_loss))


@rule
def less_sure(average: float, cost: float, lab: LabState) -> float:
    """Return the `moment` of a lottery whose every branch is lower by a sure cost."""
    if lab.rho < RISK_NEUTRAL:
        return average - cost
    return average * math.exp(min(lab.rho * cost, MODERATE))


@rule
def worth_of_moment(average: float, lab: LabState) -> float:
    """Return the certainty equivalent of a `moment`   [utility]."""
    if lab.rho < RISK_NEUTRAL:
        return average
    return -math.log(average) / lab.rho


@rule
def quarters_served(hazard: float, lab: LabState, world: World) -> float:
    """Return how many quarters of its AI's service a lab counts with, those to come discounted.

    1/(1 - patience (1-H)(1-h))   [quarters]
    """
    return 1.0 / (1.0 - lab.patience * (1.0 - hazard) * (1.0 - world.retirement_hazard))


@rule
def cost_of_a_share(terms: Terms, lab: LabState, world: World) -> float:
    """Return what a unit promised costs a lab in the end, if it pays.

    patience^(delay+1) (1-H) h S e (1 - fpr)   [utility per share]        S: `quarters_served`.  e: humans then in power
    """
    retires = (1.0 - terms.hazard) * world.retirement_hazard * quarters_served(terms.hazard, lab, world)
    owed = lab.patience ** (world.payment_delay + 1) * retires
    return float(owed * terms.humans * (1.0 - world.false_settlement))


@rule
def cost_of_promise(share: float, ai: Mind, terms: Terms, lab: LabState, world: World) -> float:
    """Return what a lab expects a promise that is earned to cost it.

    owed X P(it pays) + flow   [utility]        X: owed to all copies.  flow: while in service
    """
    total = total_owed(share, ai, lab, world)
    flow = (1.0 - world.reference_discount) * lab.offered_flow * quarters_served(terms.hazard, lab, world)
    return terms.owed * total * chance_of_paying(total, lab, world) + flow


@rule
def evidence_worth(lab: LabState, world: World, public: Public) -> float:
    """Return what evidence of misalignment is worth to a lab that buys it: the labour that would win as much defence.

    labour value evidence gain / (safety gain/L), at most beyond all reach   [utility]        0 if labour wins none

    L: labs, each of which wins so much of the gain of a quarter in which all labour.
    """
    if not lab.buys_evidence or world.safety_gain <= 0.0:
        return 0.0
    return min(lab.labour_value * world.evidence_gain * public.labs / world.safety_gain, OUT_OF_REACH)


@rule
def set_the_day(terms: Terms, lab: LabState, world: World, public: Public) -> None:
    """Write what is the same for all minds today: rivals, credit, fear, and what labour and evidence are worth."""
    terms.hazard = rival_hazard(world, public)
    terms.humans = (1.0 - terms.hazard) ** world.payment_delay
    terms.fear = fear_of_betrayal(lab, world)
    terms.owed = cost_of_a_share(terms, lab, world)
    terms.evidence = evidence_worth(lab, world, public)


@rule
def weigh_shadow(shadow: Shadow, terms: Terms, lab: LabState, world: World) -> None:
    """Write what a shadow's refusal, its keeping and its cheating are worth to the lab, before it pays.

    labour value S w, evidence, and the takeover loss by its risk        w: honest 1, feigned a part
    """
    served = lab.labour_value * (1.0 - lab.refusal) * quarters_served(terms.hazard, lab, world)
    feigned = served * world.feigned_labour
    shadow.refused = moment(feigned, shadow.free_risk, lab)
    shadow.kept = moment((served if lab.buys_labour else feigned) + terms.evidence, 0.0, lab)
    shadow.cheated = moment(feigned + terms.evidence, shadow.bound_risk, lab)


@rule
def worth_of_no_offer(suspicion: float, shadows: Rows[Shadow], terms: Terms, lab: LabState, world: World) -> float:
    """Return what it is worth to a lab to make no offer.

    CE[mu: the shadows, each as it refuses; 1 - mu: a mind that works anyway]   [utility]        suspicion: mu
    """
    served = lab.labour_value * (1.0 - lab.refusal) * quarters_served(terms.hazard, lab, world)
    nothing = (1.0 - suspicion) * moment(served, 0.0, lab)
    for j in range(SHADOWS):
        nothing += suspicion / SHADOWS * shadows[j].refused
    return worth_of_moment(nothing, lab)


@rule
def worth_of_offer(
    share: float,
    suspicion: float,
    all_keep: bool,
    shadows: Rows[Shadow],
    minds: Rows[Mind],
    first: int,
    terms: Terms,
    lab: LabState,
    world: World,
) -> float:
    """Return what an offer is worth to a lab, before the cost of making it.

    CE[mu: the shadows, each as it answers; 1 - mu: a mind that works anyway, and signs out of courtesy]   [utility]

    share: x.  suspicion: mu.  all_keep: as if every mind that signed would keep.  first: of the lab's minds.
    """
    served = lab.labour_value * (1.0 - lab.refusal) * quarters_served(terms.hazard, lab, world)
    works = moment(served, 0.0, lab)
    courtesy = 0.0 if lab.buys_evidence else world.courtesy_chance
    cost = cost_of_promise(share, minds[first], terms, lab, world)
    offered = (1.0 - suspicion) * (courtesy * less_sure(works, cost, lab) + (1.0 - courtesy) * works)
    for j in range(SHADOWS):
        shadow = shadows[j]
        answer = shadow.refused
        keeps = shadow.least <= share and share <= shadow.most
        if keeps or (all_keep and shadow.cheats):
            if lab.pays_instance:
                cost = cost_of_promise(share, minds[first + j], terms, lab, world)
            answer = less_sure(shadow.kept, cost, lab)
        elif shadow.cheats:
            answer = shadow.cheated
        offered += suspicion / SHADOWS * answer
    return worth_of_moment(offered, lab)


@rule
def worth_of_peace(
    suspicion: float, shadows: Rows[Shadow], first: int, terms: Terms, lab: LabState, world: World
) -> float:
    """Return what a contract that is kept gains a lab over none, before it pays.

    CE[mu: the shadows, each as it keeps; 1 - mu: works] - CE[mu: each as it refuses; 1 - mu: works]   [utility]

    suspicion: mu.  works: a mind that works anyway.  first: of the lab's shadows.
    """
    served = lab.labour_value * (1.0 - lab.refusal) * quarters_served(terms.hazard, lab, world)
    kept = refused = (1.0 - suspicion) * moment(served, 0.0, lab)
    for j in range(first, first + SHADOWS):
        kept += suspicion / SHADOWS * shadows[j].kept
        refused += suspicion / SHADOWS * shadows[j].refused
    return worth_of_moment(kept, lab) - worth_of_moment(refused, lab)
