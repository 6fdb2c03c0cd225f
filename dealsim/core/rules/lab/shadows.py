"""Shadow minds: the minds that a lab thinks it may have trained, tabulated once, looked up in every negotiation.

What a shadow would do without a contract, and what would tempt it under one, depends on its edge over the defence, on
how fast that grows, on the hazard of rivals and on the lab's suspicion: these are tabulated. What a promise is worth is
evaluated with the trust of the day (`acceptance`). That a lab prices minds it cannot read: stastny2025deals.
"""

import math

from dealsim.core.compiled import Matrix, Rows, Vector, rule
from dealsim.core.records import Desk, LabState, Mind, Plan, Public, Shadow, World
from dealsim.core.rules.deal.contract import promised_utility, stand_under_contract
from dealsim.core.rules.outlook.conspiracy import conspire
from dealsim.core.rules.outlook.plans import MODERATE, reach
from dealsim.core.rules.value.preferences import RISK_NEUTRAL

SHADOWS = 16
FIELDS = 5  # tabulated of each: outside option, staying, bound, free risk, bound risk
GAPS, SLOPES, HAZARDS, DOUBTS = 20, 4, 2, 3
PLACES, STATES = GAPS * SLOPES, HAZARDS * DOUBTS
CELLS = PLACES * STATES
COMMON_HAZARD = 0.04  # half of the axis of hazards lies below it [per quarter]
SHARES = 33  # on which promises are weighed
LEAST_SHARE = 1e-5


@rule
def priced_share(k: int) -> float:
    """Return the k-th share on which labs weigh promises, even in the logarithm from 1e-5 to 1."""
    return float(LEAST_SHARE ** (1.0 - k / (SHARES - 1)))


@rule
def place_of_gap(gap: float, world: World) -> float:
    """Return where an edge over the defence stands on its axis, 0 where no plan works to GAPS - 1 where all do."""
    place = (gap - world.chart_low) / (world.chart_high - world.chart_low) * (GAPS - 1)
    return min(max(place, 0.0), GAPS - 1.0)


@rule
def quarters_reckoned(world: World) -> int:
    """Return over how many quarters the growth of an edge is averaged: the expected service, at most a century."""
    return round(min(1.0 / world.retirement_hazard, 400.0))


@rule
def least_slope(world: World) -> float:
    """Return the slowest mean growth of an edge that is tabulated: of a mind whose reach is won, where all labour.

    growth - safety gain   [units per quarter]
    """
    return world.capability_growth - world.safety_gain


@rule
def greatest_slope(world: World) -> float:
    """Return the fastest mean growth of an edge that is tabulated: of a new mind, where none labours.

    growth + reach(n)/n   [units per quarter]        n: `quarters_reckoned`
    """
    n = quarters_reckoned(world)
    return world.capability_growth + reach(float(n), world.reach_limit, world.reach_time) / n


@rule
def place_of_slope(slope: float, world: World) -> float:
    """Return where a mean growth of the edge stands on its axis, 0 at the slowest to SLOPES - 1."""
    span = max(greatest_slope(world) - least_slope(world), 1e-9)
    return min(max((slope - least_slope(world)) / span * (SLOPES - 1), 0.0), SLOPES - 1.0)


@rule
def imagined_edge(s: int, gap: float, slope: float, world: World) -> float:
    """Return an edge some quarters ahead, as it grows on average by a given slope: by reach at first, later by trend.

    gap + b s + (slope - b) n (1 - exp(-s/time))/(1 - exp(-n/time)),  b = growth - safety gain (1 + w)/2   [units]

    n: `quarters_reckoned`.  w: of feigned labour; half of all labour is taken to be honest.  Straight without reach.
    """
    if world.reach_limit <= 0.0:
        return gap + slope * s
    trend = world.capability_growth - world.safety_gain * 0.5 * (1.0 + world.feigned_labour)
    n = quarters_reckoned(world)
    won = reach(float(s), 1.0, world.reach_time) / reach(float(n), 1.0, world.reach_time)
    return gap + trend * s + (slope - trend) * n * won


@rule
def place_of_hazard(hazard: float) -> float:
    """Return where a hazard of rivals stands on its axis: H/(H + 4%), cut at the last tabulated one, 4% a quarter."""
    return min(hazard / (hazard + COMMON_HAZARD) * HAZARDS, HAZARDS - 1.0)


