"""The sources of scenarios as a .bib file, each below comments that say what it is used for."""

import textwrap
from collections.abc import Iterator

from dealsim.bibliography.citing import Citation, Citations, SourceUse

COMMENTS = textwrap.TextWrapper(
    100, initial_indent="% ", subsequent_indent="%   ", break_long_words=False, break_on_hyphens=False
)


def bib_file(found: Citations) -> Iterator[str]:
    """Yield the lines of a .bib file."""
    yield comment(
        f"What {' and '.join(found.scenarios)} rest{'s' * (len(found.scenarios) == 1)} on, by `dealsim cite`."
    )
    for citation in found.cited:
        yield ""
        yield from (comment(f"used for: {line}") for line in purposes(citation, len(found.scenarios)))
        yield citation.entry.text


def purposes(citation: Citation, scenarios: int) -> Iterator[str]:
    """Yield what a source is used for, a line each; in which scenarios, where it is not in all."""
    for purpose in citation.purposes:
        some = f" [{', '.join(purpose.scenarios)}]" if len(purpose.scenarios) < scenarios else ""
        yield f"{purpose_in_words(purpose)}{some}"


def purpose_in_words(purpose: SourceUse) -> str:
    """Return what a source is used for: where, and what is said there."""
    return f"{purpose.where}: {purpose.what}" if purpose.kind != "software" else purpose.what


def comment(text: str) -> str:
    """Return a comment; BibTeX would take an @ outside of an entry for the start of one."""
    said = text.replace("@", "(at)")
    return "\n".join(COMMENTS.wrap(said))
