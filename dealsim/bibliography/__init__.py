"""The literature behind a scenario: entries of `scenarios/sources.bib`, and the uses of each."""

from dealsim.bibliography.citing import Citation, citations
from dealsim.bibliography.entries import Entry, read_entries

__all__ = ["Citation", "Entry", "citations", "read_entries"]
