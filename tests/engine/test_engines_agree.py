"""The Mesa game and the batch engine write the same record of the same game, number for number."""

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any, get_type_hints

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealsim import engine, game
from dealsim.core.codes import Happening, Kind, Reason
from dealsim.core.protocols.gain_tables import OfferResponse
from dealsim.core.records import Record
from dealsim.scenario import Scenario, ScenarioTables, load_scenario, tabulate
from tests.examples import share_of_examples
from tests.random_scenarios import LIVELY, put_over, scenarios

seeds = st.integers(0, 2**64 - 1)
games = st.integers(0, 2**31)
PROTOCOLS = ("none", "posted", "alternating", "concession", "menu", "nash")


def differences(ours: Record, theirs: Record) -> list[str]:
    """Return in words every number in which two records differ."""
    found = []
    for name in ("events", "minds"):
        left, right = getattr(ours, name), getattr(theirs, name)
        if len(left) != len(right):
            found.append(f"{len(left)} and {len(right)} {name}")
        for place in range(min(len(left), len(right))):
            if left[place].tobytes() != right[place].tobytes():
                found += [
                    f"{name}[{place}].{field}: {left[place][field]} and {right[place][field]}"
                    for field in left.dtype.names
                    if left[place][field].tobytes() != right[place][field].tobytes()
                ]
    found += [f"tally.{field}" for field in ours.tally.dtype.names if ours.tally[field] != theirs.tally[field]]
    return found


@share_of_examples(4.0)  # what all else rests on
@given(scenario=scenarios(), seed=seeds, number=games)
def test_both_engines_write_the_same_record_of_random_scenarios(scenario: Scenario, seed: int, number: int) -> None:
    tables = tabulate(scenario)
    assert differences(engine.play_one(tables, seed, number), game.play_one(tables, seed, number)) == []


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_both_engines_write_the_same_record_of_the_baseline(protocol: str) -> None:
    tables = tabulate(load_scenario("baseline", [f"protocol={protocol}"]))
    for number in range(3):
        assert differences(engine.play_one(tables, 0, number), game.play_one(tables, 0, number)) == []


def test_the_batch_counts_what_the_record_counts() -> None:
    tables = tabulate(load_scenario("baseline"))
    tallies = engine.play_games(tables, 200, 7)
    for number in range(200):
        assert tallies[number].tobytes() == engine.play_one(tables, 7, number).tally.tobytes()


@given(scenario=scenarios(), seed=seeds)
def test_what_is_only_recorded_changes_no_game(scenario: Scenario, seed: int) -> None:
    tables = tabulate(scenario)
    tallies = engine.play_games(tables, 20, seed, workers=1)
    for number in range(20):
        assert tallies[number].tobytes() == engine.play_one(tables, seed, number).tally.tobytes()


