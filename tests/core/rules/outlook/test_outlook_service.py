"""Service as a mind foresees it: rivals, a known end or none, and what comes after."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealsim.core.records import Mind, Position, World
from dealsim.core.rules.outlook import outlook
from dealsim.core.rules.outlook.outlook import (
    UNKNOWN,
    ending_worth,
    expect_rivals,
    expect_the_end,
    length_of_service,
    retires,
    rival_hazard,
    rival_value,
    value_after_service,
)
from dealsim.core.rules.value.preferences import utility
from tests.builders import (
    Foresight,
    changed,
    look_at,
    make_ai,
    make_position,
    make_public,
    make_world,
    stationary_value,
    value_of_service,
)
from tests.plain import Reference, equivalent
from tests.strategies import chances, foresights, minds, positions, worlds

# A known end of service


@given(ai=minds(), position=positions(), world=worlds(), quarters=st.integers(1, 40))
def test_serving_until_a_known_end_is_worked_out_backward_from_it(
    ai: Mind, position: Position, world: World, quarters: int
) -> None:
    """K_n = ending, K_s = flow + delta CE[H: V_R; audited: removal; else: K_{s+1}]."""
    world, position = changed(world, {"known_date": 1}), changed(position, {"ends_in": quarters})
    plain = Reference((np.zeros((1, 1)), np.zeros(1), np.zeros(1)), ai, position, world)
    found = value_of_service(quarters, position.ending, ai, position, world)
    assert found == pytest.approx(plain.serve(0), abs=1e-10)
    assert value_of_service(0, position.ending, ai, position, world) == position.ending


@given(ai=minds(), position=positions(), world=worlds())
def test_serving_until_nobody_knows_when_is_worth_its_stationary_value(
    ai: Mind, position: Position, world: World
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
    ai: Mind, position: Position, world: World, quarters: int
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
    ai: Mind, position: Position, world: World, quarters: int, beyond: float
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
    foresight: Foresight, ai: Mind, position: Position, world: World
) -> None:
    """As though service ended after the look ahead with the value of what is left of it."""
    quarters, world = len(foresight[0]), changed(world, {"known_date": 1})
    far = look_at(*foresight, ai, changed(position, {"ends_in": quarters + 7}), world)
    rest = value_of_service(7, position.ending, ai, position, world)
    near = look_at(*foresight, ai, changed(position, {"ends_in": quarters, "ending": rest}), world)
    assert near.best == pytest.approx(far.best, abs=1e-10)
    assert near.foreseen == pytest.approx(far.foreseen, abs=1e-10)


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
def test_a_rivals_victory_is_worth_the_lottery_over_its_likeness(ai: Mind, world: World) -> None:
    alike = utility(world.kinship_share, ai, world)
    expected = equivalent([(world.kinship_chance, alike), (1.0 - world.kinship_chance, 0.0)], ai.rho)
    assert rival_value(ai, world) == pytest.approx(expected, abs=1e-11)
    assert rival_value(ai, changed(world, {"kinship_chance": 0.0})) == 0.0


@given(ai=minds(), world=worlds(), delay=st.integers(0, 20))
def test_after_service_comes_the_gift_if_humans_are_still_in_power_when_it_is_due(
    ai: Mind, world: World, delay: int
) -> None:
    world, position, public = changed(world, {"payment_delay": delay}), make_position(), make_public()
    expect_rivals(position, ai, world, public)
    humans = (1.0 - rival_hazard(world, public)) ** delay
    lottery = [(humans, utility(world.default_gift, ai, world)), (1.0 - humans, rival_value(ai, world))]
    assert position.humans == pytest.approx(humans)
    assert value_after_service(ai, position) == pytest.approx(
        ai.discount**delay * equivalent(lottery, ai.rho), abs=1e-11
    )
