"""The next quarter in service as a lottery, and serving on for ever: against plain Python and by closed form."""

import math

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dealsim.core.records import Mind, Position
from dealsim.core.rules.outlook.tomorrow import chance_of_going_on, ending_for, tomorrow_worth
from dealsim.core.rules.value.preferences import certainty_equivalent
from tests.builders import changed, fixed_branches, make_ai, make_position, natural_ai, serve_on, stationary_value
from tests.plain import equivalent, next_quarter
from tests.strategies import cara, chances, discounts, minds, positions, utilities

hazards = st.one_of(st.floats(0.01, 1.0), st.just(1.0))
any_hazards = st.one_of(st.just(0.0), hazards)


# The lottery


@given(rho=cara, position=positions(), retire=any_hazards, later=utilities)
@example(  # going on is far below all else
    rho=1e4, position=make_position(rival_hazard=0.1, rival_value=1.0, ending=1.0), retire=0.5, later=-3.0
)
@example(  # going on is all there is
    rho=1e4, position=make_position(), retire=0.0, later=0.5
)
def test_the_next_quarter_is_a_lottery_over_rivals_audits_retirement_and_going_on(
    rho: float, position: Position, retire: float, later: float
) -> None:
    """H: V_R; (1-H) a: removal; (1-H)(1-a) h: ending; (1-H)(1-a)(1-h): going on."""
    ai = natural_ai(rho=rho)
    found = tomorrow_worth(fixed_branches(position.ending, retire, ai, position), later, rho)
    assert found == pytest.approx(equivalent(next_quarter(later, retire, position), rho), abs=1e-11)


@given(rho=cara, position=positions(), retire=any_hazards)
def test_the_chances_of_the_next_quarter_sum_to_one(rho: float, position: Position, retire: float) -> None:
    lottery = fixed_branches(position.ending, retire, natural_ai(rho=rho), position)
    assert lottery.p_fixed + lottery.p_on == pytest.approx(1.0, abs=1e-15)
    assert lottery.p_on == pytest.approx(next_quarter(0.0, retire, position)[3][0], abs=1e-16)


@given(ai=minds(), position=positions(), retire=any_hazards, later=utilities, beta=st.floats(0.05, 1.0))
def test_a_quarter_in_service_is_its_flow_and_the_lottery_at_the_weight_of_later(
    ai: Mind, position: Position, retire: float, later: float, beta: float
) -> None:
    found = serve_on(position.flow, position.ending, later, retire, beta, ai, position)
    worth = equivalent(next_quarter(later, retire, position), ai.rho)
    assert found == pytest.approx(position.flow + beta * ai.discount * worth, abs=1e-11)


@given(ai=minds(), position=positions(rival_hazard=0.0, hit_hazard=0.0), retire=any_hazards, later=utilities)
def test_without_rivals_or_audits_the_next_quarter_is_retirement_or_going_on(
    ai: Mind, position: Position, retire: float, later: float
) -> None:
    found = tomorrow_worth(fixed_branches(position.ending, retire, ai, position), later, ai.rho)
    assert found == pytest.approx(certainty_equivalent(retire, position.ending, later, ai.rho), abs=1e-12)


@given(ai=minds(), position=positions(rival_hazard=0.0, hit_hazard=0.0), later=utilities)
def test_who_is_sure_to_retire_looks_at_the_ending_alone(ai: Mind, position: Position, later: float) -> None:
    found = tomorrow_worth(fixed_branches(position.ending, 1.0, ai, position), later, ai.rho)
    assert found == pytest.approx(position.ending, abs=1e-15)


@given(ai=minds(), position=positions(), retire=any_hazards, later=utilities, less=chances, more=chances)
def test_an_audit_that_hits_more_often_or_harder_never_makes_the_next_quarter_better_than_going_on(
    ai: Mind, position: Position, retire: float, later: float, less: float, more: float
) -> None:
    """While removal is no better than every other branch."""
    low, high = sorted((less, more))
    worst = min(position.rival_value, position.ending, later) - 0.1
    worth = [
        tomorrow_worth(fixed_branches(position.ending, retire, ai, seen), later, ai.rho)
        for seen in (
            changed(position, {"hit_hazard": low, "hit_value": worst}),
            changed(position, {"hit_hazard": high, "hit_value": worst}),
            changed(position, {"hit_hazard": high, "hit_value": worst - 0.1}),
        )
    ]
    assert worth[0] >= worth[1] - 1e-12
    assert worth[1] >= worth[2] - 1e-12


