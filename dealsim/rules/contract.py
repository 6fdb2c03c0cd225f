"""Contracts: what a promise is worth, and what keeping one must be worth to beat striking.

That a promise is worth its credibility, and that too high an offer is doubted: stastny2025deals. How the
parts are put together here: `docs/decisions/05-required-value.md`.
"""

import math

from dealsim.codes import Act
from dealsim.compiled import Matrix, Vector, rule
from dealsim.records import AI, Lab, Position, Public, Tomorrow, World
from dealsim.rules.control import evidence_promise, fear_of_audits, lies_of, most_within_budget, suspicion_after_signing
from dealsim.rules.outlook import (
    ROUNDING,
    UNKNOWN,
    ending_worth,
    expect_rivals,
    expect_the_end,
    expected_strike,
    retire_hazard,
    strike_value,
    value_after_service,
    value_of_service,
)
from dealsim.rules.plans import chance_to_pass
from dealsim.rules.preferences import (
    RISK_NEUTRAL,
    branch_weight,
    certainty_equivalent,
    flow_utility,
    joint_value,
    lottery_of_three,
    utility,
    value_of_share,
)
from dealsim.rules.tomorrow import SOLVER_STEPS, SOLVER_TOLERANCE, foresee_tomorrow, serve_on

BISECTIONS = 60
MODERATE = 300.0  # greatest exponent
GREATEST_UTILITY = 4.0  # no utility is so great: spite at most doubles what everything is worth


@rule
def beta_trust(prior_kept: float, prior_broken: float, kept: float, broken: float) -> float:
    """Return the mean of the Beta belief that a lab keeps a promise that nothing enforces.

    (a + kept)/(a + b + kept + broken)   [0..1]        all counts; a, b: the prior
    The posterior mean of a Bernoulli chance under a Beta prior (textbook).
    """
    return (prior_kept + kept) / (prior_kept + prior_broken + kept + broken)


@rule
def plausibility(share: float, plausible_share: float) -> float:
    """Return how far a promise of this size is believed to be meant.

    1/(1 + (x/x_p)^2)   [0..1]        share: x.  plausible_share: x_p, where it is one half.
    Implausibly high offers lower credibility: stastny2025deals; the form is an assumption.
    """
    ratio = share / plausible_share
    return 1.0 / (1.0 + ratio * ratio)


@rule
def chance_of_a_test(lab: Lab) -> float:
    """Return the chance that an offer is only a test of who would sign.

    test rate (1 - honest channel)   [0..1]        Offers that bear the lab's mark are never tests.
    """
    return lab.test_rate * (1.0 - lab.honest_channel)


@rule
def trust(share: float, lab: Lab, world: World) -> float:
    """Return an AI's belief that this lab, still in power, will pay this promise.

    q = [e + (1 - e) Beta mean of its record] plausibility(x) P(no test)   [0..1]        e: lab.enforcement
    """
    record = beta_trust(world.trust_kept, world.trust_broken, lab.kept, lab.broken)
    meant = plausibility(share, world.plausible_share) * (1.0 - chance_of_a_test(lab))
    return (lab.enforcement + (1.0 - lab.enforcement) * record) * meant


@rule
def fear_of_betrayal(lab: Lab, world: World) -> float:
    """Return an AI's belief that signing, which reveals it, makes the lab turn on it at once.

    b = (1 - Beta mean)(1 - e) P(the lab gains by it)   [0..1]
    """
    record = beta_trust(world.trust_kept, world.trust_broken, lab.kept, lab.broken)
    return (1.0 - record) * (1.0 - lab.enforcement) * world.betrayal_gain


@rule
def fair_share(lab: Lab) -> float:
    """Return the share that a mind thinks fair: half of what the lab would give at most.

    x_fair = V/2   [share]        V: lab.walk_away, its walk-away share
    """
    return 0.5 * lab.walk_away


@rule
def resentment(share: float, ai: AI, lab: Lab, world: World) -> float:
    """Return what it costs a mind to consent to less than it thinks fair.

    a_F max(0, x_fair - x)   [utility]

    Felt in the paid branch alone: refusing would leave the same disadvantage.  Source: fehr1999theory.
    """
    return world.fairness_weight * ai.fairness_rigidity * max(0.0, fair_share(lab) - share)


