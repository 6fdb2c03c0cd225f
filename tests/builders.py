"""Records for tests: plausible ones, with the fields that a test is about set by name."""

import math

import numpy as np
from numpy.typing import NDArray

from dealsim.core.codes import Kind, Reply, Trait
from dealsim.core.compiled import Rows, copied, row, rows
from dealsim.core.records import (
    Answer,
    Case,
    Desk,
    LabState,
    Mind,
    Plan,
    Position,
    Public,
    Tomorrow,
    View,
    World,
    lay_desk,
)
from dealsim.core.rules.deal import answers, contract, temptation
from dealsim.core.rules.outlook import outlook, tomorrow
from dealsim.core.rules.outlook.plans import MODERATE, foresee_chances, silence_unlikely_plots, weigh_plans
from dealsim.core.rules.training.formation import shape_mind
from dealsim.scenario import Scenario, tabulate

type Foresight = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]

# Scope sensitivity 1 is the linear mind; every other dial of the textbook agent is 0.
TEXTBOOK = {"scope_sensitivity": 1.0}
_DEFAULTS = tabulate(
    Scenario.model_validate(
        {
            "title": "Every default",
            "labs": {"only": {}},
            "plans": {"only": {"difficulty": 0.6, "prize": 1.0, "lag": 1, "harm": 0.5, "lawbreaking": 1.0}},
        }
    )
)


def changed[R](record: R, changes: dict[str, float]) -> R:
    """Return a copy of a record with some fields set."""
    made = copied(record)
    for name, value in changes.items():
        # NumPy lets a record take any attribute that its class has, such as `round`, without a word.
        assert name in type_fields(made), f"{name} is no field of this record"
        setattr(made, name, value)
    return made


def type_fields(record: object) -> tuple[str, ...]:
    """Return the names of a record's fields."""
    return tuple(record.dtype.names)  # type: ignore[attr-defined]


def make_world(**changes: float) -> World:
    """Return a world of the schema's defaults but for the fields named."""
    return changed(_DEFAULTS.world, changes)


def make_lab(**changes: float) -> LabState:
    """Return a lab of the schema's defaults but for the fields named."""
    return changed(_DEFAULTS.labs[0], changes)


def make_ai(*, copies: int = 1, **dials: float) -> Mind:
    """Return a schemer formed in quarter 0 from its dials; those not named are the textbook agent's."""
    numbers = np.zeros(len(Trait))
    for name, dial in (TEXTBOOK | dials).items():
        numbers[Trait[name.upper()]] = dial
    ai = row(Mind)
    ai.kind, ai.copies, ai.capability, ai.usable = Kind.SCHEMER, copies, 0.5, 1.0
    shape_mind(ai, numbers)
    return ai


def natural_ai(*, copies: int = 1, dials: dict[str, float] | None = None, **parameters: float) -> Mind:
    """Return a mind with some natural parameters (rho, alpha, discount, ...) set after its dials."""
    return changed(make_ai(copies=copies, **(dials or {})), parameters)


def make_plan(*, steepness: float = _DEFAULTS.world.steepness, **changes: float) -> Plan:
    """Return a plan: hard, for everything, a quarter late, but for the fields named, in a world so steep."""
    plan = changed(_DEFAULTS.plans[0], changes)
    exponent = steepness * (plan.difficulty - plan.bonus)
    plan.hurdle = math.exp(min(max(exponent, -MODERATE), MODERATE))
    return plan


def make_plans(*plans: Plan) -> Rows[Plan]:
    """Return plans as the rules take them."""
    made = rows(Plan, len(plans))
    for m, plan in enumerate(plans):
        made[m] = plan
    return made


def make_public(**changes: float) -> Public:
    """Return what everyone sees in quarter 0, but for the fields named."""
    return changed(row(Public), {"labs": 1, **changes})


def make_position(**changes: float) -> Position:
    """Return a position without flow, rivals, delay or guilt, but for the fields named."""
    sure = {"humans": 1.0, "patience": 1.0, "pass_chance": 1.0, "judged": 1.0, "ends_in": outlook.UNKNOWN}
    return changed(row(Position), {**sure, **changes})


def make_desk(position: Position, foresight: Foresight | None = None, *, look_ahead: int = 1) -> Desk:
    """Return a desk with a position and, if given, what a mind foresees from it."""
    chances = np.zeros((look_ahead + 1, 1)) if foresight is None else foresight[0]
    desk = lay_desk(len(chances) - 1, chances.shape[1])
    for name in type_fields(position):
        setattr(desk.position, name, getattr(position, name))
    if foresight is not None:
        desk.chances[:], desk.prizes[:], desk.costs[:] = foresight
    return desk


