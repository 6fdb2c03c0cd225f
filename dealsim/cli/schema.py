"""`dealsim schema`: the JSON Schema of what people write and what commands print."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import click

from dealsim.cli.options import example

KINDS = ("scenario", "spec", "training", "experiment", "claim", "results")


@click.command(short_help="Print a JSON Schema.", epilog=example("dealsim schema scenario > scenario.schema.json"))
@click.argument("kind", type=click.Choice(KINDS))
def schema(kind: str) -> None:
    """Print a JSON Schema: of files of scenarios, specs, trainings, experiments or claims, or of what --json prints."""
    from dealsim.cli.documents import results_schema
    from dealsim.evidence.claims.json_schema import schema_of_claims
    from dealsim.experiment.json_schema import schema_of_experiments
    from dealsim.scenario.json_schema import schema_of
    from dealsim.scenario.loading import SCENARIO
    from dealsim.scenario.named_spec import SPEC, VIEW

    made: dict[str, Callable[[], dict[str, Any]]]
    made = {name: partial(schema_of, of) for name, of in (("scenario", SCENARIO), ("spec", SPEC), ("training", VIEW))}
    made |= {"experiment": schema_of_experiments, "claim": schema_of_claims, "results": results_schema}
    document = made[kind]()
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))
