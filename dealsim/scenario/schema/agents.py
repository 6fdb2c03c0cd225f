"""What a scenario may say of who decides: names of classes, never code and never a file.

A scenario may come from anyone. So it only names them; the person who runs it says where such a class is found.
"""

from typing import Annotated, Any

from pydantic import AfterValidator, Field

from dealsim.scenario.files.problems import Misfit, shown
from dealsim.scenario.schema.fields import word
from dealsim.scenario.schema.part import StrictModel

LONGEST = 64


def class_name(name: str) -> str:
    """Return the name, or refuse one that could be more than a name, such as a path."""
    if not (name.isascii() and name.isidentifier() and len(name) <= LONGEST):
        wanted = "the bare name of a class, such as never_pays; --agents FILE.py brings the class itself"
        raise Misfit(shown(name), wanted)
    return name


# The validator says it in words; the pattern says the same in the JSON Schema.
PATTERN: dict[str, Any] = {"pattern": rf"^[A-Za-z_][A-Za-z0-9_]{{0,{LONGEST - 1}}}$"}
ClassName = Annotated[str, AfterValidator(class_name), Field(json_schema_extra=PATTERN)]


class Agents(StrictModel):
    """Who decides, where it is not the rules: a class by its name, found where the user says with `--agents`."""

    lab: ClassName | None = word(
        None, meaning="class that decides for every lab; else the rules do", source="assumption"
    )
    ai: ClassName | None = word(None, meaning="class that decides for every AI; else the rules do", source="assumption")

    def named(self) -> dict[str, str]:
        """Return the names that are given, by what they are the names of."""
        return {role: name for role, name in self if name is not None}

    def __str__(self) -> str:
        """Say them in a few words: `lab never_pays, ai patient`."""
        return ", ".join(f"{role} {name}" for role, name in self.named().items())
