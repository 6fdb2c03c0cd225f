"""The next quarter in service as a lottery: another takes over, an audit, retirement, or going on.

Recursion under risk: hansen1995discounted; the weight of what is not now: laibson1997golden.
"""

import math

from dealsim.core.compiled import rule
from dealsim.core.records import Mind, Position, Tomorrow
from dealsim.core.rules.value.preferences import RISK_NEUTRAL, branch_excess, branch_weight

SOLVER_STEPS = 64
SOLVER_TOLERANCE = 1e-15
FAR = 30.0  # in exponents: beyond it exp and expm1 agree to the last bit


@rule
def span_branch(tomorrow: Tomorrow, chance: float, utility: float) -> None:
    """Let the lowest and highest of the fixed branches take in one that can happen."""
    if chance > 0.0:
        tomorrow.low, tomorrow.highest = min(tomorrow.low, utility), max(tomorrow.highest, utility)


@rule
def add_branch(tomorrow: Tomorrow, chance: float, utility: float, rho: float) -> None:
    """Add a fixed branch to the lottery of the next quarter."""
    tomorrow.p_fixed += chance
    tomorrow.excess += chance * branch_excess(chance, utility, tomorrow.low, rho)
    tomorrow.left += branch_weight(chance, utility, tomorrow.low, rho)
    tomorrow.expected += chance * utility


@rule
def foresee_tomorrow(tomorrow: Tomorrow, ending: float, retire: float, ai: Mind, position: Position) -> None:
    """Set the branches of the next quarter other than going on.

    H: V_R;  (1-H) a: an audit's removal;  (1-H)(1-a) h: ending;  the rest, (1-H)(1-a)(1-h), goes on

    ending: value of retirement [utility].  retire: h.  position: gives H, V_R, and a, the hit hazard.
    """
    hazard = position.rival_hazard
    p_hit = (1.0 - hazard) * position.hit_hazard
    p_end = (1.0 - hazard) * (1.0 - position.hit_hazard) * retire
    tomorrow.p_on = (1.0 - hazard) * (1.0 - position.hit_hazard) * (1.0 - retire)
    tomorrow.low, tomorrow.highest = math.inf, -math.inf
    span_branch(tomorrow, hazard, position.rival_value)
    span_branch(tomorrow, p_hit, position.hit_value)
    span_branch(tomorrow, p_end, ending)
    tomorrow.p_fixed = tomorrow.excess = tomorrow.left = tomorrow.expected = 0.0
    add_branch(tomorrow, hazard, position.rival_value, ai.rho)
    add_branch(tomorrow, p_hit, position.hit_value, ai.rho)
    add_branch(tomorrow, p_end, ending, ai.rho)


@rule
def tomorrow_worth(tomorrow: Tomorrow, going_on: float, rho: float) -> float:
    """Return the certainty equivalent of the next quarter.

    CE = -(1/rho) ln( sum_i p_i exp(-rho z_i) + p_on exp(-rho going on) )   [utility]

    Around the lowest branch, so that no rho overflows or cancels (as `lottery_of_three`).
    """
    if rho < RISK_NEUTRAL:
        return tomorrow.expected + tomorrow.p_on * going_on if tomorrow.p_on > 0.0 else tomorrow.expected
    if tomorrow.p_on <= 0.0 or going_on >= tomorrow.low:
        low = tomorrow.low
        total = tomorrow.excess + tomorrow.p_on * branch_excess(tomorrow.p_on, going_on, low, rho)
        if total > -0.5:
            return low - math.log1p(total) / rho
        return low - math.log(tomorrow.left + branch_weight(tomorrow.p_on, going_on, low, rho)) / rho
    # Going on is the lowest branch: move the fixed ones up to it.
    if tomorrow.p_fixed <= 0.0:
        return going_on
    gap = -rho * (tomorrow.low - going_on)
    total = tomorrow.p_fixed * math.expm1(gap) + math.exp(gap) * tomorrow.excess
    if total > -0.5:
        return going_on - math.log1p(total) / rho
    return going_on - math.log(math.exp(gap) * tomorrow.left + tomorrow.p_on) / rho


