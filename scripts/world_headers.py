"""What the comment at the head of a shipped scenario or spec says: what it is for, what to look at, which commands."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

PURPOSE = "What it is for: "
LOOK = "What to look at: "
COMMAND = "dealsim "


class HeaderError(Exception):
    """A head comment without a part that every one has."""


@dataclass(frozen=True)
class Header:
    """A head comment. first: its first line.  purpose, look: paragraphs.  commands: as they stand in it, in order."""

    first: str
    purpose: str
    look: str
    commands: tuple[str, ...]

    def runs(self) -> tuple[tuple[str, ...], ...]:
        """Return the words of each `dealsim run` command after those two, in order."""
        split = (tuple(shlex.split(command)) for command in self.commands)
        return tuple(words[2:] for words in split if words[1] == "run")


def read_header(path: Path) -> Header:
    """Return the head comment of a file; raise HeaderError if a part is missing."""
    lines = comment_lines(path.read_text(encoding="utf-8"))
    commands = tuple(line.strip() for line in lines if line.startswith("  " + COMMAND))
    if not lines or not commands:
        raise HeaderError(f"{path.name}: no comment at its head, or no indented command in it")
    return Header(lines[0], paragraph(PURPOSE, lines, path), paragraph(LOOK, lines, path), commands)


def comment_lines(text: str) -> list[str]:
    """Return the lines of the comment that a text begins with, without the sign and the blank after it."""
    taken = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        taken.append(line[1:].removeprefix(" "))
    return taken


def paragraph(opening: str, lines: list[str], path: Path) -> str:
    """Return what follows an opening, up to a blank line, a command, a list or another opening, as one line."""
    starts = [i for i, line in enumerate(lines) if line.startswith(opening)]
    if len(starts) != 1:
        raise HeaderError(f"{path.name}: wanted one line that begins {opening!r}, found {len(starts)}")
    taken = [lines[starts[0]].removeprefix(opening)]
    for line in lines[starts[0] + 1 :]:
        if not line or line.startswith((PURPOSE, LOOK, " ", "- ")):
            break
        taken.append(line)
    return re.sub(r"\s+", " ", " ".join(taken)).strip()
