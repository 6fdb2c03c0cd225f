"""The JSON documents that commands print. `dealsim schema results` prints their JSON Schema."""

from typing import Any

from dealsim.cli.documents.claims import (
    ClaimDocument,
    ClaimsDocument,
    DependenceDocument,
    LeverDocument,
    PredictionDocument,
    SideDocument,
    TriedDocument,
)
from dealsim.cli.documents.experiments import (
    BundleDocument,
    FigureEntry,
    FiguresDocument,
    LargestChange,
    MergeDocument,
    ProvenanceChange,
    RepeatDocument,
    ReportDocument,
    RowsCompared,
    SweepDocument,
    SweepEstimateDocument,
)
from dealsim.cli.documents.files import (
    CheckDocument,
    CheckedFile,
    CiteDocument,
    ProblemDocument,
    PurposeDocument,
    SourceDocument,
)
from dealsim.cli.documents.games import (
    CompareDocument,
    DifferenceDocument,
    EndingDocument,
    NegotiationsDocument,
    PartingDocument,
    StatisticDocument,
    StoryDocument,
    StoryEvent,
    WeighedDocument,
    WindowDocument,
    WindowEntry,
)
from dealsim.cli.documents.sensitivity import (
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
from dealsim.results.documents import Document, RunDocument

__all__ = [
    "RESULTS",
    "AnalysisDocument",
    "BoxDocument",
    "BundleDocument",
    "CheckDocument",
    "CheckedFile",
    "CiteDocument",
    "ClaimDocument",
    "ClaimsDocument",
    "CompareDocument",
    "DependenceDocument",
    "DifferenceDocument",
    "DiscoveryDocument",
    "Document",
    "EffectDocument",
    "EndingDocument",
    "FactorIndicesDocument",
    "FigureEntry",
    "FiguresDocument",
    "IndexDocument",
    "LargestChange",
    "LeverDocument",
    "LimitDocument",
    "MergeDocument",
    "NegotiationsDocument",
    "PairIndexDocument",
    "PartingDocument",
    "PredictionDocument",
    "ProblemDocument",
    "ProvenanceChange",
    "PurposeDocument",
    "RegionsDocument",
    "RepeatDocument",
    "ReportDocument",
    "RowsCompared",
    "RuleDocument",
    "RunDocument",
    "SensitivityDocument",
    "SideDocument",
    "SourceDocument",
    "StatisticDocument",
    "StoryDocument",
    "StoryEvent",
    "SweepDocument",
    "SweepEstimateDocument",
    "TriedDocument",
    "WeighedDocument",
    "WindowDocument",
    "WindowEntry",
    "results_schema",
]

RESULTS: dict[str, type[Document]] = {
    "run": RunDocument,
    "story": StoryDocument,
    "compare": CompareDocument,
    "negotiations": NegotiationsDocument,
    "window": WindowDocument,
    "figures": FiguresDocument,
    "sweep": SweepDocument,
    "sweep_estimate": SweepEstimateDocument,
    "sensitivity": SensitivityDocument,
    "claims": ClaimsDocument,
    "merge": MergeDocument,
    "repeat": RepeatDocument,
    "check": CheckDocument,
    "report": ReportDocument,
    "bundle": BundleDocument,
    "cite": CiteDocument,
}


def results_schema() -> dict[str, Any]:
    """Return one JSON Schema that every command's document satisfies, each by its command's name in `$defs`."""
    definitions: dict[str, Any] = {}
    for command, document in RESULTS.items():
        schema = document.model_json_schema(ref_template="#/$defs/{model}")
        definitions |= schema.pop("$defs", {})
        definitions[command] = schema
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Documents that dealsim prints",
        "anyOf": [{"$ref": f"#/$defs/{command}"} for command in RESULTS],
        "$defs": definitions,
    }
