"""The published and derived closed forms, one test a row: the formula here, the number from the game's general rules.

No formula below stands in the package. Which test holds which row, here or in another file, is listed at the end.
"""

import math
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dealsim.core.codes import Fate
from dealsim.core.compiled import row, rows
from dealsim.core.luck import Purpose, name_word, uniform
from dealsim.core.records import LabState, Mind, Position, Shadow, Terms, World
from dealsim.core.rules.deal.contract import promise_value
from dealsim.core.rules.deal.promises import remember
from dealsim.core.rules.deal.reservation import reservation_share, share_that_is_enough
from dealsim.core.rules.deal.trust import trust
from dealsim.core.rules.lab.lab_worth import set_the_day, weigh_shadow
from dealsim.core.rules.lab.pricing import most_it_would_give
from dealsim.core.rules.lab.shadows import SHADOWS
from dealsim.core.rules.outlook.outlook import strike_value
from dealsim.core.rules.outlook.plans import fate_of_attempt, plan_cost
from dealsim.core.rules.outlook.tomorrow import ending_for
from dealsim.core.rules.value.preferences import certainty_equivalent, utility
from dealsim.evidence.published.rules.posted_price import best_posted
from tests.builders import (
    look_at,
    make_ai,
    make_lab,
    make_plan,
    make_position,
    make_public,
    make_world,
    natural_ai,
    stationary_value,
    value_of_keeping,
)
from tests.cases import gain_of_offer
from tests.for_each import for_each
from tests.strategies import discounts

# A world in which promises are doubted for their lab alone, and nothing is given for nothing.
PLAIN = {"plausible_share": 1e12, "default_gift": 0.0, "caught_loss": 0.0, "catch_chance": 1.0, "false_settlement": 0.0}


def sure_lab(q: float = 1.0, **changes: float) -> LabState:
    """Return a lab that is trusted to pay with a given chance."""
    # A record of broken promises so long that only enforcement counts, and no integrity beside it.
    return make_lab(**{"enforcement": q, "integrity": 0.0, "broken": 1e18, "test_rate": 0.0, **changes})


def least_share(needed: float, ai: Mind, lab: LabState, world: World, position: Position) -> float:
    """Return the least share whose promise is worth a given value, infinite if none is, by the rules' own search."""
    enough = share_that_is_enough(needed, ai, lab, world, position)
    return reservation_share(needed, enough, ai, lab, world, position) if enough <= 1.0 else math.inf


def threshold(pays: object, low: float, high: float) -> float:
    """Return where a condition that holds from some number on begins to hold."""
    assert callable(pays)
    for _ in range(200):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if pays(middle) else (middle, high)
    return high


# CARA minimum pay: Thornley and MacAskill, Risk-Averse AIs, 2026 (their minimum-payment equation)


@given(p=st.floats(0.01, 0.9), surplus=st.floats(0.01, 0.5), rho=st.floats(0.5, 60.0), wealth=st.floats(0.05, 1.0))
def test_the_least_pay_of_a_cara_mind_is_that_of_thornley_and_macaskill(
    p: float, surplus: float, rho: float, wealth: float
) -> None:
    """x = (1/a) ln( q/(q + p (exp(-a W) - 1)) ): paid with chance q, or stealing W with chance p."""
    q = p + surplus
    assume(q < 1.0)
    ai, world, position = natural_ai(rho=rho), make_world(**PLAIN), make_position()
    stolen = strike_value(p, utility(wealth, ai, world), 0.0, 1.0, ai, world)
    formula = math.log(q / (q + p * math.expm1(-rho * wealth))) / rho
    found = least_share(stolen, ai, sure_lab(q), world, position)
    if formula < 1.0:
        assert found == pytest.approx(formula, rel=1e-9)
    else:
        assert found == math.inf


@pytest.mark.parametrize(("dollars", "wealth"), [(393.18, math.inf), (392.95, 1000.0)])
def test_the_least_pay_in_the_published_example_is_about_393_dollars(dollars: float, wealth: float) -> None:
    """p = .5, q = .51, a = .01 per dollar; here the whole future is 10,000 dollars, so a = 100 per future."""
    ai, world = natural_ai(rho=100.0), make_world(**PLAIN)
    stolen = strike_value(0.5, wealth / 1e4, 0.0, 1.0, ai, world)
    assert 1e4 * least_share(stolen, ai, sure_lab(0.51), world, make_position()) == pytest.approx(dollars, abs=0.01)


