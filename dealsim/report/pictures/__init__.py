"""The figures of an experiment's results, with their tidy tables and captions."""

from dealsim.experiment.results import StudyResults
from dealsim.experiment.tidy import Frames, outcomes_shown, refuse_nothing_played
from dealsim.report.pictures.by_outcome import figures_of
from dealsim.report.pictures.by_point import frontier, refusals, survival_of_peace
from dealsim.report.pictures.planned import PlannedFigure, Undrawn, named_apart
from dealsim.report.pictures.tornados import tornados
from dealsim.report.pictures.windows import deal_windows

__all__ = ["PlannedFigure", "pictures"]


def pictures(results: StudyResults, asked: tuple[str, ...] = ()) -> tuple[list[PlannedFigure], list[str]]:
    """Return the figures that make sense and, in a line each, why others do not.

    asked: outcomes; without any the usual ones.  Raises ScenarioError where there is nothing to draw yet.
    """
    frames = Frames(results)
    outcomes = outcomes_shown(results, asked)
    refuse_nothing_played(frames)
    made = [each for name in outcomes for each in (*tornados(frames, name), *figures_of(frames, name))]
    made += [*frontier(frames, asked), *survival_of_peace(frames, asked), *refusals(frames, asked)]
    made += [] if asked else deal_windows(frames.study)
    return (
        named_apart([each for each in made if isinstance(each, PlannedFigure)]),
        list(dict.fromkeys(each.why for each in made if isinstance(each, Undrawn))),
    )
