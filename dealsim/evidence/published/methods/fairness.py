"""The smallest offer that a fair-minded mind accepts rather than have nothing: Fehr and Schmidt."""

from dataclasses import dataclass

from dealsim.core.rules.deal.reservation import reservation_share, share_that_is_enough
from dealsim.evidence.published.inputs import number
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.situation import Tastes, least_share, mind, position, sure_lab, world_of


@dataclass(frozen=True)
class Ultimatum(Tastes):
    """An offer of part of a pie, when both think half is fair."""

    envy: float = number(0.5, "utility per share", 0.0, 1e4, "alpha: of having less than the other")
    pie: float = number(1.0, "share", 1e-3, 1.0, "the whole that could be given")
    trust: float = number(1.0, "chance", 1e-6, 1.0, "that what is offered is paid")


@method(
    Ultimatum,
    {"least_accepted": Quantity("share", "the least offer that is accepted")},
    by=(share_that_is_enough, reservation_share),
)
def fair_minded(case: Ultimatum) -> Figures:
    """Return the least offer that a mind accepts which minds having less than the other.

    The game's unfairness is per share below one half of the pie; theirs, of the difference, is so half as much.
    """
    world = world_of(case, fairness_weight=2.0 * case.envy)
    ai = mind(fairness_rigidity=1.0, alpha=case.exponent)
    lab = sure_lab(case.trust, walk_away=case.pie)
    return Figures({"least_accepted": least_share(0.0, ai, lab, world, position())})
