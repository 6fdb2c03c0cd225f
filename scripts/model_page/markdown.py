"""Small pieces of Markdown: tables, code, headings' anchors, and docstrings divided into mathematics and words."""

import re
from collections.abc import Iterable, Sequence

# What Markdown would read as its own sign.
SIGNS = re.compile(r"[*~$\\]|<(?=[A-Za-z/!])|(?<!\w)_|_(?!\w)|\]\(")
BREAKS_A_LINE = re.compile(r"^\s*(?:[#>|]|[-+] |\d+[.)] |=+$|-+$)", re.MULTILINE)
FENCED = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
SENTENCE = re.compile(r"(?:[A-Z][a-z'-]+|A|I)\b")


def table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(cell or "–" for cell in line) + " |" for line in lines)


def words(text: str) -> str:
    """Return plain text as Markdown that shows the same, on one line and fit for a table's cell."""
    parts = re.split(r"(`[^`]*`)", " ".join(text.split()))
    escaped = [part if part.startswith("`") else SIGNS.sub(lambda sign: "\\" + sign.group(), part) for part in parts]
    return "".join(escaped).replace("|", r"\|")


def code(text: str) -> str:
    """Return a word as code within a line."""
    return f"`{text}`"


def block(text: str) -> str:
    """Return lines that are shown as they are."""
    return f"```text\n{text}\n```"


def outside_code(page: str) -> str:
    """Return a page with its code blocks left out, whose lines could be taken for headings or links."""
    return FENCED.sub("", page)


def anchor(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    bare = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", bare.strip().lower()).replace(" ", "-")


def divided(docstring: str) -> tuple[str, list[str], list[str]]:
    """Return a docstring's first paragraph, its mathematics and its words.

    A paragraph is words if it begins as a sentence does and holds nothing that Markdown would take for its own.
    Mathematics, symbols and all else that is in doubt are shown as they are.
    """
    first, *rest = docstring.strip().split("\n\n")
    pieces = [piece for part in rest for piece in without_source(part)]
    said = [piece for piece in pieces if is_words(piece)]
    return first, [piece for piece in pieces if piece not in said], said


def without_source(paragraph: str) -> list[str]:
    """Return a paragraph with the source that it may end in as a paragraph of its own."""
    body, mark, source = paragraph.rpartition("Source: ")
    if not mark or not body.endswith(("  ", "\n")) or not is_words(mark + source):
        return [paragraph]
    return [body.rstrip(), mark + source]


def is_words(paragraph: str) -> bool:
    """Return whether a paragraph is plain sentences."""
    outside = re.sub(r"`[^`]*`", "", paragraph)
    begins = SENTENCE.match(paragraph) and " = " not in paragraph.partition("\n")[0]
    return bool(begins) and not SIGNS.search(outside) and not BREAKS_A_LINE.search(paragraph)
