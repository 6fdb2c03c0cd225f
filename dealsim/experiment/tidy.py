"""Results as tidy tables, and the facts that a caption needs: what figures and tables are made from."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dealsim.experiment.design.family import SampledDesign
from dealsim.experiment.dimensions import Dimension
from dealsim.experiment.labels import OWN
from dealsim.experiment.results import StudyResults
from dealsim.experiment.schema import Experiment
from dealsim.experiment.study import Study
from dealsim.figures.captions import Sampled, Span, span_in_words
from dealsim.measure.outcomes import OUTCOMES
from dealsim.scenario.files.problems import Problem, ScenarioError, nearest_name, shown

if TYPE_CHECKING:
    import pandas as pd

USUAL = ("takeover", "value_of_future", "value_given_takeover", "deal_rate")  # shown unless others are asked for
MOST_OWN = 6  # outcomes that an experiment keeps: so few are all shown
FEWEST_DIGITS, MOST_DIGITS = 4, 17  # significant, of a factor's value; so many distinguish any two numbers
PAIRED = "95% paired intervals (the same games with the same luck at both points)"


@dataclass(frozen=True)
class Frames:
    """The results of an experiment as pandas has them: points that could be played, and their outcomes."""

    results: StudyResults

    @property
    def study(self) -> Study:
        """The experiment with all that it read."""
        return self.results.study

    @property
    def experiment(self) -> Experiment:
        """What its file says."""
        return self.study.experiment

    @cached_property
    def points(self) -> "pd.DataFrame":
        """One row a point that could be played; `place` is the same for points that differ in the scenario alone."""
        points = self.results.to_pandas("points")
        points = points[points["error"].isna()].reset_index(drop=True)
        return points.assign(place=[self.place(number) for number in points["point"]])

    @cached_property
    def outcomes(self) -> "pd.DataFrame":
        """One row an outcome of such a point."""
        outcomes = self.results.to_pandas("outcomes")
        outcomes = outcomes[outcomes["point"].isin(self.points["point"])].reset_index(drop=True)
        return outcomes.assign(place=[self.place(number) for number in outcomes["point"]])

    @cached_property
    def failed(self) -> int:
        """How many points could not be played."""
        return len(self.results.points) - len(self.points)

    def place(self, number: int) -> int:
        """Return a point's place among those of its scenario."""
        if self.study.rows:
            return number
        return number % self.places_each

    @cached_property
    def places_each(self) -> int:
        """How many points each scenario has."""
        return len(self.study.points) // len(self.study.bases)

    @cached_property
    def varied(self) -> tuple[Dimension, ...]:
        """What takes more than one value."""
        columns = zip(*(place.values for place in self.places), strict=True)
        return tuple(d for d, values in zip(self.study.dimensions, columns, strict=True) if len(set(values)) > 1)

    @cached_property
    def places(self) -> "list[Place]":
        """What is played in each scenario, in order."""
        points = {self.place(point.number): point for point in reversed(self.study.points)}
        return [Place(n, self.study.dimensions, points[n].values, self.digits) for n in sorted(points)]

    @cached_property
    def digits(self) -> dict[str, int]:
        """How many digits distinguish the values of each factor; a sample's values are no names."""
        if isinstance(self.experiment.design, SampledDesign):
            return {}
        columns = zip(*(point.values for point in self.study.points), strict=True)
        return {d.name: digits_apart(values) for d, values in zip(self.study.dimensions, columns, strict=True)}

    def words(self, dimension: Dimension, value: object) -> str:
        """Return a factor's value as people read it."""
        return worded_value(value, self.digits.get(dimension.name, FEWEST_DIGITS))

    @cached_property
    def labels(self) -> dict[int, str]:
        """What each place is called."""
        return {place.number: place.label(self.varied) for place in self.places}

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The scenarios of which there are results, in order."""
        there = set(self.points["scenario"])
        return tuple(name for name in self.study.bases if name in there)

    def of(self, outcome: str) -> "pd.DataFrame":
        """Return the rows of an outcome."""
        return self.outcomes[self.outcomes["outcome"] == outcome]

    def independent(self, rows: "pd.DataFrame") -> "pd.DataFrame":
        """Return the rows of points that are drawn by themselves, so that a mean over them has an error."""
        count = len([d for d in self.study.dimensions if d.name != self.experiment.versus])
        return rows[self.experiment.design.independent(rows["row"].to_numpy(), count)]

    def sampled(self, interval: str, marks: str = "Bars") -> Sampled:
        """Return the facts of numbers that are estimated from games."""
        points, worlds = self.points, self.outcomes["worlds"].dropna()
        return Sampled(
            games=ends(points["games"]),
            points=(len(points), len(self.study.points)),
            seed=self.experiment.seed,
            interval=interval,
            common=self.experiment.luck == "common",
            marks=marks,
            worlds=ends(worlds.groupby(self.outcomes["point"]).max()) if len(worlds) else None,
            failed=self.failed,
        )

    def interval_of_mean(self, outcome: str) -> str:
        """Return the kind of a mean's interval, in words."""
        low, high = OUTCOMES[outcome].within
        kind = "95% score intervals within the outcome's range"
        if OUTCOMES[outcome].interval == "share":
            kind = "95% Wilson score intervals"
        elif math.isinf(low) and math.isinf(high):
            kind = "95% Student's intervals"
        return f"{kind}, worlds and not games being independent" if self.uncertain else kind

    @cached_property
    def uncertain(self) -> bool:
        """Whether games come in worlds."""
        return bool(self.outcomes["worlds"].notna().any())

    def meaning(self, outcome: str) -> str:
        """Return in a sentence what an outcome is, and over how many games where not all have it."""
        said = f"{worded(outcome)[0].upper()}{worded(outcome)[1:]}: {OUTCOMES[outcome].formula}"
        if OUTCOMES[outcome].undefined:
            games = self.of(outcome)["games"]
            said += f" (undefined {OUTCOMES[outcome].undefined}; {span_in_words(ends(games))} games of a point have it)"
        return f"{said}."


