"""`--set PATH=VALUE`: change a scenario from the command line."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from dealsim.scenario.files.includes import FileKind, Files, value_at
from dealsim.scenario.files.merging import TakesNothing
from dealsim.scenario.files.plain_yaml import DEEPEST, Reader
from dealsim.scenario.files.problems import (
    UNPRINTABLE,
    KeyPath,
    Misfit,
    Problem,
    ScenarioError,
    cut,
    dotted,
    nearest_name,
    shown,
)
from dealsim.scenario.files.source import Source
from dealsim.scenario.files.validation import EXTENDS

LONGEST_SHOWN = 100


def anywhere(path: KeyPath) -> bool:
    """Return that null is a value like others."""
    return True


def apply_overrides(
    source: Source, settings: Sequence[str], kind: FileKind | None = None, files: Files | None = None
) -> Source:
    """Return the source with each setting applied, in order; raise ScenarioError with all bad ones.

    kind, files: what the source is and what has been read for it, where a setting may reach into a part that is named.
    """
    files = files or Files()
    problems: list[Problem] = []
    for setting in settings:
        where = f"--set {cut(setting, LONGEST_SHOWN)}"
        try:
            path, value = _parse(setting, where)
            refuse_a_new_name(source, path, kind)
            takes_nothing = anywhere if kind is None else kind.takes_nothing
            source = with_values(_written_out(source, path, kind, files), [(path, value)], where, takes_nothing)
        except ScenarioError as error:
            problems += (replace(p, line=None) if p.where == where else p for p in error.problems)
        except Misfit as misfit:
            problems.append(Problem(where, None, dotted(misfit.at), misfit.found, misfit.wanted, misfit.nearest))
    if problems:
        raise ScenarioError(dict.fromkeys(problems))
    return source


def with_values(
    source: Source, values: Sequence[tuple[KeyPath, object]], where: str, takes_nothing: TakesNothing = anywhere
) -> Source:
    """Return the source with values set, in order, as settings would set them.

    where: what problems call the place that they come from.  takes_nothing: whether null is a value at a key; elsewhere
    it takes the key away, as in a file that extends another.  Raises Misfit where a value stands on the way to a key,
    and for a null that removes nothing.
    """
    tree, lines, settings = deepcopy(source.tree), dict(source.lines), dict(source.settings)
    for path, value in values:
        if value is None and not takes_nothing(path):
            first_made = _take_away(tree, path)
        else:
            first_made = _put(tree, path, deepcopy(value))
        _forget(lines, first_made)
        _forget(settings, first_made)
        settings[first_made] = where
    return replace(source, tree=tree, lines=lines, settings=settings)


def refuse_a_new_name(source: Source, path: KeyPath, kind: FileKind | None) -> None:
    """Refuse a key of a missing entry: a misspelt lab would otherwise become another lab."""
    way, entries = path[:1], value_at(source.tree, path[:1])
    if kind is None or way not in kind.lists or len(path) < 3 or not isinstance(entries, dict) or path[1] in entries:
        return
    name = str(path[1])
    found, wanted = (
        f"no {shown(name)} among the {path[0]}",
        f"one of {', '.join(entries)} (or, to add it, --set {path[0]}.{name}={{...}})",
    )
    raise Misfit(found, wanted, at=path[:2], nearest=nearest_name(name, entries))


def _written_out(source: Source, path: KeyPath, kind: FileKind | None, files: Files) -> Source:
    """Return the source with a named part written out, so that a key can be set in it."""
    for length in range(1, len(path)):
        part = path[:length]
        if kind is not None and kind.part_at(part) and isinstance(value_at(source.tree, part), str):
            source = files.with_part(source, part, kind)
    return source


def _parse(setting: str, where: str) -> tuple[tuple[str, ...], object]:
    """Return the key path and the value that a setting names."""
    written, equals, value = setting.partition("=")
    path = tuple(written.strip().split("."))
    if not equals:
        raise Misfit("no '='", "PATH=VALUE, such as labs.aurora.control=0.5")
    if not written.strip():
        raise Misfit("no path before the '='", "PATH=VALUE, such as labs.aurora.control=0.5")
    if not all(key.strip() for key in path):
        raise Misfit(f"an empty key in {shown(written)}", "keys joined by single dots")
    if UNPRINTABLE.search(written) or len(path) > DEEPEST:
        raise Misfit(f"the path {shown(written)}", f"plain text with at most {DEEPEST} keys")
    if path[0] == EXTENDS:
        raise Misfit(f"a setting of '{EXTENDS}'", f"'{EXTENDS}: NAME' in a file", at=path)
    if not value.strip():
        raise Misfit("no value after the '='", "a value (null for none)", at=path)
    return path, Reader(value, where, at=path).value


def _put(tree: dict[str, object], path: KeyPath, value: object) -> KeyPath:
    """Set the value, adding missing mappings on the way; return the topmost new path."""
    here: dict[Any, object] = tree
    first_made = path
    for depth, key in enumerate(path[:-1], start=1):
        if here.get(key) is None:
            here[key] = {}
            first_made = min(first_made, path[:depth], key=len)
        below = here[key]
        if not isinstance(below, dict):
            raise Misfit(shown(below), "a mapping, to set a key in it", at=path[:depth])
        here = below
    here[path[-1]] = value
    return first_made


def _take_away(tree: dict[str, object], path: KeyPath) -> KeyPath:
    """Remove a key; return its path."""
    above, last = value_at(tree, path[:-1]), path[-1]
    if not isinstance(above, dict) or last not in above:
        near = nearest_name(str(last), above) if isinstance(above, dict) else None
        raise Misfit("a null that removes nothing", "a key that is set, or a value", at=path, nearest=near)
    del above[last]
    return path


def _forget[T](known: dict[KeyPath, T], path: KeyPath) -> None:
    """Forget the lines and origins of a replaced path and of all below it."""
    for old in [old for old in known if old[: len(path)] == path]:
        del known[old]
