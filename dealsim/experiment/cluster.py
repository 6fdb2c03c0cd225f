"""Chunks played on a Dask cluster."""

from collections.abc import Iterator
from contextlib import contextmanager

from dealsim.experiment.run import Workers


@contextmanager
def cluster_at(address: str) -> Iterator[Workers]:
    """Hold the workers of the scheduler at an address, or of a scheduler file."""
    raise NotImplementedError
    yield
