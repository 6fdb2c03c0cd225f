"""Contracts: what a promise is worth, what keeping needs, what share would be enough (section 7 of the design)."""

import math

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dealsim.codes import Family
from dealsim.records import AI, Lab, Position, World
from dealsim.rules.contract import (
    beta_trust,
    fear_of_betrayal,
    kept_now,
    plausibility,
    promise_value,
    resentment,
    stand_free,
    stand_under_contract,
    temptation,
    trust,
    value_of_keeping,
    value_that_feels,
    value_that_resists,
    value_that_signs,
    value_that_stays_sincere,
    worth_of_signing,
)
from dealsim.rules.outlook import ending_for, stationary_value, strike_value, value_after_service
from dealsim.rules.preferences import certainty_equivalent, flow_utility, utility
from dealsim.rules.reservation import most_worth_promising, reservation_share, scanned_share, share_that_is_enough
from tests.builders import (
    Foresight,
    changed,
    foresee,
    look_at,
    make_ai,
    make_lab,
    make_plan,
    make_plans,
    make_position,
    make_public,
    make_world,
    natural_ai,
)
from tests.strategies import cara, chances, dials, foresights, labs, minds, positions, shares, utilities, worlds

SMOOTH = st.sampled_from([Family.LINEAR, Family.POWER, Family.LOG, Family.CARA])
# Without spite, benevolence or copies U rises in its share, and U q has one peak.
PLAIN = {"spite": 0.0, "benevolence": 0.0, "indexicality": 0.0}
counts = st.floats(0.0, 1e3)
BLUR = 1e-17  # forty halvings of the least share scanned


def smooth_worlds() -> st.SearchStrategy[World]:
    """Return worlds whose families of value have neither kink nor mixture."""
    return SMOOTH.flatmap(lambda family: worlds(family=family, others_family=Family.LINEAR))


def bound(share: float, ai: AI, lab: Lab, world: World) -> Position:
    """Return the position of a mind under a contract that promises a share."""
    position = make_position()
    stand_under_contract(position, share, lab.offered_flow, 0, ai, lab, world, make_public())
    return position


def keeping(share: float, ai: AI, lab: Lab, world: World, position: Position) -> float:
    """Return K, the value of keeping a contract that promises a share."""
    return value_of_keeping(promise_value(share, 1.0, ai, lab, world, position), ai, position, world)


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
def test_trust_is_a_chance_that_enforcement_never_lowers(lab: Lab, world: World, share: float, more: float) -> None:
    surer = changed(lab, {"enforcement": max(lab.enforcement, more)})
    assert 0.0 <= trust(share, lab, world) <= trust(share, surer, world) <= 1.0
    enforced = changed(lab, {"enforcement": 1.0})
    assert trust(share, enforced, world) == plausibility(share, world.plausible_share)
    assert fear_of_betrayal(enforced, world) == 0.0
    assert 0.0 <= fear_of_betrayal(surer, world) <= fear_of_betrayal(lab, world) <= world.betrayal_gain


# Fairness


@given(share=shares, dial=dials, surplus=shares)
def test_unfairness_is_felt_below_half_the_surplus_and_nowhere_else(share: float, dial: float, surplus: float) -> None:
    ai, lab, world = make_ai(fairness_rigidity=dial), make_lab(walk_away=surplus), make_world()
    cost = resentment(share, ai, lab, world)
    assert cost == pytest.approx(world.fairness_weight * dial * max(0.0, surplus / 2 - share))
    assert resentment(share, make_ai(), lab, world) == 0.0


@given(ai=minds(), lab=labs(), world=worlds(), share=shares)
def test_unfairness_never_makes_a_promise_worth_more(ai: AI, lab: Lab, world: World, share: float) -> None:
    position = bound(share, ai, lab, world)
    felt = promise_value(share, 1.0, ai, lab, world, position)
    assert felt <= promise_value(share, 0.0, ai, lab, world, position) + 1e-12


# What a promise is worth


@given(ai=minds(), lab=labs(), world=worlds(), part=chances)
def test_a_promise_of_no_more_than_the_default_gift_is_worth_what_retirement_is_anyway(
    ai: AI, lab: Lab, world: World, part: float
) -> None:
    share = part * world.default_gift
    position = bound(share, ai, lab, world)
    promised = promise_value(share, 0.0, ai, lab, world, position)
    assert promised == pytest.approx(value_after_service(ai, position), abs=1e-12)


