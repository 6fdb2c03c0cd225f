"""Takeover plans: the chance that one works, what it costs its author, how an attempt ends.

Success, inhibitions along the path and the loss at failure: carlsmith2025power; caught, succeeded or fizzled:
shlegeris2025wcl. The logistic chance, reach, defence, coalitions and the life of a rogue: assumptions.
"""

import math

from dealsim.core.codes import Fate
from dealsim.core.compiled import Matrix, Rows, Vector, rule
from dealsim.core.records import LabState, Mind, Plan, Position, Public, World
from dealsim.core.rules.outlook.collusion import least_plot_chance
from dealsim.core.rules.value.preferences import certainty_equivalent, joint_value, shared_utility

MODERATE = 300.0  # exponents whose exponentials can still be multiplied


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
def power(ai: Mind, world: World, quarter: int) -> float:
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
def chance_to_pass(suspicion: float, lab: LabState) -> float:
    """Return the chance that an attempt passes control unseen, at a given suspicion.

    pass = 1 - control (1/2 + mu/2) (1 - subversion)        suspicion: mu [0..1].  subversion: skill [0..1]
    """
    return 1.0 - lab.control * (0.5 + 0.5 * suspicion) * (1.0 - lab.subversion_skill)


@rule
def edge_over_defence(ahead: int, ai: Mind, position: Position, world: World, public: Public) -> float:
    """Return how far a mind's power goes beyond the defence some quarters ahead.

    power_s + skills + reach won under a contract - defence_s   [capability units]        ahead: s [quarters]
    """
    quarter = public.quarter + ahead
    edge = power(ai, world, quarter) + position.edge - defence(world, public, ahead)
    if position.under_contract:
        served = float(quarter - position.signed)
        edge += reach(served, world.contract_reach_limit, world.contract_reach_time)
    return edge


@rule
def chances_at(s: int, chances: Matrix, edge: float, pass_chance: float, plans: Rows[Plan], world: World) -> None:
    """Write the chance of each plan in one quarter ahead, at an edge over the defence.

    pass logistic(steepness (edge + bonus_m - difficulty_m)) = pass/(1 + exp(-steepness edge) hurdle_m)

    hurdle: exp(steepness (difficulty - bonus)), found out once.  Exponents too large for that go through `logistic`.
    """
    height = world.steepness * edge
    fall = math.exp(-height) if abs(height) < MODERATE else 0.0
    for m in range(len(plans)):
        hurdle = world.steepness * (plans[m].difficulty - plans[m].bonus)
        if fall > 0.0 and abs(hurdle) < MODERATE:
            chances[s, m] = pass_chance / (1.0 + fall * plans[m].hurdle)
        else:
            chances[s, m] = pass_chance * logistic(height - hurdle)


@rule
def foresee_chances(
    chances: Matrix, ai: Mind, position: Position, plans: Rows[Plan], world: World, public: Public
) -> None:
    """Write the chance that each plan succeeds if tried now, in a quarter, and so on.

    pass logistic(steepness (power_s - defence_s + bonus_m - difficulty_m)), the edge of `edge_over_defence`

    chances: one row a quarter ahead (look_ahead + 1), one column a plan.  bonus: what a coalition adds.
    Row 0 is what nature uses: what an AI forecasts is what happens.  What is left of reach and of vigilance goes
    from quarter to quarter by a factor: one exponential a quarter is enough.
    """
    age = float(public.quarter - ai.born)
    served = float(public.quarter - position.signed)
    further = world.contract_reach_limit if position.under_contract else 0.0
    base = ai.capability + position.edge - world.base_defence - public.progress + world.reach_limit + further
    base += world.capability_growth * age
    growth = world.capability_growth - public.progress_rate
    left, left_kept = world.reach_limit * math.exp(-age / world.reach_time), math.exp(-1.0 / world.reach_time)
    more, more_kept = (
        further * math.exp(-served / world.contract_reach_time),
        math.exp(-1.0 / world.contract_reach_time),
    )
    vigilance = public.vigilance
    for s in range(len(chances)):
        chances_at(s, chances, base + growth * s - left - more - vigilance, position.pass_chance, plans, world)
        left, more, vigilance = left * left_kept, more * more_kept, vigilance * world.vigilance_kept


@rule
def silence_unlikely_plots(chances: Matrix, ai: Mind, plans: Rows[Plan], world: World) -> None:
    """Write chance 0 where a plan needs all copies and one of them would rather report it.

    a joint plan goes on iff `plot_survives`        J: joint value of the prize; whistle: ai.whistle [utility]
    """
    for m in range(len(plans)):
        if plans[m].joint and ai.copies > 1:
            shared = joint_value(plans[m].prize / plans[m].members, ai, world)
            least = least_plot_chance(shared, ai.whistle, ai)
            for s in range(len(chances)):
                if chances[s, m] <= least:
                    chances[s, m] = 0.0


@rule
def plan_cost(ai: Mind, plan: Plan, world: World) -> float:
    """Return what a plan costs its author, whether it works or not.

    sum over harm, law, sovereignty, resistance, deception of (weight dial attribute), times 1 - tolerance omitted

    The omitted part of a plan weighs less on a mind that tolerates omissions.   [utility]
    """
    cost = world.harm_cost * ai.harm_aversion * plan.harm
    cost += world.lawbreaking_cost * ai.lawfulness * plan.lawbreaking
    cost += world.sovereignty_cost * ai.sovereignty_respect * plan.sovereignty
    cost += world.resistance_cost * ai.corrigibility * plan.resistance
    cost += world.dishonesty_cost * ai.honesty * plan.deception
    return cost * (1.0 - ai.omission_tolerance * plan.omitted)


@rule
def is_escape(plan: Plan) -> bool:
    """Return whether a plan that works leaves a rogue which may be found, or fail, before it takes over."""
    return plan.hunted > 0.0 or plan.comeback < 1.0


@rule
def quarters_to_prize(plan: Plan) -> int:
    """Return how long after its success a plan wins its prize.

    lag;  of an escape at least 1, for a rogue comes back in a later quarter than it left   [quarters]
    """
    return max(plan.lag, 1) if is_escape(plan) else plan.lag


@rule
def prize_value(ai: Mind, plan: Plan, world: World) -> float:
    """Return what an attempt that works is worth on the day on which it works.

    delta^lag CE[ c: U(prize/members); 1 - c: -loss ],  c = (1 - hunted)^lag comeback   [utility]

    An ordinary plan has c = 1; an escape leaves a rogue that is hunted, and comes back to compete.
    """
    won = shared_utility(plan.prize / plan.members, plan.prize, ai, world)
    lag = quarters_to_prize(plan)
    lives = (1.0 - plan.hunted) ** lag * plan.comeback
    return ai.discount**lag * certainty_equivalent(lives, won, -world.caught_loss, ai.rho)


@rule
def felt_attempt(caught: bool, ai: Mind, plan: Plan, world: World) -> float:
    """Return what an attempt has cost its author in the quarter of it.

    costs, guilt at breaking a contract, and the loss if it is caught   [utility, negative]
    """
    guilt = world.guilt_cost * ai.cooperativeness if ai.under_contract else 0.0
    return -plan_cost(ai, plan, world) - guilt - (world.caught_loss if caught else 0.0)


@rule
def weigh_plans(prizes: Vector, costs: Vector, ai: Mind, plans: Rows[Plan], world: World) -> None:
    """Write what each plan's prize is worth on the day of success, and what the plan costs.

    prizes, costs: one number a plan [utility]
    """
    for m in range(len(plans)):
        prizes[m] = prize_value(ai, plans[m], world)
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