def foresee(ai: Mind, position: Position, plans: Rows[Plan], world: World, public: Public) -> Foresight:
    """Return the plans' chances by quarter ahead, their prizes and their costs."""
    chances = np.zeros((world.look_ahead + 1, len(plans)))
    prizes, costs = np.zeros(len(plans)), np.zeros(len(plans))
    foresee_chances(chances, ai, position, plans, world, public)
    silence_unlikely_plots(chances, ai, plans, world)
    weigh_plans(prizes, costs, ai, plans, world)
    return chances, prizes, costs


def look_at(
    chances: NDArray[np.float64],
    prizes: NDArray[np.float64],
    costs: NDArray[np.float64],
    ai: Mind,
    position: Position,
    world: World,
) -> View:
    """Return what a mind sees that looks ahead over given chances, prizes and costs."""
    return looked_from((chances, prizes, costs), ai, position, world).outlook


def looked_from(foresight: Foresight, ai: Mind, position: Position, world: World) -> Desk:
    """Return the desk of a mind that has looked ahead."""
    desk = make_desk(position, foresight)
    outlook.look_ahead(ai, desk, world)
    return desk


def fixed_branches(ending: float, retire: float, ai: Mind, position: Position) -> Tomorrow:
    """Return the lottery of the next quarter but for going on."""
    lottery = row(Tomorrow)
    tomorrow.foresee_tomorrow(lottery, ending, retire, ai, position)
    return lottery


def serve_on(
    flow: float, ending: float, going_on: float, retire: float, weight: float, ai: Mind, position: Position
) -> float:
    """Return the value of one more quarter in service, retired with a chance."""
    return tomorrow.serve_on(flow, going_on, weight, fixed_branches(ending, retire, ai, position), ai)


def stationary_value(flow: float, ending: float, retire: float, ai: Mind, position: Position) -> float:
    """Return the value of serving on for ever, retired with a chance each quarter."""
    return tomorrow.stationary_value(flow, fixed_branches(ending, retire, ai, position), ai)


def told(world: World, position: Position) -> World:
    """Return a world in which everyone knows when service ends if this position does."""
    return changed(world, {"known_date": int(position.ends_in < outlook.UNKNOWN)})


def value_of_service(quarters: int, ending: float, ai: Mind, position: Position, world: World) -> float:
    """Return the value of serving some quarters more, or until nobody knows when, and never striking."""
    lottery = fixed_branches(ending, outlook.retire_hazard(world), ai, position)
    return outlook.value_of_service(quarters, ending, position.flow, lottery, ai)


def value_of_keeping(ending: float, ai: Mind, position: Position, world: World) -> float:
    """Return K, the value of keeping a contract whose promise is worth `ending` at retirement."""
    return contract.value_of_keeping(ending, ai, position, row(Tomorrow), world)


def value_that_stays_sincere(
    chances: NDArray[np.float64],
    prizes: NDArray[np.float64],
    costs: NDArray[np.float64],
    ai: Mind,
    position: Position,
    world: World,
) -> float:
    """Return the least K at which keeping beats every plan in every quarter ahead."""
    return temptation.value_that_stays_sincere(chances, prizes, costs, ai, position, row(Tomorrow), world)


def answer_offer(
    share: float, ai: Mind, lab: LabState, world: World, plans: Rows[Plan], public: Public
) -> tuple[Answer, Position]:
    """Return a schemer's answer to an offer, and its position under the contract offered."""
    desk, position, ai = lay_desk(world.look_ahead, len(plans)), row(Position), copied(ai)
    answers.answer_offer(share, Case(ai, lab, desk, plans, world, public))
    if desk.answer.reply == Reply.REFUSE:
        desk.answer.reason = answers.reason_to_refuse(share, Case(ai, lab, desk, plans, world, public))
    answers.stand_under_contract(position, share, lab.offered_flow, public.quarter, ai, lab, world, public)
    return desk.answer, position


def chart_offer(share: float, ai: Mind, lab: LabState, world: World, plans: Rows[Plan], public: Public) -> Answer:
    """Return a schemer's answer to an offer with what other shares would have done."""
    desk, ai = lay_desk(world.look_ahead, len(plans)), copied(ai)
    answers.answer_offer(share, Case(ai, lab, desk, plans, world, public))
    answers.chart_shares(share, Case(ai, lab, desk, plans, world, public))
    return desk.answer
