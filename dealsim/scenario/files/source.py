"""Read a scenario file as plain values that remember where they are."""

import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dealsim.scenario.files.plain_yaml import MOST_CHARACTERS, Reader
from dealsim.scenario.files.problems import KeyPath, Problem, ScenarioError, shown


@dataclass(frozen=True)
class Source:
    """What a user wrote: the values, and where each came from.

    name: the file as shown to the user.  text: its words.  tree: plain dicts, lists and scalars.
    lines: the line, from 1, of each key path that stands in a file.  files: which file, where it is not `name`.
    settings: the `--set PATH=VALUE` behind a key path and all below it.
    problems: those of files that this one names, to be reported together with its own.
    incomplete: whether the file that it extends could not be read, so that keys may be missing for that reason.
    """

    name: str
    text: str
    tree: dict[str, object]
    lines: Mapping[KeyPath, int]
    settings: Mapping[KeyPath, str] = field(default_factory=dict)
    files: Mapping[KeyPath, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    incomplete: bool = False

    def place(self, path: KeyPath) -> tuple[str, int | None]:
        """Return the file or setting, and the line, of a key path or of the nearest path above it."""
        for length in range(len(path), -1, -1):
            above = path[:length]
            if above in self.settings:
                return self.settings[above], None
            if above in self.lines:
                return self.files.get(above, self.name), self.lines[above]
        return self.name, None

    def folder(self, path: KeyPath) -> Path | None:
        """Return the folder of the file that a key path came from, or None where a setting gave it."""
        if any(path[:length] in self.settings for length in range(len(path) + 1)):
            return None
        return Path(self.place(path)[0]).parent


def parse_source(text: str, name: str, kind: str = "scenario") -> Source:
    """Read a scenario's text; `name` is what problems call it, and `kind` what it should be."""
    reader = Reader(text, name)
    tree = reader.value
    wanted = f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}: keys with their values"
    if tree is None:
        raise _refusal(name, "nothing in it", wanted)
    if not isinstance(tree, dict):
        # Text is not quoted: this may be a private file that was never meant to be read.
        found = shown(tree) if isinstance(tree, list) else "text without keys"
        raise _refusal(name, found, wanted, reader.lines[()])
    return Source(name=name, text=text, tree=tree, lines=reader.lines)


def read_text(path: Path) -> str:
    """Return a file's text, or raise ScenarioError where there is none or it is too large."""
    name = str(path)
    return _text(_bytes(path, name), name)


def _bytes(path: Path, name: str) -> bytes:
    """Return a file's bytes, one more than are allowed at most."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            with path.open("rb") as file:
                return file.read(MOST_CHARACTERS + 1)
    except FileNotFoundError:
        raise _refusal(name, "no such file", "a scenario file") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise _refusal(name, f"a file that cannot be read ({why})", "a readable file") from None
    # Anything else, such as a pipe, might never end or not even open.
    raise _refusal(name, "a folder" if stat.S_ISDIR(mode) else "something that is not an ordinary file", "a file")


def _text(data: bytes, name: str) -> str:
    if len(data) > MOST_CHARACTERS:
        raise _refusal(name, "a file too large for a scenario", f"at most {MOST_CHARACTERS:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _refusal(name, "bytes that are not UTF-8", "UTF-8 text", line) from None


def _refusal(name: str, found: str, wanted: str, line: int | None = None) -> ScenarioError:
    return ScenarioError([Problem(name, line, "", found, wanted)])
