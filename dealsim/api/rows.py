"""Outcomes as rows of a table, and as people read them."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dealsim.measure.digits import UNDEFINED, shown
from dealsim.measure.estimates import Estimate
from dealsim.measure.outcomes import OUTCOMES
from dealsim.scenario.files.problems import nearest_name

if TYPE_CHECKING:
    import pyarrow


def named[T](known: Mapping[str, T], outcome: str) -> T:
    """Return what is known of an outcome, or raise KeyError with the name that was perhaps meant."""
    if outcome in known:
        return known[outcome]
    nearest = nearest_name(str(outcome), known)
    raise KeyError(
        f"no outcome {outcome!r}; " + (f"did you mean {nearest!r}?" if nearest else f"there are {', '.join(known)}")
    )


def estimate_row(name: str, estimate: Estimate) -> dict[str, object]:
    """Return an outcome as a row."""
    low, high = estimate.ci95 or (None, None)
    row: dict[str, object] = {"outcome": name, "group": OUTCOMES[name].group, "unit": OUTCOMES[name].unit}
    row |= {"mean": estimate.mean, "se": estimate.se, "low": low, "high": high, "games": estimate.games}
    if estimate.worlds is None:
        return row
    return row | {"worlds": estimate.worlds, "world_share": estimate.world_share}


def arrow_of(rows: Iterable[dict[str, object]]) -> "pyarrow.Table":
    """Return rows as an Arrow table."""
    import pyarrow as pa

    made = list(rows)
    return pa.Table.from_pylist(made, schema=pa.schema([(name, type_of(name)) for name in made[0]]))


def type_of(name: str) -> "pyarrow.DataType":
    """Return the type of a column of a table of outcomes."""
    import pyarrow as pa

    if name in ("outcome", "group", "unit"):
        return pa.string()
    return pa.int64() if name in ("games", "worlds", "up", "down") else pa.float64()


def outcome_in_words(name: str, value: float | None, ci95: tuple[float, float] | None) -> tuple[str, str]:
    """Return a number of an outcome and its interval as people read them."""
    outcome = OUTCOMES[name]
    interval = UNDEFINED if ci95 is None else f"{shown(outcome, ci95[0])} to {shown(outcome, ci95[1])}"
    return UNDEFINED if value is None else shown(outcome, value), interval
