"""The JSON Schema of what people write, and of what commands print."""

from typing import Any

from dealsim.api.asked import one_of

KINDS = ("scenario", "spec", "training", "experiment", "claim", "published", "results")

type Schema = dict[str, Any]


def schema(kind: str) -> Schema:
    """Return a JSON Schema.

    Parameters
    ----------
    kind
        A kind of file that people write (`scenario`, `spec`, `training`, `experiment`, `claim`, `published`), or
        `results`: what `--json` prints.

    Returns
    -------
    dict
        The schema, as JSON has it.

    Raises
    ------
    ValueError
        Where the kind is none of these.

    Examples
    --------
    >>> from dealsim import api
    >>> api.schema("spec")["title"]
    'A spec of dealsim'
    """
    match one_of("kind", kind, KINDS):
        case "experiment":
            from dealsim.experiment.json_schema import schema_of_experiments

            return schema_of_experiments()
        case "claim":
            from dealsim.evidence.claims.json_schema import schema_of_claims

            return schema_of_claims()
        case "published":
            from dealsim.evidence.published.json_schema import schema_of_published

            return schema_of_published()
        case "results":
            return results_schema()
        case _:
            from dealsim.scenario.loading import SCENARIO
            from dealsim.scenario.schema.json_schema import schema_of
            from dealsim.scenario.schema.named_spec import SPEC, VIEW

            return schema_of({"scenario": SCENARIO, "spec": SPEC, "training": VIEW}[kind])


def results_schema() -> Schema:
    """Return one JSON Schema that every command's document satisfies, each by its command's name in `$defs`."""
    from dealsim.evidence.claims.document import ClaimsDocument
    from dealsim.evidence.published.document import ReplicateDocument
    from dealsim.experiment.sensitivity.document import SensitivityDocument
    from dealsim.results.documents import (
        Document,
        RunDocument,
        comparison,
        experiments,
        files,
        listing,
        negotiations,
        story,
        window,
    )

    documents: dict[str, type[Document]] = {
        "run": RunDocument,
        "story": story.StoryDocument,
        "compare": comparison.CompareDocument,
        "negotiations": negotiations.NegotiationsDocument,
        "window": window.WindowDocument,
        "figures": experiments.FiguresDocument,
        "sweep": experiments.SweepDocument,
        "sweep_estimate": experiments.SweepEstimateDocument,
        "sensitivity": SensitivityDocument,
        "claims": ClaimsDocument,
        "replicate": ReplicateDocument,
        "merge": experiments.MergeDocument,
        "repeat": experiments.RepeatDocument,
        "check": files.CheckDocument,
        "report": experiments.ReportDocument,
        "bundle": experiments.BundleDocument,
        "cite": files.CiteDocument,
        "list": listing.ListDocument,
        "show": listing.ShowDocument,
    }
    definitions: Schema = {}
    for command, document in documents.items():
        made = document.model_json_schema(ref_template="#/$defs/{model}")
        definitions |= made.pop("$defs", {})
        definitions[command] = made
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Documents that dealsim prints",
        "anyOf": [{"$ref": f"#/$defs/{command}"} for command in documents],
        "$defs": definitions,
    }
