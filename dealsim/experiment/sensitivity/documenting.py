"""What matters in an experiment, as a document and as tidy rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dealsim import __version__
from dealsim.experiment.dimensions import Dimension
from dealsim.experiment.results import StudyResults
from dealsim.experiment.sensitivity.analysis import Analysis
from dealsim.experiment.sensitivity.boxes import Box, whole_of
from dealsim.experiment.sensitivity.discovery import Discovery, QuasiP
from dealsim.experiment.sensitivity.document import (
    AnalysisDocument,
    BoxDocument,
    DiscoveryDocument,
    EffectDocument,
    FactorIndicesDocument,
    IndexDocument,
    LimitDocument,
    PairIndexDocument,
    RegionsDocument,
    RuleDocument,
    SensitivityDocument,
)
from dealsim.experiment.sensitivity.indices import Index, Indices
from dealsim.experiment.sensitivity.response import StudyResponse
from dealsim.experiment.sensitivity.screening import ElementaryEffect
from dealsim.experiment.sensitivity.splits import Regions, Rule

type Row = dict[str, object]


def sensitivity_document(results: StudyResults, method: str, analyses: Sequence[Analysis]) -> SensitivityDocument:
    """Return analyses as a document."""
    experiment = results.study.experiment
    return SensitivityDocument.of(
        experiment,
        experiment=results.study.name,
        method=method,
        design=experiment.design.WORD,
        points=len(results.study.points),
        games=experiment.games if isinstance(experiment.games, int) else None,
        analyses=[analysed(each) for each in analyses],
        version=__version__,
    )


def analysed(analysis: Analysis) -> AnalysisDocument:
    """Return one analysis as a document: its factors in the order of their weight."""
    response, found = analysis.response, analysis.found
    dimensions = response.dimensions
    return AnalysisDocument.of(
        response,
        compared_with=compared_with(response),
        points=len(response.points),
        share_of_luck=analysis.share_of_luck,
        undefined=analysis.why or None,
        notes=list(analysis.notes),
        indices=indices_of(dimensions, found) if isinstance(found, Indices) else None,
        pairs=pairs_of(dimensions, found) if isinstance(found, Indices) and found.pairs else None,
        effects=effects_of(dimensions, found) if isinstance(found, tuple) else None,
        discovery=discovery_of(analysis, found) if isinstance(found, Discovery) else None,
        regions=regions_of(dimensions, found) if isinstance(found, Regions) else None,
    )


def compared_with(response: StudyResponse) -> float | str | None:
    """Return the value from which a response is the difference; None where it is none."""
    study = response.results.study
    base = response.points[0].compared_with
    names = [dimension.name for dimension in study.dimensions]
    if not response.difference or base is None or study.experiment.versus is None:
        return None
    return study.points[base].values[names.index(study.experiment.versus)]


def indices_of(dimensions: Sequence[Dimension], found: Indices) -> list[FactorIndicesDocument]:
    """Return Sobol indices, those of the greatest total first."""
    made = [
        FactorIndicesDocument(factor=d.name, label=d.label, first=index_of(first), total=index_of(total))
        for d, first, total in zip(dimensions, found.first, found.total, strict=True)
    ]
    return sorted(made, key=lambda each: -each.total.value)


def pairs_of(dimensions: Sequence[Dimension], found: Indices) -> list[PairIndexDocument]:
    """Return the indices of pairs, the greatest first."""
    made = [
        PairIndexDocument(factors=(dimensions[j].name, dimensions[k].name), index=index_of(index))
        for (j, k), index in found.pairs.items()
    ]
    return sorted(made, key=lambda each: -each.index.value)


def index_of(index: Index) -> IndexDocument:
    """Return an index as a document."""
    return IndexDocument.of(index, ci95=(index.low, index.high))


def effects_of(dimensions: Sequence[Dimension], found: tuple[ElementaryEffect, ...]) -> list[EffectDocument]:
    """Return elementary effects, the largest first."""
    made = [
        EffectDocument.of(effect, factor=d.name, label=d.label) for d, effect in zip(dimensions, found, strict=True)
    ]
    return sorted(made, key=lambda each: -each.mu_star)


def discovery_of(analysis: Analysis, found: Discovery) -> DiscoveryDocument:
    """Return where cases lie."""
    labels = {dimension.name: dimension.label for dimension in analysis.response.dimensions}
    values = analysis.response.values
    whole = {d.name: whole_of(values[d.name].astype(float)) for d in analysis.response.dimensions if d.numeric}
    return DiscoveryDocument.of(
        found,
        case=str(analysis.case),
        box=box_of(found.advised, labels, whole, found.quasi_p),
        way=[box_of(each, labels, whole, {}) for each in found.way],
    )


def box_of(
    box: Box, labels: Mapping[str, str], whole: Mapping[str, tuple[float, float]], quasi_p: QuasiP
) -> BoxDocument:
    """Return a box: an end that leaves out no point is none."""
    limits = []
    for name, limit in box.limits.items():
        tested, ends = quasi_p.get(name, (None, None)), dict[str, Any]()
        if isinstance(limit, frozenset):
            ends = {"low": None, "high": None, "words": sorted(limit)}
        else:
            low, high = (None if end == far else end for end, far in zip(limit, whole[name], strict=True))
            ends = {"low": low, "high": high, "words": None}
        limits.append(LimitDocument(factor=name, label=labels[name], quasi_p=tested, **ends))
    return BoxDocument.of(box, limits=limits)


def regions_of(dimensions: Sequence[Dimension], found: Regions) -> RegionsDocument:
    """Return where a difference is above 0, and where below."""
    labels = {dimension.name: dimension.label for dimension in dimensions}
    return RegionsDocument.of(found, rules=[rule_of(rule, labels[rule.factor]) for rule in found.rules])


def rule_of(rule: Rule, label: str) -> RuleDocument:
    """Return a rule as a document."""
    above = None if rule.words else rule.above
    return RuleDocument.of(rule, label=label, above=above, words=list(rule.words) or None)


def tidy(document: SensitivityDocument) -> list[Row]:
    """Return a document's numbers as rows of a table: a factor, an effect, a limit or a rule each."""
    return [row for each in document.analyses for row in analysis_rows(each)]