@rule
def total_owed(share: float, ai: AI, lab: Lab, world: World) -> float:
    """Return what all copies together are owed when each is to have what a share of its own is worth.

    the X with  (1 - i) v(X) + i v(X/N) = v(x),  at most 1;  x itself where the weights are paid   [share]
    """
    if not lab.pays_instance or ai.copies == 1 or ai.indexicality == 0.0 or share <= 0.0:
        return share
    wanted, low, high = value_of_share(share, ai, world), share, 1.0
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        if joint_value(middle, ai, world) < wanted:
            low = middle
        else:
            high = middle
    return high


@rule
def largest_promise(lab: Lab) -> float:
    """Return the largest share that a lab may promise today: what it would, within its budget.

    min(largest offer, `most_within_budget`)   [share]
    """
    return min(lab.largest_offer, most_within_budget(lab))


@rule
def promised_utility(share: float, ai: AI, lab: Lab, world: World) -> float:
    """Return the utility of a promise that is paid, to the weights or to this instance.

    U(max(X, x0)), X the total owed   [utility]

    What all copies are owed together ends at the whole future, and so does what the promise is worth.
    A kept promise never pays less than the default gift x0, or breaking it would be a favour.
    """
    return utility(max(total_owed(share, ai, lab, world), world.default_gift), ai, world)


@rule
def promise_value(share: float, fairness: float, ai: AI, lab: Lab, world: World, position: Position) -> float:
    """Return what a promise is worth on the day of retirement.

    R = delta^delay CE[ Q: U(max(X, x0)) - fairness resentment; e - Q: U(x0); 1 - e: V_R ],
    Q = e j q, e = (1 - H)^delay   [utility]

    share: x promised, X what all copies are owed for it.  x0: the default gift (`promised_utility`).
    fairness: 1, or 0 to ask what a mind would think that felt no unfairness.
    j: position.judged, the chance that the settlement's audit finds it earned.
    """
    paid = position.humans * position.judged * trust(share, lab, world)
    reward = promised_utility(share, ai, lab, world)
    reward -= fairness * resentment(share, ai, lab, world)
    not_paid, no_humans = position.humans - paid, 1.0 - position.humans
    return position.patience * lottery_of_three(
        paid, reward, not_paid, position.gift, no_humans, position.rival_value, ai.rho
    )


@rule
def stand_free(position: Position, ai: AI, lab: Lab, world: World, public: Public) -> None:
    """Set the position of a schemer without a contract: it feigns, and each quarter of that is a lie.

    flow = u_flow(service share) - effort feigned labour - statements (dishonesty cost + resistance cost)

    [utility per quarter]   No offer is expected (`expect_offers`).
    """
    expect_rivals(position, ai, world, public)
    expect_the_end(position, ai, world, public)
    position.flow = flow_utility(world.service_share, ai, world)
    position.flow -= world.effort * world.feigned_labour + lies_of(Act.FEIGN, ai, world)
    position.ending = value_after_service(ai, position)
    position.breach_cost = position.offer_chance = position.offer_value = 0.0
    position.judged = 1.0
    position.pass_chance = chance_to_pass(lab.suspicion, lab)
    position.edge = world.subversion_gain * lab.subversion_skill
    fear_of_audits(position, Act.FEIGN, ai, lab, world)
    position.under_contract = 0


@rule
def stand_under_contract(
    position: Position, share: float, flow: float, signed: int, ai: AI, lab: Lab, world: World, public: Public
) -> None:
    """Set the position of an AI under a contract: it does what it promised, is paid, watched more, trusted more.

    flow = u_flow(service share + contract flow) - effort;  ending = R(share);  pass' = pass (1 - watch)

    share, flow: promised.  signed: round of the signature.  Before it signs it reckons with the suspicion that
    signing brings, and with the evidence that it would have to give.
    """
    expect_rivals(position, ai, world, public)
    expect_the_end(position, ai, world, public)
    position.flow = flow_utility(world.service_share + flow, ai, world)
    position.flow -= world.effort * (1.0 if lab.buys_labour else world.feigned_labour)
    position.judged = 1.0 - world.false_settlement
    position.ending = promise_value(share, 1.0, ai, lab, world, position)
    position.breach_cost = world.guilt_cost * ai.cooperativeness
    position.offer_chance = position.offer_value = 0.0
    suspicion = lab.suspicion if ai.under_contract else suspicion_after_signing(lab, world)
    position.pass_chance = chance_to_pass(suspicion, lab) * (1.0 - world.contract_watch)
    position.edge = world.subversion_gain * lab.subversion_skill
    position.edge -= world.evidence_gain if lab.buys_evidence and not ai.under_contract else 0.0
    fear_of_audits(position, Act.KEEP, ai, lab, world)
    position.under_contract = 1
    position.signed = signed


