"""Negotiations under each protocol: they end, they serve both, they approach what theory says."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dealsim.core.codes import Kind, Move, Protocol, Reason, Reply
from dealsim.core.compiled import copied
from dealsim.core.protocols.alternating import opening_offer
from dealsim.core.protocols.answering import agree, explain_refusal, think_over, walk_away
from dealsim.core.protocols.gains import gain_at
from dealsim.core.protocols.menu import CONTRACTS, choose_from_menu, contract_on_menu, deferred_share
from dealsim.core.protocols.nash import nash_share
from dealsim.core.protocols.negotiation import PROTOCOLS, contracts_offered, haggles, reply_of_ai, reply_of_lab
from dealsim.core.protocols.preparing import foresee_answers
from dealsim.core.records import Mind
from dealsim.core.rules.lab.lab_worth import cost_of_promise
from dealsim.core.rules.lab.shadows import SHADOWS
from dealsim.scenario import ScenarioTables
from tests.cases import Bargain, bargains, sit_down

HAGGLING = (Protocol.ALTERNATING, Protocol.CONCESSION)
EAGER = {"takeover_loss": 5.0, "budget": 0.5, "enforcement": 0.8, "offer_cost": 0.0}
KINDS = [Kind.ALIGNED, Kind.PROXY, Kind.REWARD_SEEKER]


def schemer(tables: ScenarioTables, j: int = 0, capability: float = 0.7) -> Mind:
    """Return one of the minds that a lab reckons with, as able as is said."""
    mind = copied(tables.shadows.minds[j])
    mind.capability = capability
    return mind


def test_every_protocol_is_registered_by_the_file_of_its_name() -> None:
    assert set(PROTOCOLS) == set(Protocol) - {Protocol.NONE}
    for code, home in PROTOCOLS.items():
        assert home.__name__.rpartition(".")[2] == code.name.lower()


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_step_is_that_of_the_protocols_own_file(baseline_tables: ScenarioTables, protocol: Protocol) -> None:
    home = PROTOCOLS[protocol]
    bargain = sit_down(baseline_tables, 0, schemer(baseline_tables), world={"protocol": protocol}, lab=EAGER)
    talks, world = bargain.talks, bargain.case.world
    assert bargain.share == home.first_share(talks, world) < math.inf
    assert (haggles(world), contracts_offered(world)) == (home.HAGGLES, home.CONTRACTS)
    if home.HAGGLES:
        believed = talks.believed.copy()
        assert reply_of_ai(bargain.share, 1, talks, world) == home.reply_of_ai(bargain.share, 1, talks, world)
        reply = reply_of_lab(0.3, 2, talks, world)
        talks.believed[:] = believed
        assert reply == home.reply_of_lab(0.3, 2, talks, world)


@pytest.mark.parametrize("protocol", HAGGLING)
@given(data=st.data())
def test_talks_end_within_the_rounds_that_there_are(
    baseline_tables: ScenarioTables, protocol: Protocol, data: st.DataObject
) -> None:
    bargain = data.draw(bargains(baseline_tables, protocol))
    if bargain.share < math.inf:
        said, move = bargain.hold()
        assert len(said) <= 2 * bargain.case.world.most_rounds + 1
        assert move in (Move.ACCEPT, Move.WALK_AWAY)
        assert all(0.0 <= share <= 1.0 for share in said)


@pytest.mark.parametrize("protocol", HAGGLING)
@given(data=st.data())
def test_what_is_agreed_is_a_loss_to_neither_side_by_its_own_table(
    baseline_tables: ScenarioTables, protocol: Protocol, data: st.DataObject
) -> None:
    bargain = data.draw(bargains(baseline_tables, protocol))
    if bargain.share < math.inf:
        said, move = bargain.hold()
        if move == Move.ACCEPT:
            assert gain_at(said[-1], bargain.talks.shares, bargain.talks.ai_gains) >= -1e-9
            assert gain_at(said[-1], bargain.talks.shares, bargain.talks.lab_gains) >= -1e-9


@pytest.mark.parametrize("protocol", HAGGLING)
def test_some_talks_end_in_agreement(baseline_tables: ScenarioTables, protocol: Protocol) -> None:
    agreed = []
    for j in range(SHADOWS):
        world = {"protocol": protocol, "breakdown": 0.1}
        bargain = sit_down(baseline_tables, 0, schemer(baseline_tables, j), world=world, lab=EAGER)
        if bargain.share < math.inf:
            agreed.append(bargain.hold()[1] == Move.ACCEPT)
    assert any(agreed)


@given(data=st.data())
def test_a_concession_never_goes_back(baseline_tables: ScenarioTables, data: st.DataObject) -> None:
    """In shares: where an AI's gains have several peaks, a smaller share may be worth more to it."""
    bargain = data.draw(bargains(baseline_tables, Protocol.CONCESSION))
    if bargain.share < math.inf:
        said, _ = bargain.hold()
        offers, demands = np.array(said[::2]), np.array(said[1::2])
        assert (np.diff(offers) >= -1e-9).all()
        assert (np.diff(demands) <= 1e-9).all()


