"""Alternating offers: the split both would foresee, and talks in which the lab has to learn."""

import math
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealsim.core.codes import Move
from dealsim.core.protocols.alternating import (
    OfferResponse,
    best_demand,
    best_offer,
    disagreement_shift,
    opening_offer,
    reply_to_counter,
    reply_to_offer,
    rubinstein_demand,
    rubinstein_offer,
)
from dealsim.core.protocols.gains import gain_at, greatest_serving, least_serving
from dealsim.core.protocols.nash import nash_share
from tests.gain_tables import Table, Zone, concave_zones, zones

deltas = st.floats(0.0, 0.99)
inner_deltas = st.floats(0.05, 0.95)
shifts = st.floats(-0.5, 0.5)
ROUNDING = 1e-9


def ai_at(share: float, zone: Zone) -> float:
    """Return the AI's gain at a share."""
    return gain_at(share, zone.shares, zone.ai)


def lab_at(share: float, zone: Zone) -> float:
    """Return the lab's gain at a share."""
    return gain_at(share, zone.shares, zone.lab)


def some_share_serves_both(zone: Zone) -> bool:
    """Return whether any of many shares is a loss to neither."""
    return nash_share(*zone) < math.inf


def is_settled(zone: Zone) -> bool:
    """Return whether it does not hang on rounding that a share serves both."""
    up, down = (Zone(zone.shares, zone.ai + by, zone.lab + by) for by in (ROUNDING, -ROUNDING))
    return some_share_serves_both(up) == some_share_serves_both(down)


class Talks(NamedTuple):
    """Proposals in turn, the lab's first, and how it ended."""

    proposals: list[float]
    ended: Move
    agreed: float


def talk(zone: Zone, believed: Table, lab_delta: float, ai_delta: float, most: int = 12) -> Talks:
    """Return talks in which luck never breaks off: impasse is written as a counter that nobody hears."""
    believed = believed.copy()
    offer = opening_offer(zone.shares, believed, zone.lab, lab_delta, ai_delta)
    if offer == math.inf:
        return Talks([], Move.WALK_AWAY, math.inf)
    proposals, response = [offer], OfferResponse(Move.COUNTER, offer)
    for turn in range(most):
        last = proposals[-1]
        if turn % 2 == 0:
            response = reply_to_offer(last, *zone, lab_delta, ai_delta)
        else:
            response = reply_to_counter(last, zone.shares, believed, zone.lab, lab_delta, ai_delta)
        if response.move != Move.COUNTER:
            break
        proposals.append(response.share)
    return Talks(proposals, Move(response.move), response.share)


# The split that both foresee


@given(grid=zones(), lab_delta=deltas, ai_delta=deltas)
def test_of_a_linear_pie_the_proposer_takes_1_less_d2_over_1_less_d1_d2(
    grid: Zone, lab_delta: float, ai_delta: float
) -> None:
    shares = np.union1d(grid.shares, [0.0])
    offer = rubinstein_offer(shares, shares, 1.0 - shares, lab_delta, ai_delta)
    demand = rubinstein_demand(shares, shares, 1.0 - shares, lab_delta, ai_delta)
    assert 1.0 - offer == pytest.approx((1.0 - ai_delta) / (1.0 - lab_delta * ai_delta), abs=1e-9)
    assert demand == pytest.approx((1.0 - lab_delta) / (1.0 - lab_delta * ai_delta), abs=1e-9)


def test_at_nine_and_eight_tenths_the_lab_keeps_5_of_7() -> None:
    shares = np.array([0.0, 1.0])
    assert 1.0 - rubinstein_offer(shares, shares, 1.0 - shares, 0.9, 0.8) == pytest.approx(0.7143, abs=5e-5)


@given(zone=concave_zones(served=True), lab_delta=deltas, ai_delta=deltas)
def test_each_proposal_leaves_the_other_just_willing_or_at_its_least_share(
    zone: Zone, lab_delta: float, ai_delta: float
) -> None:
    offer = rubinstein_offer(*zone, lab_delta, ai_delta)
    demand = rubinstein_demand(*zone, lab_delta, ai_delta)
    assert ai_at(offer, zone) == pytest.approx(ai_delta * ai_at(demand, zone), abs=1e-9) or offer == zone.shares[0]
    assert lab_at(demand, zone) == pytest.approx(lab_delta * lab_at(offer, zone), abs=1e-9) or demand == 1.0


