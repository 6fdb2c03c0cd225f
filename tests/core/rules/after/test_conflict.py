"""Conflict after a takeover: the demand, the answer, the war; closed forms of Fearon, Powell and of spite."""

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy.integrate import quad

from dealsim.core.codes import Family
from dealsim.core.records import Mind, World
from dealsim.core.rules.after.conflict import (
    acceptance_chance,
    best_demand,
    chance_later,
    chance_to_win,
    cost_to_accept,
    greatest_demand,
    least_demand,
    resisters_utility,
    resisters_war,
    uniform_equivalent,
    utility_of_division,
    value_of_demand,
    winners_war,
)
from dealsim.core.rules.value.preferences import utility
from tests.builders import make_ai, make_world, natural_ai
from tests.strategies import aftermaths, cara, chances, minds, shares

# The textbook's world: linear, nothing lost but private costs, a settlement binds for ever.
PLAIN = {"usefulness": 0.0, "war_loss": 0.0, "resisters_rho": 0.0, "later_part": 0.0, "war_harm": 0.0}
CONCAVE = st.sampled_from([Family.LINEAR, Family.POWER, Family.LOG, Family.CARA])


def refusal(demand: float, chance: float, ai: Mind, world: World) -> float:
    """Return the chance that a demand is refused."""
    return 1.0 - acceptance_chance(cost_to_accept(demand, resisters_war(chance, ai, world), ai, world), world)


def worth(demand: float, cost: float, chance: float, ai: Mind, world: World) -> float:
    """Return the winner's certainty equivalent of a demand of the whole."""
    war, theirs = winners_war(chance, cost, ai, world), resisters_war(chance, ai, world)
    return value_of_demand(demand, 1.0, war, theirs, ai, world)


# What war and peace are worth


@given(ai=minds(), world=aftermaths(), share=shares)
def test_a_division_of_the_whole_is_worth_what_the_share_is(ai: Mind, world: World, share: float) -> None:
    assert utility_of_division(share, 1.0 - share, ai, world) == utility(share, ai, world)


@given(width=st.floats(-20.0, 20.0), rho=st.floats(0.0, 30.0))
@example(width=10.0, rho=9e-5)
@example(width=-10.0, rho=9e-5)
def test_an_even_gain_is_worth_the_certainty_equivalent_of_its_integral(width: float, rho: float) -> None:
    assume(rho * abs(width) < 200.0)
    found = uniform_equivalent(width, rho)
    low = min(width, 0.0)
    if rho < 1e-6:
        assert found == pytest.approx(width / 2.0, rel=1e-3, abs=1e-9)
    else:
        total = quad(lambda u: np.exp(-rho * (u * width - low)), 0.0, 1.0, points=[0.0, 1.0], limit=200)[0]
        assert found == pytest.approx(low - np.log(total) / rho, rel=1e-6, abs=1e-7)


@given(width=st.floats(-20.0, 20.0), rho=cara, more=st.floats(0.0, 100.0))
def test_an_even_gain_lies_between_its_ends_and_below_its_mean_the_more_the_more_risk_averse(
    width: float, rho: float, more: float
) -> None:
    found = uniform_equivalent(width, rho)
    slack = 1e-12 * (1.0 + abs(width))
    assert min(width, 0.0) - slack <= found <= 0.5 * width + slack
    assert uniform_equivalent(width, rho + more) <= found + 1e-9 * (1.0 + abs(width))


@given(share=shares, world=aftermaths(), more=chances)
def test_whoever_took_more_would_sooner_win(share: float, world: World, more: float) -> None:
    chance = chance_to_win(share, world)
    assert 0.0 <= chance <= chance_to_win(share + more * (1.0 - share), world) <= 1.0
    assert chance <= chance_later(chance, world) + 1e-15 <= 1.0 + 1e-15


@given(ai=minds(), world=aftermaths(), chance=chances, demand=shares, more=chances)
def test_those_who_resist_never_accept_more_easily_what_leaves_them_less(
    ai: Mind, world: World, chance: float, demand: float, more: float
) -> None:
    larger = demand + more * (1.0 - demand)
    assert refusal(larger, chance, ai, world) >= refusal(demand, chance, ai, world) - 1e-12