def analysis_rows(analysis: AnalysisDocument) -> Iterator[Row]:
    """Yield an analysis's rows."""
    said = analysis.model_dump(include={"outcome", "difference", "scenario", "compared"})
    for each in analysis.indices or ():
        row = said | {"factor": each.factor, "label": each.label}
        for name, index in (("first", each.first), ("total", each.total)):
            row |= {name: index.value, f"{name}_low": index.ci95[0], f"{name}_high": index.ci95[1]}
            row |= {f"{name}_raw": index.raw, f"{name}_replicate_error": index.replicate_error}
        yield row
    boxes = [analysis.discovery.box] if analysis.discovery else []
    of_boxes = [(limit, box) for box in boxes for limit in box.limits]
    measured = [(limit, box.model_dump(exclude={"limits"})) for limit, box in of_boxes]
    plain = [(each, dict[str, object]()) for each in analysis.effects or ()]
    ruled = [(rule, dict[str, object]()) for rule in (analysis.regions.rules if analysis.regions else ())]
    for part, more in (*measured, *plain, *ruled):
        yield said | flat(part.model_dump()) | more


def flat(said: Mapping[str, object]) -> Row:
    """Return values with pairs in two columns."""
    row: Row = {}
    for name, value in said.items():
        short = name.removesuffix("_ci95")
        if name.endswith("_ci95") or name == "quasi_p":
            low, high = value if isinstance(value, tuple) else (None, None)
            row |= {f"{short}_low": low, f"{short}_high": high}
        else:
            row[name] = value
    return row
