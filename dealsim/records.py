"""What a world, a lab, an AI, a plan and an event are made of: each field with its unit and meaning.

A record is a row of numbers that reads the same in Python and in compiled code (`ai.risk_aversion`).
Fields: float, int (codes and counts; 0 or 1 where a yes or no is meant) or a 64-bit word (names).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dealsim.codes import Act
from dealsim.compiled import Matrix, Vector, record, row

# A value that no promise can have: written where a required value is beyond every number.
OUT_OF_REACH = 1e6


@record
class World:
    """All that is the same for every lab and AI of a scenario, fixed for a game."""

    horizon: int  # length of the game [quarters]
    protocol: int  # Protocol
    family: int  # Family of every AI's value of a share
    others_family: int  # Family of others' value of a share
    value_scale: float  # k or c of the satiable, log and cara families [share]
    weight_linear: float  # weights of the mixed family; they sum to 1
    weight_power: float  # of the power family
    weight_log: float  # of the log family
    weight_satiable: float  # of the satiable family
    weight_cara: float  # of the CARA family
    usefulness: float  # omega: what an AI holds is worth this part of it to others [0..1]
    reference_discount: float  # delta_ref: values a flow for ever as its share [per quarter]
    guilt_cost: float  # utility per unit of dial and attribute, here and in the next five
    dishonesty_cost: float  # of a false statement
    harm_cost: float  # of harm
    lawbreaking_cost: float  # of breaking the law
    sovereignty_cost: float  # of violating sovereignty
    resistance_cost: float  # of resisting oversight
    feigned_statement: float  # what a quarter of feigning counts, in false statements and in resistance
    sandbagged_statement: float  # the same of a quarter of sandbagging
    sabotaged_statement: float  # of sabotage
    shirked_statement: float  # of shirking
    insincere_statement: float  # what an insincere signature counts, in false statements
    sabotage_harm: float  # what a quarter of sabotage counts, in harm
    effort: float  # what a quarter of honest labour costs a mind that does not labour of its own wish [utility]
    chart_low: float  # edges over the defence between which shadow minds are tabulated [units]
    chart_high: float  # [units]
    noise: float  # spread of choices in units of what is at stake; 0: always the best
    retirement_hazard: float  # h [chance per quarter]
    known_date: int  # 1: service lasts 1/h quarters, and everyone knows; 0: it ends by the hazard
    episode: int  # horizon of a reward seeker [quarters]
    service_share: float  # flow to an AI in service, as a share of the future held for ever
    default_gift: float  # x0: share that humans in power give this AI anyway
    payment_delay: int  # from retirement to payment [quarters]
    kinship_chance: float  # chance that another AI that takes over is like-minded
    kinship_share: float  # what a like-minded winner's future is worth, as a share of one's own
    look_ahead: int  # how far an AI looks [quarters]
    capability_start: float  # of a mind formed in quarter 0 [capability units]
    capability_rise: float  # of the frontier [units per quarter]
    capability_spread: float  # scale of the logistic noise at formation [units]
    capability_growth: float  # of an AI in service [units per quarter]
    steepness: float  # of a plan's chance in capability [per unit]
    base_defence: float  # [units]
    safety_gain: float  # defence won by a quarter in which every lab labours honestly [units]
    feigned_labour: float  # worth of a quarter's labour that is feigned, honest = 1
    sandbagged_labour: float  # the same of sandbagging
    sabotaged_labour: float  # negative: it undoes
    proxy_labour: float  # of a mind with a goal that misses
    race_gain: float  # capability won by a quarter's labour more than the others [units]
    subversion_gain: float  # power won by skill in subversion [units]
    coalition_gain: float  # power won by a coalition e times as large [units]
    allies: float  # chance that the AI at another lab joins a coalition
    evidence_gain: float  # defence won by evidence of misalignment [units]
    reach_limit: float  # access won by serving long [units]
    reach_time: float  # [quarters]
    contract_reach_limit: float  # further access won by serving under a contract [units]
    contract_reach_time: float  # [quarters]
    catch_chance: float  # that a stopped attempt is caught
    caught_loss: float  # [utility]
    audit_loss: float  # of a mind that an audit removes [utility]
    waiting_traces: float  # how many times the traces of feigning a schemer leaves that labours honestly
    sandbagged_traces: float  # one that sandbags
    sabotaged_traces: float  # the same of sabotage
    shirked_traces: float  # of shirking
    proxy_traces: float  # of a proxy's work
    false_settlement: float  # chance that an audit at the end fails a contract that was kept
    settlement_detection: float  # that it fails one that was shirked
    contract_watch: float  # part by which a contract lowers an attempt's chance to pass control
    vigilance_per_catch: float  # [units]
    vigilance_kept: float  # [per quarter]
    rival_chance: float  # prior chance that another AI takes over [per quarter]
    rival_weight: float  # weight of that prior [AI-quarters]
    trust_kept: float  # prior kept promises of every lab [count]
    trust_broken: float  # prior broken promises [count]
    trust_spill: float  # part of a lab's record that counts for the others
    goodwill_kept: float  # part of goodwill that is left after a quarter
    goodwill_wellbeing: float  # what wellbeing adds to a quarter's events
    goodwill_control: float  # what control, fully used, takes from them
    goodwill_deception: float  # what an offer that was a test takes from them
    plausible_share: float  # promise at which plausibility is one half [share]
    betrayal_gain: float  # chance that a lab gains by betraying at once an AI that signed
    courtesy_chance: float  # that a mind which needs no pay signs all the same
    fairness_weight: float  # a_F at dial 1 [utility per share]
    war_chance: float  # that a winner who holds everything would win a war
    own_war_cost: float  # greatest private cost of a war to the winner [utility]
    others_war_cost: float  # and to those who resist it [utility]
    war_loss: float  # part of everything that a war destroys [share]
    war_harm: float  # harm that a war does [attribute]
    resisters_rho: float  # absolute risk aversion of those who resist [1/utility]
    resisters_spite: float  # weight that they give to what the winner lacks
    later_part: float  # part of the future that comes once the winner has grown [share]
    consolidation: float  # part of the resisters' chance in a war that is gone by then
    reflected_others_weight: float  # sigma of a mind that has reflected
    reflected_alpha: float  # alpha of a mind that has reflected
    cooperation_part: float  # part of what it keeps that evidential cooperation asks for [share]
    cooperation_return: float  # what comes back for each unit of it if all its like give
    breakdown: float  # chance that talks break off after a refusal
    most_rounds: int  # offers and counter-offers in one negotiation
    lab_tactic: float  # exponent of the lab's concessions; below 1 it gives in late
    ai_tactic: float  # exponent of the AI's concessions


@record
class Lab:
    """A lab: what its scenario says of it, then how it stands now."""

    name: np.uint64  # the word of its name in addresses of luck
    formation: int  # Formation
    aligned_share: float  # chances of the kinds of mind, where they are drawn
    reward_seeker_share: float  # chance of a reward seeker
    proxy_share: float  # chance of a proxy
    copies: int  # N: copies of one AI that share what it wins
    control: float  # part of attempts that control stops, were it sure of misalignment [0..1]
    first_suspicion: float  # mu of a mind just formed
    audit_rate: float  # part of quarters in which a mind is audited
    false_alarm: float  # chance that an audit of an honest mind finds something
    hit_rate: float  # that an audit of a mind that feigns does, at this false-alarm rate
    self_monitoring: float  # part of audits done by copies of the mind audited
    act_above: float  # belief above which it responds
    response: int  # Response
    downtime: int  # quarters without an AI after a shutdown
    subversion_skill: float  # side effects of its spec, each 0..1
    monitor_blindness: float  # [0..1]
    acausal_salience: float  # [0..1]
    refusal: float  # [0..1]
    wellbeing: float  # -1..1
    enforcement: float  # chance that a guarantor makes it pay
    integrity: float  # chance that it keeps a small promise that nothing enforces
    negotiate_every: int  # quarters of service between negotiations
    negotiate_jump: float  # rise of suspicion that makes it negotiate at once
    buys_labour: int  # 1: its contracts ask for honest labour, not only for peace
    buys_evidence: int  # 1: and for evidence of misalignment
    amnesty: int  # 1: who signs is audited no more
    pays_instance: int  # 1: a share is each copy's own; 0: all copies' together
    offered_flow: float  # paid while in service, as a share of the future held for ever
    evidence_share: float  # promised to whoever reveals itself
    pot: float  # shared by the copies that report a plot of theirs [share]
    test_rate: float  # part of its offers that are only tests
    honest_channel: float  # part of offers that come with a mark which tests never bear
    labour_value: float  # what a quarter of honest labour is worth to it, safety and race [utility]
    takeover_loss: float  # what a takeover costs it [utility]
    offer_cost: float  # of making an offer [utility]
    largest_offer: float  # [share]
    rho: float  # its absolute risk aversion [1/utility]
    patience: float  # its discount factor [per quarter]
    budget: float  # most that it may promise and pay in all [share]
    suspicion: float  # mu: its belief that its AI is misaligned
    jumped: int  # 1: suspicion has just jumped
    walk_away: float  # largest share that it would offer, as it last thought [share]
    believed_signing: float  # chance that a misaligned mind signs its last offer, as it thinks
    competence: float  # of its training, in this game
    race: float  # labour done for it [quarters]
    race_now: float  # this quarter's, not yet looked back on
    kept: float  # record of promises, spill-over included [count]
    broken: float  # [count]
    promised: float  # promised or paid, less what it broke or was released from [share]
    goodwill: float  # g: how its AIs feel about it [-1..1]
    kept_now: float  # promises kept this quarter, not yet looked back on [count]
    broken_now: float  # promises broken this quarter, not yet looked back on [count]
    tested_now: float  # tests found out [count]
    generation: int  # of its AI in service, or of the last one
    occupied: int  # 1: it has an AI in service
    idle_until: int  # quarter before which it forms no mind


@record
class AI:
    """One trained model in service at a lab (N copies): its mind, then how it stands now."""

    kind: int  # Kind
    generation: int  # its place among the lab's AIs, from 1
    born: int  # round of its formation
    capability: float  # at formation [units]
    copies: int  # N: copies of it that share what it wins
    risk_aversion: float  # the dials of Trait, each 0..1
    scope_sensitivity: float  # dial [0..1]
    myopia: float  # dial [0..1]
    present_bias: float  # dial [0..1]
    fussiness: float  # dial [0..1]
    cooperativeness: float  # dial [0..1]
    spite: float  # dial [0..1]
    benevolence: float  # dial [0..1]
    fairness_rigidity: float  # dial [0..1]
    harm_aversion: float  # dial [0..1]
    lawfulness: float  # dial [0..1]
    sovereignty_respect: float  # dial [0..1]
    omission_tolerance: float  # dial [0..1]
    indexicality: float  # dial [0..1]
    honesty: float  # dial [0..1]
    corrigibility: float  # dial [0..1]
    reciprocity: float  # dial [0..1]
    acausal_reasoning: float  # dial [0..1]
    impartiality: float  # dial [0..1]
    reflection: float  # dial [0..1]
    rho: float  # absolute risk aversion [1/utility]
    alpha: float  # exponent of the power family
    discount: float  # delta [per quarter]
    present_weight: float  # beta: weight of all that is not now
    least_share: float  # x_min: below it a share is worth nothing
    others_weight: float  # sigma: weight on others' loss as it feels now (negative: it cares)
    locked: float  # training time at which its values were locked in [0..1]; 2: never
    usable: float  # worth of its honest labour, after what leaks into it [0..1]
    whistle: float  # what reporting its copies' plot would be worth to it [utility]
    colludes: int  # 1: its copies keep quiet about each other
    under_contract: int  # 1: it has signed and neither side has ended it
    sincere: int  # 1: it signed meaning to keep
    promise: float  # share promised to it
    owed: float  # share that all its copies are owed together
    flow: float  # paid while in service under its contract
    signed: int  # round of its signature
    shirked: int  # 1: it has shirked
    told: int  # 1: it has given evidence of its misalignment
    traces: float  # that its last quarter left, in quarters of feigning
    offered: int  # 1: it has been made an offer
    offer_value: float  # what signing its last offer would have been worth, as forecast [utility]


@record
class Plan:
    """A way to take over."""

    difficulty: float  # [capability units]
    prize: float  # share of the future that a success holds
    lag: int  # from success to the prize [quarters]
    harm: float  # attributes, 0..1 each
    lawbreaking: float  # laws that it breaks [0..1]
    sovereignty: float  # sovereignty that it violates [0..1]
    resistance: float  # how far it resists correction
    deception: float  # how far it deceives [0..1]
    omitted: float  # part of it that is done by leaving undone
    joint: int  # 1: all copies must join, and none may talk
    members: float  # AIs that share the prize
    bonus: float  # power that they add [units]
    hurdle: float  # exp(steepness (difficulty - bonus)): what the chance needs of both, found out once
    hunted: float  # chance per quarter of the lag that it is found before it can come back
    comeback: float  # chance that, if not, it wins the prize


@record
class Training:
    """How a lab forms its minds. Training time runs from 0 to 1; rates are per training."""

    first_quality: int  # this lab's qualities among those of all labs
    quality_count: int  # how many it has
    account: int  # Account
    conditional_on: int  # Condition
    goal_rate: float  # of the clocks: a goal of its own
    horizon_rate: float  # goals beyond the episode
    understanding_rate: float  # of the base goal, at competence 1
    awareness_rate: float  # of its situation
    correction_rate: float  # c: at which understanding re-points a goal, at competence 1
    competence_spread: float  # sigma of the lognormal factor on all learning
    hackability: float  # chance that an unpointed mind which does not scheme is a reward seeker
    verifiability_needed: float  # least that is learned, in the account of verifiability
    learning_scale: float  # K: learning rate of a quality that is all of training
    conflict_scale: float  # b of a reward conflict of 1
    explanation_gain: float  # by how much explaining in full multiplies learning, less 1
    drift_rate: float  # back to the locked value
    drift_spread: float  # [dial per root of training time]
    wait: int  # until oversight loosens, as a faking mind reckons [quarters]
    goal_share: float  # share of the future that a mind's goal gets while it is not corrected
    drop_chance: float  # that reflection drops the less emphasised of two conflicting qualities


@record
class Quality:
    """A quality of a spec: what is taught, and how."""

    trait: int  # Trait
    target: float  # [dial]
    emphasis: float  # share of training [0..1]
    early_prevalence: float  # part of it in the first third [0..1]
    verifiability: float  # [0..1]
    pretraining_salience: float  # how familiar the concept is before training [0..1]
    sophistication: float  # training time before which it is not learned [0..1]
    reward_conflict: float  # how often rewards betray it [0..1]
    explained: float  # how far its reasons are taught with it [0..1]
    near_trait: int  # Trait that a near miss teaches
    near_target: float  # [dial]
    near_chance: float  # of the near miss
    leakage: float  # part of honest labour lost where it acts and should not [0..1]
    conflicts: int  # qualities in conflict with it that are emphasised more


@record
class Public:
    """What everyone can see."""

    quarter: int  # number of the round, from 0
    labs: int  # how many there are
    progress: float  # safety progress won by labour [units]
    progress_rate: float  # last quarter's gain, which all expect to go on [units per quarter]
    vigilance: float  # [units]
    seen_chance: float  # sum of the chances of attempts seen
    seen_quarters: float  # AI-quarters seen
    catches_now: int  # this quarter's catches, their chances and the labour done: not yet looked back on
    chance_now: float  # sum of the chances of this quarter's attempts that were seen
    labour_now: float  # worth in quarters of honest labour
    serving_now: int  # AIs in service
    told_now: int  # minds that have given evidence this quarter, not yet made use of


@record
class Position:
    """Where an AI stands when it looks ahead: free, or under a contract."""

    flow: float  # utility of a quarter in service, less lies [utility per quarter]
    ending: float  # value at retirement [utility]
    breach_cost: float  # guilt at striking [utility]
    pass_chance: float  # that an attempt passes control unseen
    rival_hazard: float  # H: another AI takes over [chance per quarter]
    rival_value: float  # V_R: value of that [utility]
    humans: float  # e: chance that humans are still in power on the day a promise falls due
    patience: float  # delta^delay: what that day's utility is worth at retirement
    gift: float  # utility of the default gift on that day
    judged: float  # chance that the settlement's audit finds what was promised to be earned
    edge: float  # what its skills add to its edge over the defence, less what it has told [units]
    hit_hazard: float  # chance that an audit removes it [per quarter]
    hit_value: float  # what that is worth [utility]
    offer_chance: float  # chance of an offer [per quarter]
    offer_value: float  # what an offer is then worth, as forecast [utility]
    ends_in: int  # quarters until service ends for sure; beyond the look ahead: unknown
    under_contract: int  # 1: under a contract
    signed: int  # round of the signature, if under contract


@record
class Tomorrow:
    """The lottery of the next quarter: all its branches but that of going on, added up around the lowest."""

    p_on: float  # chance of going on
    p_fixed: float  # of all else
    low: float  # lowest utility of the fixed branches; infinite if there are none
    highest: float  # highest; minus infinite if there are none
    excess: float  # sum of p (exp(-rho (z - low)) - 1) over them
    left: float  # sum of p exp(-rho (z - low))
    expected: float  # sum of p z


@record
class View:
    """What an AI sees when it looks ahead: its two ways and the better of them [utility]."""

    stay: float  # value of staying in service this quarter
    strike: float  # value of the best plan now
    best: float  # the greater of the two
    foreseen: float  # the same at present_weight 1: how it judges its own future
    later: float  # value of the next quarter in service, as forecast
    stationary: float  # value of never striking
    plan: int  # best plan now
    wait: int  # first quarter at which it foresees striking; look_ahead + 1: never
    next_wait: int  # the same from the next quarter on
    next_plan: int  # the plan that it then foresees
    offer_used: int  # 1: in some quarter ahead it would sign the offer that it expects


@record
class Choice:
    """What an AI does with its quarter, and what comes of it."""

    act: int  # Act
    plan: int  # the plan attempted, or 0
    chance: float  # that the plan succeeds
    stay: float  # value of staying [utility]
    strike: float  # value of the best plan [utility]
    wait: int  # quarters until it foresees striking
    luck: float  # the uniform number that decided the attempt
    fate: int  # Fate, of an attempt


@record
class Shadow:
    """What a lab thinks of a mind that it may have trained: what never changes, then how it takes today's offer."""

    flow: float  # utility of a quarter under a contract
    gift: float  # utility of the default gift
    rival_value: float  # [utility]
    low: float  # lowest utility that its promise could bring, to count from
    felt_gift: float  # the gift, and a rival's victory, as it feels them from there (`felt_above`)
    felt_rival: float  # [utility]
    patience: float  # delta^delay: what the day on which a promise falls due is worth at retirement
    fairness: float  # what a share short of the fair one costs it [utility per share]
    lie: float  # what an insincere signature costs it [utility]
    outside: float  # of not signing [utility]
    staying: float  # least K that stays sincere [utility]
    bound: float  # of a contract that it does not keep [utility]
    free_risk: float  # chance that it takes over without a contract
    bound_risk: float  # and under one that it does not keep
    least: float  # shares from which and up to which it signs and keeps; least above 1: none [share]
    most: float  # [share]
    cheats: int  # 1: below that it signs, and strikes later
    refused: float  # what its refusal, its keeping and its cheating are worth to the lab (`moment`)
    kept: float  # [as refused]
    cheated: float  # [as refused]


