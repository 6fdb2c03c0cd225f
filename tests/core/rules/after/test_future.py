"""What becomes of a world that was taken over: division, reflection, cooperation, and what reaches others."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealsim.core.codes import Family
from dealsim.core.compiled import copied, row
from dealsim.core.records import Mind, Settlement, World
from dealsim.core.rules.after.conflict import utility_of_division
from dealsim.core.rules.after.future import (
    AFTERMATH_DRAWS,
    OTHERS_COST,
    WAR,
    cooperates,
    others_left,
    settle_future,
    share_to_keep,
)
from dealsim.core.rules.value.evidential import evidential_correlation
from dealsim.core.rules.value.preferences import family_value, left_to_others
from tests.builders import changed, make_ai, make_world, natural_ai, type_fields
from tests.strategies import aftermaths, chances, dials, exponents, minds, shares

inner = st.floats(1e-9, 1.0 - 1e-9)
lucks = st.lists(inner, min_size=AFTERMATH_DRAWS, max_size=AFTERMATH_DRAWS)
PLAIN = {"usefulness": 0.0, "war_loss": 0.0, "resisters_rho": 0.0, "later_part": 0.0}
PEACE = {"war_chance": 1.0, "later_part": 0.0}


def settle(
    ai: Mind, world: World, held: float = 1.0, salience: float = 0.0, luck: list[float] | None = None
) -> Settlement:
    """Return what follows a takeover, the mind left as it was."""
    settlement = row(Settlement)
    settle_future(settlement, copied(ai), salience, held, np.array(luck or [0.5] * AFTERMATH_DRAWS), world)
    return settlement


# All of it


@given(ai=minds(), world=aftermaths(), held=shares, salience=dials, luck=lucks)
def test_every_number_of_a_settlement_is_finite_and_every_share_accounted_for(
    ai: Mind, world: World, held: float, salience: float, luck: list[float]
) -> None:
    s = settle(ai, world, held, salience, luck)
    assert all(math.isfinite(getattr(s, name)) for name in type_fields(s))
    assert s.kept + s.given + s.traded == pytest.approx(s.held, abs=1e-12)
    assert min(s.kept, s.given, s.traded, s.destroyed) >= 0.0
    assert s.held + s.destroyed <= 1.0 + 1e-12
    assert 0.0 <= s.least_demand <= s.demand <= 1.0
    assert -1e-12 <= s.others <= 1.0 + 1e-12
    if not s.fought:
        assert s.others == pytest.approx(left_to_others(s.kept, ai, world), abs=1e-12)
        assert (s.won, s.destroyed, s.held, s.value) == (0, 0.0, s.demand, s.others)
    else:
        assert s.value == s.others - s.others_cost
        assert s.held == (pytest.approx(1.0 - world.war_loss) if s.won else 0.0)


@given(ai=minds(), world=aftermaths(), held=shares, luck=lucks)
def test_wars_come_as_often_as_the_winner_reckons(ai: Mind, world: World, held: float, luck: list[float]) -> None:
    cells, fought = 64, []
    for k in range(cells):
        luck[OTHERS_COST] = (k + 0.5) / cells
        fought.append(settle(ai, world, held, 0.0, luck).fought)
    assert np.mean(fought) == pytest.approx(1.0 - settle(ai, world, held, 0.0, luck).acceptance, abs=1.0 / cells)


@given(ai=minds(reflection=0.0), world=aftermaths(), held=shares, luck=lucks)
def test_a_war_is_won_with_the_chance_that_both_sides_believe(
    ai: Mind, world: World, held: float, luck: list[float]
) -> None:
    assume(abs(luck[WAR] - world.war_chance * held) > 1e-12)
    s = settle(ai, world, held, 0.0, luck)
    assert s.won == (s.fought and luck[WAR] < world.war_chance * held)


@given(ai=minds(spite=0.0), luck=lucks)
def test_a_winner_whom_nobody_can_resist_need_not_fight(ai: Mind, luck: list[float]) -> None:
    s = settle(ai, make_world(**PLAIN | PEACE), 1.0, 0.0, luck)
    assert (s.fought, s.acceptance) == (0, 1.0)


def test_a_settled_world_in_numbers() -> None:
    """Fearon's example from end to end: costs .1 and .3 of at most .5 each, chance .4, demand .6, war from cost .2."""
    world = make_world(**PLAIN, war_chance=0.8, own_war_cost=0.5, others_war_cost=0.5)
    peace = settle(make_ai(), world, 0.5, 0.0, [0.2, 0.6, 0.9, 0.9])
    assert (peace.war_chance, peace.own_cost, peace.others_cost) == pytest.approx((0.4, 0.1, 0.3))
    assert (peace.demand, peace.acceptance, peace.others) == pytest.approx((0.6, 0.6, 0.4), abs=1e-6)
    war = settle(make_ai(), world, 0.5, 0.0, [0.2, 0.38, 0.39, 0.9])
    assert (war.fought, war.won, war.held) == (1, 1, 1.0)
    assert (war.value, war.worth) == pytest.approx((-0.19, 0.9))
    lost = settle(make_ai(), changed(world, {"war_loss": 0.01}), 0.5, 0.0, [0.2, 0.1, 0.41, 0.9])
    assert (lost.fought, lost.won, lost.held, lost.others) == (1, 0, 0.0, 0.99)
    assert (lost.value, lost.worth) == pytest.approx((0.94, -0.1))


