"""Several independent chances, one of which is enough."""

from dataclasses import dataclass

from dealsim.evidence.published.inputs import count, number
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.scenario.flat_tables.tables import any_of


@dataclass(frozen=True)
class Draws:
    """Several minds, or guarantors, where one that cooperates, or pays, is enough."""

    chance: float = number(0.2, "chance", 0.0, 1.0, "of each")
    draws: int = count(3, "draws", 1, 10_000, "how many there are, independent of each other")


@method(Draws, {"at_least_one": Quantity("chance", "that there is at least one")}, by=(any_of,))
def at_least_one(case: Draws) -> Figures:
    """Return the chance that at least one of several does, as a contract with several guarantors counts it."""
    return Figures({"at_least_one": any_of([case.chance] * case.draws)})
