"""What every JSON document is made of."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field


class Document(BaseModel):
    """A document: no key beyond those it names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def of(cls, thing: object, /, **others: object) -> Self:
        """Return the document of a thing: what it has by the names of the fields, and the others as they are given."""
        return cls(**{name: getattr(thing, name) for name in cls.model_fields if name not in others}, **others)

    @property
    def printed(self) -> str:
        """The document as it is printed."""
        return self.model_dump_json(indent=2)


def only_if_uncertain(description: str) -> Any:
    """Return a field that is left out of the document where the scenario leaves nothing uncertain."""
    return Field(None, description=f"{description}; only of uncertain scenarios", exclude_if=is_none)


def is_none(value: object) -> bool:
    """Return whether there is nothing to print."""
    return value is None
