"""The document of a run: what `dealsim run --json` prints, and what its `--out` keeps as outcomes.json."""

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from dealsim import __version__
from dealsim.results.documents.document import Document, only_if_uncertain

if TYPE_CHECKING:
    from dealsim.measure.outcomes import Summary
    from dealsim.scenario import Worlds


class EstimateDocument(Document):
    """An outcome's mean over the games in which it is defined; null where there are too few to say."""

    mean: float | None
    se: float | None = Field(description="standard error of the mean")
    ci95: tuple[float, float] | None = Field(description="95% interval, which stays within the range of the outcome")
    games: int = Field(description="games in which the outcome is defined")
    worlds: int | None = only_if_uncertain("worlds that these games are in")
    world_share: float | None = only_if_uncertain("share of the variance of one game that is due to its world")


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


def run_document(summary: "Summary", worlds: "Worlds", scenario: str, seed: int, engine: str) -> RunDocument:
    """Return the results of the games as a document."""
    return RunDocument(
        scenario=Path(scenario).name,  # no folder: that might name the user, and would change the bytes
        games=summary.games,
        seed=seed,
        engine=engine,
        worlds=worlds.world_of(summary.games - 1) + 1 if worlds.uncertain else None,
        uncertain={each.address: each.words for each in worlds.uncertain} or None,
        outcomes={name: EstimateDocument.of(one) for name, one in summary.estimates().items()},
        counts=summary.totals,
        version=__version__,
    )
