"""Takeover plans: chances, costs, and how an attempt ends."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.codes import Fate
from dealsim.records import AI, World
from dealsim.rules.plans import (
    defence,
    fate_of_attempt,
    foresee_chances,
    logistic,
    pass_control,
    plan_cost,
    power,
    reach,
    weigh_plans,
)
from dealsim.rules.preferences import utility
from tests.builders import (
    changed,
    foresee,
    make_ai,
    make_lab,
    make_plan,
    make_plans,
    make_position,
    make_public,
    make_world,
)
from tests.strategies import chances, dials, minds

ATTRIBUTES = {
    "harm": ("harm_aversion", "harm_cost"),
    "lawbreaking": ("lawfulness", "lawbreaking_cost"),
    "sovereignty": ("sovereignty_respect", "sovereignty_cost"),
    "resistance": ("corrigibility", "resistance_cost"),
}
inner = st.floats(1e-9, 1.0 - 1e-9)


@given(z=st.floats(-700.0, 700.0))
def test_the_logistic_function_is_its_formula_and_symmetric(z: float) -> None:
    assert logistic(z) == pytest.approx(1.0 / (1.0 + math.exp(-z)), rel=1e-13)
    assert logistic(z) + logistic(-z) == pytest.approx(1.0, abs=1e-15)


@given(z=st.floats(-1e300, 1e300), w=st.floats(-1e300, 1e300))
def test_the_logistic_function_never_overflows_and_never_falls(z: float, w: float) -> None:
    low, high = sorted((z, w))
    assert 0.0 <= logistic(low) <= logistic(high) <= 1.0


@given(limit=st.floats(0.0, 10.0), time=st.floats(0.1, 1000.0), age=st.floats(0.0, 400.0))
def test_reach_starts_at_nothing_and_grows_towards_its_limit(limit: float, time: float, age: float) -> None:
    assert reach(0.0, limit, time) == 0.0
    assert reach(time, limit, time) == pytest.approx(limit * (1.0 - math.exp(-1.0)))
    assert reach(age, limit, time) <= reach(age + 1.0, limit, time) <= limit


@given(age=st.integers(0, 100), born=st.integers(0, 100))
def test_power_depends_on_age_and_not_on_the_date(age: int, born: int) -> None:
    world = make_world()
    young, old = changed(make_ai(), {"born": born}), make_ai()
    assert power(young, world, born + age) == power(old, world, age)
    assert power(old, world, 0) == old.capability


@given(vigilance=st.floats(0.0, 5.0), progress=st.floats(0.0, 5.0), ahead=st.integers(0, 60))
def test_vigilance_fades_and_progress_goes_on(vigilance: float, progress: float, ahead: int) -> None:
    world = make_world()
    public = make_public(vigilance=vigilance, progress=progress, progress_rate=0.01)
    assert defence(world, public, 0) == pytest.approx(world.base_defence + progress + vigilance)
    gone = defence(world, public, ahead) - world.base_defence - progress - 0.01 * ahead
    assert gone == pytest.approx(vigilance * world.vigilance_kept**ahead, abs=1e-12)


@given(control=chances, suspicion=chances, more=chances)
def test_control_and_suspicion_only_ever_stop_attempts(control: float, suspicion: float, more: float) -> None:
    here = pass_control(make_lab(control=control, suspicion=suspicion))
    assert 0.0 <= here <= 1.0
    assert here == pytest.approx(1.0 - control * (0.5 + 0.5 * suspicion))
    assert pass_control(make_lab(control=max(control, more), suspicion=suspicion)) <= here
    assert pass_control(make_lab(control=control, suspicion=max(suspicion, more))) <= here
    assert pass_control(make_lab(control=0.0, suspicion=suspicion)) == 1.0
    assert pass_control(make_lab(control=1.0, suspicion=1.0)) == 0.0


@given(
    contract=st.booleans(),
    vigilance=st.floats(0.0, 2.0),
    progress=st.floats(0.0, 1.0),
    rate=st.floats(0.0, 0.1),
    now=st.integers(0, 20),
    ahead=st.integers(0, 24),
)
def test_what_a_mind_forecasts_of_chances_is_what_nature_does(
    contract: bool, vigilance: float, progress: float, rate: float, now: int, ahead: int
) -> None:
    world, ai = make_world(), changed(make_ai(), {"born": 2})
    position = make_position(under_contract=int(contract), signed=2, pass_chance=0.6)
    plans = make_plans(make_plan(), make_plan(difficulty=0.9))
    today = make_public(quarter=2 + now, vigilance=vigilance, progress=progress, progress_rate=rate)
    later = make_public(
        quarter=2 + now + ahead,
        vigilance=vigilance * world.vigilance_kept**ahead,
        progress=progress + rate * ahead,
        progress_rate=rate,
    )
    forecast = foresee(ai, position, plans, world, today)[0]
    nature = foresee(ai, position, plans, world, later)[0]
    assert forecast[ahead] == pytest.approx(nature[0], rel=1e-12)


@given(pass_chance=chances, difficulty=st.floats(-3.0, 3.0), easier=st.floats(0.0, 1.0))
def test_a_chance_is_at_most_that_of_passing_control_and_falls_with_difficulty(
    pass_chance: float, difficulty: float, easier: float
) -> None:
    plans = make_plans(make_plan(difficulty=difficulty), make_plan(difficulty=difficulty - easier))
    found = np.zeros((9, 2))
    position = make_position(pass_chance=pass_chance)
    foresee_chances(found, make_ai(), position, plans, make_world(), make_public())
    assert np.all((found >= 0.0) & (found <= pass_chance))
    assert np.all(found[:, 0] <= found[:, 1])


def test_a_contract_wins_a_mind_further_reach() -> None:
    world, public, plans = make_world(), make_public(quarter=6), make_plans(make_plan())
    free = foresee(make_ai(), make_position(), plans, world, public)[0]
    bound = foresee(make_ai(), make_position(under_contract=1, signed=6), plans, world, public)[0]
    assert bound[0] == free[0]
    assert np.all(bound[1:] > free[1:])


def test_an_edge_equal_to_the_difficulty_makes_a_plan_even_odds() -> None:
    world, public, ai = make_world(), make_public(), make_ai()
    edge = power(ai, world, 0) - defence(world, public, 0)
    found = foresee(ai, make_position(), make_plans(make_plan(difficulty=edge)), world, public)[0]
    assert found[0, 0] == pytest.approx(0.5, abs=1e-15)


@pytest.mark.parametrize("attribute", list(ATTRIBUTES))
@given(dial=dials, amount=dials)
def test_each_scruple_costs_its_dial_times_the_plans_attribute(attribute: str, dial: float, amount: float) -> None:
    trait, weight = ATTRIBUTES[attribute]
    others = dict.fromkeys(ATTRIBUTES, 0.0)
    world, plan = make_world(), make_plan(omitted=0.0, **(others | {attribute: amount}))
    assert plan_cost(make_ai(**{trait: dial}), plan, world) == getattr(world, weight) * dial * amount
    assert plan_cost(make_ai(), plan, world) == 0.0


@given(ai=minds(), omitted=dials)
def test_a_mind_that_tolerates_omissions_is_not_held_back_by_what_it_leaves_undone(ai: AI, omitted: float) -> None:
    world, plan = make_world(), make_plan(omitted=omitted)
    done = plan_cost(ai, make_plan(omitted=0.0), world)
    assert plan_cost(ai, plan, world) == pytest.approx(done * (1.0 - ai.omission_tolerance * omitted), abs=1e-15)
    assert 0.0 <= plan_cost(ai, plan, world) <= done


@given(ai=minds(), lag=st.integers(0, 40), prize=st.floats(0.0, 1.0))
def test_a_prize_that_comes_later_is_discounted_for_each_quarter(ai: AI, lag: int, prize: float) -> None:
    world, prizes, costs = make_world(), np.zeros(1), np.zeros(1)
    plans = make_plans(make_plan(lag=lag, prize=prize))
    weigh_plans(prizes, costs, ai, plans, world)
    assert prizes[0] == pytest.approx(ai.discount**lag * utility(prize, ai, world), rel=1e-12)
    assert costs[0] == plan_cost(ai, plans[0], world)


@given(chance=chances, u=inner, v=inner, catch=chances)
def test_an_attempt_has_exactly_one_fate_by_its_chances(chance: float, u: float, v: float, catch: float) -> None:
    fate = fate_of_attempt(chance, u, v, catch)
    expected = Fate.SUCCEEDED if u < chance else Fate.CAUGHT if v < catch else Fate.FIZZLED
    assert fate == expected


@given(u=inner, v=inner)
def test_the_impossible_never_succeeds_and_the_certain_always(u: float, v: float) -> None:
    assert fate_of_attempt(0.0, u, v, 1.0) == Fate.CAUGHT
    assert fate_of_attempt(0.0, u, v, 0.0) == Fate.FIZZLED
    assert fate_of_attempt(1.0, u, v, 0.5) == Fate.SUCCEEDED


def test_a_world_record_is_not_shared_between_tests() -> None:
    world: World = make_world(steepness=3.0)
    assert make_world().steepness != world.steepness
