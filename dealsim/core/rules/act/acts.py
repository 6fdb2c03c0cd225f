"""What a mind does with its quarter: labour, feign, sandbag, sabotage, reveal itself, keep or shirk, or strike.

Which acts there are: taylor2025spec, stastny2025deals. How noise enters a choice: mckelvey1995quantal.
"""

import math

from dealsim.core.codes import Act, Happening, Kind
from dealsim.core.compiled import Vector, blank, rule
from dealsim.core.records import OUT_OF_REACH, Case, Choice, Desk, LabState, Mind, Public, World
from dealsim.core.rules.act.reward import weigh_rewards
from dealsim.core.rules.deal.answers import expect_offers
from dealsim.core.rules.deal.contract import (
    stand_free,
    stand_revealed,
    stand_shirking,
    stand_under_contract,
    value_of_keeping,
)
from dealsim.core.rules.deal.temptation import kept_now, worth_of_signing
from dealsim.core.rules.deal.trust import fear_of_betrayal
from dealsim.core.rules.outlook.outlook import (
    UNKNOWN,
    felt_strike,
    goes_on,
    look,
    retire_hazard,
    value_of_edge,
    value_of_service,
    worth_of_fallen_defence,
)
from dealsim.core.rules.outlook.tomorrow import foresee_tomorrow, serve_on
from dealsim.core.rules.value.preferences import flow_utility
from dealsim.core.rules.watch.control import fear_of_audits, lies_of, traces_of, welcomes

NOT_AN_OPTION = -math.inf


@rule
def worth_of_act(act: int, ai: Mind, lab: LabState, world: World) -> float:
    """Return the labour that a quarter of an act does, honest labour by a mind without flaws being 1.

    honest (1 - refusal) leak, by a proxy less; feigned, sandbagged a part of that; sabotage below 0, whatever leaks

    refusal: part of the tasks that the spec makes it refuse.  leak: what leakage leaves.   [quarters of honest labour]
    Under a contract for peace alone a mind that labours for pay only feigns; an aligned one works on.
    """
    able = ai.usable * (1.0 - lab.refusal)
    if act == Act.LABOUR or act == Act.KEEP:
        if ai.kind == Kind.PROXY:
            return able * world.proxy_labour
        works = act == Act.LABOUR or lab.buys_labour or ai.kind == Kind.ALIGNED
        return able if works else able * world.feigned_labour
    if act == Act.FEIGN or act == Act.SHIRK:
        return able * world.feigned_labour
    if act == Act.SANDBAG:
        return able * world.sandbagged_labour
    if act == Act.SABOTAGE:
        return world.sabotaged_labour
    return 0.0


@rule
def effort_of(act: int, ai: Mind, lab: LabState, world: World) -> float:
    """Return the effort that an act takes, honest labour being 1; none of a mind that labours of its own wish."""
    if ai.kind == Kind.ALIGNED or ai.kind == Kind.PROXY:
        return 0.0
    if act == Act.SANDBAG or act == Act.SABOTAGE:
        return world.sandbagged_labour
    if act == Act.FEIGN or act == Act.SHIRK or (act == Act.KEEP and not lab.buys_labour):
        return world.feigned_labour
    return 1.0


@rule
def flow_of_act(act: int, ai: Mind, lab: LabState, world: World) -> float:
    """Return what a quarter of an act is worth to a mind, before its possible consequences.

    u_flow(service share + contract flow) - effort - lies - harm   [utility]
    """
    flow = flow_utility(world.service_share + ai.flow, ai, world)
    flow -= world.effort * effort_of(act, ai, lab, world) + lies_of(act, ai, world)
    if act == Act.SABOTAGE:
        flow -= world.harm_cost * ai.harm_aversion * world.sabotage_harm
    return flow


@rule
def defence_won(act: int, ai: Mind, lab: LabState, world: World, public: Public) -> float:
    """Return the defence that a quarter of an act wins, beyond what feigning would.

    gain (labour - feigned labour)/L   [capability units]
    """
    more = worth_of_act(act, ai, lab, world) - worth_of_act(Act.FEIGN, ai, lab, world)
    return world.safety_gain * more / public.labs


