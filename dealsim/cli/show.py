"""`dealsim show`: something shipped in full."""

import click

from dealsim.cli.options import example, json_option


@click.command(
    short_help="Show a shipped file with its comments.", epilog=example("dealsim show humble > my-spec.yaml")
)
@click.argument("name")
@json_option
def show(name: str, as_json: bool) -> None:
    """Print a shipped world, spec, view of training, experiment, claim or published result with its comments.

    NAME is a name that `dealsim list` prints, or a file. Of a protocol, a design or an outcome it says what it is.
    """
    from dealsim import api

    shown = api.show(name)
    if as_json:
        from dealsim.results.documents.listing import ShowDocument

        click.echo(ShowDocument.of(shown).printed)
        return
    said = f"{shown.name}, {shown.kind}: {shown.use}"
    click.echo(f"# {said}\n{shown.text.rstrip()}" if shown.is_file else f"{said}\n{shown.text}")
