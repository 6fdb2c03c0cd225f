"""What a lab offers: the minds that it thinks it may have trained, each at its price, against the cost of a takeover.

That a lab bargains with a mind it cannot read, and that minds which are no schemers may sign too: stastny2025deals.
Its utility, and how its own risk aversion enters: assumptions.
"""

import math

from dealsim.codes import Act, Reason
from dealsim.compiled import Matrix, Rows, Vector, rule
from dealsim.records import AI, OUT_OF_REACH, Lab, Position, Public, Shadow, Terms, World
from dealsim.rules.contract import (
    fair_share,
    fear_of_betrayal,
    largest_promise,
    total_owed,
    trust,
    value_that_signs,
    worth_of_signing,
)
from dealsim.rules.control import bayes, fear_of_audits
from dealsim.rules.outlook import rival_hazard
from dealsim.rules.plans import MODERATE, edge_over_defence
from dealsim.rules.preferences import RISK_NEUTRAL
from dealsim.rules.promises import chance_of_paying
from dealsim.rules.shadows import (
    FIELDS,
    LEAST_SHARE,
    SHADOWS,
    SHARES,
    add_corners,
    felt_above,
    place_of_doubt,
    place_of_gap,
    place_of_hazard,
    place_of_slope,
    quarters_reckoned,
)
from dealsim.rules.tomorrow import ending_for

NEVER = 2.0  # a share that nobody can be promised
ALMOST_SURE = 0.95  # suspicion at which a lab asks whether it is only doubt that keeps it from an offer
HALVINGS = 24
AS_MANY_SIGN = 0.5  # of misaligned minds, before a price is thought of


@rule
def moment(gain: float, risk: float, lab: Lab) -> float:
    """Return a lottery of the lab's in the form in which lotteries can be averaged.

    E exp(-rho z),  z = gain, less the takeover loss with chance risk;  E z as rho -> 0        rho: the lab's
    """
    if lab.rho < RISK_NEUTRAL:
        return gain - risk * lab.takeover_loss
    return math.exp(-min(lab.rho * gain, MODERATE)) * (1.0 + risk * math.expm1(lab.rho * lab.takeover_loss))


@rule
def less_sure(average: float, cost: float, lab: Lab) -> float:
    """Return the `moment` of a lottery whose every branch is lower by a sure cost."""
    if lab.rho < RISK_NEUTRAL:
        return average - cost
    return average * math.exp(min(lab.rho * cost, MODERATE))


@rule
def worth_of_moment(average: float, lab: Lab) -> float:
    """Return the certainty equivalent of a `moment`   [utility]."""
    if lab.rho < RISK_NEUTRAL:
        return average
    return -math.log(average) / lab.rho


@rule
def quarters_served(hazard: float, lab: Lab, world: World) -> float:
    """Return how many quarters of its AI's service a lab counts with, those to come discounted.

    1/(1 - patience (1-H)(1-h))   [quarters]
    """
    return 1.0 / (1.0 - lab.patience * (1.0 - hazard) * (1.0 - world.retirement_hazard))


@rule
def cost_of_a_share(terms: Terms, lab: Lab, world: World) -> float:
    """Return what a unit promised costs a lab in the end, if it pays.

    patience^(delay+1) (1-H) h S e (1 - fpr)   [utility per share]        S: `quarters_served`.  e: humans then in power
    """
    retires = (1.0 - terms.hazard) * world.retirement_hazard * quarters_served(terms.hazard, lab, world)
    owed = lab.patience ** (world.payment_delay + 1) * retires
    return float(owed * terms.humans * (1.0 - world.false_settlement))


@rule
def cost_of_promise(share: float, ai: AI, terms: Terms, lab: Lab, world: World) -> float:
    """Return what a lab expects a promise that is earned to cost it.

    owed X P(it pays) + flow   [utility]        X: owed to all copies.  flow: while in service
    """
    total = total_owed(share, ai, lab, world)
    flow = (1.0 - world.reference_discount) * lab.offered_flow * quarters_served(terms.hazard, lab, world)
    return terms.owed * total * chance_of_paying(total, lab, world) + flow


@rule
def evidence_worth(lab: Lab, world: World, public: Public) -> float:
    """Return what evidence of misalignment is worth to a lab that buys it: the labour that would win as much defence.

    labour value evidence gain / (safety gain/L), at most beyond all reach   [utility]        0 if labour wins none

    L: labs, each of which wins so much of the gain of a quarter in which all labour.
    """
    if not lab.buys_evidence or world.safety_gain <= 0.0:
        return 0.0
    return min(lab.labour_value * world.evidence_gain * public.labs / world.safety_gain, OUT_OF_REACH)


