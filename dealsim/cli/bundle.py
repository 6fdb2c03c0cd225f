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
    from dealsim import __version__
    from dealsim.experiment.results import open_study
    from dealsim.report.bundle import bundle as pack
    from dealsim.results.documents.experiments import BundleDocument
    from dealsim.scenario import Problem, ScenarioError

    results = open_study(folder)
    if not results.complete and not partial:
        there, every = len(results.points), len(results.study.points)
        found = f"{there:,} of {every:,} points"
        wanted = "a finished experiment (run the same `dealsim sweep` again), or --partial"
        raise ScenarioError([Problem(str(folder), None, "", found, wanted)])
    out = out or folder.resolve().with_suffix(".zip")
    files = pack(results, out)
    document = BundleDocument(file=str(out), files=files, version=__version__)
    said = f"Packed {len(files)} files into {out} ({out.stat().st_size / 1e6:.1f} MB)."
    click.echo(document.model_dump_json(indent=2) if as_json else said)
