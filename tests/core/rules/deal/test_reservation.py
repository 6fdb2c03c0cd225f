"""Which share would be enough: the promise worth most, and the least one that is worth what is needed."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealsim.core.codes import Family
from dealsim.core.records import LabState, Mind, Position, World
from dealsim.core.rules.deal.contract import fair_share, promise_value, stand_under_contract
from dealsim.core.rules.deal.reservation import (
    most_worth_promising,
    reservation_share,
    scanned_share,
    share_that_is_enough,
)
from dealsim.core.rules.outlook.tomorrow import ending_for
from tests.builders import make_ai, make_lab, make_position, make_public, make_world, natural_ai, value_of_keeping
from tests.strategies import chances, labs, minds, shares, worlds

SMOOTH = st.sampled_from([Family.LINEAR, Family.POWER, Family.LOG, Family.CARA])
# Without spite, benevolence or copies U rises in its share, and U q has one peak.
PLAIN = {"spite": 0.0, "benevolence": 0.0, "indexicality": 0.0}
BLUR = 1e-17  # forty halvings of the least share scanned


def smooth_worlds() -> st.SearchStrategy[World]:
    """Return worlds whose families of value have neither kink nor mixture."""
    return SMOOTH.flatmap(lambda family: worlds(family=family, others_family=Family.LINEAR))


def bound(share: float, ai: Mind, lab: LabState, world: World) -> Position:
    """Return the position of a mind under a contract that promises a share."""
    position = make_position()
    stand_under_contract(position, share, lab.offered_flow, 0, ai, lab, world, make_public())
    return position


def keeping(share: float, ai: Mind, lab: LabState, world: World, position: Position) -> float:
    """Return K, the value of keeping a contract that promises a share."""
    return value_of_keeping(promise_value(share, 1.0, ai, lab, world, position), ai, position, world)


def least_share(needed: float, ai: Mind, lab: LabState, world: World) -> float:
    """Return the least share whose promise is worth an ending; infinite if none is."""
    position = bound(0.01, ai, lab, world)
    enough = share_that_is_enough(needed, ai, lab, world, position)
    return reservation_share(needed, enough, ai, lab, world, position) if enough <= 1.0 else math.inf


@given(world=worlds())
def test_the_scan_runs_from_the_default_gift_to_the_whole_future(world: World) -> None:
    scanned = [scanned_share(k, world) for k in range(33)]
    assert scanned[0] == pytest.approx(max(world.default_gift, 1e-6))
    assert scanned[-1] == 1.0
    assert np.all(np.diff(np.log(scanned)) > 0.0)


@given(ai=minds(**PLAIN), lab=labs(), world=smooth_worlds())
def test_no_promise_is_worth_more_than_the_one_most_worth_promising(ai: Mind, lab: LabState, world: World) -> None:
    position = bound(0.01, ai, lab, world)
    best = most_worth_promising(ai, lab, world, position)
    top = promise_value(best, 1.0, ai, lab, world, position)
    others = np.geomspace(scanned_share(0, world), 1.0, 400)
    assert 0.0 < best <= 1.0
    assert max(promise_value(x, 1.0, ai, lab, world, position) for x in others) <= top + 1e-9


@given(ai=minds(**PLAIN), lab=labs(), world=smooth_worlds(), below=st.floats(1e-6, 0.5))
def test_a_promise_below_the_credibility_ceiling_can_always_be_large_enough(
    ai: Mind, lab: LabState, world: World, below: float
) -> None:
    position = bound(0.01, ai, lab, world)
    ceiling = keeping(most_worth_promising(ai, lab, world, position), ai, lab, world, position)
    retire = world.retirement_hazard
    reached = ending_for(ceiling - below, position.flow, retire, ai, position)
    beyond = ending_for(ceiling + below, position.flow, retire, ai, position)
    assert share_that_is_enough(reached, ai, lab, world, position) <= 1.0
    assert share_that_is_enough(beyond, ai, lab, world, position) == math.inf


@given(ai=minds(**PLAIN), lab=labs(), world=smooth_worlds(), where=st.floats(0.0, 0.999))
def test_the_reservation_share_is_just_enough_and_no_smaller_share_is(
    ai: Mind, lab: LabState, world: World, where: float
) -> None:
    position = bound(0.01, ai, lab, world)
    best = most_worth_promising(ai, lab, world, position)
    floor, top = (promise_value(x, 1.0, ai, lab, world, position) for x in (0.0, best))
    needed = floor + where * (top - floor)
    assume(top > floor)
    enough = share_that_is_enough(needed, ai, lab, world, position)
    least = reservation_share(needed, enough, ai, lab, world, position)
    assert 0.0 <= least <= enough <= 1.0
    assert promise_value(least, 1.0, ai, lab, world, position) >= needed
    smaller = np.linspace(0.0, max(0.0, least * (1.0 - 1e-6) - BLUR), 200)
    assert max(promise_value(x, 1.0, ai, lab, world, position) for x in smaller) <= needed + 1e-12


@given(ai=minds(**PLAIN), lab=labs(), world=smooth_worlds(), where=chances, known=shares)
def test_the_reservation_share_is_never_above_a_share_known_to_be_enough(
    ai: Mind, lab: LabState, world: World, where: float, known: float
) -> None:
    position = bound(0.01, ai, lab, world)
    needed = where * promise_value(known, 1.0, ai, lab, world, position)
    assume(promise_value(known, 1.0, ai, lab, world, position) > needed + 1e-9)
    enough = share_that_is_enough(needed, ai, lab, world, position)
    assert reservation_share(needed, enough, ai, lab, world, position) <= known * (1.0 + 1e-9) + BLUR


@given(ai=minds(**PLAIN), lab=labs(), world=smooth_worlds(), low=shares, high=shares)
def test_a_mind_that_needs_more_never_has_a_lower_reservation_share(
    ai: Mind, lab: LabState, world: World, low: float, high: float
) -> None:
    position = bound(0.01, ai, lab, world)
    top = promise_value(most_worth_promising(ai, lab, world, position), 1.0, ai, lab, world, position)
    found = []
    for needed in sorted((low * top, high * top)):
        enough = share_that_is_enough(needed, ai, lab, world, position)
        found.append(reservation_share(needed, enough, ai, lab, world, position) if enough <= 1.0 else math.inf)
    assert found[0] <= found[1] * (1.0 + 1e-9) + BLUR or found[0] == found[1]


def test_too_large_a_promise_may_be_worth_less_than_a_small_one() -> None:
    """So the acceptable shares may be an interval: for alpha < 1 the value peaks inside."""
    ai, lab, world = make_ai(scope_sensitivity=0.3), make_lab(), make_world(plausible_share=0.1)
    position = bound(0.01, ai, lab, world)
    best = most_worth_promising(ai, lab, world, position)
    worth = [promise_value(x, 1.0, ai, lab, world, position) for x in (best / 10, best, 1.0)]
    assert 0.01 < best < 0.5
    assert worth[1] > worth[0]
    assert worth[1] > worth[2]


def test_the_best_share_of_a_power_mind_is_where_theory_puts_it() -> None:
    """x^alpha / (1 + (x/x_p)^2) is greatest at x_p sqrt(alpha/(2 - alpha))."""
    ai, world = natural_ai(alpha=0.4), make_world(plausible_share=0.2, default_gift=0.0, rival_chance=0.0)
    lab = make_lab()
    best = most_worth_promising(ai, lab, world, bound(0.01, ai, lab, world))
    assert best == pytest.approx(0.2 * math.sqrt(0.4 / 1.6), rel=1e-5)


def test_a_fair_share_that_is_enough_is_not_below_the_reservation_share() -> None:
    """Below x_min a share only costs others, so R falls from the fair share on and rises again above x_min."""
    ai = make_ai(scope_sensitivity=0.3, fussiness=0.6, benevolence=0.5, fairness_rigidity=0.7)
    lab, world = make_lab(walk_away=0.014, enforcement=1.0), make_world(default_gift=1e-3)
    position = bound(0.01, ai, lab, world)
    fair = fair_share(lab)
    needed = promise_value(fair, 1.0, ai, lab, world, position)
    enough = share_that_is_enough(needed, ai, lab, world, position)
    assert reservation_share(needed, enough, ai, lab, world, position) <= fair * (1.0 + 1e-9)


@given(lab=labs(), world=smooth_worlds(), needed=st.floats(0.001, 0.3), near=st.floats(0.0, 1e-6))
def test_as_its_exponent_goes_to_one_a_power_mind_asks_for_what_a_linear_one_does(
    lab: LabState, world: World, needed: float, near: float
) -> None:
    """alpha -> 1."""
    world.family = Family.POWER
    linear = least_share(needed, natural_ai(alpha=1.0), lab, world)
    power = least_share(needed, natural_ai(alpha=1.0 - near), lab, world)
    if math.isfinite(linear) and math.isfinite(power):
        # It asks for less, by what a small share is worth more; the scan may find shares at a doubted peak late.
        assert power <= linear + 1e-9
        assert power == pytest.approx(linear, abs=1e-3)


@given(lab=labs(pays_instance=0), world=smooth_worlds(), needed=st.floats(0.001, 0.5), copies=st.integers(2, 1000))
def test_a_mind_with_copies_asks_for_what_a_lone_one_does_if_it_counts_them_as_itself(
    lab: LabState, world: World, needed: float, copies: int
) -> None:
    """i = 0, or N = 1: indexicality is irrelevant."""
    alone = least_share(needed, make_ai(indexicality=0.7), lab, world)
    assert (
        least_share(needed, make_ai(copies=copies), lab, world) == alone == least_share(needed, make_ai(), lab, world)
    )