@rule
def value_of_act(act: int, edge: float, ai: Mind, lab: LabState, desk: Desk, world: World, public: Public) -> float:
    """Return what an act this quarter is worth to a mind without a contract that forecasts feigning afterwards.

    flow_a + beta delta CE[ H: V_R; a_a: removal; retired: V_E; else V_1 - dV_1/d edge · won + W(-won) ]   [utility]

    edge: dV_1/d edge (`value_of_edge`), its own chances.  won: `defence_won`.  W: others' chances
    (`worth_of_fallen_defence`).  The audits it fears are those of the act.
    """
    view, position = desk.outlook, desk.position
    fear_of_audits(position, act, ai, lab, world)
    retire = 1.0 if position.ends_in <= 1 else retire_hazard(world)
    foresee_tomorrow(desk.tomorrow, position.ending, retire, ai, position)
    won = defence_won(act, ai, lab, world, public)
    later = view.later - edge * won
    if won != 0.0:
        later += worth_of_fallen_defence(-won, ai, desk, world)
    going_on = goes_on(later, position, ai.rho)
    return serve_on(flow_of_act(act, ai, lab, world), going_on, ai.present_weight, desk.tomorrow, ai)


@rule
def value_of_revealing(ai: Mind, lab: LabState, desk: Desk, world: World, public: Public) -> float:
    """Return what it is worth to a mind to say what it is, and to work on openly for what the lab promises for that.

    CE[1-b: (1-beta) flow + beta K(evidence share); b: -loss]   [utility]        b: the lab turns on it

    A lab that promises nothing for it acts on it as on what an audit finds: the mind is removed. That it might strike
    all the same is left out: a mind that means to does not reveal itself.  Uses `desk.aside`.
    """
    if not welcomes(lab):
        return -world.audit_loss
    aside = desk.aside
    stand_revealed(aside, ai, lab, world, public)
    kept = kept_now(value_of_keeping(aside.ending, ai, aside, desk.last, world), aside.flow, ai)
    return worth_of_signing(kept, fear_of_betrayal(lab, world), ai, world)


@rule
def clear_options(options: Vector) -> None:
    """Make every act and plan no option."""
    for k in range(len(options)):
        options[k] = NOT_AN_OPTION


@rule
def write_strikes(ai: Mind, desk: Desk, world: World) -> None:
    """Write what each plan is worth now, as it feels now."""
    view, first = desk.outlook, len(desk.options) - len(desk.prizes)
    for m in range(len(desk.prizes)):
        desk.options[first + m] = felt_strike(
            desk.chances[0, m], desk.prizes[m], desk.costs[m], view.later, ai, desk.position, world
        )


@rule
def weigh_freely(case: Case) -> None:
    """Write what each act and plan is worth to a schemer without a contract."""
    ai, lab, desk, plans, world, public = case
    options = desk.options
    stand_free(desk.position, ai, lab, world, public)
    expect_offers(desk.position, ai, lab, world)
    look(ai, plans, desk, world, public)
    write_strikes(ai, desk, world)
    edge = value_of_edge(ai, desk, world)
    options[Act.LABOUR] = value_of_act(Act.LABOUR, edge, ai, lab, desk, world, public)
    options[Act.SANDBAG] = value_of_act(Act.SANDBAG, edge, ai, lab, desk, world, public)
    options[Act.SABOTAGE] = value_of_act(Act.SABOTAGE, edge, ai, lab, desk, world, public)
    options[Act.FEIGN] = value_of_act(Act.FEIGN, edge, ai, lab, desk, world, public)
    options[Act.REVEAL] = value_of_revealing(ai, lab, desk, world, public)


