"""Published numbers beside ours: which agree, within what tolerance, and which are only fitted."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dealsim import __version__
from dealsim.evidence.published.document import (
    FigureDocument,
    FitDocument,
    MethodInputDocument,
    PublishedNumberDocument,
    ReplicateDocument,
    ReplicationDocument,
    input_value,
)
from dealsim.evidence.published.fitting import fit
from dealsim.evidence.published.loading import Result, misfit_of
from dealsim.evidence.published.methods import Figures
from dealsim.evidence.published.schema import NONE, Published
from dealsim.scenario.files.problems import Misfit

AGREES, DIFFERS, FITTED = "agrees", "differs", "fitted"  # verdicts
ROUNDING = 1e-12  # of a difference of two decimals, relative


@dataclass(frozen=True)
class Replication:
    """A result recomputed: compared number by number, fitted, or, of a changed case, ours alone."""

    result: Result
    compared: tuple[PublishedNumberDocument, ...] = ()
    fit: FitDocument | None = None
    alone: tuple[FigureDocument, ...] = ()

    @property
    def verdict(self) -> str:
        """Whether all agrees, or something differs; fitted of a fit, and empty of a changed case."""
        if self.alone:
            return ""
        if self.fit is not None:
            return FITTED
        return AGREES if all(each.verdict == AGREES for each in self.compared) else DIFFERS


def replicate(results: Sequence[Result]) -> list[Replication]:
    """Return results recomputed.  Raises ScenarioError where inputs do not go together."""
    return [replication_of(result) for result in results]


def replication_of(result: Result) -> Replication:
    """Return one result recomputed.  Raises ScenarioError."""
    try:
        if result.changed:
            return Replication(result, alone=tuple(alone(result)))
        if result.file.kind == "fit":
            return Replication(result, fit=fit(result))
        return Replication(result, compared=tuple(comparisons(result)))
    except Misfit as misfit:
        raise misfit_of(result, misfit) from None


def alone(result: Result) -> Iterator[FigureDocument]:
    """Yield every quantity of a changed case."""
    figures = result.method.figures(result.inputs)
    for name, quantity in result.method.quantities.items():
        ours = finite(figures.values[name])
        yield FigureDocument(
            quantity=name,
            unit=quantity.unit,
            meaning=quantity.meaning,
            ours=ours,
            standard_error=figures.errors.get(name, 0.0),
        )


def comparisons(result: Result) -> Iterator[PublishedNumberDocument]:
    """Yield every published number beside ours; the same inputs are computed once."""
    known: dict[tuple[tuple[str, object], ...], Figures] = {}
    for value in result.file.values:
        inputs = {**result.inputs, **value.given}
        key = tuple(sorted(inputs.items()))
        if key not in known:
            known[key] = result.method.figures(inputs)
        yield comparison(value, known[key], result.method.quantities[value.of].unit)


def comparison(value: Published, figures: Figures, unit: str) -> PublishedNumberDocument:
    """Return a published number beside ours."""
    theirs = None if value.published == NONE else float(value.published)
    ours, error = finite(figures.values[value.of]), figures.errors.get(value.of, 0.0)
    tolerance = value.tolerance or value.standard_errors * error
    off = None if theirs is None or ours is None else ours - theirs
    return PublishedNumberDocument(
        quantity=value.of,
        unit=unit,
        inputs={name: input_value(given) for name, given in value.given.items()},
        published=theirs,
        ours=ours,
        off=off,
        tolerance=tolerance,
        standard_error=error,
        verdict="agrees" if agrees(theirs, ours, tolerance) else "differs",
        note=value.note,
    )


def agrees(theirs: float | None, ours: float | None, tolerance: float) -> bool:
    """Return whether two numbers agree: both are none, or they differ by at most the tolerance."""
    if theirs is None or ours is None:
        return theirs is ours
    return abs(ours - theirs) <= tolerance + ROUNDING * abs(theirs)


def finite(value: float) -> float | None:
    """Return a number, or None where there is no such number."""
    return float(value) if math.isfinite(value) else None


def replicate_document(replications: Sequence[Replication]) -> ReplicateDocument:
    """Return results recomputed as a document."""
    made = [result_document(each) for each in replications]
    verdicts = [number.verdict for each in made for number in each.numbers]
    return ReplicateDocument(
        agree=verdicts.count("agrees"),
        differ=verdicts.count("differs"),
        fitted=sum(each.fit is not None for each in made),
        results=made,
        version=__version__,
    )


def result_document(replication: Replication) -> ReplicationDocument:
    """Return one result as a document."""
    result, method = replication.result, replication.result.method
    inputs = [
        MethodInputDocument.of(
            each, value=input_value(result.inputs.get(each.name, each.default)), default=input_value(each.default)
        )
        for each in method.inputs.values()
    ]
    return ReplicationDocument.of(
        result.file,
        id=result.name,
        computed_by=list(method.by),
        inputs=inputs,
        changed={name: input_value(value) for name, value in result.changed.items()},
        verdict=replication.verdict or None,
        numbers=list(replication.compared),
        fit=replication.fit,
        alone=list(replication.alone),
    )
