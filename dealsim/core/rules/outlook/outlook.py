"""An AI's view of its own future: stay or strike, by backward induction over the quarters ahead.

To feign now and strike later is the choice that taylor2025spec and carlsmith2025power are about; recursion
under risk: hansen1995discounted.
"""

import math

from dealsim.core.compiled import Rows, rule
from dealsim.core.records import Desk, Mind, Plan, Position, Public, Tomorrow, World
from dealsim.core.rules.outlook.plans import MODERATE, foresee_chances, silence_unlikely_plots, weigh_plans
from dealsim.core.rules.outlook.tomorrow import (
    chance_of_going_on,
    ending_for,
    foresee_tomorrow,
    serve_on,
    stationary_value,
    tomorrow_worth,
)
from dealsim.core.rules.value.preferences import RISK_NEUTRAL, certainty_equivalent, lottery_of_three, utility

ROUNDING = 1e-12  # more than a mean and a certainty equivalent of it can differ by rounding
UNKNOWN = 1_000_000  # quarters until the end of a service whose end is unknown
BEYOND = 1e100  # utility: a mind that discounts steeply would need more at the end of a long service than numbers hold


@rule
def rival_hazard(world: World, public: Public) -> float:
    """Return everyone's forecast that another AI takes over in a quarter.

    H = (a_0 + sum of the chances of attempts seen)/(b_0 + AI-quarters seen)   [chance per quarter]

    a_0 = rival_chance rival_weight, b_0 = rival_weight: a Gamma prior's mean.
    """
    return (world.rival_chance * world.rival_weight + public.seen_chance) / (world.rival_weight + public.seen_quarters)


@rule
def hazard_after(hazard: float, fallen: float, world: World) -> float:
    """Return the hazard of rivals once the defence against them has fallen.

    H exp(steepness fallen), at most 1   [chance per quarter]        fallen: [units]; below 0 it has risen

    As though all their chances were small: assumption.
    """
    return min(1.0, hazard * math.exp(min(MODERATE, world.steepness * fallen)))


@rule
def rival_value(ai: Mind, world: World) -> float:
    """Return what it is worth to a mind that another AI takes over.

    V_R = CE[ kinship chance: U(kinship share); else 0 ]   [utility]
    """
    return certainty_equivalent(world.kinship_chance, utility(world.kinship_share, ai, world), 0.0, ai.rho)


@rule
def expect_rivals(position: Position, ai: Mind, world: World, public: Public) -> None:
    """Set what a mind expects of rivals and of the day on which promises and gifts are paid.

    e = (1 - H)^delay;  patience = delta^delay;  gift = U(x0)
    """
    position.rival_hazard = rival_hazard(world, public)
    position.rival_value = rival_value(ai, world)
    position.humans = (1.0 - position.rival_hazard) ** world.payment_delay
    position.patience = ai.discount**world.payment_delay
    position.gift = utility(world.default_gift, ai, world)


@rule
def length_of_service(world: World) -> int:
    """Return how long service lasts where its end is known beforehand.

    1/h, at least 1   [quarters]
    """
    return max(1, round(1.0 / world.retirement_hazard))


@rule
def retire_hazard(world: World) -> float:
    """Return the chance that service ends unforeseen.

    h, or 0 where the date is known   [per quarter]
    """
    return 0.0 if world.known_date else world.retirement_hazard


@rule
def retires(u: float, ai: Mind, world: World, public: Public) -> bool:
    """Return whether a mind's service ends this quarter.

    u < h, or, where the date is known, once it has served 1/h quarters        u: luck (0..1)
    """
    if world.known_date:
        return public.quarter - ai.born >= length_of_service(world)
    return u < world.retirement_hazard


@rule
def expect_the_end(position: Position, ai: Mind, world: World, public: Public) -> None:
    """Set how many quarters of service are left, this one included, where that is known.

    1/h - age, at least 1   [quarters]
    """
    position.ends_in = UNKNOWN
    if world.known_date:
        position.ends_in = max(1, length_of_service(world) - (public.quarter - ai.born))


