"""The contents of a file of a published result: its source, its inputs, and its values or observations."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from dealsim.evidence.published.inputs import UNKNOWN, misfits
from dealsim.evidence.published.methods import METHODS
from dealsim.evidence.sources import known_source
from dealsim.scenario.files.problems import Misfit, nearest_name, shown
from dealsim.scenario.schema.part import StrictModel

NONE = "none"  # in a file: there is no such number, for example because no pay is enough
SURE = {
    "read": "the source was read in full or nearly",
    "excerpt": "an excerpt, an abstract or a summary by others was read",
    "memory": "known from memory, the source not held",
    "derived": "derived from the source's argument; not a number that it prints",
}


def known_method(name: str) -> str:
    """Return the name of a method, or raise Misfit."""
    if name not in METHODS:
        near = nearest_name(name, METHODS)
        raise Misfit(f"no method named {shown(name)}", f"one of {', '.join(METHODS)}", nearest=near)
    return name


METHOD_NAMES = {"enum": list(METHODS), "enumDescriptions": [method.summary for method in METHODS.values()]}
MethodName = Annotated[str, AfterValidator(known_method), Field(json_schema_extra=METHOD_NAMES)]
SourceKey = Annotated[str, AfterValidator(known_source)]
Said = Annotated[dict[str, float | int | bool | str], Field(description="inputs of the method, by name")]


def like_a_value(said: object) -> object:
    """Return a published number, or the word for none; raise Misfit."""
    if isinstance(said, str) and said != NONE:
        raise Misfit(shown(said), f"a number, or {NONE}")
    return said


Value = Annotated[float | Literal["none"], BeforeValidator(like_a_value)]


class Published(StrictModel):
    """One number that the source publishes, or that follows from what it says."""

    of: str = Field(description="quantity of the method")
    published: Value = Field(description="the source's number; none where there is no such number")
    tolerance: float = Field(0.0, ge=0, description="how far ours may differ, in the quantity's unit")
    standard_errors: float = Field(
        0.0, ge=0, le=5, description="or in standard errors of ours, where it depends on luck"
    )
    given: Said = Field(default_factory=dict, alias="with", description="inputs that are different for this number")
    note: str = Field("", max_length=300, description="why it differs, or how it is rounded")


class Observed(StrictModel):
    """One thing that was observed, as a range."""

    of: str = Field(description="quantity of the method")
    low: float = Field(description="least that was reported, or the number minus its rounding")
    high: float = Field(description="most")
    using: list[str] | None = Field(None, min_length=1, description="parameters fitted to it; by default all")
    given: Said = Field(default_factory=dict, alias="with", description="inputs that are different for it")
    note: str = Field("", max_length=300, description="what was observed")

    @model_validator(mode="after")
    def _upright(self) -> Self:
        if self.low >= self.high:
            raise Misfit(f"a range from {self.low:g} to {self.high:g}", "low below high", at=("high",))
        return self


class Parameter(StrictModel):
    """A number that is fitted."""

    sets: str = Field(description="the input that it sets")
    between: Annotated[list[float], Field(min_length=2, max_length=2)] = Field(
        description="ends of the range in which it is sought"
    )

    @model_validator(mode="after")
    def _upright(self) -> Self:
        if self.between[0] >= self.between[1]:
            raise Misfit(f"{self.between[0]:g} to {self.between[1]:g}", "the lower end first", at=("between",))
        return self


class PublishedFile(StrictModel):
    """A published result: what its source says, and how it is computed here."""

    ALSO_SAID: ClassVar[tuple[str, ...]] = ()

    title: str = Field(min_length=1, max_length=200, description="what it is, in one line")
    about: str = Field("", max_length=2000, description="what it says, in a sentence or two")
    kind: Literal["exact", "simulated", "fit"] = Field(
        description="recomputed exactly, with luck, or only fitted: a fit replicates nothing"
    )
    source: SourceKey = Field(description="key of sources.bib")
    where: str = Field(min_length=1, max_length=200, description="where in the source")
    sure: Literal["read", "excerpt", "memory", "derived"] = Field(
        description="; ".join(f"{word}: {meaning}" for word, meaning in SURE.items())
    )
    method: MethodName = Field(description="how it is computed")
    inputs: Said = Field(default_factory=dict, description="inputs of the method, by name; others at their defaults")
    values: list[Published] = Field(default_factory=list, description="what the source publishes")
    observed: list[Observed] = Field(default_factory=list, description="of a fit: what was observed")
    fitted: dict[str, Parameter] = Field(default_factory=dict, description="of a fit: what is fitted to it, by name")

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        if self.kind == "fit":
            self._refuse_unless(not self.values, "values", "values", "observed, as a fit replicates nothing")
            self._refuse_unless(bool(self.observed), "observed", "nothing observed", "at least one observation")
            self._refuse_unless(bool(self.fitted), "fitted", "nothing fitted", "at least one parameter")
        else:
            self._refuse_unless(bool(self.values), "values", "no values", "at least one that is published")
            self._refuse_unless(not self.observed, "observed", "observations", f"none: {self.kind} is not a fit")
            self._refuse_unless(not self.fitted, "fitted", "parameters", f"none: {self.kind} is not a fit")
            wanted = "simulated" if METHODS[self.method].by_luck else "exact"
            self._refuse_unless(self.kind == wanted, "kind", self.kind, f"{wanted}, as {self.method} is")
        return self

    @model_validator(mode="after")
    def _known_to_the_method(self) -> Self:
        self._check_inputs(self.inputs, ("inputs",))
        for place, value in enumerate(self.values):
            self._check_quantity(value.of, ("values", place, "of"))
            self._check_inputs(value.given, ("values", place, "with"))
            self._check_tolerance(value, place)
        for place, seen in enumerate(self.observed):
            self._check_quantity(seen.of, ("observed", place, "of"))
            self._check_inputs(seen.given, ("observed", place, "with"))
            self._check_using(seen, place)
        for name, parameter in self.fitted.items():
            self._check_parameter(name, parameter)
        return self

    def _refuse_unless(self, holds: bool, key: str, found: str, wanted: str) -> None:
        if not holds:
            raise Misfit(found, wanted, at=(key,))

    def _check_quantity(self, name: str, at: tuple[str | int, ...]) -> None:
        known = METHODS[self.method].quantities
        if name not in known:
            wanted = f"one of {', '.join(known)}"
            raise Misfit(f"no quantity {shown(name)}", wanted, at=at, nearest=nearest_name(name, known))

    def _check_inputs(self, given: dict[str, Any], at: tuple[str | int, ...]) -> None:
        if wrong := misfits(METHODS[self.method].kind, given):
            raise Misfit(wrong[0].found, wrong[0].wanted, at=(*at, *wrong[0].at), nearest=wrong[0].nearest)

    def _check_tolerance(self, value: Published, place: int) -> None:
        one = (value.tolerance > 0.0) != (value.standard_errors > 0.0)
        if value.published == NONE:
            self._refuse_a_tolerance(value, place)
        elif not one:
            wanted = "one of tolerance and standard_errors, above 0"
            raise Misfit("both" if value.tolerance else "neither", wanted, at=("values", place, "tolerance"))
        elif value.standard_errors and self.kind != "simulated":
            wanted = "tolerance: nothing here depends on luck"
            raise Misfit("standard_errors", wanted, at=("values", place, "standard_errors"))

    def _refuse_a_tolerance(self, value: Published, place: int) -> None:
        if value.tolerance or value.standard_errors:
            raise Misfit("a tolerance", "none, where there is no such number", at=("values", place, "tolerance"))

    def _check_parameter(self, name: str, parameter: Parameter) -> None:
        for end in parameter.between:
            if wrong := misfits(METHODS[self.method].kind, {parameter.sets: end}):
                at = "sets" if wrong[0].found == UNKNOWN else "between"
                raise Misfit(wrong[0].found, wrong[0].wanted, at=("fitted", name, at), nearest=wrong[0].nearest)

    def _check_using(self, seen: Observed, place: int) -> None:
        for name in seen.using or ():
            if name not in self.fitted:
                wanted = f"one of {', '.join(self.fitted)}"
                near = nearest_name(name, self.fitted)
                raise Misfit(f"no parameter {shown(name)}", wanted, at=("observed", place, "using"), nearest=near)
