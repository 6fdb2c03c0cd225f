"""Trust: how far a promise is believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.core.records import LabState, World
from dealsim.core.rules.deal.trust import beta_trust, chance_of_a_test, fear_of_betrayal, plausibility, trust
from tests.builders import changed
from tests.strategies import chances, labs, shares, worlds

counts = st.floats(0.0, 1e3)


# Trust


@given(a=st.floats(0.01, 100.0), b=st.floats(0.01, 100.0), kept=counts, broken=counts)
def test_trust_in_a_record_is_a_chance_that_kept_promises_raise_and_broken_ones_lower(
    a: float, b: float, kept: float, broken: float
) -> None:
    here = beta_trust(a, b, kept, broken)
    assert 0.0 < here < 1.0
    assert beta_trust(a, b, kept + 1.0, broken) > here > beta_trust(a, b, kept, broken + 1.0)
    assert beta_trust(a, b, kept, broken) + beta_trust(b, a, broken, kept) == pytest.approx(1.0)


@given(share=shares, more=shares, plausible=st.floats(0.01, 100.0))
def test_a_larger_promise_is_less_plausible(share: float, more: float, plausible: float) -> None:
    assert plausibility(0.0, plausible) == 1.0
    assert plausibility(plausible, plausible) == 0.5
    assert plausibility(share + more, plausible) <= plausibility(share, plausible)


@given(lab=labs(), world=worlds(), share=shares, more=chances)
def test_trust_is_a_chance_that_enforcement_never_lowers(
    lab: LabState, world: World, share: float, more: float
) -> None:
    surer = changed(lab, {"enforcement": max(lab.enforcement, more)})
    assert 0.0 <= trust(share, lab, world) <= trust(share, surer, world) <= 1.0
    enforced = changed(lab, {"enforcement": 1.0})
    meant = plausibility(share, world.plausible_share) * (1.0 - chance_of_a_test(lab))
    assert trust(share, enforced, world) == pytest.approx(meant, rel=1e-15)
    assert fear_of_betrayal(enforced, world) == 0.0
    assert 0.0 <= fear_of_betrayal(surer, world) <= fear_of_betrayal(lab, world) <= world.betrayal_gain


@given(lab=labs(), world=worlds(), share=shares, more=chances)
def test_tests_take_from_trust_what_a_mark_that_they_never_bear_gives_back(
    lab: LabState, world: World, share: float, more: float
) -> None:
    """P(no test) = 1 - test rate (1 - honest channel)."""
    open_lab = changed(lab, {"honest_channel": 1.0})
    believed = trust(share, open_lab, world)
    assert believed == trust(share, changed(lab, {"test_rate": 0.0}), world)
    assert trust(share, lab, world) == pytest.approx(believed * (1.0 - lab.test_rate * (1.0 - lab.honest_channel)))
    tested = changed(lab, {"test_rate": max(lab.test_rate, more)})
    marked = changed(lab, {"honest_channel": max(lab.honest_channel, more)})
    assert trust(share, tested, world) <= trust(share, lab, world) <= trust(share, marked, world)
    assert trust(share, changed(lab, {"test_rate": 1.0, "honest_channel": 0.0}), world) == 0.0
