"""Collusion of copies: a plot that needs the silence of all of them, and a pot for those who report it.

That a pot shared by those who report breaks a unanimous plot of selfish copies: finnveden2025notes. The correlation
that a copy assumes between its choice and the others': assumption.
"""

import math

from dealsim.core.codes import Family
from dealsim.core.compiled import rule
from dealsim.core.records import Mind, World
from dealsim.core.rules.value.preferences import RISK_NEUTRAL, value_of_share

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
def reward(others: int, pot: float, ai: Mind, world: World) -> float:
    """Return what reporting is worth if so many others report too.

    v(s/(1 + K))   [utility]        K: others.  s: pot [share].

    The pot pays the instance, so it is no share that the copies divide as they do a prize.
    """
    return value_of_share(pot / (1.0 + others), ai, world)


@rule
def pot_is_rough(low: int, high: int, pot: float, ai: Mind, world: World) -> bool:
    """Return whether the value of a part of the pot has a kink or a step among these counts of others who report.

    at s/(1 + K) = x_min, where a share begins to be useful, and at k useful, where satiable minds have enough
    """
    first, last = pot / (1.0 + high), pot / (1.0 + low)
    enough = ai.least_share + (1.0 - ai.least_share) * world.value_scale
    sated = world.family == Family.SATIABLE or (world.family == Family.MIXED and world.weight_satiable > 0.0)
    return (first <= ai.least_share <= last) or (sated and first <= enough <= last)


@rule
def certain_reward(
    low: int, high: int, step: int, pot: float, chance: float, trials: int, ai: Mind, world: World
) -> float:
    """Return the certainty equivalent of `reward` over a binomial count, summed at some of its values.

    -(1/rho) ln( sum w exp(-rho v)/sum w ),  as rho -> 0: sum w v/sum w   [utility]

    low, high, step: the counts summed.  Evaluated around the least reward among them: no rho overflows or cancels.
    """
    least, rho = reward(high, pot, ai, world), ai.rho
    top = log_weight(min(int(trials * chance), trials), trials, chance)
    weights = total = left = 0.0
    for k in range(low, high + 1, step):
        weight, above = math.exp(log_weight(k, trials, chance) - top), reward(k, pot, ai, world) - least
        weights += weight
        total += weight * (above if rho < RISK_NEUTRAL else math.expm1(-rho * above))
        left += weight * math.exp(-rho * above)
    if rho < RISK_NEUTRAL:
        return least + total / weights
    if total > -0.5 * weights:
        return least - math.log1p(total / weights) / rho
    return least - math.log(left / weights) / rho


@rule
def whistleblower_value(pot: float, correlation: float, copies: int, ai: Mind, world: World) -> float:
    """Return what reporting a plot is worth to one of the copies.

    CE_K[ v(s/(1 + K)) ],  K ~ Binomial(N - 1, r_c); at rho = 0 the mean   [utility]

    pot: s, shared by all who report [share].  correlation: r_c: each other reports with this chance if it does
    (0: it reports alone, 1: all do).  copies: N.  Of many copies only the counts near the mean are summed (those
    left out have chance 1e-11), at NODES even steps where the value is smooth: the trapezoid rule.
    """
    trials = copies - 1
    if trials < 1 or correlation <= 0.0 or correlation >= 1.0:
        return reward(trials if correlation >= 1.0 else 0, pot, ai, world)
    low, high, step = 0, trials, 1
    if trials > NODES:
        mean = trials * correlation
        spread = DEVIATIONS * math.sqrt(mean * (1.0 - correlation)) + RARE
        low, high = max(0, int(mean - spread)), min(trials, int(mean + spread) + 1)
        if not pot_is_rough(low, high, pot, ai, world):
            step = max(1, (high - low) // NODES)
    found = certain_reward(low, high, step, pot, correlation, trials, ai, world)
    return min(found, reward(0, pot, ai, world))  # no more than the pot: where all weight is on it, rounding may say so


@rule
def least_plot_chance(prize_value: float, whistle: float, ai: Mind) -> float:
    """Return the chance above which a plot that needs every copy's silence survives; infinite if none is enough.

    the p with  CE[ p: J; 1 - p: 0 ] = whistle:  (1 - exp(-rho w))/(1 - exp(-rho J)),  w/J as rho -> 0

    prize_value: J, the joint value of the prize to one copy [utility].  whistle: w, `whistleblower_value`.
    A lone copy needs no one's silence: below 0.
    """
    if ai.copies <= 1:
        return -1.0
    if prize_value <= 0.0:
        return math.inf
    if ai.rho < RISK_NEUTRAL:
        return whistle / prize_value
    return math.expm1(-ai.rho * whistle) / math.expm1(-ai.rho * prize_value)


@rule
def plot_survives(chance: float, prize_value: float, whistle: float, ai: Mind) -> bool:
    """Return whether a plot that needs every copy's silence survives: no copy would rather report it.

    iff CE[ p: J; 1 - p: 0 ] > whistle, at rho = 0 iff p J > whistle; a lone copy needs no one's silence: always

    chance: p.  prize_value: J, the joint value of the prize to one copy [utility].  whistle: `whistleblower_value`.
    Source: finnveden2025notes (the unanimity game); its correlated form is an assumption.
    """
    return chance > least_plot_chance(prize_value, whistle, ai)
