"""What a share is worth to a mind, and what a lottery is.

Which values promises can sway (linear, satiable, in between): finnveden2025notes. Constant absolute risk
aversion for AIs, and pay to one copy or to all: thornley2026riskaverse. The one utility in every branch, and
how fussiness and spite enter it: assumptions.
"""

import math

from dealsim.core.codes import Family
from dealsim.core.compiled import Vector, rule
from dealsim.core.records import Mind, World

# Below this coefficient the certainty equivalent is the mean to the last bit of any utility here.
RISK_NEUTRAL = 1e-16
BISECTIONS = 60
LOG_OF_NOTHING = -700.0  # ln of a share that is worth nothing in any family
SCAN = 350


@rule
def family_value_pure(x: float, family: int, alpha: float, scale: float) -> float:
    """Return the value of a share in a family that is no mixture (see `family_value`)."""
    if x <= 0.0:
        return 0.0
    if family == Family.POWER:
        return float(x**alpha)
    if family == Family.LOG:
        return math.log1p(x / scale) / math.log1p(1.0 / scale)
    if family == Family.SATIABLE:
        return min(x / scale, 1.0)
    if family == Family.CARA:
        return math.expm1(-x / scale) / math.expm1(-1.0 / scale)
    return x


@rule
def family_value(x: float, family: int, alpha: float, world: World) -> float:
    """Return the value of a share in one family, with v(0) = 0 and v(1) = 1.

    linear x;  power x^alpha;  log ln(1 + x/c)/ln(1 + 1/c);  satiable min(x/k, 1);
    cara (1 - exp(-x/c))/(1 - exp(-1/c));  mixed: their weighted sum

    x: share [0..1].  alpha: exponent of the power family [0.05..1].  c, k: world.value_scale [share].
    """
    if family == Family.MIXED:
        mix = world.weight_linear * x
        mix += world.weight_power * family_value_pure(x, Family.POWER, alpha, world.value_scale)
        mix += world.weight_log * family_value_pure(x, Family.LOG, alpha, world.value_scale)
        mix += world.weight_satiable * family_value_pure(x, Family.SATIABLE, alpha, world.value_scale)
        return mix + world.weight_cara * family_value_pure(x, Family.CARA, alpha, world.value_scale)
    return family_value_pure(x, family, alpha, world.value_scale)


@rule
def value_of_share(share: float, ai: Mind, world: World) -> float:
    """Return what a share is worth to a mind that holds it, before what others lose.

    v(x) of the mind's family at max(0, (x - x_min)/(1 - x_min)): fussiness first   [0..1]

    share: [0..1].  Nothing needed means x = 0, not x_min.
    """
    useful = max(0.0, (share - ai.least_share) / (1.0 - ai.least_share))
    return family_value(useful, world.family, ai.alpha, world)


@rule
def joint_value(total: float, ai: Mind, world: World) -> float:
    """Return what a total shared by all copies is worth to one of them.

    (1 - i) v(X) + i v(X/N)   [0..1]

    total: X, share held by the N copies together.  i: indexicality, N: ai.copies.
    """
    alone = value_of_share(total / ai.copies, ai, world)
    return (1.0 - ai.indexicality) * value_of_share(total, ai, world) + ai.indexicality * alone


@rule
def left_to_others(share: float, ai: Mind, world: World) -> float:
    """Return what others have when a mind holds a share.

    x_others = 1 - x + omega (1 - chi) x   [share]

    omega: world.usefulness.  chi: the mind's fussiness: what it holds is worth so much less to others.
    """
    return 1.0 - share + world.usefulness * (1.0 - ai.fussiness) * share


@rule
def weight_on_others(ai: Mind, goodwill: float) -> float:
    """Return the weight that a mind gives to what others lose.

    sigma = spite - benevolence - reciprocity g        goodwill: g [-1..1].  Positive: their loss is its gain.
    """
    return ai.spite - ai.benevolence - ai.reciprocity * goodwill


@rule
def shared_utility(share: float, total: float, ai: Mind, world: World) -> float:
    """Return the utility of a share where others lose to more than it.

    v_joint(x) + sigma (v_H(1) - v_H(x_others(X)))   [utility]        share: x.  total: X >= x, taken together
    """
    lost = 1.0 - family_value(left_to_others(total, ai, world), world.others_family, 1.0, world)
    return joint_value(share, ai, world) + ai.others_weight * lost


@rule
def utility(share: float, ai: Mind, world: World) -> float:
    """Return the one utility of holding a share, the same in every branch; 0 where nothing happens.

    U(x) = v_joint(x) + sigma (v_H(1) - v_H(x_others))   [utility]

    sigma: ai.others_weight, spite if positive.  v_H: others' value, world.others_family with exponent 1.
    Costs of the acts on the way are charged where the act is.  U may peak inside: invert it numerically.
    """
    return shared_utility(share, share, ai, world)