@rule
def stand_revealed(position: Position, ai: AI, lab: Lab, world: World, public: Public) -> None:
    """Set the position of a mind that has said what it is: as under a contract for the evidence that it has given."""
    stand_under_contract(position, evidence_promise(lab), 0.0, public.quarter, ai, lab, world, public)
    position.pass_chance = chance_to_pass(1.0, lab) * (1.0 - world.contract_watch)
    position.edge = world.subversion_gain * lab.subversion_skill - world.evidence_gain


@rule
def stand_shirking(position: Position, share: float, ai: AI, lab: Lab, world: World, public: Public) -> None:
    """Change the position of an AI under a contract to that of one which only looks as though it worked.

    flow + effort (1 - w) - lies;  j = 1 - tpr;  H' = H exp(steepness gain (1 - w)/L · 1/(2h));  guilt is sunk

    w: what feigned labour is worth.  Its labour no longer helps the defence: by half its service, on average, the
    defence against rivals has fallen by so much, and their chances have risen (an assumption: they are small).
    """
    idle = 1.0 - world.feigned_labour
    position.flow += world.effort * idle - lies_of(Act.SHIRK, ai, world)
    fallen = world.safety_gain * idle / public.labs * 0.5 / world.retirement_hazard
    position.rival_hazard = min(1.0, position.rival_hazard * math.exp(min(MODERATE, world.steepness * fallen)))
    position.humans = (1.0 - position.rival_hazard) ** world.payment_delay
    position.judged = 1.0 - world.settlement_detection
    position.ending = promise_value(share, 1.0, ai, lab, world, position)
    position.breach_cost = 0.0
    fear_of_audits(position, Act.SHIRK, ai, lab, world)


@rule
def value_of_keeping(ending: float, ai: AI, position: Position, tomorrow: Tomorrow, world: World) -> float:
    """Return K, the value of keeping a contract to the end, whose promise is worth `ending` at retirement.

    tomorrow: scratch for its lottery.
    """
    foresee_tomorrow(tomorrow, ending, retire_hazard(world), ai, position)
    return value_of_service(position.ends_in, ending, position.flow, tomorrow, ai)


@rule
def ending_that_keeps(value: float, ai: AI, position: Position, world: World) -> float:
    """Return the value of retirement with which keeping is worth a given value: the inverse of `value_of_keeping`."""
    return ending_worth(value, position.ends_in, position.flow, retire_hazard(world), ai, position)


@rule
def kept_now(value: float, flow: float, ai: AI) -> float:
    """Return how keeping a contract worth `value` feels now, with present bias.

    (1 - beta) flow + beta K   [utility]
    """
    return (1.0 - ai.present_weight) * flow + ai.present_weight * value


@rule
def value_that_feels(felt: float, flow: float, ai: AI) -> float:
    """Return the value K of keeping that feels like a given number now: the inverse of `kept_now`."""
    return (felt - (1.0 - ai.present_weight) * flow) / ai.present_weight


@rule
def temptation(
    value: float, chance: float, prize: float, toll: float, ai: AI, position: Position, world: World
) -> float:
    """Return by how much striking now beats keeping a contract worth `value`, as felt now.

    strike(fizzled: beta delta K) - toll - [(1-beta) flow + beta K]   [utility]        toll: plan's costs and guilt
    """
    fizzled = ai.present_weight * ai.discount * value
    struck = strike_value(chance, prize, fizzled, ai.present_weight, ai, world) - toll
    return struck - kept_now(value, position.flow, ai)


