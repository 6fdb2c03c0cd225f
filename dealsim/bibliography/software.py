"""dealsim's own entry, from CITATION.cff."""

from datetime import date
from pathlib import Path
from typing import Any

from dealsim import __version__
from dealsim.bibliography.entries import Entry, read_entries
from dealsim.scenario.files.shipped import shipped_folder
from dealsim.scenario.files.source import parse_source, read_text

KEY = "dealsim"
CITATION = "CITATION.cff"
SAME = ("title", "license", "doi", "url")  # fields of CITATION.cff that an entry has under the same name


def software() -> Entry:
    """Return the entry of dealsim, of the version that runs."""
    said: dict[str, Any] = parse_source(read_text(citation_file()), CITATION, "citation").tree
    fields = {"author": " and ".join(map(author, said["authors"])), "version": __version__}
    fields |= {name: str(said[name]) for name in SAME if name in said}
    if "repository-code" in said and "url" not in fields:
        fields["url"] = str(said["repository-code"])
    if "date-released" in said:
        fields["year"] = str(date.fromisoformat(str(said["date-released"])).year)
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items()]
    return read_entries("\n".join([f"@software{{{KEY},", ",\n".join(lines), "}"]))[KEY]


def citation_file() -> Path:
    """Return where CITATION.cff is: inside an installed package, else at the root of the checkout."""
    return shipped_folder().parent / CITATION


def author(said: dict[str, str]) -> str:
    """Return an author for BibTeX; the name of a group is put in braces to keep it whole."""
    return f"{{{said['name']}}}" if "name" in said else f"{said['family-names']}, {said['given-names']}"