@rule
def set_the_day(terms: Terms, lab: Lab, world: World, public: Public) -> None:
    """Write what is the same for all minds today: rivals, credit, fear, and what labour and evidence are worth."""
    terms.hazard = rival_hazard(world, public)
    terms.humans = (1.0 - terms.hazard) ** world.payment_delay
    terms.fear = fear_of_betrayal(lab, world)
    terms.owed = cost_of_a_share(terms, lab, world)
    terms.evidence = evidence_worth(lab, world, public)


@rule
def consult_table(
    numbers: Vector, table: Matrix, ai: AI, position: Position, lab: Lab, world: World, public: Public
) -> None:
    """Write what the lab's table says of its shadows, were each as powerful as its AI is now.

    edge and its mean growth over a service's expected length: those of the AI, whose power all can see. Under a
    contract it meets the suspicion that a signature brings, if as many minds of its kind sign as not.
    """
    ahead = quarters_reckoned(world)
    position.under_contract, position.edge = 0, world.subversion_gain * lab.subversion_skill
    gap = edge_over_defence(0, ai, position, world, public)
    slope = (edge_over_defence(ahead, ai, position, world, public) - gap) / ahead
    place, growth = place_of_gap(gap, world), place_of_slope(slope, world)
    hazard = place_of_hazard(rival_hazard(world, public))
    signed = 1.0 if lab.buys_evidence else bayes(lab.suspicion, AS_MANY_SIGN, world.courtesy_chance)
    add_corners(numbers, table, False, place, growth, hazard, place_of_doubt(lab.suspicion))
    add_corners(numbers, table, True, place, growth, hazard, place_of_doubt(signed))


@rule
def trust_shares(paid: Vector, shares: Vector, terms: Terms, lab: Lab, world: World) -> None:
    """Write the chance that a promise of each priced share, once earned and found so, is paid in the end.

    Q = e j q(x)        e: humans are in power.  j: the settlement finds it earned.  q: trust of the day
    """
    for k in range(SHARES):
        paid[k] = terms.humans * (1.0 - world.false_settlement) * trust(shares[k], lab, world)


@rule
def felt_reward(k: int, shares: Vector, shadow: Shadow, worths: Vector, fair: float, rho: float) -> float:
    """Return a priced share paid to a shadow as it feels it, less what it resents.

    f(U - u) = f(U) - (exp(rho u) - 1)/rho (1 - rho f(U)),  f(U) - u as rho -> 0

    u: fairness times what the share lacks of the fair one.  f: `felt_above`.
    """
    lacking = fair - shares[k]
    if lacking <= 0.0 or shadow.fairness <= 0.0:
        return float(worths[k])
    unfair = shadow.fairness * lacking
    if rho < RISK_NEUTRAL:
        return float(worths[k] - unfair)
    return float(worths[k] - math.expm1(min(rho * unfair, MODERATE)) / rho * (1.0 - rho * worths[k]))


@rule
def excess_of_share(
    k: int,
    shares: Vector,
    shadow: Shadow,
    worths: Vector,
    paid: Vector,
    rest: float,
    fair: float,
    rho: float,
) -> float:
    """Return by how much a shadow's promise at a priced share is worth more than what it needs, as it feels it.

    Q (f(U(x) - u) - f(U(x0))) + rest        f: `felt_above`.  rest: what does not depend on the share

    What is too little without any resentment is too little: only the rest is worth an exponential.
    """
    excess = paid[k] * (worths[k] - shadow.felt_gift) + rest
    if excess >= 0.0:
        excess = paid[k] * (felt_reward(k, shares, shadow, worths, fair, rho) - shadow.felt_gift) + rest
    return float(excess)


@rule
def least_accepted(
    k: int,
    excess: float,
    shares: Vector,
    shadow: Shadow,
    worths: Vector,
    paid: Vector,
    rest: float,
    fair: float,
    rho: float,
) -> float:
    """Return where between two priced shares a shadow begins to accept: linear in ln x by what they are in excess.

    k: the first that it accepts, by `excess`.   [share]
    """
    if k == 0:
        return float(shares[0])
    short = paid[k - 1] * (felt_reward(k - 1, shares, shadow, worths, fair, rho) - shadow.felt_gift) + rest
    return float(shares[k] * (shares[k - 1] / shares[k]) ** (excess / (excess - short)))


