"""What matters in the results of an experiment, by the method that fits its design."""

from collections.abc import Sequence
from dataclasses import dataclass

from dealsim.experiment.dead import dead_factors
from dealsim.experiment.design.morris import Morris
from dealsim.experiment.design.registry import DESIGNS
from dealsim.experiment.design.sobol import Sobol
from dealsim.experiment.results import StudyResults
from dealsim.experiment.sensitivity.case import CaseOfInterest
from dealsim.experiment.sensitivity.discovery import Discovery, discover
from dealsim.experiment.sensitivity.halves import Halves
from dealsim.experiment.sensitivity.indices import RESAMPLES, Indices, sobol_indices
from dealsim.experiment.sensitivity.refusals import cannot_analyse, defined_everywhere, refuse_gaps
from dealsim.experiment.sensitivity.remarks import remarks_on, remarks_on_luck, remarks_on_rows
from dealsim.experiment.sensitivity.response import StudyResponse, difference_responses, responses, spread_out
from dealsim.experiment.sensitivity.screening import ElementaryEffect, morris_effects
from dealsim.experiment.sensitivity.splits import Regions, regions

SOBOL, MORRIS, PRIM, REGIONS = "sobol", "morris", "prim", "regions"
METHODS = (SOBOL, MORRIS, PRIM, REGIONS)
FIRST_OF_ALL = "takeover"  # the outcome that is analysed where the experiment names none
EXAMPLE = '--case "takeover>0.5"'

type Found = Indices | tuple[ElementaryEffect, ...] | Discovery | Regions


@dataclass(frozen=True)
class Analysis:
    """What one method says of one response.

    found: None where the response does not vary, or not beyond luck.  why: the reason then.  notes: what to mind.
    share_of_luck: of the variance of points' means; None where it cannot be estimated.  case: that PRIM looked for.
    """

    method: str
    response: StudyResponse
    found: Found | None
    why: str
    notes: tuple[str, ...]
    share_of_luck: float | None
    case: CaseOfInterest | None = None


def method_for(results: StudyResults, case: CaseOfInterest | None = None) -> str:
    """Return the method that fits an experiment's design. Raises ScenarioError where none does."""
    design = results.study.experiment.design
    if case is not None:
        return PRIM
    if design.METHOD is not None:
        return design.METHOD
    if results.study.experiment.versus is not None:
        return REGIONS
    wanted = (
        f"a design `sobol` or `morris`, a factor that is compared (`versus`), or a case of interest, as in {EXAMPLE}"
    )
    raise cannot_analyse(results, f"a design {design.WORD} and no case of interest", wanted)


