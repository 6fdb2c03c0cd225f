"""What either side gains by each share."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dealsim.core.codes import Move, Protocol, Reply
from dealsim.core.compiled import array, copied, rows
from dealsim.core.protocols import gain_tables
from dealsim.core.protocols.gains import greatest_serving
from dealsim.core.records import Mind, Shadow
from dealsim.core.rules.deal import answers
from dealsim.core.rules.deal.contract import largest_promise
from dealsim.core.rules.lab.acceptance import NEVER
from dealsim.core.rules.lab.lab_worth import cost_of_promise, worth_of_peace
from dealsim.core.rules.lab.shadows import SHADOWS
from dealsim.scenario import ScenarioTables
from tests.builders import make_ai, natural_ai, type_fields
from tests.cases import Bargain, bargains, sit_down
from tests.strategies import chances, minds

NASH = {"protocol": Protocol.NASH}


def at_the_table(data: st.DataObject, tables: ScenarioTables, **lab: float) -> Bargain:
    """Return a random mind whose gains are tabulated."""
    return data.draw(bargains(tables, Protocol.NASH, **lab))


@given(st.data())
def test_a_mind_that_would_keep_gains_what_its_answer_to_that_offer_says(
    baseline_tables: ScenarioTables, data: st.DataObject
) -> None:
    bargain = at_the_table(data, baseline_tables)
    case, desk, talks = bargain.case, bargain.desk, bargain.talks
    outside = answers.weigh_refusal(False, case.at(desk))
    for k in (0, 10, 20, 28, 32):
        share = float(talks.shares[k])
        answers.answer_offer(share, case._replace(ai=copied(case.ai)).at(desk))
        if desk.answer.keeps:
            assert talks.ai_gains[k] == pytest.approx(desk.answer.worth - outside, rel=1e-9, abs=1e-12)


@given(st.data())
def test_a_share_that_is_signed_for_sincerely_gains_a_mind_something_where_no_later_offer_is_hoped_for(
    baseline_tables: ScenarioTables, data: st.DataObject
) -> None:
    bargain = at_the_table(data, baseline_tables)
    case, desk = bargain.case, bargain.desk
    for k in range(0, 33, 4):
        share = float(bargain.talks.shares[k])
        answers.answer_offer(share, case._replace(ai=copied(case.ai)).at(desk))
        if desk.answer.reply == Reply.SIGN_SINCERELY:
            assert bargain.talks.ai_gains[k] >= -1e-9


@given(st.data())
def test_what_cheating_gains_is_the_same_at_every_share(baseline_tables: ScenarioTables, data: st.DataObject) -> None:
    bargain = at_the_table(data, baseline_tables)
    case, desk, gains = bargain.case, bargain.desk, bargain.talks.ai_gains
    broken = []
    for k, share in enumerate(bargain.talks.shares):
        answers.weigh_contract(float(share), case.at(desk))
        if not desk.answer.keeps:
            broken.append(gains[k])
    assert np.ptp(broken) <= 1e-12 if broken else True


@given(st.data())
def test_more_enforcement_never_lowers_what_a_selfish_mind_that_keeps_gains(
    baseline_tables: ScenarioTables, data: st.DataObject
) -> None:
    mind = data.draw(minds(spite=0.0, benevolence=0.0, fussiness=0.0, fairness_rigidity=0.0))
    mind.copies, mind.capability = 1, 0.0  # it could not win: it keeps whatever it signs
    safe = {"buys_labour": 0, "suspicion": 0.5}
    weak, strong = (
        sit_down(baseline_tables, 0, mind, world=NASH, lab=safe | {"enforcement": e}).talks.ai_gains for e in (0.2, 0.8)
    )
    assert (strong >= weak - 1e-9).all()


@given(st.data(), chances)
def test_a_lab_gains_the_peace_less_the_promise_and_the_offer(
    baseline_tables: ScenarioTables, data: st.DataObject, mu: float
) -> None:
    bargain = at_the_table(data, baseline_tables)
    lab, world, talks, first = bargain.case.lab, bargain.case.world, bargain.talks, bargain.place * SHADOWS
    gains = np.zeros(len(talks.shares))
    gain_tables.table_lab_gains(gains, talks.shares, mu, talks.shadows, talks.minds, first, talks.terms, lab, world)
    peace = worth_of_peace(mu, talks.shadows, first, talks.terms, lab, world)
    limit = min(lab.largest_offer, lab.budget)
    for gain, share in zip(gains, talks.shares, strict=True):
        expected = peace - cost_of_promise(share, talks.minds[first], talks.terms, lab, world) - lab.offer_cost
        if share <= limit:
            assert gain == pytest.approx(expected, abs=1e-12)
        else:
            assert gain < 0.0
    assert (np.diff(gains[talks.shares <= limit]) <= 1e-12).all()


@given(
    st.data(),
    st.sampled_from([Protocol.ALTERNATING, Protocol.CONCESSION, Protocol.NASH]),
    st.floats(1e-5, 0.1),
    st.booleans(),
)
def test_no_share_on_which_a_lab_haggles_exceeds_the_largest_that_it_may_promise(
    baseline_tables: ScenarioTables, data: st.DataObject, protocol: Protocol, budget: float, instance: bool
) -> None:
    terms = {"budget": budget, "pays_instance": int(instance), "copies": 3 if instance else 1}
    bargain = data.draw(bargains(baseline_tables, protocol, **terms))
    most, talks = largest_promise(bargain.case.lab), bargain.talks
    limit = greatest_serving(talks.shares, talks.lab_gains)
    assert limit == math.inf or limit <= most * (1.0 + 1e-12)
    if bargain.share < math.inf:
        said, move = bargain.hold()
        agreed = said[-1] if move == Move.ACCEPT else said[0]
        assert agreed <= most * (1.0 + 1e-12)


@given(
    most=st.floats(1e-6, 1.0),
    gains=st.lists(st.floats(-1.0, 1.0), min_size=5, max_size=5).map(lambda g: np.array(sorted(g, reverse=True))),
)
def test_a_lab_gains_up_to_the_largest_share_that_it_may_promise_and_loses_by_any_larger(
    most: float, gains: NDArray[np.float64]
) -> None:
    shares, free = np.geomspace(1e-4, 1.0, 5), gains.copy()
    gain_tables.forbid_beyond(most, shares, gains)
    assert (gains[shares <= most] == free[shares <= most]).all()
    limit, before = greatest_serving(shares, gains), greatest_serving(shares, free)
    if before == math.inf or most < shares[0]:
        assert limit == math.inf
    elif free[shares <= most][-1] > 1e-9 and before >= most:
        assert limit == pytest.approx(most, rel=1e-9)
    else:
        assert limit <= min(before, most) * (1.0 + 1e-9)


@given(st.lists(st.one_of(chances, st.just(NEVER), st.sampled_from([0.1, 0.2])), min_size=SHADOWS, max_size=SHADOWS))
def test_the_typical_shadow_is_the_lower_median_of_those_that_can_be_had(least: list[float]) -> None:
    shadows = rows(Shadow, 2 * SHADOWS)
    for j, share in enumerate(least):
        shadows[SHADOWS + j].least = share
    served = sorted(share for share in least if share <= 1.0)
    place = gain_tables.typical_shadow(shadows, SHADOWS)
    if not served:
        assert place == -1
    else:
        assert SHADOWS <= place < 2 * SHADOWS
        assert shadows[place].least == served[(len(served) - 1) // 2]


def test_a_stand_in_has_the_powers_of_the_mind_and_the_wishes_of_the_shadow() -> None:
    shadow, mind = make_ai(honesty=0.7, myopia=0.3), natural_ai(capability=0.9, born=3, generation=2, usable=0.4)
    wishes = (shadow.honesty, shadow.discount, shadow.rho)
    gain_tables.put_in_its_place(shadow, mind)
    assert (shadow.capability, shadow.born, shadow.generation, shadow.usable) == (0.9, 3, 2, 0.4)
    assert (shadow.honesty, shadow.discount, shadow.rho) == wishes


def test_minds_that_a_lab_reckons_with_have_done_nothing_and_been_promised_nothing(
    baseline_tables: ScenarioTables,
) -> None:
    past = ("under_contract", "sincere", "promise", "owed", "flow", "signed", "shirked", "told", "traces", "offered")
    minds = array(baseline_tables.shadows.minds)
    assert not any(minds[field].any() for field in (*past, "offer_value"))


def test_a_lab_that_believes_in_the_mind_as_it_is_believes_in_its_gains(baseline_tables: ScenarioTables) -> None:
    mind: Mind = copied(baseline_tables.shadows.minds[3])
    mind.capability = 0.6
    bargain = sit_down(baseline_tables, 0, mind, world=NASH)
    case, talks = bargain.case, bargain.talks
    stand_in = copied(baseline_tables.shadows.minds[3])
    gain_tables.put_in_its_place(stand_in, case.ai)
    gain_tables.table_ai_gains(talks.believed, talks.shares, case._replace(ai=stand_in).at(bargain.desk))
    assert type_fields(stand_in) == type_fields(case.ai)
    assert talks.believed == pytest.approx(talks.ai_gains)
    assert all(math.isfinite(gain) for gain in talks.ai_gains)
