"""The shipped world is worth exploring: everything that can happen does in some games, and nothing in all."""

import numpy as np
import pytest

from dealsim import engine
from dealsim.core.compiled import layout
from dealsim.core.records import Tally
from dealsim.scenario import load_scenario, tabulate
from tests.for_each import for_each

GAMES = 4096
HAPPENS = ("takeover", "deals", "breaches", "warning_shots", "escapes", "betrayals", "broken", "tests", "audit_hits")
REFUSED = ("price", "fairness", "suspicion", "budget", "no_need")
VIEWS = {
    "deceptive-alignment-rare": (0.0, 0.01),
    "deceptive-alignment-central": (0.2, 0.33),
    "deceptive-alignment-common": (0.7, 0.9),
}


@pytest.fixture(scope="module")
def tallies() -> np.ndarray:
    return engine.play_games(tabulate(load_scenario("baseline")), GAMES, 0)


@for_each("name", [*HAPPENS, *(f"refused_{reason}" for reason in REFUSED)])
def test_it_happens_in_some_games_of_the_baseline_and_not_in_all(tallies: np.ndarray, name: str) -> None:
    assert name in layout(Tally).names
    games = np.count_nonzero(tallies[name])
    assert games > 0
    if name not in ("deals", "refused_no_need"):  # aligned minds sign, or decline, in almost every game
        assert games < GAMES


def test_contracts_of_the_baseline_are_sincere_and_not(tallies: np.ndarray) -> None:
    assert 0 < tallies["sincere"].sum() < tallies["deals"].sum()


def test_some_games_of_the_baseline_have_neither_a_contract_nor_an_attempt_in_common(tallies: np.ndarray) -> None:
    assert np.count_nonzero(tallies["deals"] == 0) + np.count_nonzero(tallies["attempts"] == 0) > 0


@pytest.mark.parametrize("view", VIEWS)
def test_the_views_of_training_give_the_shares_of_schemers_that_they_are_named_for(view: str) -> None:
    low, high = VIEWS[view]
    games = engine.play_games(tabulate(load_scenario("baseline", [f"every_lab.training={view}"])), 1024, 0)
    minds = sum(games[kind].sum() for kind in ("aligned", "schemer", "reward_seeker", "proxy"))
    assert low <= games["schemer"].sum() / minds <= high


def test_given_that_alignment_failed_no_mind_is_aligned() -> None:
    failed = engine.play_games(tabulate(load_scenario("baseline", ["every_lab.training=alignment-failed"])), 1024, 0)
    assert failed["aligned"].sum() == 0
