"""`dealsim sensitivity`: what matters in the results of an experiment."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dealsim.cli.options import Whole, example, json_option, warn_of_compiling

if TYPE_CHECKING:
    from dealsim.cli.documents import SensitivityDocument

METHODS = ("sobol", "morris", "prim", "regions")
LEAST_RESAMPLES, MOST_RESAMPLES = 100, 100_000


@click.command(
    short_help="Say what matters in an experiment's results.",
    epilog=example('dealsim sensitivity results/ --case "takeover>0.5"'),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--outcome", "outcomes", multiple=True, metavar="NAME", help="What to analyse; may be repeated.")
@click.option("--method", type=click.Choice(METHODS), help="How.  [default: what the design is made for]")
@click.option("--case", metavar="TEXT", help='Case of interest, as in "takeover>0.5" or "takeover difference<0".')
@click.option(
    "--resamples",
    type=Whole(LEAST_RESAMPLES, MOST_RESAMPLES),
    default=1000,
    show_default=True,
    help="Of the bootstrap, for intervals.",
)
@click.option("--seed", type=Whole(0, 2**64 - 1), default=0, show_default=True, help="Key of the resampling's luck.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE.csv", help="File for the numbers, one row each.")
@json_option
def sensitivity(
    folder: Path,
    outcomes: tuple[str, ...],
    method: str | None,
    case: str | None,
    resamples: int,
    seed: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Say which factors matter in the results that `dealsim sweep` wrote to a folder.

    Sobol indices and Morris screening, of the designs of those names: how much of an outcome's variation each factor
    makes, with 95% intervals, corrected for the luck of a finite number of games. With --case, in which box of factors'
    values the cases lie (PRIM). Of an experiment with `versus`, where a difference is above 0 and where below.
    """
    warn_of_compiling()
    if out is not None:
        refuse_a_file_that_will_not_do(out)
    from dealsim.cli.sensitivity_document import sensitivity_document
    from dealsim.experiment.results import open_study
    from dealsim.experiment.sensitivity.analysis import analyse, method_for
    from dealsim.experiment.sensitivity.case import case_of

    results = open_study(folder)
    wanted = case_of(case) if case is not None else None
    chosen = method or method_for(results, wanted)
    analyses = analyse(results, chosen, [*dict.fromkeys(outcomes)], wanted, resamples=resamples, seed=seed)
    document = sensitivity_document(results, chosen, analyses)
    if out is not None:
        write_rows(document, out)
    if as_json:
        click.echo(document.model_dump_json(indent=2))
        return
    from dealsim.cli.sensitivity_page import print_sensitivity

    print_sensitivity(document)


def refuse_a_file_that_will_not_do(out: Path) -> None:
    """Refuse a file that is not .csv, or whose folder is not there, before anything is computed."""
    from dealsim.scenario import Problem, ScenarioError

    if out.suffix != ".csv" or out.is_dir():
        raise ScenarioError([Problem(f"--out {out}", None, "", f"{out.name!r}", "a file that ends in .csv")])
    if not out.parent.is_dir():
        raise ScenarioError([Problem(f"--out {out}", None, "", f"no folder {out.parent}", "a folder that is there")])


def write_rows(document: "SensitivityDocument", out: Path) -> None:
    """Write a document's numbers as a table."""
    from dealsim.cli.sensitivity_document import tidy

    rows = tidy(document)
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]) if rows else ["outcome"])
        writer.writeheader()
        writer.writerows(rows)
