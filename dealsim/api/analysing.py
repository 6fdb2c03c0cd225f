"""What matters in the results of an experiment."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dealsim.api.asked import GREATEST_SEED, one_of, whole
from dealsim.scenario import Problem, ScenarioError

if TYPE_CHECKING:
    from dealsim.experiment.sensitivity.document import SensitivityDocument

METHODS = ("sobol", "morris", "prim", "regions")
LEAST_RESAMPLES, MOST_RESAMPLES = 100, 100_000


def sensitivity(
    folder: str | Path,
    outcomes: Sequence[str] = (),
    *,
    method: str | None = None,
    case: str | None = None,
    resamples: int = 1000,
    seed: int = 0,
    out: str | Path | None = None,
) -> "SensitivityDocument":
    """Say which factors matter in the results that `sweep` wrote to a folder, as `dealsim sensitivity` does.

    Parameters
    ----------
    folder
        Of the results.
    outcomes
        What to analyse; by default what the experiment is about.
    method
        `sobol`, `morris`, `prim` or `regions`; by default what the design is made for.
    case
        A case of interest, as in `takeover>0.5` or `takeover difference<0`.
    resamples, seed
        Bootstrap resamples, and their random seed.
    out
        A file that ends in .csv for the numbers, one row each.

    Returns
    -------
    SensitivityDocument
        An analysis of each outcome, factors in the order of their weight.

    Raises
    ------
    ScenarioError
        A ValueError: what is wrong with the folder, the case or the file.

    Examples
    --------
    With the results of the example of `dealsim.sweep`:

    >>> from dealsim import api
    >>> found = api.sensitivity("control", case="deals>5", resamples=100)
    >>> found.method, [analysis.outcome for analysis in found.analyses]
    ('prim', ['deals'])
    """
    whole("resamples", resamples, LEAST_RESAMPLES, MOST_RESAMPLES)
    whole("seed", seed, 0, GREATEST_SEED)
    if method is not None:
        one_of("method", method, METHODS)
    if out is not None:
        refuse_a_file_that_will_not_do(Path(out))
    from dealsim.experiment.results import open_study
    from dealsim.experiment.sensitivity.analysis import analyse, method_for
    from dealsim.experiment.sensitivity.case import case_of
    from dealsim.experiment.sensitivity.documenting import sensitivity_document

    results = open_study(Path(folder))
    wanted = case_of(case) if case is not None else None
    chosen = method or method_for(results, wanted)
    analyses = analyse(results, chosen, [*dict.fromkeys(outcomes)], wanted, resamples=resamples, seed=seed)
    document = sensitivity_document(results, chosen, analyses)
    if out is not None:
        write_rows(document, Path(out))
    return document


def refuse_a_file_that_will_not_do(out: Path) -> None:
    """Refuse a file that is not .csv, or whose folder is not there, before anything is computed."""
    if out.suffix != ".csv" or out.is_dir():
        raise ScenarioError([Problem(f"--out {out}", None, "", f"{out.name!r}", "a file that ends in .csv")])
    if not out.parent.is_dir():
        raise ScenarioError([Problem(f"--out {out}", None, "", f"no folder {out.parent}", "a folder that is there")])


def write_rows(document: "SensitivityDocument", out: Path) -> None:
    """Write a document's numbers as a table."""
    from dealsim.experiment.sensitivity.documenting import tidy
    from dealsim.figures.csv_text import csv_of
    from dealsim.results.atomic_files import write_whole

    write_whole(out, csv_of(tidy(document)).encode())
