"""The table of shadow minds: exact at its cells, near enough between them, and near what a mind would truly do."""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.core.compiled import copied, row
from dealsim.core.protocols.gain_tables import put_in_its_place
from dealsim.core.records import LabState, Mind, Plan, Position, Public, Shadow, lay_desk
from dealsim.core.rules.deal.contract import stand_free, stand_under_contract
from dealsim.core.rules.deal.temptation import value_that_stays_sincere
from dealsim.core.rules.lab import shadows
from dealsim.core.rules.lab.acceptance import AS_MANY_SIGN, consult_table
from dealsim.core.rules.lab.shadow_table import set_state
from dealsim.core.rules.lab.shadows import CELLS, DOUBTS, FIELDS, GAPS, HAZARDS, SHADOWS, SLOPES, STATES, priced_share
from dealsim.core.rules.outlook.outlook import look, rival_hazard
from dealsim.core.rules.outlook.plans import edge_over_defence
from dealsim.core.rules.value.preferences import certainty_equivalent
from dealsim.scenario import ScenarioTables
from tests.builders import make_ai, make_lab, make_plan, make_plans, make_public, make_world
from tests.plain_charts import chart_plainly
from tests.strategies import cara, chances, labs, minds, utilities

AXES = (GAPS, SLOPES, HAZARDS, DOUBTS)
FIELD_NAMES = ("outside", "staying", "bound", "free_risk", "bound_risk")
cells = st.integers(0, CELLS - 1)
# Outside option, staying and bound in utility, risks as chances; staying runs from 0 to 1, the others to about 0.3.
MEAN_ERRORS = (0.012, 0.06, 0.012, 0.05, 0.03)
GREATEST_ERRORS = (0.12, 0.2, 0.08, 0.55, 0.45)
BETWEEN_CELLS = (0.01, 0.02, 0.01, 0.04, 0.02)


def places_of(cell: int) -> tuple[int, ...]:
    """Return where a cell stands on each axis."""
    return tuple(int(place) for place in np.unravel_index(cell, AXES))


def told(table: np.ndarray, *places: float) -> np.ndarray:
    """Return what a table says at a place."""
    numbers = np.zeros(table.shape[1])
    for bound in (False, True):
        shadows.add_corners(numbers, table, bound, *places)
    return numbers


@st.composite
def everywhere(draw: st.DrawFn) -> tuple[float, ...]:
    """Return a place on the axes, ends included."""
    return tuple(draw(st.floats(0.0, axis - 1.0)) for axis in AXES)


@given(cells, st.integers(0, 2))
def test_at_a_cell_the_table_says_what_stands_there(baseline_tables: ScenarioTables, cell: int, lab: int) -> None:
    table = baseline_tables.shadows.table[lab]
    assert (told(table, *places_of(cell)) == table[cell]).all()


@given(everywhere(), st.lists(st.floats(-1.0, 1.0), min_size=5, max_size=5))
def test_between_cells_what_is_straight_is_told_exactly(place: tuple[float, ...], slopes: list[float]) -> None:
    grid = np.stack(np.unravel_index(np.arange(CELLS), AXES), axis=1)
    table = (grid @ np.array(slopes[:4]) + slopes[4])[:, None]
    assert told(table, *place)[0] == pytest.approx(np.dot(place, slopes[:4]) + slopes[4], abs=1e-9)


@given(everywhere(), st.integers(0, 2**32))
def test_between_cells_nothing_is_told_beyond_the_corners(place: tuple[float, ...], seed: int) -> None:
    table = np.random.default_rng(seed).random((CELLS, 3))
    cell = [min(int(p), axis - 2) for p, axis in zip(place, AXES, strict=True)]
    corners = table.reshape(*AXES, 3)[tuple(slice(c, c + 2) for c in cell)].reshape(-1, 3)
    assert (told(table, *place) >= corners.min(axis=0) - 1e-12).all()
    assert (told(table, *place) <= corners.max(axis=0) + 1e-12).all()


@given(cells)
def test_a_cell_is_charted_for_the_hazard_and_the_suspicion_that_stand_on_its_axes(cell: int) -> None:
    lab, public, world = make_lab(), make_public(), make_world()
    set_state(cell % STATES, lab, world, public)
    _, _, hazard, doubt = places_of(cell)
    assert shadows.place_of_hazard(rival_hazard(world, public)) == pytest.approx(hazard, abs=1e-9)
    assert shadows.place_of_doubt(lab.suspicion) == pytest.approx(doubt, abs=1e-9)