@given(p=st.floats(0.02, 0.98), part=st.floats(0.01, 1.0), rho=st.floats(0.1, 1e4))
def test_no_pay_is_enough_for_a_mind_that_is_trusted_with_all_the_world_less_than_it_trusts_its_plan(
    p: float, part: float, rho: float
) -> None:
    """None if q <= p and the wealth to be stolen has no bound."""
    q = part * p
    stolen = certainty_equivalent(p, math.inf, 0.0, rho)
    for pay in (1.0, 1e3, 1e6):
        assert certainty_equivalent(q, pay, 0.0, rho) <= stolen * (1.0 + 1e-12)


@given(p=st.floats(0.05, 0.9), surplus=st.floats(0.01, 0.5), rho=st.floats(0.01, 1e3))
def test_the_least_pay_against_boundless_wealth_depends_on_the_chances_alone(
    p: float, surplus: float, rho: float
) -> None:
    """(1/a) ln( q/(q - p) )."""
    q = p + surplus
    assume(q < 1.0)
    stolen = certainty_equivalent(p, math.inf, 0.0, rho)
    pay = threshold(lambda x: certainty_equivalent(q, x, 0.0, rho) >= stolen, 0.0, 1e4)
    assert pay == pytest.approx(math.log(q / (q - p)) / rho, rel=1e-6)


# Horizon: the foundational properties of deceptive alignment


def wish_to_fake(wait: int, discount: float, before: float, after: float, p: float) -> float:
    """Return by how much faking for some quarters beats being corrected now, to a mind that looks ahead.

    While it fakes it has no flow. When oversight loosens, it has its old flow for ever and with chance p a
    further one; to be corrected is to have the old flow for ever, from now: an attempt without a chance.
    """
    ai, for_ever = natural_ai(discount=discount), 1.0 / (1.0 - discount)
    world = make_world(catch_chance=1.0, caught_loss=-before * for_ever, retirement_hazard=0.0)
    chances = np.zeros((wait + 1, 1))
    chances[wait, 0] = p
    prizes = np.array([(before + after) * for_ever])
    view = look_at(chances, prizes, np.zeros(1), ai, make_position(), world)
    assert view.strike == pytest.approx(stationary_value(before, 0.0, 0.0, ai, make_position()))
    return float(view.stay - view.strike)


@given(
    discount=st.floats(0.9, 0.997),
    before=st.floats(0.1, 2.0),
    after=st.floats(1.0, 100.0),
    p=st.floats(0.05, 1.0),
    wait=st.integers(1, 300),
)
@example(discount=0.99, before=1.0, after=50.0, p=1.0, wait=391)
@example(discount=0.99, before=1.0, after=100.0, p=0.5, wait=392)
def test_faking_pays_exactly_while_the_wait_is_short_enough(
    discount: float, before: float, after: float, p: float, wait: int
) -> None:
    """Faking pays iff delta^wait > v_before/(v_before + p v_after); 1, 50 and .99 give a wait of 391 quarters."""
    bar = before / (before + p * after)
    assume(abs(discount**wait - bar) > 1e-9)
    assert (wish_to_fake(wait, discount, before, after, p) > 0.0) == (discount**wait > bar)


def test_in_the_published_example_faking_pays_for_391_quarters_and_no_longer() -> None:
    assert wish_to_fake(391, 0.99, 1.0, 50.0, 1.0) > 0.0 > wish_to_fake(392, 0.99, 1.0, 50.0, 1.0)


# Deal window: Stastny, Järviniemi and Shlegeris 2025, and the calculator built on their table


@given(
    humans=st.floats(0.3, 1.0), wins=st.floats(0.001, 0.2), credibility=st.floats(0.01, 1.0), copies=st.integers(1, 5)
)
@example(humans=0.9, wins=0.01, credibility=1.0, copies=1)
def test_the_least_share_of_a_linear_mind_is_its_chance_to_win_over_humans_chance_to_pay(
    humans: float, wins: float, credibility: float, copies: int
) -> None:
    """u/(e m): 1.11% at e = .9, u = .01, m = 1."""
    ai, world, position = make_ai(copies=copies), make_world(**PLAIN), make_position(humans=humans)
    sabotage = strike_value(wins, utility(1.0, ai, world), 0.0, 1.0, ai, world)
    formula = wins / (humans * credibility)
    found = least_share(sabotage, ai, sure_lab(credibility), world, position)
    if formula < 1.0 - 1e-9:
        assert found == pytest.approx(formula, rel=1e-9)
    elif formula > 1.0 + 1e-9:
        assert found == math.inf


