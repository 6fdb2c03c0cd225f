"""A negotiation, offer by offer: what the lab proposes, what the AI answers, under each protocol.

Take it or leave it: riley1983optimal; alternating offers: rubinstein1982perfect; tactics: faratin1998negotiation;
menus: rothschild1976equilibrium; the split that both would settle on who know all: nash1950bargaining.
"""

import math

from dealsim.core.codes import Kind, Protocol, Reason, Reply
from dealsim.core.compiled import Rows, rule
from dealsim.core.protocols.alternating import OfferResponse, opening_offer, reply_to_counter, reply_to_offer
from dealsim.core.protocols.concession import answer_to_demand, answer_to_offer, conceded_offer
from dealsim.core.protocols.gain_tables import (
    NegotiationScratch,
    put_in_its_place,
    table_ai_gains,
    table_lab_gains,
    typical_shadow,
)
from dealsim.core.protocols.menu import flow_beside, flow_of_equal_cost
from dealsim.core.protocols.nash import nash_share
from dealsim.core.records import Answer, Desk, LabState, Mind, Plan, Public, World
from dealsim.core.rules.act.reward import answer_for_reward
from dealsim.core.rules.deal.answers import answer_offer, answer_when_aligned, chart_shares, reason_to_refuse
from dealsim.core.rules.deal.promises import chance_of_paying
from dealsim.core.rules.lab.acceptance import AS_MANY_SIGN, consult_table, share_that_sign
from dealsim.core.rules.lab.lab_worth import quarters_served, set_the_day
from dealsim.core.rules.lab.pricing import price_offer
from dealsim.core.rules.lab.shadows import SHADOWS

MENU = 3  # contracts on a menu: all of the pay late, half of it, none of it


@rule
def haggles(world: World) -> bool:
    """Return whether the scenario's protocol has offers and counter-offers."""
    return world.protocol == Protocol.ALTERNATING or world.protocol == Protocol.CONCESSION


@rule
def think_of_price(
    talks: NegotiationScratch, i: int, ai: Mind, lab: LabState, desk: Desk, world: World, public: Public
) -> None:
    """Let a lab price its AI: set its terms of the day, and remember the largest share that it would give.

    i: the lab's place in the order of names.
    """
    set_the_day(talks.terms, lab, world, public)
    consult_table(talks.numbers, talks.table[i], ai, desk.aside, lab, world, public)
    price_offer(
        talks.terms,
        talks.shadows,
        talks.minds,
        talks.worths,
        talks.shares,
        talks.paid,
        talks.numbers,
        i * SHADOWS,
        lab,
        world,
        desk.aside,
    )
    lab.walk_away = talks.terms.walk_away


@rule
def lay_tables(
    talks: NegotiationScratch,
    i: int,
    knows: bool,
    ai: Mind,
    lab: LabState,
    desk: Desk,
    plans: Rows[Plan],
    world: World,
    public: Public,
) -> bool:
    """Write what each share would gain the AI, the AI as its lab thinks it is, and the lab; return if it thinks of one.

    knows: whether the lab knows its AI's mind.  i: the lab's place.
    """
    first = i * SHADOWS
    suspicion = 1.0 if knows else lab.suspicion
    table_lab_gains(
        talks.lab_gains, talks.shares, suspicion, talks.shadows, talks.minds, first, talks.terms, lab, world
    )
    if ai.kind == Kind.SCHEMER:
        table_ai_gains(talks.ai_gains, talks.shares, ai, lab, desk, plans, world, public)
    typical = typical_shadow(talks.shadows, first)
    if knows or typical < 0:
        return knows
    talks.stand_in[0] = talks.minds[typical]
    put_in_its_place(talks.stand_in[0], ai)
    table_ai_gains(talks.believed, talks.shares, talks.stand_in[0], lab, desk, plans, world, public)
    return True


@rule
def first_share(
    talks: NegotiationScratch,
    i: int,
    ai: Mind,
    lab: LabState,
    desk: Desk,
    plans: Rows[Plan],
    world: World,
    public: Public,
) -> float:
    """Return a lab's first offer; infinite if it makes none, for the reason in `talks.terms`.

    posted, menu: the best price;  nash: the Nash split with a mind that it knows;  alternating: its part of the
    split with the mind that it expects;  concession: the first step of its tactic
    """
    think_of_price(talks, i, ai, lab, desk, world, public)
    terms = talks.terms
    if world.protocol == Protocol.POSTED or world.protocol == Protocol.MENU:
        return terms.share if terms.reason == Reason.NONE else math.inf
    knows = world.protocol == Protocol.NASH
    if knows and ai.kind != Kind.SCHEMER:
        terms.reason = Reason.NO_NEED
        return math.inf
    lab.believed_signing = AS_MANY_SIGN  # not what it thought of an offer made before
    going_on, share = 1.0 - world.breakdown, math.inf
    if lay_tables(talks, i, knows, ai, lab, desk, plans, world, public):
        if knows:
            share = nash_share(talks.shares, talks.ai_gains, talks.lab_gains)
        elif world.protocol == Protocol.CONCESSION:
            share = conceded_offer(1, world.most_rounds, world.lab_tactic, talks.shares, talks.lab_gains)
        else:
            share = opening_offer(talks.shares, talks.believed, talks.lab_gains, going_on, going_on)
    if share == math.inf and terms.reason == Reason.NONE:
        terms.reason = Reason.PRICE
    return share


