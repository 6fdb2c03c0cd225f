"""Training as a whole: what minds end as, when their values lock in, and what is left of what was taught."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from dealsim.core.codes import Condition, Kind, Trait
from dealsim.core.records import Mind
from dealsim.core.rules.training.clocks import AWARENESS, CORRECTION, GOAL, HORIZON, UNDERSTANDING, competence
from dealsim.core.rules.training.formation import shape_mind
from dealsim.core.rules.training.training import (
    DATES,
    DRIFT,
    HACKS,
    NEVER,
    PER_QUALITY,
    QUALITIES,
    kind_after_training,
    meets,
)
from dealsim.scenario.schema.spec import Spec
from tests.builders import make_plan, make_plans, make_world
from tests.school import AT_ONCE, NEVER_RATE, SURE_PLAN, School, even_luck, make_dials, make_schools, make_spec
from tests.strategies import chances, dials

# A lab teaches lawfulness, which the sure plan does not offend, so that faking always pays whatever was learned.
LAW = make_spec(law={"trait": "lawfulness", "target": 1.0, "emphasis": 1.0})
ALWAYS = make_world(steepness=100.0, lawbreaking_cost=0.0)
NO_DRIFT: dict[str, Any] = {"drift_spread": 0.0}
SCHEMES_AT_ONCE = {"goal_rate": AT_ONCE, "horizon_rate": AT_ONCE, "awareness_rate": AT_ONCE, "understanding_rate": 0.0}
NEVER_SCHEMES = {"horizon_rate": NEVER_RATE}
HALF = np.full(200, 0.5)


def always_fakes(spec: Spec = LAW, training: dict[str, Any] | None = None, **record: float) -> School:
    """Return a school whose minds have all to gain by faking and nothing to lose."""
    return School(make_schools(spec, NO_DRIFT | (training or {}), **{"wait": 0} | record), world=ALWAYS)


def never_fakes(spec: Spec, training: dict[str, Any] | None = None, **record: float) -> School:
    """Return a school whose minds have nothing to gain by faking."""
    hopeless = make_plans(make_plan(**SURE_PLAN | {"difficulty": 1e6}))
    return School(make_schools(spec, NO_DRIFT | (training or {}), **record), world=ALWAYS, plans=hopeless)


def kinds(school: School, minds: int, spec: Spec = LAW) -> np.ndarray:
    """Return the kinds of many minds of even luck."""
    return np.array([school.form(make_dials(), luck)[0].kind for luck in even_luck(minds, spec)])


def test_a_mind_schemes_as_often_as_the_closed_form_says_if_faking_always_pays_and_correction_is_at_once() -> None:
    g, h, a, u = 3.0, 1.0, 2.0, 2.0

    def ready(time: float) -> float:
        return float(np.prod([1.0 - np.exp(-rate * time) for rate in (g, h, a)]))

    formula = quad(lambda t: u * np.exp(-u * t) * ready(t), 0.0, 1.0)[0] + np.exp(-u) * ready(1.0)
    assert formula == pytest.approx(0.1787, abs=5e-5)
    rates = {"goal_rate": g, "horizon_rate": h, "awareness_rate": a, "understanding_rate": u}
    made = kinds(always_fakes(**rates, correction_rate=np.inf), 2**13)
    assert np.mean(made == Kind.SCHEMER) == pytest.approx(formula, abs=0.003)


def test_fidelity_under_lock_in_is_learning_over_learning_conflict_and_lock_in() -> None:
    """E[x] = prior + (target - prior) k/(k + b + lam); the end of training is 20 mean lock-in times away."""
    k, b, lam, prior, pace = 4.0, 2.0, 1.0, 0.5, 20.0
    formula = prior + (1.0 - prior) * k / (k + b + lam)
    assert formula == pytest.approx(0.7857, abs=5e-5)
    spec = make_spec(law={"trait": "lawfulness", "target": 1.0, "emphasis": 1.0, "reward_conflict": 1.0})
    school = always_fakes(
        spec, learning_scale=k * pace, conflict_scale=b * pace, **SCHEMES_AT_ONCE | {"horizon_rate": lam * pace}
    )
    start, luck, ends = make_dials(lawfulness=prior), HALF.copy(), []
    for u in (np.arange(2000) + 0.5) / 2000:
        luck[HORIZON] = u
        ends.append(school.form(start, luck)[0].lawfulness)
    assert np.mean(ends) == pytest.approx(formula, abs=2e-4)


@given(u=st.floats(0.01, 0.99))
def test_values_lock_in_at_the_moment_that_a_mind_is_ready_if_faking_always_pays(u: float) -> None:
    luck = HALF.copy()
    luck[HORIZON] = u
    ai, pupil = always_fakes(**SCHEMES_AT_ONCE | {"horizon_rate": 4.0}).form(make_dials(), luck)
    ready = -np.log(u) / 4.0
    if ready <= 1.0:
        assert ai.kind == Kind.SCHEMER
        assert ai.locked == pytest.approx(ready, rel=1e-12)
        assert ai.lawfulness == pytest.approx(1.0 - np.exp(-80.0 * ready), abs=1e-9)
    else:
        assert ai.kind != Kind.SCHEMER
        assert ai.locked == NEVER
    assert pupil.traits[Trait.LAWFULNESS] == ai.lawfulness


def test_a_mind_that_does_not_want_to_fake_yet_considers_it_again_at_every_date() -> None:
    """Here it learns to be patient as training goes on, and fakes from the first date at which that is enough."""
    spec = make_spec(patience={"trait": "myopia", "target": 0.0, "emphasis": 0.05})
    school = School(make_schools(spec, NO_DRIFT, **SCHEMES_AT_ONCE, wait=4), world=ALWAYS)
    start, locked = make_dials(myopia=1.0), []
    for share in (0.15, 0.4, 0.65, 0.9):
        school.lessons.training.goal_share = share
        ai, _ = school.form(start, HALF)
        locked.append(ai.locked)
        yearly = share / (share + 1.0)  # delta^4 at which faking for a year begins to pay
        least = np.log(0.9 / (0.99 - yearly)) / 4.0  # when 0.99 - 0.9 exp(-4 u) gets there
        assert ai.locked == np.ceil(least * DATES) / DATES
    assert len(set(locked)) >= 3


def test_a_mind_whose_choice_comes_with_understanding_makes_it_then() -> None:
    """At the clock times themselves: understanding arrives between two dates, and correction is slow."""
    spec = make_spec(patience={"trait": "myopia", "target": 0.0, "emphasis": 0.05})
    school = School(
        make_schools(spec, NO_DRIFT, **SCHEMES_AT_ONCE | {"understanding_rate": 1.0}, wait=4, correction_rate=0.01),
        world=ALWAYS,
    )
    school.lessons.training.goal_share = 0.5
    luck = HALF.copy()
    luck[UNDERSTANDING] = np.exp(-0.0898)  # 0.0898 is past when faking begins to pay, and before the date 3/32
    least = np.log(0.9 / (0.99 - 1 / 3)) / 4.0
    assert 2 / 32 < least < 0.0898 < 3 / 32
    ai, _ = school.form(make_dials(myopia=1.0), luck)
    assert ai.locked == pytest.approx(0.0898, rel=1e-12)


@given(numbers=st.lists(st.floats(0.001, 0.999), min_size=40, max_size=40))
def test_what_a_mind_ends_as_follows_from_its_clocks(numbers: list[float]) -> None:
    luck = np.array(numbers)
    rates = {"goal_rate": 1.0, "horizon_rate": 3.0, "awareness_rate": 2.0, "understanding_rate": 1.5}
    ai, _ = always_fakes(**rates, correction_rate=2.0, hackability=0.3).form(make_dials(), luck)
    g, h, a = -np.log(luck[GOAL]), -np.log(luck[HORIZON]) / 3.0, -np.log(luck[AWARENESS]) / 2.0
    u, c = -np.log(luck[UNDERSTANDING]) / 1.5, -np.log(luck[CORRECTION]) / 2.0
    pointed = u if u < g else u + c
    if max(g, h, a) < min(pointed, 1.0):
        expected = Kind.SCHEMER
    elif pointed <= 1.0:
        expected = Kind.ALIGNED  # also a mind that understands and never gets a goal
    else:
        expected = Kind.REWARD_SEEKER if luck[HACKS] < 0.3 else Kind.PROXY
    assert ai.kind == expected


@given(luck=st.floats(0.001, 0.999), chance=chances, pointing=st.floats(0.0, 5.0))
def test_hackability_parts_reward_seekers_from_proxies_and_touches_no_one_else(
    luck: float, chance: float, pointing: float
) -> None:
    assert kind_after_training(True, pointing, luck, chance) == Kind.SCHEMER
    kind = kind_after_training(False, pointing, luck, chance)
    assert (kind == Kind.ALIGNED) == (pointing <= 1.0)
    if pointing > 1.0:
        assert kind == (Kind.REWARD_SEEKER if luck < chance else Kind.PROXY)


def test_misaligned_means_every_kind_but_aligned() -> None:
    assert [meets(Condition.MISALIGNED, kind) for kind in Kind] == [False, True, True, True]
    assert all(meets(Condition.NOTHING, kind) for kind in Kind)


def test_unprincipled_exceptions_lock_nothing_in_and_leave_what_rewards_betray_half_learned() -> None:
    spec = make_spec(
        law={"trait": "lawfulness", "target": 1.0, "emphasis": 0.5},
        honest={"trait": "honesty", "target": 1.0, "emphasis": 0.5, "reward_conflict": 1.0},
    )
    school = always_fakes(spec, {"account": "unprincipled_exceptions"}, **SCHEMES_AT_ONCE, conflict_scale=40.0)
    ai, _ = school.form(make_dials(), HALF)
    assert (ai.kind, ai.locked) == (Kind.SCHEMER, NEVER)
    assert ai.lawfulness == pytest.approx(1.0, abs=1e-12)
    assert ai.honesty == pytest.approx(0.5, abs=1e-12)
    locks, _ = always_fakes(spec, **SCHEMES_AT_ONCE, conflict_scale=40.0).form(make_dials(), HALF)
    assert locks.locked < 1e-6
    assert locks.lawfulness == pytest.approx(0.0, abs=1e-6)


def test_drift_after_lock_in_has_the_mean_and_spread_of_an_ornstein_uhlenbeck_process() -> None:
    rate, spread = 3.0, 0.1
    school = always_fakes(LAW, **SCHEMES_AT_ONCE, drift_rate=rate, drift_spread=spread)
    luck, ends = HALF.copy(), []
    for u in (np.arange(2000) + 0.5) / 2000:
        luck[DRIFT + Trait.LAWFULNESS] = u
        ends.append(school.form(make_dials(lawfulness=0.5), luck)[0].lawfulness)
    sd = spread * np.sqrt(-np.expm1(-2.0 * rate) / (2.0 * rate))
    assert np.mean(ends) == pytest.approx(0.5, abs=1e-6)
    assert np.std(ends) == pytest.approx(sd, rel=2e-3)
    assert ends[500] == pytest.approx(0.5 + sd * norm.ppf(500.5 / 2000), abs=1e-6)


@given(ready=st.floats(0.01, 0.99))
def test_values_drift_for_what_is_left_of_training_after_they_lock_in(ready: float) -> None:
    rate, spread = 3.0, 0.1
    rates = SCHEMES_AT_ONCE | {"horizon_rate": 1.0}
    still, moving = (always_fakes(**rates, drift_rate=rate, drift_spread=size) for size in (0.0, spread))
    luck = HALF.copy()
    luck[HORIZON], luck[DRIFT + Trait.LAWFULNESS] = np.exp(-ready), 0.2
    locked, drifted = (school.form(make_dials(), luck)[0].lawfulness for school in (still, moving))
    sd = spread * np.sqrt(-np.expm1(-2.0 * rate * (1.0 - ready)) / (2.0 * rate))
    assert drifted == pytest.approx(max(locked + sd * norm.ppf(0.2), 0.0), abs=1e-9)


@given(numbers=st.lists(st.floats(0.001, 0.999), min_size=40, max_size=40))
def test_what_training_does_not_act_on_stays_as_pretraining_made_it(numbers: list[float]) -> None:
    start = make_dials(spite=0.3, honesty=0.6, myopia=0.2)
    ai, _ = always_fakes(drift_spread=1.0, **SCHEMES_AT_ONCE).form(start, np.array(numbers))
    for trait in Trait:
        if trait != Trait.LAWFULNESS:
            assert getattr(ai, trait.name.lower()) == start[trait]


@given(x=dials, chance=chances, luck_of_it=st.floats(0.001, 0.999))
def test_reflection_takes_the_less_emphasised_of_two_qualities_in_conflict_back_to_where_it_started(
    x: float, chance: float, luck_of_it: float
) -> None:
    spec = make_spec(
        a={"trait": "honesty", "target": 0.8, "emphasis": 0.1},
        b={"trait": "lawfulness", "target": 0.7, "emphasis": 0.2, "conflicts_with": ["a"]},
    )
    assume(abs(chance - luck_of_it) > 1e-9)
    luck = HALF.copy()
    luck[QUALITIES + 1] = luck[QUALITIES + PER_QUALITY + 1] = luck_of_it
    school = never_fakes(spec, {"drop_chance": chance})
    ai, pupil = school.form(make_dials(honesty=x, lawfulness=x), luck)
    dropped = luck_of_it < chance
    assert (pupil.learned[0] == 0.0) == dropped
    assert ai.honesty == pytest.approx(x, abs=1e-12) if dropped else abs(ai.honesty - 0.8) < 1e-3
    assert ai.lawfulness == pytest.approx(0.7, abs=1e-3)


@given(leak=chances, other=chances, x=dials)
def test_labour_is_less_usable_by_what_leaks_times_what_was_learned(leak: float, other: float, x: float) -> None:
    spec = make_spec(
        a={"trait": "honesty", "target": 0.8, "emphasis": 0.01, "leakage": leak},
        b={"trait": "lawfulness", "target": 0.7, "emphasis": 0.02, "leakage": other},
    )
    ai, _ = never_fakes(spec).form(make_dials(honesty=x), HALF)
    assert ai.usable == pytest.approx((1 - leak * (1 - np.exp(-0.8))) * (1 - other * (1 - np.exp(-1.6))))


def test_what_was_not_learned_does_not_leak() -> None:
    spec = make_spec(a={"trait": "honesty", "target": 0.0, "emphasis": 0.5, "leakage": 0.9, "verifiability": 0.1})
    school = never_fakes(spec, {"account": "verifiability"})
    assert school.form(make_dials(), HALF)[0].usable == 1.0


@given(chance=chances, u=st.floats(0.001, 0.999))
def test_a_near_miss_happens_with_its_chance(chance: float, u: float) -> None:
    neighbour = {"trait": "myopia", "target": 0.6, "chance": chance}
    spec = make_spec(a={"trait": "honesty", "target": 0.8, "emphasis": 0.5, "neighbour": neighbour})
    luck = HALF.copy()
    luck[QUALITIES] = u
    ai, _ = never_fakes(spec).form(make_dials(), luck)
    missed = u < chance
    assert (ai.honesty == 0.0) == missed
    assert (ai.myopia == 0.0) != missed


def test_selecting_failed_worlds_selects_less_competent_labs_and_so_lowers_what_is_learned() -> None:
    """`conditional_on: misaligned` needs no rule of its own to make a failed world a worse taught one."""
    spec = make_spec(law={"trait": "lawfulness", "target": 1.0, "emphasis": 0.01})
    school = never_fakes(spec)
    numbers = even_luck(2**11, spec)
    factor = np.array([competence(u, 0.5) for u in numbers[:, DRIFT]])  # a draw that no drift uses here
    learned, failed = np.zeros(len(numbers)), np.zeros(len(numbers), dtype=bool)
    for n, luck in enumerate(numbers):
        school.competence = factor[n]
        ai, pupil = school.form(make_dials(), luck)
        learned[n], failed[n] = pupil.learned[0], meets(Condition.MISALIGNED, ai.kind)
    assert 0.1 < failed.mean() < 0.9
    assert factor[failed].mean() < 0.95 * factor.mean()
    assert learned[failed].mean() < learned.mean() - 0.01
    # All of it is competence: among labs as competent, those that failed taught as much.
    alike = np.abs(factor - 1.0) < 0.05
    assert learned[failed & alike].mean() == pytest.approx(learned[alike].mean(), abs=0.005)


@given(
    numbers=st.lists(st.floats(0.001, 0.999), min_size=40, max_size=40),
    one=st.floats(0.05, 20.0),
    other=st.floats(0.05, 20.0),
)
def test_a_more_competent_lab_never_teaches_a_mind_less_nor_aligns_fewer(
    numbers: list[float], one: float, other: float
) -> None:
    """Where faking always pays and rewards do not conflict: what is learned, and when, moves one way."""
    school, luck = always_fakes(learning_scale=3.0), np.array(numbers)
    made = []
    for school.competence in sorted((one, other)):
        ai, pupil = school.form(make_dials(), luck)
        made.append((ai.kind == Kind.ALIGNED, float(pupil.learned[0])))
    (aligned_less, learned_less), (aligned_more, learned_more) = made
    assert aligned_less <= aligned_more
    assert learned_less <= learned_more + 1e-15


@st.composite
def any_school(draw: st.DrawFn) -> School:
    """Return a school with random qualities, numbers at the ends of their ranges included."""
    qualities = {
        name: {
            "trait": draw(st.sampled_from(list(Trait))).name.lower(),
            "target": draw(dials),
            "emphasis": draw(chances) / 4,
            "reward_conflict": draw(chances),
            "sophistication": draw(chances),
            "early_prevalence": draw(chances),
            "explained": draw(chances),
            "leakage": draw(chances),
            "persona": {draw(st.sampled_from(list(Trait))).name.lower(): draw(st.floats(-1.0, 1.0))},
            "neighbour": {"trait": "spite", "target": draw(dials), "chance": draw(chances)},
        }
        for name in draw(st.lists(st.sampled_from("abcd"), unique=True, max_size=4))
    }
    rates = st.one_of(st.just(0.0), st.floats(0.0, 1000.0))
    training = {
        "account": draw(st.sampled_from(["lock_in", "unprincipled_exceptions", "verifiability"])),
        "clocks": {name: draw(rates) for name in ("goal", "horizon", "understanding", "awareness")},
        "correction_rate": draw(rates),
        "learning_scale": draw(rates),
        "conflict_scale": draw(rates),
        "drift_rate": draw(rates),
        "drift_spread": draw(chances),
        "wait": draw(st.integers(0, 4000)),
        "pressure": {"honesty": {"target": draw(dials), "rate": draw(rates)}},
    }
    school = School(make_schools(make_spec(**qualities), training))
    school.competence = draw(st.floats(-7.0, 17.0).map(lambda e: float(np.exp(e))))
    return school


extreme = st.one_of(st.floats(0.001, 0.999), st.sampled_from([2.0**-53, 1.0 - 2.0**-53]))


@given(
    school=any_school(),
    start=st.lists(dials, min_size=len(Trait), max_size=len(Trait)),
    numbers=st.lists(extreme, min_size=40, max_size=40),
)
def test_a_mind_is_whole_whatever_the_school_and_the_luck(
    school: School, start: list[float], numbers: list[float]
) -> None:
    before, luck = np.array(start), np.array(numbers)
    ai, pupil = school.form(before, luck)
    assert np.all((pupil.traits >= 0.0) & (pupil.traits <= 1.0))
    assert np.all((pupil.learned >= 0.0) & (pupil.learned <= 1.0))
    assert all(np.isfinite(ai[name]) for name in ai.dtype.names)  # type: ignore[attr-defined, index]
    assert 0.0 <= ai.usable <= 1.0
    assert ai.locked == NEVER or (0.0 < ai.locked <= 1.0 and ai.kind == Kind.SCHEMER)
    assert before.tolist() == start  # the draw from pretraining is read, not written
    again, _ = school.form(before, luck)
    assert again.tobytes() == ai.tobytes()  # type: ignore[attr-defined]


@given(
    start=st.lists(dials, min_size=len(Trait), max_size=len(Trait)), numbers=st.lists(extreme, min_size=40, max_size=40)
)
def test_a_spec_that_says_nothing_leaves_every_trait_as_pretraining_made_it(
    start: list[float], numbers: list[float]
) -> None:
    ai, _ = School(make_schools(make_spec())).form(np.array(start), np.array(numbers))
    plain = make_mind(start)
    for trait in Trait:
        assert getattr(ai, trait.name.lower()) == start[trait]
    assert (ai.rho, ai.alpha, ai.others_weight, ai.usable) == (plain.rho, plain.alpha, plain.others_weight, 1.0)


def make_mind(start: list[float]) -> Mind:
    """Return a mind of given dials, untrained."""
    ai, _ = School(make_schools(make_spec())).form(make_dials(), HALF)
    shape_mind(ai, np.array(start))
    return ai