def test_the_ends_of_the_axes_are_where_the_scenario_says() -> None:
    world = make_world()
    assert shadows.place_of_gap(world.chart_low, world) == 0.0
    assert shadows.place_of_gap(world.chart_high, world) == GAPS - 1
    assert shadows.place_of_gap(-100.0, world) == 0.0
    assert shadows.place_of_slope(shadows.least_slope(world), world) == 0.0
    assert shadows.place_of_slope(9.0, world) == SLOPES - 1
    assert shadows.place_of_hazard(0.0) == 0.0
    assert shadows.place_of_hazard(1.0) == HAZARDS - 1
    assert shadows.place_of_doubt(1.0) == DOUBTS - 1


@given(st.floats(-1.0, 2.0), st.floats(-0.05, 0.05), st.floats(0.0, 1.0), st.floats(0.01, 100.0))
def test_an_imagined_edge_begins_at_the_gap_and_grows_by_the_slope_on_average(
    gap: float, slope: float, limit: float, time: float
) -> None:
    world = make_world(reach_limit=limit, reach_time=time)
    n = shadows.quarters_reckoned(world)
    assert shadows.imagined_edge(0, gap, slope, world) == gap
    assert shadows.imagined_edge(n, gap, slope, world) == pytest.approx(gap + slope * n, abs=1e-9)


def test_the_edge_of_a_new_mind_is_imagined_as_it_is_where_half_of_all_labour_is_honest() -> None:
    world, position = make_world(), row(Position)
    public = make_public(progress_rate=world.safety_gain * 0.5 * (1.0 + world.feigned_labour))
    true = [edge_over_defence(s, make_ai(), position, world, public) for s in range(25)]
    n = shadows.quarters_reckoned(world)
    slope = (true[n] - true[0]) / n
    assert [shadows.imagined_edge(s, true[0], slope, world) for s in range(25)] == pytest.approx(true)


# --- how near the table is


class State(NamedTuple):
    """An AI at a lab in a quarter, as games come to: its edge, how fast that grows, the public's state."""

    lab: int
    ai: Mind
    row: LabState
    public: Public


def states(tables: ScenarioTables, count: int) -> list[State]:
    """Return states such as games of the scenario come to, the same every time."""
    luck, made, world = np.random.default_rng(1), [], tables.world
    for _ in range(count):
        quarter = int(luck.integers(0, 40))
        age = int(luck.integers(0, min(quarter, 12) + 1))
        ai = make_ai()
        ai.born = quarter - age
        ai.capability = world.capability_start + world.capability_rise * ai.born + 0.02 * luck.normal()
        mean_labour = luck.uniform(0.6, 1.0)
        public = make_public(
            labs=len(tables.labs),
            quarter=quarter,
            progress=world.safety_gain * mean_labour * quarter,
            progress_rate=world.safety_gain * luck.uniform(0.4, 1.0),
            vigilance=float(luck.choice([0.0, 0.0, 0.2])),
            seen_quarters=3.0 * quarter,
            seen_chance=0.005 * quarter * luck.random(),
        )
        place = int(luck.integers(0, 3))
        lab = copied(tables.labs[place])
        lab.suspicion = luck.uniform(0.1, 0.5)
        made.append(State(place, ai, lab, public))
    return made


def tabled(state: State, tables: ScenarioTables) -> np.ndarray:
    """Return what the table says of a lab's shadows, were each in its AI's place."""
    numbers = np.zeros(SHADOWS * FIELDS)
    table = tables.shadows.table[state.lab]
    consult_table(numbers, table, state.ai, row(Position), state.row, tables.world, state.public)
    return numbers.reshape(SHADOWS, FIELDS)


def charted(state: State, j: int, tables: ScenarioTables) -> np.ndarray:
    """Return what a shadow would do, evaluated at the very place that is looked up in the table."""
    world, position = tables.world, row(Position)
    ahead = round(1.0 / world.retirement_hazard)
    gap = edge_over_defence(0, state.ai, position, world, state.public)
    slope = (edge_over_defence(ahead, state.ai, position, world, state.public) - gap) / ahead
    desk = lay_desk(world.look_ahead, len(tables.plans))
    public, mind = make_public(labs=len(tables.labs)), tables.shadows.minds[state.lab * SHADOWS + j]
    public.seen_chance = (rival_hazard(world, state.public) - world.rival_chance) * world.rival_weight
    lab = copied(state.row)
    lab.believed_signing = AS_MANY_SIGN
    return chart_plainly(gap, slope, mind, lab, desk, tables.plans, world, public)


