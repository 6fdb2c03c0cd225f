"""The range between the least an AI accepts and the most a lab gives: the outcome table of Stastny and others."""

from dataclasses import dataclass

import numpy as np

from dealsim.core.compiled import Rows, row, rows
from dealsim.core.protocols.nash import nash_share
from dealsim.core.records import LabState, Mind, Position, Public, Shadow, Terms, World
from dealsim.core.rules.deal.contract import promise_value
from dealsim.core.rules.deal.reservation import reservation_share, share_that_is_enough
from dealsim.core.rules.lab.lab_worth import set_the_day, weigh_shadow, worth_of_no_offer, worth_of_offer
from dealsim.core.rules.lab.pricing import most_it_would_give
from dealsim.core.rules.lab.shadows import SHADOWS
from dealsim.core.rules.outlook.outlook import strike_value
from dealsim.core.rules.value.preferences import utility
from dealsim.evidence.published.inputs import number
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.situation import (
    Tastes,
    least_share,
    mind,
    position,
    sure_lab,
    threshold,
    world_of,
)
from dealsim.scenario.files.problems import Misfit, shown

LEAST = 1e-6  # share from which the lab's imagined minds keep a contract
POINTS = 501  # of the table over which the Nash split is sought


@dataclass(frozen=True)
class DealAndSabotage(Tastes):
    """The outcomes of a deal and of sabotage, as shares of the future by who has power in the end."""

    humans_if_deal: float = number(0.9, "chance", 1e-3, 1.0, "e: humans keep power if the AI cooperates")
    humans_if_sabotage: float = number(0.5, "chance", 0.0, 1.0, "r: humans keep power if it sabotages")
    ai_if_sabotage: float = number(0.01, "chance", 0.0, 1.0, "u: this AI has power in the end if it sabotages")
    trust: float = number(1.0, "chance", 1e-6, 1.0, "m: that humans in power pay, as the AI thinks")
    lab_pays: float = number(1.0, "chance", 1e-6, 1.0, "q: that they pay, as the lab thinks")
    risk_aversion: float = number(0.0, "1/future", 0.0, 1e4, "of the AI, over its share's value")


@method(
    DealAndSabotage,
    {
        "ai_minimum": Quantity("share", "the least share of the future for which the AI would rather cooperate"),
        "lab_maximum": Quantity("share", "the largest share for which the lab would rather have the deal"),
        "break_even_trust": Quantity("chance", "the least trust at which these two meet"),
        "nash_share": Quantity("share", "the share at which the product of both sides' gains is greatest"),
    },
    by=(
        *(strike_value, utility, promise_value, share_that_is_enough, reservation_share),
        *(weigh_shadow, worth_of_offer, worth_of_no_offer, most_it_would_give, nash_share),
    ),
)
def deal_window(case: DealAndSabotage) -> Figures:
    """Return the shares between which a deal serves an AI that might sabotage and a lab that is neutral to risk."""
    if case.humans_if_sabotage > case.humans_if_deal:
        wanted = f"no more than humans_if_deal ({case.humans_if_deal:g})"
        raise Misfit(shown(case.humans_if_sabotage), wanted, at=("humans_if_sabotage",))
    talks = DealSides.of(case)
    most = most_it_would_give(talks.shadows, talks.minds, 0, talks.terms, talks.lab, talks.plain)
    return Figures(
        {
            "ai_minimum": talks.asked(case.trust),
            "lab_maximum": most,
            "break_even_trust": threshold(lambda trust: talks.asked(trust) <= most * (1.0 + 1e-9), 0.0, 1.0),
            "nash_share": talks.split(case.trust),
        }
    )


@dataclass(frozen=True)
class DealSides:
    """Both sides of a deal.  needed: what the AI has without it [utility].  plain: the world as the lab sees it."""

    ai: Mind
    world: World
    stand: Position
    needed: float
    lab: LabState
    plain: World
    terms: Terms
    shadows: Rows[Shadow]
    minds: Rows[Mind]

    @classmethod
    def of(cls, case: DealAndSabotage) -> "DealSides":
        """Return both sides of a case: under a contract humans lose power only through others, immediately."""
        world = world_of(case)
        ai = mind(rho=case.risk_aversion, alpha=case.exponent)
        needed = strike_value(case.ai_if_sabotage, utility(1.0, ai, world), 0.0, 1.0, ai, world)
        plain = world_of(case, rival_chance=1.0 - case.humans_if_deal, retirement_hazard=1.0, payment_delay=0)
        sure = {"patience": 1.0, "takeover_loss": 1.0, "largest_offer": 1.0, "suspicion": 1.0, "labour_value": 0.0}
        lab, terms = sure_lab(case.lab_pays, rho=0.0, **sure), row(Terms)
        set_the_day(terms, lab, plain, first_day())
        shadows, minds = imagined(case.humans_if_deal - case.humans_if_sabotage, terms, lab, plain)
        stand = position(humans=case.humans_if_deal)
        return cls(ai, world, stand, needed, lab, plain, terms, shadows, minds)

    def asked(self, trust: float) -> float:
        """Return the least share that the AI would take from humans so trusted; infinite if none is enough."""
        return least_share(self.needed, self.ai, sure_lab(trust), self.world, self.stand)

    def split(self, trust: float) -> float:
        """Return the Nash split of what the deal gains both; infinite if no share serves both."""
        shares, lab = np.linspace(LEAST, 1.0, POINTS), sure_lab(trust)
        kept = [promise_value(share, 1.0, self.ai, lab, self.world, self.stand) for share in shares]
        none = worth_of_no_offer(1.0, self.shadows, self.terms, self.lab, self.plain)
        given = [
            worth_of_offer(share, 1.0, True, self.shadows, self.minds, 0, self.terms, self.lab, self.plain)
            for share in shares
        ]
        return float(nash_share(shares, np.array(kept) - self.needed, np.array(given) - none))


def first_day() -> Public:
    """Return the public state before anything has happened."""
    public = row(Public)
    public.labs = 1
    return public


def imagined(risk: float, terms: Terms, lab: LabState, world: World) -> tuple[Rows[Shadow], Rows[Mind]]:
    """Return the minds that a lab imagines: all keep for any share; without a deal each is a takeover risk."""
    shadows, minds = rows(Shadow, SHADOWS), rows(Mind, SHADOWS)
    for j in range(SHADOWS):
        shadows[j].free_risk, shadows[j].least, shadows[j].most = risk, LEAST, 1.0
        weigh_shadow(shadows[j], terms, lab, world)
        minds[j] = mind()
    return shadows, minds
