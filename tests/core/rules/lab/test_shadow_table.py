"""The table of shadow minds is, to the last bit, what the plain rules say cell by cell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.core.compiled import copied, row
from dealsim.core.records import LabState, Mind, Public, lay_desk
from dealsim.core.rules.deal.contract import stand_under_contract
from dealsim.core.rules.deal.temptation import value_that_stays_sincere
from dealsim.core.rules.lab.plan_bounds import value_that_stays
from dealsim.core.rules.lab.shadow_table import set_state
from dealsim.core.rules.lab.shadows import CELLS, FIELDS, GAPS, SHADOWS, SLOPES, STATES, greatest_slope, least_slope
from dealsim.core.rules.outlook.plans import weigh_plans
from dealsim.scenario import Scenario, ScenarioTables, load_scenario, tabulate
from tests.builders import make_plan, make_plans, make_public, make_world
from tests.examples import share_of_examples
from tests.plain_charts import chart_plainly
from tests.random_scenarios import scenarios
from tests.strategies import labs, minds

CASES = {
    "taught": (),
    "drawn": ("every_lab.spec=null",),
    "known date": ("service.known_date=true", "service.look_ahead=6"),
    "evidence": ("every_lab.buys_evidence=true",),
    "neutral to risk": ("every_lab.spec=null", "every_lab.minds.traits.risk_aversion=0"),
}


def plainly(tables: ScenarioTables, lab: int, cell: int, j: int) -> np.ndarray:
    """Return what the plain rules say of a lab's shadow at a cell."""
    world, row_of_lab, public = tables.world, copied(tables.labs[lab]), row(Public)
    public.labs = len(tables.labs)
    place, state = divmod(cell, STATES)
    set_state(state, row_of_lab, world, public)
    slope = least_slope(world) + place % SLOPES / (SLOPES - 1.0) * (greatest_slope(world) - least_slope(world))
    gap = world.chart_low + (world.chart_high - world.chart_low) / (GAPS - 1.0) * (place // SLOPES)
    desk, mind = lay_desk(world.look_ahead, len(tables.plans)), tables.shadows.minds[lab * SHADOWS + j]
    return chart_plainly(gap, slope, mind, row_of_lab, desk, tables.plans, world, public)


def says(tables: ScenarioTables, lab: int, cell: int, j: int) -> np.ndarray:
    """Return what the table says of the same."""
    return tables.shadows.table[lab, cell, j * FIELDS : (j + 1) * FIELDS]


@pytest.mark.parametrize("said", CASES.values(), ids=CASES)
def test_every_number_of_the_table_is_what_the_plain_rules_say(said: tuple[str, ...]) -> None:
    tables = tabulate(load_scenario("baseline", list(said)))
    for cell in range(0, CELLS, 7):
        j, lab = cell % SHADOWS, cell % len(tables.labs)
        assert says(tables, lab, cell, j).tobytes() == plainly(tables, lab, cell, j).tobytes(), (lab, cell, j)


@share_of_examples(0.5)  # a table each
@given(scenarios(), st.integers(0, CELLS - 1))
def test_in_random_scenarios_too(scenario: Scenario, cell: int) -> None:
    tables = tabulate(scenario)
    for lab in range(len(tables.labs)):
        for j in range(0, SHADOWS, 5):
            assert says(tables, lab, cell, j).tobytes() == plainly(tables, lab, cell, j).tobytes()


@given(minds(), labs(), st.lists(st.floats(0.0, 1.0), min_size=18, max_size=18))
def test_bounds_spare_a_look_and_change_nothing_whatever_the_chances(
    ai: Mind, lab: LabState, chances: list[float]
) -> None:
    world, public, plans = make_world(look_ahead=5), make_public(), make_plans(*[make_plan() for _ in range(3)])
    desk = lay_desk(5, len(plans))
    plans[1].prize, plans[2].harm = 0.5, 0.0
    weigh_plans(desk.prizes, desk.costs, ai, plans, world)
    stand_under_contract(desk.position, 0.0, 0.0, 0, ai, lab, world, public)
    desk.chances[:] = np.array(chances).reshape(desk.chances.shape)
    plain = value_that_stays_sincere(desk.chances, desk.prizes, desk.costs, ai, desk.position, desk.tomorrow, world)
    assert value_that_stays(np.zeros(len(plans)), ai, desk, world) == plain
