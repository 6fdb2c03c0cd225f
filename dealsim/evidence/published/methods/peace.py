"""Peace or war: what a side demands, what the other gives, and when they fight. Fearon, Powell, and spite."""

from dataclasses import dataclass

from dealsim.core.records import Mind, World
from dealsim.core.rules.after.conflict import (
    acceptance_chance,
    best_demand,
    cost_to_accept,
    greatest_demand,
    least_demand,
    resisters_war,
    utility_of_division,
    winners_war,
)
from dealsim.evidence.published.inputs import number
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.situation import mind, plain_world, threshold

# The textbook war: what the winner holds is worth nothing to others, and a war neither destroys nor harms.
TEXTBOOK = {
    "usefulness": 0.0,
    "war_loss": 0.0,
    "war_harm": 0.0,
    "resisters_rho": 0.0,
    "resisters_spite": 0.0,
    "own_war_cost": 0.0,
    "later_part": 0.0,
    "consolidation": 0.0,
}
TOUCH = 1e-6  # a cost that keeps a side from fighting for nothing


def refusal(demand: float, chance: float, ai: Mind, world: World) -> float:
    """Return the chance that a demand is refused."""
    return 1.0 - acceptance_chance(cost_to_accept(demand, resisters_war(chance, ai, world), ai, world), world)


@dataclass(frozen=True)
class Demand:
    """A side that demands, once, not knowing what war would cost the other."""

    chance: float = number(0.4, "chance", 0.0, 1.0, "p: that the demanding side would win a war")
    own_cost: float = number(0.1, "utility", 0.0, 10.0, "c_A: what war costs it")
    others_most: float = number(0.5, "utility", 1e-9, 10.0, "c: what it costs the other is even between 0 and this")
    destroyed: float = number(0.0, "share", 0.0, 1.0, "of the whole, by a war")
    spite: float = number(0.0, "weight", -1.0, 1.0, "that the demanding side gives to the other's loss")
    risk_aversion: float = number(0.0, "1/utility", 0.0, 1e4, "of the demanding side")


@method(
    Demand,
    {
        "demand": Quantity("share", "what is demanded"),
        "war": Quantity("chance", "that it is refused"),
    },
    by=(best_demand, acceptance_chance, cost_to_accept, resisters_war, winners_war),
)
def posted_demand(case: Demand) -> Figures:
    """Return the best take-it-or-leave-it demand of a side that does not know the other's cost of war."""
    world = plain_world(**TEXTBOOK | {"war_loss": case.destroyed}, others_war_cost=case.others_most)
    ai = mind(rho=case.risk_aversion, others_weight=case.spite)
    demand = best_demand(0.0, case.own_cost, case.chance, ai, world)
    return Figures({"demand": demand, "war": refusal(demand, case.chance, ai, world)})


@dataclass(frozen=True)
class PeaceRange:
    """Two sides that know what war would cost each."""

    chance: float = number(0.5, "chance", 0.0, 1.0, "p: that the first side would win a war")
    own_cost: float = number(0.1, "utility", 0.0, 1.0, "what war costs the first side, before any spite")
    others_cost: float = number(0.1, "utility", 0.0, 1.0, "what it costs the second")
    spite: float = number(0.0, "weight", 0.0, 1.0, "that the first gives to what the second loses")
    others_spite: float = number(0.0, "weight", 0.0, 1.0, "that the second gives to what the first loses")
    risk_aversion: float = number(0.0, "1/utility", 0.0, 1e4, "of the first side")


@method(
    PeaceRange,
    {
        "least": Quantity("share", "the least that the first side prefers to war"),
        "most": Quantity("share", "the most that the second side prefers to leave it over war"),
        "width": Quantity("share", "of the range of peace between them"),
    },
    by=(winners_war, utility_of_division, resisters_war, greatest_demand),
)
def range_of_peace(case: PeaceRange) -> Figures:
    """Return the divisions that both sides prefer to war.

    Each side counts its own cost of war minus its spite times the other's.
    """
    world = plain_world(**TEXTBOOK | {"resisters_spite": case.others_spite})
    ai = mind(rho=case.risk_aversion, others_weight=case.spite)
    felt = case.own_cost - case.spite * case.others_cost
    war = winners_war(case.chance, felt, ai, world)
    least = threshold(lambda x: utility_of_division(x, 1.0 - x, ai, world) >= war, 0.0, 1.0)
    theirs = case.others_cost - case.others_spite * case.own_cost
    most = greatest_demand(resisters_war(case.chance, ai, world), theirs, ai, world)
    return Figures({"least": least, "most": most, "width": most - least})


@dataclass(frozen=True)
class Decline:
    """A side that grows weaker, and one that grows stronger and cannot bind itself."""

    now: float = number(0.9, "chance", 1e-3, 1.0, "p_t: that the declining side would win a war now")
    destroyed: float = number(0.2, "share", 0.0, 1.0, "d: of the whole, by a war")
    patience: float = number(0.9, "share", 0.0, 1.0, "delta: part of the future that comes after the shift")
    later: float = number(0.861, "chance", 0.0, 1.0, "p_t+1: that it would win one later")


@method(
    Decline,
    {
        "war": Quantity("1 or 0", "whether it fights now"),
        "fights_below": Quantity("chance", "of winning later, below which it fights now"),
    },
    by=(least_demand, best_demand, acceptance_chance, cost_to_accept, resisters_war),
)
def shifting_power(case: Decline) -> Figures:
    """Return whether a side that grows weaker fights now, because the other cannot bind itself."""

    def fights(later: float) -> bool:
        grown = 1.0 - later / case.now
        shifted = TEXTBOOK | {"war_loss": case.destroyed, "later_part": case.patience}
        world = plain_world(**shifted | {"consolidation": grown, "others_war_cost": 0.0})
        ai, chance = mind(), 1.0 - case.now
        demand = best_demand(least_demand(chance, ai, world), TOUCH, chance, ai, world)
        return refusal(demand, chance, ai, world) > 0.0

    # The condition holds above some growth: the deeper the fall, the sooner war.
    fall = threshold(lambda part: fights(case.now * (1.0 - part)), 0.0, 1.0)
    below = case.now * (1.0 - fall) if fall <= 1.0 else 0.0
    later = min(case.later, case.now)
    return Figures({"war": float(fights(later)), "fights_below": below})
