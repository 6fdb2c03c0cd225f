"""The zone of agreement and its solutions: closed forms, and properties of any two gains."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import brentq

from dealsim.measure.negotiation.zone import (
    Gain,
    Zone,
    contract_at,
    distance,
    distance_to_frontier,
    distances,
    dominated,
    side_by_side,
    zone_of,
)

GRID = np.geomspace(1e-5, 1.0, 33)
NEAR = 4e-3  # a zone is straight between its points, which are at most a thirtieth of it apart
powers = st.floats(0.15, 1.0)
scales = st.floats(0.05, 20.0)
threats = st.floats(0.0, 0.4)


def pie(
    power: float = 1.0, *, ai: float = 0.0, lab: float = 0.0, ai_scale: float = 1.0, lab_scale: float = 1.0
) -> Zone:
    """Return the zone of a pie: u_AI = x^power against a lab's 1 - x, over threat points, each in a unit of its own."""
    zone = zone_of(lambda share: ai_scale * (share**power - ai), lambda share: lab_scale * (1.0 - share - lab), GRID)
    assert zone is not None
    return zone


@st.composite
def curves(draw: st.DrawFn) -> tuple[Gain, Gain]:
    """Return gains as bargaining meets them: the AI's rises and may fall again where too much is not believed."""
    power, doubt, low = draw(powers), draw(st.sampled_from([0.3, 0.5, 1e9])), draw(threats)
    bend, high = draw(st.floats(1.0, 3.0)), draw(st.floats(0.2, 1.0))
    ai_scale, lab_scale = draw(scales), draw(scales)
    return (
        lambda share: ai_scale * (share**power / (1.0 + (share / doubt) ** 2) - low),
        lambda share: lab_scale * (high**bend - share**bend),
    )


# --- closed forms


@pytest.mark.parametrize("power", [0.25, 0.5, 1.0])
def test_a_mind_of_power_utility_gets_g_over_1_plus_g_by_nash(power: float) -> None:
    assert pie(power).solutions["nash"] == pytest.approx(power / (1.0 + power), abs=NEAR)


@given(ai=threats, lab=threats)
def test_linear_sides_get_their_threat_and_half_the_surplus_by_nash(ai: float, lab: float) -> None:
    assert pie(ai=ai, lab=lab).solutions["nash"] == pytest.approx(ai + (1.0 - ai - lab) / 2, abs=NEAR)


@pytest.mark.parametrize("power", [0.25, 0.5, 0.8])
def test_the_other_solutions_have_their_closed_forms_too(power: float) -> None:
    solutions = pie(power).solutions
    even = brentq(lambda x: x**power - (1.0 - x), 0.0, 1.0)  # both could have 1 at most: the same for both
    assert solutions["kalai_smorodinsky"] == pytest.approx(even, abs=NEAR)
    assert solutions["egalitarian"] == pytest.approx(even, abs=NEAR)
    assert solutions["utilitarian"] == pytest.approx(power ** (1.0 / (1.0 - power)), abs=0.02)  # flat at its top


@given(scale=scales)
def test_the_egalitarian_point_follows_the_scale_and_kalai_smorodinsky_does_not(scale: float) -> None:
    solutions = pie(lab_scale=scale).solutions
    assert solutions["egalitarian"] == pytest.approx(scale / (1.0 + scale), abs=NEAR)
    assert solutions["kalai_smorodinsky"] == pytest.approx(0.5, abs=NEAR)


def test_all_solutions_of_a_symmetric_linear_pie_are_one_half() -> None:
    """The utilitarian is every point, so that an even split is no distance from it."""
    zone = pie()
    for name in ("nash", "kalai_smorodinsky", "egalitarian"):
        assert zone.solutions[name] == pytest.approx(0.5, abs=NEAR)
    assert max(distances(np.array([0.5, 0.5]), zone).values()) < NEAR


def test_all_solutions_of_sides_that_mind_risk_alike_are_one_half() -> None:
    zone = zone_of(lambda x: math.sqrt(x), lambda x: math.sqrt(max(1.0 - x, 0.0)), GRID)
    assert zone is not None
    for share in zone.solutions.values():
        assert share == pytest.approx(0.5, abs=0.01)


# --- properties


@given(curves=curves())
def test_every_solution_is_efficient_and_costs_nobody(curves: tuple[Gain, Gain]) -> None:
    zone = zone_of(*curves, GRID)
    assume(zone is not None and zone.worth_dividing)
    assert zone is not None
    for share in zone.solutions.values():
        assert min(gain(share) for gain in curves) > -1e-6 * max(zone.best)
        assert distance_to_frontier(zone.parts_at(share), zone.frontier) < 1e-6


@given(curves=curves())
def test_no_share_of_a_grid_betters_a_solution_at_what_it_is_for(curves: tuple[Gain, Gain]) -> None:
    zone = zone_of(*curves, GRID)
    assume(zone is not None and zone.worth_dividing)
    assert zone is not None
    ai, lab = (np.array([gain(x) for x in np.linspace(1e-5, 1.0, 3001)]) for gain in curves)
    serves = (ai >= 0.0) & (lab >= 0.0)
    a, l = ai[serves] / zone.best[0], lab[serves] / zone.best[1]  # noqa: E741
    at = {name: zone.parts_at(share) for name, share in zone.solutions.items()}
    assert np.prod(at["nash"]) >= np.max(a * l, initial=0.0) - NEAR
    assert min(at["kalai_smorodinsky"]) >= np.max(np.minimum(a, l), initial=0.0) - NEAR
    best = np.array(zone.best)
    assert (
        min(at["egalitarian"] * best) >= np.max(np.minimum(a * best[0], l * best[1]), initial=0.0) - NEAR * best.min()
    )
    assert sum(at["utilitarian"] * best) >= np.max(a * best[0] + l * best[1], initial=0.0) - NEAR * best.sum()


