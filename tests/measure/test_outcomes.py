"""Outcomes: each has one meaning, none is made up where it is undefined, and the intervals are the textbook's."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dealsim import engine
from dealsim.core.codes import Reason
from dealsim.core.compiled import layout
from dealsim.core.records import Tally
from dealsim.measure.intervals import NORMAL
from dealsim.measure.outcomes import OUTCOMES, REFUSALS, Estimate, Summary, summarise, values_by_game
from dealsim.scenario import Scenario, ScenarioTables, load_scenario, tabulate
from tests.for_each import for_each
from tests.random_scenarios import scenarios

LABS, HORIZON = 3, 40
WAYS_TO_END = ("deals", "tests", *(f"refused_{reason}" for reason in REFUSALS))
RATES = [name for name, outcome in OUTCOMES.items() if outcome.unit.startswith("share")]
PATHS = ("promised_share", "paid_share")  # sums over contracts: no rates
FUTURES = ("value_of_future", "value_given_takeover")  # less than nothing, where a war cost more than is left
WORKS = ("labour", "feigned_labour", "sandbagging", "shirking", "sabotage")
KINDS = ("aligned", "schemer", "reward_seeker", "proxy")


@st.composite
def tallies(draw: st.DrawFn) -> NDArray[np.void]:
    """Draw tallies of games that might have been: their counts fit together."""
    made = np.zeros(draw(st.integers(1, 12)), layout(Tally))
    few, share = st.integers(0, 5), st.floats(0.0, 1.0)
    for game in made:
        for name in (*WAYS_TO_END, *KINDS[1:], "kept", "broken", "betrayals", "warning_shots"):
            game[name] = draw(few)
        game["aligned"] = draw(st.integers(1, 5))
        game["negotiations"] = sum(game[name] for name in WAYS_TO_END)
        game["sincere"] = draw(st.integers(0, int(game["deals"])))
        game["takeover"] = draw(st.integers(0, 1))
        game["attempts"] = game["warning_shots"] + game["takeover"]
        game["takeover_quarter"] = game["takeover"] * draw(st.integers(0, HORIZON - 1))
        game["winner_others"], game["forgone"] = game["takeover"] * draw(share), draw(share)
        for name in WORKS:
            game[name] = draw(st.integers(0, 24))
        game["mind_quarters"] = sum(game[name] for name in WORKS) + game["attempts"] + 1
        game["welfare"] = draw(st.floats(-1.0, 1.0)) * game["mind_quarters"]
        game["utility"] = draw(st.floats(-9.0, 9.0))
    return made


@pytest.fixture(scope="module")
def played(baseline_tables: ScenarioTables) -> NDArray[np.void]:
    """Games of the baseline: two blocks and a bit."""
    return engine.play_games(baseline_tables, 2 * engine.BLOCK + 100, 0)


# --- the table


def test_the_table_has_every_outcome_of_the_design() -> None:
    named = "takeover attempt attempts warning_shots deals breaches deal_rate sincere_rate promised_share paid_share"
    named += " labour feigned_labour sandbagging shirking sabotage aligned schemer reward_seeker proxy takeover_time"
    named += " value_given_takeover value_of_future broken_rate conflict ai_welfare ai_utility"
    assert set(named.split()) <= set(OUTCOMES)


def test_every_reason_to_refuse_has_its_outcome() -> None:
    assert set(REFUSALS) == {reason.name.lower() for reason in Reason if reason != Reason.NONE}
    assert {f"refused_{reason}" for reason in REFUSALS} <= set(OUTCOMES)


@for_each("name", OUTCOMES)
def test_an_outcome_says_what_it_is(name: str) -> None:
    outcome = OUTCOMES[name]
    assert outcome.group
    assert outcome.unit in ("share of games", "share", "count", "quarters", "-1..1", "utility")
    assert outcome.formula
    assert (outcome.interval == "share") == (outcome.unit == "share of games")


@given(games=tallies())
def test_every_negotiation_ends_in_a_contract_or_for_one_reason(games: NDArray[np.void]) -> None:
    values = values_by_game(games, LABS, HORIZON)
    signed = values["deal_rate"] * games["negotiations"] + values["tests_found_out"]
    refused = sum(values[f"refused_{reason}"] for reason in REFUSALS) * games["negotiations"]
    negotiated = games["negotiations"] > 0
    assert (signed + refused)[negotiated] == pytest.approx(games["negotiations"][negotiated])
    assert np.isnan(refused[~negotiated]).all()


def test_every_negotiation_of_a_real_game_ends_in_a_contract_or_for_one_reason(played: NDArray[np.void]) -> None:
    assert (sum(played[name] for name in WAYS_TO_END) == played["negotiations"]).all()


@given(scenario=scenarios(), seed=st.integers(0, 2**64 - 1))
def test_the_games_of_any_scenario_give_outcomes_that_make_sense(scenario: Scenario, seed: int) -> None:
    labs, horizon = len(scenario.labs), scenario.horizon
    games = engine.play_games(tabulate(scenario), 4, seed, 1)
    values = values_by_game(games, labs, horizon)
    assert (sum(games[name] for name in WAYS_TO_END) == games["negotiations"]).all()
    assert sum(values[kind] for kind in KINDS) == pytest.approx(1.0)
    assert (sum(values[work] for work in WORKS) <= 1.0 + 1e-12).all()
    for name in set(RATES) - set(PATHS):
        fought = (games["war"] > 0) & (name in FUTURES)
        defined = ~np.isnan(values[name])
        assert (values[name][defined] <= 1.0 + 1e-12).all(), name
        assert (values[name][defined & ~fought] >= -1e-12).all(), name
    for estimate in summarise(games, labs=labs, horizon=horizon).values():
        if estimate.ci95 is not None and estimate.mean is not None:
            assert estimate.ci95[0] <= estimate.mean <= estimate.ci95[1]


@given(games=tallies())
def test_minds_are_of_one_kind_or_another(games: NDArray[np.void]) -> None:
    values = values_by_game(games, LABS, HORIZON)
    assert sum(values[kind] for kind in KINDS) == pytest.approx(1.0)


@given(games=tallies())
def test_a_share_lies_between_none_and_all(games: NDArray[np.void]) -> None:
    values = values_by_game(games, LABS, HORIZON)
    for name in set(RATES) - set(PATHS):
        defined = values[name][~np.isnan(values[name])]
        assert ((defined >= 0.0) & (defined <= 1.0)).all(), name


@given(games=tallies())
def test_an_outcome_is_defined_except_in_the_games_that_it_names(games: NDArray[np.void]) -> None:
    values = values_by_game(games, LABS, HORIZON)
    has = {
        "without a takeover": games["takeover"] > 0,
        "without a negotiation": games["negotiations"] > 0,
        "without a contract": games["deals"] > 0,
        "where no mind served a quarter": games["mind_quarters"] > 0,
        "if none fell due": games["kept"] + games["broken"] > 0,
        "": np.ones(len(games), np.bool_),
    }
    for name, outcome in OUTCOMES.items():
        assert (~np.isnan(values[name]) == has[outcome.undefined]).all(), name


def test_the_future_is_what_a_winner_leaves_or_what_promises_do_not_cost() -> None:
    games = np.zeros(2, layout(Tally))
    games["takeover"], games["winner_others"], games["forgone"] = [1, 0], [0.2, 0.0], [0.3, 0.1]
    values = values_by_game(games, LABS, HORIZON)
    assert values["value_of_future"].tolist() == [0.2, 0.9]
    assert summarise(games, labs=LABS, horizon=HORIZON)["value_given_takeover"] == Estimate(0.2, None, None, 1)


def test_labour_counts_against_all_lab_quarters_of_the_horizon() -> None:
    games = np.zeros(1, layout(Tally))
    games["labour"], games["feigned_labour"] = 60.0, 30.0
    values = values_by_game(games, LABS, HORIZON)
    assert (values["labour"][0], values["feigned_labour"][0]) == (0.5, 0.25)


@given(games=tallies())
def test_the_undefined_is_none_and_never_nought_or_nan(games: NDArray[np.void]) -> None:
    values = values_by_game(games, LABS, HORIZON)
    for name, estimate in summarise(games, labs=LABS, horizon=HORIZON).items():
        defined = values[name][~np.isnan(values[name])]
        assert estimate.games == len(defined)
        assert (estimate.mean is None) == (len(defined) == 0)
        assert (estimate.se is None) == (len(defined) < 2)
        for number in (estimate.mean, estimate.se, *(estimate.ci95 or ())):
            assert number is None or math.isfinite(number)
        if estimate.mean is not None:
            assert estimate.mean == pytest.approx(defined.mean())


def test_blocks_of_games_sum_to_the_games(played: NDArray[np.void]) -> None:
    summary = Summary(LABS, HORIZON)
    for start in range(0, len(played), engine.BLOCK):
        summary.add(played[start : start + engine.BLOCK])
    whole = summarise(played, labs=LABS, horizon=HORIZON)
    assert summary.games == len(played)
    for name, estimate in summary.estimates().items():
        assert estimate.games == whole[name].games
        assert estimate.mean == pytest.approx(whole[name].mean, rel=1e-12)
        assert estimate.se == pytest.approx(whole[name].se, rel=1e-9)
    assert summary.totals["takeover"] == played["takeover"].sum()


@given(games=tallies(), games_per_world=st.sampled_from([None, 1, 2, 4]))
def test_an_interval_holds_its_mean_and_stays_in_the_range_of_its_outcome(
    games: NDArray[np.void], games_per_world: int | None
) -> None:
    estimates = summarise(games, labs=LABS, horizon=HORIZON, games_per_world=games_per_world)
    for name, estimate in estimates.items():
        low, high = OUTCOMES[name].within
        if estimate.ci95 is not None and estimate.mean is not None:
            assert low - 1e-9 <= estimate.ci95[0] <= estimate.mean <= estimate.ci95[1] <= high + 1e-9, name


@pytest.mark.parametrize("games_per_world", [None, 16, 1024])
def test_the_same_blocks_give_the_same_bytes(played: NDArray[np.void], games_per_world: int | None) -> None:
    blocks = [played[start : start + engine.BLOCK] for start in range(0, len(played), engine.BLOCK)]
    once, again = (summarise(blocks, labs=LABS, horizon=HORIZON, games_per_world=games_per_world) for _ in "12")
    assert repr(once) == repr(again)


def test_worlds_are_counted_and_tell_their_share_of_the_variance(played: NDArray[np.void]) -> None:
    blocks = [played[start : start + engine.BLOCK] for start in range(0, len(played), engine.BLOCK)]
    estimates = summarise(blocks, labs=LABS, horizon=HORIZON, games_per_world=16)
    assert estimates["takeover"].worlds == -(-len(played) // 16)  # the last is short
    assert estimates["takeover_time"].worlds == sum(
        bool(played["takeover"][start : start + 16].any()) for start in range(0, len(played), 16)
    )
    for name in ("takeover", "labour", "deals"):  # the baseline is certain: games of a "world" share nothing
        assert estimates[name].world_share == pytest.approx(0.0, abs=0.05)


def test_a_block_that_begins_within_a_world_is_refused(played: NDArray[np.void]) -> None:
    summary = Summary(LABS, HORIZON, games_per_world=16)
    summary.add(played[:40])
    with pytest.raises(ValueError, match="only the last world may be short: 40 games are no multiple of 16"):
        summary.add(played[40:50])


def test_without_bargaining_nothing_is_known_of_negotiations() -> None:
    tables = tabulate(load_scenario("baseline", ["protocol=none"]))
    estimates = summarise(engine.play_games(tables, 50, 0), labs=LABS, horizon=HORIZON)
    for name in ("deal_rate", "sincere_rate", "broken_rate", "refused_price"):
        assert estimates[name] == Estimate(None, None, None, 0)
    assert estimates["deals"] == Estimate(0.0, 0.0, (0.0, NORMAL**2 / 50), 50)