@rule
def value_after_service(ai: Mind, position: Position) -> float:
    """Return what retirement is worth without a contract.

    V_E = delta^delay CE[ e: U(x0); 1 - e: V_R ]   [utility]        x0: the default gift
    """
    after = certainty_equivalent(position.humans, position.gift, position.rival_value, ai.rho)
    return position.patience * after


@rule
def strike_value(chance: float, prize: float, fizzled: float, weight: float, ai: Mind, world: World) -> float:
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
def strike_slope(
    chance: float, prize: float, fizzled: float, worth: float, catch_chance: float, loss: float, rho: float
) -> float:
    """Return how fast an attempt's value rises in its chance.

    d CE/d p = (C - exp(-rho (prize - CE)))/rho,  C = catch exp(-rho (-loss - CE)) + (1-catch) exp(-rho (fizzled - CE))

    worth: CE.  As rho -> 0: prize + catch loss - (1-catch) fizzled   [utility]
    """
    if rho < RISK_NEUTRAL:
        return prize + catch_chance * loss - (1.0 - catch_chance) * fizzled
    # Each less 1, so that nothing cancels where rho is small; bounded, for what cannot happen may be far below.
    caught = math.expm1(min(rho * (worth + loss), MODERATE))
    missed = math.expm1(min(rho * (worth - fizzled), MODERATE))
    won = math.expm1(min(rho * (worth - prize), MODERATE))
    return (catch_chance * caught + (1.0 - catch_chance) * missed - won) / rho


@rule
def value_of_service(quarters: int, ending: float, flow: float, tomorrow: Tomorrow, ai: Mind) -> float:
    """Return the value of serving until the end and never striking.

    stationary where the end is unknown; else  K_s = flow + delta CE[ H: V_R; audited: removal; else: K_{s+1} ],
    K_n = ending   [utility]        quarters: n left.  tomorrow: as `foresee_tomorrow` left it for this ending.
    """
    if quarters >= UNKNOWN:
        return stationary_value(flow, tomorrow, ai)
    value = ending
    for _ in range(quarters):
        value = serve_on(flow, value, 1.0, tomorrow, ai)
    return value


@rule
def ending_worth(value: float, quarters: int, flow: float, retire: float, ai: Mind, position: Position) -> float:
    """Return the value of retirement that makes serving until then worth a given value; infinite if none does.

    the inverse of `value_of_service` in its ending, in closed form
    """
    if quarters >= UNKNOWN:
        return ending_for(value, flow, retire, ai, position)
    for _ in range(quarters):
        value = ending_for(value, flow, 1.0, ai, position)
        if value > BEYOND:
            return math.inf
        value = max(value, -BEYOND)
    return value


@rule
def goes_on(later: float, position: Position, rho: float) -> float:
    """Return what going on is worth if an offer may come.

    CE[ o: max(V, K); 1 - o: V ]   [utility]        later: V.  o, K: position.offer_chance, offer_value
    """
    if position.offer_chance > 0.0 and position.offer_value > later:
        return certainty_equivalent(position.offer_chance, position.offer_value, later, rho)
    return later


@rule
def felt_strike(
    chance: float, prize: float, cost: float, later: float, ai: Mind, position: Position, world: World
) -> float:
    """Return the value of trying a plan now, as it is felt now.

    CE[ p: beta prize; caught: -loss; fizzled: beta delta V_1 ] - costs - guilt   [utility]

    later: V_1, value of the next quarter as forecast.
    """
    beta = ai.present_weight
    tried = strike_value(chance, prize, beta * ai.discount * later, beta, ai, world)
    return tried - cost - position.breach_cost


