"""The document of deal windows: what `dealsim window --json` prints."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from dealsim.results.documents.document import Document

if TYPE_CHECKING:
    from dealsim.measure.window import Window


class WindowEntry(Document):
    """The deal window of one mind at one age; null where a number is undefined."""

    lab: str
    generation: int
    mind: str
    age: int = Field(description="quarters in service")
    outside_option: float | None = Field(description="utility of not signing")
    takeover_value: float | None = Field(description="utility of the best plan now")
    required_value: float | None = Field(description="what keeping must be worth [utility]")
    reservation_share: float | None = Field(description="least share that is enough; null where none is")
    credibility_ceiling: float | None = Field(description="most that keeping could be worth at any share [utility]")
    walk_away_share: float = Field(description="most that the lab would give")
    deal: bool
    reason: str | None = Field(description="why there is no deal")


class WindowDocument(Document):
    """What `dealsim window --json` prints."""

    scenario: str
    windows: list[WindowEntry] = Field(description="in the world in which all that is uncertain is at its median")


def window_document(scenario: str, windows: "Sequence[Window]") -> WindowDocument:
    """Return deal windows as a document."""
    return WindowDocument(scenario=Path(scenario).name, windows=[WindowEntry.of(each) for each in windows])
