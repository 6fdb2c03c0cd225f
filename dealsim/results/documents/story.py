"""The document of a story: what `dealsim story --json` prints."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealsim import __version__
from dealsim.results.documents.document import Document, only_if_uncertain

if TYPE_CHECKING:
    from dealsim.game.story import Passage, Story
    from dealsim.scenario import Worlds


class WeighedDocument(Document):
    """What a decision's author weighed: values in utility, and the beliefs behind them."""

    options: dict[str, float]
    taken: str
    margin: float
    beliefs: dict[str, float]


class StoryEvent(Document):
    """One event: in words, and its numbers; null where one is undefined."""

    quarter: int
    lab: str | None
    generation: int | None
    mind: str | None
    happening: str
    text: str
    numbers: dict[str, Any]
    weighed: WeighedDocument | None


class StoryDocument(Document):
    """What `dealsim story --json` prints."""

    scenario: str
    title: str
    seed: int
    game: int
    drawn: dict[str, float] | None = only_if_uncertain(
        "what is uncertain, by its address, as it is in the game's world"
    )
    events: list[StoryEvent]
    ending: str
    version: str


def event_of(passage: "Passage") -> StoryEvent:
    """Return a passage as a part of a document."""
    return StoryEvent.of(passage, weighed=None if passage.note is None else WeighedDocument.of(passage.note))


def story_document(worlds: "Worlds", scenario: str, seed: int, game: int, told: "Story") -> StoryDocument:
    """Return a story as a document."""
    return StoryDocument(
        scenario=Path(scenario).name,
        title=worlds.median.title,
        seed=seed,
        game=game,
        drawn=worlds.drawn(seed, worlds.world_of(game)) or None,
        events=[event_of(passage) for passage in told.passages],
        ending=told.ending,
        version=__version__,
    )
