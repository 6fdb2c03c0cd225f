"""A lab, and what it owes."""

import numpy as np

from dealsim.core.compiled import record


@record
class LabState:
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
    evidence_share: float  # promised to a mind that reveals itself
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
