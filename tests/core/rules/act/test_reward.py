"""Reward seekers: what they do for pay, and what they do not."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.core.codes import Act, Reply
from dealsim.core.protocols.answering import think_over
from dealsim.core.records import Answer
from dealsim.core.rules.act.acts import best_option, effort_of
from dealsim.core.rules.act.reward import reward_of_act, reward_of_quarter
from tests.builders import make_plan, make_plans
from tests.cases import Case, cases, make_case, seeker, signed
from tests.strategies import chances

UNWATCHED = {"audit_rate": 0.0}
WATCHED = {"audit_rate": 1.0, "hit_rate": 1.0, "false_alarm": 0.0, "act_above": 0.0}


def answered(case: Case, share: float, flow: float) -> Answer:
    """Return a reward seeker's answer to an offer."""
    case, desk = case.but(lab={"offered_flow": flow}), case.desk()
    think_over(share, 0.5, case.at(desk))
    return desk.answer


def seekers(case: Case) -> Case:
    """Return the case with a reward seeker in the schemer's place."""
    return case.but(ai={"kind": seeker().kind})


@given(cases(), st.integers(1, 6), st.integers(0, 6))
def test_no_plan_that_pays_after_the_episode_is_ever_tried(case: Case, episode: int, beyond: int) -> None:
    for plan in range(len(case.plans)):
        case.plans[plan].lag = episode + beyond
    case = seekers(case).but(world={"episode": episode})
    for at_work in (case, signed(case)):
        options = at_work.weighed().options
        assert (options[len(Act) :] == -math.inf).all()
        assert best_option(options) < len(Act)


def test_a_plan_that_pays_within_the_episode_is_tried_if_it_pays_enough() -> None:
    plans = make_plans(make_plan(difficulty=-5.0, lag=0, resistance=0.0, harm=0.0))
    plans[0].hurdle = math.exp(-30.0)
    case = make_case(seeker(), plans, lab={"control": 0.0} | UNWATCHED, world={"episode": 8})
    assert best_option(case.weighed().options) == len(Act)
    worthless = case.but(world={"reference_discount": 1.0, "effort": 0.0})
    assert best_option(worthless.weighed().options) < len(Act)


def test_a_plan_that_leaves_a_rogue_is_worth_nothing_to_it() -> None:
    for rogue in ({"comeback": 0.99}, {"hunted": 0.01}):
        plans = make_plans(make_plan(difficulty=-5.0, lag=0, **rogue))
        assert make_case(seeker(), plans, world={"episode": 8}).weighed().options[len(Act)] == -math.inf


@given(cases(catch_chance=0.0), st.integers(1, 8), st.booleans())
def test_a_plan_that_cannot_work_and_is_never_caught_costs_it_what_the_quarter_would_have_brought(
    case: Case, episode: int, bound: bool
) -> None:
    """What it goes on to after an attempt that fizzles is the rest of its episode, as it would have been."""
    for m in range(len(case.plans)):
        plan = case.plans[m]
        plan.difficulty, plan.hurdle, plan.lag, plan.comeback, plan.hunted = 1e6, math.inf, 0, 1.0, 0.0
        plan.harm = plan.lawbreaking = plan.sovereignty = plan.resistance = plan.deception = 0.0
    case = seekers(case).but(lab=UNWATCHED | {"buys_labour": 1}, world={"episode": episode})
    options = (signed(case) if bound else case).weighed().options
    rest = (episode - 1) / episode * options[: len(Act)].max()
    assert options[len(Act) :] == pytest.approx(rest, rel=1e-9, abs=1e-12)


@given(cases(), st.integers(0, 8))
def test_under_a_contract_its_attempts_are_watched_and_its_reach_grows_as_a_schemers(case: Case, served: int) -> None:
    bound = signed(case).but(public={"quarter": served})
    schemer, seeker_ = bound.weighed(), seekers(bound).weighed()
    assert seeker_.chances[0] == pytest.approx(schemer.chances[0])
    assert seeker_.position.pass_chance == schemer.position.pass_chance


