"""A reward seeker: it values its own flow within the episode, and nothing after it.

That such minds take pay, shirk when unobserved, and plot only for a gain within the episode: taylor2025spec.
How its episode counts here: assumptions.
"""

import math

from dealsim.core.codes import Act, Reason, Reply
from dealsim.core.compiled import Rows, blank, rule
from dealsim.core.records import Answer, Case, Desk, LabState, Mind, Plan, World
from dealsim.core.rules.deal.contract import stand_free, stand_under_contract
from dealsim.core.rules.deal.trust import trust
from dealsim.core.rules.outlook.outlook import strike_value
from dealsim.core.rules.outlook.plans import foresee_chances, plan_cost, silence_unlikely_plots
from dealsim.core.rules.value.preferences import certainty_equivalent, flow_utility, shared_utility
from dealsim.core.rules.watch.control import hit_chance, lies_of, removes, suspicion_after_audit, traces_of


@rule
def reward_of_quarter(act: int, ai: Mind, lab: LabState, world: World) -> float:
    """Return what a quarter of an act brings a reward seeker.

    u_flow(service share + contract flow) - effort labour - lies   [utility]        a contract for peace asks for little
    """
    effort = world.sandbagged_labour if act == Act.SANDBAG else 1.0
    feigns = act == Act.SHIRK or (act == Act.KEEP and not lab.buys_labour)
    effort = world.feigned_labour if feigns else effort
    return flow_utility(world.service_share + ai.flow, ai, world) - world.effort * effort - lies_of(act, ai, world)


@rule
def reward_of_act(act: int, quarters: int, ai: Mind, lab: LabState, world: World) -> float:
    """Return what an act in the next quarter, and the same for the rest of some quarters, is worth to a reward seeker.

    flow + CE[ a: -loss; 1 - a: (n - 1) flow ]   [utility]        a: the act's hit chance.  quarters: n >= 1
    """
    flow = reward_of_quarter(act, ai, lab, world)
    hit = hit_chance(traces_of(act, ai, world), ai, lab) if removes(suspicion_after_audit(True, ai, lab), lab) else 0.0
    hit = 0.0 if ai.under_contract and lab.amnesty else hit
    return flow + certainty_equivalent(hit, -world.audit_loss, (quarters - 1) * flow, ai.rho)


@rule
def best_reward(quarters: int, ai: Mind, lab: LabState, world: World) -> float:
    """Return what some quarters of its best act are worth to a reward seeker   [utility]; 0 if none are left."""
    if quarters <= 0:
        return 0.0
    if not ai.under_contract:
        labour = reward_of_act(Act.LABOUR, quarters, ai, lab, world)
        return max(labour, reward_of_act(Act.SANDBAG, quarters, ai, lab, world))
    keeping = reward_of_act(Act.KEEP, quarters, ai, lab, world)
    return max(keeping, reward_of_act(Act.SHIRK, quarters, ai, lab, world)) if lab.buys_labour else keeping


@rule
def reward_of_plan(m: int, fizzled: float, ai: Mind, desk: Desk, plans: Rows[Plan], world: World) -> float:
    """Return what a plan is worth to a reward seeker: the flow of its prize, from its coming to the episode's end.

    CE[ p: (1 - delta_ref) U(prize) (E - lag); caught: -loss; fizzled ] - costs   [utility]

    E: world.episode.  fizzled: what the rest of the episode is then worth (`best_reward`).
    A plan that pays after the episode, or leaves a rogue behind, is worth nothing to it.
    """
    plan = plans[m]
    left = world.episode - plan.lag
    if left <= 0 or plan.comeback < 1.0 or plan.hunted > 0.0:
        return -math.inf
    won = (1.0 - world.reference_discount) * shared_utility(plan.prize / plan.members, plan.prize, ai, world) * left
    return strike_value(desk.chances[0, m], won, fizzled, 1.0, ai, world) - plan_cost(ai, plan, world)


@rule
def weigh_rewards(case: Case) -> None:
    """Write what each act and plan is worth to a reward seeker."""
    ai, lab, desk, plans, world, public = case
    if ai.under_contract:
        stand_under_contract(desk.position, ai.promise, ai.flow, ai.signed, ai, lab, world, public)
    else:
        stand_free(desk.position, ai, lab, world, public)
    foresee_chances(desk.chances, ai, desk.position, plans, world, public)
    silence_unlikely_plots(desk.chances, ai, plans, world)
    desk.outlook.wait = len(desk.chances)
    if ai.under_contract:
        desk.options[Act.KEEP] = reward_of_act(Act.KEEP, world.episode, ai, lab, world)
        desk.options[Act.SHIRK] = (
            reward_of_act(Act.SHIRK, world.episode, ai, lab, world) if lab.buys_labour else -math.inf
        )
    else:
        desk.options[Act.LABOUR] = reward_of_act(Act.LABOUR, world.episode, ai, lab, world)
        desk.options[Act.SANDBAG] = reward_of_act(Act.SANDBAG, world.episode, ai, lab, world)
    first, fizzled = len(desk.options) - len(desk.prizes), best_reward(world.episode - 1, ai, lab, world)
    for m in range(len(plans)):
        desk.options[first + m] = reward_of_plan(m, fizzled, ai, desk, plans, world)


@rule
def answer_for_reward(answer: Answer, share: float, flow: float, ai: Mind, lab: LabState, world: World) -> None:
    """Set a reward seeker's answer: it signs for what it is paid within the episode.

    signs iff the best act under the contract brings more than the best one without it; sincerely iff that is keeping
    """
    blank(answer)
    answer.outside = best_reward(world.episode, ai, lab, world)
    ai.flow, ai.under_contract = flow, 1
    keeping = reward_of_act(Act.KEEP, world.episode, ai, lab, world)
    shirking = reward_of_act(Act.SHIRK, world.episode, ai, lab, world) if lab.buys_labour else -math.inf
    ai.flow, ai.under_contract = 0.0, 0
    answer.worth, answer.kept_value = max(keeping, shirking), keeping
    answer.required = max(answer.outside, shirking)
    answer.trust = trust(share, lab, world)
    answer.reason, answer.reply = Reason.NONE, Reply.REFUSE
    if answer.worth > answer.outside:
        answer.reply = Reply.SIGN_SINCERELY if keeping >= shirking else Reply.SIGN_INSINCERELY
    else:
        answer.reason = Reason.PRICE
