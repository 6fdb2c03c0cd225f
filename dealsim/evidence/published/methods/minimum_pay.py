"""The least pay that keeps a mind from a plan that may win it some wealth: the question of Thornley and MacAskill."""

import math
from dataclasses import dataclass

from dealsim.core.records import Mind, World
from dealsim.core.rules.deal.contract import total_owed
from dealsim.core.rules.deal.reservation import reservation_share, share_that_is_enough
from dealsim.core.rules.outlook.outlook import strike_value
from dealsim.core.rules.value.preferences import (
    certainty_equivalent,
    family_value,
    joint_value,
    utility,
    value_of_share,
)
from dealsim.evidence.published.inputs import count, number
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.situation import (
    Tastes,
    least_share,
    mind,
    position,
    refuse_more_than_all,
    sure_lab,
    world_of,
)

NEARLY_ALL = 1.0 - 1e-9


@dataclass(frozen=True)
class Pay(Tastes):
    """What a mind weighs: a plan that may win some wealth, a promise that may be paid, and perhaps a rival's."""

    plan_chance: float = number(0.5, "chance", 0.0, 1.0, "that the plan works, as the mind thinks")
    wealth: float = number(math.inf, "dollars", 0.0, 1e30, "what the plan wins", unbounded=True)
    trust: float = number(0.51, "chance", 0.0, 1.0, "that the promise is paid, as the mind thinks")
    risk_aversion: float = number(0.01, "1/dollar", 0.0, 1e3, "absolute risk aversion (of dollars: linear family)")
    whole: float = number(1e4, "dollars", 1e-6, 1e30, "the whole: a share of 1; no more is ever paid")
    delay: float = number(0.0, "years", 0.0, 1e4, "from the work to the pay")
    yearly_factor: float = number(1.0, "share", 1e-6, 1.0, "what utility a year later is worth now")
    instances: int = count(1, "instances", 1, 1_000_000, "that each have to be paid")
    caring: float = number(0.0, "share", 0.0, 1.0, "kappa: how far pay to another instance is as good as its own")
    rival_pay: float = number(0.0, "dollars", 0.0, 1e30, "offered by a rival bidder", unbounded=True)
    rival_trust: float = number(0.0, "chance", 0.0, 1.0, "that the rival pays, as the mind thinks")


@method(
    Pay,
    {
        "minimum_pay": Quantity("dollars", "the least pay that is enough for one instance"),
        "all_instances": Quantity("dollars", "what all instances together are owed, so that each has as much"),
    },
    by=(
        strike_value,
        certainty_equivalent,
        utility,
        share_that_is_enough,
        reservation_share,
        total_owed,
    ),
)
def minimum_pay(pay: Pay) -> Figures:
    """Return the least pay for which a mind would rather be paid than try its plan, or serve a rival.

    none where no pay, however large, is enough
    """
    refuse_more_than_all("wealth", pay.wealth, pay.whole, pay)
    refuse_more_than_all("rival_pay", pay.rival_pay, pay.whole, pay)
    world = world_of(pay)
    ai = mind(rho=min(1e4, pay.risk_aversion * pay.whole), alpha=pay.exponent)
    stand = position(patience=pay.yearly_factor**pay.delay)
    needed = better_of_plan_and_rival(pay, ai, world)
    share = least_share(needed, ai, sure_lab(pay.trust), world, stand)
    return Figures({"minimum_pay": pay.whole * share, "all_instances": pay.whole * owed_to_all(share, pay, world)})


def better_of_plan_and_rival(pay: Pay, ai: Mind, world: World) -> float:
    """Return what a mind could have without the promise: the better of its plan and a rival's offer   [utility]."""
    plan = strike_value(pay.plan_chance, worth(pay.wealth, pay, ai, world), 0.0, 1.0, ai, world)
    return max(plan, certainty_equivalent(pay.rival_trust, worth(pay.rival_pay, pay, ai, world), 0.0, ai.rho))


def worth(dollars: float, pay: Pay, ai: Mind, world: World) -> float:
    """Return the utility of an amount; without end where the amount and the family are."""
    if math.isinf(dollars):
        return family_value(dollars, world.family, ai.alpha, world)
    return utility(dollars / pay.whole, ai, world)


def owed_to_all(share: float, pay: Pay, world: World) -> float:
    """Return what all instances are owed together; infinite if that is more than there is   [share]."""
    if math.isinf(share) or pay.instances == 1:
        return share
    each = mind(copies=pay.instances, indexicality=1.0 - pay.caring, alpha=pay.exponent)
    total = total_owed(share, each, sure_lab(1.0, pays_instance=1), world)
    short = joint_value(1.0, each, world) < value_of_share(share, each, world)
    return math.inf if short and total > NEARLY_ALL else total
