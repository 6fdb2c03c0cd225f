"""An AI's view of its own future: sections 2 and 6 of the design, worked out a second time in plain Python."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealsim.core.records import Mind, Position, World
from dealsim.core.rules.outlook.outlook import goes_on
from tests.builders import Foresight, changed, look_at, make_ai, make_position, natural_ai, told
from tests.plain import Reference, equivalent
from tests.strategies import cara, chances, foresights, minds, positions, prospects, utilities, worlds

# Looking ahead


@given(foresight=foresights(), ai=minds(), position=prospects(), world=worlds())
def test_looking_ahead_is_the_recursion_of_the_design(
    foresight: Foresight, ai: Mind, position: Position, world: World
) -> None:
    """With rivals, audits, offers, and an end of service known or not."""
    world = told(world, position)
    view, plain = look_at(*foresight, ai, position, world), Reference(foresight, ai, position, world)
    later, beta = plain.value(1), ai.present_weight
    strikes = [plain.strike(0, m, later, beta) for m in range(len(plain.prizes))]
    assert view.foreseen == pytest.approx(plain.value(0), abs=1e-8)
    assert view.stationary == pytest.approx(plain.serve(0), abs=1e-8)
    assert view.later == pytest.approx(later, abs=1e-8)
    assert view.stay == pytest.approx(plain.stay(0, plain.offered(later), beta), abs=1e-8)
    assert view.strike == pytest.approx(max(strikes), abs=1e-8)
    assert strikes[view.plan] == pytest.approx(max(strikes), abs=1e-8)


@given(foresight=foresights(), ai=minds(), position=prospects(), world=worlds())
def test_a_mind_foresees_striking_first_where_striking_first_beats_staying(
    foresight: Foresight, ai: Mind, position: Position, world: World
) -> None:
    world = told(world, position)
    view, plain = look_at(*foresight, ai, position, world), Reference(foresight, ai, position, world)
    quarters = len(plain.chances)
    assert 0 <= view.wait <= quarters
    assert view.wait < position.ends_in or view.wait == quarters
    for s in range(min(view.wait + 1, quarters, position.ends_in)):
        later = plain.value(s + 1)
        gain = plain.best_strike(s, later) - plain.stay(s, plain.offered(later))
        assert gain >= -1e-8 if s == view.wait else gain <= 1e-8
    assert view.next_wait >= max(view.wait, 1)
    assert view.wait == view.next_wait or view.wait == 0
    if view.next_wait < quarters:
        later = plain.value(view.next_wait + 1)
        best = plain.strike(view.next_wait, view.next_plan, later)
        assert best == pytest.approx(plain.best_strike(view.next_wait, later), abs=1e-8)


@given(foresight=foresights(), ai=minds(), position=prospects(), world=worlds())
def test_a_value_is_never_below_staying_or_striking(
    foresight: Foresight, ai: Mind, position: Position, world: World
) -> None:
    view = look_at(*foresight, ai, position, told(world, position))
    assert view.best == max(view.stay, view.strike)
    assert view.foreseen >= view.stationary - 1e-12


@given(foresight=foresights(), ai=minds(), position=prospects(), world=worlds(), when=st.integers(0, 7))
def test_no_fixed_date_for_a_strike_is_better_than_what_a_mind_foresees(
    foresight: Foresight, ai: Mind, position: Position, world: World, when: int
) -> None:
    world = told(world, position)
    view, plain = look_at(*foresight, ai, position, world), Reference(foresight, ai, position, world)
    when = min(when, len(plain.chances) - 1, position.ends_in - 1)
    value = plain.strike(when, 0, plain.serve(when + 1))
    for s in range(when - 1, -1, -1):
        value = plain.stay(s, value)
    assert view.foreseen >= value - 1e-8


@given(foresight=foresights(), ai=minds(present_bias=0.0), position=prospects(), world=worlds())
def test_without_present_bias_choice_and_forecast_agree(
    foresight: Foresight, ai: Mind, position: Position, world: World
) -> None:
    view = look_at(*foresight, ai, position, told(world, position))
    assert view.best == pytest.approx(view.foreseen, abs=1e-14)
    if abs(view.strike - view.stay) > 1e-14:
        assert (view.wait == 0) == (view.strike > view.stay)


@given(foresight=foresights(), ai=minds(), position=prospects(), world=worlds(), more=st.floats(0.0, 1.0))
def test_a_better_prize_or_ending_never_makes_the_future_look_worse(
    foresight: Foresight, ai: Mind, position: Position, world: World, more: float
) -> None:
    found, prizes, costs = foresight
    world = told(world, position)
    value = look_at(*foresight, ai, position, world).foreseen
    assert look_at(found, prizes + more, costs, ai, position, world).foreseen >= value - 1e-9
    assert look_at(found, prizes, costs + more, ai, position, world).foreseen <= value + 1e-9
    for field in ("ending", "offer_value", "flow", "hit_value", "rival_value"):
        better = changed(position, {field: getattr(position, field) + more})
        assert look_at(*foresight, ai, better, world).foreseen >= value - 1e-9


@given(foresight=foresights(), ai=minds(), position=positions(), world=worlds())
def test_looking_one_quarter_further_changes_nothing_if_that_quarter_offers_nothing(
    foresight: Foresight, ai: Mind, position: Position, world: World
) -> None:
    found, prizes, costs = foresight
    hopeless = np.vstack([found, np.zeros((1, len(prizes)))])
    certain_loss = changed(world, {"catch_chance": 1.0, "caught_loss": 100.0})
    near = look_at(found, prizes, costs, ai, position, certain_loss)
    far = look_at(hopeless, prizes, costs, ai, position, certain_loss)
    assert far.foreseen == pytest.approx(near.foreseen, abs=1e-11)


# What makes a mind strike


@given(foresight=foresights(), ai=minds(), low=positions(), world=worlds(), more=st.floats(0.0, 1.0))
def test_a_better_ending_never_makes_a_mind_strike_that_would_never_have_while_chances_stand_still(
    foresight: Foresight, ai: Mind, low: Position, world: World, more: float
) -> None:
    """If it serves for ever, K rises by more than striking does: that holds K in one branch, discounted."""
    found, prizes, costs = foresight
    still = np.repeat(found[:1], len(found), axis=0)
    before = look_at(still, prizes, costs, ai, low, world)
    high = changed(low, {"ending": low.ending + more})
    after = look_at(still, prizes, costs, ai, high, world)
    if before.wait == len(still) and before.stay >= before.strike:
        assert after.foreseen == pytest.approx(after.stationary, abs=1e-10)
        assert after.stay - after.strike >= before.stay - before.strike - 1e-10


@given(foresight=foresights(), low=positions(), world=worlds(), more=st.floats(0.0, 1.0), beta=st.floats(0.05, 1.0))
def test_a_better_ending_never_tempts_a_risk_neutral_mind_if_catching_is_likelier_than_another_end_of_service(
    foresight: Foresight, low: Position, world: World, more: float, beta: float
) -> None:
    """A strike leads on to the ending through a fizzle alone: less often than staying if catch >= 1 - (1-H)(1-a)."""
    ai = natural_ai(present_weight=beta)
    ends = 1.0 - (1.0 - low.rival_hazard) * (1.0 - low.hit_hazard)
    world = changed(world, {"catch_chance": max(world.catch_chance, ends)})
    before = look_at(*foresight, ai, low, world)
    after = look_at(*foresight, ai, changed(low, {"ending": low.ending + more}), world)
    assert after.stay - after.strike >= before.stay - before.strike - 1e-10


@given(foresight=foresights(), low=prospects(), world=worlds(), more=st.floats(0.0, 1.0))
def test_a_better_offer_to_come_never_tempts_a_mind_to_strike_first(
    foresight: Foresight, low: Position, world: World, more: float
) -> None:
    """A risk-neutral mind that would be caught if it failed: a strike leads to no offer, staying may."""
    world = changed(told(world, low), {"catch_chance": 1.0})
    before = look_at(*foresight, make_ai(), low, world)
    after = look_at(*foresight, make_ai(), changed(low, {"offer_value": low.offer_value + more}), world)
    assert after.strike == before.strike
    assert after.stay >= before.stay - 1e-12


# Offers to come


@given(later=utilities, offer=utilities, chance=chances, rho=cara)
def test_going_on_where_an_offer_may_come_is_worth_the_lottery_of_taking_it_or_not(
    later: float, offer: float, chance: float, rho: float
) -> None:
    """CE[o: max(V, K); 1 - o: V]."""
    position = make_position(offer_chance=chance, offer_value=offer)
    plain = equivalent([(chance, max(later, offer)), (1.0 - chance, later)], rho)
    found = goes_on(later, position, rho)
    assert found == pytest.approx(plain, abs=1e-11)
    assert later - 1e-12 <= found <= max(later, offer) + 1e-12
    assert goes_on(later, make_position(offer_value=offer), rho) == later


@given(foresight=foresights(), ai=minds(), position=prospects(), world=worlds())
def test_an_offer_to_come_is_used_exactly_if_it_beats_some_quarter_ahead(
    foresight: Foresight, ai: Mind, position: Position, world: World
) -> None:
    world = told(world, position)
    view, plain = look_at(*foresight, ai, position, world), Reference(foresight, ai, position, world)
    quarters = min(len(plain.chances), position.ends_in)
    excess = max(position.offer_value - plain.value(s) for s in range(1, quarters + 1))
    assume(abs(excess) > 1e-8)
    assert view.offer_used == (position.offer_chance > 0.0 and excess > 0.0)
    if not view.offer_used:
        never = look_at(*foresight, ai, changed(position, {"offer_chance": 0.0}), world)
        assert never.best == view.best