def product(share: float, bargain: Bargain) -> float:
    """Return the product of both sides' gains at a share."""
    talks = bargain.talks
    return float(gain_at(share, talks.shares, talks.ai_gains) * gain_at(share, talks.shares, talks.lab_gains))


@given(data=st.data())
def test_the_nash_protocol_offers_the_nash_split_of_both_tables(
    baseline_tables: ScenarioTables, data: st.DataObject
) -> None:
    bargain = data.draw(bargains(baseline_tables, Protocol.NASH))
    talks = bargain.talks
    assert bargain.share == nash_share(talks.shares, talks.ai_gains, talks.lab_gains)
    if bargain.share < math.inf:
        for share in np.geomspace(1e-5, 1.0, 300):
            ai, lab = (gain_at(float(share), talks.shares, gains) for gains in (talks.ai_gains, talks.lab_gains))
            if ai >= 0.0 and lab >= 0.0:
                assert product(float(share), bargain) <= product(bargain.share, bargain) * (1.0 + 1e-9) + 1e-15
    else:
        assert talks.terms.reason != Reason.NONE


def test_a_lab_that_knows_an_aligned_mind_needs_to_pay_it_nothing(baseline_tables: ScenarioTables) -> None:
    for kind in KINDS:
        mind = schemer(baseline_tables)
        mind.kind = kind
        bargain = sit_down(baseline_tables, 0, mind, world={"protocol": Protocol.NASH}, lab=EAGER)
        assert bargain.share == math.inf
        assert bargain.talks.terms.reason == Reason.NO_NEED


@given(data=st.data())
def test_frequent_alternating_offers_of_a_lab_that_knows_the_mind_approach_a_split_like_nashs(
    baseline_tables: ScenarioTables, data: st.DataObject
) -> None:
    bargain = data.draw(bargains(baseline_tables, Protocol.NASH))
    talks = bargain.talks
    split = nash_share(talks.shares, talks.ai_gains, talks.lab_gains)
    assume(split < math.inf and product(split, bargain) > 1e-8)
    served = [k for k in range(33) if talks.ai_gains[k] >= 0.0 and talks.lab_gains[k] >= 0.0]
    concave = len(served) > 2 and served[-1] - served[0] == len(served) - 1
    slopes = np.diff(talks.ai_gains) / np.diff(talks.shares)
    inner = slopes[max(served[0] - 1, 0) : served[-1] + 1] if concave else slopes
    assume(concave and (np.diff(inner) <= 1e-9).all() and (inner > 0.0).all())
    worth = [
        product(opening_offer(talks.shares, talks.ai_gains, talks.lab_gains, 1.0 - p, 1.0 - p), bargain)
        for p in (0.3, 0.03, 0.003)
    ]
    assert worth[2] >= worth[0] - 1e-12
    assert worth[2] == pytest.approx(product(split, bargain), rel=0.02)


