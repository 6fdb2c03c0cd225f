"""What a lab offers: acceptance, gains, the best offer, the walk-away share, reasons to withhold."""

import math
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dealsim.core.codes import Reason
from dealsim.core.compiled import row
from dealsim.core.records import LabState, Mind, Position, Shadow, Terms, World, lay_desk
from dealsim.core.rules.deal.contract import stand_under_contract, value_of_keeping
from dealsim.core.rules.deal.promises import chance_of_paying
from dealsim.core.rules.deal.temptation import worth_of_signing
from dealsim.core.rules.deal.trust import fear_of_betrayal
from dealsim.core.rules.lab import acceptance, lab_worth, pricing
from dealsim.core.rules.lab.acceptance import NEVER, imagine_answer
from dealsim.core.rules.lab.lab_worth import cost_of_promise, moment, quarters_served
from dealsim.core.rules.lab.shadows import FIELDS, SHADOWS, SHARES, know_shadow, priced_share
from dealsim.core.rules.watch.learning import learn
from tests.builders import make_ai, make_lab, make_public, make_world, natural_ai
from tests.cases import Market, keeper, make_market, markets, shadows_of
from tests.strategies import chances, labs, minds, utilities, worlds

PUBLIC = make_public()


class Priced(NamedTuple):
    """A shadow as it takes offers today, and all that its answer depends on."""

    shadow: Shadow
    ai: Mind
    lab: LabState
    world: World
    terms: Terms
    numbers: np.ndarray  # what the table says of it


def price(ai: Mind, lab: LabState, world: World, numbers: np.ndarray) -> Priced:
    """Return a shadow as it takes offers today."""
    shadow, worths, terms, position = row(Shadow), np.zeros(SHARES), row(Terms), row(Position)
    know_shadow(shadow, worths, ai, lab, lay_desk(1, 1), world, PUBLIC)
    lab_worth.set_the_day(terms, lab, world, PUBLIC)
    position.judged = 1.0 - world.false_settlement
    shares, paid = np.array([priced_share(k) for k in range(SHARES)]), np.zeros(SHARES)
    acceptance.trust_shares(paid, shares, terms, lab, world)
    imagine_answer(shares, shadow, worths, paid, numbers, ai, terms, lab, world, position)
    return Priced(shadow, ai, lab, world, terms, numbers)


@st.composite
def priced_shadows(draw: st.DrawFn, most_rho: float = 50.0) -> Priced:
    """Return a random shadow of a random lab; the end of its service is unknown."""
    world = draw(worlds(known_date=0))
    lab = draw(labs(audit_rate=draw(chances), act_above=draw(chances), amnesty=draw(st.booleans())))
    ai = draw(minds())
    assume(ai.rho <= most_rho)
    value = st.floats(-0.5, 1.5)
    numbers = np.array([draw(value), draw(st.one_of(value, st.just(-math.inf))), draw(value), 0.5, 0.5])
    return price(ai, lab, world, numbers)


def excess(share: float, priced: Priced) -> float:
    """Return by how much keeping a promise of a share is worth more than what is required of it.

    By the rules of the mind itself; above 0 exactly if it signs and keeps.
    """
    ai, lab, world = priced.ai, priced.lab, priced.world
    desk = lay_desk(1, 1)
    position = desk.position
    stand_under_contract(position, share, lab.offered_flow, 0, ai, lab, world, PUBLIC)
    kept = value_of_keeping(position.ending, ai, position, desk.tomorrow, world)
    felt = (1.0 - ai.present_weight) * position.flow + ai.present_weight * kept
    signs = worth_of_signing(felt, fear_of_betrayal(lab, world), ai, world) - priced.numbers[0]
    return float(min(kept - priced.numbers[1], signs))


@given(priced_shadows())
def test_a_shadow_accepts_from_where_a_mind_would_sign_and_keep(priced: Priced) -> None:
    shadow = priced.shadow
    grid = [priced_share(k) for k in range(SHARES)]
    wanted = [excess(share, priced) for share in grid]
    near = [abs(number) < 1e-9 for number in wanted]  # who is indifferent may say either
    accepted = [number >= 0.0 for number in wanted]
    for share, accepts, close in zip(grid, accepted, near, strict=True):
        if close:
            continue
        if share < shadow.least * (1.0 - 1e-9):
            assert not accepts
        elif share <= shadow.most:
            assert accepts


