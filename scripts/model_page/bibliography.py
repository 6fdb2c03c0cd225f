"""What `scenarios/sources.bib` says, as links in the text and a list at the end."""

import re
from dataclasses import dataclass

from dealsim.bibliography.entries import KEY, BibliographyError, Entry, read_entries
from scripts.model_page.source import PageError

__all__ = ["KEY", "Bibliography", "read_bibliography"]

CITED = re.compile(r"\]\(#([a-z]+\d{4}[a-z]+)\)")


@dataclass(frozen=True)
class Bibliography:
    """Entries by key."""

    entries: dict[str, Entry]

    def link(self, key: str) -> str:
        """Return a link to an entry that reads as a citation: `Fehr and Schmidt 1999`."""
        if key not in self.entries:
            raise PageError(f"`{key}` is cited and is not in scenarios/sources.bib")
        return f"[{self.label(key)}](#{key})"

    def linked(self, text: str) -> str:
        """Return a text with every key turned into a link."""
        return KEY.sub(lambda match: self.link(match.group()), text)

    def label(self, key: str) -> str:
        """Return how an entry is cited."""
        return self.entries[key].label

    def surnames(self) -> set[str]:
        """Return the family names of all authors."""
        return {name for entry in self.entries.values() for name in entry.surnames}

    def of(self, page: str) -> str:
        """Return the list of all that a page cites, by author and year."""
        cited = sorted(set(CITED.findall(page)), key=lambda key: (self.label(key).lower(), key))
        return "\n".join(f'- <a id="{key}"></a>{self.reference(key)}' for key in cited)

    def reference(self, key: str) -> str:
        """Return an entry in full, its key last."""
        return f"{self.entries[key].reference} `{key}`"


def read_bibliography(text: str) -> Bibliography:
    """Return the entries of a .bib file."""
    try:
        return Bibliography(read_entries(text))
    except BibliographyError as error:
        raise PageError(str(error)) from None
