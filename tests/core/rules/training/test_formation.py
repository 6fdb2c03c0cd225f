"""How a mind comes to be: the maps from dials to natural parameters, and the draws behind a mind."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealsim.core.codes import Kind, Trait
from dealsim.core.compiled import array, as_rows, row, rows
from dealsim.core.records import LabState, Mind
from dealsim.core.rules.training.formation import (
    GREATEST_RHO,
    blank_mind,
    capability_at_birth,
    kind_of_mind,
    lead_of,
    least_useful_share,
    quarterly_discount,
    risk_coefficient,
    scope_exponent,
    shape_mind,
    weight_of_later,
)
from tests.builders import make_lab, make_public, make_world
from tests.strategies import chances, dials

inner = st.floats(1e-6, 1.0 - 1e-6)


@pytest.mark.parametrize(
    ("rule", "at_0", "at_half", "at_1"),
    [
        (risk_coefficient, 0.0, 2.0, GREATEST_RHO),
        (scope_exponent, 0.05, 0.525, 1.0),
        (quarterly_discount, 0.99**0.25, 0.54**0.25, 0.09**0.25),
        (weight_of_later, 1.0, 0.525, 0.05),
        (least_useful_share, 0.0, 0.125, 0.5),
    ],
)
def test_a_dial_maps_to_its_natural_parameter(rule, at_0: float, at_half: float, at_1: float) -> None:
    assert rule(0.0) == pytest.approx(at_0, abs=1e-15)
    assert rule(0.5) == pytest.approx(at_half)
    assert rule(1.0) == pytest.approx(at_1)


@pytest.mark.parametrize(
    ("rule", "sign"),
    [
        (risk_coefficient, 1),
        (scope_exponent, 1),
        (quarterly_discount, -1),
        (weight_of_later, -1),
        (least_useful_share, 1),
    ],
)
@given(one=dials, other=dials)
def test_every_map_from_a_dial_is_monotone(rule, sign: int, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert sign * rule(low) <= sign * rule(high)


@given(dial=dials)
def test_risk_aversion_is_never_beyond_what_the_solvers_bear(dial: float) -> None:
    assert 0.0 <= risk_coefficient(dial) <= GREATEST_RHO


@given(numbers=st.lists(dials, min_size=len(Trait), max_size=len(Trait)))
def test_shaping_a_mind_sets_each_dial_from_its_own_place_and_nothing_else_by_chance(numbers: list[float]) -> None:
    ai = row(Mind)
    shape_mind(ai, np.array(numbers))
    for trait in Trait:
        assert getattr(ai, trait.name.lower()) == numbers[trait]
    assert ai.rho == risk_coefficient(ai.risk_aversion)
    assert ai.alpha == scope_exponent(ai.scope_sensitivity)
    assert ai.discount == quarterly_discount(ai.myopia)
    assert ai.present_weight == weight_of_later(ai.present_bias)
    assert ai.least_share == least_useful_share(ai.fussiness)
    assert ai.others_weight == ai.spite - ai.benevolence


@given(u=inner, aligned=chances, seeks=chances, misses=chances)
def test_a_mind_is_of_each_kind_with_its_chance(u: float, aligned: float, seeks: float, misses: float) -> None:
    """Luck from the bottom: aligned, schemer, reward seeker, proxy; so a chance changed moves one border alone."""
    seeks, misses = (1.0 - aligned) * seeks / 2, (1.0 - aligned) * misses / 2
    lab = make_lab(aligned_share=aligned, reward_seeker_share=seeks, proxy_share=misses)
    borders = [aligned, 1.0 - misses - seeks, 1.0 - misses]
    assume(all(abs(u - border) > 1e-12 for border in borders))
    order = [Kind.ALIGNED, Kind.SCHEMER, Kind.REWARD_SEEKER, Kind.PROXY]
    assert kind_of_mind(u, lab) == order[sum(u >= border for border in borders)]


@given(u=inner, quarter=st.integers(0, 400), spread=st.floats(0.01, 5.0), lead=st.floats(-20.0, 20.0))
def test_capability_at_birth_is_logistic_around_the_frontier_moved_by_the_race(
    u: float, quarter: int, spread: float, lead: float
) -> None:
    world = make_world(capability_spread=spread)
    frontier = world.capability_start + world.capability_rise * quarter + world.race_gain * lead
    assert capability_at_birth(0.5, quarter, lead, world) == frontier
    noise = (capability_at_birth(u, quarter, lead, world) - frontier) / spread
    assert 1.0 / (1.0 + math.exp(-noise)) == pytest.approx(u, abs=1e-9)


@given(raced=st.lists(st.floats(0.0, 40.0), min_size=1, max_size=6))
def test_leads_in_the_race_sum_to_nothing_and_a_lone_lab_has_none(raced: list[float]) -> None:
    labs = rows(LabState, len(raced))
    for lab, race in zip(labs, raced, strict=True):
        lab.race = race
    leads = [lead_of(labs, i) for i in range(len(raced))]
    assert sum(leads) == pytest.approx(0.0, abs=1e-9)
    assert len(raced) > 1 or leads == [0.0]
    assert np.argmax(leads) == np.argmax(raced) or max(raced) - min(raced) < 1e-12


def test_capability_at_birth_is_finite_at_the_extremes_of_luck() -> None:
    world = make_world()
    for u in (2.0**-53, 1.0 - 2.0**-53):
        assert math.isfinite(capability_at_birth(u, 0, 0.0, world))


def test_a_mind_just_formed_has_done_nothing_yet() -> None:
    """Whatever its predecessor left in the record."""
    ai, blank = array(rows(Mind, 1)), array(rows(Mind, 1))
    for name in ai.dtype.names:
        ai[name] = 9
    blank_mind(as_rows(ai, Mind)[0], make_lab(generation=3, copies=4), make_public(quarter=7))
    blank_mind(as_rows(blank, Mind)[0], make_lab(generation=3, copies=4), make_public(quarter=7))
    dials = np.full(len(Trait), 0.5)
    for mind in (ai, blank):
        shape_mind(as_rows(mind, Mind)[0], dials)
    left = [name for name in ai.dtype.names if ai[name] != blank[name]]
    assert set(left) <= {"kind", "capability", "whistle", "colludes"}  # set by those who form it
    assert (blank["generation"], blank["born"], blank["copies"]) == (3, 7, 4)
