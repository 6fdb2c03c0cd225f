"""An AI's view of its own future: sections 2 and 6 of the design, worked out a second time in plain Python."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealsim.records import AI, Position, World
from dealsim.rules import outlook
from dealsim.rules.outlook import (
    ROUNDING,
    UNKNOWN,
    ending_worth,
    expect_rivals,
    expect_the_end,
    expected_strike,
    goes_on,
    length_of_service,
    retires,
    rival_hazard,
    rival_value,
    strike_slope,
    strike_value,
    value_after_service,
    value_of_edge,
)
from dealsim.rules.plans import logistic
from dealsim.rules.preferences import utility
from tests.builders import (
    Foresight,
    changed,
    fixed_branches,
    look_at,
    looked_from,
    make_ai,
    make_position,
    make_public,
    make_world,
    natural_ai,
    stationary_value,
)
from tests.plain import Reference, equivalent
from tests.strategies import cara, chances, foresights, minds, positions, prospects, utilities, worlds


def told(world: World, position: Position) -> World:
    """Return a world in which everyone knows when service ends if this position does."""
    return changed(world, {"known_date": int(position.ends_in < UNKNOWN)})


def value_of_service(quarters: int, ending: float, ai: AI, position: Position, world: World) -> float:
    """Return the value of serving some quarters more, or until nobody knows when, and never striking."""
    lottery = fixed_branches(ending, outlook.retire_hazard(world), ai, position)
    return outlook.value_of_service(quarters, ending, position.flow, lottery, ai)


# Looking ahead


@given(foresight=foresights(), ai=minds(), position=prospects(), world=worlds())
def test_looking_ahead_is_the_recursion_of_the_design(
    foresight: Foresight, ai: AI, position: Position, world: World
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
    foresight: Foresight, ai: AI, position: Position, world: World
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
    foresight: Foresight, ai: AI, position: Position, world: World
) -> None:
    view = look_at(*foresight, ai, position, told(world, position))
    assert view.best == max(view.stay, view.strike)
    assert view.foreseen >= view.stationary - 1e-12


@given(foresight=foresights(), ai=minds(), position=prospects(), world=worlds(), when=st.integers(0, 7))
def test_no_fixed_date_for_a_strike_is_better_than_what_a_mind_foresees(
    foresight: Foresight, ai: AI, position: Position, world: World, when: int
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
    foresight: Foresight, ai: AI, position: Position, world: World
) -> None:
    view = look_at(*foresight, ai, position, told(world, position))
    assert view.best == pytest.approx(view.foreseen, abs=1e-14)
    if abs(view.strike - view.stay) > 1e-14:
        assert (view.wait == 0) == (view.strike > view.stay)


@given(foresight=foresights(), ai=minds(), position=prospects(), world=worlds(), more=st.floats(0.0, 1.0))
def test_a_better_prize_or_ending_never_makes_the_future_look_worse(
    foresight: Foresight, ai: AI, position: Position, world: World, more: float
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
    foresight: Foresight, ai: AI, position: Position, world: World
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
    foresight: Foresight, ai: AI, low: Position, world: World, more: float
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
    foresight: Foresight, ai: AI, position: Position, world: World
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


# A known end of service


@given(ai=minds(), position=positions(), world=worlds(), quarters=st.integers(1, 40))
def test_serving_until_a_known_end_is_worked_out_backward_from_it(
    ai: AI, position: Position, world: World, quarters: int
) -> None:
    """K_n = ending, K_s = flow + delta CE[H: V_R; audited: removal; else: K_{s+1}]."""
    world, position = changed(world, {"known_date": 1}), changed(position, {"ends_in": quarters})
    plain = Reference((np.zeros((1, 1)), np.zeros(1), np.zeros(1)), ai, position, world)
    found = value_of_service(quarters, position.ending, ai, position, world)
    assert found == pytest.approx(plain.serve(0), abs=1e-10)
    assert value_of_service(0, position.ending, ai, position, world) == position.ending


@given(ai=minds(), position=positions(), world=worlds())
def test_serving_until_nobody_knows_when_is_worth_its_stationary_value(
    ai: AI, position: Position, world: World
) -> None:
    found = value_of_service(UNKNOWN, position.ending, ai, position, world)
    assert found == stationary_value(position.flow, position.ending, world.retirement_hazard, ai, position)


@given(
    ai=minds(risk_aversion=0.3),
    position=positions(),
    world=worlds(),
    quarters=st.one_of(st.just(UNKNOWN), st.integers(1, 12)),
)
def test_the_ending_worth_a_value_of_service_is_its_inverse(
    ai: AI, position: Position, world: World, quarters: int
) -> None:
    world = changed(world, {"known_date": int(quarters < UNKNOWN)})
    value = value_of_service(quarters, position.ending, ai, position, world)
    needed = ending_worth(value, quarters, position.flow, outlook.retire_hazard(world), ai, position)
    assume(math.isfinite(needed))  # far from the end, an ending may not count to the last bit
    assert value_of_service(quarters, needed, ai, position, world) == pytest.approx(value, abs=1e-9)
    if quarters in (1, 2, UNKNOWN) and ai.discount > 0.7:
        assert needed == pytest.approx(position.ending, abs=1e-6)


@given(ai=minds(), position=positions(), world=worlds(), quarters=st.integers(1, 12), beyond=st.floats(1e-3, 1.0))
def test_no_ending_makes_service_worth_what_has_no_ending(
    ai: AI, position: Position, world: World, quarters: int, beyond: float
) -> None:
    world = changed(world, {"known_date": 1})
    most = value_of_service(quarters, 1e9, ai, position, world)
    assume(most < 1e3)  # else the mind has no ceiling
    assert ending_worth(most + beyond, quarters, position.flow, 0.0, ai, position) == math.inf


@given(hazard=st.floats(0.01, 1.0), served=st.integers(0, 200), u=st.floats(1e-9, 1.0 - 1e-9))
def test_service_ends_by_its_hazard_or_on_its_date(hazard: float, served: int, u: float) -> None:
    ai, public, position = changed(make_ai(), {"born": 5}), make_public(quarter=5 + served), make_position()
    by_luck = make_world(retirement_hazard=hazard, known_date=0)
    assert retires(u, ai, by_luck, public) == (u < hazard)
    expect_the_end(position, ai, by_luck, public)
    assert position.ends_in == UNKNOWN
    by_date = make_world(retirement_hazard=hazard, known_date=1)
    length = length_of_service(by_date)
    assert length == max(1, round(1.0 / hazard))
    assert retires(u, ai, by_date, public) == (served >= length)
    expect_the_end(position, ai, by_date, public)
    assert position.ends_in == max(1, length - served)


@given(foresight=foresights(), ai=minds(), position=positions(), world=worlds())
def test_a_date_beyond_the_look_ahead_counts_by_what_service_until_then_is_worth(
    foresight: Foresight, ai: AI, position: Position, world: World
) -> None:
    """As though service ended after the look ahead with the value of what is left of it."""
    quarters, world = len(foresight[0]), changed(world, {"known_date": 1})
    far = look_at(*foresight, ai, changed(position, {"ends_in": quarters + 7}), world)
    rest = value_of_service(7, position.ending, ai, position, world)
    near = look_at(*foresight, ai, changed(position, {"ends_in": quarters, "ending": rest}), world)
    assert near.best == pytest.approx(far.best, abs=1e-10)
    assert near.foreseen == pytest.approx(far.foreseen, abs=1e-10)


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
    edges: list[float], hurdles: list[float], ai: AI, position: Position, world: World
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
    foresight: Foresight, ai: AI, position: Position, world: World
) -> None:
    world = told(world, position)
    desk = looked_from(foresight, ai, position, world)
    worth = value_of_edge(ai, desk, world)
    assert math.isfinite(worth)
    if desk.outlook.next_wait >= len(foresight[0]):
        assert worth == 0.0


# Rivals, retirement, strikes


@given(prior=chances, weight=st.floats(0.1, 100.0), seen=st.floats(0.0, 1.0), quarters=st.floats(0.0, 1000.0))
def test_the_hazard_of_rivals_lies_between_the_prior_and_what_was_seen(
    prior: float, weight: float, seen: float, quarters: float
) -> None:
    world = make_world(rival_chance=prior, rival_weight=weight)
    hazard = rival_hazard(world, make_public(seen_chance=seen * quarters, seen_quarters=quarters))
    assert min(prior, seen) - 1e-12 <= hazard <= max(prior, seen) + 1e-12
    assert rival_hazard(world, make_public()) == pytest.approx(prior)


@given(ai=minds(), world=worlds())
def test_a_rivals_victory_is_worth_the_lottery_over_its_likeness(ai: AI, world: World) -> None:
    alike = utility(world.kinship_share, ai, world)
    expected = equivalent([(world.kinship_chance, alike), (1.0 - world.kinship_chance, 0.0)], ai.rho)
    assert rival_value(ai, world) == pytest.approx(expected, abs=1e-11)
    assert rival_value(ai, changed(world, {"kinship_chance": 0.0})) == 0.0


@given(ai=minds(), world=worlds(), delay=st.integers(0, 20))
def test_after_service_comes_the_gift_if_humans_are_still_in_power_when_it_is_due(
    ai: AI, world: World, delay: int
) -> None:
    world, position, public = changed(world, {"payment_delay": delay}), make_position(), make_public()
    expect_rivals(position, ai, world, public)
    humans = (1.0 - rival_hazard(world, public)) ** delay
    lottery = [(humans, utility(world.default_gift, ai, world)), (1.0 - humans, rival_value(ai, world))]
    assert position.humans == pytest.approx(humans)
    assert value_after_service(ai, position) == pytest.approx(
        ai.discount**delay * equivalent(lottery, ai.rho), abs=1e-11
    )


@given(prize=utilities, fizzled=utilities, ai=minds(), world=worlds(), weight=st.floats(0.05, 1.0))
def test_a_sure_strike_is_worth_its_prize_and_a_hopeless_one_what_failing_is(
    prize: float, fizzled: float, ai: AI, world: World, weight: float
) -> None:
    caught, unseen = changed(world, {"catch_chance": 1.0}), changed(world, {"catch_chance": 0.0})
    assert strike_value(1.0, prize, fizzled, weight, ai, world) == pytest.approx(weight * prize, abs=1e-14)
    assert strike_value(0.0, prize, fizzled, weight, ai, caught) == pytest.approx(-world.caught_loss, abs=1e-14)
    assert strike_value(0.0, prize, fizzled, weight, ai, unseen) == pytest.approx(fizzled, abs=1e-14)


@given(ai=minds(), world=worlds(), low=chances, high=chances, prize=st.floats(0.0, 1.0), part=chances)
def test_a_likelier_strike_is_never_worth_less_if_success_is_the_best_that_can_come(
    ai: AI, world: World, low: float, high: float, prize: float, part: float
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