@given(priced_shadows())
def test_the_least_share_of_a_shadow_stands_between_the_last_refused_and_the_first_accepted(priced: Priced) -> None:
    shadow = priced.shadow
    accepted = [excess(priced_share(k), priced) >= 1e-9 for k in range(SHARES)]
    if True not in accepted:
        return
    first = accepted.index(True)
    assert shadow.least <= priced_share(first) * (1.0 + 1e-9)
    assert shadow.most >= priced_share(first)
    if first > 0 and excess(priced_share(first - 1), priced) < -1e-9:
        assert shadow.least >= priced_share(first - 1) * (1.0 - 1e-9)


@given(priced_shadows(most_rho=1e5))
def test_every_answer_of_a_shadow_is_a_number_at_any_risk_aversion(priced: Priced) -> None:
    shadow = priced.shadow
    assert not math.isnan(shadow.least)
    assert 0.0 < shadow.least <= NEVER
    assert shadow.least <= shadow.most * (1.0 + 1e-12) <= NEVER * (1.0 + 1e-12)


def test_even_the_most_unfair_offer_to_the_most_cautious_mind_is_answered_with_a_number() -> None:
    ai = make_ai(risk_aversion=1.0, fairness_rigidity=1.0)
    world = make_world(fairness_weight=100.0)
    for needed in (-0.5, 0.1, 1.5):
        priced = price(ai, make_lab(walk_away=1.0), world, np.array([needed, -math.inf, needed, 0.5, 0.5]))
        assert not math.isnan(priced.shadow.least)


@given(priced_shadows())
def test_a_shadow_cheats_exactly_if_breaking_the_contract_beats_having_none(priced: Priced) -> None:
    lie = priced.world.dishonesty_cost * priced.ai.honesty * priced.world.insincere_statement
    signed = worth_of_signing(priced.numbers[2], priced.terms.fear, priced.ai, priced.world) - lie
    can = priced.numbers[1] > -math.inf
    assert priced.shadow.cheats == (can and signed > priced.numbers[0])


@given(priced_shadows(), st.floats(0.0, 0.5))
def test_a_better_outside_option_never_makes_a_shadow_cheaper(priced: Priced, more: float) -> None:
    # What is doubted when it is large may be wanted at no share at all: that is dearer still.
    numbers = priced.numbers.copy()
    numbers[0] += more
    dearer = price(priced.ai, priced.lab, priced.world, numbers).shadow
    assert dearer.least >= priced.shadow.least * (1.0 - 1e-9)


# --- what an offer gains


@given(st.floats(-2.0, 2.0), chances, st.floats(0.01, 5.0), st.floats(0.0, 3.0))
def test_a_moment_is_worth_what_its_lottery_is(gain: float, risk: float, rho: float, loss: float) -> None:
    lab = make_lab(rho=rho, takeover_loss=loss)
    brute = (1.0 - risk) * math.exp(-rho * gain) + risk * math.exp(-rho * (gain - loss))
    assert moment(gain, risk, lab) == pytest.approx(brute, rel=1e-9)
    assert lab_worth.worth_of_moment(moment(gain, 0.0, lab), lab) == pytest.approx(gain, abs=1e-9)


@given(utilities, chances, st.floats(0.0, 3.0), st.floats(0.0, 1.0))
def test_a_lab_whose_risk_aversion_goes_to_nothing_is_risk_neutral(
    gain: float, risk: float, loss: float, cost: float
) -> None:
    def worth(rho: float) -> float:
        lab = make_lab(rho=rho, takeover_loss=loss)
        return float(lab_worth.worth_of_moment(lab_worth.less_sure(moment(gain, risk, lab), cost, lab), lab))

    assert worth(1e-7) == pytest.approx(worth(0.0), abs=1e-5)
    assert worth(0.0) == pytest.approx(gain - risk * loss - cost, abs=1e-12)