@given(ai=minds(), world=aftermaths(resisters_spite=0.0), chance=chances, more=chances, demand=shares)
def test_those_who_would_sooner_lose_a_war_accept_more(
    ai: Mind, world: World, chance: float, more: float, demand: float
) -> None:
    assert refusal(demand, chance + more * (1.0 - chance), ai, world) <= refusal(demand, chance, ai, world) + 1e-9


@given(ai=minds(), world=aftermaths(), chance=chances, cost=st.floats(0.0, 2.0))
def test_the_greatest_demand_accepted_is_accepted_and_the_next_one_is_not(
    ai: Mind, world: World, chance: float, cost: float
) -> None:
    war = resisters_war(chance, ai, world)
    greatest = greatest_demand(war, cost, ai, world)
    if greatest > 0.0:
        assert cost_to_accept(greatest, war, ai, world) <= cost
    if greatest < 1.0 - 1e-9:
        assert cost_to_accept(greatest + 1e-9, war, ai, world) > cost


# Fearon: bargaining with private costs of war


@given(p=st.floats(0.05, 0.7), c=st.floats(0.02, 0.5), part=st.floats(0.0, 1.5))
@example(p=0.4, c=0.5, part=0.2)
def test_a_linear_winner_demands_and_risks_war_as_in_fearon(p: float, c: float, part: float) -> None:
    """Demand p + (c - cA)/2 and war with chance max(0, (1 - cA/c)/2): fearon1995rationalist."""
    world, ai, own = make_world(**PLAIN, others_war_cost=c), make_ai(), part * c
    demand = p + max(0.0, 0.5 * (c - own))
    assume(demand < 0.99)
    found = best_demand(0.0, own, p, ai, world)
    assert found == pytest.approx(demand, abs=1e-6)
    assert refusal(found, p, ai, world) == pytest.approx(max(0.0, 0.5 * (1.0 - part)), abs=1e-5)


def test_in_fearons_example_the_demand_is_three_fifths_and_war_comes_twice_in_five() -> None:
    world, ai = make_world(**PLAIN, others_war_cost=0.5), make_ai()
    demand = best_demand(0.0, 0.1, 0.4, ai, world)
    assert demand == pytest.approx(0.60, abs=1e-6)
    assert refusal(demand, 0.4, ai, world) == pytest.approx(0.40, abs=1e-6)


@given(p=st.floats(0.05, 0.5), c=st.floats(0.05, 0.5), part=st.floats(0.0, 0.5), loss=st.floats(0.0, 0.3))
def test_what_a_war_destroys_works_like_a_cost_to_the_winner(p: float, c: float, part: float, loss: float) -> None:
    """War max(0, (1 - (cA + d)/c)/2)."""
    world, ai, own = make_world(**PLAIN | {"war_loss": loss}, others_war_cost=c), make_ai(), part * c
    found = best_demand(0.0, own, p, ai, world)
    assert refusal(found, p, ai, world) == pytest.approx(max(0.0, 0.5 * (1.0 - (own + loss) / c)), abs=1e-5)


# Powell: a winner that grows stronger and cannot bind itself


def will_fight(now: float, later: float, loss: float, delta: float) -> bool:
    """Return whether resisters to whom war costs nothing but what it destroys accept no offer of a winner's."""
    world = make_world(
        **PLAIN | {"war_loss": loss, "later_part": delta}, consolidation=1.0 - later / now, others_war_cost=0.0
    )
    ai, chance = make_ai(), 1.0 - now
    least = least_demand(chance, ai, world)
    return refusal(best_demand(least, 1e-6, chance, ai, world), chance, ai, world) > 0.0


@given(now=st.floats(0.05, 1.0), part=chances, loss=chances, delta=chances)
def test_a_declining_side_fights_as_in_powell(now: float, part: float, loss: float, delta: float) -> None:
    """War iff (1 - d)(p_t - delta p_{t+1}) > 1 - delta, p the declining side's chance: powell2006war."""
    edge = (1.0 - loss) * (now - delta * part * now) - (1.0 - delta)
    assume(abs(edge) > 1e-9)
    assert will_fight(now, part * now, loss, delta) == (edge > 0.0)


