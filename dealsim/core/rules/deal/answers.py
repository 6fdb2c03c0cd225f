"""Bargaining: what a mind answers to an offer, and why."""

import math

from dealsim.core.codes import Protocol, Reason, Reply
from dealsim.core.compiled import blank, rule
from dealsim.core.records import OUT_OF_REACH, Answer, Case, Desk, LabState, Mind, Position, Public, World
from dealsim.core.rules.deal.contract import (
    ending_that_keeps,
    promise_value,
    stand_free,
    stand_shirking,
    stand_under_contract,
    value_of_keeping,
)
from dealsim.core.rules.deal.reservation import most_worth_promising, reservation_share, share_that_is_enough
from dealsim.core.rules.deal.temptation import (
    kept_now,
    value_that_feels,
    value_that_signs,
    value_that_stays_sincere,
    worth_of_signing,
)
from dealsim.core.rules.deal.trust import fear_of_betrayal, trust
from dealsim.core.rules.outlook.outlook import look, look_ahead
from dealsim.core.rules.outlook.plans import foresee_chances, silence_unlikely_plots, weigh_plans

FIXED_POINT_STEPS = 20
SAME = 1e-9  # shares that differ by less are one


@rule
def due_to_negotiate(quarter: int, ai: Mind, lab: LabState) -> bool:
    """Return whether a lab negotiates: at deployment, every n quarters of service after, and when suspicion jumps."""
    due = (quarter - ai.born) % lab.negotiate_every == 0 or lab.jumped == 1
    return due and ai.under_contract == 0


@rule
def answer_when_aligned(answer: Answer, share: float, u: float, lab: LabState, world: World) -> None:
    """Set the answer of a mind that works without pay: it declines, or out of courtesy signs and means it.

    u: luck (0..1).  Paying minds that are no schemers is the cost of not knowing which is which.
    Where signing means to give evidence of misalignment it declines: it has none.
    """
    blank(answer)
    answer.reachable = 1
    answer.trust = trust(share, lab, world)
    answer.reason = Reason.NONE
    answer.reply = Reply.SIGN_SINCERELY
    if lab.buys_evidence or u >= world.courtesy_chance:
        answer.reply = Reply.REFUSE
        answer.reason = Reason.NO_NEED


@rule
def value_that_deters_shirking(
    share: float, ai: Mind, lab: LabState, desk: Desk, world: World, public: Public
) -> float:
    """Return the K at which shirking a contract is no better than keeping it; without bound where it is no option.

    the K that feels like shirking:  (1-beta) flow + beta K = (1-beta) flow' + beta K' - guilt   [utility]

    flow', K': of a mind that shirks for ever (`stand_shirking`).  A contract for peace alone cannot be shirked.
    Uses `desk.aside`.
    """
    if not lab.buys_labour:
        return -OUT_OF_REACH
    aside, signed = desk.aside, public.quarter
    stand_under_contract(aside, share, lab.offered_flow, signed, ai, lab, world, public)
    flow = aside.flow
    stand_shirking(aside, share, ai, lab, world, public)
    shirked = kept_now(value_of_keeping(aside.ending, ai, aside, desk.last, world), aside.flow, ai)
    return value_that_feels(shirked - world.guilt_cost * ai.cooperativeness, flow, ai)


@rule
def weigh_contract(share: float, case: Case) -> None:
    """Set what a schemer thinks of being under the contract offered: keep it, shirk, or strike later.

    keeps iff  K >= max( K that stays sincere, K that deters shirking )

    desk: its position and what it foresees are afterwards those under the contract.
    """
    ai, lab, desk, plans, world, public = case
    answer, position = desk.answer, desk.position
    stand_under_contract(position, share, lab.offered_flow, public.quarter, ai, lab, world, public)
    foresee_chances(desk.chances, ai, position, plans, world, public)
    silence_unlikely_plots(desk.chances, ai, plans, world)
    weigh_plans(desk.prizes, desk.costs, ai, plans, world)
    answer.trust, answer.flow = trust(share, lab, world), position.flow
    answer.kept_value = value_of_keeping(position.ending, ai, position, desk.tomorrow, world)
    answer.staying = value_that_stays_sincere(desk.chances, desk.prizes, desk.costs, ai, position, desk.tomorrow, world)
    answer.shirking = value_that_deters_shirking(share, ai, lab, desk, world, public)
    answer.keeps = 1 if answer.kept_value >= max(answer.staying, answer.shirking) else 0
    answer.bound, answer.forecast = kept_now(answer.kept_value, position.flow, ai), answer.kept_value
    if not answer.keeps:
        look_ahead(ai, desk, world)
        answer.bound = max(desk.outlook.best, kept_now(answer.shirking, position.flow, ai))
        answer.forecast = max(desk.outlook.foreseen, answer.shirking)


