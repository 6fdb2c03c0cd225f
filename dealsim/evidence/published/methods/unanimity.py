"""A plot that needs every copy's silence, and the pot that breaks it: Finnveden's unanimity game."""

from dataclasses import dataclass

from dealsim.core.rules.outlook.collusion import plot_survives, whistleblower_value
from dealsim.core.rules.value.preferences import joint_value
from dealsim.evidence.published.inputs import count, number
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.situation import Tastes, mind, threshold, world_of


@dataclass(frozen=True)
class Plot(Tastes):
    """A plot of copies, and what is shared by those who report it."""

    copies: int = count(20, "AIs", 2, 1_000_000, "N: that must all stay silent")
    pot: float = number(0.05, "share", 0.0, 1.0, "s: of the future, shared by all who report")
    correlation: float = number(0.0, "chance", 0.0, 1.0, "r: that each other copy reports if it does")
    plan_chance: float = number(1.0, "chance", 0.0, 1.0, "p: that the plot works if all stay silent")
    prize: float = number(1.0, "share", 0.0, 1.0, "that all of them share")
    indexicality: float = number(1.0, "share", 0.0, 1.0, "how far each cares about its own part only")
    risk_aversion: float = number(0.0, "1/utility", 0.0, 1e4, "absolute")


@method(
    Plot,
    {
        "pot_that_breaks_it": Quantity("share", "the least pot for which a copy would rather report"),
        "plot_survives": Quantity("1 or 0", "whether all stay silent for this pot"),
    },
    by=(joint_value, whistleblower_value, plot_survives),
)
def unanimity(plot: Plot) -> Figures:
    """Return the pot, shared by those who report, that breaks a plot which needs every copy's silence."""
    world = world_of(plot)
    shaped = {"indexicality": plot.indexicality, "rho": plot.risk_aversion, "alpha": plot.exponent}
    ai = mind(copies=plot.copies, **shaped)
    prize = joint_value(plot.prize, ai, world)

    def survives(pot: float) -> bool:
        whistle = whistleblower_value(pot, plot.correlation, plot.copies, ai, world)
        return bool(plot_survives(plot.plan_chance, prize, whistle, ai))

    breaks = threshold(lambda pot: not survives(pot), 0.0, 1.0)
    return Figures({"pot_that_breaks_it": breaks, "plot_survives": float(survives(plot.pot))})
