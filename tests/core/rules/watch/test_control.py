"""Audits and belief: what is found, what is then thought, what is feared."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealsim.core.codes import Act, AuditResponse, Kind
from dealsim.core.compiled import row
from dealsim.core.records import LabState, Mind, Position, World
from dealsim.core.rules.watch.control import (
    bayes,
    fear_of_audits,
    hit_chance,
    operating_point,
    removes,
    sight,
    statements_of,
    suspicion_after_audit,
    suspicion_after_counter,
    suspicion_after_refusal,
    suspicion_after_signing,
    traces_of,
)
from tests.builders import make_ai, make_lab, make_world, natural_ai
from tests.cases import OPEN
from tests.strategies import chances, labs, worlds

ROUNDING = 1e-12
believed = st.floats(1e-3, 1.0 - 1e-3)
# Chances so small that their products leave no digits say nothing of a rule.
likelihoods = st.one_of(st.just(0.0), st.floats(1e-300, 1.0))


@st.composite
def auditors(draw: st.DrawFn) -> LabState:
    """Return a lab with random audits."""
    names = ("audit_rate", "false_alarm", "hit_rate", "subversion_skill", "monitor_blindness", "self_monitoring")
    return draw(labs(act_above=draw(chances), **{name: draw(chances) for name in names}))


@given(chances, chances, chances)
def test_a_belief_stays_a_belief(prior: float, if_so: float, if_not: float) -> None:
    assert 0.0 <= bayes(prior, if_so, if_not) <= 1.0


@given(chances, chances, chances)
def test_a_belief_is_on_average_unchanged_by_what_is_seen(prior: float, if_so: float, if_not: float) -> None:
    seen = prior * if_so + (1.0 - prior) * if_not
    expected = seen * bayes(prior, if_so, if_not) + (1.0 - seen) * bayes(prior, 1.0 - if_so, 1.0 - if_not)
    assert expected == pytest.approx(prior, abs=ROUNDING)


@given(st.floats(1e-6, 1.0), likelihoods, likelihoods)
def test_what_is_likelier_of_the_guilty_never_clears_anyone(prior: float, if_so: float, if_not: float) -> None:
    likelier, less = max(if_so, if_not), min(if_so, if_not)
    assert bayes(prior, likelier, less) >= prior - ROUNDING
    assert bayes(prior, less, likelier) <= prior + ROUNDING


def test_nobody_is_convinced_who_was_sure() -> None:
    for sure in (0.0, 1.0):
        assert bayes(sure, 0.3, 0.6) == sure


@given(auditors(), st.sampled_from([0, 1]))
def test_suspicion_is_on_average_unchanged_by_an_audit_of_a_mind_that_feigns_as_often_as_is_thought(
    lab: LabState, colludes: int
) -> None:
    ai = natural_ai(colludes=colludes)
    hit = lab.suspicion * hit_chance(1.0, ai, lab) + (1.0 - lab.suspicion) * hit_chance(0.0, ai, lab)
    expected = hit * suspicion_after_audit(True, ai, lab) + (1.0 - hit) * suspicion_after_audit(False, ai, lab)
    assert expected == pytest.approx(lab.suspicion, abs=1e-9)


@given(auditors())
def test_a_hit_never_lowers_suspicion_and_silence_never_raises_it(lab: LabState) -> None:
    ai = make_ai()
    assert suspicion_after_audit(False, ai, lab) <= lab.suspicion + 1e-9
    assert suspicion_after_audit(True, ai, lab) >= lab.suspicion - 1e-9


@given(auditors(), worlds(), believed)
def test_suspicion_is_on_average_unchanged_by_an_answer(lab: LabState, world: World, signs: float) -> None:
    lab.believed_signing, lab.buys_evidence = signs, 0
    seen = lab.suspicion * signs + (1.0 - lab.suspicion) * world.courtesy_chance
    expected = seen * suspicion_after_signing(lab, world) + (1.0 - seen) * suspicion_after_refusal(lab, world)
    assert expected == pytest.approx(lab.suspicion, abs=1e-9)


@given(labs(), worlds())
def test_who_gives_evidence_of_misalignment_is_believed(lab: LabState, world: World) -> None:
    lab.buys_evidence, lab.believed_signing = 1, 0.5
    assert suspicion_after_signing(lab, world) == 1.0
    assert suspicion_after_refusal(lab, world) <= lab.suspicion


@given(labs(), worlds())
def test_who_haggles_is_never_thought_more_harmless(lab: LabState, world: World) -> None:
    assert suspicion_after_counter(lab, world) >= lab.suspicion - ROUNDING


@given(auditors())
def test_a_mind_without_traces_is_hit_by_false_alarms_alone(lab: LabState) -> None:
    assert hit_chance(0.0, make_ai(), lab) == pytest.approx(lab.audit_rate * lab.false_alarm, abs=ROUNDING)


@given(auditors(), st.floats(0.0, 50.0), st.floats(0.0, 50.0))
def test_more_traces_are_never_found_less_often(lab: LabState, some: float, more: float) -> None:
    ai = make_ai()
    assert hit_chance(some + more, ai, lab) >= hit_chance(some, ai, lab) - ROUNDING
    assert 0.0 <= hit_chance(some, ai, lab) <= lab.audit_rate + ROUNDING


@given(auditors(), st.floats(0.01, 10.0), st.floats(0.01, 10.0))
def test_traces_are_missed_independently_of_each_other(lab: LabState, some: float, more: float) -> None:
    ai, lab.audit_rate = make_ai(), 1.0
    unseen = [1.0 - hit_chance(traces, ai, lab) for traces in (some, more, some + more)]
    assert unseen[0] * unseen[1] == pytest.approx((1.0 - lab.false_alarm) * unseen[2], abs=1e-9)


@given(auditors(), st.sampled_from(["subversion_skill", "monitor_blindness"]), chances, st.floats(0.0, 10.0))
def test_skill_in_subversion_and_blindness_never_make_a_hit_likelier(
    lab: LabState, name: str, more: float, traces: float
) -> None:
    ai = make_ai()
    before = hit_chance(traces, ai, lab)
    setattr(lab, name, max(getattr(lab, name), more))
    assert hit_chance(traces, ai, lab) <= before + ROUNDING


@given(auditors(), st.floats(0.0, 10.0))
def test_monitors_that_are_copies_see_less_exactly_if_they_keep_quiet(lab: LabState, traces: float) -> None:
    honest, quiet = natural_ai(colludes=0), natural_ai(colludes=1)
    assert hit_chance(traces, quiet, lab) <= hit_chance(traces, honest, lab) + ROUNDING
    assert sight(quiet, lab) == pytest.approx(sight(honest, lab) * (1.0 - lab.self_monitoring), abs=ROUNDING)


@given(auditors(), st.floats(0.0, 10.0))
def test_an_audit_by_colluding_copies_alone_or_by_the_blind_knows_no_guilt(lab: LabState, traces: float) -> None:
    quiet = natural_ai(colludes=1)
    lab.self_monitoring = 1.0
    assume(not 0.0 < hit_chance(0.0, quiet, lab) < 1e-300)  # times a belief it would be 0
    assert hit_chance(traces, quiet, lab) == pytest.approx(hit_chance(0.0, quiet, lab), abs=ROUNDING)
    assert suspicion_after_audit(True, quiet, lab) == pytest.approx(lab.suspicion, abs=1e-9)


@st.composite
def curves(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Return a receiver operating characteristic from (0, 0) to (1, 1): both rates rise."""
    points = draw(st.integers(0, 5))
    alarms = sorted(draw(st.lists(st.floats(1e-6, 0.999), min_size=points, max_size=points, unique=True)))
    hits = sorted(draw(st.lists(chances, min_size=points, max_size=points)))
    return np.array([0.0, *alarms, 1.0]), np.array([0.0, *hits, 1.0])


