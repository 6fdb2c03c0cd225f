"""What a reader has to mind of the games behind an analysis."""

import numpy as np

from dealsim.experiment.dead import never_changed
from dealsim.experiment.results import StudyResults
from dealsim.experiment.sensitivity.response import StudyResponse

MUCH_LUCK = 0.05  # share of the variance of points' means from which luck is worth a word
FEW_GAMES = 30  # in which an outcome is defined, below which its mean is rough
FEW_ROWS = 256  # base points of Sobol's design, below which intervals hold too seldom: docs/decisions/19-sensitivity.md


def remarks_on(response: StudyResponse) -> list[str]:
    """Return what to mind of a response's factors and games."""
    results = response.results
    experiment = results.study.experiment
    notes = never_changed(results.study, response.scenario, response.dimensions)
    if experiment.luck == "own":
        notes.append("each point has independent luck: points differ by luck as well as by their factors")
    if not isinstance(experiment.games, int):
        notes.append("points have different numbers of games: they were played until an interval was narrow enough")
    least = response.games.min()
    if least < FEW_GAMES:
        notes.append(f"at some points the outcome is defined in {least:.0f} games only")
    if not response.halved:
        notes.append("undefined in the even or the odd games of some point: not corrected for luck")
    if shares_worlds(results):
        notes.append("games of one world are in both halves: luck of worlds is not corrected for")
    return notes


def remarks_on_luck(share: float | None) -> list[str]:
    """Return a word on luck where there is much of it."""
    if share is None or share < MUCH_LUCK:
        return []
    return [f"{share:.0%} of the variance of the points' means is luck of their games, which is corrected for"]


def remarks_on_rows(base: int) -> list[str]:
    """Return a word on the rows of Sobol's design where they are few."""
    return [f"{base} base points: of fewer than {FEW_ROWS} the intervals may be too narrow"] if base < FEW_ROWS else []


def shares_worlds(results: StudyResults) -> bool:
    """Whether several games share a world whose numbers are drawn, so that even and odd games are not independent."""
    worlds, games = (results.outcomes[name].to_numpy().astype(np.float64) for name in ("worlds", "games"))
    return bool((worlds < games).any())
