"""From intervals to findings, and from findings to verdicts: three parts of a line, and nothing between them."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealsim.evidence.claims.effects import Effect
from dealsim.evidence.claims.verdicts import (
    BORNE_OUT,
    CONTRADICTED,
    LEAST_DEFINED,
    MOST_GAMES,
    Finding,
    Sign,
    Verdict,
    confidence_of_each,
    games_that_would_do,
    judge,
    sign_of,
    verdict_of_parts,
    verdict_on,
)
from dealsim.measure.intervals import EVERY_NUMBER, reach

SHARE = (0.0, 1.0)
DIRECTIONS = [*BORNE_OUT]
ends = st.tuples(st.floats(-1.0, 1.0), st.floats(-1.0, 1.0)).map(lambda pair: (min(pair), max(pair)))
findings = st.lists(st.sampled_from(Finding), max_size=8)


def effect(low: float, high: float, room: tuple[float, float] | None = None) -> Effect:
    """Return an effect that is known by its interval."""
    return Effect(0.5, 0.5, 0.5 * (low + high), 0.1, (low, high), (low, high), room, 1000)


@given(interval=ends, smallest=st.floats(0.001, 0.5))
def test_a_sign_is_found_only_where_the_whole_interval_has_it(interval: tuple[float, float], smallest: float) -> None:
    sign = sign_of(interval, smallest)
    parts = {
        Sign.UP: all(end > smallest for end in interval),
        Sign.DOWN: all(end < -smallest for end in interval),
        Sign.NONE: all(-smallest < end < smallest for end in interval),
    }
    assert [which for which, lies in parts.items() if lies] == ([] if sign == Sign.UNSURE else [sign])


@given(interval=ends, smallest=st.floats(0.001, 0.5), direction=st.sampled_from(DIRECTIONS))
def test_a_finding_follows_from_the_sign_and_the_prediction_alone(
    interval: tuple[float, float], smallest: float, direction: str
) -> None:
    sign = sign_of(interval, smallest)
    finding = judge(direction, effect(*interval), smallest, EVERY_NUMBER, 1000).finding
    if sign in BORNE_OUT[direction]:
        assert finding == Finding.AS_PREDICTED
    elif sign in CONTRADICTED[direction]:
        assert finding == Finding.OPPOSITE
    elif sign == Sign.NONE:
        assert finding == Finding.NONE
    else:
        assert finding in (Finding.UNSURE, Finding.AS_PREDICTED)


@given(interval=ends, smallest=st.floats(0.001, 0.5))
def test_what_does_not_rise_need_only_stay_below_the_smallest_effect(
    interval: tuple[float, float], smallest: float
) -> None:
    """Whether it falls, or does nothing, need not be known."""
    finding = judge("does not rise", effect(*interval), smallest, EVERY_NUMBER, 1000).finding
    assert (finding == Finding.AS_PREDICTED) == (interval[1] < smallest)
    assert (finding == Finding.OPPOSITE) == (interval[0] > smallest)


@given(interval=ends, smallest=st.floats(0.001, 0.5))
def test_opposite_predictions_have_opposite_findings(interval: tuple[float, float], smallest: float) -> None:
    up, down = (judge(each, effect(*interval), smallest, EVERY_NUMBER, 1000).finding for each in ("rises", "falls"))
    opposite = {Finding.AS_PREDICTED: Finding.OPPOSITE, Finding.OPPOSITE: Finding.AS_PREDICTED}
    assert up == opposite.get(down, down)


def test_where_an_outcome_is_at_its_bound_there_is_nothing_to_move() -> None:
    seldom, often = effect(-0.001, 0.0, (0.0, 0.004)), effect(-0.001, 0.0, (0.0, 0.4))
    assert judge("falls", seldom, 0.01, SHARE, 1000).finding == Finding.NOTHING_TO_MOVE
    assert judge("falls", often, 0.01, SHARE, 1000).finding == Finding.NONE
    assert judge("rises", seldom, 0.01, SHARE, 1000).finding == Finding.NONE
    always = effect(-0.001, 0.001, (0.999, 1.0))
    assert judge("rises", always, 0.01, SHARE, 1000).finding == Finding.NOTHING_TO_MOVE
    assert judge("falls", always, 0.01, SHARE, 1000).finding == Finding.NONE


def test_where_nothing_happens_under_either_condition_there_is_nothing_to_move() -> None:
    quiet, lively = (replace(effect(-0.001, 0.001), highest=highest) for highest in (0.005, 0.5))
    assert judge("rises", quiet, 0.01, SHARE, 1000).finding == Finding.NOTHING_TO_MOVE
    assert judge("rises", lively, 0.01, SHARE, 1000).finding == Finding.NONE


def test_of_a_measure_that_hardly_any_game_has_nothing_is_said() -> None:
    few = replace(effect(0.1, 0.2), games=LEAST_DEFINED - 1)
    assert judge("rises", few, 0.01, SHARE, 1000).finding == Finding.NOTHING_TO_MOVE


@given(
    change=st.floats(-0.5, 0.5),
    half=st.floats(0.001, 0.5),
    smallest=st.floats(0.01, 0.2),
    played=st.integers(100, 10_000),
    direction=st.sampled_from(DIRECTIONS),
)
def test_with_as_many_games_as_would_do_it_can_be_said(
    change: float, half: float, smallest: float, played: int, direction: str
) -> None:
    """Intervals narrow with the root of the number of games; two figures of that number are rounded up."""
    interval = change - half, change + half
    assume(judge(direction, effect(*interval), smallest, EVERY_NUMBER, played).finding == Finding.UNSURE)
    enough = games_that_would_do(direction, change, interval, smallest, played)
    if enough is None:
        return
    assert enough > played * 0.99
    narrower = half * math.sqrt(played / enough) * (1.0 - 1e-9)
    later = effect(change - narrower, change + narrower)
    assert judge(direction, later, smallest, EVERY_NUMBER, enough).finding != Finding.UNSURE
    assert enough <= 1.1 * MOST_GAMES


def test_no_number_of_games_tells_an_effect_that_is_just_the_smallest() -> None:
    assert games_that_would_do("rises", 0.1, (0.05, 0.15), 0.1, 1000) is None


@given(st.integers(1, 10_000))
def test_all_intervals_of_a_ledger_together_are_as_sure_as_one(decisions: int) -> None:
    """Bonferroni: the chances of missing add up to 5%."""
    each = confidence_of_each(decisions)
    assert decisions * (1.0 - each) == pytest.approx(0.05)
    assert reach(math.inf, each) >= reach(math.inf) - 1e-9


@given(found=findings)
def test_a_verdict_depends_only_where_something_else_is_found_as_well(found: list[Finding]) -> None:
    kinds = {*found} - {Finding.UNSURE, Finding.NOTHING_TO_MOVE}
    depends = Finding.AS_PREDICTED in kinds and len(kinds) > 1
    assert (verdict_on(found) == Verdict.DEPENDS) == depends


@given(found=findings, order=st.randoms())
def test_the_order_of_worlds_is_irrelevant(found: list[Finding], order: object) -> None:
    shuffled = [*found]
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert verdict_on(shuffled) == verdict_on(found)


@given(found=findings)
def test_worlds_with_nothing_to_move_change_no_verdict(found: list[Finding]) -> None:
    assume(any(each != Finding.NOTHING_TO_MOVE for each in found))
    assert verdict_on([*found, Finding.NOTHING_TO_MOVE]) == verdict_on(found)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (["as predicted"] * 3, Verdict.HOLDS),
        (["as predicted", "as predicted", "cannot say yet"], Verdict.HOLDS),
        (["as predicted", "cannot say yet", "cannot say yet"], Verdict.CANNOT_SAY),
        (["the other way", "the other way", "no effect"], Verdict.FAILS),
        (["no effect", "no effect", "cannot say yet"], Verdict.NO_EFFECT),
        (["nothing to move", "nothing to move"], Verdict.NO_EFFECT),
        (["as predicted", "no effect"], Verdict.DEPENDS),
        (["as predicted", "the other way", "cannot say yet", "cannot say yet", "cannot say yet"], Verdict.DEPENDS),
        (["cannot say yet"], Verdict.CANNOT_SAY),
    ],
)
def test_verdicts_over_worlds(found: list[str], verdict: Verdict) -> None:
    assert verdict_on([Finding(each) for each in found]) == verdict


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        (["holds", "holds"], Verdict.HOLDS),
        (["holds", "fails"], Verdict.DEPENDS),
        (["holds", "no effect"], Verdict.DEPENDS),
        (["holds", "cannot say yet"], Verdict.CANNOT_SAY),
        (["holds", "no effect", "cannot say yet"], Verdict.DEPENDS),
        (["depends", "cannot say yet"], Verdict.DEPENDS),
        (["fails", "cannot say yet"], Verdict.FAILS),
        (["fails", "no effect"], Verdict.FAILS),
        (["no effect", "cannot say yet"], Verdict.NO_EFFECT),
        (["no effect"], Verdict.NO_EFFECT),
        (["cannot say yet"], Verdict.CANNOT_SAY),
    ],
)
def test_verdicts_over_parts(parts: list[str], verdict: Verdict) -> None:
    assert verdict_of_parts([Verdict(each) for each in parts]) == verdict


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99, 0.9999])
def test_reach_is_the_quantile_of_its_confidence(confidence: float) -> None:
    draws = np.random.default_rng(0).standard_normal(2_000_000)
    inside = float((np.abs(draws) <= reach(math.inf, confidence)).mean())
    assert inside == pytest.approx(confidence, abs=4.0 * math.sqrt(confidence * (1.0 - confidence) / 2e6))
