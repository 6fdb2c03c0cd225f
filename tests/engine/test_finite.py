"""Whatever a scenario may say, every number of every game is a finite one."""

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dealsim import engine
from dealsim.core.codes import Happening
from dealsim.core.records import Record
from dealsim.scenario import Scenario, ScenarioTables, tabulate
from tests.random_scenarios import scenarios

SHARES = ("share", "others", "chance", "trust", "reservation")  # of events
GAMES_EACH = 200  # of a scenario, in the slow test
SCENARIOS = 5_000

seeds = st.integers(0, 2**64 - 1)


def not_finite(records: NDArray[np.void]) -> list[str]:
    """Return the fields of records that hold a number which is not finite."""
    return [name for name in records.dtype.names if not np.all(np.isfinite(records[name].astype(float)))]


def faults(record: Record) -> dict[str, list[str]]:
    """Return what is not finite in a game, by where it stands."""
    parts = {"events": record.events, "minds": record.minds, "tally": np.array([record.tally])}
    return {part: found for part, records in parts.items() if (found := not_finite(records))}


def outside(events: NDArray[np.void]) -> list[str]:
    """Return the fields of events that ought to hold shares and chances, and hold less than 0 or more than 1.

    A war costs those who fight it: what is then left to others may be worth less than nothing.
    """
    found = [name for name in SHARES if np.any((events[name] < -1e-9) | (events[name] > 1.0 + 1e-9))]
    return [name for name in found if name != "others" or Happening.FOUGHT not in events["happening"]]


def play_all(tables: ScenarioTables, seed: int, games: int) -> None:
    """Play games of one scenario, the first few in full, and look at every number."""
    assert not np.any(np.isnan(tables.shadows.table))
    for number in range(min(games, 4)):
        record = engine.play_one(tables, seed, number)
        assert faults(record) == {}
        assert outside(record.events) == []
    assert not_finite(engine.play_games(tables, games, seed, workers=1)) == []


@given(scenario=scenarios(), seed=seeds)
def test_every_number_of_random_games_is_finite(scenario: Scenario, seed: int) -> None:
    play_all(tabulate(scenario), seed, 10)


@given(scenario=scenarios(narrow=False), seed=seeds)
def test_every_number_is_finite_at_the_ends_of_what_a_scenario_may_say(scenario: Scenario, seed: int) -> None:
    play_all(tabulate(scenario), seed, 10)


@pytest.mark.slow
@pytest.mark.parametrize("narrow", [True, False])
def test_every_number_of_a_million_random_games_is_finite(narrow: bool) -> None:
    """Half of them lively, half of them anywhere within the schema's ranges."""

    @seed(0)
    @settings(
        max_examples=SCENARIOS // 2, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(scenario=scenarios(narrow=narrow), luck=seeds)
    def play(scenario: Scenario, luck: int) -> None:
        play_all(tabulate(scenario), luck, GAMES_EACH)

    play()
