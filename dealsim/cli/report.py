"""`dealsim report`: studies as one page that opens from the disk."""

from pathlib import Path

import click

from dealsim.cli.figures import refuse_without
from dealsim.cli.options import example, json_option, outcome_option


@click.command(
    short_help="Write studies as one HTML page.", epilog=example("dealsim report effects --out effects.html")
)
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DIR...")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE.html", help="The page.")
@click.option("--title", help="Of the page.  [default: the study's]")
@outcome_option
@json_option
def report(folders: tuple[Path, ...], out: Path, title: str | None, outcomes: tuple[str, ...], as_json: bool) -> None:
    """Write a page about the results of one or several experiments.

    It holds all its figures and needs no server and no network; light and dark screens are served.
    """
    refuse_without("matplotlib", "jinja2")
    from dealsim import api

    document = api.report(folders, out, title=title, outcomes=outcomes)
    click.echo(document.printed if as_json else f"Wrote {out} ({out.stat().st_size / 1e6:.1f} MB).")
