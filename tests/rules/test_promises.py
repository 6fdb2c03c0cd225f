"""Promises kept and broken, and what others make of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.records import Lab, World
from dealsim.rules.contract import beta_trust, fear_of_betrayal
from dealsim.rules.promises import betrayal_chance, chance_of_paying, pays, remember
from tests.builders import changed, make_lab, make_world
from tests.strategies import chances, labs, shares, worlds

inner = st.floats(1e-9, 1.0 - 1e-9)
counts = st.floats(0.0, 100.0)


@given(lab=labs(), world=worlds(), share=shares)
def test_the_chance_of_paying_is_the_part_of_all_luck_in_which_the_lab_pays(
    lab: Lab, world: World, share: float
) -> None:
    luck = (np.arange(40) + 0.5) / 40
    paid = np.mean([[pays(share, u, v, lab, world) for u in luck] for v in luck])
    # Each of the two thresholds falls inside one of forty cells.
    assert chance_of_paying(share, lab, world) == pytest.approx(paid, abs=2.0 / 40)


@given(lab=labs(), world=worlds(), share=shares, more=shares, u=inner, v=inner)
def test_a_lab_that_pays_a_promise_would_have_paid_any_smaller_one(
    lab: Lab, world: World, share: float, more: float, u: float, v: float
) -> None:
    assert pays(share, u, v, lab, world) or not pays(share + more, u, v, lab, world)
    assert chance_of_paying(share + more, lab, world) <= chance_of_paying(share, lab, world)


@given(lab=labs(), world=worlds(), share=shares, more=chances, u=inner, v=inner)
def test_more_integrity_or_enforcement_never_breaks_a_promise(
    lab: Lab, world: World, share: float, more: float, u: float, v: float
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
    lab: Lab, kept: float, broken: float, weight: float
) -> None:
    after = changed(lab, {})
    remember(after, kept, broken, weight)
    assert after.kept == pytest.approx(lab.kept + weight * kept)
    assert after.broken == pytest.approx(lab.broken + weight * broken)


@given(kept=counts, broken=counts)
def test_a_kept_promise_raises_trust_and_lowers_fear_and_a_broken_one_the_reverse(kept: float, broken: float) -> None:
    world, lab = make_world(), make_lab(kept=kept, broken=broken, enforcement=0.2)

    def trusted(lab: Lab) -> float:
        return beta_trust(world.trust_kept, world.trust_broken, lab.kept, lab.broken)

    better, worse = changed(lab, {}), changed(lab, {})
    remember(better, 1.0, 0.0, 1.0)
    remember(worse, 0.0, 1.0, world.trust_spill)
    assert trusted(better) > trusted(lab) > trusted(worse)
    assert fear_of_betrayal(better, world) < fear_of_betrayal(lab, world) < fear_of_betrayal(worse, world)
