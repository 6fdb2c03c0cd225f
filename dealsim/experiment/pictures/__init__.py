"""Which figures an experiment's results make, and the tidy tables and captions that they are drawn from."""

from dealsim.experiment.frames import Frames, outcomes_shown, refuse_nothing_played
from dealsim.experiment.pictures.by_outcome import picture_of
from dealsim.experiment.pictures.by_point import frontier, refusals, survival
from dealsim.experiment.pictures.plan import Plan, Undrawn
from dealsim.experiment.pictures.tornados import tornados
from dealsim.experiment.pictures.windows import deal_windows
from dealsim.experiment.results import StudyResults

__all__ = ["Plan", "pictures"]


def pictures(results: StudyResults, asked: tuple[str, ...] = ()) -> tuple[list[Plan], list[str]]:
    """Return the figures that make sense, and in a line each why others do not.

    asked: outcomes; without any the usual ones.  Raises ScenarioError where there is nothing to draw yet.
    """
    frames = Frames(results)
    outcomes = outcomes_shown(results, asked)
    refuse_nothing_played(frames)
    made = [each for name in outcomes for each in (*tornados(frames, name), *picture_of(frames, name))]
    made += [*frontier(frames, asked), *survival(frames, asked), *refusals(frames, asked)]
    made += [] if asked else deal_windows(frames.study)
    return (
        [each for each in made if isinstance(each, Plan)],
        list(dict.fromkeys(each.why for each in made if isinstance(each, Undrawn))),
    )
