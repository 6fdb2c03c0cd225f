"""Highlights of an experiment: the largest differences, or the highest and lowest points, with intervals."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealsim.experiment.results import StudyResults

if TYPE_CHECKING:
    import pandas as pd

HEADLINES = ("takeover", "value_of_future", "value_given_takeover", "deal_rate", "labour")
MOST = 3  # of an outcome


@dataclass(frozen=True)
class Highlight:
    """One number that stands out, where it is, and its 95% interval."""

    outcome: str
    where: str
    value: float
    low: float
    high: float
    games: int
    compared: bool


def findings_of(results: StudyResults) -> list[Highlight]:
    """Return the highlights, outcome by outcome, for the main outcomes."""
    rows = results.to_pandas()
    compared = results.study.experiment.paired
    found: list[Highlight] = []
    for outcome in HEADLINES:
        mine = rows[rows["outcome"] == outcome]
        found += largest_differences(mine, results, outcome) if compared else extremes(mine, results, outcome)
    return found


def largest_differences(rows: "pd.DataFrame", results: StudyResults, outcome: str) -> Iterator[Highlight]:
    """Yield the largest differences whose interval excludes 0."""
    sure = rows[(rows["difference_low"] > 0.0) | (rows["difference_high"] < 0.0)]
    order = sure["difference"].abs().sort_values(ascending=False, kind="stable").index[:MOST]
    for row in sure.loc[order].to_dict("records"):
        ends = row["difference"], row["difference_low"], row["difference_high"]
        yield Highlight(outcome, place(row, results), *ends, int(row["games"]), compared=True)


def extremes(rows: "pd.DataFrame", results: StudyResults, outcome: str) -> Iterator[Highlight]:
    """Yield the lowest and the highest point."""
    defined = rows[rows["mean"].notna() & rows["low"].notna()]
    if len(defined) < 2:
        return
    for index in dict.fromkeys((defined["mean"].idxmin(), defined["mean"].idxmax())):
        row = defined.loc[index].to_dict()
        yield Highlight(
            outcome, place(row, results), row["mean"], row["low"], row["high"], int(row["games"]), compared=False
        )


def place(row: dict[str, object], results: StudyResults) -> str:
    """Return the point of a row in words: its scenario, and its own values of factors."""
    several = len(results.study.bases) > 1
    said = [str(row["scenario"])] if several else []
    for dimension in results.study.dimensions:
        value = row[dimension.name]
        if value is not None and value == value:  # None and NaN mean the scenario's own value
            said.append(f"{dimension.label} {value:.3g}" if isinstance(value, float) else f"{dimension.label} {value}")
    return ", ".join(said) or "the unchanged scenario"
