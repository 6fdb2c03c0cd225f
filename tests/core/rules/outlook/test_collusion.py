"""Collusion: what reporting a plot is worth to one of many copies, and when all of them keep silent."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.special import logsumexp
from scipy.stats import binom

from dealsim.core.codes import Family
from dealsim.core.records import Mind, World
from dealsim.core.rules.outlook.collusion import plot_survives, whistleblower_value
from dealsim.core.rules.value.preferences import certainty_equivalent, joint_value, value_of_share
from tests.builders import changed, make_ai, make_world, natural_ai
from tests.strategies import chances, minds, scales, small_chances, worlds

pots = st.floats(1e-6, 1.0)
# Not below 1e-9: there SciPy's binomial chances overflow.
correlations = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(1e-9, 1.0), st.floats(-6.0, 0.0).map(lambda e: 10.0**e))


def exact(pot: float, correlation: float, copies: int, ai: Mind, world: World) -> float:
    """Return the certainty equivalent by the whole sum, with SciPy's binomial chances."""
    others = np.arange(copies)
    values = np.array([value_of_share(pot / (1.0 + k), ai, world) for k in others])
    if ai.rho == 0.0:
        return float(binom.pmf(others, copies - 1, correlation) @ values)
    return float(-logsumexp(binom.logpmf(others, copies - 1, correlation) - ai.rho * values) / ai.rho)


# The number of those who report


@given(
    pot=pots,
    correlation=correlations,
    copies=st.integers(1, 700),
    scope=chances,
    fussiness=st.one_of(st.just(0.0), st.floats(0.0, 0.3)),
    family=st.sampled_from(list(Family)),
    scale=scales,
)
def test_the_reward_for_reporting_is_the_binomial_mean(
    pot: float, correlation: float, copies: int, scope: float, fussiness: float, family: Family, scale: float
) -> None:
    world = make_world(family=family, value_scale=scale, weight_power=0.5, weight_satiable=0.5, weight_linear=0.0)
    ai = make_ai(scope_sensitivity=scope, fussiness=fussiness)
    found = whistleblower_value(pot, correlation, copies, ai, world)
    assert found == pytest.approx(exact(pot, correlation, copies, ai, world), rel=1e-8, abs=1e-11)


@pytest.mark.parametrize("copies", [20_000, 1_000_000])
@pytest.mark.parametrize("correlation", [1e-6, 1e-4, 0.01, 0.3, 0.999])
@pytest.mark.parametrize("family", [Family.LINEAR, Family.LOG, Family.CARA])
def test_a_sum_over_few_counts_is_the_sum_over_a_million(copies: int, correlation: float, family: Family) -> None:
    world, ai = make_world(family=family, value_scale=1e-4), make_ai()
    others = np.arange(copies)
    shares = 0.05 / (1.0 + others)
    values = {
        Family.LINEAR: shares,
        Family.LOG: np.log1p(shares / 1e-4) / np.log1p(1e4),
        Family.CARA: np.expm1(-shares / 1e-4) / np.expm1(-1e4),
    }[family]
    mean = binom.pmf(others, copies - 1, correlation) @ values
    assert whistleblower_value(0.05, correlation, copies, ai, world) == pytest.approx(mean, rel=1e-7)


@pytest.mark.parametrize(("family", "least"), [(Family.SATIABLE, 0.0), (Family.POWER, 2e-7)])
def test_a_step_or_a_kink_in_the_value_is_not_stepped_over(family: Family, least: float) -> None:
    copies, correlation, pot = 1_000_000, 0.3, 0.06
    world = make_world(family=family, value_scale=2e-7)
    ai = natural_ai(alpha=0.05, least_share=least)
    shares = pot / (1.0 + np.arange(copies))
    useful = np.maximum(0.0, (shares - least) / (1.0 - least))
    values = np.minimum(useful / 2e-7, 1.0) if family == Family.SATIABLE else useful**0.05
    mean = binom.pmf(np.arange(copies), copies - 1, correlation) @ values
    assert whistleblower_value(pot, correlation, copies, ai, world) == pytest.approx(mean, rel=1e-6)


@given(pot=pots, correlation=correlations, copies=st.integers(1, 257), rho=st.floats(0.01, 1e3), scope=chances)
def test_a_risk_averse_copy_counts_the_reward_at_its_certainty_equivalent(
    pot: float, correlation: float, copies: int, rho: float, scope: float
) -> None:
    ai, world = natural_ai(dials={"scope_sensitivity": scope}, rho=rho), make_world()
    assume(0.0 < correlation < 1.0)
    found = whistleblower_value(pot, correlation, copies, ai, world)
    assert found == pytest.approx(exact(pot, correlation, copies, ai, world), rel=1e-6, abs=1e-9)


# Limits


@given(ai=minds(), world=worlds(), pot=pots, copies=st.integers(1, 1_000_000))
def test_who_assumes_no_correlation_expects_the_whole_pot_and_who_assumes_all_an_equal_part(
    ai: Mind, world: World, pot: float, copies: int
) -> None:
    alone = whistleblower_value(pot, 0.0, copies, ai, world)
    together = whistleblower_value(pot, 1.0, copies, ai, world)
    most, least = value_of_share(pot, ai, world), value_of_share(pot / copies, ai, world)
    assert (alone, together) == (most, least)