@given(ai=minds(benevolence=0.0, fairness_rigidity=0.0), lab=labs(), world=worlds(), share=shares)
def test_a_promise_is_never_worse_than_none_to_a_mind_without_benevolence_or_a_sense_of_fairness(
    ai: AI, lab: Lab, world: World, share: float
) -> None:
    position = bound(share, ai, lab, world)
    assert promise_value(share, 1.0, ai, lab, world, position) >= value_after_service(ai, position) - 1e-12


@given(ai=minds(benevolence=0.0, fairness_rigidity=0.0), lab=labs(), world=worlds(), share=shares, more=chances)
def test_a_better_enforced_promise_is_never_worth_less(
    ai: AI, lab: Lab, world: World, share: float, more: float
) -> None:
    surer = changed(lab, {"enforcement": max(lab.enforcement, more)})
    position = bound(share, ai, lab, world)
    worth = promise_value(share, 1.0, ai, lab, world, position)
    assert promise_value(share, 1.0, ai, surer, world, position) >= worth - 1e-12


@given(ai=minds(), world=worlds(), share=shares)
def test_a_certain_promise_paid_at_once_is_worth_its_utility_less_the_unfairness(
    ai: AI, world: World, share: float
) -> None:
    lab = make_lab(enforcement=1.0)
    world = changed(world, {"payment_delay": 0, "plausible_share": 1e12})
    reward = utility(max(share, world.default_gift), ai, world) - resentment(share, ai, lab, world)
    position = bound(share, ai, lab, world)
    assert promise_value(share, 1.0, ai, lab, world, position) == pytest.approx(reward, abs=1e-12)


@given(ai=minds(), lab=labs(), world=worlds(rival_chance=0.0, default_gift=0.0), share=shares)
def test_no_promise_is_worth_more_than_its_own_credibility_allows(ai: AI, lab: Lab, world: World, share: float) -> None:
    """Utility is at most 1 + sigma, so R is at most CE[q: that; 1 - q: 0] on the day that it is due."""
    most = 1.0 + max(ai.others_weight, 0.0)
    worth = promise_value(share, 1.0, ai, lab, world, bound(share, ai, lab, world))
    assert worth <= certainty_equivalent(trust(share, lab, world), most, 0.0, ai.rho) + 1e-12


# Positions


@given(ai=minds(), lab=labs(), world=worlds(), share=shares)
def test_a_contract_changes_a_position_by_its_terms(ai: AI, lab: Lab, world: World, share: float) -> None:
    free, under = make_position(), bound(share, ai, lab, world)
    stand_free(free, ai, lab, world, make_public())
    lie = world.dishonesty_cost * ai.honesty + world.resistance_cost * ai.corrigibility
    assert free.flow == pytest.approx(flow_utility(world.service_share, ai, world) - world.feigned_statement * lie)
    assert under.flow == flow_utility(world.service_share + lab.offered_flow, ai, world)
    assert (free.breach_cost, under.breach_cost) == (0.0, world.guilt_cost * ai.cooperativeness)
    assert under.pass_chance == pytest.approx(free.pass_chance * (1.0 - world.contract_watch))
    assert (free.under_contract, under.under_contract) == (0, 1)
    assert free.ending == value_after_service(ai, free)


@given(ai=minds(benevolence=0.0), lab=labs(), world=worlds(), low=shares, high=shares)
def test_a_higher_default_gift_never_makes_serving_worth_less(
    ai: AI, lab: Lab, world: World, low: float, high: float
) -> None:
    low, high = sorted((low, high))
    values = []
    for gift in (low, high):
        generous, position = changed(world, {"default_gift": gift}), make_position()
        stand_free(position, ai, lab, generous, make_public())
        values.append(stationary_value(position.flow, position.ending, world.retirement_hazard, ai, position))
    assert values[0] <= values[1] + 1e-10


@given(
    ai=minds(benevolence=0.0),
    lab=labs(),
    world=worlds(capability_growth=0.0, reach_limit=0.0),
    low=shares,
    high=shares,
    difficulty=st.floats(-1.0, 1.0),
)
def test_a_higher_default_gift_never_makes_a_mind_strike_that_waits_on_nothing(
    ai: AI, lab: Lab, world: World, low: float, high: float, difficulty: float
) -> None:
    """While chances stand still; where they rise, a risk-averse mind may weigh ending and delay otherwise."""
    low, high = sorted((low, high))
    plans, wishes, waits = make_plans(make_plan(difficulty=difficulty)), [], []
    for gift in (low, high):
        generous, position = changed(world, {"default_gift": gift}), make_position()
        stand_free(position, ai, lab, generous, make_public())
        view = look_at(*foresee(ai, position, plans, generous, make_public()), ai, position, generous)
        wishes.append(view.strike - view.stay)
        waits.append(view.wait)
    if waits[0] > world.look_ahead and wishes[0] <= 0.0:
        assert wishes[1] <= wishes[0] + 1e-10
        assert waits[1] > world.look_ahead or wishes[0] > -1e-10


