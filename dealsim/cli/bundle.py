"""`dealsim bundle`: an experiment as one archive for a paper's supplement."""

from pathlib import Path

import click

from dealsim.cli.figures import refuse_without
from dealsim.cli.options import example, json_option


@click.command(short_help="Pack an experiment for a supplement.", epilog=example("dealsim bundle effects"))
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE.zip", help="The archive.  [default: DIR.zip]")
@click.option("--partial", is_flag=True, help="Pack an experiment that is not finished, too.")
@json_option
def bundle(folder: Path, out: Path | None, partial: bool, as_json: bool) -> None:
    """Pack an experiment: what was asked, scenarios in full, manifest, data, figures, report and references.

    The same results give the same bytes. Unpacked, it is a folder that all commands for results take.
    """
    refuse_without("matplotlib", "jinja2")
    from dealsim import api

    document = api.bundle(folder, out, partial=partial)
    size = Path(document.file).stat().st_size / 1e6
    said = f"Packed {len(document.files)} files into {document.file} ({size:.1f} MB)."
    click.echo(document.printed if as_json else said)