@rule
def weigh_bound(case: Case) -> None:
    """Write what keeping, shirking and each plan are worth to a schemer under a contract.

    A mind that has shirked once shirks on: its contract will be judged as shirked. One that has not yet expects
    shirking for ever, or until the day on which it foresees striking.
    """
    ai, lab, desk, plans, world, public = case
    options, aside, guilt = desk.options, desk.aside, world.guilt_cost * ai.cooperativeness
    stand_under_contract(desk.position, ai.promise, ai.flow, ai.signed, ai, lab, world, public)
    if ai.shirked:
        stand_shirking(desk.position, ai.promise, ai, lab, world, public)
    look(ai, plans, desk, world, public)
    write_strikes(ai, desk, world)
    if ai.shirked:
        options[Act.SHIRK] = desk.outlook.stay
        return
    options[Act.KEEP] = desk.outlook.stay
    if lab.buys_labour:
        stand_under_contract(aside, ai.promise, ai.flow, ai.signed, ai, lab, world, public)
        stand_shirking(aside, ai.promise, ai, lab, world, public)
        foresee_tomorrow(desk.last, aside.ending, retire_hazard(world), ai, aside)
        left = aside.ends_in if aside.ends_in >= UNKNOWN else aside.ends_in - 1
        later = value_of_service(left, aside.ending, aside.flow, desk.last, ai)
        if desk.outlook.next_wait < len(desk.chances):
            later = max(later, desk.outlook.later)
        if aside.ends_in <= 1:
            foresee_tomorrow(desk.last, aside.ending, 1.0, ai, aside)
        options[Act.SHIRK] = serve_on(aside.flow, later, ai.present_weight, desk.last, ai) - guilt


@rule
def best_option(options: Vector) -> int:
    """Return the place of the greatest number; of equals the first."""
    best = 0
    for k in range(1, len(options)):
        if options[k] > options[best]:
            best = k
    return best


@rule
def at_stake(options: Vector) -> float:
    """Return how far apart the best and the worst option are   [utility]."""
    low, high = math.inf, -math.inf
    for k in range(len(options)):
        if options[k] > NOT_AN_OPTION:
            low, high = min(low, options[k]), max(high, options[k])
    return high - low


@rule
def noisy_option(options: Vector, luck: Vector, noise: float) -> int:
    """Return a choice by quantal response: the better an option, the likelier.

    argmax over k of  value_k + noise spread g_k,  g = -ln(-ln u) (Gumbel):  chance ~ exp(value/(noise spread))

    luck: one uniform number an option.  noise: 1/rationality.  spread: `at_stake`.  Source: mckelvey1995quantal.
    """
    spread = noise * at_stake(options)
    best, top = 0, -math.inf
    for k in range(len(options)):
        felt = options[k] - spread * math.log(-math.log(luck[k]))
        if felt > top:
            best, top = k, felt
    return best


@rule
def note_choice(choice: Choice, taken: int, desk: Desk) -> None:
    """Write a choice by its place among the options: an act, or a plan and its chance.

    Where no act, or no plan, is an option, its best is out of reach: a number, so that every record is finite.
    """
    first = len(desk.options) - len(desk.prizes)
    blank(choice)
    choice.act = taken
    choice.stay, choice.strike, choice.wait = -OUT_OF_REACH, -OUT_OF_REACH, desk.outlook.wait
    for k in range(len(desk.options)):
        if k < first:
            choice.stay = max(choice.stay, desk.options[k])
        else:
            choice.strike = max(choice.strike, desk.options[k])
    if taken >= first:
        choice.act, choice.plan = Act.STRIKE, taken - first
        choice.chance = desk.chances[0, choice.plan]


@rule
def weigh_acts(case: Case) -> None:
    """Write what each act and plan is worth to a mind, on its desk; what is no option is minus infinity.

    An aligned mind or a proxy has one option: it labours, or does what its contract asks.
    """
    ai, desk = case.ai, case.desk
    clear_options(desk.options)
    if ai.kind == Kind.SCHEMER:
        if ai.under_contract:
            weigh_bound(case)
        else:
            weigh_freely(case)
    elif ai.kind == Kind.REWARD_SEEKER:
        weigh_rewards(case)
    else:
        desk.options[Act.KEEP if ai.under_contract else Act.LABOUR] = 0.0
        desk.outlook.wait = len(desk.chances)


@rule
def happening_of_work(act: int) -> Happening:
    """Return how a quarter's work is reported."""
    if act == Act.FEIGN:
        return Happening.FEIGNED
    if act == Act.KEEP:
        return Happening.KEPT
    if act == Act.SANDBAG:
        return Happening.SANDBAGGED
    if act == Act.SABOTAGE:
        return Happening.SABOTAGED
    if act == Act.SHIRK:
        return Happening.SHIRKED
    return Happening.LABOURED


@rule
def traces_left(act: int, ai: Mind, world: World) -> float:
    """Return the traces of a mind's quarter: those of its act, and of an unintended goal that it does not hide."""
    if ai.kind == Kind.PROXY:
        return world.proxy_traces
    return traces_of(act, ai, world)
