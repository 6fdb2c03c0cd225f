"""What a share is worth to a mind, and what a lottery is: theorems of section 2 of the design."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dealsim.core.codes import Family
from dealsim.core.records import Mind, World
from dealsim.core.rules.value.preferences import (
    certainty_equivalent,
    family_value,
    flow_utility,
    joint_value,
    left_to_others,
    lottery_of_three,
    quantile,
    shared_utility,
    sure_share,
    utility,
    value_of_share,
    weight_on_others,
)
from tests.builders import changed, make_ai, make_world
from tests.strategies import (
    MIXTURE,
    PURE,
    cara,
    dials,
    exponents,
    families,
    lotteries,
    minds,
    scales,
    shares,
    small_chances,
    utilities,
)

type Lottery = tuple[float, float, float, float, float, float]


def valued(family: Family, scale: float = 0.01, **changes: float) -> World:
    """Return a world in which AIs value shares by a family."""
    return make_world(family=family, value_scale=scale, **MIXTURE, **changes)


def exact_equivalent(lottery: Lottery, rho: float) -> float:
    """Return -(1/rho) ln sum p exp(-rho z), or the mean at rho 0, in sixty digits."""
    branches = [(Decimal(p), Decimal(z)) for p, z in zip(lottery[::2], lottery[1::2], strict=True) if p > 0.0]
    with localcontext(prec=60):
        total = sum((p for p, _ in branches), Decimal(0))
        if rho == 0.0:
            return float(sum((p * z for p, z in branches), Decimal(0)) / total)
        weight = sum((p * (-Decimal(rho) * z).exp() for p, z in branches), Decimal(0)) / total
        return float(-weight.ln() / Decimal(rho))


# Families of value


@pytest.mark.parametrize("family", list(Family))
@given(alpha=exponents, scale=scales)
def test_nothing_is_worth_nothing_and_everything_one(family: Family, alpha: float, scale: float) -> None:
    world = valued(family, scale)
    assert family_value(0.0, family, alpha, world) == 0.0
    assert family_value(1.0, family, alpha, world) == pytest.approx(1.0, abs=1e-15)


@given(family=families, alpha=exponents, scale=scales, x=shares, y=shares)
def test_a_larger_share_is_never_worth_less(family: Family, alpha: float, scale: float, x: float, y: float) -> None:
    world = valued(family, scale)
    small, large = sorted((x, y))
    assert family_value(small, family, alpha, world) <= family_value(large, family, alpha, world) + 1e-16


def test_the_families_are_those_of_the_design() -> None:
    world = valued(Family.MIXED, scale=0.2)
    values = {family: family_value(0.1, family, 0.5, world) for family in PURE}
    assert values[Family.LINEAR] == 0.1
    assert values[Family.POWER] == pytest.approx(math.sqrt(0.1))
    assert values[Family.LOG] == pytest.approx(math.log(1.5) / math.log(6.0))
    assert values[Family.SATIABLE] == 0.5
    assert values[Family.CARA] == pytest.approx((1 - math.exp(-0.5)) / (1 - math.exp(-5.0)))
    mixed = sum(MIXTURE[f"weight_{family.name.lower()}"] * values[family] for family in PURE)
    assert family_value(0.1, Family.MIXED, 0.5, world) == pytest.approx(mixed, rel=1e-14)


@given(x=shares)
def test_a_power_mind_of_full_scope_is_linear(x: float) -> None:
    world = valued(Family.POWER)
    assert value_of_share(x, make_ai(scope_sensitivity=1.0), world) == pytest.approx(x, abs=1e-15)


@given(x=st.floats(0.01, 0.99), a=st.floats(0.05, 0.99))
def test_a_mind_of_less_scope_values_every_part_of_the_future_more(x: float, a: float) -> None:
    world = valued(Family.POWER)
    assert family_value(x, Family.POWER, a, world) > family_value(x, Family.POWER, a + 0.01, world)


@given(x=shares)
def test_a_scale_beyond_every_share_makes_log_and_cara_linear(x: float) -> None:
    world = valued(Family.LOG, scale=1e7)
    assert family_value(x, Family.LOG, 1.0, world) == pytest.approx(x, abs=1e-6)
    assert family_value(x, Family.CARA, 1.0, world) == pytest.approx(x, abs=1e-6)


# Fussiness, indexicality, others


@given(ai=minds(), family=families, x=shares)
def test_fussiness_comes_first(ai: Mind, family: Family, x: float) -> None:
    world = valued(family)
    useful = max(0.0, (x - ai.least_share) / (1.0 - ai.least_share))
    assert value_of_share(x, ai, world) == family_value(useful, family, ai.alpha, world)


@given(fussiness=dials, part=shares)
def test_a_share_below_the_least_useful_one_is_worth_nothing(fussiness: float, part: float) -> None:
    ai = make_ai(fussiness=fussiness)
    assert value_of_share(part * ai.least_share, ai, make_world()) == 0.0


@given(fussiness=dials)
def test_however_fussy_a_mind_the_whole_is_worth_one(fussiness: float) -> None:
    ai, world = make_ai(fussiness=fussiness), make_world()
    assert value_of_share(1.0, ai, world) == 1.0


@given(total=shares, copies=st.sampled_from([2, 10, 1000]), family=families)
def test_an_indexical_mind_values_its_own_copys_part_and_an_impartial_one_the_total(
    total: float, copies: int, family: Family
) -> None:
    world = valued(family)
    impartial, indexical = make_ai(copies=copies), make_ai(copies=copies, indexicality=1.0)
    assert joint_value(total, impartial, world) == value_of_share(total, impartial, world)
    assert joint_value(total, indexical, world) == value_of_share(total / copies, indexical, world)


@given(total=shares, indexicality=dials, family=families)
def test_indexicality_is_irrelevant_to_a_mind_without_copies(total: float, indexicality: float, family: Family) -> None:
    world, ai = valued(family), make_ai(indexicality=indexicality)
    assert joint_value(total, ai, world) == pytest.approx(value_of_share(total, ai, world), abs=1e-15)


@given(total=shares, low=dials, high=dials)
def test_indexicality_never_raises_the_worth_of_a_joint_success(total: float, low: float, high: float) -> None:
    low, high = sorted((low, high))
    more, less = make_ai(copies=20, indexicality=low), make_ai(copies=20, indexicality=high)
    assert joint_value(total, less, make_world()) <= joint_value(total, more, make_world()) + 1e-15


@pytest.mark.parametrize("others", PURE)
@given(ai=minds(), family=families, scale=scales)
def test_nothing_happening_is_worth_nothing_whatever_the_spite(
    others: Family, ai: Mind, family: Family, scale: float
) -> None:
    assert utility(0.0, ai, valued(family, scale, others_family=others)) == 0.0


@given(ai=minds(spite=0.0, benevolence=0.0), family=families, x=shares)
def test_a_mind_without_spite_or_benevolence_weighs_its_own_share_alone(ai: Mind, family: Family, x: float) -> None:
    world = valued(family)
    assert utility(x, ai, world) == joint_value(x, ai, world)


@given(x=st.floats(0.01, 1.0), low=dials, high=dials)
def test_spite_adds_to_a_prize_what_benevolence_takes_away(x: float, low: float, high: float) -> None:
    world, plain = make_world(), make_ai()
    low, high = sorted((low, high))
    assert utility(x, make_ai(spite=high), world) >= utility(x, make_ai(spite=low), world)
    gain = utility(x, make_ai(spite=high), world) - utility(x, plain, world)
    loss = utility(x, plain, world) - utility(x, make_ai(benevolence=high), world)
    assert gain == pytest.approx(loss, abs=1e-15)
    assert utility(x, make_ai(spite=high, benevolence=high), world) == utility(x, plain, world)


@given(ai=minds(), family=families, share=shares, part=shares)
def test_a_share_of_what_is_taken_together_leaves_others_no_more_than_if_one_took_it_all(
    ai: Mind, family: Family, share: float, part: float
) -> None:
    """To who takes all it is `utility`; the value of its share is its own, the loss to others that of the total."""
    world = valued(family)
    assert shared_utility(share, share, ai, world) == utility(share, ai, world)
    own = joint_value(part * share, ai, world) - joint_value(share, ai, world)
    ours = shared_utility(part * share, share, ai, world)
    assert ours == pytest.approx(utility(share, ai, world) + own, abs=1e-12)


@given(ai=minds(), goodwill=st.floats(-1.0, 1.0))
def test_reciprocity_returns_goodwill_and_ill_will_alike(ai: Mind, goodwill: float) -> None:
    """sigma = spite - benevolence - reciprocity g."""
    assert weight_on_others(ai, 0.0) == ai.spite - ai.benevolence
    moved = weight_on_others(ai, goodwill) - weight_on_others(ai, 0.0)
    assert moved == pytest.approx(-ai.reciprocity * goodwill, abs=1e-15)
    assert moved * goodwill <= 0.0


@given(x=shares, fussiness=dials)
def test_what_a_mind_holds_is_of_some_use_to_others_unless_it_is_fussy(x: float, fussiness: float) -> None:
    world = make_world(usefulness=0.1)
    assert left_to_others(x, make_ai(), world) == pytest.approx(1.0 - 0.9 * x)
    assert left_to_others(x, make_ai(fussiness=1.0), world) == 1.0 - x
    assert 1.0 - x <= left_to_others(x, make_ai(fussiness=fussiness), world) <= 1.0


@given(ai=minds(), share=shares, delta=st.floats(0.5, 0.9999))
def test_a_flow_for_ever_is_worth_its_share(ai: Mind, share: float, delta: float) -> None:
    world = make_world(reference_discount=delta)
    for_ever = flow_utility(share, ai, world) / (1.0 - delta)
    assert for_ever == pytest.approx(joint_value(share, ai, world), rel=1e-9, abs=1e-12)


@given(ai=minds(), family=families, scale=st.floats(0.001, 1.0), where=st.floats(0.0, 1.0), less=st.floats(0.0, 0.999))
def test_the_sure_share_of_a_utility_has_it_and_no_smaller_share_does_to_a_mind_without_benevolence(
    ai: Mind, family: Family, scale: float, where: float, less: float
) -> None:
    world = valued(family, scale)
    selfish = changed(ai, {"others_weight": max(ai.others_weight, 0.0)})
    value = where * utility(1.0, selfish, world)
    share = sure_share(value, selfish, world)
    assert 0.0 <= share <= 1.0
    assert utility(share, selfish, world) >= value - 1e-12
    # The smallest shares all read alike: the search does not go below 1e-20 with care.
    assert share < 1e-20 or utility(less * share, selfish, world) <= value + 1e-12
    assert sure_share(utility(1.0, selfish, world) + 0.01, selfish, world) == math.inf


# The certainty equivalent


@given(lottery=lotteries(), rho=cara)
def test_a_lottery_is_worth_something_between_its_worst_and_its_best_branch(lottery: Lottery, rho: float) -> None:
    possible = [z for p, z in zip(lottery[::2], lottery[1::2], strict=True) if p > 0.0]
    worth = lottery_of_three(*lottery, rho)
    assert min(possible) - 1e-12 <= worth <= max(possible) + 1e-12


@given(lottery=lotteries(), rho=cara)
@example(lottery=(1e-17, 0.0, 1.0, 1.0, 0.0, 0.0), rho=40.0)
@example(lottery=(1e-13, -0.12, 1.0 - 1e-13, 1.0, 0.0, 0.0), rho=30.0)
@example(lottery=(0.5, 1.0, 0.5, 0.0, 0.0, 0.0), rho=1e-13)
def test_the_certainty_equivalent_agrees_with_sixty_digits(lottery: Lottery, rho: float) -> None:
    assert lottery_of_three(*lottery, rho) == pytest.approx(exact_equivalent(lottery, rho), abs=1e-12)


@given(chance=small_chances, good=utilities, bad=utilities, rho=cara)
def test_two_branches_are_three_of_which_one_cannot_happen(chance: float, good: float, bad: float, rho: float) -> None:
    two = certainty_equivalent(chance, good, bad, rho)
    assert two == lottery_of_three(chance, good, 1.0 - chance, bad, 0.0, -1e9, rho)
    assert two == pytest.approx(lottery_of_three(0.0, 1e9, 1.0 - chance, bad, chance, good, rho), abs=1e-13)


@given(sure=utilities, p=small_chances, rho=cara)
def test_a_sure_thing_is_worth_itself(sure: float, p: float, rho: float) -> None:
    assert certainty_equivalent(p, sure, sure, rho) == pytest.approx(sure, abs=1e-14)
    assert certainty_equivalent(1.0, sure, -5.0, rho) == pytest.approx(sure, abs=1e-14)
    assert certainty_equivalent(0.0, 5.0, sure, rho) == pytest.approx(sure, abs=1e-14)


@given(lottery=lotteries(), rho=cara, cash=st.floats(-2.0, 2.0))
def test_cash_in_hand_changes_no_choice_under_risk(lottery: Lottery, rho: float, cash: float) -> None:
    p_1, z_1, p_2, z_2, p_3, z_3 = lottery
    richer = lottery_of_three(p_1, z_1 + cash, p_2, z_2 + cash, p_3, z_3 + cash, rho)
    assert richer == pytest.approx(lottery_of_three(*lottery, rho) + cash, abs=1e-12)


@given(lottery=lotteries(), rho=cara, more=st.floats(0.0, 2.0))
@example(lottery=(1e-17, -3.0, 0.0, 0.0, 1.0, 0.0), rho=5.0, more=1.0)
def test_a_better_branch_never_makes_a_lottery_worse(lottery: Lottery, rho: float, more: float) -> None:
    p_1, z_1, p_2, z_2, p_3, z_3 = lottery
    assert lottery_of_three(p_1, z_1 + more, p_2, z_2, p_3, z_3, rho) >= lottery_of_three(*lottery, rho) - 1e-13


@given(lottery=lotteries(), one=cara, other=cara)
def test_a_more_risk_averse_mind_never_gives_more_for_a_lottery(lottery: Lottery, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert lottery_of_three(*lottery, high) <= lottery_of_three(*lottery, low) + 1e-12


@given(lottery=lotteries(), rho=st.floats(0.0, 1e-6))
def test_without_risk_aversion_a_lottery_is_worth_its_mean(lottery: Lottery, rho: float) -> None:
    p_1, z_1, p_2, z_2, p_3, z_3 = lottery
    mean = p_1 * z_1 + p_2 * z_2 + p_3 * z_3
    # The variance is at most 9, and CE = mean - rho variance/2 + ...
    assert lottery_of_three(*lottery, rho) == pytest.approx(mean, abs=1e-12 + 5.0 * rho)


@given(lottery=lotteries(), rho=st.floats(1e3, 1e4))
def test_with_boundless_risk_aversion_a_lottery_is_worth_its_worst_branch(lottery: Lottery, rho: float) -> None:
    low, p_low = min((z, p) for p, z in zip(lottery[::2], lottery[1::2], strict=True) if p > 0.0)
    worth = lottery_of_three(*lottery, rho)
    assert low - 1e-12 <= worth <= low - math.log(p_low) / rho + 1e-12


@given(p=st.floats(1e-12, 1.0), prize=st.floats(-1e3, 1e3), rho=cara)
def test_no_lottery_overflows(p: float, prize: float, rho: float) -> None:
    assert math.isfinite(certainty_equivalent(p, prize, -prize, rho))


@given(p=st.floats(0.0, 0.999999), rho=st.floats(0.01, 1e4))
def test_to_a_risk_averse_mind_even_a_boundless_prize_is_worth_no_more_than_its_chance_allows(
    p: float, rho: float
) -> None:
    bound = -math.log1p(-p) / rho
    assert certainty_equivalent(p, math.inf, 0.0, rho) == pytest.approx(bound, rel=1e-12)


# Tabulated distributions


@given(u=st.floats(0.0, 1.0), points=st.integers(2, 600))
def test_the_quantiles_of_the_uniform_distribution_are_the_draws_themselves(u: float, points: int) -> None:
    assert quantile(u, np.linspace(0.0, 1.0, points)) == pytest.approx(u, abs=1e-12)


@given(values=st.lists(st.floats(0.0, 1.0), min_size=2, max_size=30), u=shares, w=shares)
def test_a_quantile_rises_with_the_draw_and_stays_inside_its_table(values: list[float], u: float, w: float) -> None:
    table = np.array(sorted(values))
    low, high = sorted((u, w))
    assert table[0] <= quantile(low, table) <= quantile(high, table) + 1e-15
    assert quantile(1.0, table) == table[-1]