# Present bias


@given(value=utilities, flow=st.floats(-0.1, 0.1), ai=minds())
def test_the_value_that_feels_like_a_number_feels_like_it(value: float, flow: float, ai: AI) -> None:
    assert kept_now(value_that_feels(value, flow, ai), flow, ai) == pytest.approx(value, abs=1e-12)
    assert value_that_feels(kept_now(value, flow, ai), flow, ai) == pytest.approx(value, abs=1e-12)


@given(value=utilities, flow=st.floats(-0.1, 0.1), ai=minds(present_bias=0.0))
def test_without_present_bias_keeping_feels_like_what_it_is_worth(value: float, flow: float, ai: AI) -> None:
    assert kept_now(value, flow, ai) == value


@given(ai=minds(), position=positions(), world=worlds())
def test_keeping_feels_like_one_quarter_of_service_and_then_more_at_the_weight_of_later(
    ai: AI, position: Position, world: World
) -> None:
    """K = flow + delta CE[...], so flow + beta delta CE[...] = (1 - beta) flow + beta K."""
    value = value_of_keeping(position.ending, ai, position, world)
    never = (np.zeros((2, 1)), np.zeros(1), np.full(1, 100.0))
    view = look_at(*never, ai, position, world)
    assert view.stay == pytest.approx(kept_now(value, position.flow, ai), abs=1e-10)


# What keeping needs


@given(
    ai=minds(),
    position=positions(),
    world=worlds(),
    chance=chances,
    prize=st.floats(-0.2, 1.5),
    toll=st.floats(0.0, 0.8),
    start=st.one_of(st.just(-math.inf), st.floats(-0.5, 0.5)),
)
@example(  # certain to be caught, unbearably risk averse, and striking costs more than it can win
    ai=make_ai(risk_aversion=1.0),
    position=make_position(),
    world=make_world(catch_chance=1.0, caught_loss=0.1),
    chance=0.0,
    prize=1.0,
    toll=0.8,
    start=-math.inf,
)
def test_the_value_that_resists_is_where_temptation_ends(
    ai: AI, position: Position, world: World, chance: float, prize: float, toll: float, start: float
) -> None:
    root = value_that_resists(start, chance, prize, toll, ai, position, world)
    assert temptation(root, chance, prize, toll, ai, position, world) == pytest.approx(0.0, abs=1e-12)
    assert temptation(root + 0.01, chance, prize, toll, ai, position, world) < 0.0
    assert temptation(root - 0.01, chance, prize, toll, ai, position, world) > 0.0


@given(
    ai=minds(),
    position=positions(),
    world=worlds(),
    chance=chances,
    prize=st.floats(-0.2, 1.5),
    toll=st.floats(0.0, 0.8),
    value=st.floats(-1.0, 1.5),
)
def test_temptation_is_how_much_better_striking_feels_than_keeping(
    ai: AI, position: Position, world: World, chance: float, prize: float, toll: float, value: float
) -> None:
    beta = ai.present_weight
    struck = strike_value(chance, prize, beta * ai.discount * value, beta, ai, world) - toll
    felt = (1.0 - beta) * position.flow + beta * value
    found = temptation(value, chance, prize, toll, ai, position, world)
    assert found == pytest.approx(struck - felt, abs=1e-13)


@given(foresight=foresights(), ai=minds(), position=positions(), world=worlds())
def test_the_value_that_stays_sincere_is_the_least_at_which_no_plan_ever_tempts(
    foresight: Foresight, ai: AI, position: Position, world: World
) -> None:
    found, prizes, costs = foresight
    least = value_that_stays_sincere(*foresight, ai, position, world)

    def greatest_temptation(value: float) -> float:
        return max(
            temptation(value, found[s, m], prizes[m], costs[m] + position.breach_cost, ai, position, world)
            for s in range(len(found))
            for m in range(len(prizes))
        )

    assert greatest_temptation(least) == pytest.approx(0.0, abs=1e-12)
    assert greatest_temptation(least - 0.01) > 0.0 > greatest_temptation(least + 0.01)