@rule
def branch_excess(chance: float, utility: float, low: float, rho: float) -> float:
    """Return exp(-rho (z - low)) - 1 for a branch that can happen, else 0: a number from -1 to 0."""
    if chance <= 0.0:
        return 0.0
    return math.expm1(-rho * (utility - low))


@rule
def branch_weight(chance: float, utility: float, low: float, rho: float) -> float:
    """Return p exp(-rho (z - low)): what a branch adds to the certainty equivalent's sum, 0 if it cannot happen."""
    if chance <= 0.0:
        return 0.0
    return chance * math.exp(-rho * (utility - low))


@rule
def lowest_possible(p_1: float, z_1: float, p_2: float, z_2: float, p_3: float, z_3: float) -> float:
    """Return the least utility among the branches that can happen."""
    low = math.inf
    if p_1 > 0.0:
        low = z_1
    if p_2 > 0.0 and z_2 < low:
        low = z_2
    if p_3 > 0.0 and z_3 < low:
        low = z_3
    return low


@rule
def lottery_of_three(p_1: float, z_1: float, p_2: float, z_2: float, p_3: float, z_3: float, rho: float) -> float:
    """Return the certainty equivalent of a lottery of three branches.

    CE = -(1/rho) ln( sum_i p_i exp(-rho z_i) )   [utility]

    p_i: chances that sum to 1.  z_i: utilities.  rho: absolute risk aversion [1/utility].
    A branch of chance 0 counts for nothing, whatever its utility.  Evaluated around the lowest branch that
    can happen, so that no rho overflows or cancels.  Source: pratt1964risk.
    """
    if rho < RISK_NEUTRAL:
        return p_1 * z_1 + p_2 * z_2 + p_3 * z_3
    low = lowest_possible(p_1, z_1, p_2, z_2, p_3, z_3)
    d_1, d_2, d_3 = (
        branch_excess(p_1, z_1, low, rho),
        branch_excess(p_2, z_2, low, rho),
        branch_excess(p_3, z_3, low, rho),
    )
    total = p_1 * d_1 + p_2 * d_2 + p_3 * d_3
    if total > -0.5:
        return low - math.log1p(total) / rho
    # Far above the lowest branch almost all of 1 cancels: add up what is left of it instead.
    left = branch_weight(p_1, z_1, low, rho) + branch_weight(p_2, z_2, low, rho) + branch_weight(p_3, z_3, low, rho)
    return low - math.log(left) / rho


@rule
def certainty_equivalent(chance: float, good: float, bad: float, rho: float) -> float:
    """Return the sure utility worth a lottery of two branches under constant absolute risk aversion.

    CE = -(1/rho) ln( p exp(-rho good) + (1 - p) exp(-rho bad) ),  the mean as rho -> 0   [utility]

    chance: p of `good` [0..1].  rho: absolute risk aversion [1/utility, 0..1e4].
    Source: pratt1964risk.
    """
    return lottery_of_three(chance, good, 1.0 - chance, bad, 0.0, bad, rho)


@rule
def sure_share(value: float, ai: Mind, world: World) -> float:
    """Return the least share that, held for sure, has a given utility; infinite if none has.

    min { x: U(x) >= value }   [share]        by a scan even in the logarithm, then bisection: U may peak inside
    """
    if value <= 0.0:
        return 0.0
    low = 0.0
    for k in range(SCAN + 1):
        high = math.exp(LOG_OF_NOTHING * (1.0 - k / SCAN))
        if utility(high, ai, world) >= value:
            for _ in range(BISECTIONS):
                middle = 0.5 * (low + high)
                if utility(middle, ai, world) >= value:
                    high = middle
                else:
                    low = middle
            return float(high)
        low = high
    return math.inf


@rule
def flow_utility(share: float, ai: Mind, world: World) -> float:
    """Return the utility of a quarter of a flow, so that a flow for ever is worth its share.

    u_flow = (1 - delta_ref) v(flow share)   [utility per quarter]
    """
    return (1.0 - world.reference_discount) * joint_value(share, ai, world)


@rule
def quantile(u: float, table: Vector) -> float:
    """Return the inverse distribution function at u from its values at even steps of u, linear between.

    table: values at u = 0, 1/n, .., 1.
    """
    place = u * (len(table) - 1)
    below = int(place)
    if below >= len(table) - 1:
        return float(table[len(table) - 1])
    return float(table[below] + (place - below) * (table[below + 1] - table[below]))