@given(data=st.data())
def test_a_lab_that_knows_the_mind_and_its_patience_has_its_first_offer_taken(
    baseline_tables: ScenarioTables, data: st.DataObject
) -> None:
    bargain = data.draw(bargains(baseline_tables, Protocol.ALTERNATING))
    talks, going_on = bargain.talks, 1.0 - bargain.case.world.breakdown
    talks.believed[:] = talks.ai_gains
    assume(bargain.share < math.inf)
    share = opening_offer(talks.shares, talks.believed, talks.lab_gains, going_on, going_on)
    if share < math.inf:
        assert bargain.ai_reply(float(share), 1)[0] == Move.ACCEPT


# --- take it or leave it


@given(data=st.data(), protocol=st.sampled_from([Protocol.POSTED, Protocol.MENU]))
def test_a_posted_price_is_the_best_offer_or_none_for_a_reason(
    baseline_tables: ScenarioTables, data: st.DataObject, protocol: Protocol
) -> None:
    bargain = data.draw(bargains(baseline_tables, protocol))
    terms, lab = bargain.talks.terms, bargain.case.lab
    if bargain.share < math.inf:
        assert terms.reason == Reason.NONE
        assert bargain.share == terms.share <= min(lab.largest_offer, lab.budget)
        assert terms.gain > lab.offer_cost
        # At a share just as it gains nothing, 24 halvings may fall short by a hair.
        assert lab.walk_away >= bargain.share * (1.0 - 1e-6)
    else:
        assert terms.reason in (Reason.BUDGET, Reason.POWER_SHIFT, Reason.SUSPICION, Reason.PRICE)


@given(data=st.data())
def test_what_is_thought_of_an_answer_never_makes_it_sure(baseline_tables: ScenarioTables, data: st.DataObject) -> None:
    bargain = data.draw(bargains(baseline_tables, Protocol.POSTED))
    for share in (0.0, 1e-4, 0.01, 1.0):
        foresee_answers(share, bargain.talks, bargain.place, bargain.case.lab)
        assert 0.0 < bargain.case.lab.believed_signing < 1.0


@given(data=st.data())
@pytest.mark.parametrize("protocol", list(Protocol)[1:])
def test_a_first_offer_does_not_depend_on_what_a_lab_thought_of_an_earlier_one(
    baseline_tables: ScenarioTables, protocol: Protocol, data: st.DataObject
) -> None:
    bargain = data.draw(bargains(baseline_tables, protocol))
    case = bargain.case
    lab = {
        name: float(getattr(case.lab, name)) for name in ("suspicion", "enforcement", "takeover_loss", "budget", "rho")
    }
    world = {
        name: getattr(case.world, name) for name in ("protocol", "breakdown", "most_rounds", "lab_tactic", "ai_tactic")
    }
    offers = {
        sit_down(baseline_tables, bargain.place, case.ai, world=world, lab=lab | {"believed_signing": before}).share
        for before in (0.0, 0.3, 0.97)
    }
    assert len(offers) == 1


# --- menus


@given(data=st.data(), share=st.floats(1e-4, 0.1))
def test_every_contract_of_a_menu_costs_the_lab_the_same(
    baseline_tables: ScenarioTables, data: st.DataObject, share: float
) -> None:
    bargain = data.draw(bargains(baseline_tables, Protocol.MENU, pays_instance=0))
    lab, world, talks = copied(bargain.case.lab), bargain.case.world, bargain.talks
    usual, costs = lab.offered_flow, []
    for k in range(CONTRACTS):
        flow = contract_on_menu(k, share, talks, lab, world)
        assume(flow < 1.0)
        lab.offered_flow = usual + flow
        costs.append(cost_of_promise(deferred_share(k, share), talks.minds[0], talks.terms, lab, world))
        lab.offered_flow = usual
    assert costs[1:] == pytest.approx([costs[0]] * (CONTRACTS - 1), rel=1e-9, abs=1e-15)


