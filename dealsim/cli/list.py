"""`dealsim list`: what is shipped."""

from typing import TYPE_CHECKING

import click

from dealsim.cli.options import example, json_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from dealsim.api.listing import Entry


@click.command("list", short_help="List what is shipped.", epilog=example("dealsim list specs"))
@click.argument("kind", required=False)
@json_option
def list_(kind: str | None, as_json: bool) -> None:
    """List what is shipped, a line each.

    KIND is one of worlds, specs, views, experiments, claims, published, protocols, designs and outcomes.
    """
    from dealsim import api

    found = api.catalogue(kind)
    if as_json:
        from dealsim.results.documents.listing import EntryDocument, ListDocument

        kinds = {each: [EntryDocument.of(entry) for entry in entries] for each, entries in found.items()}
        click.echo(ListDocument(kinds=kinds).printed)
        return
    from dealsim.cli.printing import make_console, print_page

    print_page(make_console(prose=True), *page(found))


def page(found: "Mapping[str, Sequence[Entry]]") -> "Iterator[RenderableType]":
    """Yield the page: a table for each kind."""
    from rich.table import Table
    from rich.text import Text

    for kind, entries in found.items():
        table = Table(box=None, padding=(0, 2, 0, 2), show_header=False)
        table.add_column(overflow="fold")
        table.add_column(overflow="fold")
        for entry in entries:
            table.add_row(entry.name, Text(entry.title, style="dim"))
        yield Text(kind, style="bold")
        yield table
        yield ""
    yield Text("In full: dealsim show NAME", style="dim")
