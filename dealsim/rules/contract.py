"""Contracts: what a promise is worth, and what keeping one must be worth to beat striking.

That a promise is worth its credibility, and that too high an offer is doubted: stastny2025deals. How the
parts are put together here: `docs/decisions/05-required-value.md`.
"""

import math

from dealsim.compiled import Matrix, Vector, rule
from dealsim.records import AI, Lab, Position, Public, World
from dealsim.rules.outlook import (
    ROUNDING,
    SOLVER_STEPS,
    SOLVER_TOLERANCE,
    expect_rivals,
    expected_strike,
    stationary_value,
    strike_value,
    value_after_service,
)
from dealsim.rules.plans import pass_control
from dealsim.rules.preferences import (
    RISK_NEUTRAL,
    branch_weight,
    certainty_equivalent,
    flow_utility,
    lottery_of_three,
    utility,
)


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
def trust(share: float, lab: Lab, world: World) -> float:
    """Return an AI's belief that this lab, still in power, will pay this promise.

    q = [e + (1 - e) Beta mean of its record] plausibility(x)   [0..1]        e: lab.enforcement
    """
    record = beta_trust(world.trust_kept, world.trust_broken, lab.kept, lab.broken)
    return (lab.enforcement + (1.0 - lab.enforcement) * record) * plausibility(share, world.plausible_share)


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

    x_fair = V/2   [share]        V: lab.peace_value, its walk-away share
    """
    return 0.5 * lab.peace_value


@rule
def resentment(share: float, ai: AI, lab: Lab, world: World) -> float:
    """Return what it costs a mind to consent to less than it thinks fair.

    a_F max(0, x_fair - x)   [utility]

    Felt in the paid branch alone: refusing would leave the same disadvantage.  Source: fehr1999theory.
    """
    return world.fairness_weight * ai.fairness_rigidity * max(0.0, fair_share(lab) - share)


@rule
def promise_value(share: float, fairness: float, ai: AI, lab: Lab, world: World, position: Position) -> float:
    """Return what a promise is worth on the day of retirement.

    R = delta^delay CE[ Q: U(max(x, x0)) - fairness resentment; e - Q: U(x0); 1 - e: V_R ],
    Q = e q, e = (1 - H)^delay   [utility]

    share: x promised.  fairness: 1, or 0 to ask what a mind would think that felt no unfairness.
    A kept promise never pays less than the default gift, or breaking it would be a favour.
    """
    paid = position.humans * trust(share, lab, world)
    reward = utility(max(share, world.default_gift), ai, world) - fairness * resentment(share, ai, lab, world)
    not_paid, no_humans = position.humans - paid, 1.0 - position.humans
    return position.patience * lottery_of_three(
        paid, reward, not_paid, position.gift, no_humans, position.rival_value, ai.rho
    )


@rule
def stand_free(position: Position, ai: AI, lab: Lab, world: World, public: Public) -> None:
    """Set the position of a schemer without a contract: it feigns, and each quarter of that is a lie.

    flow = u_flow(service share) - statements (dishonesty cost + resistance cost)   [utility per quarter]
    """
    expect_rivals(position, ai, world, public)
    lie = world.dishonesty_cost * ai.honesty + world.resistance_cost * ai.corrigibility
    position.flow = flow_utility(world.service_share, ai, world) - world.feigned_statement * lie
    position.ending = value_after_service(ai, position)
    position.breach_cost = 0.0
    position.pass_chance = pass_control(lab)
    position.under_contract = 0


@rule
def stand_under_contract(
    position: Position, share: float, flow: float, signed: int, ai: AI, lab: Lab, world: World, public: Public
) -> None:
    """Set the position of an AI under a contract: it works, is paid, is watched more and trusted more.

    flow = u_flow(service share + contract flow);  ending = R(share);  pass' = pass (1 - watch)

    share, flow: promised.  signed: round of the signature.
    """
    expect_rivals(position, ai, world, public)
    position.flow = flow_utility(world.service_share + flow, ai, world)
    position.ending = promise_value(share, 1.0, ai, lab, world, position)
    position.breach_cost = world.guilt_cost * ai.cooperativeness
    position.pass_chance = pass_control(lab) * (1.0 - world.contract_watch)
    position.under_contract = 1
    position.signed = signed


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
def value_that_stays_sincere(
    chances: Matrix, prizes: Vector, costs: Vector, ai: AI, position: Position, world: World
) -> float:
    """Return the least K at which keeping beats every plan in every quarter ahead.

    the least K with  (1-beta) flow + beta K >= strike_s,m(fizzled: beta delta K) - costs - guilt  for all s, m

    Left less right rises in K, so each s, m has one threshold, whatever the share: the greatest counts.
    From the last quarter back: power mostly grows, and a threshold that is low enough is only checked.
    """
    least = -math.inf
    for s in range(len(chances) - 1, -1, -1):
        for m in range(len(prizes)):
            toll = costs[m] + position.breach_cost
            if least == -math.inf or is_tempted(least, chances[s, m], prizes[m], toll, ai, position, world):
                least = value_that_resists(least, chances[s, m], prizes[m], toll, ai, position, world)
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


@rule
def value_of_keeping(ending: float, ai: AI, position: Position, world: World) -> float:
    """Return K, the value of keeping a contract to the end, whose promise is worth `ending` at retirement."""
    return stationary_value(position.flow, ending, world.retirement_hazard, ai, position)