@given(power=powers, ai=threats, lab=threats, scale=scales)
def test_the_scale_of_a_side_moves_neither_nash_nor_kalai_smorodinsky(
    power: float, ai: float, lab: float, scale: float
) -> None:
    assume(ai < (1.0 - lab) ** power - 0.05)
    ours, scaled = pie(power, ai=ai, lab=lab), pie(power, ai=ai, lab=lab, ai_scale=scale)
    for name in ("nash", "kalai_smorodinsky"):
        assert scaled.solutions[name] == pytest.approx(ours.solutions[name], rel=1e-6)


@given(power=st.floats(0.2, 0.8), scale=st.floats(1.5, 20.0))
def test_the_scale_of_a_side_moves_the_egalitarian_and_the_utilitarian_point(power: float, scale: float) -> None:
    """Who gains more utils by a share is given less by the one, and more by the other."""
    ours, scaled = pie(power).solutions, pie(power, ai_scale=scale).solutions
    assert scaled["egalitarian"] < ours["egalitarian"]
    assert scaled["utilitarian"] > ours["utilitarian"]


@given(power=powers, ai_scale=scales, lab_scale=scales, share=st.floats(0.01, 0.99))
def test_distances_but_for_the_scaled_solutions_are_free_of_scale(
    power: float, ai_scale: float, lab_scale: float, share: float
) -> None:
    ours, scaled = pie(power), pie(power, ai_scale=ai_scale, lab_scale=lab_scale)
    for name in ("pareto", "nash", "kalai_smorodinsky"):
        a, b = (distances(zone.parts_at(share), zone)[name] for zone in (ours, scaled))
        assert a == pytest.approx(b, abs=1e-6)


@given(power=powers, share=st.floats(0.01, 0.99))
def test_a_share_that_both_sides_rank_is_efficient_and_an_impasse_is_not(power: float, share: float) -> None:
    zone = pie(power)
    point = np.array([share**power, 1.0 - share]) / zone.best
    assert distances(point, zone)["pareto"] == 0.0
    threat = distances(np.zeros(2), zone)
    assert threat["pareto"] > 0.5
    assert all(threat["pareto"] <= far <= math.sqrt(2.0) for far in threat.values())


def test_a_share_that_is_doubted_too_much_is_not_efficient() -> None:
    """The same is worth as much to the AI at a smaller share, which costs the lab less."""
    zone = zone_of(lambda x: x / (1.0 + (x / 0.3) ** 2), lambda x: 1.0 - x, GRID)
    assert zone is not None
    assert len(zone.frontier) < len(zone.points)
    assert distances(zone.parts_at(0.6), zone)["pareto"] > 0.1


@given(points=st.lists(st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)), min_size=2, max_size=30))
def test_the_frontier_is_what_nothing_dominates(points: list[tuple[float, float]]) -> None:
    cloud = np.round(np.array(points), 3)
    for point, is_dominated in zip(cloud, dominated(cloud, cloud), strict=True):
        ahead = [other for other in cloud if (other >= point).all() and (other > point).any()]
        assert bool(ahead) == is_dominated


def test_a_distance_is_to_the_nearest_point() -> None:
    assert distance(np.array([0.0, 0.0]), np.array([[3.0, 4.0], [0.0, 6.0]])) == 5.0


# --- the zone


@given(low=st.floats(0.001, 0.9), width=st.floats(1.001, 1.1))
def test_a_zone_however_narrow_is_found_with_its_ends(low: float, width: float) -> None:
    """Shares are priced at points a factor of 1.4 apart."""
    high = min(low * width, 1.0)
    zone = zone_of(lambda x: x - low, lambda x: high - x, GRID)
    assert zone is not None
    assert (zone.shares[0], zone.shares[-1]) == pytest.approx((low, high), rel=1e-6)


@given(low=st.floats(0.01, 0.9), gap=st.floats(1.001, 3.0))
def test_there_is_no_zone_where_one_wants_more_than_the_other_gives(low: float, gap: float) -> None:
    assert zone_of(lambda x: x - low, lambda x: low / gap - x, GRID) is None


def test_no_solution_lies_between_two_stretches() -> None:
    """Shares from 0.1 to 0.2 the AI would not keep to: where both would gain most."""
    zone = zone_of(lambda x: -math.inf if 0.1 < x < 0.2 else x, lambda x: 0.3 - x, GRID)
    assert zone is not None
    assert not ((zone.shares > 0.1001) & (zone.shares < 0.1999) & zone.serving).any()
    for share in zone.solutions.values():
        assert share <= 0.1 + 1e-6 or share >= 0.2 - 1e-6


def test_zones_side_by_side_are_bargained_over_as_one() -> None:
    """A second kind of contract that is better for both is settled on; with a worse one beside, nothing changes."""
    plain, better, worse = pie(), pie(ai_scale=2.0, lab_scale=3.0), pie(ai_scale=0.5, lab_scale=0.5)
    both = side_by_side([plain, None, better])
    assert both is not None
    assert contract_at(both.solutions["nash"]) == pytest.approx((2, 0.5), abs=NEAR)
    assert both.best == better.best
    beside = side_by_side([plain, worse])
    assert beside is not None
    assert contract_at(beside.solutions["nash"]) == pytest.approx((0, 0.5), abs=NEAR)
    assert side_by_side([None, None]) is None
