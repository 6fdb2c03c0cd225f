"""Cases of interest: at which points an outcome, or its difference, is beyond a threshold."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dealsim.experiment.schema import known_outcome
from dealsim.experiment.sensitivity.response import StudyResponse
from dealsim.scenario.files.problems import Misfit, Problem, ScenarioError, shown

WANTED = 'an outcome and a threshold, as in "takeover>0.5", or a difference, as in "takeover difference<0"'
FORM = re.compile(r"\s*(\w+)(\s+difference)?\s*([<>])\s*([-+]?[\d.]+(?:[eE][-+]?\d+)?)\s*")


@dataclass(frozen=True)
class CaseOfInterest:
    """A case of interest: an outcome, or its difference from what it is compared with, beyond a threshold."""

    outcome: str
    difference: bool
    above: bool
    threshold: float

    def __str__(self) -> str:
        """Say it as it is asked for."""
        name = f"{self.outcome} difference" if self.difference else self.outcome
        return f"{name}{'>' if self.above else '<'}{self.threshold:g}"

    def holds(self, response: StudyResponse) -> NDArray[np.bool_]:
        """Return at which points it is the case.

        Of an outcome its mean counts; of a difference its whole 95% interval: a difference that may be none is no case.
        """
        if not self.difference:
            return np.asarray(response.mean > self.threshold if self.above else response.mean < self.threshold)
        return np.asarray(response.low > self.threshold if self.above else response.high < self.threshold)

    def unclear(self, response: StudyResponse) -> int:
        """Return at how many points the 95% interval holds the threshold."""
        return int(((response.low <= self.threshold) & (response.high >= self.threshold)).sum())


def case_of(said: str) -> CaseOfInterest:
    """Return the case that is asked for. Raises ScenarioError."""
    form = FORM.fullmatch(said)
    if form is None:
        raise ScenarioError([Problem("--case", None, "", shown(said), WANTED)])
    try:
        outcome, threshold = known_outcome(form[1]), float(form[4])
    except Misfit as misfit:
        raise ScenarioError([Problem("--case", None, "", misfit.found, misfit.wanted, misfit.nearest)]) from None
    except ValueError:
        raise ScenarioError([Problem("--case", None, "", shown(form[4]), "a number")]) from None
    return CaseOfInterest(outcome, form[2] is not None, form[3] == ">", threshold)
