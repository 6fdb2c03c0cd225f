"""What an experiment file may say of a factor: what it sets, and to which values."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from dealsim.scenario.files.problems import Misfit, shown
from dealsim.scenario.schema.part import Line, StrictModel

KeyName = Annotated[
    str, Field(pattern=r"^[^.\s]+(\.[^.\s]+)*$", description="a key of the scenario, such as every_lab.control")
]
Scalar = float | int | bool | str


A_RANGE = "[low, high], or an uncertain number such as 0.05 to 0.3"


def like_a_range(said: object) -> object:
    """Return what may be a range, or raise Misfit."""
    if said is not None and not isinstance(said, list | str | dict):
        raise Misfit(shown(said), A_RANGE)
    return said


RangeSaid = Annotated[list[float] | str | dict[str, list[int | float]], BeforeValidator(like_a_range)]


def one_line(name: object) -> object:
    """Return a name of one line, or raise Misfit."""
    if isinstance(name, str) and name != " ".join(name.split()):
        raise Misfit(shown(name), "a name of one line, with single spaces between its words")
    if name == "":
        raise Misfit("no name", "a name")
    return name


Word = Annotated[str, AfterValidator(one_line)]
Written = Annotated[Scalar, AfterValidator(one_line)]


class Factor(StrictModel):
    """What varies from point to point: one number or word, or several at once.

    Exactly one of `values`, `range`, `levels` and `dummy` says how.
    """

    set: KeyName | list[KeyName] | None = Field(
        None, description="the key of the scenario that varies, or several that take the same value"
    )
    values: list[Written] | None = Field(None, min_length=1, max_length=10_000, description="each value in turn")
    range: RangeSaid | None = Field(
        None, description="[low, high], or an uncertain number as in a scenario: 0.05 to 0.3, {beta: [2, 5]}, ..."
    )
    steps: int = Field(5, ge=2, le=1000, description="values that a grid takes from a range, the ends of it included")
    levels: dict[Word, dict[KeyName, Any]] | None = Field(
        None, min_length=1, description="named levels, each of which sets some keys: a lab's policy, or a world"
    )
    dummy: bool = Field(False, description="changes nothing: what a method says of it is the method's error")
    label: Line | None = Field(None, description="what figures and tables call it")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        said = [name for name in ("values", "range", "levels") if getattr(self, name) is not None]
        said += ["dummy"] * self.dummy
        if len(said) != 1:
            raise Misfit(" and ".join(said) or "nothing that varies", "one of values, range, levels and dummy")
        if (self.set is None) == (said[0] in ("values", "range")):
            wanted = "set: a key of the scenario" if self.set is None else f"no set beside {said[0]}"
            raise Misfit("nothing to set" if self.set is None else "set", wanted)
        return self
