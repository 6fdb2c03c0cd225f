"""Entries of a .bib file: as written there, and as plain text."""

import re
import unicodedata
from dataclasses import dataclass

KEY = re.compile(r"\b[a-z]+\d{4}[a-z]+\b")
START = re.compile(r"^@(\w+)\{([^,\s]+),", re.MULTILINE)
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


class BibliographyError(ValueError):
    """A .bib file that cannot be read: the message says what to fix."""


@dataclass(frozen=True)
class Entry:
    """One entry. kind: `article`, `misc`, ...  text: as it stands in the file.  fields: as plain text, by name."""

    key: str
    kind: str
    text: str
    fields: dict[str, str]

    @property
    def authors(self) -> list[str]:
        """The authors, or else the editors, family name first."""
        names = self.fields.get("author", self.fields.get("editor", "")).split(" and ")
        return ["et al." if name == "others" else name.strip() for name in names]

    @property
    def surnames(self) -> list[str]:
        """The family names of the authors."""
        return [name.partition(",")[0] for name in self.authors]

    @property
    def label(self) -> str:
        """How the entry is cited: `Fehr and Schmidt 1999`."""
        names = self.surnames
        who = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
        return f"{who} {self.fields.get('year', '')}".rstrip()

    @property
    def reference(self) -> str:
        """The entry in full, in Markdown, without its key."""
        told = self.fields
        when = " ".join(filter(None, (MONTHS.get(told.get("month", "")), told.get("year", "no date"))))
        volume = told.get("volume", "") + (f"({told['number']})" if "number" in told else "")
        where = ", ".join(filter(None, (" ".join(filter(None, (self.venue, volume))), told.get("pages"))))
        doi = f"https://doi.org/{told['doi']}" if "doi" in told else told.get("url", "")
        parts = (f"{'; '.join(self.authors)} ({when})", told["title"], where, told.get("note"), doi)
        ended = (part if part[-1] in ".?!" else f"{part}." for part in parts if part)
        return " ".join(ended)

    @property
    def venue(self) -> str:
        """Where it was published, in italics."""
        name = self.fields.get("journal") or self.fields.get("booktitle") or self.fields.get("publisher") or ""
        return f"*{name}*" if name else ""


def read_entries(text: str) -> dict[str, Entry]:
    """Return the entries of a .bib file by key: `@kind{key, field = {value}, field = word}`."""
    return {start[2]: read_entry(start, text) for start in START.finditer(text)}


def read_entry(start: re.Match[str], text: str) -> Entry:
    """Return the entry that starts at a match."""
    _, end = read_value(text, text.index("{", start.start()))
    return Entry(start[2], start[1].lower(), text[start.start() : end], read_fields(text[start.end() : end - 1]))


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
        raise BibliographyError(f"scenarios/sources.bib: no value at {body[start : start + 40]!r}")
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
        raise BibliographyError(f"scenarios/sources.bib: an unknown accent or sign of TeX in {value!r}")
    return " ".join(bare.split())