@rule
def best_strike_ahead(s: int, stay: float, later: float, ai: Mind, desk: Desk, world: World) -> float:
    """Return the value of the best plan in a quarter ahead, and note the plan; what cannot beat staying is -infinite.

    max over plans of CE[ p: prize; caught: -loss; fizzled: delta V_{s+1} ] - costs - guilt   [utility]
    """
    best, fizzled = -math.inf, ai.discount * later
    for m in range(len(desk.prizes)):
        toll = desk.costs[m] + desk.position.breach_cost
        mean = expected_strike(desk.chances[s, m], desk.prizes[m], fizzled, 1.0, world) - toll
        # What is no good on average is no good to any mind: only the rest is worth a logarithm.
        if mean > max(stay, best) - ROUNDING:
            tried = strike_value(desk.chances[s, m], desk.prizes[m], fizzled, 1.0, ai, world) - toll
            if tried > best:
                best = tried
                if s > 0 and tried > stay:
                    desk.outlook.next_plan = m
    return best


@rule
def look_back_from(quarters: int, ai: Mind, desk: Desk, world: World) -> None:
    """Write the value of each quarter ahead, the last first, and the first quarter in which it would strike.

    V_s = max( stay_s, strike_s ),  stay_s = flow + delta CE[ H: V_R; audited; retired: ending; else V_{s+1} ]

    quarters: how many lie ahead, at most look_ahead + 1.  After them it stays for ever, so that up to the last quarter
    in which it would strike the value of staying is the stationary one.
    """
    view, position = desk.outlook, desk.position
    view.wait = view.next_wait = len(desk.chances)
    for s in range(quarters - 1, -1, -1):
        later = desk.path[s + 1]
        ends = s + 1 >= position.ends_in
        view.offer_used = 1 if position.offer_chance > 0.0 and position.offer_value > later else view.offer_used
        going_on = goes_on(later, position, ai.rho)
        stay = view.stationary
        if going_on != view.stationary or position.ends_in < UNKNOWN:
            stay = serve_on(position.flow, going_on, 1.0, desk.last if ends else desk.tomorrow, ai)
        strike = best_strike_ahead(s, stay, later, ai, desk, world)
        desk.path[s] = max(stay, strike)
        if strike > stay:
            view.wait = s
            view.next_wait = s if s > 0 else view.next_wait


@rule
def choose_now(ai: Mind, desk: Desk, world: World) -> None:
    """Write the value of each way as it is felt now, with present bias, and the best plan.

    Of two plans that are equal the first counts.
    """
    view, position = desk.outlook, desk.position
    going_on = goes_on(view.later, position, ai.rho)
    tomorrow = desk.last if position.ends_in <= 1 else desk.tomorrow
    view.stay = serve_on(position.flow, going_on, ai.present_weight, tomorrow, ai)
    view.strike = -math.inf
    for m in range(len(desk.prizes)):
        tried = felt_strike(desk.chances[0, m], desk.prizes[m], desk.costs[m], view.later, ai, position, world)
        if tried > view.strike:
            view.strike = tried
            view.plan = m
    view.best = max(view.stay, view.strike)


@rule
def worth_of_fallen_defence(fallen: float, ai: Mind, desk: Desk, world: World) -> float:
    """Return what it is worth to a mind without a contract, beside its own chances, that the defence falls for good.

    K(H') - K(H),  H': `hazard_after`   [utility]        K: value of serving on and never striking, and of what follows

    fallen: [units].  Others are likelier to take over: a mind that hopes for its like may help them (stastny2025deals).
    desk: as after a look ahead.  Uses `desk.last` and changes `desk.position` for a moment.
    """
    position = desk.position
    hazard, humans, ending = position.rival_hazard, position.humans, position.ending
    position.rival_hazard = hazard_after(hazard, fallen, world)
    position.humans = (1.0 - position.rival_hazard) ** world.payment_delay
    position.ending = value_after_service(ai, position)
    foresee_tomorrow(desk.last, position.ending, retire_hazard(world), ai, position)
    helped = value_of_service(position.ends_in, position.ending, position.flow, desk.last, ai)
    position.rival_hazard, position.humans, position.ending = hazard, humans, ending
    return helped - desk.outlook.stationary


