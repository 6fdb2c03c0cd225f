"""The chance of success above which a mind would rather take over than be paid, or be left alone."""

from dataclasses import dataclass

from dealsim.core.compiled import row
from dealsim.core.records import Plan
from dealsim.core.rules.deal.contract import promise_value
from dealsim.core.rules.outlook.outlook import strike_value
from dealsim.core.rules.outlook.plans import plan_cost
from dealsim.core.rules.value.preferences import utility
from dealsim.evidence.published.inputs import number
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.situation import Tastes, changed, mind, position, sure_lab, threshold, world_of


@dataclass(frozen=True)
class PayOrTakeover(Tastes):
    """What a mind has by not taking over, and what a takeover would bring."""

    paid: float = number(0.0, "share", 0.0, 1.0, "promised to a mind that does not take over")
    trust: float = number(1.0, "chance", 0.0, 1.0, "that it is paid, as the mind thinks")
    discount: float = number(1.0, "share", 1e-6, 1.0, "what utility at the time of payment is worth now")
    comfort: float = number(0.0, "utility", 0.0, 1.0, "S: what it has anyway by not going rogue")
    prize: float = number(1.0, "share", 0.0, 1.0, "A: what a takeover holds")
    inhibition: float = number(0.0, "utility", 0.0, 1.0, "I: what the way of succeeding costs it")
    fear: float = number(0.0, "utility", 0.0, 10.0, "F: what failure costs it")
    risk_aversion: float = number(0.0, "1/utility", 0.0, 1e4, "absolute")


@method(
    PayOrTakeover,
    {"takeover_above": Quantity("chance", "the chance of success above which it would rather take over")},
    by=(strike_value, promise_value, utility, plan_cost),
)
def pay_and_takeover(case: PayOrTakeover) -> Figures:
    """Return the chance of success above which a mind would rather take over; none if it never would."""
    world = world_of(case, caught_loss=case.fear, harm_cost=1.0)
    ai = changed(mind(rho=case.risk_aversion, alpha=case.exponent), harm_aversion=1.0)
    stay = case.comfort
    if case.paid > 0.0:
        stay += promise_value(case.paid, 1.0, ai, sure_lab(case.trust), world, position(patience=case.discount))
    prize = utility(case.prize, ai, world) - plan_cost(ai, changed(row(Plan), harm=case.inhibition), world)
    at = threshold(lambda p: strike_value(p, prize, 0.0, 1.0, ai, world) > stay, 0.0, 1.0)
    return Figures({"takeover_above": at})
