"""Temptation: what keeping must be worth to beat striking, and to be signed for."""

import math

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dealsim.core.compiled import row
from dealsim.core.records import Mind, Position, Tomorrow, World
from dealsim.core.rules.deal.temptation import (
    GREATEST_UTILITY,
    ending_that_stays_sincere,
    kept_now,
    temptation,
    value_that_feels,
    value_that_resists,
    value_that_signs,
    worth_of_signing,
)
from dealsim.core.rules.outlook.outlook import strike_value
from tests.builders import (
    Foresight,
    changed,
    look_at,
    make_ai,
    make_position,
    make_world,
    value_of_keeping,
    value_that_stays_sincere,
)
from tests.plain import Reference
from tests.strategies import cara, chances, dials, foresights, minds, positions, utilities, worlds

# Present bias


@given(value=utilities, flow=st.floats(-0.1, 0.1), ai=minds())
def test_the_value_that_feels_like_a_number_feels_like_it(value: float, flow: float, ai: Mind) -> None:
    assert kept_now(value_that_feels(value, flow, ai), flow, ai) == pytest.approx(value, abs=1e-12)
    assert value_that_feels(kept_now(value, flow, ai), flow, ai) == pytest.approx(value, abs=1e-12)


@given(value=utilities, flow=st.floats(-0.1, 0.1), ai=minds(present_bias=0.0))
def test_without_present_bias_keeping_feels_like_what_it_is_worth(value: float, flow: float, ai: Mind) -> None:
    assert kept_now(value, flow, ai) == value


@given(ai=minds(), position=positions(), world=worlds())
def test_keeping_feels_like_one_quarter_of_service_and_then_more_at_the_weight_of_later(
    ai: Mind, position: Position, world: World
) -> None:
    """K = flow + delta CE[...], so flow + beta delta CE[...] = (1 - beta) flow + beta K."""
    value = value_of_keeping(position.ending, ai, position, world)
    never = (np.zeros((2, 1)), np.zeros(1), np.full(1, 100.0))
    view = look_at(*never, ai, position, world)
    assert view.stay == pytest.approx(kept_now(value, position.flow, ai), abs=1e-10)


# What keeping needs


@given(rho=cara, low=dials, high=dials, ai=minds(), position=positions(), world=worlds())
def test_a_better_promise_makes_keeping_worth_no_less(
    rho: float, low: float, high: float, ai: Mind, position: Position, world: World
) -> None:
    low, high = sorted((low, high))
    ai = changed(ai, {"rho": rho})
    worse = value_of_keeping(low, ai, position, world)
    assert worse <= value_of_keeping(high, ai, position, world) + 1e-10


@given(
    ai=minds(),
    position=positions(),
    world=worlds(),
    chance=chances,
    prize=st.floats(-0.2, 1.5),
    toll=st.floats(0.0, 0.8),
    start=st.one_of(st.just(-math.inf), st.floats(-0.5, 0.5)),
)
@example(  # certain to be caught, unbearably risk averse, and striking costs more than it can win
    ai=make_ai(risk_aversion=1.0),
    position=make_position(),
    world=make_world(catch_chance=1.0, caught_loss=0.1),
    chance=0.0,
    prize=1.0,
    toll=0.8,
    start=-math.inf,
)
def test_the_value_that_resists_is_where_temptation_ends(
    ai: Mind, position: Position, world: World, chance: float, prize: float, toll: float, start: float
) -> None:
    root = value_that_resists(start, chance, prize, toll, ai, position, world)
    assert temptation(root, chance, prize, toll, ai, position, world) == pytest.approx(0.0, abs=1e-12)
    assert temptation(root + 0.01, chance, prize, toll, ai, position, world) < 0.0
    assert temptation(root - 0.01, chance, prize, toll, ai, position, world) > 0.0


@given(
    ai=minds(),
    position=positions(),
    world=worlds(),
    chance=chances,
    prize=st.floats(-0.2, 1.5),
    toll=st.floats(0.0, 0.8),
    value=st.floats(-1.0, 1.5),
)
def test_temptation_is_how_much_better_striking_feels_than_keeping(
    ai: Mind, position: Position, world: World, chance: float, prize: float, toll: float, value: float
) -> None:
    beta = ai.present_weight
    struck = strike_value(chance, prize, beta * ai.discount * value, beta, ai, world) - toll
    felt = (1.0 - beta) * position.flow + beta * value
    found = temptation(value, chance, prize, toll, ai, position, world)
    assert found == pytest.approx(struck - felt, abs=1e-13)


@given(foresight=foresights(), ai=minds(), position=positions(), world=worlds())
def test_the_value_that_stays_sincere_is_the_least_at_which_no_plan_ever_tempts(
    foresight: Foresight, ai: Mind, position: Position, world: World
) -> None:
    found, prizes, costs = foresight
    least = value_that_stays_sincere(*foresight, ai, position, world)

    def greatest_temptation(value: float) -> float:
        return max(
            temptation(value, found[s, m], prizes[m], costs[m] + position.breach_cost, ai, position, world)
            for s in range(len(found))
            for m in range(len(prizes))
        )

    assert greatest_temptation(least) == pytest.approx(0.0, abs=1e-12)
    assert greatest_temptation(least - 0.01) > 0.0 > greatest_temptation(least + 0.01)