@dataclass(frozen=True)
class Place:
    """What is played in each scenario: values of all that varies."""

    number: int
    dimensions: tuple[Dimension, ...]
    values: tuple[Any, ...]
    digits: Mapping[str, int] = field(default_factory=dict, compare=False)

    def value_of(self, dimension: Dimension) -> Any:
        """Return the value of one dimension; None for the scenario's own."""
        return next(value for d, value in zip(self.dimensions, self.values, strict=True) if d is dimension)

    def label(self, varied: Sequence[Dimension]) -> str:
        """Return what distinguishes this place: values with their factors, a word alone if it is all."""
        said = [(d, self.value_of(d)) for d in varied]
        if len(said) == 1 and isinstance(said[0][1], str):
            return str(said[0][1])
        digits = {d.name: self.digits.get(d.name, FEWEST_DIGITS) for d, _ in said}
        return ", ".join(f"{d.label} {worded_value(v, digits[d.name])}" for d, v in said if v is not None) or OWN


def versus_of(frames: Frames) -> Dimension:
    """Return the factor whose values are compared."""
    return next(d for d in frames.study.dimensions if d.name == frames.experiment.versus)


def ends(numbers: Any) -> Span:
    """Return the least and the most of some whole numbers."""
    return int(numbers.min()), int(numbers.max())


def worded(outcome: str) -> str:
    """Return an outcome's name as prose has it."""
    return outcome.replace("_", " ")


def axis_of(outcome: str) -> str:
    """Return the label of an axis along which an outcome is drawn."""
    return f"{worded(outcome)} [{unit_of(outcome)}]"


def unit_of(outcome: str) -> str:
    """Return the unit of an outcome as people read it."""
    return OUTCOMES[outcome].unit.replace("-1..1", "−1 to 1")


def digits_apart(values: Iterable[object]) -> int:
    """Return the fewest significant digits, at least as many as usual, with which no two of some numbers look alike."""
    numbers = {value for value in values if isinstance(value, float)}
    return next((n for n in range(FEWEST_DIGITS, MOST_DIGITS) if distinct(numbers, n)), MOST_DIGITS)


def distinct(numbers: Collection[float], digits: int) -> bool:
    """Whether no two numbers look alike with so many significant digits."""
    return len({f"{number:.{digits}g}" for number in numbers}) == len(numbers)


def worded_value(value: object, digits: int = FEWEST_DIGITS) -> str:
    """Return a factor's value as people read it."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return OWN
    return f"{value:.{digits}g}".replace("-", "−") if isinstance(value, float) else str(value)


def outcomes_shown(results: StudyResults, asked: Sequence[str]) -> list[str]:
    """Return the outcomes that are asked for; without any the usual ones. Raises ScenarioError."""
    kept = results.study.experiment.kept
    problems = [problem for name in asked if (problem := fault_of(name, kept))]
    if problems:
        raise ScenarioError(problems)
    if asked:
        return list(dict.fromkeys(asked))
    return list(kept) if len(kept) <= MOST_OWN else [name for name in USUAL if name in kept] or list(kept[:MOST_OWN])


def fault_of(name: str, kept: Sequence[str]) -> Problem | None:
    """Return what is wrong with a name of an outcome, if anything."""
    if name in kept:
        return None
    if name in OUTCOMES:
        found, wanted = f"{name}, which this experiment does not keep", f"one of {', '.join(kept)}"
        return Problem("--outcome", None, "", found, wanted)
    found = f"no outcome named {shown(name)}"
    return Problem("--outcome", None, "", found, "one that `dealsim run` prints", nearest_name(name, kept))


def refuse_nothing_played(frames: Frames) -> None:
    """Refuse results without a point that was played. Raises ScenarioError."""
    if len(frames.points):
        return
    folder, failed = str(frames.results.folder), frames.failed
    found = f"no point that could be played ({failed} failed)" if failed else "nothing played yet"
    raise ScenarioError([Problem(folder, None, "", found, "results: run `dealsim sweep` to resume")])
