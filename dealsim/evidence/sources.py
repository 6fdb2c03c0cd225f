"""Sources of claims and published numbers: keys of the shipped bibliography."""

from dealsim.bibliography.citing import shipped_entries
from dealsim.scenario.files.problems import Misfit, nearest_name, shown


def known_source(key: str) -> str:
    """Return a key of `scenarios/sources.bib`, or raise Misfit."""
    known = shipped_entries()
    if key not in known:
        raise Misfit(f"no source with the key {shown(key)}", "a key of sources.bib", nearest=nearest_name(key, known))
    return key
