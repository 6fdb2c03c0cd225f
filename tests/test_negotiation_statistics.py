"""What negotiations are worth: closed forms and properties of the zone of agreement, and theorems in real games."""

import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import brentq

import dealsim.negotiation
from dealsim.codes import Kind, Reason
from dealsim.estimates import Estimate
from dealsim.game import play_one
from dealsim.game.cast import Cast
from dealsim.negotiation.statistics import STATISTICS, advantage, insincere, meant, part, schemes, with_zone
from dealsim.negotiation.totals import Totals
from dealsim.negotiation.watching import COLUMNS, ROW, Ending, WatchedModel, rows_of
from dealsim.negotiation.zone import (
    SOLUTIONS,
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
from dealsim.scenario import Tables, load_scenario, tabulate
from scripts import write_negotiations
from scripts.write_negotiations import PAGE
from tests.scenario.test_sources import KEY, KEYS
from tests.test_window import without_noise

CODE = sorted(Path(dealsim.negotiation.__path__[0]).glob("*.py"))
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


# --- real games


@cache
def baseline_of(protocol: str) -> Tables:
    return tabulate(load_scenario("baseline", [f"protocol={protocol}"]))


@cache
def entries_of(protocol: str, games: int = 10) -> NDArray[np.object_]:
    """Return the negotiations of some games of the baseline, by game."""
    return np.concatenate([rows_of(Cast(), baseline_of(protocol), 0, game) for game in range(games)])


def rows(protocol: str) -> NDArray[np.void]:
    return np.concatenate(list(entries_of(protocol)))


PROTOCOLS = ("posted", "alternating", "concession", "menu", "nash")
every_protocol = pytest.mark.parametrize("protocol", PROTOCOLS)


@every_protocol
def test_watching_changes_nothing(protocol: str) -> None:
    tables = baseline_of(protocol)
    for game in range(2):
        watched, plain = WatchedModel(tables, 0, game, Cast()).run(), play_one(tables, 0, game)
        assert watched.events.tobytes() == plain.events.tobytes()
        assert watched.minds.tobytes() == plain.minds.tobytes()


@every_protocol
def test_there_is_a_row_for_every_negotiation_and_each_contract_is_one(protocol: str) -> None:
    for game in range(2):
        tally, mine = play_one(baseline_of(protocol), 0, game).tally, entries_of(protocol)[game]
        assert len(mine) == tally["negotiations"]
        assert mine["agreed"].sum() == tally["deals"]
        assert (mine["ending"] == Ending.AGREED).sum() == tally["sincere"]
        assert ((mine["reason"] == Reason.NONE) == (mine["ending"] <= Ending.TESTED)).all()


@every_protocol
def test_no_mind_means_to_keep_a_contract_by_which_it_loses(protocol: str) -> None:
    mine = rows(protocol)
    gained = advantage("ai", mine[meant(mine)])
    assert len(gained)
    # Talks of several rounds read gains from tables: straight between points, at even odds of what a signature tells.
    assert gained.min() > (-1e-6 if protocol in ("posted", "menu") else -0.01)


@every_protocol
def test_nobody_gains_by_a_contract_with_the_other_where_there_is_no_zone(protocol: str) -> None:
    mine = rows(protocol)
    without = mine[meant(mine) & ~with_zone(mine)]
    assert not ((advantage("ai", without) > 1e-3) & (advantage("lab", without) > 1e-3)).any()


@every_protocol
def test_an_impasse_leaves_both_at_their_threat(protocol: str) -> None:
    mine = rows(protocol)
    none = mine[schemes(mine) & (mine["agreed"] == 0)]
    assert (advantage("ai", none) == 0.0).all()
    assert (advantage("lab", none) == 0.0).all()
    missed = none[with_zone(none)]
    assert (missed["pareto_distance"] > 0.0).all()


@every_protocol
def test_only_schemers_have_something_to_settle(protocol: str) -> None:
    mine = rows(protocol)
    assert not with_zone(mine[~schemes(mine)]).any()
    assert np.isnan(mine[mine["mind"] == Kind.ALIGNED]["u_ai"]).all()


@every_protocol
def test_solutions_lie_between_what_the_ai_needs_and_what_the_lab_would_give(protocol: str) -> None:
    if protocol == "menu":
        pytest.skip("a menu's contracts are more than a share")
    mine = rows(protocol)
    zones = mine[with_zone(mine)]
    assert len(zones)
    for name in SOLUTIONS:
        assert (zones[f"{name}_share"] >= zones["reservation_share"] * (1.0 - 1e-6)).all()
        assert (zones[f"{name}_share"] <= zones["limit_share"] * (1.0 + 1e-6)).all()


def test_the_nash_protocol_settles_near_the_nash_point_and_others_do_not() -> None:
    """Not at it: its tables have 33 shares, a factor of 1.4 apart."""
    far = {}
    for protocol in ("nash", "posted", "alternating"):
        mine = rows(protocol)
        far[protocol] = mine[meant(mine) & with_zone(mine)]["nash_distance"]
    assert np.median(far["nash"]) < 0.06
    assert np.mean(far["nash"]) < 0.5 * min(np.mean(far["posted"]), np.mean(far["alternating"]))


def test_talks_of_one_round_have_one_and_those_of_several_more() -> None:
    for protocol in ("posted", "menu", "nash"):
        assert set(rows(protocol)["rounds"]) <= {0, 1}
    mine = rows("concession")
    assert mine["rounds"].max() > 3
    assert mine["rounds"].max() <= baseline_of("concession").world.most_rounds


def test_a_lab_that_knows_its_mind_posts_the_least_share_that_is_kept() -> None:
    """All minds are schemers of the expected traits: nothing is bought that could be had for less."""
    tables = tabulate(without_noise(load_scenario("baseline")))
    mine = np.concatenate(list(np.concatenate([rows_of(Cast(), tables, 0, game) for game in range(6)])))
    signed = mine[meant(mine)]
    above = signed["share"] / signed["reservation_share"]
    assert len(above) >= 5
    assert above.min() > 1.0 - 1e-3
    assert np.median(above) < 1.01
    assert above.max() < 1.25  # late, its table is read between points


def test_a_contract_that_is_not_meant_divides_nothing() -> None:
    common = tabulate(load_scenario("baseline", ["every_lab.training=deceptive-alignment-common"]))
    signed = np.concatenate([row for game in range(12) for row in rows_of(Cast(), common, 0, game)])
    signed = signed[insincere(signed)]
    assert len(signed)
    assert np.isnan(signed["nash_distance"]).all()


# --- statistics


def test_every_column_is_described_and_every_statistic_is_read_from_them() -> None:
    assert set(COLUMNS) == set(ROW.names or ())
    for statistic in STATISTICS.values():
        assert len(statistic.values(rows("posted"))) == len(rows("posted"))


def summed(protocol: str, blocks: int) -> tuple[Totals, dict[str, Estimate]]:
    tables = baseline_of(protocol)
    totals = Totals(len(tables.labs) * tables.world.horizon)
    for block in np.array_split(entries_of(protocol), blocks):
        totals.add(block)
    return totals, totals.estimates()


@every_protocol
def test_blocks_of_games_add_up_to_the_whole(protocol: str) -> None:
    (whole, one), (parts, three) = summed(protocol, 1), summed(protocol, 3)
    assert (whole.negotiations, whole.schemers) == (parts.negotiations, parts.schemers)
    for name in STATISTICS:
        assert one[name].games == three[name].games
        assert one[name].mean == pytest.approx(three[name].mean, nan_ok=True)


def test_a_mean_is_over_negotiations_and_its_error_over_games() -> None:
    totals, estimates = summed("posted", 1)
    mine = rows("posted")
    parts = np.where(meant(mine) & with_zone(mine), part("ai", mine), math.nan)
    found = estimates["ai_part"]
    assert found.mean == pytest.approx(np.nanmean(parts))
    assert found.games == np.isfinite(parts).sum()
    sums, counts = (
        np.bincount(mine["game"], weights=w, minlength=totals.games)
        for w in (np.nan_to_num(parts), np.isfinite(parts).astype(float))
    )
    sums, counts = sums[counts > 0], counts[counts > 0]
    residuals = sums - found.mean * counts
    games = len(counts)
    assert found.worlds == games
    assert found.se == pytest.approx(math.sqrt((residuals**2).sum() * games / (games - 1)) / counts.sum())


@every_protocol
def test_endings_are_all_negotiations_with_schemers(protocol: str) -> None:
    totals, estimates = summed(protocol, 1)
    endings = totals.endings()
    assert sum(outcome.negotiations for outcome, _ in endings.values()) == totals.schemers
    assert sum(share.mean or 0.0 for _, share in endings.values()) == pytest.approx(1.0)
    missed = sum(o.with_zone for (ending, _), (o, _) in endings.items() if ending >= Ending.TESTED)
    assert estimates["missed_deals"].mean == pytest.approx(missed / estimates["missed_deals"].games)


# --- the page


def test_the_page_tells_every_statistic_and_column() -> None:
    """Its figures are measured by `make negotiations`, which takes minutes; what they mean is as the code says."""
    page = PAGE.read_text(encoding="utf-8")
    assert write_negotiations.statistics() in page
    assert write_negotiations.columns() in page
    assert "{{" not in page


def test_every_source_that_the_page_and_the_code_name_is_in_the_bibliography() -> None:
    texts = [PAGE.read_text(encoding="utf-8"), *(path.read_text(encoding="utf-8") for path in CODE)]
    named = {key for text in texts for key in KEY.findall(text)}
    assert {"nash1950bargaining", "kalai1975other", "baarslag2013evaluating"} <= named <= KEYS