# The division


@given(ai=minds(benevolence=0.0, reciprocity=0.0), world=aftermaths(), held=shares, part=chances)
def test_a_mind_that_does_not_care_for_others_keeps_all_that_it_holds(
    ai: Mind, world: World, held: float, part: float
) -> None:
    assert share_to_keep(held, part * (1.0 - held), ai, world) == held


@given(alpha=st.floats(0.1, 0.9), care=st.floats(0.1, 1.0), held=shares)
def test_a_caring_mind_gives_until_its_own_margin_meets_that_of_others(alpha: float, care: float, held: float) -> None:
    """x* = min(held, (alpha/|sigma|)^(1/(1 - alpha))): power values against linear ones."""
    world, ai = make_world(**PLAIN, family=Family.POWER), natural_ai(alpha=alpha, others_weight=-care)
    peak = (alpha / care) ** (1.0 / (1.0 - alpha))
    assert share_to_keep(held, 1.0 - held, ai, world) == pytest.approx(min(held, peak), abs=1e-6)


@given(ai=minds(), world=aftermaths(), held=shares, part=chances)
def test_no_division_on_a_fine_grid_is_worth_more_than_the_one_chosen(
    ai: Mind, world: World, held: float, part: float
) -> None:
    rest = part * (1.0 - held)
    kept = share_to_keep(held, rest, ai, world)
    grid = max(utility_of_division(x, rest + held - x, ai, world) for x in np.linspace(0.0, held, 401))
    assert 0.0 <= kept <= held
    assert utility_of_division(kept, rest + held - kept, ai, world) >= grid - 2e-3


@given(ai=minds(), world=aftermaths(), held=shares, more=st.floats(0.0, 2.0))
def test_a_mind_that_cares_more_for_others_never_costs_them_more(
    ai: Mind, world: World, held: float, more: float
) -> None:
    """U = v(x) + sigma L(x): the maximiser's L rises with sigma, whatever v and L are."""
    kinder = changed(ai, {"others_weight": ai.others_weight - more})

    def lost(mind: Mind) -> float:
        kept = share_to_keep(held, 1.0 - held, mind, world)
        return 1.0 - family_value(left_to_others(kept, mind, world), world.others_family, 1.0, world)

    # Two peaks of almost equal height can be told apart no better than the search is exact.
    assert more * (lost(kinder) - lost(ai)) <= 2e-3


# Reflection


@given(ai=minds(), world=aftermaths(), luck=lucks)
def test_reflection_changes_goals_exactly_when_luck_is_below_its_dial(
    ai: Mind, world: World, luck: list[float]
) -> None:
    mind, s = copied(ai), row(Settlement)
    settle_future(s, mind, 0.0, 1.0, np.array(luck), world)
    assert s.reflected == (luck[3] < ai.reflection)
    goals = (world.reflected_others_weight, world.reflected_alpha) if s.reflected else (ai.others_weight, ai.alpha)
    assert (mind.others_weight, mind.alpha) == goals
    mind.others_weight, mind.alpha = ai.others_weight, ai.alpha
    assert mind == ai


@given(ai=minds(reflection=0.0), world=aftermaths(), held=shares, luck=lucks)
def test_to_reflect_on_the_goals_that_one_has_changes_nothing(
    ai: Mind, world: World, held: float, luck: list[float]
) -> None:
    world.reflected_others_weight, world.reflected_alpha = ai.others_weight, ai.alpha
    before = settle(ai, world, held, 0.0, luck)
    ai.reflection = 1.0
    after = settle(ai, world, held, 0.0, luck)
    after.reflected = 0
    assert after == before


@given(alpha=st.floats(0.1, 0.9), care=st.floats(0.1, 1.0))
def test_a_mind_that_has_reflected_divides_by_its_new_goals(alpha: float, care: float) -> None:
    world = make_world(**PLAIN | PEACE, reflected_others_weight=-care, reflected_alpha=alpha)
    s = settle(make_ai(reflection=1.0, spite=1.0), world)
    assert s.kept == pytest.approx(min(1.0, (alpha / care) ** (1.0 / (1.0 - alpha))), abs=1e-6)
    assert s.given == pytest.approx(1.0 - s.kept, abs=1e-12)


# Evidential cooperation