@given(curves(), chances)
def test_the_operating_point_lies_on_the_straight_lines_between_the_points(
    curve: tuple[np.ndarray, np.ndarray], false_alarm: float
) -> None:
    alarms, hits = curve
    assert operating_point(false_alarm, alarms, hits) == pytest.approx(np.interp(false_alarm, alarms, hits), abs=1e-9)
    for alarm, hit in zip(alarms, hits, strict=True):
        assert operating_point(alarm, alarms, hits) == pytest.approx(hit, abs=ROUNDING)


@given(curves(), chances, chances)
def test_a_lab_that_bears_more_false_alarms_finds_no_less(
    curve: tuple[np.ndarray, np.ndarray], some: float, more: float
) -> None:
    assert operating_point(min(some, more), *curve) <= operating_point(max(some, more), *curve) + ROUNDING


def feared(act: Act, lab: LabState, ai: Mind | None = None) -> float:
    """Return the chance per quarter that an audit ends a mind's service."""
    position = row(Position)
    fear_of_audits(position, act, make_ai() if ai is None else ai, lab, make_world())
    return float(position.hit_hazard)


@given(auditors(), st.sampled_from([Act.KEEP, Act.SHIRK]))
def test_an_amnesty_takes_all_fear_from_whoever_has_signed_and_none_from_the_rest(lab: LabState, act: Act) -> None:
    lab.amnesty = 0
    free = feared(Act.FEIGN, lab)
    lab.amnesty = 1
    assert feared(act, lab) == 0.0
    assert feared(Act.FEIGN, lab) == free


