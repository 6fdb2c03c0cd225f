"""The document of negotiations: what `dealsim negotiations --json` prints, and its `--out` keeps."""

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from dealsim import __version__
from dealsim.core.codes import Reason
from dealsim.results.documents.document import Document

if TYPE_CHECKING:
    from dealsim.measure.estimates import Estimate
    from dealsim.measure.negotiation.totals import Totals


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


def negotiations_document(totals: "Totals", protocol: str, scenario: str, seed: int) -> NegotiationsDocument:
    """Return what the negotiations came to as a document."""
    endings = [
        EndingDocument.of(
            outcome,
            ending=ending.name.lower(),
            reason=None if reason == Reason.NONE else reason.name.lower(),
            rounds=outcome.rounds / outcome.negotiations,
            share=statistic_of(share),
        )
        for (ending, reason), (outcome, share) in totals.endings().items()
    ]
    return NegotiationsDocument.of(
        totals,
        scenario=Path(scenario).name,
        protocol=protocol,
        seed=seed,
        with_schemers=totals.schemers,
        endings=endings,
        statistics={name: statistic_of(estimate) for name, estimate in totals.estimates().items()},
        version=__version__,
    )


def statistic_of(estimate: "Estimate") -> StatisticDocument:
    """Return an estimate over negotiations as a document."""
    return StatisticDocument.of(estimate, negotiations=estimate.games, games=estimate.worlds or 0)
