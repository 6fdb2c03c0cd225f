"""Sobol indices as tidy rows, one a factor: for figures, tables and files."""

from collections.abc import Sequence
from dataclasses import dataclass

from dealsim.experiment.sensitivity.analysis import Analysis
from dealsim.experiment.sensitivity.indices import Indices
from dealsim.experiment.sensitivity.response import StudyResponse


@dataclass(frozen=True)
class TornadoRow:
    """A factor's Sobol indices with their 95% intervals, as a figure needs them; those of the greatest total first.

    replicate_error: of the total, due to the finite number of games; None where it cannot be estimated.
    """

    outcome: str
    scenario: str
    compared: float | str | None
    factor: str
    label: str
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float
    replicate_error: float | None


def tornado(analyses: Sequence[Analysis]) -> list[TornadoRow]:
    """Return Sobol indices as rows for a figure: by analysis, the factors of the greatest total first."""
    rows: list[TornadoRow] = []
    for each in analyses:
        if isinstance(each.found, Indices):
            rows += sorted(tornado_rows(each.response, each.found), key=lambda row: -row.total)
    return rows


def tornado_rows(response: StudyResponse, found: Indices) -> list[TornadoRow]:
    """Return a response's indices as rows, in the order of its factors."""
    return [
        TornadoRow(
            outcome=response.name,
            scenario=response.scenario,
            compared=response.compared,
            factor=dimension.name,
            label=dimension.label,
            first=first.value,
            first_low=first.low,
            first_high=first.high,
            total=total.value,
            total_low=total.low,
            total_high=total.high,
            replicate_error=total.replicate_error,
        )
        for dimension, first, total in zip(response.dimensions, found.first, found.total, strict=True)
    ]
