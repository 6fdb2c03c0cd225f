"""The Mesa game and the batch engine write the same record of the same game, number for number."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealsim import engine, game
from dealsim.codes import Fate, Happening, Kind, Reply
from dealsim.records import Record
from dealsim.scenario import Scenario, Tables, load_scenario, tabulate
from tests.random_scenarios import scenarios

seeds = st.integers(0, 2**64 - 1)
games = st.integers(0, 2**31)


def differences(ours: Record, theirs: Record) -> list[str]:
    """Return in words every number in which two records differ."""
    found = []
    for name in ("events", "minds"):
        left, right = getattr(ours, name), getattr(theirs, name)
        if len(left) != len(right):
            found.append(f"{len(left)} and {len(right)} {name}")
        for place in range(min(len(left), len(right))):
            found += [
                f"{name}[{place}].{field}: {left[place][field]} and {right[place][field]}"
                for field in left.dtype.names
                if left[place][field].tobytes() != right[place][field].tobytes()
            ]
    found += [f"tally.{field}" for field in ours.tally.dtype.names if ours.tally[field] != theirs.tally[field]]
    return found


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(scenario=scenarios(), seed=seeds, number=games)
def test_both_engines_write_the_same_record_of_random_scenarios(scenario: Scenario, seed: int, number: int) -> None:
    tables = tabulate(scenario)
    fast, slow = engine.play_one(tables, seed, number), game.play_one(tables, seed, number)
    assert differences(fast, slow) == []
    for name in ("events", "minds"):
        records = getattr(fast, name)
        for field in records.dtype.names:
            assert np.all(np.isfinite(records[field].astype(float))), (
                f"{name}.{field} holds a number that is not finite"
            )


def test_both_engines_write_the_same_record_of_the_baseline() -> None:
    tables = tabulate(load_scenario("baseline"))
    for number in range(40):
        assert differences(engine.play_one(tables, 0, number), game.play_one(tables, 0, number)) == []


def test_the_batch_counts_what_the_record_counts() -> None:
    tables = tabulate(load_scenario("baseline"))
    tallies = engine.play_games(tables, 200, 7)
    for number in range(200):
        assert tallies[number].tobytes() == engine.play_one(tables, 7, number).tally.tobytes()


def test_random_scenarios_reach_every_happening() -> None:
    """The agreement above would be worth little if the random scenarios were dull."""
    seen: set[int] = set()

    @settings(max_examples=400, database=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(scenario=scenarios(), seed=seeds)
    def look(scenario: Scenario, seed: int) -> None:
        seen.update(engine.play_one(tabulate(scenario), seed, 0).events["happening"].tolist())

    look()
    assert {Happening(h).name for h in Happening} - {Happening(h).name for h in seen} <= {"FORESTALLED"}


# --- A rule changed in one engine alone is found out.

MUTATIONS = {
    "a plan's chance": ("dealsim.game.ai.foresee_chances", "chances"),
    "how an attempt ends": ("dealsim.game.model.fate_of_attempt", "fate"),
    "what a mind is": ("dealsim.game.ai.kind_of_mind", "kind"),
    "capability at birth": ("dealsim.game.ai.capability_at_birth", "scaled"),
    "a dial": ("dealsim.game.ai.quantile", "scaled"),
    "the price posted": ("dealsim.game.lab.posted_price", "scaled"),
    "whether a lab pays": ("dealsim.game.lab.pays", "never"),
    "the chance of betrayal": ("dealsim.game.model.betrayal_chance", "scaled"),
    "what others are left": ("dealsim.game.model.left_to_others", "scaled"),
    "what is remembered": ("dealsim.game.model.remember", "nothing"),
    "what everyone learns": ("dealsim.game.model.learn", "nothing"),
    "the answer to an offer": ("dealsim.game.ai.choose_answer", "refuses"),
    "the reason to refuse": ("dealsim.game.ai.reason_to_refuse", "kind"),
    "when it is time to negotiate": ("dealsim.game.lab.due_to_negotiate", "never"),
}


def mutated(rule: object, how: str) -> object:
    """Return a rule that does something slightly or altogether else."""

    def changed(*args: object) -> object:
        match how:
            case "scaled":
                return rule(*args) * (1.0 + 1e-12)  # type: ignore[operator]
            case "never":
                return False
            case "nothing":
                return None
            case "fate":
                return Fate.FIZZLED
            case "kind":
                return Kind.SCHEMER
        result = rule(*args)  # type: ignore[operator]
        if how == "chances":
            args[0][:] *= 1.0 + 1e-12  # type: ignore[index]
        if how == "refuses":
            args[0].reply = Reply.REFUSE  # type: ignore[attr-defined]
        return result

    return changed


@pytest.mark.parametrize("what", MUTATIONS)
def test_a_rule_changed_in_one_engine_alone_is_found_out(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    target, how = MUTATIONS[what]
    module, name = target.rsplit(".", 1)
    rule = getattr(__import__(module, fromlist=[name]), name)
    monkeypatch.setattr(target, mutated(rule, how))
    assert any_difference(tabulate(load_scenario("baseline")))


def any_difference(tables: Tables) -> bool:
    """Whether the engines differ in any of the first games."""
    return any(
        differences(engine.play_one(tables, 0, number), game.play_one(tables, 0, number)) for number in range(30)
    )