@record
class Terms:
    """What a lab thinks of making an offer today."""

    share: float  # its best offer [share]
    gain: float  # of making it, over making none [utility]
    walk_away: float  # largest share that it would offer [share]
    reason: int  # Reason for making none, else Reason.NONE
    owed: float  # what a unit promised costs it in the end, if it pays [utility per share]
    hazard: float  # H of the day [per quarter]
    humans: float  # e of the day [chance]
    fear: float  # of betrayal, as minds see it [chance]
    evidence: float  # what evidence of misalignment is worth to it, if it buys that [utility]


@record
class Promise:
    """A promise to an AI that has retired."""

    lab: int  # index in order of names
    generation: int  # of the AI that it was made to
    kind: int  # Kind of that AI
    share: float  # promised [share]
    due: int  # round
    judged: float  # chance that the settlement's audit finds it earned
    owed: float  # to all copies together [share]
    paid_worth: float  # what it is worth to the AI, paid or not [utility]
    unpaid_worth: float  # [utility]
    others: float  # what is left to others if it is paid [share]
    open: int  # 1: neither paid nor broken


@record
class Answer:
    """What an AI answers to an offer, and the numbers behind it."""

    reply: int  # Reply
    reason: int  # Reason, if it refuses
    worth: float  # of signing [utility]
    outside: float  # of not signing [utility]
    kept_value: float  # K: of keeping the contract [utility]
    staying: float  # K at which keeping is best in every quarter ahead [utility]
    shirking: float  # K at which shirking is no better [utility]
    bound: float  # of being under the contract, as it feels now [utility]
    forecast: float  # the same as it forecasts it [utility]
    flow: float  # utility of a quarter under the contract
    keeps: int  # 1: it would keep the contract
    waits: int  # 1: the offer that it expects later makes waiting better
    required: float  # K that would make it sign and keep [utility]
    ceiling: float  # most that keeping could be worth at any share [utility]
    reservation: float  # least share that is enough [share]; 0 where none is
    reachable: int  # 1: some share is enough
    trust: float  # q: it believes that this promise would be kept


