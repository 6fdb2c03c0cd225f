"""`dealsim schema`: the JSON Schema of what people write and what commands print."""

import json

import click

from dealsim.cli.options import example

KINDS = ("scenario", "spec", "training", "experiment", "claim", "published", "results")


@click.command(short_help="Print a JSON Schema.", epilog=example("dealsim schema scenario > scenario.schema.json"))
@click.argument("kind", type=click.Choice(KINDS))
def schema(kind: str) -> None:
    """Print a JSON Schema: of a kind of file that people write, or of what --json prints (results)."""
    from dealsim.api.schemas import schema

    click.echo(json.dumps(schema(kind), indent=2, ensure_ascii=False))