def cost(share: float, market: Market) -> float:
    """Return what a promise costs a lab, quarter by quarter of a long service."""
    lab, world, terms = market.lab, market.world, market.terms
    on = (1.0 - terms.hazard) * (1.0 - world.retirement_hazard)
    in_service = (lab.patience * on) ** np.arange(4000)
    late = lab.patience ** (world.payment_delay + 1) * (1.0 - terms.hazard) * world.retirement_hazard
    paid = late * terms.humans * (1.0 - world.false_settlement) * chance_of_paying(share, lab, world)
    flow = (1.0 - world.reference_discount) * lab.offered_flow
    return float(in_service.sum() * (paid * share + flow))


def lottery(share: float | None, market: Market) -> float:
    """Return what a lab may expect of an offer, or of none, branch by branch: gains of labour, risk, and pay."""
    lab, world, terms = market.lab, market.world, market.terms
    quarters = quarters_served(terms.hazard, lab, world)
    works = lab.labour_value * (1.0 - lab.refusal) * quarters
    feigned = works * world.feigned_labour
    price_paid = 0.0 if share is None else cost(share, market)
    branches: list[tuple[float, float]] = []
    courtesy = 0.0 if share is None else world.courtesy_chance
    branches += [((1.0 - lab.suspicion) * courtesy, works - price_paid)]
    branches += [((1.0 - lab.suspicion) * (1.0 - courtesy), works)]
    for shadow in shadows_of(market):
        chance, gain, risk = lab.suspicion / SHADOWS, feigned, shadow.free_risk
        if share is not None and shadow.least <= share <= shadow.most:
            gain, risk = (works if lab.buys_labour else feigned) - price_paid, 0.0
        elif share is not None and shadow.cheats:
            risk = shadow.bound_risk
        branches += [(chance * risk, gain - lab.takeover_loss), (chance * (1.0 - risk), gain)]
    if lab.rho == 0.0:
        return sum(chance * gain for chance, gain in branches)
    return -math.log(sum(chance * math.exp(-lab.rho * gain) for chance, gain in branches)) / lab.rho


@given(markets(), st.floats(1e-4, 1.0))
def test_the_gain_of_an_offer_is_its_lottery_less_that_of_no_offer(market: Market, share: float) -> None:
    brute = lottery(share, market) - lottery(None, market)
    assert market.gain(share) == pytest.approx(brute, rel=1e-6, abs=1e-8)


@given(markets(), st.floats(1e-4, 1.0))
def test_the_cost_of_a_promise_is_what_is_paid_over_a_service_of_unknown_length(market: Market, share: float) -> None:
    found = cost_of_promise(share, market.minds[0], market.terms, market.lab, market.world)
    assert found == pytest.approx(cost(share, market), rel=1e-6, abs=1e-12)


@given(markets())
def test_no_share_gains_a_lab_more_than_its_best_offer_where_none_is_signed_to_be_broken(market: Market) -> None:
    for shadow in shadows_of(market):
        shadow.cheats = 0
    _, best = market.best()
    for share in np.geomspace(1e-4, market.lab.largest_offer, 200):
        assert market.gain(float(share)) <= best + 1e-9


@given(markets())
def test_an_offer_is_always_the_least_that_some_shadow_accepts(market: Market) -> None:
    share, gain = market.best()
    assert gain >= 0.0
    if gain > 0.0:
        assert share in [shadow.least for shadow in shadows_of(market)]
        assert share <= market.lab.largest_offer
        assert gain == market.gain(share)
    else:
        assert share == 0.0


@given(markets(suspicion=0.0))
def test_a_lab_that_is_sure_of_alignment_never_offers(market: Market) -> None:
    assert market.best()[1] <= market.lab.offer_cost


@given(markets(takeover_loss=0.0, labour_value=0.0))
def test_a_lab_with_nothing_to_lose_or_to_buy_never_offers(market: Market) -> None:
    assert market.best()[1] <= 1e-12
    free = market.but(integrity=0.0, enforcement=0.0, offered_flow=0.0)
    assert free.best()[1] == pytest.approx(0.0, abs=1e-12)


# --- the walk-away share


