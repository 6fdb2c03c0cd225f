"""What `scenarios/sources.bib` says, as links in the text and a list at the end."""

import re
import unicodedata
from dataclasses import dataclass

from scripts.model_page.source import PageError

KEY = re.compile(r"\b[a-z]+\d{4}[a-z]+\b")
CITED = re.compile(r"\]\(#([a-z]+\d{4}[a-z]+)\)")
ACCENTS = {'"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304"}
ACCENTS |= {"c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a"}
MONTHS = {
    "jan": "January",
    "feb": "February",
    "mar": "March",
    "apr": "April",
    "may": "May",
    "jun": "June",
    "jul": "July",
    "aug": "August",
    "sep": "September",
    "oct": "October",
    "nov": "November",
    "dec": "December",
}


@dataclass(frozen=True)
class Bibliography:
    """Entries by key, each a mapping of fields."""

    entries: dict[str, dict[str, str]]

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
        names = [name.partition(",")[0] for name in authors(self.entries[key])]
        who = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
        return f"{who} {self.entries[key]['year']}"

    def surnames(self) -> set[str]:
        """Return the family names of all authors."""
        return {name.partition(",")[0] for entry in self.entries.values() for name in authors(entry)}

    def of(self, page: str) -> str:
        """Return the list of all that a page cites, by author and year."""
        cited = sorted(set(CITED.findall(page)), key=lambda key: (self.label(key).lower(), key))
        return "\n".join(f'- <a id="{key}"></a>{self.reference(key)}' for key in cited)

    def reference(self, key: str) -> str:
        """Return an entry in full."""
        entry = self.entries[key]
        when = " ".join(filter(None, (MONTHS.get(entry.get("month", "")), entry["year"])))
        volume = entry.get("volume", "") + (f"({entry['number']})" if "number" in entry else "")
        where = ", ".join(filter(None, (" ".join(filter(None, (venue(entry), volume))), entry.get("pages"))))
        doi = f"https://doi.org/{entry['doi']}" if "doi" in entry else entry.get("url", "")
        parts = (f"{'; '.join(authors(entry))} ({when})", entry["title"], where, entry.get("note"), doi)
        ended = (part if part[-1] in ".?!" else f"{part}." for part in parts if part)
        return f"{' '.join(ended)} `{key}`"


def venue(entry: dict[str, str]) -> str:
    """Return where something came out, in italics."""
    name = entry.get("journal") or entry.get("booktitle") or entry.get("publisher") or ""
    return f"*{name}*" if name else ""


def authors(entry: dict[str, str]) -> list[str]:
    """Return the authors of an entry, family name first."""
    names = entry.get("author", entry.get("editor", "")).split(" and ")
    return ["et al." if name == "others" else name.strip() for name in names]


def read_bibliography(text: str) -> Bibliography:
    """Return the entries of a .bib file: `@kind{key, field = {value}, field = word}`."""
    starts = list(re.finditer(r"^@\w+\{([^,\s]+),", text, re.MULTILINE))
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return Bibliography(
        {start.group(1): read_fields(text[start.end() : end]) for start, end in zip(starts, ends, strict=True)}
    )


def read_fields(body: str) -> dict[str, str]:
    """Return the fields of one entry, without TeX's braces and accents."""
    fields, place = {}, 0
    while match := re.compile(r"(\w+)\s*=\s*").search(body, place):
        value, place = read_value(body, match.end())
        fields[match.group(1).lower()] = plain(value)
    return fields


def read_value(body: str, start: int) -> tuple[str, int]:
    """Return a value that starts somewhere, in balanced braces or quotes or a bare word, and where it ends."""
    if body[start] == "{":
        depth = 0
        for place in range(start, len(body)):
            depth += {"{": 1, "}": -1}.get(body[place], 0)
            if depth == 0:
                return body[start + 1 : place], place + 1
    if body[start] == '"':
        end = body.index('"', start + 1)
        return body[start + 1 : end], end + 1
    match = re.compile(r"\w+").match(body, start)
    if match is None:
        raise PageError(f"scenarios/sources.bib: no value at {body[start : start + 40]!r}")
    return match.group(), match.end()


def plain(value: str) -> str:
    r"""Return TeX as plain text: `J{\"a}rviniemi` with its own letter, `--` as a dash, no braces."""
    accented = re.sub(
        r"\\(?:([\"'`^~=])\{?|([cvuHkr])[ {])(\w)",
        lambda match: unicodedata.normalize("NFC", match.group(3) + ACCENTS[match.group(1) or match.group(2)]),
        value,
    )
    bare = accented.replace("{", "").replace("}", "").replace("--", "–")
    bare = re.sub(r"\\([%&_#$])|\$([^$]*)\$", lambda match: match.group(1) or match.group(2), bare)
    if "\\" in bare:
        raise PageError(f"scenarios/sources.bib: an accent or sign of TeX that is not known in {value!r}")
    return " ".join(bare.split())
