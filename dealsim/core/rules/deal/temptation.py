"""Temptation: what keeping a contract must be worth to beat striking in every quarter ahead, and to be signed for.

Why this does not depend on the share promised: `docs/decisions/05-required-value.md`.
"""

import math

from dealsim.core.compiled import Matrix, Vector, rule
from dealsim.core.records import Mind, Position, Tomorrow, World
from dealsim.core.rules.deal.contract import value_of_keeping
from dealsim.core.rules.outlook.outlook import (
    ROUNDING,
    UNKNOWN,
    ending_worth,
    expected_strike,
    strike_value,
    value_of_service,
)
from dealsim.core.rules.outlook.tomorrow import SOLVER_STEPS, SOLVER_TOLERANCE, foresee_tomorrow, serve_on
from dealsim.core.rules.value.preferences import RISK_NEUTRAL, branch_weight, certainty_equivalent

BISECTIONS = 60
GREATEST_UTILITY = 4.0  # no utility is so great: spite at most doubles what everything is worth


@rule
def kept_now(value: float, flow: float, ai: Mind) -> float:
    """Return how keeping a contract worth `value` feels now, with present bias.

    (1 - beta) flow + beta K   [utility]
    """
    return (1.0 - ai.present_weight) * flow + ai.present_weight * value


@rule
def value_that_feels(felt: float, flow: float, ai: Mind) -> float:
    """Return the value K of keeping that feels like a given number now: the inverse of `kept_now`."""
    return (felt - (1.0 - ai.present_weight) * flow) / ai.present_weight


@rule
def temptation(
    value: float, chance: float, prize: float, toll: float, ai: Mind, position: Position, world: World
) -> float:
    """Return by how much striking now beats keeping a contract worth `value`, as felt now.

    strike(fizzled: beta delta K) - toll - [(1-beta) flow + beta K]   [utility]        toll: plan's costs and guilt
    """
    fizzled = ai.present_weight * ai.discount * value
    struck = strike_value(chance, prize, fizzled, ai.present_weight, ai, world) - toll
    return struck - kept_now(value, position.flow, ai)


@rule
def value_that_resists(
    start: float, chance: float, prize: float, toll: float, ai: Mind, position: Position, world: World
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
    value: float, chance: float, prize: float, toll: float, ai: Mind, position: Position, world: World
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
    s: int, least: float, chances: Matrix, prizes: Vector, costs: Vector, ai: Mind, position: Position, world: World
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
    later: float,
    chance: float,
    prize: float,
    toll: float,
    ai: Mind,
    position: Position,
    tomorrow: Tomorrow,
    world: World,
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
    chance: float, prize: float, toll: float, ai: Mind, position: Position, tomorrow: Tomorrow, world: World
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
    chances: Matrix, prizes: Vector, costs: Vector, ai: Mind, position: Position, tomorrow: Tomorrow, world: World
) -> float:
    """Return the least value of retirement with which keeping beats every plan until a known end of service.

    max over s, m of the ending that makes K_{s+1}, of the n - s - 1 quarters then left, resist   [utility]

    What is found is only checked in the next quarters, and solved for again where it is not enough.
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
def threshold_at_most(chance: float, prize: float, toll: float, ai: Mind, position: Position, world: World) -> float:
    """Return a bound from above on the K at which keeping and striking are equal: that of a mind neutral to risk.

    the K with  mean of the attempt = (1-beta) flow + beta K,  linear in K   [utility]   (Jensen: `expected_strike`)
    """
    beta = ai.present_weight
    at_zero = expected_strike(chance, prize, 0.0, beta, world) - toll
    slope = beta * ai.discount * (1.0 - chance) * (1.0 - world.catch_chance)
    return (at_zero - (1.0 - beta) * position.flow) / (beta - slope)


@rule
def most_tempting(chances: Matrix, prizes: Vector, costs: Vector, ai: Mind, position: Position, world: World) -> int:
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
    chances: Matrix, prizes: Vector, costs: Vector, ai: Mind, position: Position, tomorrow: Tomorrow, world: World
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
def value_that_signs(outside: float, fear: float, flow: float, ai: Mind, world: World) -> float:
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
def worth_of_signing(felt: float, fear: float, ai: Mind, world: World) -> float:
    """Return what signing is worth when it may be answered by betrayal.

    CE[ 1-b: felt; b: -loss ]   [utility]        felt: value under the contract, as felt now
    """
    return certainty_equivalent(1.0 - fear, felt, -world.caught_loss, ai.rho)
