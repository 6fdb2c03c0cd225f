"""`dealsim schema`: the JSON Schema of what people write and what commands print."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import click

from dealsim.cli.options import example

KINDS = ("scenario", "spec", "training", "experiment", "claim", "published", "results")


def published() -> dict[str, Any]:
    """Return the schema of published results; apart, for their methods load every rule."""
    from dealsim.evidence.published.json_schema import schema_of_published

    return schema_of_published()


@click.command(short_help="Print a JSON Schema.", epilog=example("dealsim schema scenario > scenario.schema.json"))
@click.argument("kind", type=click.Choice(KINDS))
def schema(kind: str) -> None:
    """Print a JSON Schema: of a kind of file that people write, or of what --json prints (results)."""
    from dealsim.cli.documents import results_schema
    from dealsim.evidence.claims.json_schema import schema_of_claims
    from dealsim.experiment.json_schema import schema_of_experiments
    from dealsim.scenario.loading import SCENARIO
    from dealsim.scenario.schema.json_schema import schema_of
    from dealsim.scenario.schema.named_spec import SPEC, VIEW

    made: dict[str, Callable[[], dict[str, Any]]]
    made = {name: partial(schema_of, of) for name, of in (("scenario", SCENARIO), ("spec", SPEC), ("training", VIEW))}
    made |= {"experiment": schema_of_experiments, "claim": schema_of_claims, "published": published}
    made |= {"results": results_schema}
    document = made[kind]()
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))