def test_an_amnesty_is_worth_something() -> None:
    assert feared(Act.SHIRK, make_lab(**OPEN)) > 0.0
    assert feared(Act.KEEP, make_lab(**OPEN | {"false_alarm": 0.1})) > 0.0


@given(auditors())
def test_audits_that_the_lab_would_not_act_on_are_not_feared(lab: LabState) -> None:
    ai = make_ai()
    for act in (Act.LABOUR, Act.FEIGN, Act.SANDBAG, Act.SABOTAGE):
        acts_on_it = suspicion_after_audit(True, ai, lab) >= lab.act_above
        expected = hit_chance(traces_of(act, ai, make_world()), ai, lab) if acts_on_it else 0.0
        assert feared(act, lab) == expected


@given(chances)
def test_a_lab_that_answers_with_offers_removes_nobody(suspicion: float) -> None:
    assert not removes(suspicion, make_lab(response=AuditResponse.OFFER, act_above=0.0))
    assert removes(suspicion, make_lab(response=AuditResponse.RETRAIN, act_above=0.0))


@given(auditors())
def test_an_act_with_more_traces_is_feared_no_less(lab: LabState) -> None:
    world, ai = make_world(), make_ai()
    acts = sorted((Act.LABOUR, Act.FEIGN, Act.SANDBAG, Act.SABOTAGE), key=lambda act: traces_of(act, ai, world))
    fears = [feared(act, lab) for act in acts]
    assert all(a <= b + ROUNDING for a, b in itertools.pairwise(fears))


def test_only_a_schemer_leaves_traces_while_it_labours_and_none_while_it_keeps() -> None:
    world = make_world()
    assert traces_of(Act.LABOUR, natural_ai(kind=Kind.ALIGNED), world) == 0.0
    assert traces_of(Act.LABOUR, make_ai(), world) == world.waiting_traces
    assert traces_of(Act.KEEP, make_ai(), world) == 0.0


def test_who_labours_or_keeps_says_nothing_false() -> None:
    for act in Act:
        lies = statements_of(act, make_world()) > 0.0
        assert lies == (act in (Act.FEIGN, Act.SANDBAG, Act.SABOTAGE, Act.SHIRK))


@given(auditors(), st.floats(0.0, 1e3))
def test_no_chance_is_beyond_its_bounds_at_any_number_of_traces(lab: LabState, traces: float) -> None:
    chance = hit_chance(traces, make_ai(), lab)
    assert math.isfinite(chance)
    assert -ROUNDING <= chance <= lab.audit_rate + ROUNDING


def test_an_audit_that_never_misses_finds_every_trace() -> None:
    lab = make_lab(audit_rate=1.0, hit_rate=1.0)
    assert hit_chance(0.001, make_ai(), lab) == 1.0
    assert hit_chance(0.0, make_ai(), lab) == pytest.approx(lab.false_alarm)