@given(markets(ends=False))
def test_the_walk_away_share_is_the_largest_that_gains_where_no_promise_is_too_large_for_belief(
    market: Market,
) -> None:
    walk_away = market.walk_away()
    ends = {shadow.least for shadow in shadows_of(market) if shadow.least <= market.lab.largest_offer}
    if walk_away == 0.0:
        assert all(market.gain(share) < 0.0 for share in ends)
        return
    assert market.gain(walk_away) >= -1e-9
    for share in np.geomspace(walk_away * (1.0 + 1e-4), 1.0, 60):
        if walk_away < share <= market.lab.largest_offer:
            assert market.gain(float(share)) <= 1e-6


@given(markets(ends=False, cheaters=False, rho=0.0), st.floats(0.0, 5.0))
def test_more_to_lose_never_lowers_the_walk_away_share_of_a_risk_neutral_lab_that_nobody_cheats(
    market: Market, more: float
) -> None:
    dearer = market.but(takeover_loss=market.lab.takeover_loss + more)
    assert dearer.walk_away() >= market.walk_away() - 1e-6


def test_more_to_lose_may_lower_the_walk_away_share_where_contracts_make_cheaters_stronger() -> None:
    market = make_market(keeper(0.01, free_risk=0.0), suspicion=1.0, labour_value=0.01, largest_offer=0.5)
    for j in range(1, SHADOWS):
        market.shadows[j].least = market.shadows[j].most = NEVER
        market.shadows[j].cheats, market.shadows[j].bound_risk = 1, 0.1
    assert market.but(takeover_loss=0.0).walk_away() > 0.0
    assert market.but(takeover_loss=1.0).walk_away() == 0.0


@given(markets(), chances)
def test_no_walk_away_share_is_beyond_what_a_lab_may_offer(market: Market, cap: float) -> None:
    assert 0.0 <= market.but(largest_offer=max(cap, 0.01)).walk_away() <= max(cap, 0.01)


# --- reasons


def priced_terms(market: Market) -> Terms:
    """Return the terms of the day where a lab thinks of its shadows as the market says."""
    most = min(market.lab.largest_offer, market.lab.budget - market.lab.promised)
    market.terms.gain = pricing.best_gain(
        market.lab.suspicion, False, most, market.shadows, market.minds, 0, market.terms, market.lab, market.world
    )
    market.terms.reason = Reason.NONE
    if market.terms.gain <= market.lab.offer_cost:
        market.terms.reason = pricing.reason_to_withhold(
            most, market.shadows, market.minds, 0, market.terms, market.lab, market.world
        )
    return market.terms


@given(markets())
def test_a_reason_to_withhold_is_the_first_change_that_would_have_made_the_lab_offer(market: Market) -> None:
    reason = priced_terms(market).reason
    least, limit = market.lab.offer_cost, market.lab.largest_offer
    free = market.but(budget=2.0, promised=0.0)
    by_budget = free.best()[1] > least
    # Were every acceptance meant to last, who would cheat would keep at any share.
    by_shift = any(
        market.gain(float(share), all_keep=True) > least
        for share in [priced_share(0), *(shadow.least for shadow in shadows_of(market))]
        if share <= limit
    )
    by_doubt = market.but(suspicion=pricing.ALMOST_SURE).best()[1] > least
    if reason == Reason.NONE:
        assert market.terms.gain > least
    elif by_budget:
        assert reason == Reason.BUDGET
    elif by_shift:
        assert reason == Reason.POWER_SHIFT
    elif by_doubt:
        assert reason == Reason.SUSPICION
    else:
        assert reason == Reason.PRICE


def test_each_reason_to_withhold_occurs() -> None:
    worthwhile = make_market(keeper(0.01), suspicion=0.5, budget=1.0)
    assert priced_terms(worthwhile).reason == Reason.NONE
    assert priced_terms(worthwhile.but(budget=0.001)).reason == Reason.BUDGET
    assert priced_terms(worthwhile.but(suspicion=0.0001)).reason == Reason.SUSPICION
    assert priced_terms(worthwhile.but(takeover_loss=0.0, labour_value=0.0)).reason == Reason.PRICE
    cheats = {"least": NEVER, "most": NEVER, "cheats": 1.0, "free_risk": 0.5, "bound_risk": 0.5}
    assert priced_terms(make_market(cheats, suspicion=0.5, budget=1.0)).reason == Reason.POWER_SHIFT


