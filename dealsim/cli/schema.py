"""`dealsim schema`: the JSON Schema of what people write and what commands print."""

import json

import click

from dealsim.cli.options import example

KINDS = ("scenario", "spec", "training", "results")


@click.command(short_help="Print a JSON Schema.", epilog=example("dealsim schema scenario > scenario.schema.json"))
@click.argument("kind", type=click.Choice(KINDS))
def schema(kind: str) -> None:
    """Print a JSON Schema: of the files of scenarios, specs and trainings, for an editor, or of what --json prints."""
    from dealsim.cli.documents import results_schema
    from dealsim.scenario.json_schema import schema_of
    from dealsim.scenario.loading import SCENARIO
    from dealsim.scenario.named_spec import SPEC, VIEW

    files = {"scenario": SCENARIO, "spec": SPEC, "training": VIEW}
    document = schema_of(files[kind]) if kind in files else results_schema()
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))
