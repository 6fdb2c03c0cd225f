"""The JSON Schema of claims' files, for an editor."""

from dealsim.evidence.claims.schema import Claim
from dealsim.measure.claim_measures import names_of_measures
from dealsim.scenario.files.shipped import CLAIMS, SCENARIOS
from dealsim.scenario.schema.json_schema import DRAFT, Schema, for_editors


def schema_of_claims() -> Schema:
    """Return the JSON Schema of files of claims."""
    made: Schema = for_editors(Claim.model_json_schema())
    made["properties"]["worlds"]["items"]["examples"] = SCENARIOS.names()
    made["$defs"]["Prediction"]["properties"]["measure"]["examples"] = names_of_measures()
    return {"$schema": DRAFT} | made | {"title": f"A {CLAIMS.kind} of dealsim"}
