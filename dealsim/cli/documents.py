"""The JSON documents that commands print. `dealsim schema results` prints their JSON Schema."""

from typing import Any, Literal

from pydantic import Field

from dealsim.results.documents import Document, RunDocument, only_if_uncertain


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


class FigureEntry(Document):
    """One figure, in all formats that were asked for."""

    kind: str = Field(description="such as effects, curves or heat-map")
    files: list[str] = Field(description="names in the folder")
    caption: str = Field(description="what it shows, scenarios, n, seed and the kind of its intervals")


class FiguresDocument(Document):
    """What `dealsim figures --json` prints."""

    title: str = Field(description="of the experiment")
    folder: str = Field(description="where the files are")
    points: int = Field(description="that were played")
    points_in_all: int
    figures: list[FigureEntry]
    not_drawn: list[str] = Field(description="what makes no sense here, and why, in a line each")
    version: str


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


class PurposeDocument(Document):
    """One thing that a source is used for."""

    kind: Literal["software", "parameter", "rule", "file"]
    where: str = Field(description="a parameter's address, a rule's file and name, or a scenario's file")
    what: str = Field(description="what it says of itself there")
    scenarios: list[str] = Field(description="those asked about in which it is used for this")


class SourceDocument(Document):
    """A source, with all that it is used for."""

    key: str
    type: str = Field(description="of the entry: article, misc, software, ...")
    bibtex: str
    used_for: list[PurposeDocument]


class CiteDocument(Document):
    """What `dealsim cite --json` prints."""

    scenarios: list[str]
    sources: list[SourceDocument]
    lacking: list[str] = Field(description="keys that files name and dealsim's sources lack")
    version: str


class IndexDocument(Document):
    """A Sobol index: a share of the variance of an outcome between points."""

    value: float = Field(description="corrected for the luck of a finite number of games")
    raw: float = Field(description="as it comes of the points' means")
    ci95: tuple[float, float] = Field(description="95% interval of the value, by bootstrap over rows of the design")
    replicate_error: float | None = Field(
        description="standard error that comes of a finite number of games alone; null without two replications"
    )


class FactorIndicesDocument(Document):
    """The Sobol indices of a factor."""

    factor: str
    label: str
    first: IndexDocument = Field(description="what the factor explains by itself")
    total: IndexDocument = Field(description="what it explains by itself and together with others")


class PairIndexDocument(Document):
    """The Sobol index of a pair of factors: what they explain together beyond each by itself."""

    factors: tuple[str, str]
    index: IndexDocument


class EffectDocument(Document):
    """A factor's elementary effects by Morris: over the whole of its range, in the outcome's unit."""

    factor: str
    label: str
    mu: float = Field(description="mean effect")
    mu_ci95: tuple[float, float]
    mu_star: float = Field(description="mean size of the effect")
    mu_star_ci95: tuple[float, float]
    sigma: float = Field(description="spread of the effect from place to place, corrected for luck")
    sigma_ci95: tuple[float, float]
    sigma_raw: float = Field(description="the same, not corrected")
    replicate_error: float | None = Field(description="standard error of mu_star that comes of finitely many games")
    noise: float | None = Field(description="the mu_star that luck alone would show")
    clear: bool = Field(description="whether mu_star is beyond that noise, by a 95% interval of their difference")


class LimitDocument(Document):
    """A limit of a box: numbers between two ends, null where there is none, or words."""

    factor: str
    label: str
    low: float | None
    high: float | None
    words: list[str] | None
    quasi_p: tuple[float | None, float | None] = Field(
        description="chance of as many cases without the limit: of the lower and upper end; of words the first"
    )


class BoxDocument(Document):
    """A box of factors' values."""

    limits: list[LimitDocument]
    points: int
    cases: int
    coverage: float = Field(description="its share of all cases")
    density: float = Field(description="share of its points that are cases")
    mass: float = Field(description="its share of all points")


class DiscoveryDocument(Document):
    """Where the cases of interest lie, by PRIM."""

    case: str
    points: int
    cases: int
    box: BoxDocument = Field(description="of the best balance of coverage and density, less limits not borne out")
    chance: float = Field(description="share of shuffles of the cases with a box of that balance")
    shuffles: int
    way: list[BoxDocument] = Field(description="every box that was passed, from the whole to the last")


class RuleDocument(Document):
    """A rule of one factor: where it holds the difference is above 0, elsewhere below."""

    factor: str
    label: str
    above: bool | None = Field(description="whether it holds above the limit, or below; null of words")
    limit: float | None
    limit_ci95: tuple[float, float] | None
    words: list[str] | None = Field(description="at which it holds; null of numbers")
    misses: float = Field(description="share of the points above 0 at which it does not hold")
    false_alarms: float = Field(description="share of the points below 0 at which it holds")
    chance: float = Field(description="share of shuffles in which the best rule of any factor tells as much")
    claim: bool = Field(description="whether that share is at most 5%")


class RegionsDocument(Document):
    """Where a difference is above 0, and where below."""

    points: int
    above: int
    below: int
    even: int = Field(description="points at which it is 0")
    clear: int = Field(description="points whose 95% interval leaves out 0")
    rules: list[RuleDocument]


class AnalysisDocument(Document):
    """What matters for one outcome in one design; of the results that of the method, the others null."""

    outcome: str
    difference: bool = Field(description="whether it is the outcome's difference from what is compared")
    scenario: str
    compared: float | str | None = Field(description="value of the factor that is compared; null where none is")
    compared_with: float | str | None = Field(description="of a difference, the value that it is the difference from")
    points: int
    share_of_luck: float | None = Field(description="of the variance of points' means, what is luck of their games")
    undefined: str | None = Field(description="why there is no result")
    notes: list[str]
    indices: list[FactorIndicesDocument] | None
    pairs: list[PairIndexDocument] | None
    effects: list[EffectDocument] | None
    discovery: DiscoveryDocument | None
    regions: RegionsDocument | None


class SensitivityDocument(Document):
    """What `dealsim sensitivity --json` prints."""

    experiment: str
    title: str
    method: str
    design: str
    points: int
    games: int | None = Field(description="at each point; null where points differ")
    seed: int = Field(description="key of the games' luck")
    luck: str = Field(description="common: all points share their luck; own: none do")
    versus: str | None = Field(description="the factor that is compared")
    analyses: list[AnalysisDocument]
    version: str


class ReportDocument(Document):
    """What `dealsim report --json` prints."""

    file: str
    studies: list[str] = Field(description="experiments that it is about, by the names of their files")
    version: str


class BundleDocument(Document):
    """What `dealsim bundle --json` prints."""

    file: str
    files: list[str] = Field(description="what is in it")
    version: str


RESULTS: dict[str, type[Document]] = {
    "run": RunDocument,
    "story": StoryDocument,
    "compare": CompareDocument,
    "negotiations": NegotiationsDocument,
    "window": WindowDocument,
    "figures": FiguresDocument,
    "sweep": SweepDocument,
    "sweep_estimate": SweepEstimateDocument,
    "sensitivity": SensitivityDocument,
    "merge": MergeDocument,
    "repeat": RepeatDocument,
    "check": CheckDocument,
    "report": ReportDocument,
    "bundle": BundleDocument,
    "cite": CiteDocument,
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
