"""How training moves traits: the exact solution against fine integration, and what its parts mean."""

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad, solve_ivp

from dealsim.core.codes import Trait
from dealsim.core.rules.training.teaching import (
    EARLY,
    drift_spread,
    is_taught,
    learn,
    learning_rate,
    new_pupil,
    next_change_of_rates,
    set_pulls,
    share_of_training,
)
from tests.school import School, make_dials, make_schools, make_spec
from tests.strategies import chances, dials

# Everything at once: two qualities of one trait, onsets, conflicts, personas, a near miss, pressure.
RICH = make_spec(
    honest={"trait": "honesty", "target": 0.9, "emphasis": 0.1, "early_prevalence": 0.6, "reward_conflict": 0.4},
    candid={"trait": "honesty", "target": 0.4, "emphasis": 0.05, "sophistication": 0.55, "explained": 0.7},
    bold={
        "trait": "risk_aversion",
        "target": 0.1,
        "emphasis": 0.08,
        "sophistication": 0.2,
        "pretraining_salience": 0.9,
        "persona": {"spite": 0.3, "honesty": -0.1},
        "reward_conflict": 0.2,
    },
    fair={
        "trait": "fairness_rigidity",
        "target": 0.8,
        "emphasis": 0.02,
        "neighbour": {"trait": "myopia", "target": 0.6, "chance": 1.0},
    },
)
PRESSED = {"pressure": {"honesty": {"target": 0.0, "rate": 1.5}, "lawfulness": {"target": 0.2, "rate": 0.7}}}
START = make_dials(honesty=0.3, risk_aversion=0.6, spite=0.1, lawfulness=0.9, myopia=0.1, fairness_rigidity=0.2)


def taught(school: School, start: np.ndarray, near: tuple[str, ...] = (), until: float = 1.0) -> Any:
    """Return the pupil after training without any choice of its own."""
    lessons, pupil = school.lessons, new_pupil(school.schools.most_qualities)
    pupil.traits[:] = start
    pupil.near[:] = 0.0
    for name in near:
        pupil.near[sorted(RICH.qualities).index(name)] = 1.0
    u = 0.0
    while u < until:
        set_pulls(pupil, u, start, school.competence, lessons)
        change = min(next_change_of_rates(u, lessons), until)
        learn(pupil, change - u, lessons)
        u = change
    return pupil


def slope(u: float, x: np.ndarray, start: np.ndarray, competence: float) -> np.ndarray:
    """Return dx/du as the design writes it, from the spec and not from the package's rules."""
    moved = np.zeros(len(x))
    for name, quality in RICH.qualities.items():
        w = 3 * quality.early_prevalence if u < 1 / 3 else 1.5 * (1 - quality.early_prevalence)
        k = 80.0 * competence * quality.emphasis * w
        k *= (0.5 + quality.pretraining_salience) * (1 + 2.0 * quality.explained) * (u >= quality.sophistication)
        missed = name == "fair"
        trait = Trait.MYOPIA if missed else Trait[quality.trait.upper()]
        target = 0.6 if missed else quality.target
        moved[trait] += k * (target - x[trait]) - 10.0 * quality.reward_conflict * (x[trait] - start[trait])
        for other, pull in quality.persona.items():
            at = Trait[other.upper()]
            moved[at] += abs(pull) * k * ((pull > 0) - x[at])
    for name, (target, rate) in {"HONESTY": (0.0, 1.5), "LAWFULNESS": (0.2, 0.7)}.items():
        moved[Trait[name]] += rate * (target - x[Trait[name]])
    return moved


@pytest.mark.parametrize("competence", [0.3, 1.0, 2.5])
@pytest.mark.parametrize("until", [0.15, 0.5, 1.0])
def test_the_exact_step_is_what_fine_integration_of_the_equation_comes_to(competence: float, until: float) -> None:
    school = School(make_schools(RICH, PRESSED), competence=competence)
    exact = taught(school, START, near=("fair",), until=until).traits
    x, seams = START.copy(), [0.0, 0.2, 1 / 3, 0.55, 1.0]
    for a, b in pairwise(seams):
        if a < until:
            end = min(b, until) - 1e-13  # the rates of a stretch, not of the moment after it
            x = solve_ivp(slope, (a, end), x, args=(START, competence), method="Radau", rtol=1e-9, atol=1e-11).y[:, -1]
    assert exact == pytest.approx(x, abs=1e-6)
    assert np.count_nonzero(np.abs(exact - START) > 1e-3) >= (3 if until < 0.2 else 5)


