"""What every part of a scenario has in common."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict


def folded(said: object) -> object:
    """Return a text with single spaces between its words: it stands in one line, however it was written."""
    return " ".join(said.split()) if isinstance(said, str) else said


Line = Annotated[str, BeforeValidator(folded)]


class StrictModel(BaseModel):
    """A part of a scenario: frozen, with no key beyond those it names."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    # Keys that a file may have and that are gone before it is checked.
    ALSO_SAID: ClassVar[tuple[str, ...]] = ()
