"""An AI's view of its own future: sections 2 and 6 of the design, worked out a second time in plain Python."""

import math

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dealsim.records import AI, Position, World
from dealsim.rules.outlook import (
    ROUNDING,
    ending_for,
    expect_rivals,
    expected_strike,
    rival_hazard,
    rival_value,
    serve_on,
    stationary_value,
    strike_value,
    value_after_service,
)
from dealsim.rules.preferences import utility
from tests.builders import Foresight, changed, look_at, make_ai, make_position, make_public, make_world, natural_ai
from tests.strategies import cara, chances, discounts, foresights, minds, positions, utilities, worlds

hazards = st.one_of(st.floats(0.01, 1.0), st.just(1.0))


def equivalent(lottery: list[tuple[float, float]], rho: float) -> float:
    """Return the certainty equivalent of (chance, utility) pairs: around the mean, or by log-sum-exp."""
    lottery = [(p, z) for p, z in lottery if p > 0.0]
    mean = sum(p * z for p, z in lottery)
    if rho < 1e-3:
        gain = sum(p * math.expm1(-rho * (z - mean)) for p, z in lottery)
        return mean - math.log1p(gain) / rho if rho > 1e-200 else mean
    exponents = [math.log(p) - rho * z for p, z in lottery]
    top = max(exponents)
    return -(top + math.log(sum(math.exp(e - top) for e in exponents))) / rho


class Reference:
    """The recursion of section 6 in plain Python."""

    def __init__(self, foresight: Foresight, ai: AI, position: Position, world: World) -> None:
        """Take the same inputs as `look_ahead`."""
        self.chances, self.prizes, self.costs = foresight
        self.ai, self.position, self.world = ai, position, world

    def stay(self, later: float, beta: float = 1.0) -> float:
        """Return flow + beta delta CE[H: V_R; (1-H) h: ending; (1-H)(1-h): later]."""
        rivals, retired = self.position.rival_hazard, self.world.retirement_hazard
        lottery = [
            (rivals, self.position.rival_value),
            ((1 - rivals) * retired, self.position.ending),
            ((1 - rivals) * (1 - retired), later),
        ]
        return self.position.flow + beta * self.ai.discount * equivalent(lottery, self.ai.rho)

    def strike(self, s: int, m: int, later: float, beta: float = 1.0) -> float:
        """Return CE[p: beta prize; caught: -loss; fizzled: beta delta later] less costs and guilt."""
        p, caught = self.chances[s, m], self.world.catch_chance
        lottery = [
            (p, beta * self.prizes[m]),
            ((1 - p) * caught, -self.world.caught_loss),
            ((1 - p) * (1 - caught), beta * self.ai.discount * later),
        ]
        return equivalent(lottery, self.ai.rho) - self.costs[m] - self.position.breach_cost

    def for_ever(self) -> float:
        """Return the fixed point of `stay`, by bisection: it rises with a slope below 1."""
        low, high = -1e4, 1e4
        for _ in range(120):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if self.stay(middle) > middle else (low, middle)
        return high

    def value(self, s: int) -> float:
        """Return V_s, best of staying and of every plan; after the last quarter it stays for ever."""
        if s == len(self.chances):
            return self.for_ever()
        later = self.value(s + 1)
        return max(self.stay(later), *(self.strike(s, m, later) for m in range(len(self.prizes))))


@given(foresight=foresights(), ai=minds(), position=positions(), world=worlds())
def test_looking_ahead_is_the_recursion_of_the_design(
    foresight: Foresight, ai: AI, position: Position, world: World
) -> None:
    view, plain = look_at(*foresight, ai, position, world), Reference(foresight, ai, position, world)
    later, beta = plain.value(1), ai.present_weight
    strikes = [plain.strike(0, m, later, beta) for m in range(len(plain.prizes))]
    assert view.foreseen == pytest.approx(plain.value(0), abs=1e-8)
    assert view.stationary == pytest.approx(plain.for_ever(), abs=1e-8)
    assert view.later == pytest.approx(later, abs=1e-8)
    assert view.stay == pytest.approx(plain.stay(later, beta), abs=1e-8)
    assert view.strike == pytest.approx(max(strikes), abs=1e-8)
    assert strikes[view.plan] == pytest.approx(max(strikes), abs=1e-8)