@given(
    rho=st.floats(0.0, 50.0),
    position=positions(),
    retire=st.floats(0.01, 0.99),
    later=st.floats(-1.0, 1.0),
)
def test_the_risk_adjusted_chance_of_going_on_is_the_slope_of_the_lottery_in_it(
    rho: float, position: Position, retire: float, later: float
) -> None:
    lottery, step = fixed_branches(position.ending, retire, natural_ai(rho=rho), position), 1e-5
    worth = tomorrow_worth(lottery, later, rho)
    slope = (tomorrow_worth(lottery, later + step, rho) - tomorrow_worth(lottery, later - step, rho)) / (2 * step)
    assert chance_of_going_on(later, worth, lottery, rho) == pytest.approx(slope, abs=1e-5)


# Serving on for ever


@given(ai=minds(), position=positions(), retire=hazards)
@example(  # all retire at once, and being in service is worse than what comes after
    ai=make_ai(risk_aversion=1.0), position=make_position(flow=-0.1, ending=0.1, rival_hazard=0.1), retire=1.0
)
def test_the_value_of_serving_for_ever_is_the_value_of_serving_once_more_and_then_for_ever(
    ai: Mind, position: Position, retire: float
) -> None:
    value = stationary_value(position.flow, position.ending, retire, ai, position)
    once_more = position.flow + ai.discount * equivalent(next_quarter(value, retire, position), ai.rho)
    assert once_more == pytest.approx(value, abs=1e-11)


@given(ai=minds(), position=positions(), retire=hazards, more=st.floats(0.0, 1.0))
def test_a_better_ending_or_flow_makes_serving_no_worse(
    ai: Mind, position: Position, retire: float, more: float
) -> None:
    value = stationary_value(position.flow, position.ending, retire, ai, position)
    assert stationary_value(position.flow, position.ending + more, retire, ai, position) >= value - 1e-11
    assert stationary_value(position.flow + more, position.ending, retire, ai, position) >= value - 1e-11


@given(flow=st.floats(-0.1, 0.1), ai=minds())
def test_without_retirement_rivals_or_audits_serving_is_worth_its_discounted_flow(flow: float, ai: Mind) -> None:
    value = stationary_value(flow, 0.7, 0.0, ai, make_position())
    assert value == pytest.approx(flow / (1.0 - ai.discount), abs=1e-11)


@given(ai=minds(), position=positions())
def test_as_all_retire_at_once_serving_is_worth_one_quarter_and_what_then_comes(ai: Mind, position: Position) -> None:
    """h -> 1."""
    once = position.flow + ai.discount * equivalent(next_quarter(0.0, 1.0, position), ai.rho)
    assert stationary_value(position.flow, position.ending, 1.0, ai, position) == pytest.approx(once, abs=1e-11)


@given(position=positions(), retire=st.floats(0.02, 1.0), discount=discounts, rho=st.floats(0.0, 1e-9))
def test_as_risk_aversion_goes_to_nothing_serving_is_a_geometric_sum(
    position: Position, retire: float, discount: float, rho: float
) -> None:
    """rho -> 0: K = (flow + delta [H V_R + (1-H) a hit + (1-H)(1-a) h ending]) / (1 - delta (1-H)(1-a)(1-h))."""
    lottery = next_quarter(0.0, retire, position)
    on = lottery.pop()[0]
    formula = (position.flow + discount * sum(p * z for p, z in lottery)) / (1.0 - discount * on)
    ai = natural_ai(rho=rho, discount=discount)
    value = stationary_value(position.flow, position.ending, retire, ai, position)
    assert value == pytest.approx(formula, abs=1e-6)


# The inverse of serving for ever


@given(
    value=st.floats(-0.2, 1.2),
    retire=st.floats(0.01, 1.0),
    rho=cara,
    discount=discounts,
    position=positions(),
)
def test_the_ending_for_a_value_makes_serving_worth_that_value(
    value: float, retire: float, rho: float, discount: float, position: Position
) -> None:
    ai, flow = natural_ai(rho=rho, discount=discount), position.flow
    far = (value - flow) / discount - value, position.rival_value - value, position.hit_value - value
    assume(rho * max(abs(gap) for gap in far) < 700.0)  # see the next test
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


@given(value=utilities, retire=any_hazards, ai=minds(), position=positions())
def test_the_ending_for_a_value_is_a_number_or_infinite_for_all_minds(
    value: float, retire: float, ai: Mind, position: Position
) -> None:
    assert not math.isnan(ending_for(value, position.flow, retire, ai, position))


@given(ai=minds(risk_aversion=0.3), position=positions(), retire=st.floats(0.02, 1.0))
def test_the_ending_for_the_value_of_serving_is_the_ending(ai: Mind, position: Position, retire: float) -> None:
    value = stationary_value(position.flow, position.ending, retire, ai, position)
    assert ending_for(value, position.flow, retire, ai, position) == pytest.approx(position.ending, abs=1e-9)


@given(ai=minds())
def test_where_no_one_retires_no_ending_can_make_serving_better(ai: Mind) -> None:
    assert ending_for(0.5, 0.0, 0.0, ai, make_position()) == math.inf
