"""The contents of a claim's file: its source, what is changed, what should follow, where, on which condition."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from dealsim.evidence.sources import known_source
from dealsim.experiment.factor import KeyName
from dealsim.measure.claim_measures import measure_of, names_of_measures
from dealsim.scenario.files.problems import Misfit, nearest_name, shown
from dealsim.scenario.schema.part import Line, StrictModel

NAMED_WORLDS = ("baseline", "sceptic", "pessimist", "race")
SAMPLE = "plausible"
MOST_WORLDS = 16
OWN = "assumption"  # in place of a source

Settings = dict[KeyName, Any]


def known_measure(name: str) -> str:
    """Return the name of a measure, or raise Misfit."""
    if measure_of(name) is None:
        near = nearest_name(name, names_of_measures())
        wanted = "an outcome that `dealsim run` prints, or another measure, such as success_rate or honesty of schemers"
        raise Misfit(f"no measure named {shown(name)}", wanted, nearest=near)
    return name


def source_or_own(key: str) -> str:
    """Return a key of the bibliography, or the word for the author's own claim; raise Misfit for another."""
    return key if key == OWN else known_source(key)


MeasureName = Annotated[str, AfterValidator(known_measure)]
SourceKey = Annotated[str, AfterValidator(source_or_own)]
PredictionName = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9 _-]{0,47}$",
        description="a name of 48 lower-case letters, digits, spaces, hyphens and underscores at most, a letter first",
    ),
]


class Lever(StrictModel):
    """What is changed: two settings of the same keys, the second of which has more of it."""

    name: str = Field(min_length=1, max_length=60, description="its name: a trait, a quality, a parameter")
    less: Settings = Field(description="keys of the scenario where there is less of it; {} leaves the world unchanged")
    more: Settings = Field(description="keys of the scenario where there is more of it")

    @model_validator(mode="after")
    def _differ(self) -> Self:
        if self.less == self.more:
            raise Misfit("the same less and more", "settings that differ", at=("more",))
        return self


class Prediction(StrictModel):
    """One predicted effect of more of what the lever changes."""

    measure: MeasureName = Field(description="the outcome, or another measure, that is measured")
    direction: Literal["rises", "falls", "stays", "does not rise", "does not fall"] = Field(
        description="the effect of more of it, beyond the smallest effect that matters"
    )
    smallest: float | None = Field(
        None, gt=0, description="the smallest effect that matters, in the measure's unit  [default: the measure's own]"
    )
    given: Settings = Field(default_factory=dict, description="the condition: settings for both less and more")
    rather_than: Settings | None = Field(
        None, description="another condition: measures the effect under `given` minus the effect under this one"
    )
    lever: Lever | None = Field(None, description="what is changed instead of the claim's lever")
    worlds: list[str] | None = Field(
        None, min_length=1, max_length=MOST_WORLDS, description="where it is tried, instead of the claim's worlds"
    )
    about: str = Field("", max_length=500, description="what this part of the claim says, in a few words")

    @model_validator(mode="after")
    def _can_be_set_against(self) -> Self:
        measure = measure_of(self.measure)
        assert measure is not None
        if self.rather_than is not None and measure.outcome.undefined:
            found = f"{self.measure}, which has no value {measure.outcome.undefined}"
            wanted = "a measure that every game has, as rather_than compares effects game by game"
            raise Misfit(found, wanted, at=("measure",))
        if self.rather_than is not None and self.rather_than == self.given:
            raise Misfit("the same as given", "another condition", at=("rather_than",))
        return self

    @property
    def least(self) -> float:
        """The smallest effect that matters, in the measure's unit."""
        measure = measure_of(self.measure)
        assert measure is not None
        return measure.smallest if self.smallest is None else self.smallest


class Claim(StrictModel):
    """A claim: a sentence that predicts something, as an experiment."""

    ALSO_SAID: ClassVar[tuple[str, ...]] = ()

    title: Line = Field(min_length=1, max_length=120, description="the claim in one line, for tables")
    claim: str = Field(min_length=1, max_length=1000, description="the claim in our own words")
    group: Literal["takeover", "deals", "conflict and the future", "formation", "side effects", "overall"] = Field(
        description="what it is about"
    )
    source: SourceKey = Field(description="its source: a key of sources.bib, or `assumption` for your own claim")
    section: str = Field("", max_length=200, description="where it says so")
    note: str = Field(
        "", max_length=4000, description="how the claim's words became keys of a scenario, and what is left out"
    )
    lever: Lever = Field(description="what is changed")
    predictions: dict[PredictionName, Prediction] = Field(min_length=1, description="what should follow, by name")
    judged_by: list[PredictionName] | None = Field(
        None,
        min_length=1,
        description="the predictions that count towards the verdict; others show the mechanism  [default: all]",
    )
    worlds: list[str] = Field(
        [*NAMED_WORLDS, SAMPLE],
        min_length=1,
        max_length=MOST_WORLDS,
        description="where it is tried: shipped scenarios, or files beside this one; one with uncertain numbers means "
        "a sample of worlds",
    )

    @model_validator(mode="after")
    def _judged_by_its_own(self) -> Self:
        for place, name in enumerate(self.judged_by or []):
            if name not in self.predictions:
                near = nearest_name(name, self.predictions)
                wanted = f"one of {', '.join(self.predictions)}"
                raise Misfit(shown(name), wanted, at=("judged_by", place), nearest=near)
        return self

    @property
    def judges(self) -> tuple[str, ...]:
        """The predictions that count towards the verdict, by name."""
        return tuple(self.judged_by or self.predictions)
