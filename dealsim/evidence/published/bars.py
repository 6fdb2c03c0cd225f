"""Find which dial is enough for a choice, and how many minds have it, in a compiled loop by the game's rules."""

import math

from dealsim.core.compiled import Vector, rule
from dealsim.core.records import Mind, Plan, World
from dealsim.core.rules.outlook.plans import plan_cost
from dealsim.core.rules.training.formation import risk_coefficient
from dealsim.core.rules.value.preferences import certainty_equivalent, quantile

HALVINGS = 60


@rule
def least_caution(gamble: float, sure: float) -> float:
    """Return the least dial of risk aversion with which a mind takes a sure thing rather than a gamble.

    least r with  CE[ p: 1; 1 - p: 0 ] <= s   [dial], infinite if none        gamble: p [0..1].  sure: s [utility]
    """
    low, high = 0.0, 1.0
    if certainty_equivalent(gamble, 1.0, 0.0, risk_coefficient(high)) > sure:
        return math.inf
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if certainty_equivalent(gamble, 1.0, 0.0, risk_coefficient(middle)) <= sure:
            high = middle
        else:
            low = middle
    return high


@rule
def least_harm_aversion(temptation: float, ai: Mind, plan: Plan, world: World) -> float:
    """Return the least dial of harm aversion with which a plan costs a mind as much as it gains.

    [dial], infinite if none        temptation: what it gains [utility].  ai: scratch
    """
    low, high = 0.0, 1.0
    ai.harm_aversion = high
    if plan_cost(ai, plan, world) < temptation:
        return math.inf
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        ai.harm_aversion = middle
        if plan_cost(ai, plan, world) >= temptation:
            high = middle
        else:
            low = middle
    return high


@rule
def share_below(dial: float, table: Vector) -> float:
    """Return the share of minds whose dial is below a number.   [0..1]        table: as `quantile` reads it"""
    low, high = 0.0, 1.0
    if quantile(high, table) < dial:
        return 1.0
    if quantile(low, table) >= dial:
        return 0.0
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if quantile(middle, table) >= dial:
            high = middle
        else:
            low = middle
    return high
