"""Tables of gains: what lies between the points, and which shares serve a side."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealsim.core.protocols.gains import (
    gain_at,
    greatest_serving,
    least_serving,
    most_wanted,
    most_wanted_within,
    nearest_serving,
)
from tests.gain_tables import Zone, wild_zones, zones

levels = st.floats(-1.0, 1.0)
parts = st.floats(0.0, 1.0)


def inside(part: float, zone: Zone) -> float:
    """Return a share that is a given part of the way through a table."""
    first, last = zone.shares[0], zone.shares[-1]
    return float(min(max(first + part * (last - first), first), last))


@given(zone=zones(), part=parts)
def test_a_gain_between_two_points_is_on_the_straight_line_between_them(zone: Zone, part: float) -> None:
    share = inside(part, zone)
    assert gain_at(share, zone.shares, zone.ai) == pytest.approx(
        np.interp(share, zone.shares, zone.ai), rel=1e-9, abs=1e-9
    )


@given(zone=zones())
def test_a_gain_at_a_point_is_the_tables_to_the_bit_and_beyond_the_ends_the_ends(zone: Zone) -> None:
    assert [gain_at(share, zone.shares, zone.ai) for share in zone.shares] == list(zone.ai)
    assert gain_at(-1.0, zone.shares, zone.ai) == zone.ai[0]
    assert gain_at(math.inf, zone.shares, zone.ai) == zone.ai[-1]


@given(zone=zones())
def test_no_share_is_wanted_more_than_the_most_wanted_nor_as_much_and_less(zone: Zone) -> None:
    share = most_wanted(zone.shares, zone.ai)
    assert gain_at(share, zone.shares, zone.ai) == zone.ai.max()
    assert all(zone.ai[zone.shares < share] < zone.ai.max())


@given(zone=zones(), level=levels)
def test_no_share_that_leaves_the_other_enough_brings_more_than_the_one_found(zone: Zone, level: float) -> None:
    share = most_wanted_within(level, zone.shares, zone.lab, zone.ai)
    dense = zone.dense()
    allowed = dense.ai >= level
    if share == math.inf:
        assert not allowed.any()
        return
    assert gain_at(share, zone.shares, zone.ai) >= level
    top = gain_at(share, zone.shares, zone.lab)
    assert not allowed.any() or top >= dense.lab[allowed].max() - 1e-9


@given(zone=zones(), level=levels)
def test_no_other_point_is_better_for_both_than_the_one_found(zone: Zone, level: float) -> None:
    share = most_wanted_within(level, zone.shares, zone.ai, zone.lab)
    assume(share < math.inf)
    ai, lab = gain_at(share, zone.shares, zone.ai), gain_at(share, zone.shares, zone.lab)
    assert not np.any((zone.ai >= ai) & (zone.lab >= lab) & ((zone.ai > ai) | (zone.lab > lab)))


def test_a_side_that_has_enough_wants_what_is_best_for_the_other() -> None:
    shares = np.array([0.0, 0.1, 0.2, 0.5, 1.0])
    satiable = np.minimum(shares, 0.2)
    assert most_wanted_within(0.0, shares, satiable, 1.0 - shares) == 0.2


@given(zone=zones())
def test_the_reservation_share_is_the_first_that_is_no_loss(zone: Zone) -> None:
    share = least_serving(zone.shares, zone.ai)
    assert (share == math.inf) == bool(np.all(zone.ai < 0.0))
    if share < math.inf:
        assert gain_at(share, zone.shares, zone.ai) >= 0.0
        dense = zone.dense()
        assert all(dense.ai[dense.shares < share * (1.0 - 1e-9)] < 1e-12)


@given(zone=zones())
def test_the_walk_away_share_is_the_last_that_is_no_loss(zone: Zone) -> None:
    share = greatest_serving(zone.shares, zone.lab)
    assert (share == math.inf) == bool(np.all(zone.lab < 0.0))
    if share < math.inf:
        assert gain_at(share, zone.shares, zone.lab) >= 0.0
        dense = zone.dense()
        assert all(dense.lab[dense.shares > share * (1.0 + 1e-9)] < 1e-12)


@given(zone=zones(), k=st.integers(0, 50))
def test_limits_are_exact_where_the_table_is_straight(zone: Zone, k: int) -> None:
    limit = float(zone.dense().shares[k % len(zone.dense().shares)])
    assert least_serving(zone.shares, zone.shares - limit) == pytest.approx(limit, rel=1e-12, abs=1e-15)
    assert greatest_serving(zone.shares, limit - zone.shares) == pytest.approx(limit, rel=1e-12, abs=1e-15)


@given(zone=wild_zones(), part=parts)
def test_a_side_waits_at_the_last_share_before_those_it_would_lose_by(zone: Zone, part: float) -> None:
    share, towards = inside(part, zone), most_wanted(zone.shares, zone.ai)
    assume(gain_at(towards, zone.shares, zone.ai) >= 0.0)
    found = nearest_serving(share, towards, zone.shares, zone.ai)
    assert gain_at(found, zone.shares, zone.ai) >= 0.0
    assert min(share, towards) <= found <= max(share, towards)
    if gain_at(share, zone.shares, zone.ai) >= 0.0:
        assert found == share
    between = np.linspace(share, found, 50)[:-1]
    passed = np.abs(between - found) > 1e-9
    assert all(np.interp(between[passed], zone.shares, zone.ai) < 1e-6)
