"""What an AI sees when it looks ahead: where it stands, the next quarter, its two ways."""

from dealsim.core.compiled import record


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
    edge: float  # what its skills add to its edge over the defence, less the evidence it has given [units]
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
