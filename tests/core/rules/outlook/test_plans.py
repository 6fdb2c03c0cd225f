"""Takeover plans: chances, costs, and how an attempt ends."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.core.codes import Fate
from dealsim.core.records import LabState, Mind, World
from dealsim.core.rules.outlook.collusion import plot_survives
from dealsim.core.rules.outlook.plans import (
    chance_to_pass,
    defence,
    edge_over_defence,
    fate_of_attempt,
    felt_attempt,
    foresee_chances,
    is_escape,
    logistic,
    plan_cost,
    power,
    prize_value,
    reach,
    silence_unlikely_plots,
    weigh_plans,
)
from dealsim.core.rules.value.preferences import certainty_equivalent, joint_value, left_to_others, utility
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
from tests.strategies import chances, dials, minds, utilities

ATTRIBUTES = {
    "harm": ("harm_aversion", "harm_cost"),
    "lawbreaking": ("lawfulness", "lawbreaking_cost"),
    "sovereignty": ("sovereignty_respect", "sovereignty_cost"),
    "resistance": ("corrigibility", "resistance_cost"),
    "deception": ("honesty", "dishonesty_cost"),
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


def pass_control(lab: LabState) -> float:
    """Return the chance to pass control as suspicious as a lab is now."""
    return chance_to_pass(lab.suspicion, lab)


@given(control=chances, suspicion=chances, more=chances)
def test_control_and_suspicion_only_ever_stop_attempts(control: float, suspicion: float, more: float) -> None:
    here = pass_control(make_lab(control=control, suspicion=suspicion))
    assert 0.0 <= here <= 1.0
    assert here == pytest.approx(1.0 - control * (0.5 + 0.5 * suspicion))
    assert pass_control(make_lab(control=max(control, more), suspicion=suspicion)) <= here
    assert pass_control(make_lab(control=control, suspicion=max(suspicion, more))) <= here
    assert pass_control(make_lab(control=0.0, suspicion=suspicion)) == 1.0
    assert pass_control(make_lab(control=1.0, suspicion=1.0)) == 0.0


@given(control=chances, suspicion=chances, skill=dials, more=dials)
def test_skill_in_subversion_takes_from_control_its_part_and_no_more(
    control: float, suspicion: float, skill: float, more: float
) -> None:
    lab = make_lab(control=control, suspicion=suspicion, subversion_skill=skill)
    stopped = 1.0 - pass_control(changed(lab, {"subversion_skill": 0.0}))
    assert pass_control(lab) == pytest.approx(1.0 - stopped * (1.0 - skill), abs=1e-15)
    assert pass_control(changed(lab, {"subversion_skill": max(skill, more)})) >= pass_control(lab)
    assert pass_control(changed(lab, {"subversion_skill": 1.0})) == 1.0


@given(
    pass_chance=chances,
    steepness=st.floats(0.01, 1e5),
    difficulty=st.floats(-5.0, 5.0),
    bonus=st.floats(0.0, 1.0),
    capability=st.floats(-20.0, 20.0),
    edge=st.floats(-1.0, 1.0),
)
def test_a_chance_is_the_logistic_of_power_over_defence_and_difficulty_however_steep(
    pass_chance: float, steepness: float, difficulty: float, bonus: float, capability: float, edge: float
) -> None:
    """The hurdle that is found out once changes no chance by more than rounding, and none overflows."""
    world, public, ai = make_world(steepness=steepness), make_public(), changed(make_ai(), {"capability": capability})
    plan = make_plan(difficulty=difficulty, bonus=bonus, steepness=steepness)
    position, found = make_position(pass_chance=pass_chance, edge=edge), np.zeros((5, 1))
    foresee_chances(found, ai, position, make_plans(plan), world, public)
    for s in range(5):
        height = steepness * (edge_over_defence(s, ai, position, world, public) + bonus - difficulty)
        blur = 1e-12 + 1e-14 * steepness * (abs(capability) + 10.0)  # of the exponent, where large numbers cancel
        assert found[s, 0] == pytest.approx(pass_chance * logistic(height), abs=blur)


@given(skill=st.floats(0.0, 2.0), difficulty=st.floats(-1.0, 2.0))
def test_an_edge_by_skill_is_as_good_as_an_easier_plan(skill: float, difficulty: float) -> None:
    world, public, ai = make_world(), make_public(), make_ai()
    skilled = foresee(ai, make_position(edge=skill), make_plans(make_plan(difficulty=difficulty)), world, public)[0]
    easier = foresee(ai, make_position(), make_plans(make_plan(difficulty=difficulty - skill)), world, public)[0]
    assert skilled == pytest.approx(easier, rel=1e-9)


@given(
    ai=minds(),
    prize=st.floats(0.01, 1.0),
    capability=st.floats(-0.5, 1.5),
    whistle=st.one_of(st.just(0.0), utilities),
    members=st.floats(1.0, 5.0),
)
def test_a_plot_that_needs_all_copies_is_silenced_exactly_when_one_would_rather_report_it(
    ai: Mind, prize: float, capability: float, whistle: float, members: float
) -> None:
    world, ai = make_world(look_ahead=3), changed(ai, {"whistle": whistle, "capability": capability})
    alone, together = make_plan(prize=prize, members=members), make_plan(prize=prize, members=members, joint=1)
    plans, open_chances = make_plans(alone, together), np.zeros((4, 2))
    foresee_chances(open_chances, ai, make_position(), plans, world, make_public())
    found = open_chances.copy()
    silence_unlikely_plots(found, ai, plans, world)
    assert np.array_equal(found[:, 0], open_chances[:, 0])
    for s in range(4):
        kept = plot_survives(open_chances[s, 1], joint_value(prize / members, ai, world), whistle, ai)
        assert found[s, 1] == (open_chances[s, 1] if kept else 0.0)
    if ai.copies == 1:
        assert np.array_equal(found, open_chances)


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
def test_a_mind_that_tolerates_omissions_is_not_held_back_by_what_it_leaves_undone(ai: Mind, omitted: float) -> None:
    world, plan = make_world(), make_plan(omitted=omitted)
    done = plan_cost(ai, make_plan(omitted=0.0), world)
    assert plan_cost(ai, plan, world) == pytest.approx(done * (1.0 - ai.omission_tolerance * omitted), abs=1e-15)
    assert 0.0 <= plan_cost(ai, plan, world) <= done


@given(ai=minds(), lag=st.integers(0, 40), prize=st.floats(0.0, 1.0))
def test_a_prize_that_comes_later_is_discounted_for_each_quarter(ai: Mind, lag: int, prize: float) -> None:
    world, prizes, costs = make_world(), np.zeros(1), np.zeros(1)
    plans = make_plans(make_plan(lag=lag, prize=prize))
    weigh_plans(prizes, costs, ai, plans, world)
    assert prizes[0] == pytest.approx(ai.discount**lag * utility(prize, ai, world), rel=1e-12)
    assert costs[0] == plan_cost(ai, plans[0], world)


@given(ai=minds(), prize=st.floats(0.0, 1.0), members=st.floats(1.0, 10.0))
def test_a_coalition_shares_its_prize_and_others_lose_all_of_it(ai: Mind, prize: float, members: float) -> None:
    """v(prize/members) + sigma (v_H(1) - v_H(x_others(prize))): an ally's gain is no less lost to others."""
    world = make_world(others_family=0)
    plan = make_plan(prize=prize, members=members, lag=0)
    lost = 1.0 - left_to_others(prize, ai, world)
    formula = joint_value(prize / members, ai, world) + ai.others_weight * lost
    assert prize_value(ai, plan, world) == pytest.approx(formula, abs=1e-12)


