"""Shipped fits, each computed once a process: one costs seconds, and several tests look at it."""

from functools import cache

from dealsim.evidence.published.document import FitDocument
from dealsim.evidence.published.fitting import fit
from dealsim.evidence.published.loading import Result, load_published


@cache
def shipped_fit(name: str) -> FitDocument:
    """Return the fit of a shipped result."""
    return fit(load_published(name))


def fit_once(result: Result) -> FitDocument:
    """Return the fit of a result, that of a shipped one from memory."""
    return fit(result) if result.changed else shipped_fit(result.name)
