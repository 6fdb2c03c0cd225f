"""Problems with a user's input, worded so that the user can fix them."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

type KeyPath = tuple[str | int, ...]

SHOWN_CHARACTERS = 40
SHOWN_PROBLEMS = 100
# Longer words are not typing errors, and difflib is slow on them.
LONGEST_NAME = 60

# What YAML itself calls unprintable: control characters, surrogates, and two that are no characters.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem, where it is, and what is accepted instead.

    where: a file's name or a setting (`--set PATH=VALUE`).  line: from 1, or None where there is no line.
    key: a dotted path, empty for the whole file.  found and wanted: in words; found is empty where
    `wanted` says all there is to say.  nearest: the known name that was perhaps meant.
    """

    where: str
    line: int | None
    key: str
    found: str
    wanted: str
    nearest: str | None = None

    def __str__(self) -> str:
        """Say it in one line."""
        place = self.where if self.line is None else f"{self.where}:{self.line}"
        said = [f"found {self.found}" if self.found else "", self.wanted]
        if self.found and self.wanted:
            said[1] = f"wanted {self.wanted}"
        said.append(f"did you mean {self.nearest!r}?" if self.nearest else "")
        parts = [place, self.key, "; ".join(filter(None, said))]
        return one_line(": ".join(filter(None, parts)))


class ScenarioError(ValueError):
    """All problems of one input: `problems` is never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, in the order given."""
        self.problems = tuple(problems)
        if not self.problems:
            raise ValueError("a ScenarioError needs at least one problem")
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Say one problem a line, the first hundred at most."""
        lines = [str(problem) for problem in self.problems[:SHOWN_PROBLEMS]]
        unsaid = len(self.problems) - len(lines)
        return "\n".join([*lines, f"... and {unsaid} more problems"] if unsaid else lines)


def refusal(where: object, found: str, wanted: str, nearest: str | None = None) -> ScenarioError:
    """Return the error for one thing as a whole, such as a folder, that is not accepted."""
    return ScenarioError([Problem(str(where), None, "", found, wanted, nearest)])


class Misfit(ValueError):
    """A schema's validator raises this to say what it found, what is accepted, and where.

    at: the path from the validated place down to the bad value, such as `("labs", "aurora", "spec")`.
    A plain ValueError does as well: its words are then the whole message, at the validated place.
    """

    def __init__(self, found: str, wanted: str, *, at: KeyPath = (), nearest: str | None = None) -> None:
        """Keep what a Problem is made from."""
        self.found, self.wanted, self.at, self.nearest = found, wanted, at, nearest
        super().__init__(f"found {found}; wanted {wanted}")


def nearest_name(word: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `word`, or None where none is like it."""
    if len(word) > LONGEST_NAME:
        return None
    by_folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1)
    return by_folded[close[0]] if close else None


def dotted(path: Sequence[str | int]) -> str:
    """Return a key path as a user writes it: `labs.aurora.control`."""
    return ".".join(cut(str(key), LONGEST_NAME) for key in path)


def shown(value: object) -> str:
    """Return what was found in a few words: a value as YAML has it, or what kind of thing it is."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str():
            # Cut before repr: a megabyte of text need not be escaped to show forty characters of it.
            return cut(repr(value[: SHOWN_CHARACTERS + 1]), SHOWN_CHARACTERS)
        case dict():
            first = ", ".join(str(key) for key in islice(value, SHOWN_CHARACTERS))
            return cut(f"a mapping of {first}", SHOWN_CHARACTERS) if value else "{}"
        case list():
            return f"a list of {len(value)}" if value else "[]"
        case _:
            return cut(repr(value), SHOWN_CHARACTERS)


def one_line(text: str) -> str:
    """Escape what would break the line, the terminal or the encoding."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def cut(text: str, length: int) -> str:
    """Return the text, or its beginning where it is longer than `length`."""
    return text if len(text) <= length else text[: length - 3] + "..."