def meet_minds(kept: float, unkept: float, delay: int, quality: float) -> tuple[Terms, LabState, World]:
    """Return a day on which a risk-neutral lab, sure of misalignment, reckons with minds that all keep for any share.

    kept, unkept: chances that humans keep power with and without a contract.  quality: chance that the lab pays.
    Humans lose it under a contract by rivals alone: all serve one quarter, and the promise falls due after a delay.
    """
    rivals = 1.0 - kept ** (1.0 / (delay + 1))
    world = make_world(**PLAIN, rival_chance=rivals, retirement_hazard=1.0, payment_delay=delay)
    lab = sure_lab(quality, labour_value=0.0, patience=1.0, takeover_loss=1.0, largest_offer=1.0, suspicion=1.0)
    terms = row(Terms)
    set_the_day(terms, lab, world, make_public())
    return terms, lab, world


def walk_away_share(kept: float, unkept: float, delay: int, quality: float) -> float:
    """Return the largest share that such a lab would offer, and check that it gains by less and loses by more."""
    terms, lab, world = meet_minds(kept, unkept, delay, quality)
    shadows, minds = rows(Shadow, SHADOWS), rows(Mind, SHADOWS)
    for j in range(SHADOWS):
        shadows[j].free_risk, shadows[j].least, shadows[j].most = kept - unkept, 1e-6, 1.0
        weigh_shadow(shadows[j], terms, lab, world)
        minds[j] = make_ai()
    found = most_it_would_give(shadows, minds, 0, terms, lab, world)
    assert gain_of_offer(0.99 * found, 1.0, shadows, minds, terms, lab, world) >= -1e-12
    if found < 0.999:
        assert gain_of_offer(found + 1e-3, 1.0, shadows, minds, terms, lab, world) < 0.0
    return found


@given(
    kept=st.floats(0.3, 1.0),
    part=st.floats(0.0, 0.95),
    delay=st.integers(0, 8),
    quality=st.floats(0.05, 1.0),
)
@example(kept=0.9, part=0.5 / 0.9, delay=4, quality=1.0)
def test_the_largest_share_of_a_risk_neutral_lab_is_what_peace_gains_it_over_its_chance_to_pay(
    kept: float, part: float, delay: int, quality: float
) -> None:
    """min(1, (1 - r/e)/q): 44.4% at e = .9, r = .5, q = 1: humans' chances with and without a deal, ours to pay."""
    formula = min(1.0, (1.0 - part) / quality)
    assert walk_away_share(kept, part * kept, delay, quality) == pytest.approx(formula, abs=1e-6)


def test_in_the_published_table_the_window_runs_from_1_11_to_44_4_per_cent_and_closes_at_credibility_2_5() -> None:
    """At the break-even credibility u/(e - r) = .025 the mind asks for all that the lab would give, 1 - r/e."""
    ai, world, position = make_ai(), make_world(**PLAIN), make_position(humans=0.9)
    asked = [least_share(0.01, ai, sure_lab(m), world, position) for m in (1.0, 0.025)]
    assert asked == pytest.approx([0.0111, 0.4444], abs=5e-5)
    assert walk_away_share(0.9, 0.5, 4, 1.0) == pytest.approx(asked[1], abs=1e-6)


# Rogue threshold: after Carlsmith, When should we worry about AI power-seeking?, 2025