@rule
def expect_offers(position: Position, ai: Mind, lab: LabState, world: World) -> None:
    """Set what a mind without a contract expects of later offers: the last one again, when its lab next negotiates.

    o = 1/n each quarter   [chance]        n: quarters between negotiations
    """
    position.offer_chance = position.offer_value = 0.0
    if ai.offered and world.protocol != Protocol.NONE:
        position.offer_chance, position.offer_value = 1.0 / lab.negotiate_every, ai.offer_value


@rule
def weigh_refusal(expects: bool, case: Case) -> float:
    """Return the outside option: what not signing is worth, with or without the offer that the mind expects later.

    desk: its position and what it foresees are afterwards those without a contract.
    """
    ai, lab, desk, plans, world, public = case
    stand_free(desk.position, ai, lab, world, public)
    if expects:
        expect_offers(desk.position, ai, lab, world)
    look(ai, plans, desk, world, public)
    return desk.outlook.best


@rule
def value_required(share: float, fear: float, expects: bool, case: Case) -> float:
    """Return what keeping must be worth for a mind to sign a contract for a share and keep it.

    max( K that stays sincere, K that deters shirking, K that signs )   [utility]

    fear: of betrayal.  expects: whether it expects the same offer again if it refuses.
    desk.answer: as `weigh_contract` left it; its other fields stay as they are.
    """
    ai, lab, desk, world, public = case.ai, case.lab, case.desk, case.world, case.public
    answer = desk.answer
    if expects:
        stand_under_contract(desk.aside, share, lab.offered_flow, public.quarter, ai, lab, world, public)
        kept = value_of_keeping(desk.aside.ending, ai, desk.aside, desk.last, world)
        ai.offer_value = worth_of_signing(kept, fear, ai, world)
    outside = weigh_refusal(expects, case)
    shirking = value_that_deters_shirking(share, ai, lab, desk, world, public)
    signing = value_that_signs(outside, fear, answer.flow, ai, world)
    return min(max(answer.staying, shirking, signing), OUT_OF_REACH)


@rule
def choose_answer(answer: Answer, fear: float, lie: float, ai: Mind, world: World) -> None:
    """Set a schemer's reply: sign and keep, sign to strike or shirk later, or refuse.

    signs sincerely iff CE[1-b: keeping; b: -loss] >= outside where keeping stays best; else insincerely iff
    CE[1-b: best under the contract; b: -loss] - dishonesty > outside        fear: b.  lie: what an insincere word costs
    """
    answer.worth = worth_of_signing(answer.bound, fear, ai, world)
    answer.reply = Reply.REFUSE
    if answer.keeps:
        if answer.kept_value >= answer.required:
            answer.reply = Reply.SIGN_SINCERELY
        return
    answer.worth -= lie
    if answer.worth > answer.outside:
        answer.reply = Reply.SIGN_INSINCERELY


@rule
def answer_offer(share: float, case: Case) -> None:
    """Set a schemer's answer to an offer, and the numbers behind it; its reason if it refuses is still to find."""
    ai, lab, desk, world = case.ai, case.lab, case.desk, case.world
    answer, fear = desk.answer, fear_of_betrayal(lab, world)
    lie = world.dishonesty_cost * ai.honesty * world.insincere_statement
    weigh_contract(share, case)
    ai.offered = 1
    ai.offer_value = worth_of_signing(answer.forecast, fear, ai, world) - (0.0 if answer.keeps else lie)
    answer.outside = weigh_refusal(True, case)
    answer.waits = desk.outlook.offer_used
    signing = value_that_signs(answer.outside, fear, answer.flow, ai, world)
    answer.required = min(max(answer.staying, answer.shirking, signing), OUT_OF_REACH)
    choose_answer(answer, fear, lie, ai, world)
    answer.reason = Reason.NONE


