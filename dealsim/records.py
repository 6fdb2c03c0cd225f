"""What a world, a lab, an AI, a plan and an event are made of: each field with its unit and meaning.

A record is a row of numbers that reads the same in Python and in compiled code (`ai.risk_aversion`).
Fields: float, int (codes and counts; 0 or 1 where a yes or no is meant) or a 64-bit word (names).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dealsim.compiled import record

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
    weight_linear: float  # weight of the linear family in the mixed one; the five sum to 1
    weight_power: float  # of the power family
    weight_log: float  # of the log family
    weight_satiable: float  # of the satiable family
    weight_cara: float  # of the CARA family
    usefulness: float  # omega: what an AI holds is worth this part of it to others [0..1]
    reference_discount: float  # delta_ref: values a flow for ever as its share [per quarter]
    guilt_cost: float  # of breaking a signed contract [utility per unit of dial]
    dishonesty_cost: float  # of a false statement [utility per unit of dial]
    harm_cost: float  # of harm [utility per unit of dial and attribute, here and in the next three]
    lawbreaking_cost: float  # of breaking the law [utility]
    sovereignty_cost: float  # of violating sovereignty [utility]
    resistance_cost: float  # of resisting oversight [utility]
    feigned_statement: float  # what a quarter of feigning counts, in false statements and in resistance
    insincere_statement: float  # what an insincere signature counts, in false statements
    retirement_hazard: float  # h [chance per quarter]
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
    base_defence: float  # defence at the start [units]
    safety_gain: float  # defence won by a quarter in which every lab labours honestly [units]
    feigned_labour: float  # worth of feigned labour, honest = 1
    reach_limit: float  # access won by serving long [units]
    reach_time: float  # time in which most of it is won [quarters]
    contract_reach_limit: float  # further access won by serving under a contract [units]
    contract_reach_time: float  # time in which most of that is won [quarters]
    catch_chance: float  # that a stopped attempt is caught
    caught_loss: float  # of an AI that is caught [utility]
    contract_watch: float  # part by which a contract lowers an attempt's chance to pass control
    vigilance_per_catch: float  # defence won by a catch, for a while [units]
    vigilance_kept: float  # part of vigilance that is left after a quarter
    rival_chance: float  # prior chance that another AI takes over [per quarter]
    rival_weight: float  # weight of that prior [AI-quarters]
    trust_kept: float  # prior kept promises of every lab [count]
    trust_broken: float  # prior broken promises of every lab [count]
    trust_spill: float  # part of a lab's record that counts for the others
    goodwill_kept: float  # part of goodwill that is left after a quarter
    plausible_share: float  # promise at which plausibility is one half [share]
    betrayal_gain: float  # chance that a lab gains by betraying at once an AI that signed
    courtesy_chance: float  # that a mind which needs no pay signs all the same
    fairness_weight: float  # a_F at dial 1 [utility per share]


@record
class Lab:
    """A lab: what its scenario says of it, then how it stands now."""

    name: np.uint64  # the word of its name in addresses of luck
    aligned_share: float  # chance that a mind it forms is aligned
    copies: int  # N: copies of one AI that share what it wins
    control: float  # part of attempts that control stops, were it sure of misalignment [0..1]
    suspicion: float  # mu: its belief that an AI is misaligned
    enforcement: float  # chance that a guarantor makes it pay
    integrity: float  # chance that it keeps a small promise that nothing enforces
    negotiate_every: int  # quarters of service between negotiations
    believed_reservation: float  # upper end of the reservation shares that it thinks possible [share]
    peace_value: float  # what an AI's peace is worth to it: its walk-away share [share]
    offered_flow: float  # paid while in service, as a share of the future held for ever
    budget: float  # most that it may promise and pay in all [share]
    kept: float  # record of promises kept, spill-over included [count]
    broken: float  # record of promises broken, spill-over included [count]
    promised: float  # promised or paid, less what it broke or was released from [share]
    goodwill: float  # g: how its AIs feel about how it keeps its promises [-1..1]
    kept_now: float  # promises kept this quarter, not yet looked back on [count]
    broken_now: float  # promises broken this quarter, not yet looked back on [count]
    generation: int  # of its AI in service, or of the last one
    occupied: int  # 1: it has an AI in service


@record
class AI:
    """One trained model in service at a lab (N copies): its mind, then how it stands now."""

    kind: int  # Kind
    generation: int  # its place among the lab's AIs, from 1
    born: int  # round of its formation
    capability: float  # at formation [units]
    copies: int  # N: copies of it that share what it wins
    risk_aversion: float  # dial of Trait, as the next sixteen are [0..1]
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
    rho: float  # absolute risk aversion [1/utility]
    alpha: float  # exponent of the power family
    discount: float  # delta [per quarter]
    present_weight: float  # beta: weight of all that is not now
    least_share: float  # x_min: below it a share is worth nothing
    others_weight: float  # sigma: weight on others' loss as it feels now (negative: it cares)
    under_contract: int  # 1: it has signed and neither side has ended it
    sincere: int  # 1: it signed meaning to keep
    promise: float  # share promised to it
    flow: float  # paid while in service under its contract
    signed: int  # round of its signature


@record
class Plan:
    """A way to take over."""

    difficulty: float  # [capability units]
    prize: float  # share of the future that a success holds
    lag: int  # from success to the prize [quarters]
    harm: float  # harm that it does [0..1]
    lawbreaking: float  # laws that it breaks [0..1]
    sovereignty: float  # sovereignty that it violates [0..1]
    resistance: float  # how far it resists correction [0..1]
    omitted: float  # part of it that is done by leaving undone [0..1]


@record
class Public:
    """What everyone can see."""

    quarter: int  # number of the round, from 0
    progress: float  # safety progress won by labour [units]
    progress_rate: float  # last quarter's gain, which all expect to go on [units per quarter]
    vigilance: float  # defence that catches have won and that fades [units]
    seen_chance: float  # sum of the chances of attempts seen
    seen_quarters: float  # AI-quarters seen
    catches_now: int  # catches of this quarter, not yet looked back on [count]
    chance_now: float  # sum of the chances of this quarter's attempts that were seen
    labour_now: float  # labour of this quarter [quarters of honest labour]
    serving_now: int  # AIs in service this quarter


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
    under_contract: int  # 1: under a contract
    signed: int  # round of the signature, if under contract


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
class Promise:
    """A promise to an AI that has retired."""

    lab: int  # index in order of names
    generation: int  # of the AI that it was made to
    share: float  # promised [share]
    due: int  # round
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
    required: float  # K that would make it sign and keep [utility]
    ceiling: float  # most that keeping could be worth at any share [utility]
    reservation: float  # least share that is enough [share]; 0 where none is
    reachable: int  # 1: some share is enough
    trust: float  # q: it believes that this promise would be kept


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
    required: float  # value of keeping that would be enough [utility]
    ceiling: float  # most that keeping could be worth at any share [utility]
    reservation: float  # least share that is enough [share]
    others: float  # value that reaches others [share]


@record
class Tally:
    """Counts and sums of one game, from its events alone."""

    aligned: int  # aligned minds formed
    schemer: int  # schemers formed
    negotiations: int  # negotiations begun
    deals: int  # contracts signed
    sincere: int  # contracts signed by minds that mean to keep them
    refused_price: int  # negotiations that ended for the reason price
    refused_credibility: int  # negotiations that ended for the reason credibility
    refused_fairness: int  # negotiations that ended for the reason fairness
    refused_exposure: int  # negotiations that ended for the reason exposure
    refused_no_need: int  # negotiations that ended for the reason no need
    refused_budget: int  # negotiations that ended for the reason budget
    attempts: int  # attempts, whatever came of them
    warning_shots: int  # attempts that were caught
    breaches: int  # attempts made under a contract
    betrayals: int  # AIs that a lab turned on when they signed
    kept: int  # promises paid
    broken: int  # promises broken when due
    takeover: int  # 1: an AI has taken over
    takeover_quarter: int  # round of the takeover
    promised_share: float  # sum of the shares promised
    paid_share: float  # sum of the shares paid
    forgone: float  # share lost to others by promises kept
    labour: float  # honest labour, of its own wish or under a contract [lab-quarters]
    feigned_labour: float  # labour that was feigned [lab-quarters]
    winner_others: float  # what a takeover leaves of the future to others


@dataclass(frozen=True)
class Record:
    """One game in full: its events in order (`Event`), its minds as they were formed (`AI`), its `Tally`."""

    events: NDArray[np.void]
    minds: NDArray[np.void]
    tally: np.void
