"""Acceptance: from what share the minds that a lab thinks it may have trained would sign and keep, as it thinks.

What they would do is looked up (`shadows`); what a promise is worth to them is weighed with the trust of the day.
"""

import math

from dealsim.core.codes import Act
from dealsim.core.compiled import Matrix, Rows, Vector, rule
from dealsim.core.records import LabState, Mind, Position, Public, Shadow, Terms, World
from dealsim.core.rules.deal.contract import fair_share
from dealsim.core.rules.deal.temptation import value_that_signs, worth_of_signing
from dealsim.core.rules.deal.trust import trust
from dealsim.core.rules.lab.shadows import (
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
from dealsim.core.rules.outlook.outlook import rival_hazard
from dealsim.core.rules.outlook.plans import MODERATE, edge_over_defence
from dealsim.core.rules.outlook.tomorrow import ending_for
from dealsim.core.rules.value.preferences import RISK_NEUTRAL
from dealsim.core.rules.watch.control import bayes, fear_of_audits

NEVER = 2.0  # a share that no mind can be promised
AS_MANY_SIGN = 0.5  # of misaligned minds, before a price is thought of


@rule
def consult_table(
    numbers: Vector, table: Matrix, ai: Mind, position: Position, lab: LabState, world: World, public: Public
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
def trust_shares(paid: Vector, shares: Vector, terms: Terms, lab: LabState, world: World) -> None:
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
    ai: Mind,
    terms: Terms,
    lab: LabState,
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
def share_that_sign(share: float, shadows: Rows[Shadow], first: int) -> float:
    """Return the part of a lab's shadows that would sign an offer, meaning it or not   [0..1]."""
    signs = 0
    for j in range(first, first + SHADOWS):
        keeps = shadows[j].least <= share and share <= shadows[j].most
        signs += 1 if keeps or shadows[j].cheats else 0
    return signs / SHADOWS
