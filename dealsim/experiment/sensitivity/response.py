"""An outcome at every point of a design, ready to be analysed: complete, or refused with the cells that are missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from dealsim.experiment.design.family import SampledDesign, Unit
from dealsim.experiment.dimensions import Dimension
from dealsim.experiment.points import Point
from dealsim.experiment.results import StudyResults
from dealsim.experiment.sensitivity.refusals import refuse_gaps, refuse_undefined
from dealsim.measure.estimates import without_rounding

type Numbers = NDArray[np.float64]
type Columns = Mapping[str, Numbers]

COMPARED = ("difference", "difference_low", "difference_high")


@dataclass(frozen=True, eq=False)
class StudyResponse:
    """The values of one outcome, or its difference, over one design.

    scenario: base scenario.  compared: the value of the factor that is compared; None where none is.
    difference: whether it is the difference from the first such value.  points: in the order of the design.
    mean: over a point's games.  even, odd: over its games with even and with odd numbers, two replications; NaN where
    undefined.  low, high: 95% interval of the mean.  games: in which the outcome is defined.
    """

    results: StudyResults
    outcome: str
    scenario: str
    compared: float | str | None
    difference: bool
    points: tuple[Point, ...]
    mean: Numbers
    even: Numbers
    odd: Numbers
    low: Numbers
    high: Numbers
    games: Numbers

    @property
    def name(self) -> str:
        """What it is called: the outcome, or its difference."""
        return f"{self.outcome} difference" if self.difference else self.outcome

    @cached_property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What varies over the design; the factor that is compared does not."""
        versus = self.results.study.experiment.versus
        return tuple(dimension for dimension in self.results.study.dimensions if dimension.name != versus)

    @cached_property
    def unit(self) -> Unit:
        """The design in the unit cube, shape (points, factors); only of a design that is drawn."""
        experiment = self.results.study.experiment
        assert isinstance(experiment.design, SampledDesign)
        return experiment.design.sample(len(self.dimensions), experiment.seed)

    @cached_property
    def values(self) -> dict[str, NDArray[np.float64] | NDArray[np.str_]]:
        """Each factor's values over the points: numbers or words."""
        every = self.results.study.dimensions
        place = {dimension.name: k for k, dimension in enumerate(every)}
        return {
            d.name: np.array([point.values[place[d.name]] for point in self.points], dtype=float if d.numeric else str)
            for d in self.dimensions
        }

    @property
    def halved(self) -> bool:
        """Whether both replications are defined at every point."""
        return bool(np.isfinite(self.even).all() and np.isfinite(self.odd).all())

    @property
    def constant(self) -> bool:
        """Whether it is the same at every point."""
        return bool(np.ptp(self.mean) == 0.0)

    def taken(self, chosen: NDArray[np.bool_]) -> "StudyResponse":
        """Return it over some of its points alone."""
        kept = tuple(point for point, take in zip(self.points, chosen.tolist(), strict=True) if take)
        numbers = [getattr(self, name)[chosen] for name in ("mean", "even", "odd", "low", "high", "games")]
        return StudyResponse(self.results, self.outcome, self.scenario, self.compared, self.difference, kept, *numbers)


def responses(results: StudyResults, outcome: str) -> list[StudyResponse]:
    """Return an outcome over each design of an experiment: by base scenario and by value of what is compared.

    Raises ScenarioError where a point is missing or failed, or the outcome is undefined at one.
    """
    refuse_gaps(results)
    refuse_undefined(results, outcome)
    columns = columns_of(results, outcome)
    return [made(results, outcome, columns, group, difference=False) for group in groups(results)]


def difference_responses(results: StudyResults, outcome: str) -> list[StudyResponse]:
    """Return the differences of an outcome over each design; none where points are not compared.

    Raises ScenarioError as `responses` does.
    """
    refuse_gaps(results)
    refuse_undefined(results, outcome, difference=True)
    columns = columns_of(results, outcome)
    compared = [group for group in groups(results) if group[2][0].compared_with is not None]
    return [made(results, outcome, columns, group, difference=True) for group in compared]


type Group = tuple[str, float | str | None, list[Point]]


def groups(results: StudyResults) -> Iterator[Group]:
    """Yield each design that was played: base scenario, value of what is compared, and points in order."""
    study = results.study
    names = [dimension.name for dimension in study.dimensions]
    versus = study.experiment.versus
    at = names.index(versus) if versus is not None else None
    found: dict[tuple[str, float | str | None], list[Point]] = {}
    for point in study.points:
        compared = None if at is None else point.values[at]
        found.setdefault((point.scenario, compared), []).append(point)
    for (scenario, compared), points in found.items():
        yield scenario, compared, sorted(points, key=lambda point: point.row)


def columns_of(results: StudyResults, outcome: str) -> Columns:
    """Return the numbers of an outcome by point: NaN where one is undefined."""
    rows = results.outcomes.filter(pc.equal(results.outcomes["outcome"], outcome))
    order = np.argsort(rows["point"].to_numpy())
    names = ["mean", "even", "odd", "low", "high", "games"]
    names += [name for name in COMPARED if name in rows.column_names]
    return {name: rows[name].to_numpy().astype(np.float64)[order] for name in names}


def made(results: StudyResults, outcome: str, columns: Columns, group: Group, *, difference: bool) -> StudyResponse:
    """Return an outcome, or its difference, over one design."""
    scenario, compared, points = group
    at = np.array([point.number for point in points])
    even, odd = columns["even"][at], columns["odd"][at]
    names = COMPARED if difference else ("mean", "low", "high")
    mean, low, high = (columns[name][at] for name in names)
    if difference:  # games of both points have the same numbers, and so the same luck
        base = np.array([point.compared_with for point in points])
        even, odd = even - columns["even"][base], odd - columns["odd"][base]
    games = columns["games"][at]
    if same_but_for_rounding(mean):
        mean, even, odd = (np.where(np.isnan(each), each, mean[0]) for each in (mean, even, odd))
    return StudyResponse(
        results, outcome, scenario, compared, difference, tuple(points), mean, even, odd, low, high, games
    )


def same_but_for_rounding(values: Numbers) -> bool:
    """Return whether numbers differ by no more than rounding errors leave of equal ones."""
    return not without_rounding(values - values[0], values[0]).any()


def spread_out(response: StudyResponse) -> StudyResponse:
    """Return a response over the points that cover the space by themselves: the others repeat the values of those."""
    rows = np.array([point.row for point in response.points])
    design = response.results.study.experiment.design
    return response.taken(design.independent(rows, len(response.dimensions)))
