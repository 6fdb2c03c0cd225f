"""`dealsim merge`: put the parts of an experiment together."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dealsim.cli.options import example, json_option
from dealsim.cli.sweep import errors_in_words, failures, tell_failures

if TYPE_CHECKING:
    from dealsim.experiment.merge import Merged
    from dealsim.experiment.results import StudyResults
    from dealsim.results.documents.experiments import MergeDocument


@click.command(short_help="Put parts of an experiment together.", epilog=example("dealsim merge part-* --out whole"))
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder of the whole.")
@click.option("--partial", is_flag=True, help="Although points are missing; `dealsim sweep` can play them.")
@json_option
@click.pass_context
def merge(ctx: click.Context, folders: tuple[Path, ...], out: Path, partial: bool, as_json: bool) -> None:
    """Check that folders of `dealsim sweep` are parts of one experiment, and copy them into one.

    The whole has the same bytes as if one run had played it. Broken off, the same command goes on.
    """
    from dealsim.cli.playing import progress
    from dealsim.experiment import merge as merging
    from dealsim.experiment.chunk_files import finished_chunks
    from dealsim.experiment.results import open_study

    chunks = sum(len(finished_chunks(folder)) for folder in folders)
    with errors_in_words(), progress(chunks, "chunks", "broken off, the same command goes on") as advance:
        merged = merging.merge(folders, out, partial=partial, advance=advance)
    results = open_study(out)
    errors = failures(results)
    document = merge_document(merged, folders, results, [row["point"] for row in errors])
    if merged.differing:
        differ = f"{', '.join(merged.differing)} differ{'s' * (len(merged.differing) == 1)} between the folders"
        click.echo(f"Last bits of numbers may differ by who played them: {differ}.", err=True)
    click.echo(document.model_dump_json(indent=2) if as_json else merge_in_words(document, out))
    tell_failures(ctx, errors, document.points)


def merge_document(
    merged: "Merged", folders: tuple[Path, ...], results: "StudyResults", failed: list[int]
) -> "MergeDocument":
    """Return what was put together, as `--json` prints it."""
    from dealsim.results.documents.experiments import MergeDocument

    said = merged.manifest
    return MergeDocument(
        experiment=said["experiment"],
        digest=said["digest"],
        folders=[str(folder) for folder in folders],
        points=len(results.points),
        points_in_all=said["points"],
        chunks=said["chunks"] - len(merged.missing),
        chunks_copied_now=merged.copied,
        differing=list(merged.differing),
        failed=failed,
        version=said["version"],
    )


def merge_in_words(document: "MergeDocument", out: Path) -> str:
    """Return what is there, and what to do with it, for people."""
    there, points = document.points, document.points_in_all
    if there < points:
        return (
            f"{there:,} of {points:,} points of {document.experiment} are in {out}.\n"
            f"Play the others there:  dealsim sweep {document.experiment} --out {out}"
        )
    return (
        f"All {points:,} points of {document.experiment} are in {out}.\n"
        f"Look at them:  dealsim figures {out}   dealsim table {out}"
    )