@rule
def place_of_doubt(suspicion: float) -> float:
    """Return where a suspicion stands on its axis, even from 0 to 1."""
    return suspicion * (DOUBTS - 1)


@rule
def risk_of_strike(desk: Desk, world: World) -> float:
    """Return the chance that a mind which acts as it foresees takes over: still in service then, and its plan works.

    ((1-H)(1-a)(1-h))^s* p_{s*}   [0..1]        s*: the quarter in which it foresees striking
    """
    view, position = desk.outlook, desk.position
    s, m = view.next_wait, view.next_plan
    if view.strike > view.stay:
        s, m = 0, view.plan
    if s >= len(desk.chances):
        return 0.0
    on = (1.0 - position.rival_hazard) * (1.0 - position.hit_hazard) * (1.0 - world.retirement_hazard)
    return float(on**s * desk.chances[s, m])


@rule
def is_bound(n: int) -> bool:
    """Return whether a number of the table is about a mind under a contract."""
    field = n % FIELDS
    return field == 1 or field == 2 or field == 4


@rule
def add_corners(
    numbers: Vector, table: Matrix, bound: bool, gap: float, slope: float, hazard: float, doubt: float
) -> None:
    """Write what the table says at a place between its cells, linear along each axis.

    bound: of minds under a contract, else of those without.  gap, slope, hazard, doubt: places on their axes.
    """
    for n in range(len(numbers)):
        if is_bound(n) == bound:
            numbers[n] = 0.0
    g, s, h, d = int(gap), int(slope), int(hazard), int(doubt)
    for corner in range(16):
        i, j, k, m = corner >> 3 & 1, corner >> 2 & 1, corner >> 1 & 1, corner & 1
        weight = (gap - g if i else 1.0 - gap + g) * (slope - s if j else 1.0 - slope + s)
        weight *= (hazard - h if k else 1.0 - hazard + h) * (doubt - d if m else 1.0 - doubt + d)
        if weight > 0.0:
            cell = (((g + i) * SLOPES + s + j) * HAZARDS + h + k) * DOUBTS + d + m
            for n in range(len(numbers)):
                if is_bound(n) == bound:
                    numbers[n] += weight * table[cell, n]


@rule
def felt_above(value: float, low: float, rho: float) -> float:
    """Return a utility as a mind with constant absolute risk aversion feels it: its mean ranks lotteries.

    (1 - exp(-rho (z - low)))/rho,  z - low as rho -> 0        cut where it would be beyond every number
    """
    if rho < RISK_NEUTRAL:
        return value - low
    return -math.expm1(min(-rho * (value - low), MODERATE)) / rho


@rule
def know_shadow(
    shadow: Shadow, worths: Vector, ai: Mind, lab: LabState, desk: Desk, world: World, public: Public
) -> None:
    """Write what never changes about a shadow: what it counts with, and each priced share as it feels it.

    worths: f(U(max(x, x0))) of each priced share [utility]        f: `felt_above`
    """
    position = desk.position
    stand_under_contract(position, 0.0, lab.offered_flow, public.quarter, ai, lab, world, public)
    shadow.flow, shadow.gift, shadow.rival_value = position.flow, position.gift, position.rival_value
    shadow.patience = position.patience
    shadow.fairness = world.fairness_weight * ai.fairness_rigidity
    shadow.lie = world.dishonesty_cost * ai.honesty * world.insincere_statement
    shadow.low = min(position.gift, position.rival_value)
    for k in range(SHARES):
        worths[k] = promised_utility(priced_share(k), ai, lab, world)
        shadow.low = min(shadow.low, worths[k])
    for k in range(SHARES):
        worths[k] = felt_above(worths[k], shadow.low, ai.rho)
    shadow.felt_gift = felt_above(shadow.gift, shadow.low, ai.rho)
    shadow.felt_rival = felt_above(shadow.rival_value, shadow.low, ai.rho)


@rule
def know_shadows(
    known: Rows[Shadow],
    worths: Matrix,
    minds: Rows[Mind],
    lab: LabState,
    desk: Desk,
    plans: Rows[Plan],
    world: World,
    public: Public,
) -> None:
    """Settle whether the copies of each of a lab's shadows keep quiet, and write what never changes about it."""
    for j in range(len(minds)):
        conspire(minds[j], lab, plans, world, public)
        know_shadow(known[j], worths[j], minds[j], lab, desk, world, public)
