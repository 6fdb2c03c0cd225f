"""The table of a lab's shadows: what each would do at every cell, worked out once for a scenario.

What many cells have in common is worked out once for them all, and what bounds can settle is not looked at quarter by
quarter (`bounds`): the numbers are the same, to the last bit.
"""

from typing import NamedTuple

import numpy as np

from dealsim.core.compiled import Cube, Matrix, Rows, Vector, rule
from dealsim.core.records import Desk, LabState, Mind, Plan, Public, World
from dealsim.core.rules.deal.contract import stand_free, stand_under_contract
from dealsim.core.rules.lab.plan_bounds import never_strikes, value_that_stays
from dealsim.core.rules.lab.shadows import (
    COMMON_HAZARD,
    DOUBTS,
    FIELDS,
    GAPS,
    HAZARDS,
    PLACES,
    SHADOWS,
    SLOPES,
    STATES,
    greatest_slope,
    imagined_edge,
    least_slope,
    risk_of_strike,
)
from dealsim.core.rules.outlook.outlook import UNKNOWN, foresee_staying, weigh_striking
from dealsim.core.rules.outlook.plans import logistic, reach, silence_unlikely_plots, weigh_plans
from dealsim.core.rules.outlook.tomorrow import serve_on


class Draft(NamedTuple):
    """Scratch space for a table: what plans would do, the same for all shadows of a lab.

    works: chance of each plan that has passed control, a matrix a gap and slope, first without a contract, PLACES on
    under one; a row a quarter ahead, and in the last one the greatest of them.  peaks: one a plan.
    """

    works: Cube
    peaks: Vector


def lay_draft(look_ahead: int, plans: int) -> Draft:
    """Return scratch space for minds that look so many quarters ahead at so many plans."""
    return Draft(works=np.zeros((2 * PLACES, look_ahead + 2, plans)), peaks=np.zeros(plans))


@rule
def imagine_works(
    works: Matrix, gap: float, slope: float, under_contract: bool, plans: Rows[Plan], world: World
) -> None:
    """Write the chance that each plan works once it has passed control, along an imagined path of the edge.

    logistic(steepness (edge_s + bonus_m - difficulty_m)), under a contract with what its reach adds to the edge

    works: one row a quarter ahead, and one for the greatest.
    """
    last = len(works) - 1
    for m in range(len(plans)):
        works[last, m] = 0.0
    for s in range(last):
        edge = imagined_edge(s, gap, slope, world)
        if under_contract:
            edge += reach(float(s), world.contract_reach_limit, world.contract_reach_time)
        for m in range(len(plans)):
            works[s, m] = logistic(world.steepness * (edge + plans[m].bonus - plans[m].difficulty))
            works[last, m] = max(works[last, m], works[s, m])


