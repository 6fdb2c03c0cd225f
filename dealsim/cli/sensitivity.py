"""`dealsim sensitivity`: what matters in the results of an experiment."""

from pathlib import Path

import click

from dealsim.cli.options import GREATEST_SEED, Whole, example, json_option, warn_of_compiling

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
    help="Bootstrap resamples, for intervals.",
)
@click.option(
    "--seed", type=Whole(0, GREATEST_SEED), default=0, show_default=True, help="Random seed of the resampling."
)
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
    from dealsim import api

    document = api.sensitivity(folder, outcomes, method=method, case=case, resamples=resamples, seed=seed, out=out)
    if as_json:
        click.echo(document.printed)
        return
    from dealsim.cli.sensitivity_page import print_sensitivity

    print_sensitivity(document)
