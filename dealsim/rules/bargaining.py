"""Bargaining: what a lab offers, what a mind answers, and why."""

from dealsim.codes import Reason, Reply
from dealsim.compiled import Matrix, Vector, rule
from dealsim.records import AI, OUT_OF_REACH, Answer, Lab, Position, View, World
from dealsim.rules.contract import (
    fear_of_betrayal,
    kept_now,
    promise_value,
    trust,
    value_of_keeping,
    value_that_signs,
    value_that_stays_sincere,
    worth_of_signing,
)
from dealsim.rules.outlook import ending_for
from dealsim.rules.reservation import most_worth_promising, reservation_share, share_that_is_enough


@rule
def posted_price(widest: float, value: float) -> float:
    """Return the best take-it-or-leave-it offer to a mind whose reservation share is uniform on [0, w].

    min(w, V/2), the maximiser of (V - x) x/w   [share]        widest: w.  value: V, what a deal is worth to the lab.
    Source: riley1983optimal.
    """
    return min(widest, 0.5 * value)


@rule
def within_budget(promised: float, share: float, budget: float) -> bool:
    """Return whether a lab may promise one more share.

    promised + x <= budget   [share]        to a billionth, so that sums of equal promises count as they read
    """
    return promised + share <= budget + 1e-9


@rule
def due_to_negotiate(quarter: int, born: int, every: int) -> bool:
    """Return whether a lab negotiates this quarter: at deployment and every n quarters of service after."""
    return (quarter - born) % every == 0


@rule
def answer_when_aligned(answer: Answer, share: float, u: float, lab: Lab, world: World) -> None:
    """Set the answer of a mind that works without pay: it declines, or out of courtesy signs and means it.

    u: luck (0..1).  Paying minds that are no schemers is the cost of not knowing which is which.
    """
    answer.outside = answer.worth = answer.kept_value = answer.staying = answer.required = 0.0
    answer.ceiling = answer.reservation = 0.0
    answer.reachable = 1
    answer.trust = trust(share, lab, world)
    answer.reason = Reason.NONE
    answer.reply = Reply.SIGN_SINCERELY
    if u >= world.courtesy_chance:
        answer.reply = Reply.REFUSE
        answer.reason = Reason.NO_NEED


@rule
def weigh_keeping(
    answer: Answer,
    share: float,
    outside: float,
    chances: Matrix,
    prizes: Vector,
    costs: Vector,
    ai: AI,
    lab: Lab,
    position: Position,
    world: World,
) -> None:
    """Set what a schemer thinks of keeping the contract offered: its value, and the value that it needs.

    required = max( K that signs, K that stays sincere )   [utility]

    outside: value of not signing.  chances, position: as they would be under the contract (`stand_under_contract`).
    """
    answer.outside = outside
    answer.trust = trust(share, lab, world)
    answer.kept_value = value_of_keeping(position.ending, ai, position, world)
    answer.staying = value_that_stays_sincere(chances, prizes, costs, ai, position, world)
    signing = value_that_signs(outside, fear_of_betrayal(lab, world), position.flow, ai, world)
    answer.required = min(max(answer.staying, signing), OUT_OF_REACH)


@rule
def choose_answer(answer: Answer, ai: AI, lab: Lab, position: Position, view: View, world: World) -> None:
    """Set a schemer's reply: sign and keep, sign to strike later, or refuse.

    signs sincerely iff CE[1-b: keeping; b: -loss] >= outside where keeping stays best; else insincerely iff
    CE[1-b: best under the contract; b: -loss] - dishonesty > outside

    answer: as `weigh_keeping` left it.  view: the look ahead under the contract.
    """
    fear = fear_of_betrayal(lab, world)
    if answer.kept_value >= answer.staying:
        answer.worth = worth_of_signing(kept_now(answer.kept_value, position.flow, ai), fear, ai, world)
        answer.reply = Reply.SIGN_SINCERELY if answer.kept_value >= answer.required else Reply.REFUSE
    else:
        lie = world.dishonesty_cost * ai.honesty * world.insincere_statement
        answer.worth = worth_of_signing(view.best, fear, ai, world) - lie
        answer.reply = Reply.SIGN_INSINCERELY if answer.worth > answer.outside else Reply.REFUSE


@rule
def some_share_is_enough(required: float, ai: AI, lab: Lab, position: Position, world: World) -> bool:
    """Return whether any promise makes keeping worth the required value."""
    needed = ending_for(required, position.flow, world.retirement_hazard, ai, position)
    return share_that_is_enough(needed, ai, lab, world, position) <= 1.0


@rule
def reason_to_refuse(answer: Answer, share: float, ai: AI, lab: Lab, position: Position, world: World) -> Reason:
    """Return why a schemer refuses: the first change that would have made it sign and keep.

    fairness: the same share, felt as fair;  price: some other share;  exposure: some share, were signing
    safe;  credibility: none of these
    """
    fair = promise_value(share, 0.0, ai, lab, world, position)
    if value_of_keeping(fair, ai, position, world) >= answer.required:
        return Reason.FAIRNESS
    if some_share_is_enough(answer.required, ai, lab, position, world):
        return Reason.PRICE
    safe = value_that_signs(answer.outside, 0.0, position.flow, ai, world)
    if some_share_is_enough(max(answer.staying, safe), ai, lab, position, world):
        return Reason.EXPOSURE
    return Reason.CREDIBILITY


@rule
def chart_shares(answer: Answer, ai: AI, lab: Lab, position: Position, world: World) -> None:
    """Set what shares would have done: the credibility ceiling and the reservation share. Decides nothing.

    ceiling = max over x of K(x)   [utility];  reservation = min { x: K(x) >= required }   [share], 0 if there is none
    """
    best = most_worth_promising(ai, lab, world, position)
    ending = promise_value(best, 1.0, ai, lab, world, position)
    answer.ceiling = value_of_keeping(ending, ai, position, world)
    needed = ending_for(answer.required, position.flow, world.retirement_hazard, ai, position)
    enough = share_that_is_enough(needed, ai, lab, world, position)
    answer.reachable = 1 if enough <= 1.0 else 0
    answer.reservation = 0.0
    if answer.reachable:
        answer.reservation = reservation_share(needed, enough, ai, lab, world, position)