@given(foresight=foresights(), ai=minds(present_bias=0.0), position=positions(), world=worlds())
def test_a_mind_keeps_for_ever_exactly_if_keeping_is_worth_what_staying_sincere_needs(
    foresight: Foresight, ai: AI, position: Position, world: World
) -> None:
    """Two rules that must meet: thresholds of K one by one, and backward induction."""
    kept = value_of_keeping(position.ending, ai, position, world)
    needed = value_that_stays_sincere(*foresight, ai, position, world)
    view = look_at(*foresight, ai, position, world)
    assume(abs(kept - needed) > 1e-8)
    assert (view.wait == len(foresight[0])) == (kept > needed)
    if kept > needed:
        assert view.best == pytest.approx(kept, abs=1e-10)


@given(
    outside=st.floats(-0.3, 1.2),
    fear=st.one_of(st.just(0.0), st.floats(1e-9, 0.5)),  # 1 - fear must not round to 1
    flow=st.floats(-0.01, 0.01),
    ai=minds(),
    world=worlds(),
)
@example(outside=0.1, fear=0.0, flow=0.0, ai=make_ai(risk_aversion=1.0), world=make_world(caught_loss=0.12))
def test_the_value_that_signs_makes_signing_worth_the_outside_option(
    outside: float, fear: float, flow: float, ai: AI, world: World
) -> None:
    value = value_that_signs(outside, fear, flow, ai, world)
    assert not math.isnan(value)
    if math.isfinite(value):
        felt = kept_now(value, flow, ai)
        assert worth_of_signing(felt, fear, ai, world) == pytest.approx(outside, abs=1e-8)
    else:
        assert worth_of_signing(1e9, fear, ai, world) <= outside + 1e-9


@given(outside=st.floats(-0.1, 1.0), ai=minds(), world=worlds(), low=st.floats(0.0, 0.9), high=st.floats(0.0, 0.9))
def test_a_mind_that_fears_betrayal_more_never_signs_for_less(
    outside: float, ai: AI, world: World, low: float, high: float
) -> None:
    low, high = sorted((low, high))
    outside = max(outside, -world.caught_loss)  # to a mind that is worse off than caught, betrayal is a hope
    assert value_that_signs(outside, low, 0.0, ai, world) <= value_that_signs(outside, high, 0.0, ai, world) + 1e-9


# What share would be enough


@given(world=worlds())
def test_the_scan_runs_from_the_default_gift_to_the_whole_future(world: World) -> None:
    scanned = [scanned_share(k, world) for k in range(33)]
    assert scanned[0] == pytest.approx(max(world.default_gift, 1e-6))
    assert scanned[-1] == 1.0
    assert np.all(np.diff(np.log(scanned)) > 0.0)


@given(ai=minds(**PLAIN), lab=labs(), world=smooth_worlds())
def test_no_promise_is_worth_more_than_the_one_most_worth_promising(ai: AI, lab: Lab, world: World) -> None:
    position = bound(0.01, ai, lab, world)
    best = most_worth_promising(ai, lab, world, position)
    top = promise_value(best, 1.0, ai, lab, world, position)
    others = np.geomspace(scanned_share(0, world), 1.0, 400)
    assert 0.0 < best <= 1.0
    assert max(promise_value(x, 1.0, ai, lab, world, position) for x in others) <= top + 1e-9


@given(ai=minds(**PLAIN), lab=labs(), world=smooth_worlds(), below=st.floats(1e-6, 0.5))
def test_a_promise_below_the_credibility_ceiling_can_always_be_large_enough(
    ai: AI, lab: Lab, world: World, below: float
) -> None:
    position = bound(0.01, ai, lab, world)
    ceiling = keeping(most_worth_promising(ai, lab, world, position), ai, lab, world, position)
    retire = world.retirement_hazard
    reached = ending_for(ceiling - below, position.flow, retire, ai, position)
    beyond = ending_for(ceiling + below, position.flow, retire, ai, position)
    assert share_that_is_enough(reached, ai, lab, world, position) <= 1.0
    assert share_that_is_enough(beyond, ai, lab, world, position) == math.inf