@given(zone=zones(), lab_delta=deltas, ai_delta=deltas)
def test_whatever_the_tables_each_proposal_is_the_best_that_the_other_would_accept(
    zone: Zone, lab_delta: float, ai_delta: float
) -> None:
    demand = rubinstein_demand(*zone, lab_delta, ai_delta)
    offer = rubinstein_offer(*zone, lab_delta, ai_delta)
    assume(demand < math.inf)
    best = best_demand(lab_at(offer, zone), *zone, lab_delta)
    assert ai_at(best, zone) == pytest.approx(ai_at(demand, zone), abs=1e-6)
    best = best_offer(ai_at(demand, zone), *zone, ai_delta)
    assert lab_at(best, zone) == pytest.approx(lab_at(offer, zone), abs=1e-6)


@given(zone=zones(), lab_delta=deltas, ai_delta=deltas)
def test_nobody_proposes_a_loss_to_either_and_none_is_proposed_where_no_share_serves_both(
    zone: Zone, lab_delta: float, ai_delta: float
) -> None:
    assume(is_settled(zone))
    offer = rubinstein_offer(*zone, lab_delta, ai_delta)
    demand = rubinstein_demand(*zone, lab_delta, ai_delta)
    if not some_share_serves_both(zone):
        assert offer == demand == math.inf
        return
    assert zone.shares[0] <= offer <= 1.0
    assert zone.shares[0] <= demand <= 1.0
    assert min(ai_at(offer, zone), lab_at(offer, zone), ai_at(demand, zone), lab_at(demand, zone)) >= 0.0


@given(zone=concave_zones(served=True))
def test_where_every_refusal_ends_the_talks_the_proposer_takes_all_of_the_others_surplus(zone: Zone) -> None:
    assert rubinstein_offer(*zone, 0.0, 0.0) == pytest.approx(least_serving(zone.shares, zone.ai), abs=1e-9)
    assert rubinstein_demand(*zone, 0.0, 0.0) == pytest.approx(greatest_serving(zone.shares, zone.lab), abs=1e-9)


@given(zone=concave_zones(served=True), delta=deltas)
def test_nashs_split_lies_between_what_two_equally_patient_sides_propose(zone: Zone, delta: float) -> None:
    """Both proposals have the same product of gains: a(x) = d a(y) and l(y) = d l(x)."""
    nash = nash_share(*zone)
    offer, demand = rubinstein_offer(*zone, delta, delta), rubinstein_demand(*zone, delta, delta)
    slack = 1e-9
    assert lab_at(offer, zone) >= lab_at(nash, zone) - slack >= lab_at(demand, zone) - 2.0 * slack
    assert ai_at(offer, zone) - slack <= ai_at(nash, zone) <= ai_at(demand, zone) + slack


@given(zone=concave_zones(served=True))
def test_as_the_risk_of_breakdown_goes_to_nothing_alternating_offers_approach_nashs_split(zone: Zone) -> None:
    """Binmore, Rubinstein and Wolinsky 1986."""
    nash = nash_share(*zone)
    for risk in (1e-2, 1e-4):
        offer = rubinstein_offer(*zone, 1.0 - risk, 1.0 - risk)
        assert ai_at(offer, zone) == pytest.approx(ai_at(nash, zone), abs=2.0 * risk * zone.ai.max() + 1e-9)


@given(zone=concave_zones(served=True), lab_delta=deltas, ai_delta=deltas, other=deltas)
def test_a_more_patient_ai_is_offered_no_less(zone: Zone, lab_delta: float, ai_delta: float, other: float) -> None:
    low, high = sorted((ai_delta, other))
    impatient, patient = (rubinstein_offer(*zone, lab_delta, delta) for delta in (low, high))
    assert ai_at(impatient, zone) <= ai_at(patient, zone) + 1e-9


def test_an_ai_that_has_enough_demands_no_more() -> None:
    shares = np.array([0.0, 0.1, 0.2, 0.5, 1.0])
    assert rubinstein_demand(shares, np.minimum(shares, 0.2), 1.0 - shares, 0.5, 0.5) == pytest.approx(0.2)


def test_an_ai_that_doubts_large_promises_demands_the_one_worth_most() -> None:
    shares = np.array([0.0, 0.2, 0.4, 0.6, 1.0])
    doubted = np.array([0.0, 0.4, 0.5, 0.3, -1e6])
    assert rubinstein_demand(shares, doubted, 1.0 - shares, 0.1, 0.9) == 0.4


# Talks


