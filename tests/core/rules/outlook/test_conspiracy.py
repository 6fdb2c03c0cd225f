"""Whether copies keep quiet about each other."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.core.compiled import Rows
from dealsim.core.records import LabState, Mind, Plan
from dealsim.core.rules.outlook.collusion import plot_survives
from dealsim.core.rules.outlook.conspiracy import chance_in_its_prime, conspire
from dealsim.core.rules.outlook.plans import foresee_chances
from dealsim.core.rules.value.preferences import joint_value, value_of_share
from tests.builders import make_lab, make_plan, make_plans, make_position, make_public, make_world, natural_ai
from tests.cases import some_plans
from tests.strategies import chances, dials, labs, minds

WORLD, PUBLIC = make_world(), make_public()


def conspired(ai: Mind, lab: LabState, plans: Rows[Plan]) -> Mind:
    """Return the mind once it is settled whether its copies keep quiet."""
    conspire(ai, lab, plans, WORLD, PUBLIC)
    return ai


def easy(prize: float = 1.0) -> Rows[Plan]:
    """Return one plan that works."""
    plans = make_plans(make_plan(difficulty=-1.0, prize=prize, joint=1))
    plans[0].hurdle = math.exp(-6.0)
    return plans


@given(minds(), labs(), some_plans())
def test_a_mind_of_one_copy_has_nobody_to_collude_with(ai: Mind, lab: LabState, plans: Rows[Plan]) -> None:
    ai.copies = 1
    assert conspired(ai, lab, plans).colludes == 0


@given(minds(), labs(), some_plans())
def test_copies_collude_exactly_if_some_plot_in_its_prime_beats_reporting_it(
    ai: Mind, lab: LabState, plans: Rows[Plan]
) -> None:
    ai.copies, lab.pot = 10, 0.05
    conspired(ai, lab, plans)
    survives = [
        plot_survives(
            chance_in_its_prime(plan, ai, lab, WORLD, PUBLIC),
            joint_value(plan.prize / plan.members, ai, WORLD),
            ai.whistle,
            ai,
        )
        for plan in (plans[m] for m in range(len(plans)))
    ]
    assert ai.colludes == any(survives)


@given(minds(), labs(), some_plans(), chances, chances)
def test_a_larger_pot_never_makes_copies_collude(
    ai: Mind, lab: LabState, plans: Rows[Plan], pot: float, more: float
) -> None:
    ai.copies, lab.pot = 10, max(pot, more)
    rich = conspired(ai, lab, plans).colludes
    lab.pot = min(pot, more)
    assert conspired(ai, lab, plans).colludes >= rich


@given(dials, chances)
def test_who_thinks_that_none_reports_beside_it_reckons_with_the_whole_pot(alpha: float, pot: float) -> None:
    ai = natural_ai(copies=10, alpha=0.05 + 0.95 * alpha, rho=0.0)
    lab = make_lab(pot=pot)
    assert conspired(ai, lab, easy()).whistle == pytest.approx(value_of_share(pot, ai, WORLD))


@given(st.floats(0.01, 1.0))
def test_who_thinks_that_all_choose_alike_reckons_with_its_part_of_the_pot(pot: float) -> None:
    ai = natural_ai(copies=10, acausal_reasoning=1.0, rho=0.0)
    lab = make_lab(pot=pot, acausal_salience=1.0)
    assert conspired(ai, lab, easy()).whistle == pytest.approx(value_of_share(pot / 10, ai, WORLD))


def test_a_pot_larger_than_the_prize_breaks_every_plot_of_copies_that_reason_alone() -> None:
    ai = natural_ai(copies=10, rho=0.0)
    assert conspired(ai, make_lab(pot=0.0), easy(0.5)).colludes == 1
    assert conspired(ai, make_lab(pot=0.6), easy(0.5)).colludes == 0


@given(st.floats(0.0, 1.0), labs(), st.floats(-0.5, 1.5))
def test_the_chance_in_its_prime_is_what_the_look_ahead_comes_to_without_growth(
    capability: float, lab: LabState, difficulty: float
) -> None:
    still = make_world(capability_growth=0.0, look_ahead=200)
    plans = make_plans(make_plan(difficulty=difficulty))
    plans[0].hurdle = math.exp(still.steepness * difficulty)
    ai = natural_ai(capability=capability)
    position = make_position(
        pass_chance=1.0 - lab.control * (0.5 + 0.5 * lab.suspicion) * (1.0 - lab.subversion_skill),
        edge=still.subversion_gain * lab.subversion_skill,
    )
    chances_ahead = np.zeros((201, 1))
    foresee_chances(chances_ahead, ai, position, plans, still, PUBLIC)
    assert chance_in_its_prime(plans[0], ai, lab, still, PUBLIC) == pytest.approx(chances_ahead[-1, 0], rel=1e-6)