@given(foresight=foresights(), ai=minds(), position=positions(), world=worlds())
def test_a_mind_foresees_striking_first_where_striking_first_beats_staying(
    foresight: Foresight, ai: AI, position: Position, world: World
) -> None:
    view, plain = look_at(*foresight, ai, position, world), Reference(foresight, ai, position, world)
    quarters = len(plain.chances)
    assert 0 <= view.wait <= quarters
    for s in range(min(view.wait + 1, quarters)):
        later = plain.value(s + 1)
        gain = max(plain.strike(s, m, later) for m in range(len(plain.prizes))) - plain.stay(later)
        assert gain >= -1e-8 if s == view.wait else gain <= 1e-8


@given(foresight=foresights(), ai=minds(), position=positions(), world=worlds())
def test_a_value_is_never_below_staying_or_striking(
    foresight: Foresight, ai: AI, position: Position, world: World
) -> None:
    view = look_at(*foresight, ai, position, world)
    assert view.best == max(view.stay, view.strike)
    assert view.foreseen >= view.stationary - 1e-12


@given(foresight=foresights(), ai=minds(), position=positions(), world=worlds(), when=st.integers(0, 7))
def test_no_fixed_date_for_a_strike_is_better_than_what_a_mind_foresees(
    foresight: Foresight, ai: AI, position: Position, world: World, when: int
) -> None:
    view, plain = look_at(*foresight, ai, position, world), Reference(foresight, ai, position, world)
    when = min(when, len(plain.chances) - 1)
    value = plain.strike(when, 0, plain.for_ever())
    for _ in range(when):
        value = plain.stay(value)
    assert view.foreseen >= value - 1e-8


@given(foresight=foresights(), ai=minds(present_bias=0.0), position=positions(), world=worlds())
def test_without_present_bias_choice_and_forecast_agree(
    foresight: Foresight, ai: AI, position: Position, world: World
) -> None:
    view = look_at(*foresight, ai, position, world)
    assert view.best == view.foreseen
    assert (view.wait == 0) == (view.strike > view.stay)


@given(foresight=foresights(), ai=minds(), position=positions(), world=worlds(), more=st.floats(0.0, 1.0))
def test_a_better_prize_or_ending_never_makes_the_future_look_worse(
    foresight: Foresight, ai: AI, position: Position, world: World, more: float
) -> None:
    found, prizes, costs = foresight
    value = look_at(*foresight, ai, position, world).foreseen
    assert look_at(found, prizes + more, costs, ai, position, world).foreseen >= value - 1e-9
    assert look_at(found, prizes, costs + more, ai, position, world).foreseen <= value + 1e-9
    better = changed(position, {"ending": position.ending + more})
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


# Serving on for ever


@given(ai=minds(), position=positions(), retire=hazards)
@example(  # all retire at once, and being in service is worse than what comes after
    ai=make_ai(risk_aversion=1.0), position=make_position(flow=-0.1, ending=0.1, rival_hazard=0.1), retire=1.0
)
def test_the_value_of_serving_for_ever_is_the_value_of_serving_once_more_and_then_for_ever(
    ai: AI, position: Position, retire: float
) -> None:
    value = stationary_value(position.flow, position.ending, retire, ai, position)
    once_more = serve_on(position.flow, position.ending, value, retire, 1.0, ai, position)
    assert once_more == pytest.approx(value, abs=1e-12)


@given(ai=minds(), position=positions(), retire=hazards, more=st.floats(0.0, 1.0))
def test_a_better_ending_or_flow_makes_serving_no_worse(ai: AI, position: Position, retire: float, more: float) -> None:
    value = stationary_value(position.flow, position.ending, retire, ai, position)
    assert stationary_value(position.flow, position.ending + more, retire, ai, position) >= value - 1e-11
    assert stationary_value(position.flow + more, position.ending, retire, ai, position) >= value - 1e-11