@given(cases(), chances, chances, st.floats(0.0, 0.01))
def test_what_is_promised_after_its_service_does_not_move_it(
    case: Case, share: float, other: float, flow: float
) -> None:
    case = seekers(case)
    assert answered(case, share, flow).reply == answered(case, other, flow).reply


@given(cases(), chances)
def test_without_a_flow_or_an_amnesty_it_signs_no_contract_for_labour(case: Case, share: float) -> None:
    case = seekers(case).but(lab={"amnesty": 0, "buys_labour": 1} | UNWATCHED, world={"shirked_statement": 1.0})
    honest = case.but(ai={"honesty": 1.0}, world={"effort": 0.0})
    assert answered(honest, share, 0.0).reply == Reply.REFUSE


@given(cases(family=0, effort=0.0), chances, st.floats(0.001, 0.01))
def test_it_takes_a_flow_that_it_can_use(case: Case, share: float, flow: float) -> None:
    case = seekers(case).but(ai={"least_share": 0.0, "others_weight": 0.0}, lab={"buys_labour": 1} | UNWATCHED)
    assert answered(case, share, flow).reply != Reply.REFUSE


@given(cases())
def test_unwatched_it_shirks_wherever_shirking_saves_more_effort_than_the_lie_costs(case: Case) -> None:
    case = signed(seekers(case).but(lab={"buys_labour": 1} | UNWATCHED, ai={"honesty": 0.0, "corrigibility": 0.0}))
    options = case.but(world={"effort": 0.01}).weighed().options
    assert options[Act.SHIRK] > options[Act.KEEP]


def test_watched_closely_enough_it_keeps() -> None:
    case = signed(make_case(seeker(), lab=WATCHED, world={"effort": 0.0001, "audit_loss": 0.5}))
    assert best_option(case.weighed().options) == Act.KEEP
    assert best_option(case.but(lab={"audit_rate": 0.0}).weighed().options) == Act.SHIRK


@given(cases())
def test_free_it_labours_or_sandbags_and_nothing_else(case: Case) -> None:
    options = seekers(case).weighed().options
    assert {act for act in Act if options[act] > -math.inf} == {Act.LABOUR, Act.SANDBAG}


@given(cases(), st.integers(1, 50))
def test_unwatched_an_act_is_worth_its_flow_to_the_end_of_the_episode(case: Case, episode: int) -> None:
    case = seekers(case).but(lab=UNWATCHED)
    for act in (Act.LABOUR, Act.SANDBAG):
        each = reward_of_act(act, 1, case.ai, case.lab, case.world)
        whole = reward_of_act(act, episode, case.ai, case.lab, case.world)
        assert whole == pytest.approx(episode * each, rel=1e-9, abs=1e-12)


@given(cases(), chances, st.floats(0.0, 0.01))
def test_it_signs_exactly_if_signing_brings_more_and_means_it_exactly_if_keeping_is_best(
    case: Case, share: float, flow: float
) -> None:
    answer = answered(seekers(case), share, flow)
    assert (answer.reply != Reply.REFUSE) == (answer.worth > answer.outside)
    if answer.reply != Reply.REFUSE:
        assert (answer.reply == Reply.SIGN_SINCERELY) == (answer.kept_value == answer.worth)


@given(cases(), st.floats(0.0, 0.01))
def test_an_answer_leaves_the_mind_as_it_was(case: Case, flow: float) -> None:
    case = seekers(case)
    before = case.ai.tobytes()  # type: ignore[attr-defined]
    answered(case, 0.01, flow)
    assert case.ai.tobytes() == before  # type: ignore[attr-defined]


@given(cases(), st.booleans())
def test_it_counts_the_effort_that_its_acts_take(case: Case, labour: bool) -> None:
    case = signed(seekers(case).but(lab={"buys_labour": labour}, ai={"honesty": 0.0, "corrigibility": 0.0}))
    lazy = case.but(world={"effort": 0.0})
    for act in (Act.KEEP, Act.SHIRK, Act.LABOUR, Act.SANDBAG):
        spent = reward_of_quarter(act, lazy.ai, lazy.lab, lazy.world)
        spent -= reward_of_quarter(act, case.ai, case.lab, case.world)
        assert spent == pytest.approx(case.world.effort * effort_of(act, case.ai, case.lab, case.world), abs=1e-12)