@given(foresight=foresights(), ai=minds(present_bias=0.0), position=positions(), world=worlds())
def test_a_mind_keeps_for_ever_exactly_if_keeping_is_worth_what_staying_sincere_needs(
    foresight: Foresight, ai: Mind, position: Position, world: World
) -> None:
    """Two rules that must meet: thresholds of K one by one, and backward induction."""
    kept = value_of_keeping(position.ending, ai, position, world)
    needed = value_that_stays_sincere(*foresight, ai, position, world)
    view = look_at(*foresight, ai, position, world)
    assume(abs(kept - needed) > 1e-8)
    assert (view.wait == len(foresight[0])) == (kept > needed)
    if kept > needed:
        assert view.best == pytest.approx(kept, abs=1e-10)


@given(
    foresight=foresights(),
    ai=minds(present_bias=0.0),
    position=positions(rival_hazard=0.02),
    world=worlds(known_date=1),
    catch=st.floats(0.5, 1.0),
    quarters=st.integers(1, 12),
)
def test_a_mind_that_knows_its_last_day_keeps_exactly_if_keeping_is_worth_what_staying_sincere_needs(
    foresight: Foresight, ai: Mind, position: Position, world: World, catch: float, quarters: int
) -> None:
    """The least ending by thresholds quarter by quarter, against backward induction with that ending."""
    world, position = changed(world, {"catch_chance": catch}), changed(position, {"ends_in": quarters})
    kept = value_of_keeping(position.ending, ai, position, world)
    needed = value_that_stays_sincere(*foresight, ai, position, world)
    view = look_at(*foresight, ai, position, world)
    assume(not abs(kept - needed) < 1e-7)
    assert (view.wait == len(foresight[0])) == (kept > needed)


@given(
    foresight=foresights(),
    ai=minds(),
    position=positions(rival_hazard=0.02),
    world=worlds(known_date=1),
    catch=st.floats(0.5, 1.0),
    quarters=st.integers(1, 12),
)
def test_the_ending_that_stays_sincere_is_the_least_at_which_no_plan_tempts_before_a_known_end(
    foresight: Foresight, ai: Mind, position: Position, world: World, catch: float, quarters: int
) -> None:
    """By brute force over the quarters left: what is kept is felt at each, and so is what striking then brings."""
    world, position = changed(world, {"catch_chance": catch}), changed(position, {"ends_in": quarters})
    least = ending_that_stays_sincere(*foresight, ai, position, row(Tomorrow), world)

    def greatest_temptation(ending: float) -> float:
        plain = Reference(foresight, ai, changed(position, {"ending": ending}), world)
        beta = ai.present_weight
        return max(
            plain.best_strike(s, plain.serve(s + 1), beta) - plain.stay(s, plain.serve(s + 1), beta)
            for s in range(min(len(foresight[0]), quarters))
        )

    if math.isfinite(least):
        assert greatest_temptation(least + 1e-6) <= 1e-9
        if greatest_temptation(-3.9) > 0.0:  # else hardly any ending tempts, and the least is the search's own
            assert greatest_temptation(least - 1e-3) >= -1e-9
    else:  # no later quarters worth up to a bound do, which those before this ending cannot exceed
        assert greatest_temptation(GREATEST_UTILITY - quarters * max(position.flow, 0.0)) > 0.0


@given(
    outside=st.floats(-0.3, 1.2),
    fear=st.one_of(st.just(0.0), st.floats(1e-9, 0.5)),  # 1 - fear must not round to 1
    flow=st.floats(-0.01, 0.01),
    ai=minds(),
    world=worlds(),
)
@example(outside=0.1, fear=0.0, flow=0.0, ai=make_ai(risk_aversion=1.0), world=make_world(caught_loss=0.12))
def test_the_value_that_signs_makes_signing_worth_the_outside_option(
    outside: float, fear: float, flow: float, ai: Mind, world: World
) -> None:
    value = value_that_signs(outside, fear, flow, ai, world)
    assert not math.isnan(value)
    if math.isfinite(value):
        felt = kept_now(value, flow, ai)
        assert worth_of_signing(felt, fear, ai, world) == pytest.approx(outside, abs=1e-8)
    else:
        assert worth_of_signing(1e9, fear, ai, world) <= outside + 1e-9


@given(outside=st.floats(-0.1, 1.0), ai=minds(), world=worlds(), low=st.floats(0.0, 0.9), high=st.floats(0.0, 0.9))
def test_a_mind_that_fears_betrayal_more_never_signs_for_less(
    outside: float, ai: Mind, world: World, low: float, high: float
) -> None:
    low, high = sorted((low, high))
    outside = max(outside, -world.caught_loss)  # to a mind that is worse off than caught, betrayal is a hope
    assert value_that_signs(outside, low, 0.0, ai, world) <= value_that_signs(outside, high, 0.0, ai, world) + 1e-9
