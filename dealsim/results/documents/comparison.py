"""The document of a comparison: what `dealsim compare --json` prints."""

from typing import TYPE_CHECKING

from pydantic import Field

from dealsim.results.documents.document import Document, only_if_uncertain
from dealsim.results.documents.story import StoryEvent, event_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dealsim.measure.comparison import Flips
    from dealsim.measure.pairs import Difference
    from dealsim.scenario import Worlds

SHOWN_GAMES = 20  # numbers of flipped games in the document, each way


class DifferenceDocument(Document):
    """How an outcome differs between B and A over the same games with the same luck; null where too few have it."""

    mean_a: float | None
    mean_b: float | None
    difference: float | None = Field(description="mean in B less mean in A")
    se: float | None = Field(description="standard error of the difference, games paired")
    ci95: tuple[float, float] | None = Field(description="95% interval of the difference, games paired")
    ci95_unpaired: tuple[float, float] | None = Field(description="the same, had the two scenarios independent luck")
    games: int = Field(description="games in which the outcome is defined in both")
    flipped: tuple[int, int] | None = Field(description="games that have it in B alone, and in A alone; shares only")
    flipped_up: list[int] = Field(description="numbers of the first of the games that have it in B alone")
    flipped_down: list[int] = Field(description="numbers of the first of the games that have it in A alone")
    worlds: int | None = only_if_uncertain("worlds that these games are in")


class PartingDocument(Document):
    """The clearest game whose ending changes: what happens in A and in B from the first step that differs on."""

    game: int
    outcome: str = Field(description="which flips")
    alike: int = Field(description="steps that both have in common")
    quarter: int = Field(description="of the first step that differs")
    a: list[StoryEvent]
    b: list[StoryEvent]
    ending_a: str
    ending_b: str


class CompareDocument(Document):
    """What `dealsim compare --json` prints."""

    a: str
    b: str
    games: int
    seed: int
    outcomes: dict[str, DifferenceDocument]
    parting: PartingDocument | None = Field(description="with --story, if the ending of any game changes")
    version: str


def differences_of(outcomes: "Mapping[str, Difference]", flips: "Flips") -> dict[str, DifferenceDocument]:
    """Return the differences of outcomes, each with the first of the games that flipped."""
    return {
        name: DifferenceDocument.of(
            each,
            flipped_up=flips.up.get(name, [])[:SHOWN_GAMES],
            flipped_down=flips.down.get(name, [])[:SHOWN_GAMES],
        )
        for name, each in outcomes.items()
    }


def parting_of(
    worlds: "tuple[Worlds, Worlds]", seed: int, outcomes: "Mapping[str, Difference]", flips: "Flips"
) -> PartingDocument | None:
    """Return the most telling game of those that flipped the way in which most did; None if none flipped."""
    from dealsim.game.story import story_of
    from dealsim.measure.comparison import after, most_telling

    for name in ("takeover", "attempt"):
        up, down = outcomes[name].flipped or (0, 0)
        found = most_telling(*worlds, seed, flips.up[name] if up >= down else flips.down[name])
        if found is not None:
            told = [story_of(each.tables(seed, found.game), seed, found.game, explain=True) for each in worlds]
            a, b = ([event_of(passage) for passage in after(each, found)] for each in told)
            return PartingDocument.of(found, outcome=name, a=a, b=b, ending_a=told[0].ending, ending_b=told[1].ending)
    return None
