"""Outcomes as people read them."""

from dealsim.measure.outcomes import Outcome

UNDEFINED = "–"


def shown(outcome: Outcome, value: float) -> str:
    """Return a number as people read it: shares in percent, counts and quarters plain, utilities finer; no minus 0."""
    if outcome.unit.startswith("share"):
        return f"{decimal(100.0 * value, 2)}%"
    places = 2 if outcome.unit in ("count", "quarters") else 3
    return decimal(value, places)


def decimal(value: float, places: int) -> str:
    """Return a number to some decimal places, with a true minus sign, and none before 0."""
    return f"{round(value, places) + 0.0:.{places}f}".replace("-", "−")
