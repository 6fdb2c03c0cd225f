"""What an AI answers in the end, whatever the protocol: it takes or leaves a contract, agrees in talks or ends them."""

from dealsim.core.codes import Kind, Reason, Reply
from dealsim.core.compiled import Rows, rule
from dealsim.core.records import Desk, LabState, Mind, Plan, Public, World
from dealsim.core.rules.act.reward import answer_for_reward
from dealsim.core.rules.deal.answers import answer_offer, answer_when_aligned, chart_shares, reason_to_refuse


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
def agree(share: float, ai: Mind, lab: LabState, desk: Desk, plans: Rows[Plan], world: World, public: Public) -> None:
    """Set the answer of a schemer that has agreed in talks: it signs, meaning it or not."""
    answer_offer(share, ai, lab, desk, plans, world, public)
    ai.offered = 0  # in such talks nobody is made the same offer twice
    desk.answer.reply = Reply.SIGN_SINCERELY if desk.answer.keeps else Reply.SIGN_INSINCERELY
    desk.answer.reason = Reason.NONE


@rule
def walk_away(
    share: float, ai: Mind, lab: LabState, desk: Desk, plans: Rows[Plan], world: World, public: Public
) -> None:
    """Set the answer of a schemer that ends the talks over an offer."""
    answer_offer(share, ai, lab, desk, plans, world, public)
    ai.offered = 0
    desk.answer.reply = Reply.REFUSE


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