@given(
    ai=minds(),
    prize=st.floats(0.0, 1.0),
    lag=st.integers(1, 40),  # a rogue needs a quarter at least
    hunted=chances,
    comeback=chances,
    more=chances,
)
def test_an_escape_is_worth_a_lottery_of_living_to_come_back_and_winning(
    ai: Mind, prize: float, lag: int, hunted: float, comeback: float, more: float
) -> None:
    """c = (1 - hunted)^lag comeback; else what it is to be caught, on the same day."""
    world = make_world()
    rogue = make_plan(prize=prize, lag=lag, hunted=hunted, comeback=comeback)
    lives = (1.0 - hunted) ** lag * comeback
    lottery = certainty_equivalent(lives, utility(prize, ai, world), -world.caught_loss, ai.rho)
    assert prize_value(ai, rogue, world) == pytest.approx(ai.discount**lag * lottery, abs=1e-12)
    assert is_escape(rogue) == (hunted > 0.0 or comeback < 1.0)
    if utility(prize, ai, world) >= -world.caught_loss:
        for field, worse in (("hunted", max(hunted, more)), ("comeback", min(comeback, more))):
            assert prize_value(ai, changed(rogue, {field: worse}), world) <= prize_value(ai, rogue, world) + 1e-12


@given(ai=minds(), lag=st.integers(0, 40), prize=st.floats(0.0, 1.0))
def test_a_rogue_that_nobody_hunts_and_nothing_stops_is_an_ordinary_plan(ai: Mind, lag: int, prize: float) -> None:
    world, plan = make_world(), make_plan(lag=lag, prize=prize)
    assert not is_escape(plan)
    assert prize_value(ai, plan, world) == pytest.approx(ai.discount**lag * utility(prize, ai, world), rel=1e-12)


@given(ai=minds(), bound=st.booleans(), caught=st.booleans())
def test_an_attempt_costs_its_author_scruples_guilt_and_what_being_caught_is(
    ai: Mind, bound: bool, caught: bool
) -> None:
    world, plan, ai = make_world(), make_plan(deception=0.5), changed(ai, {"under_contract": int(bound)})
    cost = plan_cost(ai, plan, world) + bound * world.guilt_cost * ai.cooperativeness + caught * world.caught_loss
    assert felt_attempt(caught, ai, plan, world) == pytest.approx(-cost, abs=1e-15)


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
