"""The short page that is committed in the place of the model's page: its headings, each with where to read on."""

import re
from collections.abc import Iterator

from scripts.model_page.markdown import outside_code

INTRODUCTION = """\
<!-- Made by `make pages` from docs/model.md.in and from the code. Edit those, not this page. -->

# The model

The model's page describes the whole model in the headings of the ODD protocol: its equations, state variables,
parameters, outcomes and the order of a round. It is made from the code, so it is built and not kept here:

```console
make docs
```

writes it as `build/site/model.html`, with the rest of the documentation, and as Markdown, `build/docs-src/model.md`.
These are its headings. A heading that is a link is about the rules of the file that it leads to.
"""
LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")
FILE = re.compile(r"^File: \[`[^`]*`\]\(([^)]*)\)\.$", re.MULTILINE)
SENTENCE = re.compile(r"[A-Z][^\n]*?(?:\n[^\n]+?)*?\.(?=\s)")


def contents_of(page: str) -> str:
    """Return the short page of a page: its headings of two levels, in its order."""
    return INTRODUCTION + "".join(f"\n{part}\n" for part in parts_of(page))


def parts_of(page: str) -> Iterator[str]:
    """Yield each heading of the second level with its first sentence, and the list of those below it."""
    for section in divided_at("## ", outside_code(page)):
        heading, said, *below = *divided_heading(section), *divided_at("### ", section)
        yield f"## {heading}"
        if first := SENTENCE.match(said):
            yield LINK.sub(r"\1", first[0])
        if below:
            yield "\n".join(f"- {linked(part)}" for part in below)


def divided_at(mark: str, text: str) -> list[str]:
    """Return the sections that begin with a heading of this level."""
    return re.split(rf"^{mark}", text, flags=re.MULTILINE)[1:]


def divided_heading(section: str) -> tuple[str, str]:
    """Return a section's heading, and what follows it."""
    heading, _, said = section.partition("\n")
    return heading, said.lstrip()


def linked(section: str) -> str:
    """Return a section's heading, as a link if the section shows a file."""
    heading, said = divided_heading(section)
    title = re.sub(r" \(`[^`]*`\)$", "", heading)
    file = FILE.search(said)
    return f"[{title}]({file[1]})" if file else title
