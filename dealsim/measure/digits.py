"""Outcomes as people read them."""

from dealsim.measure.outcomes import Outcome

UNDEFINED = "–"


def shown(outcome: Outcome, value: float) -> str:
    """Return a number as people read it: shares in percent, counts and quarters plain, utilities finer; no minus 0."""
    if outcome.unit.startswith("share"):
        return f"{round(100.0 * value, 2) + 0.0:.2f}%"
    places = 2 if outcome.unit in ("count", "quarters") else 3
    return f"{round(value, places) + 0.0:.{places}f}"