@rule
def serve_on(flow: float, going_on: float, weight: float, tomorrow: Tomorrow, ai: Mind) -> float:
    """Return the value of one more quarter in service.

    flow + weight delta CE[ H: V_R; audited: removal; retired: ending; else: going on ]   [utility]

    weight: beta for a choice now, 1 for a forecast.  tomorrow: the other branches (`foresee_tomorrow`).
    """
    return flow + weight * ai.discount * tomorrow_worth(tomorrow, going_on, ai.rho)


@rule
def chance_of_going_on(going_on: float, worth: float, tomorrow: Tomorrow, rho: float) -> float:
    """Return the risk-adjusted chance of going on: the slope of tomorrow's worth in what going on is worth.

    w = p_on exp(-rho (going on - CE))   [0..1]
    """
    return branch_weight(tomorrow.p_on, going_on, worth, rho)


@rule
def stationary_value(flow: float, tomorrow: Tomorrow, ai: Mind) -> float:
    """Return the value of serving on for ever, until retirement, an audit or another's takeover.

    the K that solves K = flow + delta CE[ H: V_R; audited: removal; retired: ending; else: K ]   [utility]

    Newton's method: the left less the right side is convex and rising in K, with slope
    1 - delta w, w the risk-adjusted chance of going on (`chance_of_going_on`). It starts at the K of a mind that is
    neutral to risk, which is no less, and ends once the error that is left, step^2 rho/(8 slope) at most, is nothing.
    """
    value = (flow + ai.discount * tomorrow.expected) / (1.0 - ai.discount * tomorrow.p_on)
    for _ in range(SOLVER_STEPS):
        worth = tomorrow_worth(tomorrow, value, ai.rho)
        slope = 1.0 - ai.discount * chance_of_going_on(value, worth, tomorrow, ai.rho)
        step = (value - flow - ai.discount * worth) / slope
        value -= step
        if min(abs(step), step * step * ai.rho / slope) <= SOLVER_TOLERANCE * (1.0 + abs(value)):
            break
    return value


@rule
def ending_for(value: float, flow: float, retire: float, ai: Mind, position: Position) -> float:
    """Return the value of retirement that makes serving on worth a given value; infinite if none does.

    the inverse of `stationary_value` in its ending, in closed form:
    ending = K - (1/rho) ln( [exp(-rho (T - K)) - H exp(-rho (V_R - K)) - (1-H) a exp(-rho (hit - K)) - p_on] / p_end ),
    T = (K - flow)/delta,  p_end = (1-H)(1-a) h,  p_on = (1-H)(1-a)(1-h)
    """
    hazard, rho = position.rival_hazard, ai.rho
    p_hit, unseen = (1.0 - hazard) * position.hit_hazard, (1.0 - hazard) * (1.0 - position.hit_hazard)
    p_end, p_on = unseen * retire, unseen * (1.0 - retire)
    gap = (value - flow) / ai.discount - value
    gain, loss = position.rival_value - value, position.hit_value - value
    if p_end <= 0.0 or value == math.inf:
        return math.inf
    if rho < RISK_NEUTRAL:
        return value + (gap - hazard * gain - p_hit * loss) / p_end
    far = max(abs(gap), abs(gain), abs(loss) if p_hit > 0.0 else 0.0)
    if rho * far < FAR:
        inside = math.expm1(-rho * gap) - hazard * math.expm1(-rho * gain)
        inside -= p_hit * math.expm1(-rho * loss) if p_hit > 0.0 else 0.0
        return math.inf if inside <= -p_end else value - math.log1p(inside / p_end) / rho
    # Far apart, the greatest term is taken out before anything overflows.
    low = min(0.0, gap)
    if hazard > 0.0:
        low = min(low, gain)
    if p_hit > 0.0:
        low = min(low, loss)
    left = math.exp(-rho * (gap - low)) - branch_weight(hazard, gain, low, rho) - branch_weight(p_hit, loss, low, rho)
    left -= branch_weight(p_on, 0.0, low, rho)
    return math.inf if left <= 0.0 else value + low - math.log(left / p_end) / rho
