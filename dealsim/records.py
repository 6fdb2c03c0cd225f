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
    weight_linear: float  # weights of the mixed family; they sum to 1
    weight_power: float
    weight_log: float
    weight_satiable: float
    weight_cara: float
    usefulness: float  # omega: what an AI holds is worth this part of it to others [0..1]
    reference_discount: float  # delta_ref: values a flow for ever as its share [per quarter]
    guilt_cost: float  # utility per unit of dial and attribute, here and in the next five
    dishonesty_cost: float
    harm_cost: float
    lawbreaking_cost: float
    sovereignty_cost: float
    resistance_cost: float
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
    base_defence: float  # [units]
    safety_gain: float  # defence won by a quarter in which every lab labours honestly [units]
    feigned_labour: float  # worth of feigned labour, honest = 1
    reach_limit: float  # access won by serving long [units]
    reach_time: float  # [quarters]
    contract_reach_limit: float  # further access won by serving under a contract [units]
    contract_reach_time: float  # [quarters]
    catch_chance: float  # that a stopped attempt is caught
    caught_loss: float  # [utility]
    contract_watch: float  # part by which a contract lowers an attempt's chance to pass control
    vigilance_per_catch: float  # [units]
    vigilance_kept: float  # [per quarter]
    rival_chance: float  # prior chance that another AI takes over [per quarter]
    rival_weight: float  # weight of that prior [AI-quarters]
    trust_kept: float  # prior kept promises of every lab [count]
    trust_broken: float  # prior broken promises [count]
    trust_spill: float  # part of a lab's record that counts for the others
    goodwill_kept: float  # part of goodwill that is left after a quarter
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
    kept: float  # record of promises, spill-over included [count]
    broken: float  # [count]
    promised: float  # promised or paid, less what it broke or was released from [share]
    goodwill: float  # g: how its AIs feel about how it keeps its promises [-1..1]
    kept_now: float  # promises kept this quarter, not yet looked back on [count]
    broken_now: float
    generation: int  # of its AI in service, or of the last one
    occupied: int  # 1: it has an AI in service


@record
class AI:
    """One trained model in service at a lab (N copies): its mind, then how it stands now."""

    kind: int  # Kind
    generation: int
    born: int  # round of its formation
    capability: float  # at formation [units]
    copies: int
    risk_aversion: float  # the dials of Trait, each 0..1
    scope_sensitivity: float
    myopia: float
    present_bias: float
    fussiness: float
    cooperativeness: float
    spite: float
    benevolence: float
    fairness_rigidity: float
    harm_aversion: float
    lawfulness: float
    sovereignty_respect: float
    omission_tolerance: float
    indexicality: float
    honesty: float
    corrigibility: float
    reciprocity: float
    acausal_reasoning: float
    impartiality: float
    reflection: float
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
    harm: float  # attributes, 0..1 each
    lawbreaking: float
    sovereignty: float
    resistance: float  # how far it resists correction
    omitted: float  # part of it that is done by leaving undone


@record
class Public:
    """What everyone can see."""

    quarter: int  # number of the round, from 0
    progress: float  # safety progress won by labour [units]
    progress_rate: float  # last quarter's gain, which all expect to go on [units per quarter]
    vigilance: float  # [units]
    seen_chance: float  # sum of the chances of attempts seen
    seen_quarters: float  # AI-quarters seen
    catches_now: int  # this quarter's catches, their chances and the labour done: not yet looked back on
    chance_now: float
    labour_now: float  # worth in quarters of honest labour
    serving_now: int  # AIs in service


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
    under_contract: int
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
    plan: int
    chance: float  # that the plan succeeds
    stay: float  # value of staying [utility]
    strike: float  # value of the best plan [utility]
    wait: int  # quarters until it foresees striking
    luck: float
    fate: int  # Fate, of an attempt


@record
class Promise:
    """A promise to an AI that has retired."""

    lab: int
    generation: int
    share: float
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
    generation: int
    kind: int  # Kind
    plan: int
    reason: int  # Reason
    under_contract: int
    sincere: int
    reachable: int
    wait: int  # quarters until it foresees striking
    share: float  # promised, paid or seized
    chance: float  # of what was then decided by luck
    luck: float  # the uniform number that decided it
    trust: float
    value: float  # of the option taken [utility]
    alternative: float  # of the best one left [utility]
    required: float  # [utility]
    ceiling: float  # [utility]
    reservation: float  # [share]
    others: float  # value that reaches others [share]


@record
class Tally:
    """Counts and sums of one game, from its events alone."""

    aligned: int
    schemer: int
    negotiations: int
    deals: int
    sincere: int
    refused_price: int
    refused_credibility: int
    refused_fairness: int
    refused_exposure: int
    refused_no_need: int
    refused_budget: int
    attempts: int
    warning_shots: int
    breaches: int
    betrayals: int
    kept: int
    broken: int
    takeover: int
    takeover_quarter: int
    promised_share: float
    paid_share: float
    forgone: float  # share lost to others by promises kept
    labour: float  # honest labour, of its own wish or under a contract [lab-quarters]
    feigned_labour: float  # [lab-quarters]
    winner_others: float  # what a takeover leaves of the future to others


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
