"""Records for tests: plausible ones, with the fields that a test is about set by name."""

import numpy as np
from numpy.typing import NDArray

from dealsim.codes import Kind, Reply, Trait
from dealsim.compiled import Rows, copied, row, rows
from dealsim.records import AI, Answer, Lab, Plan, Position, Public, View, World
from dealsim.rules.bargaining import choose_answer, reason_to_refuse, weigh_keeping
from dealsim.rules.contract import stand_free, stand_under_contract
from dealsim.rules.formation import shape_mind
from dealsim.rules.outlook import look_ahead
from dealsim.rules.plans import foresee_chances, weigh_plans
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


def make_lab(**changes: float) -> Lab:
    """Return a lab of the schema's defaults but for the fields named."""
    return changed(_DEFAULTS.labs[0], changes)


def make_ai(*, copies: int = 1, **dials: float) -> AI:
    """Return a schemer formed in quarter 0 from its dials; those not named are the textbook agent's."""
    numbers = np.zeros(len(Trait))
    for name, dial in (TEXTBOOK | dials).items():
        numbers[Trait[name.upper()]] = dial
    ai = row(AI)
    ai.kind, ai.copies, ai.capability = Kind.SCHEMER, copies, 0.5
    shape_mind(ai, numbers)
    return ai


def natural_ai(*, copies: int = 1, dials: dict[str, float] | None = None, **parameters: float) -> AI:
    """Return a mind with some natural parameters (rho, alpha, discount, ...) set after its dials."""
    return changed(make_ai(copies=copies, **(dials or {})), parameters)


def make_plan(**changes: float) -> Plan:
    """Return a plan: hard, for everything, a quarter late, but for the fields named."""
    return changed(_DEFAULTS.plans[0], changes)


def make_plans(*plans: Plan) -> Rows[Plan]:
    """Return plans as the rules take them."""
    made = rows(Plan, len(plans))
    for m, plan in enumerate(plans):
        made[m] = plan
    return made


def make_public(**changes: float) -> Public:
    """Return what everyone sees in quarter 0, but for the fields named."""
    return changed(row(Public), changes)


def make_position(**changes: float) -> Position:
    """Return a position without flow, rivals, delay or guilt, but for the fields named."""
    return changed(row(Position), {"humans": 1.0, "patience": 1.0, "pass_chance": 1.0, **changes})


def look(ai: AI, position: Position, plans: Rows[Plan], world: World, public: Public) -> tuple[View, Foresight]:
    """Return what a mind sees from a position, and the numbers that it looks at."""
    foresight = foresee(ai, position, plans, world, public)
    return look_at(*foresight, ai, position, world), foresight


def foresee(ai: AI, position: Position, plans: Rows[Plan], world: World, public: Public) -> Foresight:
    """Return the plans' chances by quarter ahead, their prizes and their costs."""
    chances = np.zeros((world.look_ahead + 1, len(plans)))
    prizes, costs = np.zeros(len(plans)), np.zeros(len(plans))
    foresee_chances(chances, ai, position, plans, world, public)
    weigh_plans(prizes, costs, ai, plans, world)
    return chances, prizes, costs


def look_at(
    chances: NDArray[np.float64],
    prizes: NDArray[np.float64],
    costs: NDArray[np.float64],
    ai: AI,
    position: Position,
    world: World,
) -> View:
    """Return what a mind sees that looks ahead over given chances, prizes and costs."""
    view = row(View)
    look_ahead(view, chances, prizes, costs, ai, position, world)
    return view


def answer_offer(
    share: float, ai: AI, lab: Lab, world: World, plans: Rows[Plan], public: Public
) -> tuple[Answer, Position]:
    """Return a schemer's answer to an offer, and its position under the contract offered."""
    answer, position = row(Answer), row(Position)
    stand_free(position, ai, lab, world, public)
    outside = look(ai, position, plans, world, public)[0].best
    stand_under_contract(position, share, lab.offered_flow, public.quarter, ai, lab, world, public)
    view, (chances, prizes, costs) = look(ai, position, plans, world, public)
    weigh_keeping(answer, share, outside, chances, prizes, costs, ai, lab, position, world)
    choose_answer(answer, ai, lab, position, view, world)
    if answer.reply == Reply.REFUSE:
        answer.reason = reason_to_refuse(answer, share, ai, lab, position, world)
    return answer, position