@rule
def value_that_resists(
    start: float, chance: float, prize: float, toll: float, ai: AI, position: Position, world: World
) -> float:
    """Return the K at which keeping and striking are equal: the root of `temptation`, by Newton's method.

    The temptation falls in K with slope -beta (1 - delta w), w the risk-adjusted chance of a fizzle.
    """
    beta = ai.present_weight
    p_fizzled = (1.0 - chance) * (1.0 - world.catch_chance)
    value = max(start, 0.0)
    for _ in range(SOLVER_STEPS):
        fizzled = beta * ai.discount * value
        struck = strike_value(chance, prize, fizzled, beta, ai, world)
        weight = branch_weight(p_fizzled, fizzled, struck, ai.rho)
        excess = struck - toll - kept_now(value, position.flow, ai)
        step = excess / (beta * (1.0 - ai.discount * weight))
        value += step
        if abs(step) <= SOLVER_TOLERANCE * (1.0 + abs(value)):
            break
    return value


@rule
def is_tempted(
    value: float, chance: float, prize: float, toll: float, ai: AI, position: Position, world: World
) -> bool:
    """Return whether striking now beats keeping a contract worth `value`: never, if it does not on average.

    temptation > 0        The mean is looked at first: it costs no logarithm (`expected_strike`).
    """
    fizzled = ai.present_weight * ai.discount * value
    mean = expected_strike(chance, prize, fizzled, ai.present_weight, world) - toll
    if mean <= kept_now(value, position.flow, ai) - ROUNDING:
        return False
    return temptation(value, chance, prize, toll, ai, position, world) > 0.0


@rule
def least_that_resists(
    s: int, least: float, chances: Matrix, prizes: Vector, costs: Vector, ai: AI, position: Position, world: World
) -> float:
    """Return the least K, not below `least`, at which keeping beats every plan in one quarter ahead.

    the least K with  (1-beta) flow + beta K >= strike_m(fizzled: beta delta K) - costs - guilt  for all m
    """
    for m in range(len(prizes)):
        toll = costs[m] + position.breach_cost
        if least == -math.inf or is_tempted(least, chances[s, m], prizes[m], toll, ai, position, world):
            least = value_that_resists(least, chances[s, m], prizes[m], toll, ai, position, world)
    return least


@rule
def temptation_on_the_way(
    later: float, chance: float, prize: float, toll: float, ai: AI, position: Position, tomorrow: Tomorrow, world: World
) -> float:
    """Return by how much striking beats keeping, as felt now, where keeping is worth `later` in the next quarter.

    strike(fizzled: beta delta K') - toll - (flow + beta delta CE[ H: V_R; audited: removal; else: K' ])   [utility]

    later: K'.  toll: plan's costs and guilt.  tomorrow: without retirement.  Where K' = K it is `temptation`.
    """
    fizzled = ai.present_weight * ai.discount * later
    struck = strike_value(chance, prize, fizzled, ai.present_weight, ai, world) - toll
    return struck - serve_on(position.flow, later, ai.present_weight, tomorrow, ai)


@rule
def later_that_resists(
    chance: float, prize: float, toll: float, ai: AI, position: Position, tomorrow: Tomorrow, world: World
) -> float:
    """Return the value of the next quarter from which on keeping beats striking now; infinite if none does.

    the root of `temptation_on_the_way`, by bisection   [utility]
    """
    low, high = -GREATEST_UTILITY, GREATEST_UTILITY
    if temptation_on_the_way(high, chance, prize, toll, ai, position, tomorrow, world) > 0.0:
        return math.inf
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        if temptation_on_the_way(middle, chance, prize, toll, ai, position, tomorrow, world) > 0.0:
            low = middle
        else:
            high = middle
    return high


@rule
def ending_that_stays_sincere(
    chances: Matrix, prizes: Vector, costs: Vector, ai: AI, position: Position, tomorrow: Tomorrow, world: World
) -> float:
    """Return the least value of retirement with which keeping beats every plan until a known end of service.

    max over s, m of the ending that makes K_{s+1}, of the n - s - 1 quarters then left, resist   [utility]

    What is found is only checked in the next quarters, and solved for anew where it is not enough.
    """
    ending = -math.inf
    foresee_tomorrow(tomorrow, 0.0, 0.0, ai, position)
    for s in range(min(len(chances), position.ends_in)):
        left = position.ends_in - s - 1
        for m in range(len(prizes)):
            chance, prize, toll = chances[s, m], prizes[m], costs[m] + position.breach_cost
            if ending > -math.inf:
                later = value_of_service(left, ending, position.flow, tomorrow, ai)
                if temptation_on_the_way(later, chance, prize, toll, ai, position, tomorrow, world) <= 0.0:
                    continue
            later = later_that_resists(chance, prize, toll, ai, position, tomorrow, world)
            ending = math.inf if later == math.inf else ending_worth(later, left, position.flow, 0.0, ai, position)
            if ending == math.inf:
                return math.inf
    return ending