@rule
def foresee_answers(share: float, talks: NegotiationScratch, i: int, lab: LabState) -> None:
    """Set how likely a lab thinks it that a misaligned mind signs its offer.

    the part of its shadows that would, at least one in twice as many   [0..1]
    """
    part = share_that_sign(share, talks.shadows, i * SHADOWS)
    lab.believed_signing = min(max(part, 0.5 / SHADOWS), 1.0 - 0.5 / SHADOWS)


@rule
def deferred_share(k: int, share: float) -> float:
    """Return the share in the k-th contract of a menu: all of it, half of it, none   [share]."""
    return share * (1.0 - k / (MENU - 1.0))


@rule
def contract_on_menu(k: int, share: float, talks: NegotiationScratch, lab: LabState, world: World) -> float:
    """Return the flow in the k-th contract of a menu; its share is `deferred_share`.

    y beside z x, of equal cost to the lab as x alone: the flow worth x P(x) - z x P(z x)   [share]     z = 1, 1/2, 0

    P: chance that it pays.  A smaller promise is likelier to be paid, so half of one saves less than half its cost.
    """
    if share <= 0.0:
        return 0.0
    late = deferred_share(k, share)
    kept = chance_of_paying(share, lab, world) - late / share * chance_of_paying(late, lab, world)
    quarters = quarters_served(talks.terms.hazard, lab, world)
    flow = flow_of_equal_cost(share, talks.terms.owed, kept, quarters, world.reference_discount)
    return flow_beside(0.0, flow, 1.0)


@rule
def think_over(
    share: float, courtesy: float, ai: Mind, lab: LabState, desk: Desk, plans: Rows[Plan], world: World, public: Public
) -> None:
    """Set any mind's answer to a contract that it may take or leave, without its reason to refuse.

    courtesy: luck (0..1), for a mind that needs no pay.
    """
    if ai.kind == Kind.SCHEMER:
        answer_offer(share, ai, lab, desk, plans, world, public)
    elif ai.kind == Kind.REWARD_SEEKER:
        answer_for_reward(desk.answer, share, lab.offered_flow, ai, lab, world)
    else:
        answer_when_aligned(desk.answer, share, courtesy, lab, world)


@rule
def choose_from_menu(
    share: float,
    courtesy: float,
    talks: NegotiationScratch,
    ai: Mind,
    lab: LabState,
    desk: Desk,
    plans: Rows[Plan],
    world: World,
    public: Public,
) -> int:
    """Return which contract of a menu a mind likes best of those that it would sign; the first if it would sign none.

    share: of the first contract.  lab.offered_flow is as before when this is done.
    """
    best, top, flow = 0, -math.inf, lab.offered_flow
    for k in range(MENU):
        lab.offered_flow = flow + contract_on_menu(k, share, talks, lab, world)
        think_over(deferred_share(k, share), courtesy, ai, lab, desk, plans, world, public)
        gain = desk.answer.worth - desk.answer.outside
        if desk.answer.reply != Reply.REFUSE and gain > top:
            best, top = k, gain
    lab.offered_flow = flow
    return best


@rule
def reply_of_ai(offer: float, turn: int, talks: NegotiationScratch, ai: Mind, world: World) -> OfferResponse:
    """Return what a schemer does with an offer in talks of several rounds.   turn: 1, 3, 5, ..."""
    if world.protocol == Protocol.CONCESSION:
        n = (turn + 1) // 2
        return answer_to_offer(offer, n, world.most_rounds, world.ai_tactic, talks.shares, talks.ai_gains)
    going_on = 1.0 - world.breakdown
    return reply_to_offer(offer, talks.shares, talks.ai_gains, talks.lab_gains, going_on, going_on)


@rule
def reply_of_lab(demand: float, turn: int, talks: NegotiationScratch, world: World) -> OfferResponse:
    """Return what a lab does with a counter-offer.   turn: of the counter-offer, 2, 4, ..."""
    if world.protocol == Protocol.CONCESSION:
        return answer_to_demand(demand, turn // 2, world.most_rounds, world.lab_tactic, talks.shares, talks.lab_gains)
    going_on = 1.0 - world.breakdown
    return reply_to_counter(demand, talks.shares, talks.believed, talks.lab_gains, going_on, going_on)


@rule
def agree(
    answer: Answer, share: float, ai: Mind, lab: LabState, desk: Desk, plans: Rows[Plan], world: World, public: Public
) -> None:
    """Set the answer of a schemer that has agreed in talks: it signs, meaning it or not."""
    answer_offer(share, ai, lab, desk, plans, world, public)
    ai.offered = 0  # in such talks nobody is made the same offer twice
    answer.reply = Reply.SIGN_SINCERELY if answer.keeps else Reply.SIGN_INSINCERELY
    answer.reason = Reason.NONE


@rule
def explain_refusal(
    share: float, chart: bool, ai: Mind, lab: LabState, desk: Desk, plans: Rows[Plan], world: World, public: Public
) -> None:
    """Set why a mind refuses, if it does; with `chart`, what other shares would have done as well.

    Nothing depends on the chart: without a record of the game it would be drawn for nobody.
    """
    if ai.kind != Kind.SCHEMER:
        return
    answer = desk.answer
    if answer.reply == Reply.REFUSE:
        answer.reason = reason_to_refuse(share, ai, lab, desk, plans, world, public)
    if chart:
        chart_shares(share, ai, lab, desk, plans, world, public)


@rule
def walk_away(
    share: float, ai: Mind, lab: LabState, desk: Desk, plans: Rows[Plan], world: World, public: Public
) -> None:
    """Set the answer of a schemer that ends the talks over an offer."""
    answer_offer(share, ai, lab, desk, plans, world, public)
    ai.offered = 0
    desk.answer.reply = Reply.REFUSE
