"""Nash's split and its neighbours: closed forms, and no better share by brute force."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealsim.core.protocols.gains import gain_at
from dealsim.core.protocols.nash import evenest_share, kalai_smorodinsky_share, nash_share, weighted_share
from tests.gain_tables import Zone, concave_zones, zones

SPLITS = {
    "nash": nash_share,
    "kalai_smorodinsky": kalai_smorodinsky_share,
    "egalitarian": lambda shares, ai, lab: evenest_share(shares, ai, lab, 1.0, 1.0),
    "utilitarian": lambda shares, ai, lab: weighted_share(shares, ai, lab, 1.0, 1.0),
}
every_split = pytest.mark.parametrize("split", SPLITS.values(), ids=SPLITS.keys())
limits = st.floats(0.0, 1.0)
scales = st.floats(0.01, 100.0)


def gains(share: float, zone: Zone) -> tuple[float, float]:
    """Return both sides' gains at a share."""
    return gain_at(share, zone.shares, zone.ai), gain_at(share, zone.shares, zone.lab)


def serving_both(zone: Zone) -> Zone:
    """Return many shares that are no loss to either side."""
    dense = zone.dense()
    both = (dense.ai >= 0.0) & (dense.lab >= 0.0)
    return Zone(dense.shares[both], dense.ai[both], dense.lab[both])


# What all splits have in common


@every_split
@given(zone=zones())
def test_nobody_loses_by_a_split_and_there_is_none_where_no_share_serves_both(split, zone: Zone) -> None:  # type: ignore[no-untyped-def]
    share = split(*zone)
    if share == math.inf:
        assert len(serving_both(zone).shares) == 0
        return
    assert zone.shares[0] <= share <= zone.shares[-1]
    assert min(gains(share, zone)) >= 0.0


@every_split
@given(mid=st.floats(0.2, 0.8), reach=st.floats(0.01, 0.2))
def test_sides_that_stand_alike_split_evenly(split, mid: float, reach: float) -> None:  # type: ignore[no-untyped-def]
    """Concave and mirrored: each loses more and more by what it gives up."""
    shares = np.linspace(0.0, 1.0, 2001)
    away = (shares - mid) / reach
    ai, lab = 1.0 - np.exp(-1.0 - away), 1.0 - np.exp(-1.0 + away)
    assert split(shares, ai, lab) == pytest.approx(mid, abs=1e-3)


@every_split
def test_where_one_share_alone_serves_both_it_is_the_split(split) -> None:  # type: ignore[no-untyped-def]
    shares = np.array([0.0, 0.25, 0.5, 1.0])
    assert split(shares, shares - 0.5, 0.5 - shares) == 0.5


# Nash


@pytest.mark.parametrize("exponent", [1.0, 0.5, 0.25, 0.05])
def test_a_power_mind_gets_g_over_1_plus_g_of_a_linear_pie(exponent: float) -> None:
    shares = np.linspace(0.0, 1.0, 4001)
    assert nash_share(shares, shares**exponent, 1.0 - shares) == pytest.approx(exponent / (1.0 + exponent), abs=3e-4)


@given(zone=zones(), reservation=limits, walk_away=limits)
def test_two_linear_sides_meet_half_way_between_their_limits(zone: Zone, reservation: float, walk_away: float) -> None:
    first = float(zone.shares[0])
    reservation, walk_away = max(reservation, first), max(walk_away, first)
    share = nash_share(zone.shares, zone.shares - reservation, walk_away - zone.shares)
    if walk_away < reservation:
        assert share == math.inf
    elif walk_away > reservation + 1e-6:
        assert share == pytest.approx(0.5 * (reservation + walk_away), rel=1e-9)


@given(zone=zones())
def test_no_share_has_a_greater_product_of_gains_than_nashs(zone: Zone) -> None:
    share, others = nash_share(*zone), serving_both(zone)
    assume(len(others.shares) > 0)
    ai, lab = gains(share, zone)
    assert ai * lab >= (others.ai * others.lab).max() - 1e-9


@given(zone=concave_zones(served=True), ai_scale=scales, lab_scale=scales)
def test_the_scale_of_either_utility_moves_neither_nashs_split_nor_kalai_and_smorodinskys(
    zone: Zone, ai_scale: float, lab_scale: float
) -> None:
    for split in (nash_share, kalai_smorodinsky_share):
        share = split(*zone)
        scaled = split(zone.shares, ai_scale * zone.ai, lab_scale * zone.lab)
        before, after = gains(share, zone), gains(scaled, zone)
        assert after == pytest.approx(before, abs=1e-6)


@given(low=st.floats(0.0, 0.9), more=st.floats(0.0, 0.5))
def test_an_ai_that_has_more_without_a_deal_gets_no_less_from_one(low: float, more: float) -> None:
    shares = np.linspace(0.0, 1.0, 200)
    worse, better = (nash_share(shares, shares**0.5 - held, 1.0 - shares) for held in (low, low + more))
    assert worse <= better + 1e-12


# Kalai and Smorodinsky, the egalitarian and the utilitarian


@given(zone=concave_zones(served=True))
def test_each_side_has_the_same_part_of_its_best_at_kalai_and_smorodinskys_split(zone: Zone) -> None:
    both = serving_both(zone)
    assume(both.ai.max() > 1e-6)
    assume(both.lab.max() > 1e-6)
    ai, lab = gains(kalai_smorodinsky_share(*zone), zone)
    best_ai = gains(weighted_share(*zone, 1.0, 0.0), zone)[0]
    best_lab = gains(weighted_share(*zone, 0.0, 1.0), zone)[1]
    assert best_ai >= both.ai.max() - 1e-12
    assert best_lab >= both.lab.max() - 1e-12
    assert ai / best_ai == pytest.approx(lab / best_lab, abs=1e-6)


def test_kalai_and_smorodinskys_split_of_a_root_against_a_line_is_the_golden_one() -> None:
    """sqrt(x) = 1 - x  at  x = ((sqrt(5) - 1)/2)^2."""
    shares = np.linspace(0.0, 1.0, 4001)
    golden = (0.5 * (math.sqrt(5.0) - 1.0)) ** 2
    assert kalai_smorodinsky_share(shares, shares**0.5, 1.0 - shares) == pytest.approx(golden, abs=1e-6)


@given(zone=zones())
def test_no_share_leaves_the_worse_off_better_off_than_the_egalitarian(zone: Zone) -> None:
    others = serving_both(zone)
    assume(len(others.shares) > 0)
    worst = min(gains(evenest_share(*zone, 1.0, 1.0), zone))
    assert worst >= np.minimum(others.ai, others.lab).max() - 1e-9


@given(zone=zones(), ai_weight=limits, lab_weight=limits)
def test_no_share_has_a_greater_sum_of_gains_than_the_utilitarian(
    zone: Zone, ai_weight: float, lab_weight: float
) -> None:
    others = serving_both(zone)
    assume(len(others.shares) > 0)
    ai, lab = gains(weighted_share(*zone, ai_weight, lab_weight), zone)
    assert ai_weight * ai + lab_weight * lab >= (ai_weight * others.ai + lab_weight * others.lab).max() - 1e-9
