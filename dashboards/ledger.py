"""The shipped ledger of claims, and what a claim looks like on Explore."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from dealsim.api.loading import written
from dealsim.evidence.claims.document import ClaimDocument, ClaimsDocument, PredictionDocument, TriedDocument, Verdict
from dealsim.results.provenance import model_digest
from dealsim.scenario import shipped_names
from dealsim.scenario.files.shipped import CLAIMS

from .address import View
from .sides import Side

FILE = "ledger.json"
VERDICTS: tuple[str, ...] = get_args(Verdict)


@dataclass(frozen=True)
class Ledger:
    """The ledger. current: whether it was played with the model that is installed."""

    document: ClaimsDocument
    current: bool

    @property
    def groups(self) -> list[str]:
        """What claims are about, in the order of the ledger."""
        return list(dict.fromkeys(claim.group for claim in self.document.claims))

    @property
    def understood(self) -> dict[str, Collection[str]]:
        """What may stand in an address, by its key."""
        return {"verdict": VERDICTS, "about": self.groups, "claim": [claim.id for claim in self.document.claims]}

    def counted(self) -> Counter[str]:
        """Return how many claims have which verdict."""
        return Counter(claim.verdict for claim in self.document.claims)

    def chosen(self, verdict: str, group: str) -> list[ClaimDocument]:
        """Return the claims of a verdict and of a group, of any where there is no word."""
        return [
            claim for claim in self.document.claims if verdict in ("", claim.verdict) and group in ("", claim.group)
        ]


def shipped_ledger() -> Ledger | None:
    """Return the ledger that travels with dealsim; None where none does."""
    path = CLAIMS.folder() / FILE
    return read(path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=2)
def read(path: Path, changed: int) -> Ledger:
    """Return a ledger as it was written at a time."""
    document = ClaimsDocument.model_validate_json(path.read_bytes())
    return Ledger(document, document.model == model_digest())


@dataclass(frozen=True)
class Ends:
    """What a prediction sets: its condition, and less and more of what it changes."""

    given: dict[str, Any]
    less: dict[str, Any]
    more: dict[str, Any]


def lever_ends(prediction: PredictionDocument) -> Ends:
    """Return what a prediction sets."""
    return Ends(prediction.given, prediction.lever.less, prediction.lever.more)


def view_of_prediction(ends: Ends, world: str) -> View:
    """Return the view that shows a prediction in a world: less of the lever is pinned, more of it is now."""
    given, less, more = (tuple(written(each)) for each in (ends.given, ends.less, ends.more))
    return View(now=Side(world, (*given, *more)), pinned=Side(world, (*given, *less)))


def can_be_shown(tried: TriedDocument) -> bool:
    """Return whether Explore can show the world that a prediction was tried in."""
    return tried.world in shipped_names()
