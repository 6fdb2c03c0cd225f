"""Bounds on what plans can be worth, which spare a look at every plan in every quarter ahead.

Each rule here returns what the plain rule would, to the last bit: where a bound is too close to call, the plain rule
is asked. A chance enters the mean of an attempt in a straight line, and no mind that dislikes risk values an attempt
above its mean (`expected_strike`).
"""

import math

from dealsim.core.compiled import Matrix, Vector, rule
from dealsim.core.records import Desk, Mind, World
from dealsim.core.rules.deal.temptation import (
    is_tempted,
    kept_now,
    temptation,
    threshold_at_most,
    value_that_resists,
    value_that_stays_sincere,
)
from dealsim.core.rules.outlook.outlook import UNKNOWN, expected_strike

CLEARLY = 1e-9  # utility: far more than rounding can add to a comparison
JUST_BELOW = 1.0 - 1e-6  # of a chance, so near that few other quarters' chances lie between


@rule
def never_strikes(peaks: Vector, stay: float, ai: Mind, desk: Desk, world: World) -> bool:
    """Return whether a mind clearly stays in service for ever, as far as it looks, whatever its plans' chances.

    If the mean of an attempt is below staying at chance 0 and at the greatest chance, it is in every quarter.

    peaks: greatest chance of each plan that has passed control.  stay: value of staying, as felt now.
    desk: as `foresee_staying` left it.
    """
    position, beta, later = desk.position, ai.present_weight, desk.outlook.stationary
    if position.ends_in < UNKNOWN:
        return False
    ahead, now = ai.discount * later, beta * ai.discount * later
    for m in range(len(desk.prizes)):
        prize, toll = desk.prizes[m], desk.costs[m] + position.breach_cost
        for chance in (0.0, position.pass_chance * peaks[m]):
            if not expected_strike(chance, prize, ahead, 1.0, world) - toll <= later - CLEARLY:
                return False
            if not expected_strike(chance, prize, now, beta, world) - toll <= stay - CLEARLY:
                return False
    return True


@rule
def note_peaks(peaks: Vector, chances: Matrix) -> None:
    """Write the greatest chance of each plan over the quarters ahead."""
    for m in range(len(peaks)):
        peaks[m] = 0.0
    for s in range(len(chances)):
        for m in range(len(peaks)):
            peaks[m] = max(peaks[m], chances[s, m])


@rule
def most_tempting_place(peaks: Vector, ai: Mind, desk: Desk, world: World) -> int:
    """Return what `most_tempting` returns, looking only at plans that may tempt most at their greatest chance.

    A threshold is a ratio of straight lines in the chance: it lies between those at chance 0 and at the greatest.
    """
    position, plans = desk.position, len(peaks)
    top, best, most = -math.inf, 0, -math.inf
    for m in range(plans):
        toll = desk.costs[m] + position.breach_cost
        top = max(top, threshold_at_most(peaks[m], desk.prizes[m], toll, ai, position, world))
    for m in range(plans):
        prize, toll = desk.prizes[m], desk.costs[m] + position.breach_cost
        least = threshold_at_most(0.0, prize, toll, ai, position, world)
        if max(least, threshold_at_most(peaks[m], prize, toll, ai, position, world)) < top - CLEARLY:
            continue
        for s in range(len(desk.chances)):
            found = threshold_at_most(desk.chances[s, m], prize, toll, ai, position, world)
            if found > most or (found == most and s * plans + m < best):
                best, most = s * plans + m, found
    return best


@rule
def clearly_resists(value: float, chance: float, prize: float, toll: float, ai: Mind, desk: Desk, world: World) -> bool:
    """Return whether keeping a contract worth `value` clearly beats striking now."""
    position = desk.position
    fizzled = ai.present_weight * ai.discount * value
    mean = expected_strike(chance, prize, fizzled, ai.present_weight, world) - toll
    if mean <= kept_now(value, position.flow, ai) - CLEARLY:
        return True
    return temptation(value, chance, prize, toll, ai, position, world) <= -CLEARLY


@rule
def resisted_chance(peak: float, value: float, prize: float, toll: float, ai: Mind, desk: Desk, world: World) -> float:
    """Return a chance up to which a plan is clearly resisted where keeping is worth `value`; -1 if there may be none.

    What an attempt is worth rises or falls in its chance throughout: what is resisted at two chances is in between.

    peak: the plan's greatest chance.  The plan that tempts most is as good as keeping there, and worse just below.
    """
    if not clearly_resists(value, 0.0, prize, toll, ai, desk, world):
        return -1.0
    if clearly_resists(value, peak, prize, toll, ai, desk, world):
        return peak
    below = peak * JUST_BELOW
    return below if clearly_resists(value, below, prize, toll, ai, desk, world) else -1.0


@rule
def value_that_stays(peaks: Vector, ai: Mind, desk: Desk, world: World) -> float:
    """Return what `value_that_stays_sincere` returns, without a look at every plan in every quarter.

    peaks: scratch, one a plan.  desk: its chances, prizes, costs and position.   [utility]
    """
    position, chances = desk.position, desk.chances
    if position.ends_in < UNKNOWN:
        return value_that_stays_sincere(chances, desk.prizes, desk.costs, ai, position, desk.tomorrow, world)
    note_peaks(peaks, chances)
    place = most_tempting_place(peaks, ai, desk, world)
    s, m = place // len(peaks), place % len(peaks)
    toll = desk.costs[m] + position.breach_cost
    least = value_that_resists(-math.inf, chances[s, m], desk.prizes[m], toll, ai, position, world)
    for m in range(len(peaks)):
        toll = desk.costs[m] + position.breach_cost
        peaks[m] = resisted_chance(peaks[m], least, desk.prizes[m], toll, ai, desk, world)
    for s in range(len(chances)):
        for m in range(len(peaks)):
            prize, toll = desk.prizes[m], desk.costs[m] + position.breach_cost
            if chances[s, m] > peaks[m] and is_tempted(least, chances[s, m], prize, toll, ai, position, world):
                least = value_that_resists(least, chances[s, m], prize, toll, ai, position, world)
    return least
