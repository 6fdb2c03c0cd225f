"""The JSON documents that commands print. `dealsim schema results` prints their JSON Schema."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Document(BaseModel):
    """A document: no key beyond those it names."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def only_if_uncertain(description: str) -> Any:
    """Return a field that is left out of the document where the scenario leaves nothing uncertain."""
    return Field(None, description=f"{description}; only of uncertain scenarios", exclude_if=is_none)


def is_none(value: object) -> bool:
    """Return whether there is nothing to print."""
    return value is None


class EstimateDocument(Document):
    """An outcome's mean over the games in which it is defined; null where there are too few to say."""

    mean: float | None
    se: float | None = Field(description="standard error of the mean")
    ci95: tuple[float, float] | None = Field(description="95% interval, which stays within the range of the outcome")
    games: int = Field(description="games in which the outcome is defined")
    worlds: int | None = only_if_uncertain("worlds that these games are in")
    world_share: float | None = only_if_uncertain("share of the variance of one game that comes of its world")


class RunDocument(Document):
    """What `dealsim run --json` prints, and what `--out` keeps as outcomes.json."""

    scenario: str
    games: int
    seed: int
    engine: str
    worlds: int | None = only_if_uncertain("worlds drawn")
    uncertain: dict[str, str] | None = only_if_uncertain("what the scenario leaves uncertain, by its address")
    outcomes: dict[str, EstimateDocument]
    counts: dict[str, int] = Field(description="sums over all games")
    version: str


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


class SweepDocument(Document):
    """What `dealsim sweep --json` prints."""

    experiment: str
    digest: str = Field(description="of the experiment: the same for whatever is played of it, anywhere")
    points: int = Field(description="points asked for: all, or those of the shard")
    points_in_all: int
    chunks: int = Field(description="chunks asked for")
    chunks_played_now: int = Field(description="of them those that were still missing")
    shard: tuple[int, int] | None
    failed: list[int] = Field(description="numbers of points that failed")
    version: str


class SweepEstimateDocument(Document):
    """What `dealsim sweep --dry-run --json` prints."""

    experiment: str
    digest: str
    points: int = Field(description="points asked for: all, or those of the shard")
    points_there: int = Field(description="of them those that need not be played any more")
    chunks: int
    chunks_there: int
    games_left: int = Field(description="games still to be played, about, where their number depends on an interval")
    seconds_left: float = Field(description="about, as a few points that were played for a try tell")
    workers: int
    bytes: int = Field(description="size of all results, about")


class MergeDocument(Document):
    """What `dealsim merge --json` prints."""

    experiment: str
    digest: str
    folders: list[str] = Field(description="that were put together")
    points: int = Field(description="points that are there: all of them, without --partial")
    points_in_all: int
    chunks: int = Field(description="chunks that are there")
    chunks_copied_now: int = Field(description="of them those that were not there yet")
    differing: list[str] = Field(description="in what those who played the parts differ: last bits may, too")
    failed: list[int] = Field(description="numbers of points that failed")
    version: str = Field(description="that played them")


class ProvenanceChange(Document):
    """Something on which numbers may depend that is not what it was; null where there was, or is, no such thing."""

    name: str
    was: str | None
    now: str | None


class RowsCompared(Document):
    """The rows of one folder, as they were and as they are now."""

    rows: int
    differing: int = Field(description="rows in which any number or word differs")


class LargestChange(Document):
    """The number that changed most, and where it stands."""

    rows: str = Field(description="folder of rows")
    column: str
    point: int
    outcome: str | None
    was: float | None
    now: float | None
    size: float | None = Field(description="of the change; null where the number is undefined in one of the two")


class RepeatDocument(Document):
    """What `dealsim repeat --json` prints."""

    experiment: str
    digest: str
    points: int = Field(description="points that were compared")
    points_in_all: int
    same: bool = Field(description="whether every number is the same")
    same_bytes: bool | None = Field(description="whether every file of rows is; null where only points were tried")
    rows: dict[str, RowsCompared]
    most_ulps: LargestChange | None = Field(description="largest change in units in the last place")
    most_se: LargestChange | None = Field(description="largest change of a mean, in standard errors")
    provenance: list[ProvenanceChange] = Field(description="what may be why, or would be")
    version: str


class ProblemDocument(Document):
    """Something wrong with a file, and what would do."""

    where: str
    line: int | None
    key: str
    found: str
    wanted: str
    nearest: str | None


class CheckedFile(Document):
    """One file that was checked."""

    file: str
    ok: bool
    problems: list[ProblemDocument]


class CheckDocument(Document):
    """What `dealsim check --json` prints."""

    ok: bool
    files: list[CheckedFile]


RESULTS: dict[str, type[Document]] = {
    "run": RunDocument,
    "story": StoryDocument,
    "compare": CompareDocument,
    "negotiations": NegotiationsDocument,
    "window": WindowDocument,
    "sweep": SweepDocument,
    "sweep_estimate": SweepEstimateDocument,
    "merge": MergeDocument,
    "repeat": RepeatDocument,
    "check": CheckDocument,
}


def results_schema() -> dict[str, Any]:
    """Return one JSON Schema that every command's document satisfies, each by its command's name in `$defs`."""
    definitions: dict[str, Any] = {}
    for command, document in RESULTS.items():
        schema = document.model_json_schema(ref_template="#/$defs/{model}")
        definitions |= schema.pop("$defs", {})
        definitions[command] = schema
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Documents that dealsim prints",
        "anyOf": [{"$ref": f"#/$defs/{command}"} for command in RESULTS],
        "$defs": definitions,
    }