def truly(state: State, j: int, tables: ScenarioTables) -> np.ndarray:
    """Return what a shadow in the AI's place would do along the path that its edge will really take."""
    world, plans, desk = tables.world, tables.plans, lay_desk(tables.world.look_ahead, len(tables.plans))
    mind, lab, public = copied(tables.shadows.minds[state.lab * SHADOWS + j]), copied(state.row), state.public
    put_in_its_place(mind, state.ai)
    lab.believed_signing = AS_MANY_SIGN
    stand_free(desk.position, mind, lab, world, public)
    look(mind, plans, desk, world, public)
    outside, free_risk = desk.outlook.best, shadows.risk_of_strike(desk, world)
    stand_under_contract(desk.position, 0.0, lab.offered_flow, public.quarter, mind, lab, world, public)
    look(mind, plans, desk, world, public)
    staying = value_that_stays_sincere(desk.chances, desk.prizes, desk.costs, mind, desk.position, desk.tomorrow, world)
    return np.array([outside, staying, desk.outlook.best, free_risk, shadows.risk_of_strike(desk, world)])


def test_in_games_of_the_baseline_the_table_is_near_what_minds_would_truly_do(baseline_tables: ScenarioTables) -> None:
    mean, most = MEAN_ERRORS, GREATEST_ERRORS
    errors = []
    for state in states(baseline_tables, 60):
        told_of = tabled(state, baseline_tables)
        errors += [np.abs(told_of[j] - truly(state, j, baseline_tables)) for j in range(0, SHADOWS, 2)]
    for k, name in enumerate(FIELD_NAMES):
        assert np.mean(errors, axis=0)[k] <= mean[k], name
        assert np.max(errors, axis=0)[k] <= most[k], name


def test_between_cells_the_table_is_near_what_it_would_say_there(baseline_tables: ScenarioTables) -> None:
    errors = []
    for state in states(baseline_tables, 60):
        told_of = tabled(state, baseline_tables)
        errors += [np.abs(told_of[j] - charted(state, j, baseline_tables)) for j in range(0, SHADOWS, 2)]
    for k, name in enumerate(FIELD_NAMES):
        assert np.mean(errors, axis=0)[k] <= BETWEEN_CELLS[k], name


# --- risk, felt utility, what never changes


@given(minds(), labs(), st.floats(-2.0, 3.0))
def test_a_mind_that_strikes_at_once_is_as_great_a_risk_as_its_plan_and_none_is_greater(
    ai: Mind, lab: LabState, gap: float
) -> None:
    world, public = make_world(look_ahead=8), make_public()
    plans, desk = make_plans(make_plan()), lay_desk(8, 1)
    numbers = chart_plainly(gap, 0.0, ai, lab, desk, plans, world, public)
    assert 0.0 <= numbers[3] <= 1.0
    assert 0.0 <= numbers[4] <= 1.0
    stand_free(desk.position, ai, lab, world, public)
    assert numbers[3] <= desk.position.pass_chance


def test_who_can_win_nothing_is_no_risk_and_who_wins_for_sure_is_a_sure_one() -> None:
    world, public, plans = make_world(look_ahead=8, retirement_hazard=0.05), make_public(), make_plans(easy())
    for gap, risk in ((-10.0, 0.0), (10.0, 1.0)):
        lab = make_lab(control=0.0)
        numbers = chart_plainly(gap, 0.0, make_ai(), lab, lay_desk(8, 1), plans, world, public)
        assert numbers[3] == pytest.approx(risk, abs=1e-9)


def easy() -> Plan:
    """Return a plan without costs."""
    return make_plan(resistance=0.0, harm=0.0, lawbreaking=0.0)


@given(chances, utilities, utilities, utilities, cara)
def test_the_mean_of_felt_utility_ranks_lotteries_as_their_certainty_equivalents(
    chance: float, one: float, other: float, sure: float, rho: float
) -> None:
    rho, low = min(rho, 20.0), min(one, other, sure)
    felt = [shadows.felt_above(value, low, rho) for value in (one, other, sure)]
    by_mean = chance * felt[0] + (1.0 - chance) * felt[1] - felt[2]
    by_equivalent = certainty_equivalent(chance, one, other, rho) - sure
    if abs(by_equivalent) > 1e-6 and abs(by_mean) > 1e-9:
        assert (by_mean > 0.0) == (by_equivalent > 0.0)


def test_priced_shares_are_even_in_the_logarithm_from_the_least_to_all() -> None:
    shares = [priced_share(k) for k in range(shadows.SHARES)]
    assert shares == pytest.approx(np.geomspace(shadows.LEAST_SHARE, 1.0, shadows.SHARES))
    assert shares[-1] == 1.0


@given(minds(), labs())
def test_nothing_that_a_promise_could_bring_a_shadow_is_below_what_it_counts_from(ai: Mind, lab: LabState) -> None:
    shadow, worths, world = row(Shadow), np.zeros(shadows.SHARES), make_world()
    shadows.know_shadow(shadow, worths, ai, lab, lay_desk(1, 1), world, make_public())
    assert shadow.low <= min(shadow.gift, shadow.rival_value)
    assert min(worths.min(), shadow.felt_gift, shadow.felt_rival) == 0.0