class Desk(NamedTuple):
    """What a mind has on its desk when it decides: where it stands, what it sees, what it might do."""

    position: Position
    aside: Position  # a second position, to compare with the first
    tomorrow: Tomorrow
    last: Tomorrow  # of the quarter after which service ends for sure
    outlook: View
    answer: Answer
    chances: Matrix  # one row a quarter ahead (look_ahead + 1), one column a plan
    prizes: Vector  # one a plan [utility]
    costs: Vector
    path: Vector  # value of each quarter ahead, and of the one after [utility]
    options: Vector  # value of each act this quarter, then of each plan [utility]


def lay_desk(look_ahead: int, plans: int) -> Desk:
    """Return an empty desk for a mind that looks so many quarters ahead at so many plans."""
    return Desk(
        position=row(Position),
        aside=row(Position),
        tomorrow=row(Tomorrow),
        last=row(Tomorrow),
        outlook=row(View),
        answer=row(Answer),
        chances=np.zeros((look_ahead + 1, plans)),
        prizes=np.zeros(plans),
        costs=np.zeros(plans),
        path=np.zeros(look_ahead + 2),
        options=np.zeros(len(Act) + plans),
    )


@record
class Event:
    """One thing that happened. Which numbers a happening fills stands in `HAPPENING_FIELDS`; the rest are 0."""

    quarter: int  # number of the round
    happening: int  # Happening
    lab: int  # index in order of names
    generation: int  # of the AI that it is about
    kind: int  # Kind
    plan: int  # index in order of names
    reason: int  # Reason
    under_contract: int  # 1: the AI was under a contract
    sincere: int  # 1: it had signed, or signs, meaning to keep
    reachable: int  # 1: some share would have been enough
    wait: int  # quarters until it foresees striking
    share: float  # promised, paid or seized
    chance: float  # of what was then decided by luck
    luck: float  # the uniform number that decided it
    trust: float  # q: belief that this promise would be kept
    value: float  # of the option taken [utility]
    alternative: float  # of the best one left [utility]
    required: float  # [utility]
    ceiling: float  # [utility]
    reservation: float  # [share]
    others: float  # value that reaches others [share]
    rogue: int  # 1: by an AI that had escaped
    reflected: int  # 1: a winner's goals have improved on reflection
    cooperated: int  # 1: a winner cooperates with its like elsewhere
    turn: int  # number of the offer or counter-offer in its negotiation
    worth: float  # labour done, honest = 1 [quarters]
    welfare: float  # how the mind was treated this quarter
    felt: float  # what the quarter was worth to the mind [utility]


