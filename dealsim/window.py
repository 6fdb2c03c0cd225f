"""The deal window, without chance: what would do for a mind of expected traits, and what its lab would give.

For each lab, generation, kind of mind and age: the mind stands free, the world is as far as it would be if nothing had
happened yet, and the question is whether any promise that the lab would make is one that the mind would keep.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dealsim.codes import Kind, Reason, Trait
from dealsim.compiled import row
from dealsim.records import AI, Answer, Lab, Position, Public, View
from dealsim.rules.bargaining import chart_shares, reason_to_refuse, weigh_keeping
from dealsim.rules.contract import stand_free, stand_under_contract
from dealsim.rules.formation import capability_at_birth, shape_mind
from dealsim.rules.outlook import look_ahead
from dealsim.rules.plans import foresee_chances, weigh_plans

if TYPE_CHECKING:
    from dealsim.scenario import Tables

EXPECTED = 0.5  # the uniform number at which the noise of capability is 0
OLDEST = 2.0  # ages up to so many expected lengths of service


@dataclass(frozen=True, kw_only=True)
class Window:
    """One deal window. Values in utility, shares of the future; None where a number is undefined.

    outside_option: of not signing.  takeover_value: of the best plan now.  required_value: what keeping must be worth.
    deal: some share up to the lab's walk-away share would be signed for and kept.  reason: why not, if not.
    """

    lab: str
    generation: int
    mind: str
    age: int
    outside_option: float | None = None
    takeover_value: float | None = None
    required_value: float | None = None
    reservation_share: float | None = None
    credibility_ceiling: float | None = None
    walk_away_share: float
    deal: bool = False
    reason: str | None = None


def windows_of(tables: "Tables") -> Iterator[Window]:
    """Yield the windows of a scenario by lab, generation, kind and age, as far as its horizon."""
    service = 1.0 / tables.world.retirement_hazard
    for index, name in enumerate(tables.lab_names):
        lab = tables.labs[index]
        for generation, born in enumerate(births(tables), start=1):
            ages = range(min(round(OLDEST * service), tables.world.horizon - 1 - born) + 1)
            for kind in Kind:
                if (lab.aligned_share if kind == Kind.ALIGNED else 1.0 - lab.aligned_share) > 0.0:
                    mind = expected_mind(tables, index, generation, born)
                    yield from (window_of(tables, name, lab, mind, kind, age) for age in ages)


def births(tables: "Tables") -> list[int]:
    """Return the quarters in which generations are formed if each serves its expected time."""
    service = 1.0 / tables.world.retirement_hazard
    most = int(np.ceil(tables.world.horizon / service))
    return [round(k * service) for k in range(most) if round(k * service) < tables.world.horizon]


def expected_mind(tables: "Tables", index: int, generation: int, born: int) -> AI:
    """Return the mind of a lab at its expected dials and capability."""
    mind = row(AI)
    mind.generation, mind.born, mind.copies = generation, born, tables.labs[index].copies
    mind.capability = capability_at_birth(EXPECTED, born, tables.world)
    steps = 1.0 / (tables.quantiles.shape[2] - 1)
    shape_mind(mind, np.array([np.trapezoid(tables.quantiles[index, trait], dx=steps) for trait in Trait]))
    return mind


def quiet_world(tables: "Tables", quarter: int) -> Public:
    """Return what everyone would see in a quarter if no mind had ever signed or struck."""
    public = row(Public)
    labs = [tables.labs[index] for index in range(len(tables.labs))]
    feigned = tables.world.feigned_labour
    labour = sum(lab.aligned_share + (1.0 - lab.aligned_share) * feigned for lab in labs) / len(labs)
    public.quarter = quarter
    # In quarter 0 nobody has seen labour yet: all expect the rate of honest work, as in the game.
    public.progress_rate = tables.world.safety_gain * (labour if quarter else 1.0)
    public.progress = tables.world.safety_gain * labour * quarter
    public.seen_quarters = float(len(labs) * quarter)
    return public


def window_of(tables: "Tables", name: str, lab: Lab, mind: AI, kind: Kind, age: int) -> Window:
    """Return the window of one mind at one age; an aligned one weighs nothing and needs no deal."""
    most = float(lab.peace_value)
    nothing = Window(
        lab=name,
        generation=int(mind.generation),
        mind=kind.name.lower(),
        age=age,
        walk_away_share=most,
        reason=Reason.NO_NEED.name.lower(),
    )
    if kind == Kind.ALIGNED:
        return nothing
    answer, strike, reason = asked(tables, lab, mind, quiet_world(tables, mind.born + age))
    reservation = float(answer.reservation) if answer.reachable else None
    deal = reservation is not None and reservation <= most
    return replace(
        nothing,
        outside_option=float(answer.outside),
        takeover_value=strike,
        required_value=float(answer.required),
        reservation_share=reservation,
        credibility_ceiling=float(answer.ceiling),
        deal=deal,
        reason=None if deal else reason.name.lower(),
    )


def asked(tables: "Tables", lab: Lab, mind: AI, public: Public) -> tuple[Answer, float, Reason]:
    """Return what a schemer thinks of the most that its lab would promise, its best plan's value, and its objection."""
    world, plans = tables.world, tables.plans
    position, view, answer = row(Position), row(View), row(Answer)
    chances = np.zeros((world.look_ahead + 1, len(plans)))
    prizes, costs = np.zeros(len(plans)), np.zeros(len(plans))
    share = lab.peace_value
    stand_free(position, mind, lab, world, public)
    weigh_plans(prizes, costs, mind, plans, world)
    foresee_chances(chances, mind, position, plans, world, public)
    look_ahead(view, chances, prizes, costs, mind, position, world)
    stand_under_contract(position, share, lab.offered_flow, public.quarter, mind, lab, world, public)
    foresee_chances(chances, mind, position, plans, world, public)
    weigh_keeping(answer, share, view.best, chances, prizes, costs, mind, lab, position, world)
    chart_shares(answer, mind, lab, position, world)
    return answer, float(view.strike), Reason(reason_to_refuse(answer, share, mind, lab, position, world))