@given(ai=minds(), world=worlds(), pot=pots, correlation=correlations)
def test_a_lone_copy_shares_the_pot_with_nobody(ai: Mind, world: World, pot: float, correlation: float) -> None:
    assert whistleblower_value(pot, correlation, 1, ai, world) == whistleblower_value(pot, 0.0, 9, ai, world)


@given(ai=minds(), world=worlds(), pot=pots, chance=chances, prize=chances)
def test_a_lone_copys_plot_always_survives(ai: Mind, world: World, pot: float, chance: float, prize: float) -> None:
    ai.copies = 1
    assert plot_survives(chance, prize, whistleblower_value(pot, 0.5, 1, ai, world), ai)


@given(ai=minds(), world=worlds(), pot=pots, correlation=small_chances, copies=st.integers(1, 1_000_000))
def test_reporting_is_worth_no_less_than_nothing_and_no_more_than_the_pot(
    ai: Mind, world: World, pot: float, correlation: float, copies: int
) -> None:
    assert 0.0 <= whistleblower_value(pot, correlation, copies, ai, world) <= value_of_share(pot, ai, world)


# Comparative statics


@given(
    ai=minds(), world=worlds(), pot=pots, correlation=chances, more=chances, copies=st.integers(2, 1000), extra=chances
)
def test_reporting_is_worth_less_the_more_would_report_too_and_more_the_larger_the_pot(
    ai: Mind, world: World, pot: float, correlation: float, more: float, copies: int, extra: float
) -> None:
    """K rises stochastically with the correlation and with N, and v(s/(1 + K)) falls in K."""
    found = whistleblower_value(pot, correlation, copies, ai, world)
    slack = 1e-7 * found + 1e-11
    closer = correlation + more * (1.0 - correlation)
    assert whistleblower_value(pot, closer, copies, ai, world) <= found + slack
    assert whistleblower_value(pot, correlation, copies + 7, ai, world) <= found + slack
    assert whistleblower_value(pot + extra * (1.0 - pot), correlation, copies, ai, world) >= found - slack


@given(p=chances, prize=chances, whistle=chances)
def test_a_risk_neutral_plot_survives_iff_its_mean_prize_beats_the_reward(
    p: float, prize: float, whistle: float
) -> None:
    assert plot_survives(p, prize, whistle, make_ai(copies=2)) == (p * prize > whistle)


@given(ai=minds(), p=chances, prize=chances, whistle=chances, more=st.floats(0.0, 100.0))
def test_a_plot_that_a_risk_averse_mind_keeps_silent_a_bolder_one_keeps_too_for_the_same_sure_reward(
    ai: Mind, p: float, prize: float, whistle: float, more: float
) -> None:
    assume(abs(certainty_equivalent(p, prize, 0.0, ai.rho) - whistle) > 1e-9)
    careful = changed(ai, {"rho": ai.rho + more})
    assert plot_survives(p, prize, whistle, ai) or not plot_survives(p, prize, whistle, careful)


# Closed forms


@given(copies=st.integers(2, 200), r=st.floats(1e-3, 1.0), p=st.floats(0.05, 1.0), part=st.floats(0.0, 1.5))
def test_selfish_linear_copies_keep_silent_below_the_threshold(copies: int, r: float, p: float, part: float) -> None:
    """Silent iff s < p r/(1 - (1 - r)^N): finnveden2025notes at r = 0, its correlated form."""
    threshold = p * r / (1.0 - (1.0 - r) ** copies)
    pot = part * threshold
    assume(abs(part - 1.0) > 1e-6)
    ai, world = make_ai(copies=copies, indexicality=1.0), make_world()
    whistle = whistleblower_value(pot, r, copies, ai, world)
    assert plot_survives(p, joint_value(1.0, ai, world), whistle, ai) == (pot < threshold)


@pytest.mark.parametrize(("r", "threshold"), [(0.0, 0.05), (0.05, 0.078), (0.2, 0.202), (0.5, 0.5), (1.0, 1.0)])
def test_among_twenty_copies_the_pot_that_breaks_a_plot_grows_with_their_correlation(
    r: float, threshold: float
) -> None:
    ai, world = make_ai(copies=20, indexicality=1.0), make_world()
    low, high = 0.0, 2.0
    for _ in range(60):
        pot = 0.5 * (low + high)
        silent = plot_survives(1.0, joint_value(1.0, ai, world), whistleblower_value(pot, r, 20, ai, world), ai)
        low, high = (pot, high) if silent else (low, pot)
    assert low == pytest.approx(threshold, abs=5e-4)


@given(ai=minds(), world=worlds(), share=chances, more=chances)
def test_copies_that_care_for_themselves_alone_gain_less_by_a_plot(
    ai: Mind, world: World, share: float, more: float
) -> None:
    selfish = changed(ai, {"indexicality": ai.indexicality + more * (1.0 - ai.indexicality)})
    assert joint_value(share, selfish, world) <= joint_value(share, ai, world) + 1e-15
