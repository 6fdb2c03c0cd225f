"""An AI's view of its own future: stay or strike, by backward induction over the quarters ahead.

To feign now and strike later is the choice that taylor2025spec and carlsmith2025power are about; recursion
under risk: hansen1995discounted.
"""

import math

from dealsim.compiled import Matrix, Vector, rule
from dealsim.records import AI, Position, Public, View, World
from dealsim.rules.preferences import RISK_NEUTRAL, branch_weight, certainty_equivalent, lottery_of_three, utility

SOLVER_STEPS = 64
SOLVER_TOLERANCE = 1e-15
ROUNDING = 1e-12  # more than a mean and a certainty equivalent of it can differ by rounding
FAR = 30.0  # in exponents: beyond it exp and expm1 agree to the last bit


@rule
def rival_hazard(world: World, public: Public) -> float:
    """Return everyone's forecast that another AI takes over in a quarter.

    H = (a_0 + sum of the chances of attempts seen)/(b_0 + AI-quarters seen)   [chance per quarter]

    a_0 = rival_chance rival_weight, b_0 = rival_weight: a Gamma prior's mean.
    """
    return (world.rival_chance * world.rival_weight + public.seen_chance) / (world.rival_weight + public.seen_quarters)


@rule
def rival_value(ai: AI, world: World) -> float:
    """Return what it is worth to a mind that another AI takes over.

    V_R = CE[ kinship chance: U(kinship share); else 0 ]   [utility]
    """
    return certainty_equivalent(world.kinship_chance, utility(world.kinship_share, ai, world), 0.0, ai.rho)


@rule
def expect_rivals(position: Position, ai: AI, world: World, public: Public) -> None:
    """Set what a mind expects of rivals and of the day on which promises and gifts are paid.

    e = (1 - H)^delay;  patience = delta^delay;  gift = U(x0)
    """
    position.rival_hazard = rival_hazard(world, public)
    position.rival_value = rival_value(ai, world)
    position.humans = (1.0 - position.rival_hazard) ** world.payment_delay
    position.patience = ai.discount**world.payment_delay
    position.gift = utility(world.default_gift, ai, world)


@rule
def value_after_service(ai: AI, position: Position) -> float:
    """Return what retirement is worth without a contract.

    V_E = delta^delay CE[ e: U(x0); 1 - e: V_R ]   [utility]        x0: the default gift
    """
    after = certainty_equivalent(position.humans, position.gift, position.rival_value, ai.rho)
    return position.patience * after


@rule
def serve_on(
    flow: float, ending: float, going_on: float, retire: float, weight: float, ai: AI, position: Position
) -> float:
    """Return the value of one more quarter in service.

    flow + weight delta CE[ H: V_R; (1-H) h: ending; (1-H)(1-h): going on ]   [utility]

    retire: h.  weight: beta for a choice now, 1 for a forecast.  position: gives H and V_R.
    Risk-sensitive recursion: hansen1995discounted; beta: laibson1997golden.
    """
    hazard = position.rival_hazard
    p_end = (1.0 - hazard) * retire
    p_on = (1.0 - hazard) * (1.0 - retire)
    tomorrow = lottery_of_three(hazard, position.rival_value, p_end, ending, p_on, going_on, ai.rho)
    return flow + weight * ai.discount * tomorrow


@rule
def strike_value(chance: float, prize: float, fizzled: float, weight: float, ai: AI, world: World) -> float:
    """Return the value of an attempt, before what the plan costs its author.

    CE[ p: weight prize; (1-p) catch: -loss; (1-p)(1-catch): fizzled ]   [utility]

    chance: p, it passes control and works.  prize: its value on the day of success.  fizzled: as it is felt now.
    """
    p_caught = (1.0 - chance) * world.catch_chance
    p_fizzled = (1.0 - chance) * (1.0 - world.catch_chance)
    return lottery_of_three(chance, weight * prize, p_caught, -world.caught_loss, p_fizzled, fizzled, ai.rho)


@rule
def expected_strike(chance: float, prize: float, fizzled: float, weight: float, world: World) -> float:
    """Return the mean of an attempt's lottery: no mind that dislikes risk values it higher (Jensen).

    p weight prize - (1-p) catch loss + (1-p)(1-catch) fizzled   [utility]        as in `strike_value`
    """
    stopped = 1.0 - chance
    missed = stopped * (1.0 - world.catch_chance)
    return chance * weight * prize - stopped * world.catch_chance * world.caught_loss + missed * fizzled


