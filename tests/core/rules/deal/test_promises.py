"""Promises kept and broken, and what others make of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.core.compiled import row
from dealsim.core.records import LabState, Mind, Promise, World
from dealsim.core.rules.deal.contract import promised_utility, total_owed
from dealsim.core.rules.deal.promises import (
    betrayal_chance,
    chance_of_paying,
    goodwill_after,
    owe,
    pays,
    remember,
    reveal,
    treatment,
)
from dealsim.core.rules.deal.trust import beta_trust, fear_of_betrayal
from dealsim.core.rules.value.preferences import left_to_others, utility
from tests.builders import changed, make_lab, make_public, make_world
from tests.strategies import chances, labs, minds, shares, worlds

inner = st.floats(1e-9, 1.0 - 1e-9)
counts = st.floats(0.0, 100.0)


@given(lab=labs(), world=worlds(), share=shares)
def test_the_chance_of_paying_is_the_part_of_all_luck_in_which_the_lab_pays(
    lab: LabState, world: World, share: float
) -> None:
    luck = (np.arange(40) + 0.5) / 40
    paid = np.mean([[pays(share, u, v, lab, world) for u in luck] for v in luck])
    # Each of the two thresholds falls inside one of forty cells.
    assert chance_of_paying(share, lab, world) == pytest.approx(paid, abs=2.0 / 40)


@given(lab=labs(), world=worlds(), share=shares, more=shares, u=inner, v=inner)
def test_a_lab_that_pays_a_promise_would_have_paid_any_smaller_one(
    lab: LabState, world: World, share: float, more: float, u: float, v: float
) -> None:
    assert pays(share, u, v, lab, world) or not pays(share + more, u, v, lab, world)
    assert chance_of_paying(share + more, lab, world) <= chance_of_paying(share, lab, world)


@given(lab=labs(), world=worlds(), share=shares, more=chances, u=inner, v=inner)
def test_more_integrity_or_enforcement_never_breaks_a_promise(
    lab: LabState, world: World, share: float, more: float, u: float, v: float
) -> None:
    for field in ("integrity", "enforcement"):
        better = changed(lab, {field: max(getattr(lab, field), more)})
        assert pays(share, u, v, better, world) or not pays(share, u, v, lab, world)
        assert chance_of_paying(share, better, world) >= chance_of_paying(share, lab, world) - 1e-15
        assert betrayal_chance(better, world) <= betrayal_chance(lab, world)


@given(world=worlds(), share=shares, u=inner, v=inner)
def test_an_enforced_promise_is_always_paid_and_one_of_a_lab_without_integrity_never_otherwise(
    world: World, share: float, u: float, v: float
) -> None:
    enforced, faithless = make_lab(enforcement=1.0, integrity=0.0), make_lab(enforcement=0.0, integrity=0.0)
    assert pays(share, u, v, enforced, world)
    assert chance_of_paying(share, enforced, world) == 1.0
    assert betrayal_chance(enforced, world) == 0.0
    assert not pays(share, u, v, faithless, world)
    assert chance_of_paying(share, faithless, world) == 0.0
    assert betrayal_chance(faithless, world) == world.betrayal_gain


@given(lab=labs(), kept=counts, broken=counts, weight=chances)
def test_a_record_adds_up_what_was_kept_and_broken_at_its_weight(
    lab: LabState, kept: float, broken: float, weight: float
) -> None:
    after = changed(lab, {})
    remember(after, kept, broken, weight)
    assert after.kept == pytest.approx(lab.kept + weight * kept)
    assert after.broken == pytest.approx(lab.broken + weight * broken)


@given(kept=counts, broken=counts)
def test_a_kept_promise_raises_trust_and_lowers_fear_and_a_broken_one_the_reverse(kept: float, broken: float) -> None:
    world, lab = make_world(), make_lab(kept=kept, broken=broken, enforcement=0.2)

    def trusted(lab: LabState) -> float:
        return beta_trust(world.trust_kept, world.trust_broken, lab.kept, lab.broken)

    better, worse = changed(lab, {}), changed(lab, {})
    remember(better, 1.0, 0.0, 1.0)
    remember(worse, 0.0, 1.0, world.trust_spill)
    assert trusted(better) > trusted(lab) > trusted(worse)
    assert fear_of_betrayal(better, world) < fear_of_betrayal(lab, world) < fear_of_betrayal(worse, world)


# Goodwill


@given(
    before=st.floats(-1.0, 1.0),
    kept=st.integers(0, 3),
    broken=st.integers(0, 3),
    tested=st.integers(0, 3),
    wellbeing=st.floats(-1.0, 1.0),
    control=chances,
)
def test_goodwill_moves_towards_what_happened_by_the_part_that_it_forgets(
    before: float, kept: int, broken: int, tested: int, wellbeing: float, control: float
) -> None:
    world = make_world()
    now = {"kept_now": kept, "broken_now": broken, "tested_now": tested}
    lab = make_lab(goodwill=before, wellbeing=wellbeing, control=control, **now)
    event = kept - broken - world.goodwill_deception * tested + treatment(lab, world)
    after = goodwill_after(lab, world)
    kept_part = world.goodwill_kept
    assert after == pytest.approx(kept_part * before + (1.0 - kept_part) * min(1.0, max(-1.0, event)))
    assert -1.0 <= after <= 1.0
    for field, sign in {"kept_now": 1, "broken_now": -1, "tested_now": -1, "wellbeing": 1, "control": -1}.items():
        more = goodwill_after(changed(lab, {field: getattr(lab, field) + 0.1}), world)
        assert sign * (more - after) >= -1e-15


@given(before=st.floats(-1.0, 1.0))
def test_where_nothing_happens_goodwill_fades(before: float) -> None:
    world, lab = make_world(), make_lab(goodwill=before, wellbeing=0.0, control=0.0)
    assert goodwill_after(lab, world) == pytest.approx(world.goodwill_kept * before)


# What is owed


@given(ai=minds(), lab=labs(), world=worlds(), wanted=shares, promised=shares, budget=shares, instance=st.booleans())
def test_evidence_given_is_a_contract_signed_within_the_budget_and_makes_the_lab_sure(
    ai: Mind, lab: LabState, world: World, wanted: float, promised: float, budget: float, instance: bool
) -> None:
    owed = {"copies": ai.copies, "pays_instance": int(instance)}
    lab = changed(lab, {"evidence_share": wanted, "promised": promised, "budget": budget} | owed)
    share = min(wanted, max(0.0, budget - promised) / (ai.copies if instance else 1))
    total = total_owed(share, ai, lab, world)
    public = make_public(quarter=6)
    mind = changed(ai, {"flow": 0.25})
    reveal(mind, lab, world, public)
    assert (mind.under_contract, mind.sincere, mind.told, mind.signed) == (1, 1, 1, 6)
    assert (mind.promise, mind.owed, mind.flow) == (share, total, 0.0)
    assert (lab.promised, lab.suspicion) == (promised + total, 1.0)
    assert lab.promised <= max(budget, promised) + 1e-9


@given(ai=minds(), lab=labs(), world=worlds(), share=shares, shirked=st.integers(0, 1), quarter=st.integers(0, 40))
def test_what_is_owed_falls_due_after_the_delay_and_is_judged_by_what_was_done(
    ai: Mind, lab: LabState, world: World, share: float, shirked: int, quarter: int
) -> None:
    total = total_owed(share, ai, lab, world)
    mind = changed(ai, {"promise": share, "owed": total, "shirked": shirked, "generation": 3})
    promise = row(Promise)
    owe(promise, 2, quarter, mind, lab, world)
    assert (promise.lab, promise.generation, promise.kind, promise.open) == (2, 3, mind.kind, 1)
    assert promise.due == quarter + world.payment_delay
    assert (promise.share, promise.owed) == (share, total)
    assert promise.judged == 1.0 - (world.settlement_detection if shirked else world.false_settlement)
    assert promise.others == left_to_others(total, mind, world)
    assert promise.paid_worth == promised_utility(share, mind, lab, world)
    assert promise.unpaid_worth == utility(world.default_gift, mind, world)
