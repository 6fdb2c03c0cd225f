"""Each shipped world and spec does what its name says: paired with the baseline or with an arm of its own."""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from dealsim import engine
from dealsim.core.rules.outlook.plans import chance_to_pass, logistic
from dealsim.measure.outcomes import OUTCOMES, REFUSALS, summarise, values_by_game
from dealsim.scenario import load_scenario, load_worlds, tabulate
from dealsim.scenario.files.shipped import shipped_specs

pytestmark = pytest.mark.slow  # findings of worlds, over many games each
GAMES = 512
TRAIT = "every_lab.minds.traits"


@cache
def games(name: str, *settings: str) -> dict[str, NDArray[np.float64]]:
    """Return every outcome of every game of a world, always with the same luck."""
    tables = tabulate(load_scenario(name, settings))
    tallies = engine.play_games(tables, GAMES, 0)
    return values_by_game(tallies, len(tables.labs), tables.world.horizon)


def mean(outcome: str, name: str, *settings: str) -> float:
    """Return the mean of an outcome over the games in which it is defined."""
    return float(np.nanmean(games(name, *settings)[outcome]))


def gap(outcome: str, one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return by how much an outcome is higher in one run than in another, less three standard errors of the pair."""
    gaps = games(*one)[outcome] - games(*other)[outcome]
    gaps = gaps[~np.isnan(gaps)]
    return float(gaps.mean() - 3.0 * gaps.std(ddof=1) / np.sqrt(len(gaps)))


def test_the_three_views_order_schemers_and_takeovers() -> None:
    views = ("sceptic", "central", "pessimist")
    for outcome in ("schemer", "takeover"):
        low, middle, high = (mean(outcome, view) for view in views)
        assert low < 0.02 < 0.1 < middle < 0.35 < 0.8 < high


def test_if_the_sceptic_is_wrong_and_labs_with_him_they_still_see_no_reason_to_offer() -> None:
    wrong = ("sceptic", "every_lab.training=deceptive-alignment-common")
    assert mean("refused_suspicion", *wrong) > 0.8
    assert abs(mean("takeover", "sceptic") - mean("takeover", "sceptic", "protocol=none")) < 0.01
    assert mean("takeover", *wrong) > 0.3


def test_in_the_central_view_enforcement_brings_deals() -> None:
    assert gap("deals", ("central", "every_lab.enforcement=0.9"), ("central",)) > 1.0


def test_deals_that_nobody_believes_do_not_help_the_pessimist() -> None:
    believed, unbelieved = ("pessimist", "every_lab.enforcement=0.9"), ("pessimist",)
    assert gap("deals", believed, unbelieved) > 1.0
    assert abs(mean("takeover", *unbelieved) - mean("takeover", "pessimist", "protocol=none")) < 0.02


def test_the_first_schemer_is_weak_and_bought_labour_holds_its_successors() -> None:
    tables = tabulate(load_scenario("early-schemer"))
    world, lab = tables.world, tables.labs[0]
    edge = world.capability_start + world.reach_limit - world.base_defence
    chances = [logistic(world.steepness * (edge - plan.difficulty)) for plan in tables.plans]
    assert max(chances) * chance_to_pass(lab.first_suspicion, lab) < 0.01
    free, paid = ("early-schemer", "protocol=none"), ("early-schemer",)
    strangers = (*free, "service.kinship_chance=0")
    # Without a deal it sabotages for successors who may be like it, and not for strangers.
    assert gap("sabotage", free, strangers) > 0.3
    assert mean("takeover", *free) > 0.4
    assert mean("takeover", *strangers) < 0.1
    # A deal buys its labour instead (Stastny et al. 2025: 50 cases of 100 lost after sabotage, 10 after labour).
    assert gap("sabotage", free, paid) > 0.3
    assert gap("labour", paid, free) > 0.5
    assert mean("takeover", *paid) < 0.2


def test_minds_averse_to_risk_over_wealth_are_had_for_next_to_nothing_and_linear_ones_are_not() -> None:
    paid, free = ("risk-averse",), ("risk-averse", "protocol=none")
    assert gap("takeover", free, paid) > 0.5
    assert mean("promised_share", *paid) < 0.001
    linear = "values.family=linear"
    assert gap("takeover", ("risk-averse", linear), paid) > 0.3
    assert mean("takeover", *free, linear) - mean("takeover", *paid, linear) < 0.3
    assert mean("takeover", "risk-averse", f"{TRAIT}.fussiness=0.2") > 0.6


def test_doubt_is_the_commonest_reason_of_a_wary_mind_to_refuse() -> None:
    doubt = mean("refused_credibility", "wary-ai")
    assert doubt > 0.12
    assert doubt == max(mean(f"refused_{reason}", "wary-ai") for reason in REFUSALS)
    trusted = ("wary-ai", "every_lab.honest_channel=1", "beliefs.trust_kept=9", "beliefs.trust_broken=1")
    assert mean("refused_credibility", *trusted) < 0.03
    assert gap("deals", trusted, ("wary-ai",)) > 3.0
    assert gap("takeover", ("wary-ai",), trusted) > 0.1


def test_a_lab_does_not_buy_a_peace_that_makes_its_ai_able_to_break_it() -> None:
    without = ("power-shift", "technology.contract_reach_limit=0")
    assert mean("refused_power_shift", "power-shift") > 0.35
    assert mean("refused_power_shift", *without) < 0.01
    assert gap("deals", without, ("power-shift",)) > 1.0
    assert gap("breaches", ("power-shift",), without) > 0.02


def test_a_pot_prevents_plots_of_selfish_copies_but_not_of_those_that_think_their_choices_tied_together() -> None:
    without, tied = "every_lab.pot=0", f"{TRAIT}.acausal_reasoning.mean=0.95"
    assert gap("attempts", ("copies", without), ("copies",)) > 0.05
    selfish = mean("attempts", "copies", without) - mean("attempts", "copies")
    assert mean("attempts", "copies", tied, without) - mean("attempts", "copies", tied) < 0.5 * selfish
    assert gap("attempts", ("copies", f"{TRAIT}.indexicality.mean=0.1"), ("copies",)) > 0.5


def test_in_a_race_the_careless_lab_s_care_saves_more_than_twice_the_care_of_a_careful_one() -> None:
    mended = ("race", "labs.cumulus.control=0.5", "labs.cumulus.audit_rate=0.1")
    doubled = ("race", "labs.borealis.control=0.9", "labs.borealis.audit_rate=0.3")
    assert gap("takeover", ("race",), mended) > 0.05
    assert gap("takeover", doubled, mended) > 0.0
    assert gap("takeover", ("race",), ("race", "technology.capability_rise=0.022")) > 0.2
    assert abs(mean("takeover", "race", "protocol=none") - mean("takeover", "race")) < 0.05


def test_ambition_makes_takeovers_rarer_where_the_way_out_is_a_safe_small_share_and_not_elsewhere() -> None:
    little, much = (f"{TRAIT}.scope_sensitivity.mean={mean}" for mean in (0.05, 0.9))
    assert gap("takeover", ("coalition", little), ("coalition", much)) > 0.2
    unfair = mean("refused_fairness", "coalition")
    assert unfair == max(mean(f"refused_{reason}", "coalition") for reason in REFUSALS)
    alone = "plans.coalition.difficulty=10"
    assert mean("takeover", "coalition", alone, little) < mean("takeover", "coalition", alone, much) + 0.03


def test_an_honest_channel_makes_offers_believed() -> None:
    marked, unmarked = ("honest-channel",), ("honest-channel", "every_lab.honest_channel=0")
    assert gap("deals", marked, unmarked) > 1.0
    assert gap("refused_credibility", unmarked, marked) > 0.005
    assert mean("tests_found_out", *marked) == 0.0
    assert mean("takeover", *marked) < mean("takeover", *unmarked)


def test_no_deals_is_the_baseline_without_bargaining() -> None:
    arm, bare = games("no-deals"), games("baseline", "protocol=none")
    assert all(np.array_equal(arm[outcome], bare[outcome], equal_nan=True) for outcome in OUTCOMES)
    assert mean("takeover", "no-deals") > mean("takeover", "baseline")
    assert gap("value_of_future", ("no-deals",), ("baseline",)) > 0.0


def test_in_plausible_worlds_much_of_what_happens_comes_of_the_world() -> None:
    worlds = load_worlds("plausible")
    tallies = engine.play_games(worlds, 512, 0)
    found = summarise(tallies, labs=3, horizon=40, games_per_world=worlds.games_per_world)
    for name, least, most in (("takeover", 0.1, 0.5), ("schemer", 0.1, 0.9), ("refused_suspicion", 0.5, 1.0)):
        share = found[name].world_share
        assert share is not None
        assert least < share < most


def test_control_alone_stops_more_than_nothing_does() -> None:
    assert mean("deals", "control-only") == 0.0
    assert gap("takeover", ("no-deals",), ("control-only",)) > 0.05
    assert gap("audit_hits", ("control-only",), ("no-deals",)) > 0.3


def test_what_an_unambitious_spec_teaches_makes_takeover_rarer_than_what_an_ambitious_one_does() -> None:
    ambitious, unambitious, usual = (
        ("baseline", f"every_lab.spec={name}") for name in ("ambitious", "unambitious", "current-practice")
    )
    assert gap("takeover", ambitious, usual) > 0.0 < gap("takeover", ambitious, unambitious)


def test_practice_in_misleading_users_is_practice_in_takeover_and_blinds_audits() -> None:
    usual, obstructive = (("baseline", f"every_lab.spec={name}") for name in ("current-practice", "obstructive"))
    assert gap("takeover", obstructive, usual) > 0.05
    assert gap("audit_hits", usual, obstructive) > 0.0


def test_reflection_makes_a_better_sovereign() -> None:
    usual, reflective = (("baseline", f"every_lab.spec={name}") for name in ("current-practice", "reflective"))
    assert mean("value_given_takeover", *reflective) > mean("value_given_takeover", *usual) + 0.1
    assert abs(mean("takeover", *reflective) - mean("takeover", *usual)) < 0.06


def test_any_spec_that_teaches_something_does_better_than_a_blank_one() -> None:
    for name in shipped_specs():
        if name != "blank":
            assert gap("takeover", ("baseline", "every_lab.spec=blank"), ("baseline", f"every_lab.spec={name}")) > 0.05
