"""`dealsim figures`: the figures of an experiment, finished or not."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dealsim.cli.options import example, json_option, outcome_option, warn_of_compiling

if TYPE_CHECKING:
    from dealsim.results.documents.experiments import FiguresDocument

FORMATS = ("svg", "pdf", "png")
USUAL = ("svg", "pdf")
CAPTIONS = "captions.md"
NEEDED = {"matplotlib": "Matplotlib", "jinja2": "Jinja"}
MISSING = "This needs {}, which is not installed: pip install 'dealsim[figures]'"


@click.command(
    short_help="Draw an experiment's figures.",
    epilog=example("dealsim figures results --format pdf --columns 2 --outcome takeover"),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FOLDER", help="Where to write; by default DIR/figures."
)
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(FORMATS), default=USUAL, show_default=True,
    help="May be repeated.",
)  # fmt: skip
@click.option(
    "--columns", type=click.Choice(["1", "2"]), default="1", show_default=True, help="Of a journal: 89 or 183 mm."
)
@outcome_option
@click.option("--dark", is_flag=True, help="For a dark screen; names end in -dark.")
@json_option
def figures(
    folder: Path,
    out: Path | None,
    formats: tuple[str, ...],
    columns: str,
    outcomes: tuple[str, ...],
    dark: bool,
    as_json: bool,
) -> None:
    """Draw what the results in DIR show, with captions that say scenarios, n, seed and intervals."""
    refuse_without("matplotlib")
    warn_of_compiling()
    from dealsim import api

    width = 2 if columns == "2" else 1
    document = api.figures(folder, outcomes, out=out, formats=formats, columns=width, dark=dark)
    print_figures(document, as_json=as_json)


def refuse_without(*packages: str) -> None:
    """Say what to install where what draws is missing."""
    from importlib.util import find_spec

    missing = [NEEDED[package] for package in packages if find_spec(package) is None]
    if missing:
        raise click.ClickException(MISSING.format(" and ".join(missing)))


def print_figures(document: "FiguresDocument", *, as_json: bool) -> None:
    """Print the document, or a page for people."""
    if as_json:
        click.echo(document.printed)
        return
    from rich.text import Text

    from dealsim.cli.printing import make_console, print_page

    played, every = document.points, document.points_in_all
    progress = f"{every:,} points" if played == every else f"{played:,} of {every:,} points"
    kinds = max(len(each.kind) for each in document.figures)
    rows = [Text.assemble((f"{each.kind:{kinds}}  ", "dim"), ", ".join(each.files)) for each in document.figures]
    print_page(
        make_console(prose=True),
        Text.assemble((document.title, "bold"), f"  {progress}"),
        Text(f"written to {document.folder}:"),
        *rows,
        Text(f"{'':{kinds}}  {CAPTIONS}"),
        *(Text(f"not drawn: {why}", style="dim") for why in document.not_drawn),
        *map(Text, document.notes),
    )
