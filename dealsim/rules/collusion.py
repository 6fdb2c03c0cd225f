"""Collusion of copies: a plot that needs the silence of all of them, and a pot for those who report it.

That a pot shared by those who report breaks a unanimous plot of selfish copies: finnveden2025notes. The correlation
that a copy assumes between its choice and the others': assumption.
"""

import math

from dealsim.codes import Family
from dealsim.compiled import rule
from dealsim.records import AI, World
from dealsim.rules.preferences import RISK_NEUTRAL, certainty_equivalent, value_of_share

NODES = 256
DEVIATIONS = 7.0  # all but 1e-11 of a binomial count lies so near to its mean
RARE = 25  # and where the count is small, so many more


@rule
def log_weight(k: int, trials: int, chance: float) -> float:
    """Return the logarithm of a binomial chance, less a number that is the same for every count.

    k ln(r/(1-r)) - ln k! - ln (n-k)!        trials: n.  chance: r, inside (0, 1).
    """
    odds = math.log(chance) - math.log1p(-chance)
    return k * odds - math.lgamma(k + 1.0) - math.lgamma(trials - k + 1.0)


@rule
def reward(others: int, pot: float, ai: AI, world: World) -> float:
    """Return what reporting is worth if so many others report too, on the scale on which risk is neutral.

    (1 - exp(-rho v))/rho,  v = v(s/(1 + K)), as rho -> 0: v   [utility]        K: others.  s: pot [share].

    The pot pays the instance, so it is no share that the copies divide as they do a prize.
    """
    value = value_of_share(pot / (1.0 + others), ai, world)
    return value if ai.rho < RISK_NEUTRAL else -math.expm1(-ai.rho * value) / ai.rho


@rule
def pot_is_rough(low: int, high: int, pot: float, ai: AI, world: World) -> bool:
    """Return whether the value of a part of the pot has a kink or a step among these counts of others who report.

    at s/(1 + K) = x_min, where a share begins to be useful, and at k useful, where satiable minds have enough
    """
    first, last = pot / (1.0 + high), pot / (1.0 + low)
    enough = ai.least_share + (1.0 - ai.least_share) * world.value_scale
    sated = world.family == Family.SATIABLE or (world.family == Family.MIXED and world.weight_satiable > 0.0)
    return (first <= ai.least_share <= last) or (sated and first <= enough <= last)


@rule
def expected_reward(pot: float, correlation: float, copies: int, ai: AI, world: World) -> float:
    """Return the mean of `reward` over the number of others who report, K ~ Binomial(N - 1, r_c).

    A sum over the counts near the mean: all of them, or, where they are many and the value is smooth, NODES at even
    steps (the trapezoid rule: its error for so smooth a weight is far below 1e-6).
    """
    trials = copies - 1
    if trials < 1 or correlation <= 0.0 or correlation >= 1.0:
        return reward(trials if correlation >= 1.0 else 0, pot, ai, world)
    mean = trials * correlation
    spread = DEVIATIONS * math.sqrt(mean * (1.0 - correlation)) + RARE
    low, high = max(0, int(mean - spread)), min(trials, int(mean + spread) + 1)
    step = 1 if pot_is_rough(low, high, pot, ai, world) else max(1, (high - low) // NODES)
    top = log_weight(int(min(mean, trials - 1.0)), trials, correlation)
    total = weights = 0.0
    for k in range(low, high + 1, step):
        weight = math.exp(log_weight(k, trials, correlation) - top)
        weights += weight
        total += weight * reward(k, pot, ai, world)
    return total / weights


@rule
def whistleblower_value(pot: float, correlation: float, copies: int, ai: AI, world: World) -> float:
    """Return what reporting a plot is worth to one of the copies.

    CE_K[ v(s/(1 + K)) ],  K ~ Binomial(N - 1, r_c); at rho = 0 the mean   [utility]

    pot: s, shared by all who report [share].  correlation: r_c: each other reports with this chance if it does
    (0: it reports alone, 1: all do).  copies: N.
    """
    mean = expected_reward(pot, correlation, copies, ai, world)
    most = value_of_share(pot, ai, world)
    if ai.rho < RISK_NEUTRAL:
        return mean
    return most if ai.rho * mean >= 1.0 else min(most, -math.log1p(-ai.rho * mean) / ai.rho)


@rule
def plot_survives(chance: float, prize_value: float, whistle: float, ai: AI) -> bool:
    """Return whether a plot that needs every copy's silence survives: no copy would rather report it.

    iff CE[ p: J; 1 - p: 0 ] > whistle, at rho = 0 iff p J > whistle; a lone copy needs nobody's silence: always

    chance: p.  prize_value: J, the joint value of the prize to one copy [utility].  whistle: `whistleblower_value`.
    Source: finnveden2025notes (the unanimity game); its correlated form is an assumption.
    """
    return ai.copies <= 1 or certainty_equivalent(chance, prize_value, 0.0, ai.rho) > whistle
