"""What a lab has in mind when it makes an offer: the minds that it may have trained, and its terms."""

from dealsim.core.compiled import record


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
