"""An AI: in service at a lab, or at large."""

from dealsim.core.compiled import record


@record
class Mind:
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
class Rogue:
    """An AI at large after an escape."""

    lab: int  # index of the lab that it escaped from
    generation: int  # of the AI
    plan: int  # index of the plan by which it escaped
    since: int  # round of its escape
    due: int  # round in which it comes back
    at_large: int  # 1: neither found nor come back
    wins: int  # 1: it came back this quarter, and nothing stops it but another's success
