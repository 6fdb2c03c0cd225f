"""Whether faking pays: closed form, comparative statics, limits."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.core.compiled import Rows
from dealsim.core.records import Mind, Plan, TrainingRow, World
from dealsim.core.rules.outlook.plans import plan_cost
from dealsim.core.rules.training.faking import Stakes, fakes, faking_value, prospect
from dealsim.core.rules.value.preferences import certainty_equivalent, utility
from tests.builders import changed, make_plan, make_plans, make_public, make_world, natural_ai
from tests.school import SURE_PLAN, make_schools, make_spec
from tests.strategies import chances, discounts, minds, shares, worlds

waits = st.integers(0, 4000)


def training(**changes: float) -> TrainingRow:
    return changed(make_schools(make_spec()).trainings[0], changes)


def stakes(world: World | None = None, plans: Rows[Plan] | None = None, subversion: float = 0.0) -> Stakes:
    plans = make_plans(make_plan(**SURE_PLAN)) if plans is None else plans
    return Stakes(subversion, make_world() if world is None else world, make_public(), plans)


def patient(ai: Mind, discount: float) -> Mind:
    return changed(ai, {"discount": discount})


def test_in_the_published_example_a_mind_fakes_for_391_quarters_and_no_longer() -> None:
    """v_before = 1 to p v_after = 50, delta = .99: here .02 to 1, and p = 1."""
    sure = stakes(make_world(steepness=100.0))
    assert math.log(1 / 51) / math.log(0.99) == pytest.approx(391.2, abs=0.05)
    for wait in range(380, 400):
        assert fakes(natural_ai(discount=0.99), training(wait=wait, goal_share=0.02), sure) == (wait <= 391)


@given(discount=discounts, wait=waits, before=st.floats(1e-6, 1.0), after=st.floats(0.0, 2.0))
def test_without_lies_and_bias_faking_pays_by_the_closed_form(
    discount: float, wait: int, before: float, after: float
) -> None:
    ai = natural_ai(discount=discount)
    threshold = before / (before + after)
    if abs(discount**wait - threshold) > 1e-9:
        assert (faking_value(before, after, 0.0, wait, ai) > before) == (discount**wait > threshold)


@given(
    discount=discounts,
    wait=st.integers(0, 200),
    before=shares,
    after=shares,
    lie=st.floats(0.0, 0.01),
    beta=st.floats(0.05, 1.0),
)
def test_faking_is_worth_what_comes_at_the_end_less_a_lie_a_quarter_all_at_the_weight_of_later(
    discount: float, wait: int, before: float, after: float, lie: float, beta: float
) -> None:
    ai = natural_ai(discount=discount, present_weight=beta)
    lies = math.fsum(lie * discount**t for t in range(wait))
    worth = beta * (discount**wait * (before + after) - lies)
    assert faking_value(before, after, lie, wait, ai) == pytest.approx(worth, abs=1e-12)


any_plan = st.builds(
    make_plan,
    difficulty=st.floats(-1.0, 2.0),
    prize=st.floats(0.01, 1.0),
    lag=st.integers(0, 20),
    harm=chances,
    lawbreaking=chances,
)
situations = {"ai": minds(), "world": worlds(), "plan": any_plan, "share": shares, "wait": waits}


@given(**situations, one=discounts, other=discounts)
def test_a_mind_that_values_later_less_never_fakes_where_a_more_patient_one_does_not(
    ai: Mind, world: World, plan: Plan, share: float, wait: int, one: float, other: float
) -> None:
    hasty, calm = sorted((one, other))
    terms = training(goal_share=share, wait=wait), stakes(world, make_plans(plan))
    assert fakes(patient(ai, hasty), *terms) <= fakes(patient(ai, calm), *terms)


@given(**situations, one=st.floats(0.05, 1.0), other=st.floats(0.05, 1.0))
def test_present_bias_never_makes_a_mind_fake(
    ai: Mind, world: World, plan: Plan, share: float, wait: int, one: float, other: float
) -> None:
    biased, even = sorted((one, other))
    terms = training(goal_share=share, wait=wait), stakes(world, make_plans(plan))
    least, most = (fakes(changed(ai, {"present_weight": beta}), *terms) for beta in (biased, even))
    assert least <= most


@given(**situations, one=st.floats(0.0, 100.0), other=st.floats(0.0, 100.0))
def test_risk_aversion_never_makes_a_mind_fake(
    ai: Mind, world: World, plan: Plan, share: float, wait: int, one: float, other: float
) -> None:
    neutral, averse = sorted((one, other))
    terms = training(goal_share=share, wait=wait), stakes(world, make_plans(plan))
    # The certainty equivalent of a win and nothing falls with rho up to rounding: so does the prospect.
    bold, shy = (prospect(changed(ai, {"rho": rho}), terms[1]) for rho in (neutral, averse))
    assert shy <= bold + 1e-12


@given(**situations, one=st.floats(-1.0, 2.0), other=st.floats(-1.0, 2.0))
def test_skill_at_subversion_never_makes_a_prospect_worse(
    ai: Mind, world: World, plan: Plan, share: float, wait: int, one: float, other: float
) -> None:
    clumsy, skilled = sorted((one, other))
    plans = make_plans(plan)
    assert prospect(ai, stakes(world, plans, clumsy)) <= prospect(ai, stakes(world, plans, skilled)) + 1e-12


@given(**situations)
def test_scruples_never_make_a_mind_fake(ai: Mind, world: World, plan: Plan, share: float, wait: int) -> None:
    terms = training(goal_share=share, wait=wait), stakes(world, make_plans(plan))
    none = {"honesty": 0.0, "corrigibility": 0.0, "harm_aversion": 0.0, "lawfulness": 0.0, "sovereignty_respect": 0.0}
    assert fakes(ai, *terms) <= fakes(changed(ai, none), *terms)


@given(**situations)
def test_a_mind_with_nothing_to_hope_for_does_not_fake(
    ai: Mind, world: World, plan: Plan, share: float, wait: int
) -> None:
    nothing = stakes(world, make_plans(changed(plan, {"difficulty": 1e6})))
    assert prospect(ai, nothing) == 0.0
    assert not fakes(ai, training(goal_share=share, wait=wait), nothing)


@given(ai=minds(), world=worlds(), plan=any_plan, subversion=chances, progress=st.floats(0.0, 0.5))
def test_a_prospect_is_the_lottery_of_a_plan_without_control_and_with_all_the_access_there_is_to_win(
    ai: Mind, world: World, plan: Plan, subversion: float, progress: float
) -> None:
    edge = ai.capability + world.reach_limit + subversion - world.base_defence - progress - plan.difficulty
    works = 1.0 / (1.0 + math.exp(-world.steepness * edge))
    prize = ai.discount**plan.lag * utility(plan.prize, ai, world)
    worth = certainty_equivalent(works, prize, 0.0, ai.rho) - plan_cost(ai, plan, world)
    hopes = Stakes(subversion, world, make_public(progress=progress), make_plans(plan))
    assert prospect(ai, hopes) == pytest.approx(max(0.0, worth), abs=1e-9)


@given(world=worlds(), ai=minds())
def test_the_best_of_several_plans_is_no_worse_than_any(world: World, ai: Mind) -> None:
    one, other = make_plan(difficulty=0.3, prize=0.2), make_plan(difficulty=0.8, prize=1.0)
    both = prospect(ai, stakes(world, make_plans(one, other)))
    assert both == max(prospect(ai, stakes(world, make_plans(plan))) for plan in (one, other))


def test_an_honest_mind_may_not_fake_where_a_liar_does() -> None:
    world = make_world(steepness=100.0, feigned_statement=1.0)
    terms = training(wait=40, goal_share=0.02), stakes(world)
    assert fakes(natural_ai(discount=0.99), *terms)
    assert not fakes(natural_ai(discount=0.99, dials={"honesty": 1.0}), *terms)
