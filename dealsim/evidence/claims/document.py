"""The ledger of claims as a document, and as a table."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from dealsim import __version__
from dealsim.results.documents import Document
from dealsim.results.provenance import model_digest

if TYPE_CHECKING:
    from dealsim.evidence.claims.ledger import ClaimFound, Dependence, Ledger, PartFound, Tried
    from dealsim.evidence.claims.separation import Side
    from dealsim.evidence.claims.verdicts import Judged

type Span = tuple[float, float]
Verdict = Literal["holds", "fails", "depends", "no effect", "cannot say yet"]
Finding = Literal["as predicted", "the other way", "no effect", "nothing to move", "cannot say yet"]


class LeverDocument(Document):
    """What is changed: two settings of a scenario."""

    name: str
    less: dict[str, Any] = Field(description="keys of the scenario where there is less of it")
    more: dict[str, Any] = Field(description="keys of the scenario where there is more of it")


class TriedDocument(Document):
    """A prediction in one world, or over a sample of worlds."""

    world: str
    sampled: bool = Field(description="whether it is a sample of worlds")
    less: float | None = Field(description="mean of the measure where there is less of the lever; null if undefined")
    less_ci95: Span | None = Field(description="95% interval of that mean")
    more: float | None = Field(description="the same where there is more")
    more_ci95: Span | None
    change: float | None = Field(
        description="how much greater it is with more; where two conditions are compared, by how much that is greater "
        "under the first"
    )
    se: float | None = Field(description="standard error of the change, games being paired")
    ci95: Span | None = Field(description="95% interval of the change by itself")
    interval: Span | None = Field(description="of the change, at the run's confidence: the finding rests on it")
    finding: Finding
    sign: Literal["+", "−", "0", "·", "?"] = Field(description="+, − or 0 as found; · nothing to move, ? not known yet")
    games: int = Field(description="games, or minds, in which the measure is defined")
    worlds: int | None = Field(description="worlds of a sample")
    enough: int | None = Field(
        description="games, of a sample worlds, that would do where it cannot be said yet; null if 10 million would not"
    )


class SideDocument(Document):
    """What is found on one side of a limit, in worlds of the sample in which the limit was not sought."""

    change: float
    ci95: Span
    interval: Span = Field(description="at the run's confidence")
    finding: Finding
    sign: Literal["+", "−", "0", "·", "?"]
    worlds: int


class DependenceDocument(Document):
    """The number of the world by which the effect differs most: sought in half of the sample, tried in the other."""

    key: str = Field(description="of the scenario")
    limit: float
    below: SideDocument
    above: SideDocument
    difference: float = Field(description="of the changes above and below")
    ci95: Span = Field(description="of that difference, by itself; of a best guess it holds 0")
    clear: bool = Field(description="whether it excludes zero at the run's confidence too: then its sides count")


class PredictionDocument(Document):
    """A prediction of a claim, and what is found of it."""

    name: str
    about: str
    measure: str
    unit: str
    direction: Literal["rises", "falls", "stays", "does not rise", "does not fall"]
    smallest: float = Field(description="smallest effect that matters, in the measure's unit")
    given: dict[str, Any]
    rather_than: dict[str, Any] | None
    lever: LeverDocument
    judges: bool = Field(description="whether the claim's verdict is made of it, or it only says how")
    verdict: Verdict
    tried: list[TriedDocument]
    dependence: DependenceDocument | None
    best_guess: DependenceDocument | None = Field(
        None, description="of one that depends, but on no number that separates well enough: the best number found"
    )


class ClaimDocument(Document):
    """A claim, and its verdict."""

    id: str
    title: str
    claim: str
    group: str
    source: str
    section: str
    note: str
    verdict: Verdict
    predictions: list[PredictionDocument]


class ClaimsDocument(Document):
    """What `dealsim claims --json` prints, and what its `--out` keeps as ledger.json."""

    claims: list[ClaimDocument]
    games: int = Field(description="in each named world")
    worlds: int = Field(description="of a sample")
    games_per_world: int = Field(description="in each of those")
    played: int = Field(description="games that were played or kept, each arm once; minds that were formed not counted")
    seed: int
    decisions: int = Field(description="intervals that decide something in this run")
    confidence: float = Field(description="of each interval that decides, so that all of them have 95% together")
    version: str
    model: str = Field(description="digest of the sources that decide numbers")


def claims_document(ledger: "Ledger") -> ClaimsDocument:
    """Return a ledger as a document."""
    return ClaimsDocument(
        claims=[claim_of(found) for found in ledger.claims],
        games=ledger.sizes.games,
        worlds=ledger.sizes.worlds,
        games_per_world=ledger.sizes.games_per_world,
        played=ledger.games,
        seed=ledger.seed,
        decisions=ledger.decisions,
        confidence=ledger.confidence,
        version=__version__,
        model=model_digest(),
    )


def claim_of(found: "ClaimFound") -> ClaimDocument:
    """Return a claim with its verdict."""
    claim = found.ready.claim
    predictions = [prediction_of(part, part.part.name in claim.judges) for part in found.parts]
    return ClaimDocument.of(claim, id=found.ready.id, verdict=found.verdict.value, predictions=predictions)


def prediction_of(found: "PartFound", judges: bool) -> PredictionDocument:
    """Return a prediction with what was found of it."""
    part = found.part
    return PredictionDocument.of(
        part.prediction,
        name=part.name,
        measure=part.measure.name,
        unit=part.measure.outcome.unit,
        smallest=part.prediction.least,
        lever=LeverDocument.of(part.lever),
        judges=judges,
        verdict=found.verdict.value,
        tried=[tried_of(each) for each in found.tried],
        dependence=None if found.dependence is None else dependence_of(found.dependence),
        best_guess=None if found.guess is None else dependence_of(found.guess),
    )


def tried_of(tried: "Tried") -> TriedDocument:
    """Return what was found in a world."""
    judged = tried.judged
    named = {"world": tried.world, "sampled": tried.sampled, "enough": judged.enough}
    return TriedDocument.of(tried.effect, finding=judged.finding.value, sign=judged.sign.value, **named)


def dependence_of(found: "Dependence") -> DependenceDocument:
    """Return on what a prediction depends."""
    separation = found.separation
    return DependenceDocument.of(
        separation,
        key=separation.address,
        below=side_of(separation.below, found.below),
        above=side_of(separation.above, found.above),
        ci95=separation.difference_ci95,
    )


def side_of(side: "Side", judged: "Judged") -> SideDocument:
    """Return what was found on one side of a limit."""
    return SideDocument.of(side, change=side.mean, finding=judged.finding.value, sign=judged.sign.value)


def tidy(document: ClaimsDocument) -> Iterator[dict[str, Any]]:
    """Yield a row for each claim, prediction and world."""
    for claim in document.claims:
        for prediction in claim.predictions:
            for tried in prediction.tried:
                yield {
                    "claim": claim.id,
                    "prediction": prediction.name,
                    "lever": prediction.lever.name,
                    "measure": prediction.measure,
                    "unit": prediction.unit,
                    "direction": prediction.direction,
                    "smallest": prediction.smallest,
                    "claim_verdict": claim.verdict,
                    "prediction_verdict": prediction.verdict,
                    **tried.model_dump(exclude={"ci95", "interval", "less_ci95", "more_ci95"}),
                    "ci95_low": tried.ci95[0] if tried.ci95 else None,
                    "ci95_high": tried.ci95[1] if tried.ci95 else None,
                    "low": tried.interval[0] if tried.interval else None,
                    "high": tried.interval[1] if tried.interval else None,
                }