@rule
def imagine_all_works(works: Cube, lab: LabState, plans: Rows[Plan], world: World) -> None:
    """Write at each gap and slope what plans would do: first without a contract, PLACES on under one.

    The same for all shadows, however suspicious the lab and likely rivals.
    """
    told = world.evidence_gain if lab.buys_evidence else 0.0
    for place in range(PLACES):
        part = place % SLOPES / (SLOPES - 1.0)
        slope = least_slope(world) + part * (greatest_slope(world) - least_slope(world))
        step = (world.chart_high - world.chart_low) / (GAPS - 1.0)
        gap = world.chart_low + step * (place // SLOPES)
        imagine_works(works[place], gap, slope, False, plans, world)
        imagine_works(works[PLACES + place], gap - told, slope, True, plans, world)


@rule
def estimate_chances(works: Matrix, ai: Mind, desk: Desk, plans: Rows[Plan], world: World) -> None:
    """Write the plans' chances on a desk: that they pass control, work, and no one reports them."""
    for s in range(len(desk.chances)):
        for m in range(len(plans)):
            desk.chances[s, m] = desk.position.pass_chance * works[s, m]
    silence_unlikely_plots(desk.chances, ai, plans, world)


@rule
def set_state(state: int, lab: LabState, world: World, public: Public) -> None:
    """Make a lab as suspicious, before or after a signature, and rivals as likely, as some cells of the table say.

    state: hazard DOUBTS + doubt, of all cells at place STATES + state
    """
    part = state // DOUBTS / HAZARDS
    hazard = COMMON_HAZARD * part / (1.0 - part)
    lab.suspicion = state % DOUBTS / (DOUBTS - 1.0)
    lab.believed_signing = world.courtesy_chance  # so that signing, in the table, reveals nothing
    public.seen_quarters = 0.0
    public.seen_chance = (hazard - world.rival_chance) * world.rival_weight


@rule
def chart_ways(
    table: Matrix,
    works: Cube,
    first: int,
    state: int,
    value: int,
    risk: int,
    ai: Mind,
    desk: Desk,
    plans: Rows[Plan],
    world: World,
) -> None:
    """Write what a mind's best way is worth at every gap and slope, and the chance that it takes over.

    first: its place in `works` without a contract, or under one.  value, risk: where in a row they stand.
    """
    foresee_staying(ai, desk, world)
    stay = serve_on(desk.position.flow, desk.outlook.stationary, ai.present_weight, desk.tomorrow, ai)
    for place in range(PLACES):
        if never_strikes(works[first + place, len(desk.chances)], stay, ai, desk, world):
            table[place * STATES + state, value], table[place * STATES + state, risk] = stay, 0.0
            continue
        estimate_chances(works[first + place], ai, desk, plans, world)
        weigh_striking(ai, desk, world)
        table[place * STATES + state, value] = desk.outlook.best
        table[place * STATES + state, risk] = risk_of_strike(desk, world)


@rule
def chart_staying(
    table: Matrix, draft: Draft, state: int, field: int, ai: Mind, desk: Desk, plans: Rows[Plan], world: World
) -> None:
    """Write the least K that stays sincere at every gap and slope. Rivals are no matter to it if no end is known.

    field: where in a row it stands.
    """
    for place in range(PLACES):
        cell = place * STATES + state
        if state >= DOUBTS and desk.position.ends_in >= UNKNOWN:
            table[cell, field] = table[cell - DOUBTS, field]
            continue
        estimate_chances(draft.works[PLACES + place], ai, desk, plans, world)
        table[cell, field] = value_that_stays(draft.peaks, ai, desk, world)


@rule
def chart_shadows(
    table: Matrix,
    draft: Draft,
    shadows: Rows[Mind],
    first: int,
    lab: LabState,
    desk: Desk,
    plans: Rows[Plan],
    world: World,
    public: Public,
) -> None:
    """Write the table of a lab's shadows: a row a cell, FIELDS numbers a shadow.

    outside option; least K that stays sincere; value of a contract that it does not keep [utility]; chance of a
    takeover without a contract; and under one that it does not keep

    cell: ((gap SLOPES + slope) HAZARDS + hazard) DOUBTS + doubt.  first: place of the lab's first shadow.
    draft, lab, public: scratch, written over.
    """
    imagine_all_works(draft.works, lab, plans, world)
    for j in range(SHADOWS):
        ai, n = shadows[first + j], j * FIELDS
        weigh_plans(desk.prizes, desk.costs, ai, plans, world)
        for state in range(STATES):
            set_state(state, lab, world, public)
            stand_free(desk.position, ai, lab, world, public)
            chart_ways(table, draft.works, 0, state, n, n + 3, ai, desk, plans, world)
            stand_under_contract(desk.position, 0.0, lab.offered_flow, public.quarter, ai, lab, world, public)
            chart_staying(table, draft, state, n + 1, ai, desk, plans, world)
            chart_ways(table, draft.works, PLACES, state, n + 2, n + 4, ai, desk, plans, world)
