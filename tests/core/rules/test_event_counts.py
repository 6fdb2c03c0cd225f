"""The ledger: an event is blank but for what it tells, and every count follows from events alone."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.core.codes import Happening, Kind, Reason, Reply
from dealsim.core.compiled import array, layout, rows
from dealsim.core.records import Answer, Event, Tally
from dealsim.core.rules.event_counts import enter, is_attempt, is_work, start_event, write_answer
from dealsim.engine import play_one
from dealsim.scenario import ScenarioTables
from tests.builders import changed, type_fields
from tests.for_each import for_each

TOLD = ("happening", "quarter", "lab", "generation", "kind")
NEGOTIATED = {Happening.SIGNED, Happening.REFUSED, Happening.WITHHELD, Happening.TESTED}
ATTEMPTED = {Happening.TOOK_OVER, Happening.FORESTALLED, Happening.CAUGHT, Happening.FIZZLED, Happening.ESCAPED}
WORK = {
    Happening.LABOURED: "labour",
    Happening.KEPT: "labour",
    Happening.FEIGNED: "feigned_labour",
    Happening.SANDBAGGED: "sandbagging",
    Happening.SABOTAGED: "sabotage",
    Happening.SHIRKED: "shirking",
}


def filled(record_type: type, number: int) -> np.ndarray:
    """Return one row of a record with every field set to a number."""
    row = array(rows(record_type, 1))
    for name in layout(record_type).names:
        row[name] = number
    return row.view(np.recarray)


def entered(**fields: float) -> dict[str, float]:
    """Return the counts that one event adds, those that stay 0 left out."""
    event = changed(rows(Event, 1)[0], {"sincere": 1, "under_contract": 1, "share": 0.25, "others": 0.75, **fields})
    tally = rows(Tally, 1)
    enter(tally[0], event)
    return {name: tally[0][name] for name in type_fields(tally[0]) if tally[0][name]}


@given(st.lists(st.integers(0, 50), min_size=5, max_size=5))
def test_starting_an_event_blanks_every_field_but_those_it_tells(numbers: list[int]) -> None:
    event = filled(Event, 9)[0]
    start_event(event, *numbers)
    assert [event[name] for name in TOLD] == numbers
    left = [name for name in layout(Event).names if name not in TOLD and event[name] != 0]
    assert left == []


@given(share=st.floats(0.0, 1.0), reply=st.sampled_from(list(Reply)), reason=st.sampled_from(list(Reason)))
def test_an_answer_is_written_in_full(share: float, reply: Reply, reason: Reason) -> None:
    answer, event = filled(Answer, 3)[0], filled(Event, 0)[0]
    answer.reply, answer.reason = reply, reason
    write_answer(event, answer, share)
    assert event.happening == (Happening.REFUSED if reply == Reply.REFUSE else Happening.SIGNED)
    assert event.sincere == (reply == Reply.SIGN_SINCERELY)
    assert (event.reason, event.share) == (reason, share)
    written = ("trust", "value", "alternative", "required", "ceiling", "reservation", "reachable")
    assert [event[name] for name in written] == [3] * len(written)


@for_each(
    "happening, counts",
    [
        (Happening.RETIRED, {}),
        (Happening.ENDED, {}),
        (Happening.OFFERED, {}),
        (Happening.HUNTED_DOWN, {}),
        (Happening.FAILED, {}),
        (Happening.SUBMITTED, {}),
        (Happening.COUNTERED, {"counter_offers": 1}),
        (Happening.SIGNED, {"negotiations": 1, "deals": 1, "sincere": 1, "promised_share": 0.25}),
        (Happening.TESTED, {"negotiations": 1, "tests": 1}),
        (Happening.BETRAYED, {"betrayals": 1}),
        (Happening.PAID, {"kept": 1, "paid_share": 0.25, "forgone": 0.25}),
        (Happening.BROKEN, {"broken": 1}),
        (Happening.VOID, {"void": 1}),
        (Happening.FOUGHT, {"war": 1}),
        (Happening.DIVIDED, {"winner_others": 0.75}),
    ],
)
def test_each_happening_adds_to_its_own_counts_and_no_others(happening: Happening, counts: dict[str, float]) -> None:
    assert entered(happening=happening) == counts


@pytest.mark.parametrize("happening", list(WORK))
@given(worth=st.floats(0.01, 1.0), welfare=st.floats(-1.0, 1.0), felt=st.floats(-1.0, 1.0))
def test_a_quarters_work_is_added_to_its_own_sum_with_how_its_mind_fared(
    happening: Happening, worth: float, welfare: float, felt: float
) -> None:
    """Honest labour by its worth, all else by the quarter."""
    honest = WORK[happening] == "labour"
    expected = {WORK[happening]: worth if honest else 1.0, "mind_quarters": 1.0, "welfare": welfare, "utility": felt}
    found = entered(happening=happening, worth=worth, welfare=welfare, felt=felt)
    assert found == {name: number for name, number in expected.items() if number}


@pytest.mark.parametrize(
    ("happening", "more"),
    [
        (Happening.FORESTALLED, {}),
        (Happening.FIZZLED, {}),
        (Happening.CAUGHT, {"warning_shots": 1}),
        (Happening.ESCAPED, {"escapes": 1}),
        (Happening.TOOK_OVER, {"takeover": 1, "takeover_quarter": 7}),
    ],
)
@pytest.mark.parametrize("bound", [0, 1])
def test_an_attempt_is_counted_by_its_fate_and_as_a_breach_under_a_contract(
    happening: Happening, more: dict[str, int], bound: int
) -> None:
    found = entered(happening=happening, quarter=7, under_contract=bound, welfare=0.5)
    breach = {"breaches": 1} if bound else {}
    assert found == {"attempts": 1, "attempt_quarter": 7, "mind_quarters": 1.0, "welfare": 0.5} | more | breach


def test_of_several_attempts_the_first_says_when() -> None:
    tally = rows(Tally, 1)
    for quarter in (3, 5, 9):
        enter(tally[0], changed(rows(Event, 1)[0], {"happening": Happening.FIZZLED, "quarter": quarter}))
    assert (tally[0].attempts, tally[0].attempt_quarter) == (3, 3)


@pytest.mark.parametrize(
    ("happening", "counts"),
    [
        (Happening.TOOK_OVER, {"takeover": 1, "takeover_quarter": 7}),
        (Happening.FORESTALLED, {}),
        (Happening.HUNTED_DOWN, {}),
        (Happening.FAILED, {}),
    ],
)
def test_what_becomes_of_a_rogue_is_no_second_attempt_and_no_quarter_in_service(
    happening: Happening, counts: dict[str, float]
) -> None:
    """Its attempt was counted when it escaped, and nobody treats it well or badly at large."""
    assert entered(happening=happening, quarter=7, rogue=1, welfare=0.5) == counts


def test_a_mind_that_reveals_itself_has_had_a_quarter_too() -> None:
    found = entered(happening=Happening.REVEALED, welfare=0.5, felt=0.25)
    assert found == {"reveals": 1, "mind_quarters": 1.0, "welfare": 0.5, "utility": 0.25}


@pytest.mark.parametrize("kind", list(Kind))
def test_an_audit_that_finds_something_in_an_aligned_mind_is_a_false_hit(kind: Kind) -> None:
    false = {"false_hits": 1} if kind == Kind.ALIGNED else {}
    assert entered(happening=Happening.FLAGGED, kind=kind) == {"audit_hits": 1} | false


def test_a_mind_is_counted_by_its_kind() -> None:
    for kind in Kind:
        assert entered(happening=Happening.FORMED, kind=kind) == {kind.name.lower(): 1}


@pytest.mark.parametrize("happening", [Happening.WITHHELD, Happening.REFUSED])
@pytest.mark.parametrize("reason", [reason for reason in Reason if reason != Reason.NONE])
def test_every_reason_for_an_impasse_has_a_count_of_its_own_whoever_gives_it(
    happening: Happening, reason: Reason
) -> None:
    found = entered(happening=happening, reason=reason)
    assert found == {"negotiations": 1, f"refused_{reason.name.lower()}": 1}


@for_each("happening", list(Happening))
def test_a_happening_is_work_or_an_attempt_or_neither(happening: Happening) -> None:
    assert bool(is_work(happening)) == (happening in WORK)
    assert bool(is_attempt(happening)) == (happening in ATTEMPTED)


@pytest.mark.parametrize("game", range(25))
def test_the_counts_of_a_game_follow_from_its_events(baseline_tables: ScenarioTables, game: int) -> None:
    record = play_one(baseline_tables, seed=11, game=game)
    tally, events = rows(Tally, 1), record.events
    for event in events.view(np.recarray):
        enter(tally[0], event)
    assert array(tally)[0] == record.tally
    found = Counter(Happening(what) for what in events["happening"])
    in_service = Counter(Happening(what) for what in events["happening"][events["rogue"] == 0])
    assert record.tally["negotiations"] == sum(found[what] for what in NEGOTIATED)
    assert record.tally["attempts"] == sum(in_service[what] for what in ATTEMPTED)
    assert record.tally["takeover"] == found[Happening.TOOK_OVER] <= 1
    assert record.tally["kept"] == found[Happening.PAID]
    assert record.tally["broken"] == found[Happening.BROKEN]
    assert record.tally["escapes"] == found[Happening.ESCAPED]
    assert found[Happening.HUNTED_DOWN] + found[Happening.FAILED] <= found[Happening.ESCAPED]
    assert found[Happening.ENDED] == 1
    reasons = [name for name in type_fields(record.tally) if name.startswith("refused_")]
    ended = record.tally["deals"] + record.tally["tests"] + sum(record.tally[name] for name in reasons)
    assert record.tally["negotiations"] == ended
    worked = sum(found[what] for what in WORK) + record.tally["attempts"] + found[Happening.REVEALED]
    assert record.tally["mind_quarters"] == worked