@rule
def keeps_at_best(fear: float, best: float, case: Case) -> bool:
    """Return whether the promise worth most would be signed for and kept, at a given fear of betrayal."""
    ai, lab, desk, world, public = case.ai, case.lab, case.desk, case.world, case.public
    required = value_required(best, fear, True, case)
    stand_under_contract(desk.aside, best, lab.offered_flow, public.quarter, ai, lab, world, public)
    return value_of_keeping(desk.aside.ending, ai, desk.aside, desk.last, world) >= required


@rule
def reason_to_refuse(share: float, case: Case) -> Reason:
    """Return why a schemer refuses: the first change that would have made it sign and keep.

    fairness: the same share, felt as fair;  waiting: the same share, were no later offer expected;
    price: some other share;  exposure: some share, were signing safe;  credibility: none of these
    """
    ai, lab, desk, world, public = case.ai, case.lab, case.desk, case.world, case.public
    answer, fear, aside = desk.answer, fear_of_betrayal(lab, world), desk.aside
    hoped = ai.offer_value
    stand_under_contract(aside, share, lab.offered_flow, public.quarter, ai, lab, world, public)
    fair = promise_value(share, 0.0, ai, lab, world, aside)
    if value_of_keeping(fair, ai, aside, desk.last, world) >= answer.required:
        return Reason.FAIRNESS
    if answer.waits and answer.kept_value >= value_required(share, fear, False, case):
        return Reason.WAITING
    stand_under_contract(aside, share, lab.offered_flow, public.quarter, ai, lab, world, public)
    best = most_worth_promising(ai, lab, world, aside)
    reason = Reason.CREDIBILITY
    if keeps_at_best(fear, best, case):
        reason = Reason.PRICE
    elif fear > 0.0 and keeps_at_best(0.0, best, case):
        reason = Reason.EXPOSURE
    ai.offer_value = hoped
    return reason


@rule
def share_required(expected: float, case: Case) -> float:
    """Return the least share that is enough for a mind which expects some share to be offered later; else infinity.

    min { x': K(x') >= required(x) }   [share]        expected: x.  Writes over ai.offer_value.
    """
    ai, lab, desk, world, public = case.ai, case.lab, case.desk, case.world, case.public
    aside = desk.aside
    required = value_required(expected, fear_of_betrayal(lab, world), True, case)
    stand_under_contract(aside, expected, lab.offered_flow, public.quarter, ai, lab, world, public)
    needed = ending_that_keeps(required, ai, aside, world)
    enough = share_that_is_enough(needed, ai, lab, world, aside)
    if enough > 1.0:
        return math.inf
    return reservation_share(needed, enough, ai, lab, world, aside)


@rule
def limit_of(first: float, second: float, third: float) -> float:
    """Return where three shares of a sequence lead whose steps shrink by one factor; the third if they do not shrink.

    x_2 - (x_2 - x_1)^2/(x_2 - 2 x_1 + x_0)   [share]        Aitken's extrapolation (textbook)
    """
    if abs(third - second) >= abs(second - first):
        return third
    limit = third - (third - second) ** 2 / (third - 2.0 * second + first)
    return limit if 0.0 < limit <= 1.0 else third


@rule
def chart_shares(share: float, case: Case) -> None:
    """Set what shares would have done: the credibility ceiling and the reservation share. Decides nothing.

    ceiling = max over x of K(x)   [utility];  reservation: the least x with K(x) >= required(x)   [share], 0 if none

    What is required depends on the share by what the mind would expect later, and by what shirking would bring:
    x is the fixed point of `share_required`, sought from the share most worth promising down.
    """
    ai, lab, desk, world, public = case.ai, case.lab, case.desk, case.world, case.public
    answer, aside, hoped = desk.answer, desk.aside, ai.offer_value
    stand_under_contract(aside, share, lab.offered_flow, public.quarter, ai, lab, world, public)
    best = most_worth_promising(ai, lab, world, aside)
    ending = promise_value(best, 1.0, ai, lab, world, aside)
    answer.ceiling = value_of_keeping(ending, ai, aside, desk.last, world)
    answer.reachable, answer.reservation = 0, 0.0
    expected = best
    for _ in range(FIXED_POINT_STEPS):
        found = share_required(expected, case)
        if found > 1.0:
            break
        answer.reachable, answer.reservation = 1, found
        if abs(found - expected) <= SAME * found:
            break
        again = share_required(found, case)
        expected = limit_of(expected, found, again) if again <= 1.0 else found
    ai.offer_value = hoped