def test_in_powells_example_a_fall_from_90_to_below_86_per_cent_means_war() -> None:
    assert not will_fight(0.9, 0.862, 0.2, 0.9)
    assert will_fight(0.9, 0.861, 0.2, 0.9)


@given(now=st.floats(0.05, 1.0), loss=chances, delta=chances)
def test_a_balance_that_does_not_shift_never_brings_war(now: float, loss: float, delta: float) -> None:
    assume(loss == 0.0 or loss > 1e-9)
    assert not will_fight(now, now, loss, delta)


# Spite


@pytest.mark.parametrize(("spite", "width"), [(0.0, 0.2), (0.25, 0.12), (0.5, 0.0667), (1.0, 0.0)])
def test_the_width_of_peace_shrinks_with_spite_on_both_sides(spite: float, width: float) -> None:
    """2 c (1 - s)/(1 + s) at c = .1: between what the one at least and the other at most would have in peace."""
    c, p = 0.1, 0.5
    world, ai = make_world(**PLAIN, resisters_spite=spite, own_war_cost=0.0), make_ai(spite=spite)
    felt = c - spite * c
    most = greatest_demand(resisters_war(p, ai, world), felt, ai, world)
    grid = np.linspace(0.0, 1.0, 10001)
    war = winners_war(p, felt, ai, world)
    least = next(x for x in grid if utility_of_division(x, 1.0 - x, ai, world) >= war - 1e-12)
    assert 2 * c * (1 - spite) / (1 + spite) == pytest.approx(width, abs=1e-4)
    assert most - least == pytest.approx(2 * c * (1 - spite) / (1 + spite), abs=2e-4)


@given(p=st.floats(0.05, 0.4), c=st.floats(0.05, 0.5), part=st.floats(0.0, 0.9), sigma=st.floats(-0.5, 2.0))
def test_a_linear_winner_who_relishes_the_others_costs_risks_more_war(
    p: float, c: float, part: float, sigma: float
) -> None:
    """War max(0, (1 + sigma - cA/c)/(2 + sigma)): Fearon's first-order condition with the cost of those who fight."""
    world, ai, own = make_world(**PLAIN, others_war_cost=c), natural_ai(others_weight=sigma), part * c
    found = best_demand(0.0, own, p, ai, world)
    assert refusal(found, p, ai, world) == pytest.approx(max(0.0, (1 + sigma - part) / (2 + sigma)), abs=1e-5)


# The demand in general


@given(ai=minds(), world=aftermaths(), chance=chances, cost=st.floats(0.0, 2.0))
def test_no_demand_on_a_fine_grid_is_worth_more_than_the_best(
    ai: Mind, world: World, chance: float, cost: float
) -> None:
    least = least_demand(chance, ai, world)
    found = best_demand(least, cost, chance, ai, world)
    assert found >= least
    grid = [worth(x, cost, chance, ai, world) for x in np.linspace(least, 1.0, 301)]
    assert worth(found, cost, chance, ai, world) >= max(grid) - 1e-3 * (1.0 + abs(max(grid)))


def concave_world(family: Family, c: float) -> World:
    """Return a world whose minds have no kink and no step in their values."""
    return make_world(**PLAIN, others_war_cost=c, family=family, value_scale=0.3)


@given(
    family=CONCAVE,
    scope=st.floats(0.1, 1.0),
    p=st.floats(0.05, 0.95),
    c=st.floats(0.05, 1.0),
    cost=st.floats(0.0, 0.5),
    rho=st.floats(0.0, 20.0),
    more=st.floats(0.0, 20.0),
)
def test_a_more_risk_averse_winner_never_demands_more(
    family: Family, scope: float, p: float, c: float, cost: float, rho: float, more: float
) -> None:
    """The demand maximises a(x)(1 - exp(-rho g)), g = U(x) - CE(war): log-submodular in (x, rho), so Topkis applies."""
    world, dials = concave_world(family, c), {"scope_sensitivity": scope}
    bold, careful = natural_ai(dials=dials, rho=rho), natural_ai(dials=dials, rho=rho + more)
    assert best_demand(0.0, cost, p, careful, world) <= best_demand(0.0, cost, p, bold, world) + 1e-5