@given(reasoning=dials, salience=dials)
def test_the_correlation_is_the_minds_own_and_what_its_spec_made_salient_and_never_above_one(
    reasoning: float, salience: float
) -> None:
    found = evidential_correlation(make_ai(acausal_reasoning=reasoning), salience)
    assert found == min(1.0, reasoning + salience)


@given(part=st.floats(0.8, 1.2), k=st.floats(1.3, 20.0), z=st.floats(0.01, 1.0), kept=st.floats(0.01, 1.0), iota=dials)
def test_a_linear_mind_cooperates_iff_its_correlation_covers_cost_over_benefit(
    part: float, k: float, z: float, kept: float, iota: float
) -> None:
    """The donation game: r > c/b, here r k (1 + iota) > 1."""
    world = make_world(usefulness=0.0, cooperation_part=z, cooperation_return=k)
    assume(abs(part - 1.0) > 1e-6)
    r = part / (k * (1.0 + iota))
    assert cooperates(r, kept, 1.0 - kept, make_ai(impartiality=iota), world) == (part > 1.0)


@given(ai=minds(spite=0.0, benevolence=0.0, reciprocity=0.0), world=aftermaths(), kept=shares)
def test_a_selfish_mind_that_assumes_no_correlation_never_cooperates(ai: Mind, world: World, kept: float) -> None:
    assert not cooperates(0.0, kept, 1.0 - kept, ai, world)


@given(ai=minds(), world=aftermaths(), kept=shares, r=chances, more=chances)
def test_more_correlation_impartiality_or_boldness_never_ends_cooperation(
    ai: Mind, world: World, kept: float, r: float, more: float
) -> None:
    """What it hopes for is never below what it has for sure, and a certainty equivalent rises with the chance of it."""
    assume(cooperates(r, kept, 1.0 - kept, ai, world))
    # Next to indifference the last bits decide.
    assume(cooperates(r * 0.999999, kept, 1.0 - kept, ai, world))
    assert cooperates(r + more * (1.0 - r), kept, 1.0 - kept, ai, world)
    fairer = changed(ai, {"impartiality": ai.impartiality + more * (1.0 - ai.impartiality)})
    assert cooperates(r, kept, 1.0 - kept, fairer, world)
    bolder = changed(ai, {"rho": ai.rho * more})
    assert cooperates(r, kept, 1.0 - kept, bolder, world)


@given(alpha=exponents, r=chances, kept=st.floats(0.01, 1.0))
def test_a_mind_of_less_scope_asks_for_the_correlation_that_its_curvature_implies(
    alpha: float, r: float, kept: float
) -> None:
    """r ((1 + (k-1) z)^a - (1 - z)^a) > 1 - (1 - z)^a."""
    z, k = 0.1, 3.0
    ai, world = natural_ai(alpha=alpha), make_world(usefulness=0.0, cooperation_part=z, cooperation_return=k)
    edge = r * ((1 + (k - 1) * z) ** alpha - (1 - z) ** alpha) - (1 - (1 - z) ** alpha)
    assume(abs(edge) > 1e-9)
    assert cooperates(r, kept, 1.0 - kept, ai, world) == (edge > 0.0)


@given(ai=minds(), held=shares, salience=dials, world=aftermaths(), luck=lucks)
def test_cooperation_takes_its_part_of_what_was_kept_and_gives_it_to_others(
    ai: Mind, held: float, salience: float, world: World, luck: list[float]
) -> None:
    s = settle(ai, world, held, salience, luck)
    z = world.cooperation_part
    assert s.traded == (pytest.approx(z * (s.held - s.given), abs=1e-12) if s.cooperated else 0.0)


# Allies


@given(
    held=chances,
    allied=chances,
    kept=chances,
    destroyed=st.floats(0.0, 0.9),
    cost=st.floats(0.0, 0.5),
    usefulness=chances,
    fussiness=chances,
)
def test_the_future_is_what_humans_hold_and_what_the_rest_is_worth_to_them_less_what_the_war_cost(
    held: float, allied: float, kept: float, destroyed: float, cost: float, usefulness: float, fussiness: float
) -> None:
    """Every share that was not destroyed is the winner's, an ally's or left to humans."""
    whole, left, world = held + (1.0 - held) * allied, 1.0 - destroyed, make_world(usefulness=usefulness)
    settlement = row(Settlement)
    settlement.destroyed, settlement.kept = destroyed, kept * left
    of_winner = usefulness * (1.0 - fussiness) * settlement.kept
    settlement.value = left - settlement.kept + of_winner - cost  # as `take_stock` leaves it
    allies = min((whole - held) * left, left - settlement.kept)
    humans = left - settlement.kept - allies
    assert humans >= -1e-15
    found = others_left(settlement, held, whole, world)
    assert found == pytest.approx(humans + usefulness * allies + of_winner - cost, abs=1e-12)
    assert others_left(settlement, held, held, world) == settlement.value