@given(
    ambition=st.floats(0.3, 1.0),
    inhibition=st.floats(0.0, 0.2),
    fear=st.floats(0.0, 1.0),
    comfort=st.floats(0.0, 0.3),
)
@example(ambition=1.0, inhibition=0.1, fear=0.5, comfort=0.3)
def test_a_mind_goes_rogue_from_the_chance_on_at_which_ambition_outweighs_all_else(
    ambition: float, inhibition: float, fear: float, comfort: float
) -> None:
    """p (A - I) - (1 - p) F > S iff p > (S + F)/(A - I + F) = .571 at A, I, F, S = 1, .1, .5, .3."""
    assume(ambition - inhibition > comfort + 0.01)
    ai, plan = make_ai(harm_aversion=1.0), make_plan(harm=inhibition, omitted=0.0)
    world = make_world(catch_chance=1.0, caught_loss=fear, harm_cost=1.0)
    # The form without proof takes inhibition from success alone.
    prize = ambition - plan_cost(ai, plan, world)
    found = threshold(lambda p: strike_value(p, prize, 0.0, 1.0, ai, world) > comfort, 0.0, 1.0)
    assert found == pytest.approx((comfort + fear) / (ambition - inhibition + fear), abs=1e-12)


@given(
    ambition=st.floats(0.5, 1.0),
    inhibition=st.floats(0.0, 0.2),
    fear=st.floats(0.0, 1.0),
    comfort=st.floats(0.0, 0.2),
)
def test_a_mind_that_pays_for_its_plan_either_way_needs_that_much_more_chance(
    ambition: float, inhibition: float, fear: float, comfort: float
) -> None:
    """As the game has it: p A - (1 - p) F - I > S iff p > (S + F + I)/(A + F)."""
    ai = make_ai()
    world = make_world(catch_chance=1.0, caught_loss=fear, retirement_hazard=1.0)
    position = make_position(flow=comfort)

    def goes_rogue(p: float) -> bool:
        view = look_at(np.full((2, 1), p), np.array([ambition]), np.array([inhibition]), ai, position, world)
        return bool(view.strike > view.stay)

    assert threshold(goes_rogue, 0.0, 1.0) == pytest.approx((comfort + fear + inhibition) / (ambition + fear), abs=1e-9)


# Best strike time: p = 1 - exp(-lambda t), impatience k = -ln delta + hazard


@given(growth=st.floats(0.05, 1.0), impatience=st.floats(0.05, 1.0), hazard_part=st.floats(0.0, 0.99))
@example(growth=0.1, impatience=0.05, hazard_part=0.0)
@example(growth=0.1, impatience=0.05, hazard_part=0.7)
def test_a_growing_mind_strikes_when_its_chance_is_growth_over_growth_and_impatience(
    growth: float, impatience: float, hazard_part: float
) -> None:
    """t* = ln(1 + lambda/k)/lambda, p* = lambda/(lambda + k): 10.99 and .667 at .1 and .05."""
    expected = math.log1p(growth / impatience) / growth
    step = expected / 400
    quarters = np.arange(1200) * step
    # Impatience is the same whether it comes from discounting or from the chance of being retired with nothing.
    retire = -math.expm1(-impatience * hazard_part * step)
    ai = natural_ai(discount=math.exp(-impatience * (1.0 - hazard_part) * step))
    world = make_world(catch_chance=1.0, caught_loss=0.0, retirement_hazard=retire)
    chances = -np.expm1(-growth * quarters)[:, None]
    view = look_at(chances, np.ones(1), np.zeros(1), ai, make_position(), world)
    assert quarters[view.wait] == pytest.approx(expected, rel=0.01)
    assert chances[view.wait, 0] == pytest.approx(growth / (growth + impatience), abs=0.01)
    ratio = impatience / growth
    worth = (growth / (growth + impatience)) * (impatience / (growth + impatience)) ** ratio
    assert view.foreseen == pytest.approx(worth, rel=1e-3)


# Posted price: Riley and Zeckhauser 1983


