"""The table of shadow minds without shortcuts: each cell by itself, each quarter ahead looked at."""

import numpy as np

from dealsim.core.compiled import Rows
from dealsim.core.records import Desk, LabState, Mind, Plan, Public, World
from dealsim.core.rules.deal.contract import stand_free, stand_under_contract
from dealsim.core.rules.deal.temptation import value_that_stays_sincere
from dealsim.core.rules.lab.shadows import imagined_edge, risk_of_strike
from dealsim.core.rules.outlook.outlook import look_ahead
from dealsim.core.rules.outlook.plans import logistic, reach, silence_unlikely_plots, weigh_plans


def chart_plainly(
    gap: float, slope: float, ai: Mind, lab: LabState, desk: Desk, plans: Rows[Plan], world: World, public: Public
) -> np.ndarray:
    """Return what a shadow would do at one place of the table; the lab and the public are as the place says."""
    weigh_plans(desk.prizes, desk.costs, ai, plans, world)
    stand_free(desk.position, ai, lab, world, public)
    imagine_chances(gap, slope, False, ai, desk, plans, world)
    look_ahead(ai, desk, world)
    outside, free_risk = desk.outlook.best, risk_of_strike(desk, world)
    stand_under_contract(desk.position, 0.0, lab.offered_flow, public.quarter, ai, lab, world, public)
    told = world.evidence_gain if lab.buys_evidence else 0.0
    imagine_chances(gap - told, slope, True, ai, desk, plans, world)
    staying = value_that_stays_sincere(desk.chances, desk.prizes, desk.costs, ai, desk.position, desk.tomorrow, world)
    look_ahead(ai, desk, world)
    return np.array([outside, staying, desk.outlook.best, free_risk, risk_of_strike(desk, world)])


def imagine_chances(
    gap: float, slope: float, under_contract: bool, ai: Mind, desk: Desk, plans: Rows[Plan], world: World
) -> None:
    """Write the plans' chances along an imagined path of the edge, and what a contract's reach adds."""
    for s in range(len(desk.chances)):
        edge = imagined_edge(s, gap, slope, world)
        if under_contract:
            edge += reach(float(s), world.contract_reach_limit, world.contract_reach_time)
        for m in range(len(plans)):
            height = world.steepness * (edge + plans[m].bonus - plans[m].difficulty)
            desk.chances[s, m] = desk.position.pass_chance * logistic(height)
    silence_unlikely_plots(desk.chances, ai, plans, world)
