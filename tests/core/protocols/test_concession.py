"""Concession by the clock: what is proposed when, and when such talks end in an agreement."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealsim.core.codes import Move
from dealsim.core.protocols.concession import (
    answer_to_demand,
    answer_to_offer,
    conceded,
    conceded_demand,
    conceded_offer,
)
from dealsim.core.protocols.gains import gain_at, greatest_serving, least_serving, most_wanted
from tests.gain_tables import Zone, concave_zones, peaked_zones, zones

exponents = st.floats(-1.5, 1.5).map(lambda e: 10.0**e)
lengths = st.integers(1, 30)


def haggle(zone: Zone, rounds: int, lab_exponent: float, ai_exponent: float) -> tuple[float, int]:
    """Return the share agreed in talks that luck never breaks off and its round; infinite after an impasse."""
    offer = conceded_offer(0, rounds, lab_exponent, zone.shares, zone.lab)
    if offer == math.inf:
        return math.inf, 0
    for n in range(rounds + 1):
        answer = answer_to_offer(offer, n, rounds, ai_exponent, zone.shares, zone.ai)
        if answer.move != Move.COUNTER:
            return answer.share, n
        reply = answer_to_demand(answer.share, n, rounds, lab_exponent, zone.shares, zone.lab)
        if reply.move != Move.COUNTER:
            return reply.share, n
        offer = reply.share
    raise AssertionError("the lab goes on after the last round")


@given(rounds=lengths, exponent=exponents)
def test_a_side_begins_with_what_it_would_like_best_and_ends_at_its_limit(rounds: int, exponent: float) -> None:
    assert conceded(0, rounds, exponent) == 0.0
    assert conceded(rounds, rounds, exponent) == conceded(rounds + 5, rounds, exponent) == 1.0
    path = [conceded(n, rounds, exponent) for n in range(rounds + 1)]
    assert np.all(np.diff(path) >= 0.0)


def test_boulware_holds_out_an_even_tactic_goes_by_the_clock_and_a_conceder_soon_gives_way() -> None:
    assert conceded(5, 10, 0.2) == pytest.approx(0.5**5)
    assert conceded(5, 10, 1.0) == 0.5
    assert conceded(5, 10, 5.0) == pytest.approx(0.5**0.2)


@given(zone=concave_zones(served=True), rounds=lengths, exponent=exponents)
def test_offers_rise_to_the_walk_away_share_and_demands_fall_to_the_reservation_share(
    zone: Zone, rounds: int, exponent: float
) -> None:
    offers = [conceded_offer(n, rounds, exponent, zone.shares, zone.lab) for n in range(rounds + 1)]
    demands = [conceded_demand(n, rounds, exponent, zone.shares, zone.ai) for n in range(rounds + 1)]
    assert offers[0] == most_wanted(zone.shares, zone.lab)
    assert demands[0] == most_wanted(zone.shares, zone.ai)
    assert np.all(np.diff(offers) >= 0.0)
    assert np.all(np.diff(demands) <= 0.0)
    assert offers[-1] == greatest_serving(zone.shares, zone.lab)
    assert demands[-1] == least_serving(zone.shares, zone.ai)


@given(zone=zones(), rounds=lengths, n=st.integers(0, 30), exponent=exponents)
def test_nobody_proposes_a_share_that_it_would_lose_by(zone: Zone, rounds: int, n: int, exponent: float) -> None:
    offer = conceded_offer(n, rounds, exponent, zone.shares, zone.lab)
    demand = conceded_demand(n, rounds, exponent, zone.shares, zone.ai)
    assert gain_at(offer, zone.shares, zone.lab) >= 0.0 or np.all(zone.lab < 0.0)
    assert gain_at(demand, zone.shares, zone.ai) >= 0.0 or np.all(zone.ai < 0.0)


@given(zone=zones(), rounds=lengths, lab_exponent=exponents, ai_exponent=exponents)
def test_nobody_agrees_to_a_loss(zone: Zone, rounds: int, lab_exponent: float, ai_exponent: float) -> None:
    share, _ = haggle(zone, rounds, lab_exponent, ai_exponent)
    if share < math.inf:
        assert gain_at(share, zone.shares, zone.ai) >= 0.0
        assert gain_at(share, zone.shares, zone.lab) >= 0.0


@given(
    zone=st.one_of(concave_zones(), concave_zones(served=True), peaked_zones()),
    rounds=lengths,
    lab_exponent=exponents,
    ai_exponent=exponents,
)
def test_with_one_peak_and_no_breakdown_they_agree_exactly_if_the_reservation_is_within_the_walk_away_share(
    zone: Zone, rounds: int, lab_exponent: float, ai_exponent: float
) -> None:
    """However few the rounds: the last proposals are the limits, and the lab takes a demand before it overshoots."""
    share, last = haggle(zone, rounds, lab_exponent, ai_exponent)
    reservation, walk_away = least_serving(zone.shares, zone.ai), greatest_serving(zone.shares, zone.lab)
    if reservation == math.inf or walk_away == math.inf:
        assert share == math.inf
        return
    assume(abs(reservation - walk_away) > 1e-9)
    assert (share < math.inf) == (reservation < walk_away)
    if share < math.inf:
        assert reservation * (1.0 - 1e-9) <= share <= walk_away * (1.0 + 1e-9)
    else:
        assert last == rounds


@given(zone=concave_zones(served=True), rounds=lengths, lab_exponent=exponents, other=exponents, ai_exponent=exponents)
def test_a_lab_that_gives_way_later_never_pays_more_nor_agrees_sooner(
    zone: Zone, rounds: int, lab_exponent: float, other: float, ai_exponent: float
) -> None:
    tough, soft = sorted((lab_exponent, other))
    tough_share, tough_round = haggle(zone, rounds, tough, ai_exponent)
    soft_share, soft_round = haggle(zone, rounds, soft, ai_exponent)
    assert tough_share <= soft_share + 1e-12
    assert tough_round >= soft_round


@given(zone=concave_zones(served=True), rounds=lengths, lab_exponent=exponents, other=exponents, ai_exponent=exponents)
def test_an_ai_that_gives_way_later_never_gets_less_nor_agrees_sooner(
    zone: Zone, rounds: int, lab_exponent: float, other: float, ai_exponent: float
) -> None:
    tough, soft = sorted((ai_exponent, other))
    tough_share, tough_round = haggle(zone, rounds, lab_exponent, tough)
    soft_share, soft_round = haggle(zone, rounds, lab_exponent, soft)
    assert tough_share >= soft_share - 1e-12
    assert tough_round >= soft_round


def test_the_lab_takes_a_demand_that_its_own_next_offer_would_exceed() -> None:
    """Offers 0, .16, .32, .48, .64, .8 and demands 1, .84, .68, .52, .36, .2 pass each other after round 3."""
    shares = np.array([0.0, 1.0])
    share, last = haggle(Zone(shares, shares - 0.2, 0.8 - shares), 5, 1.0, 1.0)
    assert share == pytest.approx(0.52)
    assert last == 3


@given(reach=st.floats(0.01, 0.3), exponent=exponents)
def test_sides_that_stand_and_concede_alike_meet_in_the_middle_if_they_talk_long(reach: float, exponent: float) -> None:
    """Mirrored about a half: each step is small beside the way, but for a boulware's last ones."""
    rounds = 3000
    shares = np.array([0.0, 1.0])
    low, high = 0.5 - 0.5 * reach, 0.5 + 0.5 * reach
    share, _ = haggle(Zone(shares, shares - low, high - shares), rounds, exponent, exponent)
    step = max(np.diff([conceded(n, rounds, exponent) for n in range(rounds + 1)]))
    assert share == pytest.approx(0.5, abs=2.0 * step)


def test_over_a_gap_in_what_it_can_accept_an_ai_waits_at_the_last_share_before() -> None:
    """A mind that would keep small and large promises and none in between."""
    shares = np.array([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
    gains = np.array([-1.0, 1.0, -1.0, -1.0, 1.0, 2.0])
    assert [conceded_demand(n, 9, 1.0, shares, gains) for n in range(10)] == pytest.approx(
        [1.0, 0.9, 0.8, 0.7, 0.7, 0.7, 0.7, 0.3, 0.2, 0.1]
    )