@given(cuts=st.lists(st.floats(0.0, 1.0), max_size=6))
def test_training_in_pieces_is_training_in_one(cuts: list[float]) -> None:
    school = School(make_schools(RICH, PRESSED))
    lessons, pupil = school.lessons, new_pupil(4)
    pupil.traits[:] = START
    dates = sorted({0.0, 1.0, EARLY, 0.2, 0.55, *cuts})
    for a, b in pairwise(dates):
        set_pulls(pupil, a, START, 1.0, lessons)
        learn(pupil, b - a, lessons)
    whole = taught(school, START)
    assert pupil.traits == pytest.approx(whole.traits, abs=1e-12)
    assert pupil.learned == pytest.approx(whole.learned, abs=1e-12)


@given(early=chances)
def test_a_quality_gets_all_of_its_emphasis_over_training(early: float) -> None:
    total = quad(share_of_training, 0.0, 1.0, args=(early,), points=[1 / 3])[0]
    assert total == pytest.approx(1.0)


def test_what_is_taught_in_the_first_third_is_its_early_prevalence() -> None:
    assert share_of_training(0.2, 0.7) / 3 == pytest.approx(0.7)


@given(x=dials, target=dials, k=st.floats(0.1, 50.0))
def test_without_conflict_a_trait_closes_its_distance_exponentially(x: float, target: float, k: float) -> None:
    spec = make_spec(q={"trait": "honesty", "target": target, "emphasis": 1.0})
    school = School(make_schools(spec, learning_scale=k))
    ends = taught(school, make_dials(honesty=x)).traits[Trait.HONESTY]
    assert ends == pytest.approx(target + (x - target) * math.exp(-k), abs=1e-12)


@given(x=dials, target=dials, conflict=st.floats(0.01, 1.0))
def test_with_conflict_a_trait_ends_between_the_target_and_where_it_started(
    x: float, target: float, conflict: float
) -> None:
    spec = make_spec(q={"trait": "honesty", "target": target, "emphasis": 1.0, "reward_conflict": conflict})
    school = School(make_schools(spec, conflict_scale=100.0))
    b = 100.0 * conflict
    ends = taught(school, make_dials(honesty=x)).traits[Trait.HONESTY]
    assert ends == pytest.approx((80.0 * target + b * x) / (80.0 + b), abs=1e-9)


@given(start=st.lists(dials, min_size=len(Trait), max_size=len(Trait)), conflict=chances)
def test_a_trait_is_the_mean_of_its_start_and_its_targets_by_what_was_learned(
    start: list[float], conflict: float
) -> None:
    x_0 = np.array(start)
    spec = make_spec(
        a={"trait": "spite", "target": 0.2, "emphasis": 0.03, "reward_conflict": conflict},
        b={"trait": "spite", "target": 0.9, "emphasis": 0.01, "sophistication": 0.5},
        c={"trait": "honesty", "target": 1.0, "emphasis": 0.02},
    )
    pupil = taught(School(make_schools(spec)), x_0)
    a, b, c = pupil.learned
    s, h = Trait.SPITE, Trait.HONESTY
    assert 0.0 < a + b <= 1.0
    assert pupil.traits[s] == pytest.approx((1 - a - b) * x_0[s] + a * 0.2 + b * 0.9, abs=1e-12)
    assert pupil.traits[h] == pytest.approx((1 - c) * x_0[h] + c * 1.0, abs=1e-12)


@given(one=st.floats(0.05, 20.0), other=st.floats(0.05, 20.0), sophistication=chances, early=chances)
def test_more_competence_never_teaches_less_where_rewards_do_not_conflict(
    one: float, other: float, sophistication: float, early: float
) -> None:
    spec = make_spec(
        q={"trait": "honesty", "target": 1.0, "emphasis": 0.05, "sophistication": sophistication}
        | {"early_prevalence": early}
    )
    less, more = sorted((one, other))
    learned = [taught(School(make_schools(spec), competence=m), make_dials()).learned[0] for m in (less, more)]
    assert learned[0] <= learned[1] + 1e-15


