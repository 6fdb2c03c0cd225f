"""Shipped fits, each computed once in a run of the tests: one takes seconds, and many tests look at it."""

import os
from pathlib import Path

from dealsim.evidence.published.document import FitDocument
from dealsim.evidence.published.fitting import fit
from dealsim.evidence.published.loading import Result
from dealsim.scenario.files.shipped import PUBLISHED


def fit_once(result: Result, folder: Path) -> FitDocument:
    """Return the fit of a result; a shipped one is kept in a folder that all processes of the tests share."""
    if result.name not in PUBLISHED.names() or result.changed:
        return fit(result)
    kept = folder / f"{result.name}.json"
    if not kept.exists():
        half = folder / f"{result.name}.{os.getpid()}"
        half.write_text(fit(result).model_dump_json(), encoding="utf-8")
        half.rename(kept)
    return FitDocument.model_validate_json(kept.read_text(encoding="utf-8"))
