"""The ledger of claims as a document, and as a table."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dealsim import __version__
from dealsim.cli.documents import (
    ClaimDocument,
    ClaimsDocument,
    DependenceDocument,
    LeverDocument,
    PredictionDocument,
    SideDocument,
    TriedDocument,
)
from dealsim.results.provenance import model_digest

if TYPE_CHECKING:
    from dealsim.evidence.claims.ledger import ClaimFound, Dependence, Ledger, PartFound, Tried
    from dealsim.evidence.claims.schema import Lever
    from dealsim.evidence.claims.separation import Side
    from dealsim.evidence.claims.verdicts import Judged


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
    return ClaimDocument(
        id=found.ready.id,
        title=claim.title,
        claim=claim.claim,
        group=claim.group,
        source=claim.source,
        section=claim.section,
        note=claim.note,
        verdict=found.verdict.value,
        predictions=[prediction_of(part, part.part.name in claim.judges) for part in found.parts],
    )


def prediction_of(found: "PartFound", judges: bool) -> PredictionDocument:
    """Return a prediction with what was found of it."""
    part = found.part
    return PredictionDocument(
        name=part.name,
        about=part.prediction.about,
        measure=part.measure.name,
        unit=part.measure.outcome.unit,
        direction=part.prediction.direction,
        smallest=part.prediction.least,
        given=part.prediction.given,
        rather_than=part.prediction.rather_than,
        lever=lever_of(part.lever),
        judges=judges,
        verdict=found.verdict.value,
        tried=[tried_of(each) for each in found.tried],
        dependence=None if found.dependence is None else dependence_of(found.dependence),
        best_guess=None if found.guess is None else dependence_of(found.guess),
    )


def lever_of(lever: "Lever") -> LeverDocument:
    """Return what is changed."""
    return LeverDocument(name=lever.name, less=lever.less, more=lever.more)


def tried_of(tried: "Tried") -> TriedDocument:
    """Return what was found in a world."""
    effect, judged = tried.effect, tried.judged
    return TriedDocument(
        world=tried.world,
        sampled=tried.sampled,
        less=effect.less,
        less_ci95=effect.less_ci95,
        more=effect.more,
        more_ci95=effect.more_ci95,
        change=effect.change,
        se=effect.se,
        ci95=effect.ci95,
        interval=effect.interval,
        finding=judged.finding.value,
        sign=judged.sign.value,
        games=effect.games,
        worlds=effect.worlds,
        enough=judged.enough,
    )


def dependence_of(found: "Dependence") -> DependenceDocument:
    """Return on what a prediction depends."""
    separation = found.separation
    return DependenceDocument(
        key=separation.address,
        limit=separation.limit,
        below=side_of(separation.below, found.below),
        above=side_of(separation.above, found.above),
        difference=separation.difference,
        ci95=separation.difference_ci95,
        clear=separation.clear,
    )


def side_of(side: "Side", judged: "Judged") -> SideDocument:
    """Return what was found on one side of a limit."""
    return SideDocument(
        change=side.mean,
        ci95=side.ci95,
        interval=side.interval,
        finding=judged.finding.value,
        sign=judged.sign.value,
        worlds=side.worlds,
    )


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