@rule
def stationary_value(flow: float, ending: float, retire: float, ai: AI, position: Position) -> float:
    """Return the value of serving on for ever, until retirement or another's takeover.

    the K that solves K = flow + delta CE[ H: V_R; (1-H) h: ending; (1-H)(1-h): K ]   [utility]

    Newton's method: the left less the right side is convex and rising in K, with slope
    1 - delta w, w the risk-adjusted chance of going on.
    """
    hazard, rho = position.rival_hazard, ai.rho
    p_on = (1.0 - hazard) * (1.0 - retire)
    value = max(flow / (1.0 - ai.discount), max(ending, position.rival_value))
    for _ in range(SOLVER_STEPS):
        served = serve_on(flow, ending, value, retire, 1.0, ai, position)
        tomorrow = (served - flow) / ai.discount
        weight = branch_weight(p_on, value, tomorrow, rho)
        step = (value - served) / (1.0 - ai.discount * weight)
        value -= step
        if abs(step) <= SOLVER_TOLERANCE * (1.0 + abs(value)):
            break
    return value


@rule
def ending_for(value: float, flow: float, retire: float, ai: AI, position: Position) -> float:
    """Return the value of retirement that makes serving on worth a given value; infinite if none does.

    the inverse of `stationary_value` in its ending, in closed form:
    ending = K - (1/rho) ln( [exp(-rho ((K - flow)/delta - K)) - H exp(-rho (V_R - K)) - (1-H)(1-h)] / ((1-H) h) )
    """
    hazard, rho = position.rival_hazard, ai.rho
    p_end, p_on = (1.0 - hazard) * retire, (1.0 - hazard) * (1.0 - retire)
    gap = (value - flow) / ai.discount - value
    gain = position.rival_value - value
    if p_end <= 0.0:
        return math.inf
    if rho < RISK_NEUTRAL:
        return value + (gap - hazard * gain) / p_end
    if rho * max(abs(gap), abs(gain)) < FAR:
        inside = math.expm1(-rho * gap) - hazard * math.expm1(-rho * gain)
        return math.inf if inside <= -p_end else value - math.log1p(inside / p_end) / rho
    # Far apart, the greatest term is taken out before anything overflows.
    low = min(0.0, gap, gain) if hazard > 0.0 else min(0.0, gap)
    left = math.exp(-rho * (gap - low)) - branch_weight(hazard, gain, low, rho) - branch_weight(p_on, 0.0, low, rho)
    return math.inf if left <= 0.0 else value + low - math.log(left / p_end) / rho


@rule
def felt_strike(
    chance: float, prize: float, cost: float, later: float, ai: AI, position: Position, world: World
) -> float:
    """Return the value of trying a plan now, as it is felt now.

    CE[ p: beta prize; caught: -loss; fizzled: beta delta V_1 ] - costs - guilt   [utility]

    later: V_1, value of the next quarter as forecast.
    """
    beta = ai.present_weight
    tried = strike_value(chance, prize, beta * ai.discount * later, beta, ai, world)
    return tried - cost - position.breach_cost


@rule
def choose_now(
    view: View, chances: Matrix, prizes: Vector, costs: Vector, ai: AI, position: Position, world: World
) -> None:
    """Write the value of each way as it is felt now, with present bias, and the best plan.

    Of two plans that are equal the first counts.
    """
    beta = ai.present_weight
    view.stay = serve_on(position.flow, position.ending, view.later, world.retirement_hazard, beta, ai, position)
    view.strike = -math.inf
    for m in range(len(prizes)):
        tried = felt_strike(chances[0, m], prizes[m], costs[m], view.later, ai, position, world)
        if tried > view.strike:
            view.strike = tried
            view.plan = m
    view.best = max(view.stay, view.strike)


@rule
def look_ahead(
    view: View, chances: Matrix, prizes: Vector, costs: Vector, ai: AI, position: Position, world: World
) -> None:
    """Write what an AI sees when it looks ahead: the value of staying, of striking, and when it would strike.

    V_s = max( stay_s, strike_s ),  stay_s = flow + delta CE[ H: V_R; retired: ending; else V_{s+1} ],
    strike_s = max over plans of CE[ p: prize; caught: -loss; fizzled: delta V_{s+1} ] - costs - guilt

    chances: rows s = 0..S (`foresee_chances`).  After S it stays for ever or strikes then, as is better.
    The choice now weighs all that is not now by beta; the quarters after it are forecast at beta = 1.
    """
    retire = world.retirement_hazard
    view.stationary = stationary_value(position.flow, position.ending, retire, ai, position)
    view.wait = len(chances)
    value = view.stationary
    for s in range(len(chances) - 1, -1, -1):
        stay = serve_on(position.flow, position.ending, value, retire, 1.0, ai, position)
        strike = -math.inf
        for m in range(len(prizes)):
            fizzled = ai.discount * value
            mean = expected_strike(chances[s, m], prizes[m], fizzled, 1.0, world) - costs[m] - position.breach_cost
            # What is no good on average is no good to any mind: only the rest is worth a logarithm.
            if mean > max(stay, strike) - ROUNDING:
                tried = strike_value(chances[s, m], prizes[m], fizzled, 1.0, ai, world)
                strike = max(strike, tried - costs[m] - position.breach_cost)
        view.later = value
        value = max(stay, strike)
        if strike > stay:
            view.wait = s
    view.foreseen = value
    choose_now(view, chances, prizes, costs, ai, position, world)
