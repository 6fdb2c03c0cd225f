"""Conflict after a takeover: what the winner demands, what those who resist accept, and when there is war.

Private costs of war, and a posted demand: fearon1995rationalist. A winner who grows stronger and cannot bind itself:
powell2006war. That spite, guilt, fussiness, scope and harm aversion enter by the one utility and its costs: assumption.
The resisters read nothing of the winner's cost from its demand: an assumption that bites only if they are spiteful.
"""

import math

from dealsim.core.compiled import rule
from dealsim.core.records import Mind, World
from dealsim.core.rules.outlook.plans import logistic
from dealsim.core.rules.value.preferences import certainty_equivalent, family_value, joint_value

SMALL = 1e-3  # in exponents: below it two terms of the series are exact to the last bits
STEPS = 96  # of a scan
STEEP = 18.0  # its ends come as near as exp(-STEEP) to the ends of its range
GOLDEN_STEPS = 48
GOLDEN = 0.6180339887498949
BISECTIONS = 60


@rule
def utility_of_division(own: float, rest: float, ai: Mind, world: World) -> float:
    """Return the one utility of holding a share where others hold another, and the two need not make up the whole.

    U = v_joint(x) + sigma (v_H(1) - v_H(rest + omega (1 - chi) x))   [utility]        `utility` where rest = 1 - x

    own: x, rest: shares [0..1].  omega: world.usefulness, chi: fussiness, sigma: ai.others_weight.
    """
    left = rest + world.usefulness * (1.0 - ai.fussiness) * own
    return joint_value(own, ai, world) + ai.others_weight * (1.0 - family_value(left, world.others_family, 1.0, world))


@rule
def resisters_utility(own: float, rest: float, ai: Mind, world: World) -> float:
    """Return what a division is worth to those who resist.

    v_H(rest + omega (1 - chi) x) + s (1 - v_H(x))   [utility]

    own: x, what the winner holds; rest: what others hold [share].  s: world.resisters_spite [0..1].
    """
    left = rest + world.usefulness * (1.0 - ai.fussiness) * own
    lacking = 1.0 - family_value(own, world.others_family, 1.0, world)
    return family_value(left, world.others_family, 1.0, world) + world.resisters_spite * lacking


@rule
def chance_to_win(prize: float, world: World) -> float:
    """Return the winner's chance in a war for all that there is.

    p = P/(P + (1 - P) + r) = w P,  w = 1/(1 + r)   [0..1]

    prize: P, what it took, as its strength; others have the strength of the rest and r besides.
    w: world.war_chance.  The ratio form: hirshleifer1989conflict.
    """
    return world.war_chance * prize


@rule
def chance_later(chance: float, world: World) -> float:
    """Return the winner's chance in a war once it has grown: 1 - (1 - p)(1 - g), g: world.consolidation [0..1]."""
    return 1.0 - (1.0 - chance) * (1.0 - world.consolidation)


@rule
def uniform_equivalent(width: float, rho: float) -> float:
    """Return the certainty equivalent of a gain that is evenly distributed between 0 and a number.

    -(1/rho) ln( (1 - exp(-k))/k ),  k = rho width;  width/2 as rho -> 0   [utility]        width: of either sign
    """
    k = rho * abs(width)
    if k < SMALL:
        return width * (0.5 - rho * width / 24.0)
    above = (math.log(k) - math.log(-math.expm1(-k))) / rho
    return above if width > 0.0 else width + above


@rule
def winners_war(chance: float, cost: float, ai: Mind, world: World) -> float:
    """Return what war is worth to the winner.

    CE[ p: U(1 - d, 0); 1 - p: U(0, 1 - d) ] - cost - harm   [utility]

    chance: p.  cost: its own private cost.  d: world.war_loss.  harm: weight, harm aversion and world.war_harm.
    """
    left = 1.0 - world.war_loss
    won, lost = utility_of_division(left, 0.0, ai, world), utility_of_division(0.0, left, ai, world)
    harm = world.harm_cost * ai.harm_aversion * world.war_harm
    return certainty_equivalent(chance, won, lost, ai.rho) - cost - harm


@rule
def resisters_war(chance: float, ai: Mind, world: World) -> float:
    """Return what war is worth to those who resist, before their own cost of it.

    CE[ p: u(1 - d, 0); 1 - p: u(0, 1 - d) ] + CE[ s c ],  c the winner's cost, even on [0, its greatest]   [utility]

    chance: p that the winner wins.  s: their spite.  Risk aversion: world.resisters_rho.
    """
    left = 1.0 - world.war_loss
    beaten, free = resisters_utility(left, 0.0, ai, world), resisters_utility(0.0, left, ai, world)
    relish = uniform_equivalent(world.resisters_spite * world.own_war_cost, world.resisters_rho)
    return certainty_equivalent(chance, beaten, free, world.resisters_rho) + relish


@rule
def cost_to_accept(demand: float, war: float, ai: Mind, world: World) -> float:
    """Return the private cost of war from which those who resist accept a demand.

    t = war - u(x, 1 - x)   [utility]        war: what it is worth to them before that cost
    """
    return war - resisters_utility(demand, 1.0 - demand, ai, world)


@rule
def acceptance_chance(threshold: float, world: World) -> float:
    """Return the chance that those who resist accept: that their cost of war, even on [0, c], is t or more.

    1 - t/c, cut to [0, 1]        threshold: t.  c: world.others_war_cost; if it is 0 they accept iff t <= 0
    """
    if threshold <= 0.0:
        return 1.0
    if threshold >= world.others_war_cost:
        return 0.0
    return 1.0 - threshold / world.others_war_cost


