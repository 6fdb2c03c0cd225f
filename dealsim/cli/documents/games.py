"""What is printed of games: negotiations, stories, comparisons and deal windows."""

from typing import Any

from pydantic import Field

from dealsim.results.documents import Document, only_if_uncertain


class StatisticDocument(Document):
    """A statistic's mean over the negotiations for which it is defined; null where there are too few to say."""

    mean: float | None
    se: float | None = Field(description="standard error of the mean, negotiations of one game taken together")
    ci95: tuple[float, float] | None = Field(description="95% interval, which stays within the statistic's range")
    negotiations: int = Field(description="over which it is")
    games: int = Field(description="in which these were")


class EndingDocument(Document):
    """One manner in which negotiations with schemers ended."""

    ending: str
    reason: str | None = Field(description="why there is no contract; null where there is one, or a test")
    negotiations: int
    with_zone: int = Field(description="of them those with a zone of agreement")
    rounds: float = Field(description="mean of offers that were answered")
    share: StatisticDocument = Field(description="of negotiations with schemers")


class NegotiationsDocument(Document):
    """What `dealsim negotiations --json` prints, and what its `--out` keeps as negotiations.json."""

    scenario: str
    protocol: str
    games: int
    seed: int
    negotiations: int
    with_schemers: int = Field(description="negotiations with schemers: only these have something to settle")
    endings: list[EndingDocument]
    statistics: dict[str, StatisticDocument]
    version: str


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


class DifferenceDocument(Document):
    """How an outcome differs between B and A over the same games with the same luck; null where too few have it."""

    mean_a: float | None
    mean_b: float | None
    difference: float | None = Field(description="mean in B less mean in A")
    se: float | None = Field(description="standard error of the difference, games paired")
    ci95: tuple[float, float] | None = Field(description="95% interval of the difference, games paired")
    ci95_unpaired: tuple[float, float] | None = Field(description="the same, had each scenario had luck of its own")
    games: int = Field(description="games in which the outcome is defined in both")
    flipped: tuple[int, int] | None = Field(description="games that have it in B alone, and in A alone; shares only")
    flipped_up: list[int] = Field(description="numbers of the first of the games that have it in B alone")
    flipped_down: list[int] = Field(description="numbers of the first of the games that have it in A alone")
    worlds: int | None = only_if_uncertain("worlds that these games are in")


class PartingDocument(Document):
    """The most telling game that ends otherwise: what happens in A and in B from the first step that differs on."""

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
    parting: PartingDocument | None = Field(description="with --story, if any game ends otherwise")
    version: str


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
