"""What negotiations are worth: theorems in real games, and statistics over them."""

import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import dealsim.measure.negotiation
from dealsim.core.codes import Kind, Reason
from dealsim.game import play_one
from dealsim.game.cast.agent_classes import Cast
from dealsim.measure.estimates import Estimate
from dealsim.measure.negotiation.statistics import STATISTICS, advantage, insincere, meant, part, schemes, with_zone
from dealsim.measure.negotiation.totals import Totals
from dealsim.measure.negotiation.watching import COLUMNS, ROW, Ending, WatchedModel, negotiation_rows
from dealsim.measure.negotiation.zone import SOLUTIONS
from dealsim.scenario import ScenarioTables, load_scenario, tabulate
from scripts import write_negotiations
from scripts.write_negotiations import PAGE
from tests.measure.test_window import without_noise
from tests.scenario.schema.test_sources import KEY, KEYS

CODE = sorted(Path(dealsim.measure.negotiation.__path__[0]).glob("*.py"))


# --- real games


@cache
def baseline_of(protocol: str) -> ScenarioTables:
    return tabulate(load_scenario("baseline", [f"protocol={protocol}"]))


@cache
def entries_of(protocol: str, games: int = 5) -> NDArray[np.object_]:
    """Return the negotiations of some games of the baseline, by game."""
    return np.concatenate([negotiation_rows(Cast(), baseline_of(protocol), 0, game) for game in range(games)])


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
    mine = np.concatenate(list(np.concatenate([negotiation_rows(Cast(), tables, 0, game) for game in range(6)])))
    signed = mine[meant(mine)]
    above = signed["share"] / signed["reservation_share"]
    assert len(above) >= 5
    assert above.min() > 1.0 - 1e-3
    assert np.median(above) < 1.01
    assert above.max() < 1.25  # late, its table is read between points


def test_a_contract_that_is_not_meant_divides_nothing() -> None:
    common = tabulate(load_scenario("baseline", ["every_lab.training=deceptive-alignment-common"]))
    signed = np.concatenate([row for game in range(12) for row in negotiation_rows(Cast(), common, 0, game)])
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
