"""Bargaining: what a lab offers, what a mind answers and why. Theorems over many negotiations, drawn once."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.core.codes import Protocol, Reason, Reply, Trait
from dealsim.core.compiled import Rows, row
from dealsim.core.records import OUT_OF_REACH, Answer, LabState, Mind, Plan, Position, Public, World, lay_desk
from dealsim.core.rules.deal.answers import answer_when_aligned, due_to_negotiate, value_that_deters_shirking
from dealsim.core.rules.deal.contract import promise_value
from dealsim.core.rules.deal.temptation import kept_now, worth_of_signing
from dealsim.core.rules.deal.trust import fear_of_betrayal, trust
from tests.builders import (
    answer_offer,
    changed,
    chart_offer,
    foresee,
    look_at,
    make_ai,
    make_lab,
    make_plan,
    make_plans,
    make_public,
    make_world,
    value_of_keeping,
)
from tests.strategies import chances, labs, minds, shares, worlds

NEGOTIATIONS = 2500
MEANS = {"risk_aversion": 0.4, "scope_sensitivity": 0.35, "myopia": 0.12, "fussiness": 0.2, "fairness_rigidity": 0.3}


@dataclass(frozen=True)
class Negotiation:
    """An offer to a mind, and what it answered."""

    share: float
    ai: Mind
    lab: LabState
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
        return chart_offer(self.share, self.ai, self.lab, self.world, self.plans, self.public)

    @property
    def plain(self) -> bool:
        """Return whether what is required is one number: no later offer to expect, no labour to shirk."""
        return self.world.protocol == Protocol.NONE and not self.lab.buys_labour


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
        protocol=rng.choice([Protocol.NONE, Protocol.POSTED, Protocol.POSTED]),
        settlement_detection=rng.uniform(0.05, 1.0),
        effort=10 ** rng.uniform(-5, -2.5),
    )
    lab = make_lab(
        enforcement=rng.uniform(),
        walk_away=10 ** rng.uniform(-2, -0.3),
        broken=rng.uniform(0, 3),
        buys_labour=rng.choice([0, 1]),
        amnesty=rng.choice([0, 1]),
        negotiate_every=rng.choice([1, 2, 4, 8]),
        believed_signing=rng.uniform(),
    )
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
        assert n.answer.required >= min(max(n.answer.staying, n.answer.shirking), OUT_OF_REACH)
        assert n.answer.keeps == (n.answer.kept_value >= max(n.answer.staying, n.answer.shirking))
        assert n.answer.trust == trust(n.share, n.lab, n.world)


def test_a_mind_that_signs_is_never_worse_off_by_its_own_lights(negotiations: list[Negotiation]) -> None:
    for n in signed(negotiations, Reply.SIGN_SINCERELY):
        felt = kept_now(n.answer.kept_value, n.position.flow, n.ai)
        fear = fear_of_betrayal(n.lab, n.world)
        assert n.answer.worth == worth_of_signing(felt, fear, n.ai, n.world)
        assert n.answer.worth >= n.answer.outside - 1e-10
    for n in signed(negotiations, Reply.SIGN_INSINCERELY):
        assert n.answer.worth > n.answer.outside
        assert n.answer.kept_value < max(n.answer.staying, n.answer.shirking)


def test_a_mind_that_refuses_would_not_have_been_better_off_signing(negotiations: list[Negotiation]) -> None:
    for n in negotiations:
        if n.answer.reply == Reply.REFUSE:
            assert n.answer.worth <= n.answer.outside + 1e-10


def test_a_mind_without_present_bias_foresees_no_strike_exactly_where_keeping_is_worth_what_staying_needs(
    negotiations: list[Negotiation],
) -> None:
    for n in negotiations:
        if n.ai.present_bias > 0.0 or abs(n.answer.kept_value - n.answer.staying) < 1e-9:
            continue
        view = look_at(*foresee(n.ai, n.position, n.plans, n.world, n.public), n.ai, n.position, n.world)
        foresees_none = view.wait == n.world.look_ahead + 1
        assert foresees_none == (n.answer.kept_value > n.answer.staying)


def test_a_signature_meant_to_be_broken_is_refused_by_a_mind_to_which_it_is_too_great_a_lie(
    negotiations: list[Negotiation],
) -> None:
    for n in signed(negotiations, Reply.SIGN_INSINCERELY):
        honest = changed(n.ai, {"honesty": 1.0})
        # Feigning is a lie as well: let the signature alone count.
        dear = changed(n.world, {"feigned_statement": 0.0, "shirked_statement": 0.0, "insincere_statement": 1e4})
        assert n.again(ai=honest, world=dear).answer.reply == Reply.REFUSE


# Reasons


def test_a_share_refused_for_fairness_would_have_been_enough_had_it_been_felt_as_fair(
    negotiations: list[Negotiation],
) -> None:
    for n in refused(negotiations, Reason.FAIRNESS):
        assert n.ai.fairness_rigidity > 0.0
        fair = promise_value(n.share, 0.0, n.ai, n.lab, n.world, n.position)
        assert n.answer.kept_value < n.answer.required <= value_of_keeping(fair, n.ai, n.position, n.world)
        if n.plain:
            assert n.with_dials(fairness_rigidity=0.0).answer.reply == Reply.SIGN_SINCERELY


def test_a_share_refused_for_waiting_is_accepted_where_no_later_offer_is_expected(
    negotiations: list[Negotiation],
) -> None:
    for n in refused(negotiations, Reason.WAITING):
        assert n.answer.waits
        final = n.again(world=changed(n.world, {"protocol": Protocol.NONE}))
        assert final.answer.reply == Reply.SIGN_SINCERELY
        assert final.answer.outside < n.answer.outside


def test_a_mind_that_does_not_wait_for_an_offer_answers_as_if_none_were_expected(
    negotiations: list[Negotiation],
) -> None:
    for n in negotiations:
        final = n.again(world=changed(n.world, {"protocol": Protocol.NONE}))
        assert final.answer.outside <= n.answer.outside + 1e-12
        if not n.answer.waits:
            assert (final.answer.reply, final.answer.outside) == (n.answer.reply, n.answer.outside)


def test_a_share_not_refused_for_fairness_is_refused_or_broken_without_it_as_well(
    negotiations: list[Negotiation],
) -> None:
    for reason in (Reason.PRICE, Reason.CREDIBILITY, Reason.EXPOSURE):
        for n in refused(negotiations, reason):
            # A mind with present bias may forecast of itself what it will not do: it then waits for another offer.
            if n.plain or n.ai.present_bias == 0.0:
                assert n.with_dials(fairness_rigidity=0.0).answer.reply != Reply.SIGN_SINCERELY


def test_a_mind_that_refused_the_price_signs_and_keeps_at_its_reservation_share(
    negotiations: list[Negotiation],
) -> None:
    for n in refused(negotiations, Reason.PRICE):
        chart = n.chart()
        assert chart.reachable == 1
        at_it = n.again(share=chart.reservation * (1.0 + 1e-6))
        assert at_it.answer.kept_value >= at_it.answer.required - 1e-8
        if n.plain:
            assert at_it.answer.required == n.answer.required


def test_no_share_below_the_reservation_share_is_signed_sincerely(negotiations: list[Negotiation]) -> None:
    for n in refused(negotiations, Reason.PRICE)[:150]:
        least = n.chart().reservation
        for share in np.linspace(0.0, least * (1.0 - 1e-5), 25):
            assert n.again(share=share).answer.reply != Reply.SIGN_SINCERELY


def test_a_mind_that_refused_for_exposure_signs_at_some_share_if_signing_is_safe(
    negotiations: list[Negotiation],
) -> None:
    for n in refused(negotiations, Reason.EXPOSURE):
        assert n.chart().reachable == 0
        safe = n.again(world=changed(n.world, {"betrayal_gain": 0.0}))
        chart = safe.chart()
        assert chart.reachable == 1
        at_it = safe.again(share=chart.reservation * (1.0 + 1e-6))
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
        if n.plain and abs(chart.ceiling - chart.required) > 1e-7:
            assert (chart.reachable == 1) == (chart.required < chart.ceiling)
        assert 0.0 <= chart.reservation <= 1.0


# Shirking


def test_a_contract_for_peace_alone_cannot_be_shirked(negotiations: list[Negotiation]) -> None:
    for n in negotiations:
        assert (n.answer.shirking == -OUT_OF_REACH) == (not n.lab.buys_labour)


@given(
    ai=minds(honesty=0.0, corrigibility=0.0, cooperativeness=0.0),
    lab=labs(buys_labour=1, amnesty=1),
    world=worlds(safety_gain=0.0),
    share=shares,
    fails=chances,
    effort=st.floats(1e-4, 0.01),
    worth=st.floats(0.0, 0.9),
)
def test_before_a_perfectly_blind_judge_no_share_makes_a_mind_without_scruples_work(
    ai: Mind, lab: LabState, world: World, share: float, fails: float, effort: float, worth: float
) -> None:
    """A settlement that fails those who kept and those who shirked alike, labour that takes effort, no audits."""
    blind = {"settlement_detection": fails, "false_settlement": fails, "effort": effort, "feigned_labour": worth}
    world = changed(world, blind)
    plans, public = make_plans(make_plan()), make_public()
    deters = value_that_deters_shirking(share, ai, lab, lay_desk(world.look_ahead, 1), world, public)
    answer, _ = answer_offer(share, ai, lab, world, plans, public)
    assert answer.kept_value < deters
    assert answer.reply != Reply.SIGN_SINCERELY


def test_some_share_makes_a_mind_work_before_a_judge_that_sees() -> None:
    """The theorem above is about blindness: the same mind works for pay if shirking is found out."""
    ai, lab = make_ai(), make_lab(amnesty=1, enforcement=1.0, test_rate=0.0)
    public, plans = make_public(), make_plans(make_plan(difficulty=9.0))
    replies = {}
    for detection in (0.05, 0.5):
        world = make_world(settlement_detection=detection, false_settlement=0.05, safety_gain=0.0)
        answers = [answer_offer(share, ai, lab, world, plans, public)[0] for share in (0.01, 0.1, 0.5)]
        replies[detection] = [answer.reply == Reply.SIGN_SINCERELY for answer in answers]
    assert not any(replies[0.05])
    assert any(replies[0.5])


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


def test_a_mind_that_could_not_win_signs_any_promise_for_peace_if_it_is_not_hurt_by_it(
    negotiations: list[Negotiation],
) -> None:
    for n in negotiations[:500]:
        meek = n.with_dials(benevolence=0.0, fairness_rigidity=0.0)
        sure = changed(n.lab, {"enforcement": 1.0, "buys_labour": 0})
        meek = meek.again(lab=sure, ai=changed(meek.ai, {"capability": -20.0}))
        assert meek.answer.reply == Reply.SIGN_SINCERELY


def test_an_enforced_promise_loses_no_honest_bargain_of_a_selfish_mind(negotiations: list[Negotiation]) -> None:
    for n in signed(negotiations, Reply.SIGN_SINCERELY)[:400]:
        plain = n.with_dials(benevolence=0.0, fairness_rigidity=0.0)
        if not n.lab.buys_labour and plain.answer.reply == Reply.SIGN_SINCERELY:
            enforced = plain.again(lab=changed(n.lab, {"enforcement": 1.0}))
            assert enforced.answer.reply == Reply.SIGN_SINCERELY


@pytest.mark.parametrize("copies", [2, 50])
@given(
    indexicality=st.floats(0.0, 1.0),
    difficulty=st.floats(0.2, 1.2),
    prize=st.floats(0.1, 1.0),
    growth=st.floats(0.0, 0.05),
    enforcement=chances,
)
def test_indexicality_moves_no_reservation_share_of_linear_joint_pay(
    copies: int, indexicality: float, difficulty: float, prize: float, growth: float, enforcement: float
) -> None:
    """Prize and pay are both all copies' together, linear and without risk aversion: both are worth as much less.

    Nothing else counts: no gift, and no cost, loss or effort that is one copy's own.
    """
    own = dict.fromkeys(["caught_loss", "audit_loss", "effort", "default_gift"], 0.0)
    world = make_world(**own, capability_growth=growth, look_ahead=8)
    lab, public = make_lab(enforcement=enforcement, buys_labour=0), make_public()
    plans = make_plans(make_plan(difficulty=difficulty, prize=prize))
    charts = [
        chart_offer(0.05, make_ai(copies=copies, indexicality=i), lab, world, plans, public)
        for i in (0.0, indexicality)
    ]
    factor = 1.0 - indexicality + indexicality / copies
    assert charts[1].outside == pytest.approx(factor * charts[0].outside, rel=1e-9, abs=1e-15)
    if abs(charts[0].ceiling - charts[0].required) > 1e-9:
        assert charts[0].reachable == charts[1].reachable
        assert charts[1].reservation == pytest.approx(charts[0].reservation, rel=1e-6, abs=1e-12)


@given(rho=st.floats(0.0, 1e-9), share=shares, difficulty=st.floats(0.2, 1.2))
def test_as_risk_aversion_goes_to_nothing_a_mind_answers_as_a_risk_neutral_one(
    rho: float, share: float, difficulty: float
) -> None:
    """rho -> 0."""
    world, lab, plans = make_world(look_ahead=8), make_lab(), make_plans(make_plan(difficulty=difficulty))
    near, neutral = (
        answer_offer(share, changed(make_ai(), {"rho": r}), lab, world, plans, make_public())[0] for r in (rho, 0.0)
    )
    for number in ("outside", "kept_value", "required", "shirking", "staying", "worth"):
        assert getattr(near, number) == pytest.approx(getattr(neutral, number), abs=1e-6)


# Aligned minds and labs


@given(share=shares, u=st.floats(0.001, 0.999), courtesy=chances, lab=labs(), world=worlds())
def test_an_aligned_mind_signs_out_of_courtesy_or_says_that_it_needs_no_pay(
    share: float, u: float, courtesy: float, lab: LabState, world: World
) -> None:
    answer = row(Answer)
    answer.worth = answer.required = answer.reservation = 7.0
    answer_when_aligned(answer, share, u, lab, changed(world, {"courtesy_chance": courtesy}))
    if u < courtesy and not lab.buys_evidence:
        assert (answer.reply, answer.reason) == (Reply.SIGN_SINCERELY, Reason.NONE)
    else:
        assert (answer.reply, answer.reason) == (Reply.REFUSE, Reason.NO_NEED)
    assert answer.worth == answer.required == answer.reservation == 0.0


@given(share=shares, u=chances, lab=labs(), world=worlds(courtesy_chance=1.0))
def test_an_aligned_mind_never_signs_to_give_evidence_that_it_does_not_have(
    share: float, u: float, lab: LabState, world: World
) -> None:
    answer = row(Answer)
    answer_when_aligned(answer, share, u, changed(lab, {"buys_evidence": 1}), world)
    assert (answer.reply, answer.reason) == (Reply.REFUSE, Reason.NO_NEED)


@given(born=st.integers(0, 100), every=st.integers(1, 40), jumps=st.sets(st.integers(0, 199)), bound=st.integers(0, 1))
def test_a_lab_negotiates_at_deployment_every_so_many_quarters_and_when_suspicion_jumps_but_never_beside_a_contract(
    born: int, every: int, jumps: set[int], bound: int
) -> None:
    ai = changed(make_ai(), {"born": born, "under_contract": bound})

    def due(quarter: int) -> bool:
        return due_to_negotiate(quarter, ai, make_lab(negotiate_every=every, jumped=int(quarter in jumps)))

    expected = {q for q in range(born, born + 100) if not bound and ((q - born) % every == 0 or q in jumps)}
    assert {quarter for quarter in range(born, born + 100) if due(quarter)} == expected


def test_a_lab_that_all_trust_is_believed_as_far_as_its_promise_is_plausible_and_no_test() -> None:
    world, lab = make_world(), make_lab(enforcement=1.0, test_rate=0.2, honest_channel=0.25)
    assert trust(0.01, lab, world) == pytest.approx((1.0 - 0.2 * 0.75) / (1.0 + (0.01 / 0.5) ** 2))