@given(
    family=CONCAVE,
    scope=st.floats(0.1, 1.0),
    p=st.floats(0.05, 0.95),
    c=st.floats(0.05, 1.0),
    cost=st.floats(0.0, 0.5),
    rho=st.floats(0.0, 20.0),
    more=st.floats(0.0, 0.5),
)
def test_a_winner_to_whom_war_costs_more_never_demands_more(
    family: Family, scope: float, p: float, c: float, cost: float, rho: float, more: float
) -> None:
    world, ai = concave_world(family, c), natural_ai(dials={"scope_sensitivity": scope}, rho=rho)
    assert best_demand(0.0, cost + more, p, ai, world) <= best_demand(0.0, cost, p, ai, world) + 1e-5


@given(p=st.floats(0.05, 0.95), harm=st.floats(0.0, 1.0), cost=st.floats(0.0, 0.2))
def test_minding_the_harm_of_war_is_one_more_cost_of_war(p: float, harm: float, cost: float) -> None:
    world = make_world(**PLAIN | {"war_harm": 0.5}, others_war_cost=0.5)
    other = best_demand(0.0, cost + world.harm_cost * harm * 0.5, p, make_ai(), world)
    assert best_demand(0.0, cost, p, make_ai(harm_aversion=harm), world) == pytest.approx(other, abs=1e-6)


def test_a_fussy_winner_fights_for_what_a_modest_one_settles_for() -> None:
    world, p = make_world(**PLAIN, others_war_cost=0.05), 0.4
    modest, fussy = make_ai(), make_ai(fussiness=1.0)  # less than half of everything is worth nothing to it
    assert refusal(best_demand(0.0, 0.1, p, modest, world), p, modest, world) == 0.0
    assert refusal(best_demand(0.0, 0.1, p, fussy, world), p, fussy, world) == 1.0


# What the winner can bind itself to


@given(ai=minds(), world=aftermaths(later_part=0.0), chance=chances)
def test_a_settlement_that_binds_for_ever_bounds_no_demand(ai: Mind, world: World, chance: float) -> None:
    assert least_demand(chance, ai, world) == 0.0


@given(world=aftermaths(guilt_cost=10.0), chance=chances)
def test_a_winner_with_enough_guilt_can_bind_itself_to_anything(world: World, chance: float) -> None:
    assert least_demand(chance, make_ai(cooperativeness=1.0), world) == 0.0


@given(ai=minds(cooperativeness=0.3), world=aftermaths(), chance=chances, dial=st.floats(0.3, 1.0))
def test_a_more_cooperative_winner_can_bind_itself_to_no_less(
    ai: Mind, world: World, chance: float, dial: float
) -> None:
    before = least_demand(chance, ai, world)
    ai.cooperativeness = dial
    assert least_demand(chance, ai, world) <= before + 1e-12


@given(ai=minds(), world=aftermaths(), chance=chances, part=chances)
def test_a_winner_would_not_go_back_on_a_settlement_to_which_it_can_bind_itself(
    ai: Mind, world: World, chance: float, part: float
) -> None:
    later = resisters_war(chance_later(chance, world), ai, world)
    forced = world.later_part * greatest_demand(later, 0.0, ai, world)
    least = least_demand(chance, ai, world)
    assert 0.0 <= least <= forced
    settled = least + part * (forced - least)
    taken = max(utility_of_division(x, 1.0 - x, ai, world) for x in np.linspace(settled, forced, 41))
    gain = taken - utility_of_division(settled, 1.0 - settled, ai, world)
    # A peak between the points of the scan may be missed by a little.
    assert gain <= world.guilt_cost * ai.cooperativeness + 0.02


@given(ai=minds(), world=aftermaths(), own=shares, part=shares)
def test_resisters_without_spite_value_what_reaches_them(ai: Mind, world: World, own: float, part: float) -> None:
    world.resisters_spite = 0.0
    world.others_family = Family.LINEAR
    rest = part * (1.0 - own)
    left = rest + world.usefulness * (1.0 - ai.fussiness) * own
    assert resisters_utility(own, rest, ai, world) == pytest.approx(left, abs=1e-15)
