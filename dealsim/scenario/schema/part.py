"""What every part of a scenario has in common."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class StrictModel(BaseModel):
    """A part of a scenario: frozen, with no key beyond those it names."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    # Keys that a file may have and that are gone before it is checked.
    ALSO_SAID: ClassVar[tuple[str, ...]] = ()