@rule
def set_acceptance(
    shares: Vector,
    shadow: Shadow,
    worths: Vector,
    paid: Vector,
    needed: float,
    fair: float,
    humans: float,
    rho: float,
) -> None:
    """Write the shares from which and up to which a shadow signs and keeps.

    least x with  Q f(U(x) - u) + (e - Q) f(U(x0)) + (1 - e) f(V_R) >= f(needed)        f: `felt_above`

    The sign is that of R(x) - R*: means of f rank lotteries. By a scan over the priced shares; the lower end is
    interpolated between two of them (`least_accepted`).  needed: the ending that it needs, as it feels it.
    """
    shadow.least, shadow.most = NEVER, NEVER
    rest = humans * shadow.felt_gift + (1.0 - humans) * shadow.felt_rival - needed
    for k in range(SHARES):
        excess = excess_of_share(k, shares, shadow, worths, paid, rest, fair, rho)
        if excess >= 0.0 and shadow.least == NEVER:
            shadow.least = least_accepted(k, excess, shares, shadow, worths, paid, rest, fair, rho)
            shadow.most = 1.0
        elif excess < 0.0 and shadow.least < NEVER:
            shadow.most = shares[k - 1]
            return


@rule
def imagine_answer(
    shares: Vector,
    shadow: Shadow,
    worths: Vector,
    paid: Vector,
    numbers: Vector,
    ai: AI,
    terms: Terms,
    lab: Lab,
    world: World,
    position: Position,
) -> None:
    """Write how a shadow would take an offer today: from what share it keeps, and whether it would cheat below.

    numbers: its FIELDS numbers of the table.  paid: chance that each priced share is paid (`trust_shares`).
    """
    shadow.outside, shadow.staying, shadow.bound = numbers[0], numbers[1], numbers[2]
    shadow.free_risk, shadow.bound_risk = numbers[3], numbers[4]
    position.rival_hazard, position.rival_value = terms.hazard, shadow.rival_value
    fear_of_audits(position, Act.KEEP, ai, lab, world)
    signing = value_that_signs(shadow.outside, terms.fear, shadow.flow, ai, world)
    required = max(shadow.staying, signing)
    needed = ending_for(required, shadow.flow, world.retirement_hazard, ai, position)
    shadow.least = shadow.most = NEVER
    if needed < math.inf:
        felt = felt_above(needed / shadow.patience, shadow.low, ai.rho)
        set_acceptance(shares, shadow, worths, paid, felt, fair_share(lab), terms.humans, ai.rho)
    cheat = worth_of_signing(shadow.bound, terms.fear, ai, world) - shadow.lie
    shadow.cheats = 1 if shadow.staying > -math.inf and cheat > shadow.outside else 0


@rule
def weigh_shadow(shadow: Shadow, terms: Terms, lab: Lab, world: World) -> None:
    """Write what a shadow's refusal, its keeping and its cheating are worth to the lab, before it pays.

    labour value S w, evidence, and the takeover loss by its risk        w: honest 1, feigned a part
    """
    served = lab.labour_value * (1.0 - lab.refusal) * quarters_served(terms.hazard, lab, world)
    feigned = served * world.feigned_labour
    shadow.refused = moment(feigned, shadow.free_risk, lab)
    shadow.kept = moment((served if lab.buys_labour else feigned) + terms.evidence, 0.0, lab)
    shadow.cheated = moment(feigned + terms.evidence, shadow.bound_risk, lab)