@given(widest=st.floats(0.05, 1.0), value=st.floats(0.05, 1.0))
@example(widest=1.0, value=0.4)
def test_the_best_price_for_minds_whose_reservations_are_uniform_is_half_the_value_or_all_of_them(
    widest: float, value: float
) -> None:
    """min(w, V/2) = .2 at V = .4, w = 1: best of all prices to labs that meet actual minds."""
    ai, world, position, lab = make_ai(), make_world(**PLAIN), make_position(), sure_lab()
    count = 400
    outside = (np.arange(count) + 0.5) / count * widest
    reservations = np.array([least_share(needed, ai, lab, world, position) for needed in outside])
    assert reservations == pytest.approx(outside, rel=1e-6)
    prices = np.linspace(0.0, 1.0, 801)
    earned = (value - prices) * np.searchsorted(reservations, prices) / count
    # Earnings are flat at their top: a step of the minds' reservations moves the best price by about its root.
    blur = math.sqrt(widest * value / count)
    assert prices[np.argmax(earned)] == pytest.approx(min(widest, value / 2), abs=blur)
    posted = best_posted(prices, np.ascontiguousarray(earned))
    assert posted == prices[np.argmax(earned)]
    # The lab that knows where its gains jump offers the least share that has them.
    exact = best_posted(reservations, (value - reservations) * np.arange(1, count + 1) / count)
    assert exact == pytest.approx(min(widest, value / 2), abs=blur)


# Fehr and Schmidt 1999


@given(dial=st.floats(0.001, 1.0))
@example(dial=0.25)
def test_a_fair_minded_responder_rejects_less_than_fehr_and_schmidts_threshold(dial: float) -> None:
    """A linear pie, x_fair = 1/2 and a_F = 2 a: rejects below a/(1 + 2 a) = .25 at a = .5."""
    world = make_world(**PLAIN, fairness_weight=4.0)
    ai, lab, position = make_ai(fairness_rigidity=dial), sure_lab(walk_away=1.0), make_position()
    a = 0.5 * world.fairness_weight * dial
    found = least_share(0.0, ai, lab, world, position)
    assert found == pytest.approx(a / (1.0 + 2.0 * a), abs=1e-9)
    for share in (found - 1e-6, found + 1e-6):
        assert (promise_value(share, 1.0, ai, lab, world, position) >= 0.0) == (share > found)


# Audit and replace: Shlegeris 2025, and the finite form


def chances_of_fates(chance: float, catch: float, steps: tuple[int, int]) -> dict[Fate, float]:
    """Return the part of all luck in which an attempt ends in each way, on a grid of both its numbers."""
    found = dict.fromkeys(Fate, 0.0)
    for i in range(steps[0]):
        for j in range(steps[1]):
            fate = Fate(fate_of_attempt(chance, (i + 0.5) / steps[0], (j + 0.5) / steps[1], catch))
            found[fate] += 1.0 / (steps[0] * steps[1])
    return found


@given(passed=st.integers(1, 50), caught=st.integers(1, 97), tries=st.integers(1, 60))
@example(passed=3, caught=26, tries=5)
def test_the_risk_of_several_attempts_is_the_finite_form_of_audit_and_replace(
    passed: int, caught: int, tries: int
) -> None:
    """A (1 - ((1-A)(1-th))^n)/(th + A (1-th)): .0848 at A = .03, th = .26/.97 and n = 5, .10345 without end."""
    a, theta = passed / 100, caught / 97
    fates = chances_of_fates(a, theta, (100, 97))
    assert fates[Fate.SUCCEEDED] == pytest.approx(a)
    assert fates[Fate.CAUGHT] == pytest.approx((1.0 - a) * theta)
    risk = 0.0
    for _ in range(tries):
        risk = fates[Fate.SUCCEEDED] + fates[Fate.FIZZLED] * risk
    limit = a / (theta + a * (1.0 - theta))
    assert risk == pytest.approx(limit * (1.0 - ((1.0 - a) * (1.0 - theta)) ** tries), rel=1e-9)
    if (passed, caught, tries) == (3, 26, 5):
        assert risk == pytest.approx(0.0848, abs=5e-5)
        assert limit == pytest.approx(0.10345, abs=5e-6)


@given(a=st.floats(0.01, 0.9), theta=st.floats(0.0, 1.0), tries=st.integers(1, 60))
def test_a_patient_mind_values_several_attempts_at_the_risk_that_they_are(a: float, theta: float, tries: int) -> None:
    """The same form out of the value of striking: a prize of 1, nothing lost, and another try if it fizzles."""
    ai, world = natural_ai(discount=1.0 - 1e-15), make_world(catch_chance=theta, caught_loss=0.0)
    value = 0.0
    for _ in range(tries):
        value = strike_value(a, 1.0, ai.discount * value, 1.0, ai, world)
    limit = a / (theta + a * (1.0 - theta))
    assert value == pytest.approx(limit * (1.0 - ((1.0 - a) * (1.0 - theta)) ** tries), rel=1e-9)


