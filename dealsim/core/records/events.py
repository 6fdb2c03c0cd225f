"""What a game leaves behind: its events, its counts, and what followed a takeover."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dealsim.core.compiled import record


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
    attempts: int  # attempts, successful or not
    attempt_quarter: int  # round of the first attempt
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
    """What follows a takeover: the demand, the war or the peace, and the division."""

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
    """One game in full: its events in order (`Event`), its minds as they were formed (`Mind`), its `Tally`."""

    events: NDArray[np.void]
    minds: NDArray[np.void]
    tally: np.void