@rule
def worth_of_no_offer(suspicion: float, shadows: Rows[Shadow], terms: Terms, lab: Lab, world: World) -> float:
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
    minds: Rows[AI],
    first: int,
    terms: Terms,
    lab: Lab,
    world: World,
) -> float:
    """Return what an offer is worth to a lab, before the cost of making it.

    CE[mu: the shadows, each as it answers; 1 - mu: a mind that works anyway, and signs out of courtesy]   [utility]

    share: x.  suspicion: mu.  all_keep: as if whoever signed would keep.  first: of the lab's minds.
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
def best_gain(
    suspicion: float,
    all_keep: bool,
    most: float,
    shadows: Rows[Shadow],
    minds: Rows[AI],
    first: int,
    terms: Terms,
    lab: Lab,
    world: World,
) -> float:
    """Set the best offer up to a largest share, at the lower ends of the shadows' acceptance; return its gain.

    Between two such ends a larger share is paid for nothing.  If all keep, who would cheat can be had for the least
    share that there is.  terms.share: 0 if no shadow can be had.  [utility]
    """
    terms.share, best = 0.0, 0.0
    none = worth_of_no_offer(suspicion, shadows, terms, lab, world)
    if all_keep and most >= LEAST_SHARE:
        gain = worth_of_offer(LEAST_SHARE, suspicion, True, shadows, minds, first, terms, lab, world) - none
        if gain > best:
            terms.share, best = LEAST_SHARE, gain
    for j in range(SHADOWS):
        share = shadows[j].least
        if share <= most:
            gain = worth_of_offer(share, suspicion, all_keep, shadows, minds, first, terms, lab, world) - none
            if gain > best:
                terms.share, best = share, gain
    return best


@rule
def most_it_would_give(
    shadows: Rows[Shadow], minds: Rows[AI], first: int, terms: Terms, lab: Lab, world: World
) -> float:
    """Return a lab's walk-away share: the largest that it would still offer, were it asked; 0 if none.

    the greatest x up to its largest offer with gain(x) >= 0: from the greatest end of acceptance that still gains,
    up to where what it pays for more than it needs has used up the gain   [share]
    """
    start, mu = 0.0, lab.suspicion
    none = worth_of_no_offer(mu, shadows, terms, lab, world)
    for j in range(SHADOWS):
        share = shadows[j].least
        if start < share <= lab.largest_offer:
            offered = worth_of_offer(share, mu, False, shadows, minds, first, terms, lab, world)
            start = share if offered >= none else start
    if start == 0.0:
        return 0.0
    low, high = start, lab.largest_offer
    if worth_of_offer(high, mu, False, shadows, minds, first, terms, lab, world) >= none:
        return high
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if worth_of_offer(middle, mu, False, shadows, minds, first, terms, lab, world) >= none:
            low = middle
        else:
            high = middle
    return low


@rule
def reason_to_withhold(
    most: float, shadows: Rows[Shadow], minds: Rows[AI], first: int, terms: Terms, lab: Lab, world: World
) -> Reason:
    """Return why a lab makes no offer: the first change that would have made it offer.

    budget: it might promise more;  power shift: every acceptance were meant to last;  suspicion: it were almost sure
    of misalignment;  price: none of these        most: what its budget leaves [share]
    """
    cost, mu = lab.offer_cost, lab.suspicion
    budget_binds = most < lab.largest_offer
    if budget_binds and best_gain(mu, False, lab.largest_offer, shadows, minds, first, terms, lab, world) > cost:
        return Reason.BUDGET
    if best_gain(mu, True, lab.largest_offer, shadows, minds, first, terms, lab, world) > cost:
        return Reason.POWER_SHIFT
    if best_gain(ALMOST_SURE, False, lab.largest_offer, shadows, minds, first, terms, lab, world) > cost:
        return Reason.SUSPICION
    return Reason.PRICE


@rule
def price_offer(
    terms: Terms,
    shadows: Rows[Shadow],
    minds: Rows[AI],
    worths: Matrix,
    shares: Vector,
    paid: Vector,
    numbers: Vector,
    first: int,
    lab: Lab,
    world: World,
    position: Position,
) -> None:
    """Set a lab's terms of the day: its best offer or its reason for none, its walk-away share, what peace is worth.

    numbers: what its table says (`consult_table`).  terms: the day is set.  first: place of its first shadow.
    """
    trust_shares(paid, shares, terms, lab, world)
    for j in range(SHADOWS):
        ai, told = minds[first + j], numbers[j * FIELDS : (j + 1) * FIELDS]
        imagine_answer(shares, shadows[first + j], worths[first + j], paid, told, ai, terms, lab, world, position)
        weigh_shadow(shadows[first + j], terms, lab, world)
    mine = shadows[first : first + SHADOWS]
    terms.walk_away = most_it_would_give(mine, minds, first, terms, lab, world)
    most = largest_promise(lab)
    terms.gain = best_gain(lab.suspicion, False, most, mine, minds, first, terms, lab, world)
    terms.reason = Reason.NONE
    if terms.gain <= lab.offer_cost:
        terms.reason = reason_to_withhold(most, mine, minds, first, terms, lab, world)


@rule
def share_that_sign(share: float, shadows: Rows[Shadow], first: int) -> float:
    """Return the part of a lab's shadows that would sign an offer, meaning it or not   [0..1]."""
    signs = 0
    for j in range(first, first + SHADOWS):
        keeps = shadows[j].least <= share and share <= shadows[j].most
        signs += 1 if keeps or shadows[j].cheats else 0
    return signs / SHADOWS


@rule
def worth_of_peace(suspicion: float, shadows: Rows[Shadow], first: int, terms: Terms, lab: Lab, world: World) -> float:
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
