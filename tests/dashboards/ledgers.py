"""A small ledger, of five claims that were played with few games."""

from pathlib import Path

from dashboards.ledger import Ledger, read

SMALL = Path(__file__).with_name("small-ledger.json")


def small_ledger() -> Ledger:
    """Return the ledger."""
    return read(SMALL, 0)
