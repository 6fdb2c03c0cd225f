"""The ledger: an event is blank but for what it tells, and every count follows from events alone."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.codes import Happening, Kind, Reason, Reply
from dealsim.compiled import array, layout, rows
from dealsim.engine import play_one
from dealsim.records import Answer, Event, Tally
from dealsim.rules.ledger import enter, start_event, write_answer
from dealsim.scenario import Tables
from tests.builders import changed, type_fields

TOLD = ("happening", "quarter", "lab", "generation", "kind")
NEGOTIATED = {Happening.SIGNED, Happening.REFUSED, Happening.WITHHELD}
ATTEMPTED = {Happening.TOOK_OVER, Happening.FORESTALLED, Happening.CAUGHT, Happening.FIZZLED}


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


@pytest.mark.parametrize(
    ("happening", "counts"),
    [
        (Happening.RETIRED, {}),
        (Happening.ENDED, {}),
        (Happening.SIGNED, {"negotiations": 1, "deals": 1, "sincere": 1, "promised_share": 0.25}),
        (Happening.BETRAYED, {"betrayals": 1}),
        (Happening.LABOURED, {"labour": 1.0}),
        (Happening.KEPT, {"labour": 1.0}),
        (Happening.FEIGNED, {"feigned_labour": 1.0}),
        (Happening.FORESTALLED, {"attempts": 1, "breaches": 1}),
        (Happening.FIZZLED, {"attempts": 1, "breaches": 1}),
        (Happening.CAUGHT, {"attempts": 1, "breaches": 1, "warning_shots": 1}),
        (Happening.PAID, {"kept": 1, "paid_share": 0.25, "forgone": 0.25}),
        (Happening.BROKEN, {"broken": 1}),
    ],
)
def test_each_happening_adds_to_its_own_counts_and_no_others(happening: Happening, counts: dict[str, float]) -> None:
    assert entered(happening=happening) == counts


def test_a_mind_is_counted_by_its_kind() -> None:
    for kind in Kind:
        assert entered(happening=Happening.FORMED, kind=kind) == {kind.name.lower(): 1}


def test_a_takeover_is_counted_with_its_date_and_what_it_leaves_to_others() -> None:
    found = entered(happening=Happening.TOOK_OVER, quarter=7, under_contract=0)
    assert found == {"attempts": 1, "takeover": 1, "takeover_quarter": 7, "winner_others": 0.75}


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason != Reason.NONE])
def test_every_reason_for_an_impasse_has_a_count_of_its_own(reason: Reason) -> None:
    happening = Happening.WITHHELD if reason == Reason.BUDGET else Happening.REFUSED
    found = entered(happening=happening, reason=reason)
    assert found == {"negotiations": 1, f"refused_{reason.name.lower()}": 1}


@pytest.mark.parametrize("game", range(25))
def test_the_counts_of_a_game_follow_from_its_events(baseline_tables: Tables, game: int) -> None:
    record = play_one(baseline_tables, seed=11, game=game)
    tally = rows(Tally, 1)
    for event in record.events.view(np.recarray):
        enter(tally[0], event)
    assert array(tally)[0] == record.tally
    found = Counter(Happening(what) for what in record.events["happening"])
    assert record.tally["negotiations"] == sum(found[what] for what in NEGOTIATED)
    assert record.tally["attempts"] == sum(found[what] for what in ATTEMPTED)
    assert record.tally["takeover"] == found[Happening.TOOK_OVER] <= 1
    assert record.tally["kept"] == found[Happening.PAID]
    assert record.tally["broken"] == found[Happening.BROKEN]
    assert found[Happening.ENDED] == 1
    reasons = [name for name in type_fields(record.tally) if name.startswith("refused_")]
    assert record.tally["negotiations"] == record.tally["deals"] + sum(record.tally[name] for name in reasons)