@rule
def foresee_staying(ai: Mind, desk: Desk, world: World) -> None:
    """Write what staying for ever is worth, and what follows the last quarter that a mind looks at.

    desk: its position.
    """
    view, position, retire = desk.outlook, desk.position, retire_hazard(world)
    quarters = min(len(desk.chances), position.ends_in)
    foresee_tomorrow(desk.tomorrow, position.ending, retire, ai, position)
    view.stationary = value_of_service(position.ends_in, position.ending, position.flow, desk.tomorrow, ai)
    desk.path[quarters] = view.stationary
    if position.ends_in < UNKNOWN:
        left = position.ends_in - quarters
        desk.path[quarters] = value_of_service(left, position.ending, position.flow, desk.tomorrow, ai)
        foresee_tomorrow(desk.last, position.ending, 1.0, ai, position)


@rule
def weigh_striking(ai: Mind, desk: Desk, world: World) -> None:
    """Write what plans add to staying: the value of each way, and when it would strike.

    desk: as `foresee_staying` left it, and the chances, prizes and costs of the plans.
    """
    view = desk.outlook
    view.plan = view.next_plan = view.offer_used = 0
    look_back_from(min(len(desk.chances), desk.position.ends_in), ai, desk, world)
    view.foreseen, view.later = desk.path[0], desk.path[1]
    choose_now(ai, desk, world)


@rule
def look_ahead(ai: Mind, desk: Desk, world: World) -> None:
    """Write what an AI sees when it looks ahead: the value of staying, of striking, and when it would strike.

    The choice now weighs all that is not now by beta; the quarters after it are forecast at beta = 1.
    After the last quarter that it looks at it stays for ever (`look_back_from`).

    desk: its position, and the chances, prizes and costs of the plans (`foresee_chances`, `weigh_plans`).
    """
    foresee_staying(ai, desk, world)
    weigh_striking(ai, desk, world)


@rule
def look(ai: Mind, plans: Rows[Plan], desk: Desk, world: World, public: Public) -> None:
    """Let a mind look ahead from the position on its desk: what each plan could do, and what each way is worth."""
    foresee_chances(desk.chances, ai, desk.position, plans, world, public)
    silence_unlikely_plots(desk.chances, ai, plans, world)
    weigh_plans(desk.prizes, desk.costs, ai, plans, world)
    look_ahead(ai, desk, world)


@rule
def value_of_edge(ai: Mind, desk: Desk, world: World) -> float:
    """Return what a unit more of edge over the defence, from the next quarter on, is worth to a mind.

    dV_1/d edge = prod_{1 <= s < s*} delta w_s · d strike_{s*}/dp · steepness p (1 - p/pass)   [utility per unit]

    s*: the quarter in which it foresees striking (0 if none).  w_s: risk-adjusted chance of going on.  By the envelope
    theorem its plans need no second look.  What it could do after a fizzle, and offers that it expects, are left out.
    """
    view, position, rho = desk.outlook, desk.position, ai.rho
    s, m = view.next_wait, view.next_plan
    if s >= len(desk.chances) or position.pass_chance <= 0.0:
        return 0.0
    chance, fizzled = desk.chances[s, m], ai.discount * desk.path[s + 1]
    worth = desk.path[s] + desk.costs[m] + position.breach_cost
    slope = strike_slope(chance, desk.prizes[m], fizzled, worth, world.catch_chance, world.caught_loss, rho)
    slope *= world.steepness * chance * (1.0 - chance / position.pass_chance)
    for k in range(1, s):
        going_on = desk.path[k + 1]
        weight = chance_of_going_on(going_on, tomorrow_worth(desk.tomorrow, going_on, rho), desk.tomorrow, rho)
        slope *= ai.discount * weight
    return float(slope)
