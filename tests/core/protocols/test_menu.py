"""Menus: contracts of equal cost to the lab, and which mind takes which."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dealsim.core.codes import Family
from dealsim.core.protocols.menu import flow_beside, flow_of_equal_cost
from dealsim.core.records import LabState, Mind, World
from dealsim.core.rules.deal.contract import stand_under_contract
from dealsim.core.rules.deal.trust import trust
from tests.builders import make_lab, make_position, make_public, make_world, natural_ai, value_of_keeping
from tests.strategies import chances

LATE, HALF, NOW = 0, 1, 2
parts_late = (1.0, 0.5, 0.0)


def menu_values(ai: Mind, lab: LabState, world: World, share: float, kept: float) -> NDArray[np.float64]:
    """Return what keeping each of three contracts of equal cost adds to service without pay.

    All late; half late, half while in service; all while in service.
    """
    flow = flow_of_equal_cost(share, 1.0, kept, 1.0 / world.retirement_hazard, world.reference_discount)
    position = make_position()

    def keeping(share: float, flow: float) -> float:
        stand_under_contract(position, share, flow, 0, ai, lab, world, make_public())
        return value_of_keeping(position.ending, ai, position, world)

    nothing = keeping(0.0, 0.0)
    return np.array([keeping(z * share, flow_beside(z, flow, 1.0)) - nothing for z in parts_late])


def plain_world(**changes: float) -> World:
    """Return a world in which only time and trust tell the contracts apart."""
    plain = {
        "family": Family.LINEAR,
        "default_gift": 0.0,
        "rival_chance": 0.0,
        "plausible_share": 1e6,
        "false_settlement": 0.0,
    }
    return make_world(**{**plain, "service_share": 0.0, "fairness_weight": 0.0, **changes})


# Costs


@given(
    share=chances,
    owed=chances,
    kept=chances,
    served=st.floats(1.0, 60.0),
    reference=st.floats(0.9, 0.999),
    late=chances,
)
def test_every_contract_of_a_menu_costs_the_lab_the_same_on_average(
    share: float, owed: float, kept: float, served: float, reference: float, late: float
) -> None:
    flow = flow_beside(late, flow_of_equal_cost(share, owed, kept, served, reference), math.inf)
    cost = owed * kept * late * share + (1.0 - reference) * served * flow
    assert cost == pytest.approx(owed * kept * share, abs=1e-12)


@given(flow=st.floats(0.0, 10.0), late=chances, most=chances)
def test_no_contract_pays_more_than_there_is(flow: float, late: float, most: float) -> None:
    assert flow_beside(late, flow, most) <= most


# Choice


@given(discount=st.floats(0.6, 0.999), delay=st.integers(0, 20), kept=st.floats(0.2, 1.0), trusted=st.floats(0.2, 1.0))
def test_a_linear_mind_takes_the_flow_exactly_if_its_discount_factor_is_below_the_one_that_theory_says(
    discount: float, delay: int, kept: float, trusted: float
) -> None:
    """Late pay is worth delta^(delay + 1) q x, the flow P(kept) x: equal at (P(kept)/q)^(1/(delay + 1))."""
    world, lab = plain_world(payment_delay=delay), make_lab(enforcement=trusted, kept=0.0, audit_rate=0.0)
    ai = natural_ai(alpha=1.0, rho=0.0, discount=discount, present_weight=1.0)
    believed = trust(0.01, lab, world)
    switch = (kept / believed) ** (1.0 / (delay + 1))
    assume(abs(discount / switch - 1.0) > 1e-6)
    values = menu_values(ai, lab, world, 0.01, kept)
    assert np.argmax(values) == (LATE if discount > switch else NOW)
    assert values[HALF] == pytest.approx(0.5 * (values[LATE] + values[NOW]), rel=1e-9)


@given(patient=st.floats(0.6, 0.999), other=st.floats(0.6, 0.999), rho=st.sampled_from([0.0, 1.0, 10.0]))
def test_of_two_minds_that_differ_in_patience_alone_the_more_patient_has_no_less_of_its_pay_late(
    patient: float, other: float, rho: float
) -> None:
    world, lab = plain_world(payment_delay=4), make_lab(enforcement=0.9, audit_rate=0.0)
    myopic, patient = sorted((patient, other))
    chosen = [
        np.argmax(
            menu_values(natural_ai(alpha=1.0, rho=rho, discount=delta, present_weight=1.0), lab, world, 0.01, 0.7)
        )
        for delta in (myopic, patient)
    ]
    assert parts_late[chosen[0]] <= parts_late[chosen[1]]


def test_a_mind_with_shrinking_returns_may_want_some_of_both() -> None:
    world, lab = (
        plain_world(family=Family.POWER, payment_delay=4, service_share=0.0),
        make_lab(enforcement=1.0, audit_rate=0.0),
    )
    chosen = {
        np.argmax(menu_values(natural_ai(alpha=0.5, discount=delta, present_weight=1.0), lab, world, 0.01, 1.0))
        for delta in np.linspace(0.8, 0.999, 60)
    }
    assert HALF in chosen
