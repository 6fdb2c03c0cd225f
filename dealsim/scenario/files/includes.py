"""Files that name other files: `extends`, and a spec or a training in a file of its own.

A file may come from a stranger. What it names is therefore a shipped name or a file in its own folder or below, is read
only up to a bound, and, unless it looks like what it should be, is not quoted in any message.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import NoneType
from typing import Any

from pydantic import BaseModel

from dealsim.scenario.files import expected
from dealsim.scenario.files.merging import laid_over, mappings_at, put_in, without
from dealsim.scenario.files.plain_yaml import MOST_CHARACTERS
from dealsim.scenario.files.problems import KeyPath, Misfit, Problem, ScenarioError, dotted, shown
from dealsim.scenario.files.shipped import ShippedFiles
from dealsim.scenario.files.source import Source, parse_source, read_text
from dealsim.scenario.files.validation import EXTENDS

LONGEST_CHAIN = 8  # files that extend each other, the first included
A_KEY = re.compile(r"""^["']?([A-Za-z_][\w-]*)["']?[ ]*:""", re.MULTILINE)


@dataclass(frozen=True)
class FileKind:
    """A kind of file.

    shelf: shipped ones.  model: what such a file says.  parts: kinds of parts that may stand in files of their own, by
    key.  holders: where such keys stand, as ways down the file; `*` is any key.  lists: where entries by name stand.
    """

    shelf: ShippedFiles
    model: type[BaseModel]
    parts: Mapping[str, "FileKind"] = field(default_factory=dict)
    holders: tuple[tuple[str, ...], ...] = ()
    lists: tuple[tuple[str, ...], ...] = ()

    def part_at(self, path: KeyPath) -> "FileKind | None":
        """Return of what kind the part at a key path is, if parts of a kind stand there."""
        holder = path[:-1]
        held = any(len(way) == len(holder) and all(map(_leads, way, holder)) for way in self.holders)
        return self.parts.get(str(path[-1])) if path and held else None

    def part_paths(self, tree: object) -> list[KeyPath]:
        """Return where parts of some kind stand in a tree."""
        found = (path for way in self.holders for path in mappings_at(tree, way))
        return [(*path, key) for path in found for key in self.parts]

    def takes_nothing(self, path: KeyPath) -> bool:
        """Return whether null is a value at a key path."""
        return any(arm.kind is None or arm.is_a(NoneType) for arm in expected.alternatives_at(self.model, path))

    def go_together(self, path: KeyPath, keys: set[str]) -> bool:
        """Return whether some keys may stand beside each other at a key path, as far as the schema can say."""
        arms = expected.alternatives_at(self.model, path)
        models = [arm for arm in arms if arm.is_a(BaseModel)]
        if not models:  # of a number that is uncertain, one distribution replaces another
            return not arms or any(arm.is_a(Mapping) for arm in arms)
        return len(models) == 1 or any(keys <= {*expected.known_keys([model])} for model in models)

    def known(self, keys: list[str]) -> bool:
        """Return whether a file with these keys looks like one of this kind."""
        fields = expected.known_keys([expected.Alternative(self.model)])
        return 2 * sum(key in fields for key in keys) >= len(keys) > 0


def _leads(step: str, key: object) -> bool:
    return step in ("*", key)


class Files:
    """The files read for one scenario: each once, and together no larger than a bound."""

    def __init__(self) -> None:
        """Begin with none."""
        self.left = MOST_CHARACTERS
        self.texts: dict[Path, str] = {}

    def read(self, path: Path, kind: FileKind) -> Source:
        """Return what a file says that the user names, with all that it extends."""
        name = str(path)
        return self._extended(parse_source(read_text(path), name, kind.shelf.kind), kind, (path,))

    def with_parts(self, source: Source, kind: FileKind) -> Source:
        """Return a source with the parts that it names; problems with one are noted, to be reported with the rest."""
        for path in kind.part_paths(source.tree):
            if isinstance(value_at(source.tree, path), str):
                try:
                    source = self.with_part(source, path, kind)
                except ScenarioError as error:
                    source = without(source, path, error.problems)
        return source

    def with_part(self, source: Source, path: KeyPath, kind: FileKind) -> Source:
        """Return a source with the part that is named at a key path."""
        part, name = kind.parts[str(path[-1])], str(value_at(source.tree, path))
        return put_in(source, path, self._named(source, path, name, part, ()))

    def _extended(self, source: Source, kind: FileKind, chain: tuple[Path, ...]) -> Source:
        """Return a source laid over what it extends.

        chain: the files that led here, this one last.
        """
        if EXTENDS not in source.tree:
            return source
        name = source.tree[EXTENDS]
        source = replace(source, tree={key: value for key, value in source.tree.items() if key != EXTENDS})
        if not isinstance(name, str):
            found, wanted = shown(name), f"the name of a {kind.shelf.kind}, or of a file beside this one"
            raise ScenarioError([Problem(*source.place((EXTENDS,)), EXTENDS, found, wanted)])
        try:
            base = self._named(source, (EXTENDS,), name, kind, chain)
        except ScenarioError as error:  # reported together with the problems of this file
            return replace(source, problems=(*source.problems, *error.problems), incomplete=True)
        for path in kind.part_paths(source.tree):
            # A part must be there before some of its keys are changed.
            named = isinstance(value_at(base.tree, path), str)
            if named and isinstance(value_at(source.tree, path), dict):
                base = self.with_part(base, path, kind)
        return laid_over(base, source, kind.takes_nothing, kind.go_together)

    def _named(self, source: Source, path: KeyPath, name: str, kind: FileKind, chain: tuple[Path, ...]) -> Source:
        """Return what the file says that is named at a key path, with all that it extends."""
        folder = source.folder(path)
        try:
            file = kind.shelf.find(name) if folder is None else kind.shelf.find_beside(name, folder)
            if len(chain) >= LONGEST_CHAIN:
                raise Misfit(
                    f"a chain of more than {LONGEST_CHAIN} files that extend each other", f"at most {LONGEST_CHAIN}"
                )
            if any(same(file, above) for above in chain):
                way = " -> ".join(each.name for each in (*chain, file))
                raise Misfit(f"a loop of 'extends': {way}", "one of these links removed")
            read = self._parsed(file, kind)
        except Misfit as misfit:
            found, wanted, nearest = misfit.found, misfit.wanted, misfit.nearest
            raise ScenarioError([Problem(*source.place(path), dotted(path), found, wanted, nearest)]) from None
        except ScenarioError as error:
            raise ScenarioError(self._placed(source, path, problem) for problem in error.problems) from None
        return self._extended(read, kind, (*chain, file))

    def _placed(self, source: Source, path: KeyPath, problem: Problem) -> Problem:
        """Return a problem of a named file, at the place that names it where the file has no line for it."""
        if problem.line is not None:
            return problem
        where, line = source.place(path)
        return replace(problem, where=where, line=line, key=dotted(path))

    def _parsed(self, file: Path, kind: FileKind) -> Source:
        """Return what a named file says, without quoting one that is something else."""
        text = self._text(file)
        try:
            source = parse_source(text, str(file), kind.shelf.kind)
            keys = [*source.tree]
        except ScenarioError:
            if kind.known(A_KEY.findall(text)):
                raise
            keys = []
        if not kind.known(keys):
            raise Misfit(f"{file.name}, which is not a {kind.shelf.kind}", f"a file of a {kind.shelf.kind}")
        return source

    def _text(self, file: Path) -> str:
        """Return the text of a named file, if not too much has been read already."""
        where = file.resolve()
        if where not in self.texts:
            text = read_text(file)
            self.left -= len(text)
            if self.left < 0:
                raise Misfit("too much text in all named files together", f"at most {MOST_CHARACTERS:,} characters")
            self.texts[where] = text
        return self.texts[where]


def value_at(tree: Any, path: KeyPath) -> Any:
    """Return what stands at a key path, or None where nothing does."""
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def same(one: Path, other: Path) -> bool:
    """Return whether two paths lead to the same file."""
    try:
        return one.samefile(other)
    except OSError:
        return False