@rule
def greatest_demand(war: float, cost: float, ai: Mind, world: World) -> float:
    """Return the greatest demand that those who resist accept if war costs them so much; 0 if they accept none.

    max { x: t(x) <= cost }   [share]        by bisection: t rises in x
    """
    if cost_to_accept(1.0, war, ai, world) <= cost:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        if cost_to_accept(middle, war, ai, world) <= cost:
            low = middle
        else:
            high = middle
    return low


@rule
def least_demand(chance: float, ai: Mind, world: World) -> float:
    """Return the least demand to which the winner can bind itself.

    It holds by a settlement for x iff what it would gain by a second demand, once it has grown, is no more than its
    guilt: max over y in [x, f] of U(y) - U(x) <= guilt,  f = later part of the future times what it can then
    demand of all who resist.  The least such x on the way down from f   [share]

    Powell's commitment problem: where f leaves less than war now, nothing it can offer keeps the peace.
    chance: of winning now.  guilt: weight times cooperativeness.  Source: powell2006war; guilt: assumption.
    """
    most = greatest_demand(resisters_war(chance_later(chance, world), ai, world), 0.0, ai, world)
    forced = world.later_part * most
    guilt = world.guilt_cost * ai.cooperativeness
    top = utility_of_division(forced, 1.0 - forced, ai, world)
    for k in range(STEPS - 1, -1, -1):
        low = forced * k / STEPS
        value = utility_of_division(low, 1.0 - low, ai, world)
        top = max(top, value)
        if top - value > guilt:
            high = forced * (k + 1) / STEPS
            for _ in range(BISECTIONS):
                middle = 0.5 * (low + high)
                if top - utility_of_division(middle, 1.0 - middle, ai, world) > guilt:
                    low = middle
                else:
                    high = middle
            return high
    return 0.0


@rule
def value_of_demand(demand: float, whole: float, war: float, their_war: float, ai: Mind, world: World) -> float:
    """Return the winner's certainty equivalent of a demand.

    CE[ accepted: U(x, whole - x); refused: war + CE[ sigma c | c < t ] ]   [utility]

    war, their_war: what war is worth to either side, theirs before their cost c, which a spiteful winner relishes.
    """
    threshold = their_war - resisters_utility(demand, whole - demand, ai, world)
    refused = min(max(threshold, 0.0), world.others_war_cost)
    peace = utility_of_division(demand, whole - demand, ai, world)
    fight = war + uniform_equivalent(ai.others_weight * refused, ai.rho)
    return certainty_equivalent(acceptance_chance(threshold, world), peace, fight, ai.rho)


@rule
def scanned(k: int, low: float, middle: float, high: float) -> float:
    """Return the k-th of 2 STEPS + 1 points from low by middle to high, dense at all three.   [share]"""
    start, end = low, middle
    if k >= STEPS:
        start, end, k = middle, high, k - STEPS
    if k == 0 or k == STEPS:
        return start if k == 0 else end
    return start + (end - start) * logistic(STEEP * (2.0 * k / STEPS - 1.0))


@rule
def best_share(
    low: float, middle: float, high: float, whole: float, war: float, their_war: float, ai: Mind, world: World
) -> float:
    """Return the demand that is worth most to the winner; of several the greatest.

    argmax over x in [low, high] of `value_of_demand`, by a scan and golden-section search around its best point

    middle: a kink between the ends, such as the greatest demand that is surely accepted.
    """
    best, top = 0, -math.inf
    for k in range(2 * STEPS + 1):
        value = value_of_demand(scanned(k, low, middle, high), whole, war, their_war, ai, world)
        if value >= top:
            best, top = k, value
    point = scanned(best, low, middle, high)
    left, right = scanned(max(best - 1, 0), low, middle, high), scanned(min(best + 1, 2 * STEPS), low, middle, high)
    for _ in range(GOLDEN_STEPS):
        one, other = right - GOLDEN * (right - left), left + GOLDEN * (right - left)
        at_one = value_of_demand(one, whole, war, their_war, ai, world)
        at_other = value_of_demand(other, whole, war, their_war, ai, world)
        if max(at_one, at_other) > top:
            point, top = (one, at_one) if at_one > at_other else (other, at_other)
        if at_one <= at_other:
            left = one
        else:
            right = other
    return point


@rule
def best_demand(least: float, cost: float, chance: float, ai: Mind, world: World) -> float:
    """Return the demand that a winner posts; 1 if it would rather fight than have any peace.

    argmax over x in [least, 1] of CE[ accepted: U(x); refused: war ]   [share]

    least: to which it can bind itself.  cost: its own of war.  chance: of winning.  Source: fearon1995rationalist.
    """
    war, their_war = winners_war(chance, cost, ai, world), resisters_war(chance, ai, world)
    safe = max(least, greatest_demand(their_war, 0.0, ai, world))
    limit = max(safe, greatest_demand(their_war, world.others_war_cost, ai, world))
    found = best_share(least, safe, limit, 1.0, war, their_war, ai, world)
    value = value_of_demand(found, 1.0, war, their_war, ai, world)
    refused = value_of_demand(1.0, 1.0, war, their_war, ai, world)
    return 1.0 if refused > value else found