def test_a_quality_is_not_learned_before_its_onset_and_is_from_then_on() -> None:
    spec = make_spec(q={"trait": "honesty", "target": 1.0, "emphasis": 0.1, "sophistication": 0.7})
    school = School(make_schools(spec))
    assert taught(school, make_dials(), until=0.7).traits[Trait.HONESTY] == 0.0
    k = 8.0
    assert taught(school, make_dials()).traits[Trait.HONESTY] == pytest.approx(1 - math.exp(-0.3 * k))


def test_reasons_and_a_familiar_concept_speed_learning() -> None:
    plain = {"trait": "honesty", "target": 1.0, "emphasis": 0.1}

    def rate(**more: float) -> float:
        schools = make_schools(make_spec(q=plain | more))
        return learning_rate(schools.qualities[0], 0.5, 1.0, schools.trainings[0])

    assert rate() == pytest.approx(8.0)
    assert rate(explained=1.0) == pytest.approx(24.0)
    assert rate(pretraining_salience=1.0) == pytest.approx(12.0)
    assert rate(pretraining_salience=0.0) == pytest.approx(4.0)


@given(verifiability=chances, needed=chances)
def test_only_in_the_account_of_verifiability_does_it_decide_what_is_taught(
    verifiability: float, needed: float
) -> None:
    spec = make_spec(q={"trait": "honesty", "target": 1.0, "emphasis": 0.1, "verifiability": verifiability})
    for account in ("lock_in", "unprincipled_exceptions", "verifiability"):
        schools = make_schools(spec, {"account": account, "verifiability_needed": needed})
        checked = account != "verifiability" or verifiability >= needed
        assert is_taught(schools.qualities[0], schools.trainings[0]) == checked
        learned = taught(School(schools), make_dials()).traits[Trait.HONESTY]
        assert (learned > 0.0) == checked


def test_a_near_miss_is_taught_in_the_qualitys_stead() -> None:
    pupil = taught(School(make_schools(RICH)), START, near=("fair",))
    assert pupil.traits[Trait.FAIRNESS_RIGIDITY] == START[Trait.FAIRNESS_RIGIDITY]
    assert pupil.traits[Trait.MYOPIA] > START[Trait.MYOPIA]


def test_a_persona_drags_along_what_the_spec_never_asked_for() -> None:
    def spite(pull: float) -> float:
        spec = make_spec(q={"trait": "honesty", "target": 1.0, "emphasis": 0.1, "persona": {"spite": pull}})
        return float(taught(School(make_schools(spec)), make_dials(spite=0.5)).traits[Trait.SPITE])

    k = 8.0
    assert spite(0.25) == pytest.approx(1.0 - 0.5 * math.exp(-0.25 * k))
    assert spite(-0.25) == pytest.approx(0.5 * math.exp(-0.25 * k))
    assert spite(0.0) == 0.5


def test_outcomes_push_as_hard_under_a_competent_lab() -> None:
    def lawfulness(competence: float) -> float:
        return float(taught(School(make_schools(RICH, PRESSED), competence=competence), START).traits[Trait.LAWFULNESS])

    assert lawfulness(1.0) == lawfulness(3.0) == pytest.approx(0.2 + 0.7 * math.exp(-0.7))


@given(time=st.floats(0.0, 1.0), rate=st.floats(0.0, 1000.0), spread=st.floats(0.0, 1.0))
def test_drift_is_less_than_a_free_walks_and_less_than_its_stationary_spread(
    time: float, rate: float, spread: float
) -> None:
    sd = drift_spread(time, rate, spread)
    assert 0.0 <= sd <= spread * math.sqrt(time) * (1 + 1e-9)
    if rate > 0.0:
        assert sd <= spread / math.sqrt(2.0 * rate) * (1 + 1e-9)


def test_two_stretches_of_drift_are_one_as_long() -> None:
    rate, spread, s, t = 2.0, 0.3, 0.2, 0.5
    joined = math.sqrt(
        drift_spread(s, rate, spread) ** 2 * math.exp(-2 * rate * t) + drift_spread(t, rate, spread) ** 2
    )
    assert drift_spread(s + t, rate, spread) == pytest.approx(joined)