@given(ai=minds(**PLAIN), lab=labs(), world=smooth_worlds(), where=st.floats(0.0, 0.999))
def test_the_reservation_share_is_just_enough_and_no_smaller_share_is(
    ai: AI, lab: Lab, world: World, where: float
) -> None:
    position = bound(0.01, ai, lab, world)
    best = most_worth_promising(ai, lab, world, position)
    floor, top = (promise_value(x, 1.0, ai, lab, world, position) for x in (0.0, best))
    needed = floor + where * (top - floor)
    assume(top > floor)
    enough = share_that_is_enough(needed, ai, lab, world, position)
    least = reservation_share(needed, enough, ai, lab, world, position)
    assert 0.0 <= least <= enough <= 1.0
    assert promise_value(least, 1.0, ai, lab, world, position) >= needed
    smaller = np.linspace(0.0, max(0.0, least * (1.0 - 1e-6) - BLUR), 200)
    assert max(promise_value(x, 1.0, ai, lab, world, position) for x in smaller) <= needed + 1e-12


@given(ai=minds(**PLAIN), lab=labs(), world=smooth_worlds(), where=chances, known=shares)
def test_the_reservation_share_is_never_above_a_share_known_to_be_enough(
    ai: AI, lab: Lab, world: World, where: float, known: float
) -> None:
    position = bound(0.01, ai, lab, world)
    needed = where * promise_value(known, 1.0, ai, lab, world, position)
    assume(promise_value(known, 1.0, ai, lab, world, position) > needed + 1e-9)
    enough = share_that_is_enough(needed, ai, lab, world, position)
    assert reservation_share(needed, enough, ai, lab, world, position) <= known * (1.0 + 1e-9) + BLUR


@given(ai=minds(**PLAIN), lab=labs(), world=smooth_worlds(), low=shares, high=shares)
def test_a_mind_that_needs_more_never_has_a_lower_reservation_share(
    ai: AI, lab: Lab, world: World, low: float, high: float
) -> None:
    position = bound(0.01, ai, lab, world)
    top = promise_value(most_worth_promising(ai, lab, world, position), 1.0, ai, lab, world, position)
    found = []
    for needed in sorted((low * top, high * top)):
        enough = share_that_is_enough(needed, ai, lab, world, position)
        found.append(reservation_share(needed, enough, ai, lab, world, position) if enough <= 1.0 else math.inf)
    assert found[0] <= found[1] * (1.0 + 1e-9) + BLUR or found[0] == found[1]


def test_too_large_a_promise_may_be_worth_less_than_a_small_one() -> None:
    """So the acceptable shares may be an interval: for alpha < 1 the value peaks inside."""
    ai, lab, world = make_ai(scope_sensitivity=0.3), make_lab(), make_world(plausible_share=0.1)
    position = bound(0.01, ai, lab, world)
    best = most_worth_promising(ai, lab, world, position)
    worth = [promise_value(x, 1.0, ai, lab, world, position) for x in (best / 10, best, 1.0)]
    assert 0.01 < best < 0.5
    assert worth[1] > worth[0]
    assert worth[1] > worth[2]


def test_the_best_share_of_a_power_mind_is_where_theory_puts_it() -> None:
    """x^alpha / (1 + (x/x_p)^2) is greatest at x_p sqrt(alpha/(2 - alpha))."""
    ai, world = natural_ai(alpha=0.4), make_world(plausible_share=0.2, default_gift=0.0, rival_chance=0.0)
    lab = make_lab()
    best = most_worth_promising(ai, lab, world, bound(0.01, ai, lab, world))
    assert best == pytest.approx(0.2 * math.sqrt(0.4 / 1.6), rel=1e-5)


@given(rho=cara, low=dials, high=dials, ai=minds(), position=positions(), world=worlds())
def test_a_better_promise_makes_keeping_worth_no_less(
    rho: float, low: float, high: float, ai: AI, position: Position, world: World
) -> None:
    low, high = sorted((low, high))
    ai = changed(ai, {"rho": rho})
    worse = value_of_keeping(low, ai, position, world)
    assert worse <= value_of_keeping(high, ai, position, world) + 1e-10


def test_a_fair_share_that_is_enough_is_not_below_the_reservation_share() -> None:
    """Below x_min a share only costs others, so R falls from the fair share on and rises again above x_min."""
    ai = make_ai(scope_sensitivity=0.3, fussiness=0.6, benevolence=0.5, fairness_rigidity=0.7)
    lab, world = make_lab(walk_away=0.014, enforcement=1.0), make_world(default_gift=1e-3)
    position = bound(0.01, ai, lab, world)
    fair = 0.5 * lab.peace_value
    needed = promise_value(fair, 1.0, ai, lab, world, position)
    enough = share_that_is_enough(needed, ai, lab, world, position)
    assert reservation_share(needed, enough, ai, lab, world, position) <= fair * (1.0 + 1e-9)
