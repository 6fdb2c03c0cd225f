"""The JSON Schema of files of published results, for an editor."""

from dealsim.evidence.published.schema import PublishedFile
from dealsim.scenario.files.shipped import PUBLISHED
from dealsim.scenario.schema.json_schema import DRAFT, Schema, for_editors


def schema_of_published() -> Schema:
    """Return the JSON Schema of files of published results."""
    made: Schema = for_editors(PublishedFile.model_json_schema())
    return {"$schema": DRAFT} | made | {"title": f"A {PUBLISHED.kind} of dealsim"}
