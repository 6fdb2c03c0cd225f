"""What is printed of published numbers: theirs, ours, and what is only fitted."""

from typing import Literal

from pydantic import Field

from dealsim.results.documents import Document

type InputValue = float | int | bool | str


class PublishedNumberDocument(Document):
    """A published number beside ours."""

    quantity: str
    unit: str
    inputs: dict[str, InputValue] = Field(description="those that are different for this number")
    published: float | None = Field(description="null where there is no such number, as where no pay is enough")
    ours: float | None = Field(description="null where there is no such number")
    off: float | None = Field(description="ours less theirs; null where either is")
    tolerance: float = Field(description="how far ours may be off")
    standard_error: float = Field(description="of ours, where luck makes it; else 0")
    verdict: Literal["agrees", "differs"]
    note: str


class FigureDocument(Document):
    """A number of a changed case: ours alone."""

    quantity: str
    unit: str
    meaning: str
    ours: float | None = Field(description="null where there is no such number")
    standard_error: float


class FittedParameterDocument(Document):
    """A parameter that was fitted."""

    parameter: str
    sets: str = Field(description="the input that it sets")
    value: float = Field(description="the best")
    low: float | None = Field(description="least with which every observation fits within its range; or null")
    high: float | None = Field(description="greatest")
    sought: tuple[float, float] = Field(description="ends of where it was sought")


class ObservationDocument(Document):
    """Something that was observed, beside the fit."""

    quantity: str
    note: str
    low: float
    high: float
    ours: float
    off: float = Field(description="ours less the middle of the range")
    within: bool


class FitDocument(Document):
    """A fit: what fits, and how well. It replicates nothing."""

    parameters: list[FittedParameterDocument]
    observations: list[ObservationDocument]
    freedom: int = Field(description="observations less parameters; at 0 whatever was seen would fit")
    misfit: float = Field(description="root mean square of what is off, in half widths of the ranges")


class MethodInputDocument(Document):
    """An input of a method, and what it is here."""

    name: str
    value: InputValue
    default: InputValue
    unit: str
    range: str
    meaning: str


class ReplicationDocument(Document):
    """A published result recomputed."""

    id: str
    title: str
    about: str
    kind: Literal["exact", "simulated", "fit"]
    source: str = Field(description="key of sources.bib")
    where: str = Field(description="where in the source")
    sure: Literal["read", "excerpt", "memory", "derived"] = Field(description="how sure the source is")
    method: str
    computed_by: list[str] = Field(description="the rules that are used, or `arithmetic of the source`")
    inputs: list[MethodInputDocument]
    changed: dict[str, InputValue] = Field(description="inputs that were set; then nothing is compared")
    verdict: Literal["agrees", "differs", "fitted"] | None
    numbers: list[PublishedNumberDocument]
    fit: FitDocument | None
    alone: list[FigureDocument]


class ReplicateDocument(Document):
    """What `dealsim replicate --json` prints."""

    agree: int = Field(description="published numbers that ours agree with")
    differ: int = Field(description="those from which ours differ")
    fitted: int = Field(description="fits, which replicate nothing")
    results: list[ReplicationDocument]
    version: str


def input_value(value: object) -> InputValue:
    """Return an input's value as a file says it."""
    from dealsim.evidence.published.inputs import UNBOUNDED

    assert isinstance(value, float | int | bool | str)
    return UNBOUNDED if value == float("inf") else value