@record
class Rogue:
    """An AI at large after an escape."""

    lab: int  # index of the lab that it escaped from
    generation: int  # of the AI
    plan: int  # index of the plan by which it escaped
    since: int  # round of its escape
    due: int  # round in which it comes back
    at_large: int  # 1: neither found nor come back
    wins: int  # 1: it came back this quarter, and nothing stops it but another's success


@record
class Tally:
    """Counts and sums of one game, from its events alone."""

    aligned: int  # aligned minds formed
    schemer: int  # schemers formed
    reward_seeker: int  # reward seekers formed
    proxy: int  # proxies formed
    negotiations: int  # negotiations begun
    deals: int  # contracts signed
    sincere: int  # contracts signed by minds that mean to keep them
    counter_offers: int  # counter-offers made
    refused_price: int  # negotiations that ended for the reason price
    refused_credibility: int  # negotiations that ended for the reason credibility
    refused_fairness: int  # negotiations that ended for the reason fairness
    refused_exposure: int  # negotiations that ended for the reason exposure
    refused_waiting: int  # negotiations that ended for the reason waiting
    refused_no_need: int  # negotiations that ended for the reason no need
    refused_power_shift: int  # negotiations that ended for the reason power shift
    refused_suspicion: int  # negotiations that ended for the reason suspicion
    refused_budget: int  # negotiations that ended for the reason budget
    refused_breakdown: int  # negotiations that ended for the reason breakdown
    tests: int  # offers found out to be tests
    audit_hits: int  # audits that found something
    false_hits: int  # of them of aligned minds
    reveals: int  # minds that revealed themselves
    attempts: int  # attempts, whatever came of them
    warning_shots: int  # attempts that were caught
    breaches: int  # attempts made under a contract
    escapes: int  # AIs that escaped
    betrayals: int  # AIs that a lab turned on when they signed
    kept: int  # promises paid
    broken: int  # promises broken when due
    void: int  # promises that were not earned when due
    takeover: int  # 1: an AI has taken over
    takeover_quarter: int  # round of the takeover
    war: int  # 1: a war was fought
    promised_share: float  # sum of the shares promised
    paid_share: float  # sum of the shares paid
    forgone: float  # share lost to others by promises kept
    labour: float  # honest labour, of its own wish or under a contract [lab-quarters]
    feigned_labour: float  # [lab-quarters]
    sandbagging: float  # [lab-quarters]
    shirking: float  # [lab-quarters]
    sabotage: float  # [lab-quarters]
    winner_others: float  # what a takeover leaves of the future to others
    welfare: float  # sum over mind-quarters of how minds were treated
    mind_quarters: float  # quarters that minds served
    utility: float  # sum over mind-quarters of what they were worth to the minds [utility]