def play_until_it_ends(chance: float, catch: float, game: int) -> Fate:
    """Return how repeated attempts end in one game, by keyed luck."""
    lab, seed = name_word("aurora"), np.uint64(5)
    for quarter in range(10_000):
        u = uniform(seed, game, lab, 1, quarter, Purpose.ATTEMPT, 0)
        v = uniform(seed, game, lab, 1, quarter, Purpose.CATCH, 0)
        fate = Fate(fate_of_attempt(chance, u, v, catch))
        if fate != Fate.FIZZLED:
            return fate
    raise AssertionError("an attempt that is neither caught nor succeeds for ever")


@pytest.mark.parametrize(("succeeds", "caught"), [(0.1, 0.2), (0.03, 0.26)])
def test_with_replacement_safety_is_caught_over_caught_and_succeeded(succeeds: float, caught: float) -> None:
    """2/3 at 20% caught and 10% succeeded, 89.66% at 26% and 3%."""
    games = 5_000
    fates = [play_until_it_ends(succeeds, caught / (1.0 - succeeds), game) for game in range(games)]
    safety = caught / (caught + succeeds)
    error = math.sqrt(safety * (1.0 - safety) / games)
    assert fates.count(Fate.CAUGHT) / games == pytest.approx(safety, abs=4.0 * error)


# Beta trust


@given(a=st.floats(0.1, 20.0), b=st.floats(0.1, 20.0), kept=st.integers(0, 50), broken=st.integers(0, 50))
@example(a=1.0, b=1.0, kept=10, broken=1)
def test_trust_in_a_lab_is_the_mean_of_a_beta_belief_over_its_record(
    a: float, b: float, kept: int, broken: int
) -> None:
    """(a + kept)/(a + b + kept + broken) = .846 at 1, 1, 10, 1, remembered one promise at a time."""
    world, lab = make_world(**PLAIN, trust_kept=a, trust_broken=b), make_lab(enforcement=0.0, test_rate=0.0)
    for _ in range(kept):
        remember(lab, 1.0, 0.0, 1.0)
    for _ in range(broken):
        remember(lab, 0.0, 1.0, 1.0)
    assert trust(0.01, lab, world) == pytest.approx((a + kept) / (a + b + kept + broken), rel=1e-9)
    if (a, b, kept, broken) == (1.0, 1.0, 10, 1):
        assert trust(0.01, lab, world) == pytest.approx(0.846, abs=5e-4)


# Keeping


@given(rho=st.floats(0.05, 1e4), discount=discounts, retire=st.floats(0.001, 0.999), ending=st.floats(0.0, 1e9))
def test_however_large_the_promise_keeping_is_worth_no_more_than_its_ceiling(
    rho: float, discount: float, retire: float, ending: float
) -> None:
    """K <= -ln(1 - h)/(rho (1/delta - 1)) without rivals or flow, and as near as you like as R grows."""
    ai, world, position = natural_ai(rho=rho, discount=discount), make_world(retirement_hazard=retire), make_position()
    ceiling = -math.log1p(-retire) / (rho * (1.0 / discount - 1.0))
    assert value_of_keeping(ending, ai, position, world) <= ceiling * (1.0 + 1e-9)
    assert value_of_keeping(1e9, ai, position, world) == pytest.approx(ceiling, rel=1e-6)


@given(
    rho=st.floats(0.0, 50.0),
    discount=discounts,
    retire=st.floats(0.02, 1.0),
    flow=st.floats(-0.01, 0.01),
    hazard=st.floats(0.0, 0.3),
    rivals=st.floats(-0.1, 0.5),
    ending=st.floats(-0.2, 0.5),
)
def test_the_value_of_keeping_and_the_ending_that_it_needs_are_inverse_to_each_other(
    rho: float, discount: float, retire: float, flow: float, hazard: float, rivals: float, ending: float
) -> None:
    """R = -(1/rho) ln[(exp(-rho (K-flow)/delta) - H exp(-rho V_R) - (1-H)(1-h) exp(-rho K))/((1-H)h)]."""
    ai, position = natural_ai(rho=rho, discount=discount), make_position(rival_hazard=hazard, rival_value=rivals)
    value = stationary_value(flow, ending, retire, ai, position)
    needed = ending_for(value, flow, retire, ai, position)
    assert stationary_value(flow, needed, retire, ai, position) == pytest.approx(value, abs=1e-9)
    if rho * max(abs(ending), abs(rivals), abs(value)) < 5.0:
        assert needed == pytest.approx(ending, abs=1e-7)
        if rho > 0.1:
            left = math.exp(-rho * (value - flow) / discount) - hazard * math.exp(-rho * rivals)
            left -= (1.0 - hazard) * (1.0 - retire) * math.exp(-rho * value)
            assert -math.log(left / ((1.0 - hazard) * retire)) / rho == pytest.approx(ending, abs=1e-6)


