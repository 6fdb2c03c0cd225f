"""What a scenario rests on in the literature: entries of `scenarios/sources.bib`, and what each was used for."""

from dealsim.bibliography.citing import Citation, citations
from dealsim.bibliography.entries import Entry, read_entries

__all__ = ["Citation", "Entry", "citations", "read_entries"]