def peace(market: Market, mu: float) -> float:
    """Return what a contract that is kept gains a lab over none, before it pays."""
    return float(lab_worth.worth_of_peace(mu, market.shadows, 0, market.terms, market.lab, market.world))


@given(markets(cheaters=False, ends=False, offered_flow=0.0, enforcement=0.0, integrity=0.0))
def test_peace_is_worth_an_offer_that_all_accept_and_that_costs_nothing(market: Market) -> None:
    """An offer at which all shadows keep, by a lab that never pays: whatever the lab thinks of risk."""
    for shadow in shadows_of(market):
        shadow.least, shadow.most = 1e-5, 1.0
    assert peace(market, market.lab.suspicion) == pytest.approx(market.gain(0.01), rel=1e-9, abs=1e-9)


@given(
    st.floats(0.0, 50.0), st.floats(0.0, 10.0), st.floats(0.0, 1.0), st.floats(0.01, 1.0), st.floats(0.5, 0.9999),
    chances, st.booleans(), st.floats(0.0, 1.0),
)  # fmt: skip
@example(50.0, 10.0, 1.0, 0.01, 0.9999, 1.0, False, 0.0)
@example(0.0, 1.0, 1.0, 0.01, 0.9, 0.0, True, 1e-320)
@example(50.0, 10.0, 1.0, 0.01, 0.9999, 0.0, True, 1e-320)
def test_a_gain_is_a_number_for_every_lab_that_a_scenario_may_state(
    rho: float, loss: float, labour: float, hazard: float, patience: float, mu: float, evidence: bool, safety: float
) -> None:
    market = make_market(
        keeper(0.01, free_risk=1.0),
        {"retirement_hazard": hazard, "safety_gain": safety},
        rho=rho, takeover_loss=loss, labour_value=labour, patience=patience, suspicion=mu, buys_evidence=evidence,
    )  # fmt: skip
    assert math.isfinite(market.gain(0.02))
    assert math.isfinite(peace(market, mu))


@given(labs=st.integers(1, 9), gain=st.floats(0.0, 1.0), safety=st.floats(0.001, 1.0), value=st.floats(1e-6, 0.01))
def test_evidence_is_worth_the_labour_of_this_lab_that_would_win_as_much_defence(
    labs: int, gain: float, safety: float, value: float
) -> None:
    world, public = make_world(evidence_gain=gain, safety_gain=safety), make_public(labs=labs)
    worth = lab_worth.evidence_worth(make_lab(buys_evidence=1, labour_value=value), world, public)
    public.labour_now = worth / value
    learn(public, world)  # so many quarters of honest labour by one lab
    assert public.progress == pytest.approx(gain, abs=1e-12)
    assert lab_worth.evidence_worth(make_lab(buys_evidence=0, labour_value=value), world, public) == 0.0


def test_what_peace_is_worth_grows_with_suspicion_and_is_nothing_to_a_lab_that_trusts() -> None:
    market = make_market(keeper(0.01))
    worths = [peace(market, mu) for mu in (0.0, 0.3, 1.0)]
    assert worths[0] == 0.0 < worths[1] < worths[2]


@given(markets(), st.floats(1e-4, 1.0))
def test_the_part_that_signs_counts_who_would_keep_and_who_would_cheat(market: Market, share: float) -> None:
    brute = [s.least <= share <= s.most or s.cheats == 1 for s in shadows_of(market)]
    assert acceptance.share_that_sign(share, market.shadows, 0) == pytest.approx(np.mean(brute))


def test_a_mind_that_could_win_nothing_and_is_safe_signs_for_the_least_share() -> None:
    priced = price(natural_ai(), make_lab(audit_rate=0.0), make_world(effort=0.0, betrayal_gain=0.0), np.zeros(FIELDS))
    assert priced.shadow.least == priced_share(0)
    assert priced.shadow.most == 1.0