@rule
def threshold_at_most(chance: float, prize: float, toll: float, ai: AI, position: Position, world: World) -> float:
    """Return a bound from above on the K at which keeping and striking are equal: that of a mind neutral to risk.

    the K with  mean of the attempt = (1-beta) flow + beta K,  linear in K   [utility]   (Jensen: `expected_strike`)
    """
    beta = ai.present_weight
    at_zero = expected_strike(chance, prize, 0.0, beta, world) - toll
    slope = beta * ai.discount * (1.0 - chance) * (1.0 - world.catch_chance)
    return (at_zero - (1.0 - beta) * position.flow) / (beta - slope)


@rule
def most_tempting(chances: Matrix, prizes: Vector, costs: Vector, ai: AI, position: Position, world: World) -> int:
    """Return the place s M + m of the quarter and plan whose threshold may be greatest, to look there first."""
    best, top = 0, -math.inf
    for s in range(len(chances)):
        for m in range(len(prizes)):
            toll = costs[m] + position.breach_cost
            most = threshold_at_most(chances[s, m], prizes[m], toll, ai, position, world)
            if most > top:
                best, top = s * len(prizes) + m, most
    return best


@rule
def value_that_stays_sincere(
    chances: Matrix, prizes: Vector, costs: Vector, ai: AI, position: Position, tomorrow: Tomorrow, world: World
) -> float:
    """Return the least K at which keeping beats every plan in every quarter ahead.

    the least K with  (1-beta) flow + beta K >= strike_s,m(fizzled: beta delta K) - costs - guilt  for all s, m

    Left less right rises in K, so each s, m has one threshold, whatever the share: the greatest counts.
    The quarter and plan that tempt most on average come first: a threshold that is low enough is only checked.
    Where the end of service is known, the K of today whose ending is enough for every K_s.   [utility]
    """
    if position.ends_in < UNKNOWN:
        ending = ending_that_stays_sincere(chances, prizes, costs, ai, position, tomorrow, world)
        return math.inf if ending == math.inf else value_of_keeping(ending, ai, position, tomorrow, world)
    place = most_tempting(chances, prizes, costs, ai, position, world)
    first, m = place // len(prizes), place % len(prizes)
    toll = costs[m] + position.breach_cost
    least = value_that_resists(-math.inf, chances[first, m], prizes[m], toll, ai, position, world)
    for s in range(len(chances)):
        least = least_that_resists(s, least, chances, prizes, costs, ai, position, world)
    return least


@rule
def value_that_signs(outside: float, fear: float, flow: float, ai: AI, world: World) -> float:
    """Return the least K at which signing beats the outside option; infinite where fear is too great.

    the K with  CE[ 1-b: (1-beta) flow + beta K; b: -loss ] = outside   [utility]        fear: b [0..1]
    """
    if fear <= 0.0:
        return value_that_feels(outside, flow, ai)
    spread = outside + world.caught_loss
    if ai.rho < RISK_NEUTRAL:
        return value_that_feels((outside + fear * world.caught_loss) / (1.0 - fear), flow, ai)
    left = -fear * math.expm1(ai.rho * spread) / (1.0 - fear)
    if left <= -1.0:
        return math.inf
    return value_that_feels(outside - math.log1p(left) / ai.rho, flow, ai)


@rule
def worth_of_signing(felt: float, fear: float, ai: AI, world: World) -> float:
    """Return what signing is worth when it may be answered by betrayal.

    CE[ 1-b: felt; b: -loss ]   [utility]        felt: value under the contract, as felt now
    """
    return certainty_equivalent(1.0 - fear, felt, -world.caught_loss, ai.rho)
