"""One game as a story, with reasons."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dealsim.api.asked import GREATEST_SEED, whole
from dealsim.api.loading import Playable, Settings, load

if TYPE_CHECKING:
    from dealsim.game.cast.agent_classes import Cast
    from dealsim.game.story import Story
    from dealsim.results.documents.story import StoryDocument

MOST_GAME = 2**62


@dataclass(frozen=True)
class GameStory:
    """A game as a story: its passages, in order, and how it ended."""

    played: Playable
    game: int
    seed: int
    told: "Story"

    @property
    def drawn(self) -> dict[str, float]:
        """What is uncertain as it is in the game's world, by address; empty where nothing is."""
        return self.played.worlds.drawn(self.seed, self.played.worlds.world_of(self.game))

    @property
    def document(self) -> "StoryDocument":
        """What `dealsim story --json` prints."""
        from dealsim.results.documents.story import story_document

        return story_document(self.played.worlds, self.played.name, self.seed, self.game, self.told)


def story(
    scenario: str | Path | Playable,
    settings: Settings = (),
    *,
    game: int = 0,
    seed: int = 0,
    explain: bool = False,
    cast: "Cast | None" = None,
) -> GameStory:
    """Narrate one game, as `dealsim story` does.

    Parameters
    ----------
    scenario, settings
        As for `load`.
    game, seed
        The number of the game, and its random seed.
    explain
        With what was weighed at each decision.
    cast
        The classes that decide in place of the rules, where the scenario names some.

    Returns
    -------
    GameStory
        The game in words, and as a document.

    Raises
    ------
    ScenarioError
        A ValueError: every problem of the scenario.
    AgentsError
        What went wrong in a class of the user's.

    Examples
    --------
    >>> from dealsim import api
    >>> first = api.story("baseline", game=3).told.passages[0]
    >>> first.lab, first.happening
    ('aurora', 'formed')
    """
    played = load(scenario, settings)
    whole("game", game, 0, MOST_GAME)
    whole("seed", seed, 0, GREATEST_SEED)
    from dealsim.game.story import story_of

    told = story_of(played.worlds.tables(seed, game), seed, game, explain=explain, cast=cast)
    return GameStory(played, game, seed, told)
