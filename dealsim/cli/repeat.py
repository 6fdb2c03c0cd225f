"""`dealsim repeat`: play an experiment again from its manifest, and say whether the numbers are the same."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dealsim.cli.options import Whole, example, json_option, warn_of_compiling
from dealsim.cli.sweep import GOES_ON, errors_in_words, warn
from dealsim.cli.watching import shown, watched

if TYPE_CHECKING:
    from dealsim.results.documents.experiments import LargestChange, RepeatDocument

MOST_POINTS = 10_000_000
LONGEST = 48  # characters of what has changed: a processor's features are many


@click.command(short_help="Play an experiment again and compare.", epilog=example("dealsim repeat effects --points 20"))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the new results.")
@click.option("--points", type=Whole(1, MOST_POINTS), help="Try this many points only; nothing is written.")
@click.option("--workers", type=Whole(1, 1024), help="Processes.  [default: one a core]")
@click.option("--dask", "cluster", metavar="ADDRESS", help="A Dask scheduler, or its scheduler file.")
@json_option
@click.pass_context
def repeat(
    ctx: click.Context,
    folder: Path,
    out: Path | None,
    points: int | None,
    workers: int | None,
    cluster: str | None,
    as_json: bool,
) -> None:
    """Play the experiment of a folder again, and say whether the numbers are the same.

    The folder's manifest is all that is read. Exit status 0: every number is the same; 1: some are not.
    """
    if (out is None) == (points is None):
        raise click.UsageError("wanted either --out FOLDER, to play all again, or --points N, to try some", ctx)
    if cluster is not None and (workers or points):
        raise click.UsageError("--dask sets who plays; it excludes --workers and --points", ctx)
    warn_of_compiling()
    from dealsim import api

    watch = watched("points", GOES_ON) if points is None else shown("points", "fewer --points take less")
    with errors_in_words():
        document = api.repeat(folder, out=out, points=points, workers=workers, dask=cluster, watch=watch, say=warn)
    click.echo(document.printed if as_json else repeat_in_words(document, folder))
    ctx.exit(0 if document.same else 1)


def repeat_in_words(document: "RepeatDocument", folder: Path) -> str:
    """Return for people whether the numbers are the same and, if not, how they differ and what may be why."""
    from dealsim.scenario.files.problems import cut

    which = "All" if document.points == document.points_in_all else f"Of {document.points_in_all:,} points"
    count = f"{document.points:,} points of {document.experiment}" if which == "All" else f"{document.points:,}"
    rows = sum(each.rows for each in document.rows.values())
    if document.same:
        manner = ", byte for byte" if document.same_bytes else f": {rows:,} rows, in which no number differs"
        lines = [f"The same. {which} {count} came out as they are in {folder}{manner}."]
    else:
        lines = [f"Not the same. {which} {count} were compared with those in {folder}:"]
        lines += [f"  {name}: {each.differing:,} of {each.rows:,} rows differ" for name, each in document.rows.items()]
        lines += in_units(document)
    changed = [
        f"  {each.name}: {cut(each.was or 'none', LONGEST)} then, {cut(each.now or 'none', LONGEST)} now"
        for each in document.provenance
    ]
    if changed:
        lines += ["What has changed since:" if document.same else "Changed since, and perhaps the cause:", *changed]
    elif not document.same:
        lines.append("Version, model, packages and processor are the same: either these files were changed,")
        lines.append("or this is a bug in dealsim: please report it.")
    return "\n".join(lines)


def in_units(document: "RepeatDocument") -> list[str]:
    """Return the largest changes in words."""
    changes = {"units in the last place": document.most_ulps, "standard errors": document.most_se}
    return [largest_in_words(change, unit) for unit, change in changes.items() if change is not None]


def largest_in_words(change: "LargestChange", unit: str) -> str:
    """Return the number that changed most, in words."""
    what = f"{change.column} of {change.outcome}" if change.outcome else change.column
    size = "undefined in one of the two" if change.size is None else f"{change.size:,.3g} {unit}"
    return f"  most of all {what} at point {change.point}: {change.was} then, {change.now} now ({size})"
