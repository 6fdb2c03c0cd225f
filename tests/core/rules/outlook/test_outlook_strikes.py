"""Strikes as a mind foresees them: what one is worth, and what an edge over the defence is worth."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealsim.core.records import Mind, Position, World
from dealsim.core.rules.outlook.outlook import ROUNDING, expected_strike, strike_slope, strike_value, value_of_edge
from dealsim.core.rules.outlook.plans import logistic
from tests.builders import Foresight, changed, looked_from, make_world, natural_ai, told
from tests.strategies import cara, chances, foresights, minds, prospects, utilities, worlds

# What an edge is worth


@given(
    chance=st.floats(0.01, 0.99),
    prize=st.floats(-1.0, 1.2),
    fizzled=st.floats(-1.0, 1.2),
    rho=st.floats(0.0, 30.0),
    catch=chances,
    loss=st.floats(0.0, 1.0),
)
def test_the_slope_of_an_attempt_is_how_fast_its_value_rises_in_its_chance(
    chance: float, prize: float, fizzled: float, rho: float, catch: float, loss: float
) -> None:
    ai, world, step = natural_ai(rho=rho), make_world(catch_chance=catch, caught_loss=loss), 1e-6
    worth = [strike_value(chance + d, prize, fizzled, 1.0, ai, world) for d in (-step, 0.0, step)]
    slope = strike_slope(chance, prize, fizzled, worth[1], catch, loss, rho)
    assert slope == pytest.approx((worth[2] - worth[0]) / (2.0 * step), rel=1e-3, abs=1e-5)


@given(
    edges=st.lists(st.floats(-1.0, 1.5), min_size=3, max_size=8),
    hurdles=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=3),
    ai=minds(risk_aversion=0.6),
    position=prospects(offer_chance=0.0, pass_chance=0.7),
    world=worlds(catch_chance=1.0),
)
def test_an_edge_from_the_next_quarter_on_is_worth_what_the_look_ahead_gains_by_it(
    edges: list[float], hurdles: list[float], ai: Mind, position: Position, world: World
) -> None:
    """A finite difference in all later edges: by the envelope theorem, where no attempt fizzles and plans stay put."""
    world = told(world, position)

    def looked(more: float) -> tuple[float, float, tuple[int, int]]:
        path = np.array(edges) + np.r_[0.0, np.full(len(edges) - 1, more)]
        found = [[0.7 * logistic(world.steepness * (edge - hurdle)) for hurdle in hurdles] for edge in path]
        foresight = (np.array(found), np.linspace(1.0, 0.5, len(hurdles)), np.full(len(hurdles), 0.05))
        desk = looked_from(foresight, ai, position, world)
        strategy = (desk.outlook.next_wait, desk.outlook.next_plan)
        return desk.outlook.later, value_of_edge(ai, desk, world), strategy

    step = 1e-5
    below, here, above = looked(-step), looked(0.0), looked(step)
    assume(below[2] == here[2] == above[2])
    assert here[1] == pytest.approx((above[0] - below[0]) / (2.0 * step), rel=2e-3, abs=1e-6)


@given(foresight=foresights(), ai=minds(), position=prospects(), world=worlds())
def test_an_edge_is_worth_nothing_to_a_mind_that_foresees_no_strike(
    foresight: Foresight, ai: Mind, position: Position, world: World
) -> None:
    world = told(world, position)
    desk = looked_from(foresight, ai, position, world)
    worth = value_of_edge(ai, desk, world)
    assert math.isfinite(worth)
    if desk.outlook.next_wait >= len(foresight[0]):
        assert worth == 0.0


@given(prize=utilities, fizzled=utilities, ai=minds(), world=worlds(), weight=st.floats(0.05, 1.0))
def test_a_sure_strike_is_worth_its_prize_and_a_hopeless_one_what_failing_is(
    prize: float, fizzled: float, ai: Mind, world: World, weight: float
) -> None:
    caught, unseen = changed(world, {"catch_chance": 1.0}), changed(world, {"catch_chance": 0.0})
    assert strike_value(1.0, prize, fizzled, weight, ai, world) == pytest.approx(weight * prize, abs=1e-14)
    assert strike_value(0.0, prize, fizzled, weight, ai, caught) == pytest.approx(-world.caught_loss, abs=1e-14)
    assert strike_value(0.0, prize, fizzled, weight, ai, unseen) == pytest.approx(fizzled, abs=1e-14)


@given(ai=minds(), world=worlds(), low=chances, high=chances, prize=st.floats(0.0, 1.0), part=chances)
def test_a_likelier_strike_is_never_worth_less_if_success_is_the_best_that_can_come(
    ai: Mind, world: World, low: float, high: float, prize: float, part: float
) -> None:
    low, high = sorted((low, high))
    worth = strike_value(low, prize, part * prize, 1.0, ai, world)
    assert strike_value(high, prize, part * prize, 1.0, ai, world) >= worth - 1e-12


@given(
    chance=st.floats(0.0, 1.0),
    prize=st.floats(-1.0, 1.2),
    fizzled=st.floats(-1.0, 1.2),
    rho=cara,
    catch=st.floats(0.0, 1.0),
    loss=st.floats(0.0, 1.0),
)
def test_no_mind_that_dislikes_risk_values_an_attempt_above_its_mean(
    chance: float, prize: float, fizzled: float, rho: float, catch: float, loss: float
) -> None:
    """Jensen's inequality: why the look ahead may pass over what is no good on average."""
    ai, world = natural_ai(rho=rho), make_world(catch_chance=catch, caught_loss=loss)
    mean = expected_strike(chance, prize, fizzled, 1.0, world)
    assert strike_value(chance, prize, fizzled, 1.0, ai, world) <= mean + ROUNDING
