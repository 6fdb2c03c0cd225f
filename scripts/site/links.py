"""The links of a Markdown page: where they stand, where they lead, and which anchors a page has."""

import re
from collections import Counter
from collections.abc import Callable

from scripts.model_page.markdown import anchor, outside_code

CODE = re.compile(r"(^(?P<fence>`{3,}).*?^(?P=fence)$|(?P<ticks>`+)[^`]+?(?P=ticks)(?!`))", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]*)?\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
NAMED = re.compile(r'<a id="([\w-]+)"></a>')


def pieces(page: str) -> list[tuple[str, bool]]:
    """Return a page in pieces, each with whether it is code, in which nothing is a link."""
    found, end = [], 0
    for match in CODE.finditer(page):
        found += [(page[end : match.start()], False), (match[0], True)]
        end = match.end()
    return [*found, (page[end:], False)]


def links_of(page: str) -> list[tuple[str, str]]:
    """Return the links of a page that lead to no other host, each as a path and an anchor without its sign."""
    return [(match[1], (match[2] or "")[1:]) for match in TARGET.finditer(without_code(page))]


def without_code(page: str) -> str:
    """Return a page with every piece of code replaced by the word `code`."""
    return "".join("code" if code else text for text, code in pieces(page))


def relinked(page: str, path: Callable[[str], str]) -> str:
    """Return a page with the path of every link replaced. Code may stand in a link's text, and is put back."""
    parts = pieces(page)
    kept = [text for text, code in parts if code]
    marked = "".join("\x00" if code else text for text, code in parts)
    moved = TARGET.sub(lambda link: f"]({path(link[1]) if link[1] else ''}{link[2] or ''})", marked)
    return re.sub("\x00", lambda _: kept.pop(0), moved)


def anchors_of(page: str) -> set[str]:
    """Return the anchors of a page: its headings', numbered where two are the same, and those it names."""
    seen: Counter[str] = Counter()
    found = set(NAMED.findall(page))
    for heading in HEADING.findall(outside_code(page)):
        name = anchor(heading)
        found.add(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return found
