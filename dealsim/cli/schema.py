"""`dealsim schema`: the JSON Schema of what people write and what commands print."""

import json

import click

from dealsim.cli.options import example

KINDS = ("scenario", "results")


@click.command(short_help="Print a JSON Schema.", epilog=example("dealsim schema scenario > scenario.schema.json"))
@click.argument("kind", type=click.Choice(KINDS))
def schema(kind: str) -> None:
    """Print a JSON Schema: of scenario files, for an editor, or of the documents that --json prints."""
    from dealsim.cli.documents import results_schema
    from dealsim.scenario import Scenario

    document = results_schema()
    if kind == "scenario":
        document = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Scenario.model_json_schema()
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))
