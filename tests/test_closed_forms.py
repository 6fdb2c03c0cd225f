"""The published and derived closed forms, one test a row: the formula here, the number from the game's general rules.

No formula below stands in the package. Rows whose mechanism is not built yet are listed at the end.
"""

import math

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dealsim.codes import Fate
from dealsim.luck import Purpose, name_word, uniform
from dealsim.records import AI, Lab, Position, World
from dealsim.rules.bargaining import posted_price
from dealsim.rules.contract import promise_value, trust, value_of_keeping
from dealsim.rules.outlook import ending_for, stationary_value, strike_value
from dealsim.rules.plans import fate_of_attempt, plan_cost
from dealsim.rules.preferences import certainty_equivalent, utility
from dealsim.rules.promises import remember
from dealsim.rules.reservation import reservation_share, share_that_is_enough
from tests.builders import look_at, make_ai, make_lab, make_plan, make_position, make_world, natural_ai
from tests.strategies import discounts

# A world in which promises are doubted for their lab alone, and nothing is given for nothing.
PLAIN = {"plausible_share": 1e12, "default_gift": 0.0, "caught_loss": 0.0, "catch_chance": 1.0}


def sure_lab(q: float = 1.0, **changes: float) -> Lab:
    """Return a lab that is trusted to pay with a given chance."""
    # A record of broken promises so long that only enforcement counts.
    return make_lab(enforcement=q, kept=0.0, broken=1e18, **changes)


def least_share(needed: float, ai: AI, lab: Lab, world: World, position: Position) -> float:
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
    """u/(e m): 1.11% at e = .9, u = .01, m = 1. The lab's end of the window waits for a lab that prices minds."""
    ai, world, position = make_ai(copies=copies), make_world(**PLAIN), make_position(humans=humans)
    sabotage = strike_value(wins, utility(1.0, ai, world), 0.0, 1.0, ai, world)
    formula = wins / (humans * credibility)
    found = least_share(sabotage, ai, sure_lab(credibility), world, position)
    if formula < 1.0 - 1e-9:
        assert found == pytest.approx(formula, rel=1e-9)
    elif formula > 1.0 + 1e-9:
        assert found == math.inf


def test_in_the_published_table_the_mind_asks_1_11_per_cent_and_44_4_at_the_break_even_credibility() -> None:
    """At the break-even credibility u/(e - r) = .025 the mind asks for 1 - r/e = 44.4%."""
    ai, world, position = make_ai(), make_world(**PLAIN), make_position(humans=0.9)
    asked = [least_share(0.01, ai, sure_lab(m), world, position) for m in (1.0, 0.025)]
    assert asked == pytest.approx([0.0111, 0.4444], abs=5e-5)


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
    posted = posted_price(widest, value)
    assert (value - posted) * np.searchsorted(reservations, posted) / count >= np.max(earned) - 2.0 * value / count


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
    world, lab = make_world(**PLAIN, trust_kept=a, trust_broken=b), make_lab(enforcement=0.0)
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


# What is covered and what waits

COVERED = {
    "horizon": test_faking_pays_exactly_while_the_wait_is_short_enough,
    "CARA minimum pay": test_the_least_pay_of_a_cara_mind_is_that_of_thornley_and_macaskill,
    "deal window, the AI's end": test_the_least_share_of_a_linear_mind_is_its_chance_to_win_over_humans_chance_to_pay,
    "rogue threshold": test_a_mind_goes_rogue_from_the_chance_on_at_which_ambition_outweighs_all_else,
    "best strike time": test_a_growing_mind_strikes_when_its_chance_is_growth_over_growth_and_impatience,
    "posted price": test_the_best_price_for_minds_whose_reservations_are_uniform_is_half_the_value_or_all_of_them,
    "Fehr-Schmidt": test_a_fair_minded_responder_rejects_less_than_fehr_and_schmidts_threshold,
    "audit and replace": test_the_risk_of_several_attempts_is_the_finite_form_of_audit_and_replace,
    "Beta trust": test_trust_in_a_lab_is_the_mean_of_a_beta_belief_over_its_record,
    "ceiling of K": test_however_large_the_promise_keeping_is_worth_no_more_than_its_ceiling,
    "keep, stationary": test_the_value_of_keeping_and_the_ending_that_it_needs_are_inverse_to_each_other,
}
# What is still to be built for the others.
WAITING = {
    "race of clocks": "formation by training",
    "both before U": "formation by training",
    "schemer, c infinite": "formation by training",
    "fidelity, lock-in": "formation by training",
    "deal window, the lab's end": "labs that price the minds they meet",
    "Rubinstein": "more protocols",
    "Nash": "more protocols",
    "double auction": "more protocols",
    "Fearon": "conflict after a takeover",
    "Powell": "conflict after a takeover",
    "spite": "conflict after a takeover",
}


def test_every_closed_form_of_the_design_has_a_test_or_is_known_to_wait_for_one() -> None:
    assert not COVERED.keys() & WAITING.keys()
    assert len(COVERED | WAITING) == 22  # the design's 21 rows, the deal window in two halves
