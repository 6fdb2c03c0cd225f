"""`dealsim merge`: put the parts of an experiment together."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dealsim.cli.options import example, json_option
from dealsim.cli.sweep import errors_in_words, tell_failures

if TYPE_CHECKING:
    from dealsim.results.documents.experiments import MergeDocument


@click.command(short_help="Put parts of an experiment together.", epilog=example("dealsim merge part-* --out whole"))
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder of the whole.")
@click.option("--partial", is_flag=True, help="Merge even if points are missing (`dealsim sweep` can fill them in).")
@json_option
@click.pass_context
def merge(ctx: click.Context, folders: tuple[Path, ...], out: Path, partial: bool, as_json: bool) -> None:
    """Check that folders of `dealsim sweep` are parts of one experiment, and copy them into one.

    The whole has the same bytes as if one run had played it. If it is stopped, run the same command to resume.
    """
    from dealsim import api
    from dealsim.cli.watching import shown

    with errors_in_words():
        found = api.merge(folders, out, partial=partial, watch=shown("chunks", "if stopped, the same command resumes"))
    document = found.document
    if document.differing:
        differ = f"{', '.join(document.differing)} differ{'s' * (len(document.differing) == 1)} between the folders"
        click.echo(f"Last bits of numbers may differ by who played them: {differ}.", err=True)
    click.echo(document.printed if as_json else merge_in_words(document, out))
    tell_failures(ctx, found.sweep.failed, document.points)


def merge_in_words(document: "MergeDocument", out: Path) -> str:
    """Return what is there, and what to do with it, for people."""
    there, points = document.points, document.points_in_all
    if there < points:
        return (
            f"{there:,} of {points:,} points of {document.experiment} are in {out}.\n"
            f"Play the others there:  dealsim sweep {shlex.quote(document.experiment)} --out {shlex.quote(str(out))}"
        )
    return (
        f"All {points:,} points of {document.experiment} are in {out}.\n"
        f"Look at them:  dealsim figures {shlex.quote(str(out))}   dealsim table {shlex.quote(str(out))}"
    )