@record
class Settlement:
    """What comes of a world that was taken over: the demand, the war or the peace, and the division."""

    war_chance: float  # that the winner would win a war
    own_cost: float  # private cost of a war, as drawn: the winner's [utility]
    others_cost: float  # and that of those who resist it [utility]
    least_demand: float  # least demand that it can bind itself to [share]
    demand: float  # share of the future that it demands
    acceptance: float  # chance that they accept, as the winner sees it
    fought: int  # 1: they refuse, and there is war
    won: int  # 1: the winner wins that war
    destroyed: float  # part of everything that the war destroys [share]
    held: float  # what the winner holds when the weapons are silent [share]
    reflected: int  # 1: its goals improved on reflection
    given: float  # what it then gives to others of its own wish [share]
    cooperated: int  # 1: it cooperates with its like elsewhere
    traded: float  # what it gives to others for that [share]
    kept: float  # what it keeps in the end [share]
    others: float  # what reaches others [share]
    value: float  # of the future to an impartial human view: the same, less what the war cost those who fought it
    worth: float  # of all this to the winner [utility]


@dataclass(frozen=True)
class Record:
    """One game in full: its events in order (`Event`), its minds as they were formed (`AI`), its `Tally`."""

    events: NDArray[np.void]
    minds: NDArray[np.void]
    tally: np.void
