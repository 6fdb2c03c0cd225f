"""Read YAML 1.2 text as plain values with their lines, and nothing else: no objects, no tags.

The values are built from ruamel.yaml's parse events, as they come. Its composer and constructors are not
used: they resolve tags, dates and `%YAML` versions, and see a whole document before anything is refused.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from dealsim.scenario.files.problems import UNPRINTABLE, KeyPath, Problem, ScenarioError, dotted, shown
from dealsim.scenario.files.scalars import resolve, unusable

# These bound the work that a hostile file can cause; a real scenario stays far below them.
MOST_CHARACTERS = 1_000_000
MOST_VALUES = 20_000
MOST_ALIASES = 20
DEEPEST = 20
SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


class Reader:
    """Reads one document: afterwards `value`, and in `lines` the line (from 1) of each key path.

    at: the key path under which the value will stand (it counts as depth, and is named in problems).
    Raises ScenarioError with all that is wrong, up to where the text ceases to be YAML.
    """

    def __init__(self, text: str, where: str, at: KeyPath = ()) -> None:
        """Read `text`, all of it."""
        self.where = where
        self.lines: dict[KeyPath, int] = {}
        self.problems: list[Problem] = []
        self.values = self.aliases = 0
        # An anchor's events, to be played again at each alias; None while the anchored value is still open.
        self.anchors: dict[str, list[Any] | None] = {}
        self.taken: list[Any] = []
        self.replaying = False
        self._refuse_unreadable(text)
        self.events = self._parse(text)
        self.value = self._document(at)
        if self.problems:
            raise ScenarioError(self.problems)

    def _note(self, path: KeyPath, line: int | None, found: str, wanted: str) -> None:
        self.problems.append(Problem(self.where, line, dotted(path), found, wanted))

    def _stop(self, path: KeyPath, line: int | None, found: str, wanted: str) -> ScenarioError:
        self._note(path, line, found, wanted)
        return ScenarioError(self.problems)

    def _refuse_unreadable(self, text: str) -> None:
        if len(text) > MOST_CHARACTERS:
            raise self._stop((), None, f"{len(text):,} characters", f"at most {MOST_CHARACTERS:,}")
        if bad := UNPRINTABLE.search(text):
            found = "a null byte" if bad[0] == "\0" else f"an unprintable character, {bad[0]!a}"
            raise self._stop((), text.count("\n", 0, bad.start()) + 1, found, "plain text")

    def _parse(self, text: str) -> Iterator[Any]:
        """Yield ruamel.yaml's events; any error becomes a Problem."""
        try:
            yield from YAML(typ="safe", pure=True).parse(text)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self._stop((), mark.line + 1 if mark else None, *_in_words(error)) from None
        except Exception as error:  # it also raises AssertionError, OverflowError and others
            raise self._stop((), None, f"text that is not YAML: {error}", "YAML 1.2") from None

    def _take(self) -> Any:
        event = next(self.events)
        if not self.replaying:
            self.taken.append(event)
        return event

    def _document(self, at: KeyPath) -> Any:
        self._take()
        start = self._take()
        if isinstance(start, StreamEndEvent):
            return None
        if isinstance(start, DocumentStartEvent) and (start.tags or start.version not in (None, (1, 2))):
            self._note((), _line(start), "a YAML directive", "YAML 1.2 without directives")
        value = self._value(self._take(), at)
        self._take()
        if not isinstance(after := self._take(), StreamEndEvent):
            self._note((), _line(after), "a second document", "one document per file")
        return value

    def _value(self, event: Any, path: KeyPath) -> Any:
        """Build the value that begins with `event`."""
        self.lines.setdefault(path, _line(event))
        self.values += 1
        if self.values > MOST_VALUES:
            raise self._stop(path, _line(event), "too many values", f"at most {MOST_VALUES:,}")
        if len(path) > DEEPEST:
            raise self._stop(path[:3], _line(event), "too deep a nesting", f"at most {DEEPEST} levels")
        if isinstance(event, AliasEvent):
            return self._again(event, path)
        if event.ctag is not None:
            self._note(path, _line(event), f"the tag {shown(event.tag)}", "a plain value without a tag")
        begin = self._open_anchor(event, path)
        value = self._content(event, path)
        if begin is not None:
            self.anchors[event.anchor] = self.taken[begin:]
        return value

    def _content(self, event: Any, path: KeyPath) -> Any:
        if isinstance(event, SequenceStartEvent):
            return list(self._items(path))
        if isinstance(event, MappingStartEvent):
            return self._mapping(path)
        return self._scalar(event, path)

    def _items(self, path: KeyPath) -> Iterator[Any]:
        index = 0
        while not isinstance(event := self._take(), SequenceEndEvent):
            yield self._value(event, (*path, index))
            index += 1

    def _mapping(self, path: KeyPath) -> dict[str, Any]:
        built: dict[str, Any] = {}
        while not isinstance(event := self._take(), MappingEndEvent):
            key = self._key(event, path)
            at = (*path, key)
            if key in built:
                self._note(at, _line(event), f"this key again (first on line {self.lines[at]})", "each key once")
            self.lines.setdefault(at, _line(event))
            built[key] = self._value(self._take(), at)
        return built

    def _key(self, event: Any, path: KeyPath) -> str:
        """Return a mapping's key, which must be text; a stand-in where it is another scalar."""
        if isinstance(event, AliasEvent):
            self._note(path, _line(event), f"the alias {shown(event.anchor)} for a key", "the key itself")
            return f"*{event.anchor}"
        if not isinstance(event, ScalarEvent):
            # Stop here: the nesting of keys within keys is not counted by paths.
            raise self._stop(path, _line(event), "a list or mapping for a key", "text")
        # The key's line is that of its value; other problems with it are noted at the mapping.
        lines, self.lines = self.lines, {}
        key = self._value(event, path)
        self.lines = lines
        if event.style is None and key == "<<":
            self._note(path, _line(event), "the merge key '<<'", "each key written out")
        if isinstance(key, str):
            return key
        wanted = "text (in quotes, if it looks like something else)"
        self._note(path, _line(event), f"the key {shown(key)}", wanted)
        return str(key)

    def _open_anchor(self, event: Any, path: KeyPath) -> int | None:
        """Return where the anchored value begins among the events taken; None where no anchor is set."""
        if event.anchor is None or self.replaying:
            return None
        if event.anchor in self.anchors:
            self._note(path, _line(event), f"the anchor {shown(event.anchor)} again", "each anchor once")
            return None
        self.anchors[event.anchor] = None
        return len(self.taken) - 1

    def _again(self, alias: Any, path: KeyPath) -> Any:
        """Build an anchored value once more, from its events."""
        self.aliases += 1
        if self.aliases > MOST_ALIASES:
            wanted = f"at most {MOST_ALIASES}, counting those within others"
            raise self._stop(path, _line(alias), "too many aliases", wanted)
        anchored = self.anchors.get(alias.anchor)
        if anchored is None:
            which = "inside its own anchor" if alias.anchor in self.anchors else "without an anchor before it"
            self._note(path, _line(alias), f"the alias {shown(alias.anchor)} {which}", "the value itself")
            return None
        outer = self.events, self.replaying
        self.events, self.replaying = iter(anchored), True
        value = self._value(self._take(), path)
        self.events, self.replaying = outer
        return value

    def _scalar(self, event: Any, path: KeyPath) -> object:
        text = SURROGATES.sub(joined, event.value)
        value = text if event.style is not None else resolve(text)
        if wanted := unusable(value):
            self._note(path, _line(event), shown(text).strip("'"), wanted)
        if UNPRINTABLE.search(text):
            self._note(path, _line(event), f"an unprintable character in {shown(text)}", "plain text")
        return value


def joined(pair: re.Match[str]) -> str:
    """Return the one letter that JSON writes as two escapes."""
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _in_words(error: MarkedYAMLError) -> tuple[str, str]:
    """Return what was found and what was wanted where the text stops being YAML."""
    if "'\\t'" in str(error.problem):
        return "a tab", "spaces (YAML allows no tabs there)"
    began = f", {error.context}" if error.context else ""
    if began and error.context_mark:
        began += f" from line {error.context_mark.line + 1}"
    return f"text that is not YAML ({error.problem}{began})", "YAML 1.2"


def in_full(tree: object) -> str:
    """Return plain values as YAML that reads back as the same values."""
    out, writer = io.StringIO(), YAML(typ="safe", pure=True)
    writer.default_flow_style, writer.sort_base_mapping_type_on_output = False, False  # type: ignore[assignment]
    writer.dump(tree, out)
    return out.getvalue()
