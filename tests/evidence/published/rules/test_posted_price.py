"""Take it or leave it, and sealed bids: closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.evidence.published.rules.posted_price import best_posted, chatterjee_samuelson, sealed_ask, sealed_bid
from tests.gain_tables import Zone, zones

limits = st.floats(0.01, 1.0)


@given(widest=limits, value=limits)
def test_reservations_uniform_up_to_w_and_a_deal_worth_v_are_offered_min_of_w_and_half_of_v(
    widest: float, value: float
) -> None:
    shares = np.union1d(np.linspace(0.0, 1.0, 501), [widest, 0.5 * value])
    acceptance = np.minimum(shares / widest, 1.0)
    assert best_posted(shares, acceptance * (value - shares)) == pytest.approx(min(widest, 0.5 * value), abs=1e-6)


def test_a_deal_worth_four_tenths_to_a_lab_that_knows_nothing_is_offered_two_tenths() -> None:
    shares = np.linspace(0.0, 1.0, 1001)
    assert best_posted(shares, shares * (0.4 - shares)) == pytest.approx(0.2, abs=1e-3)


@given(zone=zones())
def test_no_offer_is_better_on_average_than_the_best_posted_and_none_is_made_unless_it_pays(zone: Zone) -> None:
    share = best_posted(zone.shares, zone.lab)
    if share == math.inf:
        assert np.all(zone.lab <= 0.0)
    else:
        assert zone.lab[zone.shares == share] == zone.lab.max() > 0.0
        assert np.all(zone.lab[zone.shares < share] < zone.lab.max())


def test_a_single_reservation_is_offered_exactly() -> None:
    shares = np.array([0.0, 0.1, 0.2999, 0.3, 0.31, 0.5])
    accepted = shares >= 0.3
    assert best_posted(shares, np.where(accepted, 0.6 - shares, 0.0)) == 0.3


# The double auction


@given(value=st.floats(0.0, 1.0), cost=st.floats(0.0, 1.0))
def test_a_double_auction_trades_exactly_if_the_value_exceeds_the_cost_by_a_quarter(value: float, cost: float) -> None:
    price = chatterjee_samuelson(value, cost)
    assert (price < math.inf) == (value - cost >= 0.25)
    if price < math.inf:
        assert cost <= price <= value
        assert sealed_ask(cost) - 1e-12 <= price <= sealed_bid(value) + 1e-12


def test_of_values_and_costs_on_the_unit_square_9_in_32_trade_and_gain_9_64ths_where_a_sixth_could_be_had() -> None:
    middles = (np.arange(800) + 0.5) / 800
    traded = np.array([[chatterjee_samuelson(v, c) < math.inf for c in middles] for v in middles])
    gains = middles[:, None] - middles[None, :]
    assert traded.mean() == pytest.approx(9 / 32, abs=1e-3)
    assert (gains * traded).mean() == pytest.approx(9 / 64, abs=1e-3)
    assert np.maximum(gains, 0.0).mean() == pytest.approx(1 / 6, abs=1e-3)


@pytest.mark.parametrize("value", [0.3, 0.5, 0.8, 1.0])
def test_no_other_bid_does_better_against_the_sealed_asks(value: float) -> None:
    asks = np.array([sealed_ask(c) for c in (np.arange(4000) + 0.5) / 4000])

    def profit(bid: float) -> float:
        return float(np.mean(np.where(bid >= asks, value - 0.5 * (bid + asks), 0.0)))

    assert max(profit(bid) for bid in np.linspace(0.0, 1.0, 501)) <= profit(sealed_bid(value)) + 1e-4


@pytest.mark.parametrize("cost", [0.0, 0.2, 0.5, 0.7])
def test_no_other_ask_does_better_against_the_sealed_bids(cost: float) -> None:
    bids = np.array([sealed_bid(v) for v in (np.arange(4000) + 0.5) / 4000])

    def profit(ask: float) -> float:
        return float(np.mean(np.where(bids >= ask, 0.5 * (bids + ask) - cost, 0.0)))

    assert max(profit(ask) for ask in np.linspace(0.0, 1.0, 501)) <= profit(sealed_ask(cost)) + 1e-4
