"""The world: what is the same for all in a scenario, what everyone can see, and the ways to take over."""

from dealsim.core.compiled import record

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
    kinship_share: float  # what a like-minded winner's future is worth, as a share of its own
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
    proxy_labour: float  # of a mind with an unintended goal
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
