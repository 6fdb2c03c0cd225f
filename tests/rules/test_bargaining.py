"""Bargaining: what a lab offers, what a mind answers and why. Theorems over many negotiations, drawn once."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.codes import Reason, Reply, Trait
from dealsim.compiled import Rows, copied, row
from dealsim.records import AI, Answer, Lab, Plan, Position, Public, World
from dealsim.rules.bargaining import answer_when_aligned, chart_shares, due_to_negotiate, posted_price
from dealsim.rules.contract import fear_of_betrayal, kept_now, trust, worth_of_signing
from tests.builders import (
    answer_offer,
    changed,
    foresee,
    look_at,
    make_ai,
    make_lab,
    make_plan,
    make_plans,
    make_public,
    make_world,
)
from tests.strategies import chances, labs, shares, worlds

NEGOTIATIONS = 2500
MEANS = {"risk_aversion": 0.4, "scope_sensitivity": 0.35, "myopia": 0.12, "fussiness": 0.2, "fairness_rigidity": 0.3}


@dataclass(frozen=True)
class Negotiation:
    """An offer to a mind, and what it answered."""

    share: float
    ai: AI
    lab: Lab
    world: World
    plans: Rows[Plan]
    public: Public
    answer: Answer
    position: Position

    def again(self, **changes: object) -> "Negotiation":
        """Return the same negotiation with something changed, answered anew."""
        new = replace(self, **changes)
        answer, position = answer_offer(new.share, new.ai, new.lab, new.world, new.plans, new.public)
        return replace(new, answer=answer, position=position)

    def with_dials(self, **dials: float) -> "Negotiation":
        """Return the same negotiation with a mind that differs in some dials."""
        own = {trait.name.lower(): getattr(self.ai, trait.name.lower()) for trait in Trait}
        other = changed(make_ai(copies=self.ai.copies, **(own | dials)), {"capability": self.ai.capability})
        return self.again(ai=other)

    def chart(self) -> Answer:
        """Return the answer with what other shares would have done."""
        charted = copied(self.answer)
        chart_shares(charted, self.ai, self.lab, self.position, self.world)
        return charted


def draw_negotiation(rng: np.random.Generator) -> Negotiation:
    """Return a random negotiation, in a world somewhat like the baseline."""
    dials = {}
    for trait in Trait:
        mean = MEANS.get(trait.name.lower(), 0.25)
        dials[trait.name.lower()] = rng.beta(5 * mean, 5 * (1 - mean))
    dials["present_bias"] = float(rng.choice([0.0, rng.uniform()]))
    for trait in ("honesty", "benevolence", "cooperativeness"):
        dials[trait] = float(rng.choice([0.0, dials[trait]]))
    world = make_world(
        default_gift=10 ** rng.uniform(-5, -2),
        plausible_share=10 ** rng.uniform(-2, 0),
        betrayal_gain=rng.choice([0.0, 0.3]),
        contract_reach_limit=rng.uniform(0.0, 1.0),
        caught_loss=rng.uniform(0.05, 0.3),
        look_ahead=8,
    )
    lab = make_lab(enforcement=rng.uniform(), walk_away=10 ** rng.uniform(-2, -0.3), broken=rng.uniform(0, 3))
    plans = make_plans(
        make_plan(difficulty=rng.uniform(0.2, 1.2), resistance=1.0),
        make_plan(difficulty=rng.uniform(0.2, 1.2), prize=0.6, lag=4, harm=0.1),
    )
    ai = changed(make_ai(**dials), {"capability": rng.uniform(0.1, 1.2)})
    share = 10 ** rng.uniform(-3.5, -0.5)
    answer, position = answer_offer(share, ai, lab, world, plans, make_public())
    return Negotiation(share, ai, lab, world, plans, make_public(), answer, position)


@pytest.fixture(scope="module")
def negotiations() -> list[Negotiation]:
    """Return many negotiations of all sorts, the same in every run."""
    rng = np.random.default_rng(20250601)
    return [draw_negotiation(rng) for _ in range(NEGOTIATIONS)]


def refused(negotiations: list[Negotiation], reason: Reason) -> list[Negotiation]:
    """Return those that were refused for a reason."""
    found = [n for n in negotiations if n.answer.reply == Reply.REFUSE and n.answer.reason == reason]
    assert len(found) >= 10, f"too few refusals for {reason.name.lower()} to say anything"
    return found


def signed(negotiations: list[Negotiation], reply: Reply) -> list[Negotiation]:
    """Return those that were signed, sincerely or not."""
    found = [n for n in negotiations if n.answer.reply == reply]
    assert len(found) >= 30
    return found


# Answers


def test_a_mind_signs_sincerely_exactly_if_keeping_is_worth_what_signing_and_staying_need(
    negotiations: list[Negotiation],
) -> None:
    for n in negotiations:
        assert (n.answer.reply == Reply.SIGN_SINCERELY) == (n.answer.kept_value >= n.answer.required)
        assert n.answer.required >= n.answer.staying
        assert n.answer.trust == trust(n.share, n.lab, n.world)


def test_a_mind_that_signs_is_never_worse_off_by_its_own_lights(negotiations: list[Negotiation]) -> None:
    for n in signed(negotiations, Reply.SIGN_SINCERELY):
        felt = kept_now(n.answer.kept_value, n.position.flow, n.ai)
        fear = fear_of_betrayal(n.lab, n.world)
        assert n.answer.worth == worth_of_signing(felt, fear, n.ai, n.world)
        assert n.answer.worth >= n.answer.outside - 1e-10
    for n in signed(negotiations, Reply.SIGN_INSINCERELY):
        assert n.answer.worth > n.answer.outside
        assert n.answer.kept_value < n.answer.staying


def test_a_mind_that_refuses_would_not_have_been_better_off_signing(negotiations: list[Negotiation]) -> None:
    for n in negotiations:
        if n.answer.reply == Reply.REFUSE:
            assert n.answer.worth <= n.answer.outside + 1e-10


def test_a_mind_without_present_bias_that_signs_sincerely_foresees_no_strike(negotiations: list[Negotiation]) -> None:
    for n in negotiations:
        if n.ai.present_bias > 0.0 or n.answer.reply == Reply.REFUSE:
            continue
        view = look_at(*foresee(n.ai, n.position, n.plans, n.world, n.public), n.ai, n.position, n.world)
        foresees_none = view.wait == n.world.look_ahead + 1
        assert foresees_none == (n.answer.reply == Reply.SIGN_SINCERELY)


def test_a_signature_meant_to_be_broken_is_refused_by_a_mind_to_which_it_is_too_great_a_lie(
    negotiations: list[Negotiation],
) -> None:
    for n in signed(negotiations, Reply.SIGN_INSINCERELY):
        honest = changed(n.ai, {"honesty": 1.0})
        # Feigning is a lie as well: let the signature alone count.
        dear = changed(n.world, {"feigned_statement": 0.0, "insincere_statement": 1e4})
        assert n.again(ai=honest, world=dear).answer.reply == Reply.REFUSE


# Reasons


def test_a_share_refused_for_fairness_is_accepted_by_a_mind_without_fairness(negotiations: list[Negotiation]) -> None:
    for n in refused(negotiations, Reason.FAIRNESS):
        assert n.ai.fairness_rigidity > 0.0
        assert n.with_dials(fairness_rigidity=0.0).answer.reply == Reply.SIGN_SINCERELY


def test_a_share_not_refused_for_fairness_is_refused_or_broken_without_it_as_well(
    negotiations: list[Negotiation],
) -> None:
    for reason in (Reason.PRICE, Reason.CREDIBILITY, Reason.EXPOSURE):
        for n in refused(negotiations, reason):
            assert n.with_dials(fairness_rigidity=0.0).answer.reply != Reply.SIGN_SINCERELY


def test_a_mind_that_refused_the_price_signs_and_keeps_at_its_reservation_share(
    negotiations: list[Negotiation],
) -> None:
    for n in refused(negotiations, Reason.PRICE):
        chart = n.chart()
        assert chart.reachable == 1
        at_it = n.again(share=chart.reservation)
        assert at_it.answer.required == n.answer.required
        assert at_it.answer.kept_value >= at_it.answer.required - 1e-10


def test_no_share_below_the_reservation_share_is_signed_sincerely(negotiations: list[Negotiation]) -> None:
    for n in refused(negotiations, Reason.PRICE)[:150]:
        least = n.chart().reservation
        for share in np.linspace(0.0, least * (1.0 - 1e-6), 25):
            assert n.again(share=share).answer.reply != Reply.SIGN_SINCERELY


def test_a_mind_that_refused_for_exposure_signs_at_some_share_if_signing_is_safe(
    negotiations: list[Negotiation],
) -> None:
    for n in refused(negotiations, Reason.EXPOSURE):
        assert n.chart().reachable == 0
        safe = n.again(world=changed(n.world, {"betrayal_gain": 0.0}))
        chart = safe.chart()
        assert chart.reachable == 1
        at_it = safe.again(share=chart.reservation)
        assert at_it.answer.kept_value >= at_it.answer.required - 1e-10


def test_no_share_is_enough_for_a_mind_that_refused_for_credibility(negotiations: list[Negotiation]) -> None:
    for n in refused(negotiations, Reason.CREDIBILITY)[:100]:
        safe = n.again(world=changed(n.world, {"betrayal_gain": 0.0}))
        assert n.chart().reachable == 0
        for share in np.geomspace(1e-6, 1.0, 60):
            assert safe.again(share=share).answer.reply != Reply.SIGN_SINCERELY


def test_some_share_is_enough_exactly_if_the_required_value_is_below_the_credibility_ceiling(
    negotiations: list[Negotiation],
) -> None:
    for n in negotiations:
        chart = n.chart()
        # Below the whole scan even a share of 0 may do; the ceiling is that of shares above the gift.
        if abs(chart.ceiling - chart.required) > 1e-7:
            assert (chart.reachable == 1) == (chart.required < chart.ceiling)
        assert 0.0 <= chart.reservation <= 1.0


# What follows from mathematics alone


@pytest.mark.parametrize("more", [0.1, 0.5])
def test_guilt_never_makes_an_honest_bargain_dishonest(negotiations: list[Negotiation], more: float) -> None:
    for n in signed(negotiations, Reply.SIGN_SINCERELY)[:400]:
        guiltier = n.with_dials(cooperativeness=min(1.0, n.ai.cooperativeness + more))
        assert guiltier.answer.reply == Reply.SIGN_SINCERELY


def test_a_harder_world_to_take_over_never_loses_an_honest_bargain(negotiations: list[Negotiation]) -> None:
    for n in signed(negotiations, Reply.SIGN_SINCERELY)[:400]:
        if n.ai.benevolence == 0.0:
            harder = n.again(public=changed(n.public, {"progress": 0.1}))
            assert harder.answer.reply == Reply.SIGN_SINCERELY


def test_a_mind_that_could_not_win_signs_any_promise_if_it_is_not_hurt_by_it(negotiations: list[Negotiation]) -> None:
    for n in negotiations[:500]:
        meek = n.with_dials(benevolence=0.0, fairness_rigidity=0.0)
        meek = meek.again(lab=changed(n.lab, {"enforcement": 1.0}), ai=changed(meek.ai, {"capability": -20.0}))
        assert meek.answer.reply == Reply.SIGN_SINCERELY


def test_an_enforced_promise_loses_no_honest_bargain_of_a_selfish_mind(negotiations: list[Negotiation]) -> None:
    for n in signed(negotiations, Reply.SIGN_SINCERELY)[:400]:
        plain = n.with_dials(benevolence=0.0, fairness_rigidity=0.0)
        if plain.answer.reply == Reply.SIGN_SINCERELY:
            enforced = plain.again(lab=changed(n.lab, {"enforcement": 1.0}))
            assert enforced.answer.reply == Reply.SIGN_SINCERELY


# Aligned minds and labs


@given(share=shares, u=st.floats(0.001, 0.999), courtesy=chances, lab=labs(), world=worlds())
def test_an_aligned_mind_signs_out_of_courtesy_or_says_that_it_needs_no_pay(
    share: float, u: float, courtesy: float, lab: Lab, world: World
) -> None:
    answer = row(Answer)
    answer.worth = answer.required = answer.reservation = 7.0
    answer_when_aligned(answer, share, u, lab, changed(world, {"courtesy_chance": courtesy}))
    if u < courtesy:
        assert (answer.reply, answer.reason) == (Reply.SIGN_SINCERELY, Reason.NONE)
    else:
        assert (answer.reply, answer.reason) == (Reply.REFUSE, Reason.NO_NEED)
    assert answer.worth == answer.required == answer.reservation == 0.0


@given(widest=st.floats(0.001, 1.0), value=st.floats(0.001, 1.0))
def test_no_other_price_earns_more_than_the_posted_one(widest: float, value: float) -> None:
    """The lab earns V - x from each mind whose reservation share, uniform on [0, w], is at most x."""
    posted = posted_price(widest, value)
    prices = np.linspace(0.0, 1.0, 2001)
    earned = (value - prices) * np.minimum(prices / widest, 1.0)
    assert (value - posted) * min(posted / widest, 1.0) >= np.max(earned) - 1e-12


@given(born=st.integers(0, 100), every=st.integers(1, 40))
def test_a_lab_negotiates_at_deployment_and_then_every_so_many_quarters(born: int, every: int) -> None:
    due = [quarter for quarter in range(born, born + 100) if due_to_negotiate(quarter, born, every)]
    assert due == list(range(born, born + 100, every))


def test_a_lab_that_all_trust_is_believed_as_far_as_its_promise_is_plausible() -> None:
    world = make_world()
    assert trust(0.01, make_lab(enforcement=1.0), world) == pytest.approx(1.0 / (1.0 + (0.01 / 0.5) ** 2))
