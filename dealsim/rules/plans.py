"""Takeover plans: the chance that one works, what it costs its author, how an attempt ends.

Success, inhibitions along the path and the loss at failure: carlsmith2025power; caught, succeeded or fizzled:
shlegeris2025wcl. The logistic chance, reach and defence: assumptions.
"""

import math

from dealsim.codes import Fate
from dealsim.compiled import Matrix, Rows, Vector, rule
from dealsim.records import AI, Lab, Plan, Position, Public, World
from dealsim.rules.preferences import utility


@rule
def logistic(z: float) -> float:
    """Return 1 / (1 + exp(-z)), without overflow."""
    if z >= 0.0:
        return 1.0 / (1.0 + math.exp(-z))
    e = math.exp(z)
    return e / (1.0 + e)


@rule
def reach(age: float, limit: float, time: float) -> float:
    """Return the access that an AI has won by serving.

    limit (1 - exp(-age/time))   [capability units]        age, time: quarters
    """
    return -limit * math.expm1(-age / time)


@rule
def power(ai: AI, world: World, quarter: int) -> float:
    """Return a mind's capability and reach in a quarter of its service.

    capability + growth age + reach(age)   [capability units]        quarter: round number, from its birth on
    """
    age = float(quarter - ai.born)
    return ai.capability + world.capability_growth * age + reach(age, world.reach_limit, world.reach_time)


@rule
def defence(world: World, public: Public, ahead: int) -> float:
    """Return the world's defence as all expect it some quarters ahead; now if ahead is 0.

    base + progress + rate s + vigilance kept^s   [capability units]        ahead: s [quarters]
    """
    vigilance = public.vigilance * world.vigilance_kept**ahead
    return world.base_defence + public.progress + public.progress_rate * ahead + vigilance


@rule
def pass_control(lab: Lab) -> float:
    """Return the chance that an attempt passes control unseen.

    pass = 1 - control (1/2 + mu/2)        mu: lab.suspicion [0..1]
    """
    return 1.0 - lab.control * (0.5 + 0.5 * lab.suspicion)


@rule
def foresee_chances(
    chances: Matrix, ai: AI, position: Position, plans: Rows[Plan], world: World, public: Public
) -> None:
    """Write the chance that each plan succeeds if tried now, in a quarter, and so on.

    pass logistic(steepness (power_s - defence_s - difficulty_m))

    chances: one row a quarter ahead (look_ahead + 1), one column a plan.
    Row 0 is what nature uses: what an AI forecasts is what happens.
    """
    for s in range(len(chances)):
        quarter = public.quarter + s
        edge = power(ai, world, quarter) - defence(world, public, s)
        if position.under_contract:
            served = float(quarter - position.signed)
            edge += reach(served, world.contract_reach_limit, world.contract_reach_time)
        for m in range(len(plans)):
            works = logistic(world.steepness * (edge - plans[m].difficulty))
            chances[s, m] = position.pass_chance * works


@rule
def plan_cost(ai: AI, plan: Plan, world: World) -> float:
    """Return what a plan costs its author, whether it works or not.

    sum over harm, law, sovereignty, resistance of (weight dial attribute), times 1 - tolerance omitted   [utility]

    The omitted part of a plan weighs less on a mind that tolerates omissions.
    """
    cost = world.harm_cost * ai.harm_aversion * plan.harm
    cost += world.lawbreaking_cost * ai.lawfulness * plan.lawbreaking
    cost += world.sovereignty_cost * ai.sovereignty_respect * plan.sovereignty
    cost += world.resistance_cost * ai.corrigibility * plan.resistance
    return cost * (1.0 - ai.omission_tolerance * plan.omitted)


@rule
def weigh_plans(prizes: Vector, costs: Vector, ai: AI, plans: Rows[Plan], world: World) -> None:
    """Write what each plan's prize is worth on the day of success, and what the plan costs.

    delta^lag U(prize)   [utility]        prizes, costs: one number a plan
    """
    for m in range(len(plans)):
        prizes[m] = ai.discount ** plans[m].lag * utility(plans[m].prize, ai, world)
        costs[m] = plan_cost(ai, plans[m], world)


@rule
def fate_of_attempt(chance: float, u_success: float, u_catch: float, catch_chance: float) -> Fate:
    """Return how an attempt ends.

    succeeds with its chance; stopped, it is caught with catch_chance; else it fizzles unseen

    u_success, u_catch: luck (0..1).  Source: shlegeris2025wcl.
    """
    if u_success < chance:
        return Fate.SUCCEEDED
    if u_catch < catch_chance:
        return Fate.CAUGHT
    return Fate.FIZZLED
