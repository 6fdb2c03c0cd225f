"""What an AI answers in the end, whatever the protocol: it takes or leaves a contract, agrees in talks or ends them."""

from dealsim.core.codes import Kind, Reason, Reply
from dealsim.core.compiled import rule
from dealsim.core.records import Case
from dealsim.core.rules.act.reward import answer_for_reward
from dealsim.core.rules.deal.answers import answer_offer, answer_when_aligned, chart_shares, reason_to_refuse


@rule
def think_over(share: float, courtesy: float, case: Case) -> None:
    """Set any mind's answer to a contract that it may take or leave, without its reason to refuse.

    courtesy: luck (0..1), for a mind that needs no pay.
    """
    ai, lab, desk, world = case.ai, case.lab, case.desk, case.world
    if ai.kind == Kind.SCHEMER:
        answer_offer(share, case)
    elif ai.kind == Kind.REWARD_SEEKER:
        answer_for_reward(desk.answer, share, lab.offered_flow, ai, lab, world)
    else:
        answer_when_aligned(desk.answer, share, courtesy, lab, world)


@rule
def agree(share: float, case: Case) -> None:
    """Set the answer of a schemer that has agreed in talks: it signs, meaning it or not."""
    ai, desk = case.ai, case.desk
    answer_offer(share, case)
    ai.offered = 0  # in such talks no mind is made the same offer twice
    desk.answer.reply = Reply.SIGN_SINCERELY if desk.answer.keeps else Reply.SIGN_INSINCERELY
    desk.answer.reason = Reason.NONE


@rule
def walk_away(share: float, case: Case) -> None:
    """Set the answer of a schemer that ends the talks over an offer."""
    ai, desk = case.ai, case.desk
    answer_offer(share, case)
    ai.offered = 0
    desk.answer.reply = Reply.REFUSE


@rule
def explain_refusal(share: float, chart: bool, case: Case) -> None:
    """Set why a mind refuses, if it does; with `chart`, what other shares would have done as well.

    Nothing depends on the chart: without a record of the game no one would read it.
    """
    ai, desk = case.ai, case.desk
    if ai.kind != Kind.SCHEMER:
        return
    answer = desk.answer
    if answer.reply == Reply.REFUSE:
        answer.reason = reason_to_refuse(share, case)
    if chart:
        chart_shares(share, case)
