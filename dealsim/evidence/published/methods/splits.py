"""How two who know each other's gains split a pie: Rubinstein's alternating offers and Nash's product."""

from dataclasses import dataclass

import numpy as np

from dealsim.core.protocols.alternating import rubinstein_demand, rubinstein_offer
from dealsim.core.protocols.nash import nash_share
from dealsim.core.rules.value.preferences import utility
from dealsim.evidence.published.inputs import count, number
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.situation import Tastes, mind, world_of


@dataclass(frozen=True)
class Pie(Tastes):
    """A pie that a lab, linear in what it keeps, and an AI split."""

    ai_without: float = number(0.0, "utility", 0.0, 1.0, "what the AI has without a deal")
    lab_without: float = number(0.0, "share", 0.0, 1.0, "what the lab has without a deal")
    points: int = count(4_001, "points", 3, 100_001, "of the table of gains")

    def gains(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the shares, and what the AI and the lab gain at each."""
        world, ai = world_of(self), mind(alpha=self.exponent)
        shares = np.linspace(0.0, 1.0, self.points)
        ais = np.array([utility(share, ai, world) for share in shares]) - self.ai_without
        return shares, ais, 1.0 - shares - self.lab_without


@method(
    Pie,
    {"ai_share": Quantity("share", "of the pie that the AI gets")},
    by=(utility, nash_share),
)
def nash_split(pie: Pie) -> Figures:
    """Return the split at which the product of both gains is greatest; none if no share serves both."""
    shares, ais, labs = pie.gains()
    return Figures({"ai_share": nash_share(shares, ais, labs)})


@dataclass(frozen=True)
class Offers(Pie):
    """The same pie, by alternating offers: the lab proposes first."""

    points: int = count(201, "points", 3, 100_001, "of the table of gains")
    lab_delta: float = number(0.9, "share", 0.0, 0.999999, "what agreement at the next proposal is worth to the lab")
    ai_delta: float = number(0.8, "share", 0.0, 0.999999, "and to the AI")


@method(
    Offers,
    {
        "proposer_keeps": Quantity("share", "that the lab keeps with its first offer"),
        "responder_demands": Quantity("share", "that the AI would demand if it proposed"),
    },
    by=(utility, rubinstein_offer, rubinstein_demand),
)
def alternating_offers(pie: Offers) -> Figures:
    """Return the split on which two agree immediately who would otherwise make alternating offers."""
    shares, ais, labs = pie.gains()
    offer = rubinstein_offer(shares, ais, labs, pie.lab_delta, pie.ai_delta)
    demand = rubinstein_demand(shares, ais, labs, pie.lab_delta, pie.ai_delta)
    return Figures({"proposer_keeps": 1.0 - offer if offer <= 1.0 else offer, "responder_demands": demand})