def test_a_menu_goes_from_all_late_to_all_now(baseline_tables: ScenarioTables) -> None:
    bargain = sit_down(baseline_tables, 0, schemer(baseline_tables), world={"protocol": Protocol.MENU})
    lab, world, talks = bargain.case.lab, bargain.case.world, bargain.talks
    assert [deferred_share(k, 0.02) for k in range(CONTRACTS)] == [0.02, 0.01, 0.0]
    flows = [contract_on_menu(k, 0.02, talks, lab, world) for k in range(CONTRACTS)]
    assert flows[0] == 0.0 < flows[1] < flows[2]
    assert contract_on_menu(2, 0.0, talks, lab, world) == 0.0


@given(
    data=st.data(),
    share=st.floats(1e-3, 0.2),
    courtesy=st.floats(0.01, 0.99),
    kind=st.sampled_from([Kind.SCHEMER, *KINDS]),
)
def test_the_contract_taken_from_a_menu_is_the_best_of_those_that_would_be_signed(
    baseline_tables: ScenarioTables, data: st.DataObject, share: float, courtesy: float, kind: Kind
) -> None:
    bargain = data.draw(bargains(baseline_tables, Protocol.MENU))
    case, desk, talks = bargain.case.but(ai={"kind": kind}), bargain.desk, bargain.talks
    terms = case.at(desk)
    flow = case.lab.offered_flow
    taken = choose_from_menu(share, courtesy, talks, terms)
    assert case.lab.offered_flow == flow
    case.ai.offered = 0
    gains = []
    for k in range(CONTRACTS):
        case.lab.offered_flow = flow + contract_on_menu(k, share, talks, case.lab, case.world)
        think_over(deferred_share(k, share), courtesy, terms)
        signs = desk.answer.reply != Reply.REFUSE
        gains.append(desk.answer.worth - desk.answer.outside if signs else -math.inf)
        case.lab.offered_flow = flow
    assert taken == int(np.argmax(gains))


# --- ends of talks


@given(data=st.data(), share=st.floats(1e-4, 0.5))
def test_who_agrees_has_signed_and_who_walks_away_has_refused(
    baseline_tables: ScenarioTables, data: st.DataObject, share: float
) -> None:
    bargain = data.draw(bargains(baseline_tables, Protocol.ALTERNATING))
    case, desk = bargain.case, bargain.desk
    terms = case.at(desk)
    agree(share, terms)
    assert desk.answer.reply == (Reply.SIGN_SINCERELY if desk.answer.keeps else Reply.SIGN_INSINCERELY)
    assert (desk.answer.reason, case.ai.offered) == (Reason.NONE, 0)
    walk_away(share, terms)
    assert (desk.answer.reply, case.ai.offered) == (Reply.REFUSE, 0)
    explain_refusal(share, True, terms)
    assert desk.answer.reason != Reason.NONE


@given(data=st.data(), share=st.floats(1e-4, 0.5), chart=st.booleans())
def test_a_chart_of_other_shares_changes_no_answer(
    baseline_tables: ScenarioTables, data: st.DataObject, share: float, chart: bool
) -> None:
    bargain = data.draw(bargains(baseline_tables, Protocol.POSTED))
    case, desk = bargain.case, bargain.desk
    terms = case.at(desk)
    think_over(share, 0.5, terms)
    before, mind = copied(desk.answer), copied(case.ai)
    explain_refusal(share, chart, terms)
    for name in ("reply", "worth", "outside", "kept_value", "staying", "keeps", "required"):
        assert getattr(desk.answer, name) == getattr(before, name)
    assert case.ai.offer_value == mind.offer_value
