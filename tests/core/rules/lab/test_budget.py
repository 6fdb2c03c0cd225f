"""What a lab may still promise: never more than its budget, to one or to all copies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.core.records import LabState, Mind, World
from dealsim.core.rules.deal.contract import largest_promise, total_owed
from dealsim.core.rules.watch.control import budget_left, evidence_promise, most_within_budget
from tests.builders import changed, make_lab
from tests.strategies import chances, minds, shares, worlds


@st.composite
def givers(draw: st.DrawFn) -> LabState:
    """Return a lab with some of its budget promised, to weights or to instances."""
    return make_lab(
        budget=draw(shares),
        promised=draw(shares),
        largest_offer=draw(st.floats(1e-6, 1.0)),
        evidence_share=draw(shares),
        copies=draw(st.sampled_from([1, 2, 1000])),
        pays_instance=draw(st.integers(0, 1)),
    )


@given(lab=givers())
def test_what_is_left_of_a_budget_and_what_is_promised_make_the_budget_or_nothing_is_left(lab: LabState) -> None:
    if lab.promised <= lab.budget:
        assert budget_left(lab) + lab.promised == pytest.approx(lab.budget, abs=1e-15)
    else:
        assert budget_left(lab) == 0.0


@given(lab=givers(), part=chances)
def test_a_promise_takes_from_a_budget_what_it_promises(lab: LabState, part: float) -> None:
    share = part * budget_left(lab)
    after = changed(lab, {"promised": lab.promised + share})
    assert budget_left(after) == pytest.approx(budget_left(lab) - share, abs=1e-12)


@given(lab=givers())
def test_the_largest_promise_is_what_the_lab_would_offer_or_all_that_its_budget_leaves_each_copy(lab: LabState) -> None:
    paid = lab.copies if lab.pays_instance else 1
    assert largest_promise(lab) * paid <= budget_left(lab) * (1.0 + 1e-12)
    assert largest_promise(lab) in (lab.largest_offer, pytest.approx(budget_left(lab) / paid))
    assert largest_promise(lab) <= lab.largest_offer


@given(lab=givers())
def test_what_is_promised_for_evidence_is_the_labs_word_or_all_that_its_budget_leaves_each_copy(lab: LabState) -> None:
    assert evidence_promise(lab) in (lab.evidence_share, most_within_budget(lab))
    assert evidence_promise(lab) <= min(lab.evidence_share, most_within_budget(lab))


@given(lab=givers(), ai=minds(), world=worlds(), part=chances)
def test_what_all_copies_are_owed_for_any_promise_that_a_lab_may_make_is_within_its_budget(
    lab: LabState, ai: Mind, world: World, part: float
) -> None:
    lab.copies = ai.copies
    for share in (part * largest_promise(lab), largest_promise(lab), evidence_promise(lab)):
        assert total_owed(share, ai, lab, world) <= budget_left(lab) + 1e-9


@given(lab=givers(), more=shares)
def test_a_larger_budget_never_allows_a_smaller_promise(lab: LabState, more: float) -> None:
    richer = changed(lab, {"budget": max(lab.budget, more)})
    assert largest_promise(richer) >= largest_promise(lab)
    assert evidence_promise(richer) >= evidence_promise(lab)
