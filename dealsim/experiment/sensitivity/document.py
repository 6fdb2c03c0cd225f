"""What is printed of what matters most in an experiment."""

from pydantic import Field

from dealsim.results.documents import Document


class IndexDocument(Document):
    """A Sobol index: a share of the variance of an outcome between points."""

    value: float = Field(description="corrected for the luck of a finite number of games")
    raw: float = Field(description="as computed from the points' means")
    ci95: tuple[float, float] = Field(description="95% interval of the value, by bootstrap over rows of the design")
    replicate_error: float | None = Field(
        description="standard error due to the finite number of games alone; null without two replications"
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
    replicate_error: float | None = Field(description="standard error of mu_star due to finitely many games")
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
    chance: float = Field(description="share of shuffles in which the best rule of any factor separates as well")
    claim: bool = Field(description="whether that share is at most 5%")


class RegionsDocument(Document):
    """Where a difference is above 0, and where below."""

    points: int
    above: int
    below: int
    even: int = Field(description="points at which it is 0")
    clear: int = Field(description="points whose 95% interval excludes zero")
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
