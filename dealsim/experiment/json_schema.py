"""The JSON Schema of experiments' files, for an editor."""

from dealsim.experiment.schema import Experiment
from dealsim.scenario.files.shipped import EXPERIMENTS, SCENARIOS
from dealsim.scenario.schema.json_schema import DRAFT, Schema, for_editors


def schema_of_experiments() -> Schema:
    """Return the JSON Schema of files of experiments."""
    made: Schema = for_editors(Experiment.model_json_schema())
    made["properties"]["scenario"]["examples"] = SCENARIOS.names()
    return {"$schema": DRAFT} | made | {"title": f"An {EXPERIMENTS.kind} of dealsim"}