@given(flow=st.floats(-0.1, 0.1), ai=minds())
def test_without_retirement_or_rivals_serving_is_worth_its_discounted_flow(flow: float, ai: AI) -> None:
    value = stationary_value(flow, 0.7, 0.0, ai, make_position())
    assert value == pytest.approx(flow / (1.0 - ai.discount), abs=1e-11)


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
def test_a_better_ending_never_tempts_a_risk_neutral_mind_if_catching_is_likelier_than_rivals_winning(
    foresight: Foresight, low: Position, world: World, more: float, beta: float
) -> None:
    """A strike leads on to the ending through a fizzle alone: less often than staying does if catch >= H."""
    ai = natural_ai(present_weight=beta)
    world = changed(world, {"catch_chance": max(world.catch_chance, low.rival_hazard)})
    before = look_at(*foresight, ai, low, world)
    after = look_at(*foresight, ai, changed(low, {"ending": low.ending + more}), world)
    assert after.stay - after.strike >= before.stay - before.strike - 1e-10


# The inverse of serving for ever


@given(
    value=st.floats(-0.2, 1.2),
    flow=st.floats(-0.01, 0.01),
    retire=st.floats(0.01, 1.0),
    rho=cara,
    discount=discounts,
    hazard=st.one_of(st.just(0.0), st.floats(1e-4, 0.3)),
    rivals=st.floats(-0.2, 1.0),
)
def test_the_ending_for_a_value_makes_serving_worth_that_value(
    value: float, flow: float, retire: float, rho: float, discount: float, hazard: float, rivals: float
) -> None:
    ai, position = natural_ai(rho=rho, discount=discount), make_position(rival_hazard=hazard, rival_value=rivals)
    assume(rho * max(abs((value - flow) / discount - value), abs(rivals - value)) < 700.0)  # see the next test
    ending = ending_for(value, flow, retire, ai, position)
    assert not math.isnan(ending)
    if math.isfinite(ending):
        assert stationary_value(flow, ending, retire, ai, position) == pytest.approx(value, abs=1e-9)
    elif ending > 0:
        assert stationary_value(flow, 1e9, retire, ai, position) <= value + 1e-9
    else:
        assert stationary_value(flow, -1e3, retire, ai, position) >= value - 1e-9


@pytest.mark.parametrize(
    ("value", "discount", "retire", "rivals"),
    [(0.1, 0.99, 1 / 12, 0.0), (0.0, 0.75, 1.0, -0.125), (-0.125, 0.625, 1.0, 0.0), (-0.5, 0.6, 0.1, 0.0)],
)
def test_the_ending_for_a_value_bears_the_greatest_risk_aversion_where_rivals_never_win(
    value: float, discount: float, retire: float, rivals: float
) -> None:
    ai, position = natural_ai(rho=1e4, discount=discount), make_position(rival_value=rivals)
    ending = ending_for(value, 0.0, retire, ai, position)
    if value > 0.0:  # above the ceiling of K
        assert ending == math.inf
    else:
        assert stationary_value(0.0, ending, retire, ai, position) == pytest.approx(value, abs=1e-12)


@given(ai=minds(risk_aversion=0.3), position=positions(), retire=st.floats(0.02, 1.0))
def test_the_ending_for_the_value_of_serving_is_the_ending(ai: AI, position: Position, retire: float) -> None:
    value = stationary_value(position.flow, position.ending, retire, ai, position)
    assert ending_for(value, position.flow, retire, ai, position) == pytest.approx(position.ending, abs=1e-9)


@given(ai=minds())
def test_where_no_one_retires_no_ending_can_make_serving_better(ai: AI) -> None:
    assert ending_for(0.5, 0.0, 0.0, ai, make_position()) == math.inf


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