@given(zone=zones(), lab_delta=deltas, ai_delta=deltas)
def test_a_lab_that_knows_the_ais_gains_makes_an_offer_that_is_accepted(
    zone: Zone, lab_delta: float, ai_delta: float
) -> None:
    assume(is_settled(zone))
    talks = talk(zone, zone.ai, lab_delta, ai_delta)
    if some_share_serves_both(zone):
        assert talks == Talks([talks.agreed], Move.ACCEPT, rubinstein_offer(*zone, lab_delta, ai_delta))
    else:
        assert talks == Talks([], Move.WALK_AWAY, math.inf)


@given(zone=zones(), lab_delta=deltas, ai_delta=deltas)
def test_a_lab_that_knows_the_ais_gains_accepts_its_demand(zone: Zone, lab_delta: float, ai_delta: float) -> None:
    demand = rubinstein_demand(*zone, lab_delta, ai_delta)
    assume(demand < math.inf)
    assume(is_settled(zone))
    believed = zone.ai.copy()
    answer = reply_to_counter(demand, zone.shares, believed, zone.lab, lab_delta, ai_delta)
    assert answer == OfferResponse(Move.ACCEPT, demand)
    assert np.array_equal(believed, zone.ai)


@given(zone=zones(), offer=st.floats(0.0, 1.0), lab_delta=deltas, ai_delta=deltas)
def test_an_ai_accepts_what_waiting_for_its_own_demand_cannot_beat_and_never_a_loss(
    zone: Zone, offer: float, lab_delta: float, ai_delta: float
) -> None:
    answer = reply_to_offer(offer, *zone, lab_delta, ai_delta)
    demand = rubinstein_demand(*zone, lab_delta, ai_delta)
    here = ai_at(offer, zone)
    if answer.move == Move.ACCEPT:
        assert here >= 0.0
        assert demand == math.inf or here >= ai_delta * ai_at(demand, zone) * (1.0 - 1e-5)
    elif answer.move == Move.COUNTER:
        assert answer.share == demand < math.inf
        assert here < max(ai_delta * ai_at(demand, zone), 0.0) or here < 0.0
    else:
        assert not some_share_serves_both(zone)
        assert here < 0.0


@given(zone=zones(), believed=zones(), counter=st.floats(0.0, 1.0), lab_delta=deltas, ai_delta=deltas)
def test_a_lab_never_accepts_a_demand_or_makes_an_offer_that_it_loses_by(
    zone: Zone, believed: Zone, counter: float, lab_delta: float, ai_delta: float
) -> None:
    table = np.interp(zone.shares, believed.shares, believed.ai)
    answer = reply_to_counter(counter, zone.shares, table, zone.lab, lab_delta, ai_delta)
    assert np.all(np.isfinite(table))
    if answer.move != Move.WALK_AWAY:
        assert lab_at(answer.share, zone) >= 0.0


@given(zone=concave_zones(served=True), shift=shifts, lab_delta=inner_deltas, ai_delta=inner_deltas)
def test_from_one_demand_a_lab_learns_what_an_ai_has_without_a_deal(
    zone: Zone, shift: float, lab_delta: float, ai_delta: float
) -> None:
    demand = rubinstein_demand(*zone, lab_delta, ai_delta)
    offer = rubinstein_offer(*zone, lab_delta, ai_delta)
    assume(zone.shares[0] < offer)
    assume(demand < 1.0)
    learned = disagreement_shift(demand, zone.shares, zone.ai - shift, zone.lab, lab_delta, ai_delta)
    assert learned == pytest.approx(shift, abs=1e-6)


@given(zone=concave_zones(served=True), shift=shifts, lab_delta=inner_deltas, ai_delta=inner_deltas)
def test_a_lab_mistaken_only_about_what_the_ai_has_without_a_deal_agrees_by_its_second_offer(
    zone: Zone, shift: float, lab_delta: float, ai_delta: float
) -> None:
    assume(rubinstein_offer(*zone, lab_delta, ai_delta) > zone.shares[0])
    assume(rubinstein_demand(*zone, lab_delta, ai_delta) < 1.0)
    talks = talk(zone, zone.ai - shift, lab_delta, ai_delta)
    assume(talks.proposals)
    assert talks.ended == Move.ACCEPT
    assert len(talks.proposals) <= 3
    if len(talks.proposals) == 3:
        assert ai_at(talks.agreed, zone) == pytest.approx(ai_delta * ai_at(talks.proposals[1], zone), rel=1e-5)


def test_a_lab_that_thinks_an_ai_has_less_without_a_deal_offers_too_little_and_then_enough() -> None:
    shares = np.linspace(0.0, 1.0, 11)
    zone = Zone(shares, shares - 0.4, 0.8 - shares)
    talks = talk(zone, shares - 0.1, 0.9, 0.9)
    low, demand, offer = talks.proposals
    assert low == pytest.approx(0.1 + 0.7 * 0.9 / 1.9)
    assert demand == pytest.approx(0.4 + 0.4 / 1.9)
    assert talks.agreed == offer == pytest.approx(0.4 + 0.4 * 0.9 / 1.9)