@pytest.mark.slow
def test_random_scenarios_reach_every_happening_every_reason_and_every_kind_of_mind() -> None:
    """The agreement above would be worth little if the random scenarios were dull."""
    lacking = {repr(code) for codes in (Happening, Kind, Reason) for code in codes} - {repr(Reason.NONE)}

    @settings(max_examples=500, database=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(scenario=scenarios(), seed=seeds)
    def look(scenario: Scenario, seed: int) -> None:
        if lacking:  # once all was seen, there is nothing to look for
            tables = tabulate(scenario)
            for number in range(15):
                record = engine.play_one(tables, seed, number)
                refused = np.isin(record.events["happening"], [Happening.WITHHELD, Happening.REFUSED])
                lacking.difference_update(repr(Happening(each)) for each in record.events["happening"].tolist())
                lacking.difference_update(repr(Reason(each)) for each in record.events["reason"][refused].tolist())
                lacking.difference_update(repr(Kind(each)) for each in record.minds["kind"].tolist())

    look()
    assert not lacking


# --- A rule changed in one engine alone is found out: every rule that the Mesa game calls, one after the other.

ONLY_TELL = ("dealsim.game.notes", "dealsim.game.story")
CHANCES = ("betrayal_chance", "chance_of_a_test")  # only compared with luck, so that a last digit decides nothing
CALMER = {"technology": {"capability_start": 0.3, "capability_rise": 0.005}}
ONE_QUALITY = {"title": "Mild", "qualities": {"mild": {"trait": "spite", "target": 0.0, "emphasis": 0.3}}}
ESCAPE = {"difficulty": -0.1, "prize": 0.5, "lag": 2, "hunted": 0.2, "comeback": 0.5}
CHANGES: dict[str, dict[str, Any]] = {  # of the lively world, so that between them every rule is of consequence
    "talks": CALMER | {"protocol": "alternating", "talks": {"breakdown": 0.05}},
    "tactics": CALMER | {"protocol": "concession"},
    "menus": CALMER
    | {
        "protocol": "menu",
        "every_lab": {"integrity": 0.1, "enforcement": 0.1, "test_rate": 0.5, "honest_channel": 0.0},
        "beliefs": {"betrayal_gain": 0.5, "trust_kept": 50.0},
    },
    "training": {"every_lab": {"spec": ONE_QUALITY, "training": {"conditional_on": "misaligned"}}},
    "hunts": {"plans": {"escape": ESCAPE}, "every_lab": {"copies": 10, "pot": 0.01, "paid_to": "instance"}},
    "noise": CALMER | {"service": {"rationality": 5.0}, "every_lab": {"evidence_share": 0.05}},
    "telling": CALMER
    | {"protocol": "none", "every_lab": {"evidence_share": 0.03, "enforcement": 0.9, "audit_rate": 1.0, "budget": 0.2}},
    "audits": CALMER | {"every_lab": {"audit_rate": 1.0, "false_alarm": 0.05, "response": "disclose"}},
    "evidence": CALMER | {"every_lab": {"enforcement": 0.9, "budget": 0.2, "buys_evidence": True}},
}


@cache
def lively(change: str) -> ScenarioTables:
    """Return a world in which much happens, with one of the changes."""
    said = {"title": "Lively", "horizon": 24, "labs": {name: {} for name in "abcd"}}
    return tabulate(Scenario.model_validate(put_over(LIVELY, put_over(said, CHANGES[change]))))


def rules_of_the_game() -> Iterator[tuple[str, str]]:
    """Yield each rule that a module of the Mesa game calls: the module, the rule. What only tells settles nothing."""
    for module in pkgutil.walk_packages(game.__path__, "dealsim.game."):
        if module.name in ONLY_TELL:
            continue
        for name, value in vars(import_module(module.name)).items():
            if hasattr(value, "py_func") and value.py_func.__module__.startswith("dealsim."):
                yield module.name, name


def mutated(rule: Any) -> Any:
    """Return a rule that returns something slightly else, or that does not write what it should."""
    returns = get_type_hints(rule.py_func)["return"]

    def changed(*args: object) -> object:
        if returns is type(None):
            return None
        result = rule(*args)
        if rule.py_func.__name__ in CHANCES:
            return 1.0 - result
        if returns is float:
            return result + 1e-9 * (1.0 + abs(result))
        if returns is bool:
            return not result
        if returns is OfferResponse:
            return OfferResponse(result[0], result[1] + 1e-9)
        return result - 1 if result > 0 else result + 1

    return changed


@pytest.mark.parametrize(("module", "name"), list(rules_of_the_game()))
def test_a_rule_changed_in_one_engine_alone_is_found_out(
    module: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = import_module(module)
    monkeypatch.setattr(home, name, mutated(getattr(home, name)))
    assert any(differs(lively(change), number) for number in range(4) for change in CHANGES)


def differs(tables: ScenarioTables, number: int) -> bool:
    """Whether the engines differ in a game; a Mesa game that breaks off, or never ends, differs too."""
    fast = engine.play_one(tables, 0, number)
    try:
        slow = game.play_one(tables, 0, number)
    except (ArithmeticError, IndexError, KeyError, TypeError, ValueError):
        return True
    return differences(fast, slow) != []


def test_unchanged_rules_make_no_difference_in_the_lively_worlds() -> None:
    for change in CHANGES:
        for number in range(4):
            assert (
                differences(engine.play_one(lively(change), 0, number), game.play_one(lively(change), 0, number)) == []
            )