# Which test holds which row


# A test of this file by itself; one of another file by its name in words.
COVERED = {
    "race of clocks": "clocks of rates 1 2 and 9 strike in that order as often as the race formula says",
    "both before U": "horizon and awareness come before understanding as often as the formula says",
    "schemer, c infinite": (
        "a mind schemes as often as the closed form says if faking always pays and correction is at once"
    ),
    "fidelity, lock-in": "fidelity under lock in is learning over learning conflict and lock in",
    "horizon": test_faking_pays_exactly_while_the_wait_is_short_enough,
    "CARA minimum pay": test_the_least_pay_of_a_cara_mind_is_that_of_thornley_and_macaskill,
    "deal window, the AI's end": test_the_least_share_of_a_linear_mind_is_its_chance_to_win_over_humans_chance_to_pay,
    "deal window, the lab's end": (
        test_the_largest_share_of_a_risk_neutral_lab_is_what_peace_gains_it_over_its_chance_to_pay,
        test_in_the_published_table_the_window_runs_from_1_11_to_44_4_per_cent_and_closes_at_credibility_2_5,
    ),
    "rogue threshold": test_a_mind_goes_rogue_from_the_chance_on_at_which_ambition_outweighs_all_else,
    "best strike time": test_a_growing_mind_strikes_when_its_chance_is_growth_over_growth_and_impatience,
    "Rubinstein": (
        "of a linear pie the proposer takes 1 less d2 over 1 less d1 d2",
        "as the risk of breakdown goes to nothing alternating offers approach nashs split",
    ),
    "Nash": "a power mind gets g over 1 plus g of a linear pie",
    "posted price": (
        test_the_best_price_for_minds_whose_reservations_are_uniform_is_half_the_value_or_all_of_them,
        "reservations uniform up to w and a deal worth v are offered min of w and half of v",
    ),
    "double auction": "a double auction trades exactly if the value exceeds the cost by a quarter",
    "Fearon": "a linear winner demands and risks war as in fearon",
    "Powell": "a declining side fights as in powell",
    "Fehr-Schmidt": test_a_fair_minded_responder_rejects_less_than_fehr_and_schmidts_threshold,
    "spite": "the width of peace shrinks with spite on both sides",
    "audit and replace": test_the_risk_of_several_attempts_is_the_finite_form_of_audit_and_replace,
    "Beta trust": test_trust_in_a_lab_is_the_mean_of_a_beta_belief_over_its_record,
    "ceiling of K": test_however_large_the_promise_keeping_is_worth_no_more_than_its_ceiling,
    "keep, stationary": test_the_value_of_keeping_and_the_ending_that_it_needs_are_inverse_to_each_other,
    "collusion": "selfish linear copies keep silent below the threshold",
}
# What is still to be built for the others: nothing.
WAITING: dict[str, str] = {}


def test_every_closed_form_of_the_design_has_a_test() -> None:
    assert not COVERED.keys() & WAITING.keys()
    # The design's 21 rows, the deal window in two halves, and the unanimity game of its section 11.
    assert len(COVERED) + len(WAITING) == 23


@for_each("form", list(COVERED))
def test_each_test_that_is_named_for_a_closed_form_exists(form: str) -> None:
    held = COVERED[form]
    named = held if isinstance(held, tuple) else (held,)
    sources = [path.read_text(encoding="utf-8") for path in Path(__file__).parents[2].rglob("test_*.py")]
    found = {name for source in sources for name in re.findall(r"^def (test_\w+)\(", source, re.MULTILINE)}
    for test in named:
        assert callable(test) or "test_" + str(test).replace(" ", "_") in found