def test_a_lab_that_thinks_an_ai_has_more_without_a_deal_pays_more_than_it_had_to() -> None:
    shares = np.linspace(0.0, 1.0, 11)
    zone = Zone(shares, shares - 0.1, 0.8 - shares)
    talks = talk(zone, shares - 0.4, 0.9, 0.9)
    assert talks.ended == Move.ACCEPT
    assert len(talks.proposals) == 1
    assert talks.agreed > rubinstein_offer(*zone, 0.9, 0.9)


@given(zone=zones(), believed=zones(), lab_delta=deltas, ai_delta=deltas)
def test_whatever_a_lab_believes_nobody_agrees_to_a_loss_nor_where_no_share_serves_both(
    zone: Zone, believed: Zone, lab_delta: float, ai_delta: float
) -> None:
    assume(is_settled(zone))
    talks = talk(zone, np.interp(zone.shares, believed.shares, believed.ai), lab_delta, ai_delta)
    if talks.ended == Move.ACCEPT:
        assert some_share_serves_both(zone)
        assert ai_at(talks.agreed, zone) >= 0.0
        assert lab_at(talks.agreed, zone) >= 0.0


@given(zone=concave_zones(served=True), believed=concave_zones(served=True), lab_delta=inner_deltas, ai_delta=deltas)
def test_if_luck_never_breaks_off_a_lab_that_takes_demands_at_their_word_agrees_wherever_a_share_serves_both(
    zone: Zone, believed: Zone, lab_delta: float, ai_delta: float
) -> None:
    talks = talk(zone, np.interp(zone.shares, believed.shares, believed.ai), lab_delta, ai_delta)
    assume(talks.proposals)
    assert talks.ended == Move.ACCEPT
    assert len(talks.proposals) <= 4


def test_a_demand_that_the_lab_would_lose_by_teaches_it_nothing() -> None:
    shares = np.linspace(0.0, 1.0, 11)
    believed = shares - 0.1
    offer = opening_offer(shares, believed, 0.8 - shares, 0.9, 0.9)
    assert reply_to_counter(0.95, shares, believed, 0.8 - shares, 0.9, 0.9) == OfferResponse(Move.COUNTER, offer)
    assert np.array_equal(believed, shares - 0.1)


@pytest.mark.parametrize("counter", [0.6, 0.9])
def test_a_demand_for_more_than_the_ai_could_want_or_the_lab_give_teaches_it_nothing(counter: float) -> None:
    """0.6: beyond the share that such a mind is thought to want most.  0.9: what it wants most, at the lab's loss."""
    shares = np.array([0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0])
    peak = 0.4 if counter == 0.6 else 0.9
    believed = 0.3 - np.abs(shares - peak)
    before = believed.copy()
    answer = reply_to_counter(counter, shares, believed, 0.8 - shares, 0.9, 0.9)
    assert np.array_equal(believed, before)
    assert answer == OfferResponse(Move.COUNTER, opening_offer(shares, before, 0.8 - shares, 0.9, 0.9))


def test_a_demand_more_modest_than_any_splits_shows_only_the_least_that_the_ai_could_gain() -> None:
    """Whoever asks 0.05, below the 0.08 that the lab gives at once, would take 0 at least as gladly."""
    shares = np.linspace(0.0, 1.0, 11)
    lab = 0.8 - shares
    assert disagreement_shift(0.05, shares, shares + 0.1, lab, 0.9, 0.5) == 0.0
    least = disagreement_shift(0.05, shares, shares - 0.4, lab, 0.9, 0.5)
    assert 0.0 - 0.4 + least == pytest.approx(0.5 * (0.05 - 0.4 + least))


@given(zone=concave_zones(served=True), lab_delta=inner_deltas, ai_delta=inner_deltas, modesty=st.floats(0.0, 1.0))
def test_a_lab_accepts_every_demand_more_modest_than_it_expects(
    zone: Zone, lab_delta: float, ai_delta: float, modesty: float
) -> None:
    first = least_serving(zone.shares, zone.ai)
    demand = first + modesty * (rubinstein_demand(*zone, lab_delta, ai_delta) - first)
    answer = reply_to_counter(demand, zone.shares, zone.ai.copy(), zone.lab, lab_delta, ai_delta)
    assert answer == OfferResponse(Move.ACCEPT, demand)