def analyse(
    results: StudyResults,
    method: str | None = None,
    outcomes: Sequence[str] = (),
    case: CaseOfInterest | None = None,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> list[Analysis]:
    """Return what matters: an analysis for each outcome, base scenario and value of what is compared.

    method: one of METHODS; by default the one that fits the design.  outcomes: by default those that the experiment
    names, or takeovers.  case: of interest, for PRIM.
    Raises ScenarioError where the results are incomplete, an outcome is undefined at a point, or the method does not
    fit the design.
    """
    refuse_gaps(results)
    method = method or method_for(results, case)
    refuse_misfit(results, method, case)
    if method == PRIM and case is not None:
        found = difference_responses(results, case.outcome) if case.difference else responses(results, case.outcome)
        return [boxed(spread_out(each), case, seed) for each in found]
    chosen = list(outcomes) or by_default(results)
    if method == REGIONS:
        every = [each for name in chosen for each in difference_responses(results, name)]
        return [split(spread_out(each), resamples, seed) for each in every]
    every = [each for name in chosen for each in responses(results, name)]
    return [varied(each, method, resamples, seed) for each in every]


def refuse_misfit(results: StudyResults, method: str, case: CaseOfInterest | None) -> None:
    """Refuse a method that does not fit the design. Raises ScenarioError."""
    experiment = results.study.experiment
    design = experiment.design
    if method in (SOBOL, MORRIS) and method != design.METHOD:
        raise cannot_analyse(results, f"a design {design.WORD}", f"a design {method}, whose layout the method rests on")
    if method in (PRIM, REGIONS) and not design.COVERS:
        covering = ", ".join(each.WORD for each in DESIGNS if each.COVERS)
        raise cannot_analyse(results, f"a design {design.WORD}", f"a design that covers the space: {covering}")
    if method == PRIM and case is None:
        raise cannot_analyse(results, "no case of interest", f"one, as in {EXAMPLE}")
    if method != PRIM and case is not None:
        raise cannot_analyse(
            results, f"a case of interest and --method {method}", "--method prim, which looks for cases"
        )
    if method == REGIONS and experiment.versus is None:
        raise cannot_analyse(results, "no factor that is compared", "an experiment with `versus`")
    unsaid = [
        d.name
        for k, d in enumerate(results.study.dimensions)
        if any(point.values[k] is None for point in results.study.points)
    ]
    if unsaid and method in (PRIM, REGIONS):
        found = f"points without a value of {', '.join(unsaid)}"
        raise cannot_analyse(results, found, "a value of every factor at every point")


def by_default(results: StudyResults) -> list[str]:
    """Return the outcomes to analyse where none is named: those that the experiment names, or takeovers."""
    experiment = results.study.experiment
    if experiment.outcomes is not None:
        return [*experiment.kept]
    defined = defined_everywhere(results)
    return [FIRST_OF_ALL] if FIRST_OF_ALL in defined or not defined else defined[:1]


def varied(response: StudyResponse, method: str, resamples: int, seed: int) -> Analysis:
    """Return a response's Sobol indices or elementary effects."""
    halves = Halves(response.even, response.odd) if response.halved else None
    luck = halves.share_of_luck if halves else None
    experiment = response.results.study.experiment
    design, common = experiment.design, experiment.luck == "common"
    notes = (*remarks_on(response), *remarks_on_luck(luck))
    dead = dead_factors(response.results.study, response.scenario)
    if response.constant:
        return Analysis(method, response, None, "the same at every point", notes, luck)
    values = halves.whole if halves else response.mean
    if isinstance(design, Morris):
        found = morris_effects(
            values,
            halves,
            response.unit,
            design.levels,
            dead=[d.name in dead for d in response.dimensions],
            common=common,
            resamples=resamples,
            seed=seed,
        )
        return Analysis(method, response, found, "", notes, luck)
    assert isinstance(design, Sobol)
    count = len(response.dimensions)
    indices = sobol_indices(
        values, halves, count, second=design.second_order, common=common, resamples=resamples, seed=seed
    )
    notes = (*remarks_on_rows(design.sobol), *notes)
    why = "" if indices else "no variation between points beyond the luck of their games"
    return Analysis(method, response, indices, why, notes, luck)


def boxed(response: StudyResponse, case: CaseOfInterest, seed: int) -> Analysis:
    """Return the boxes in which a case of interest lies."""
    cases = case.holds(response)
    found = discover(response.values, cases, seed)
    unclear = case.unclear(response)
    notes = list(remarks_on(response))
    if unclear:
        notes.append(f"at {unclear:,} of {len(cases):,} points the 95% interval holds the threshold")
    why = "" if found else f"{'every' if cases.all() else 'no'} point is a case"
    return Analysis(PRIM, response, found, why, tuple(notes), None, case)


def split(response: StudyResponse, resamples: int, seed: int) -> Analysis:
    """Return the rules that show where a difference is above 0."""
    clear = (response.low > 0.0) | (response.high < 0.0)
    found = regions(response.values, response.mean, clear, seed=seed, resamples=resamples)
    why = "" if found.rules else "too few points on one side of 0 for a rule"
    return Analysis(REGIONS, response, found, why, tuple(remarks_on(response)), None)
