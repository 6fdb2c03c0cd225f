"""The document of a run: what `dealsim run --json` prints, and what its `--out` keeps as outcomes.json."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from dealsim import __version__

if TYPE_CHECKING:
    from dealsim.measure.outcomes import Summary
    from dealsim.scenario import Worlds


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


def run_document(summary: "Summary", worlds: "Worlds", scenario: str, seed: int, engine: str) -> "RunDocument":
    """Return what came of the games as a document."""
    return RunDocument(
        scenario=Path(scenario).name,  # no folder: that might name the user, and would change the bytes
        games=summary.games,
        seed=seed,
        engine=engine,
        worlds=worlds.world_of(summary.games - 1) + 1 if worlds.uncertain else None,
        uncertain={each.address: each.words for each in worlds.uncertain} or None,
        outcomes={name: EstimateDocument(**asdict(one)) for name, one in summary.estimates().items()},
        counts=summary.totals,
        version=__version__,
    )
