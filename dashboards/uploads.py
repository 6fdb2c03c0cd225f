"""A reader's own scenario file: checked like any other, then written as changes to a shipped world.

So the address remains the whole state, a link shows a colleague the same, and the server keeps no file.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any

from dealsim.results.manifest import resolved
from dealsim.scenario import Problem, ScenarioError, Worlds, load_worlds, shipped_names
from dealsim.scenario.files.includes import value_at
from dealsim.scenario.files.plain_yaml import Reader
from dealsim.scenario.files.problems import KeyPath, dotted, nearest_name, shown
from dealsim.scenario.files.shipped import BARE_NAME
from dealsim.scenario.files.source import Source, parse_source
from dealsim.scenario.files.validation import EXTENDS
from dealsim.scenario.flat_tables.tables import digest
from dealsim.scenario.loading import SCENARIO

from .address import LONGEST as LONGEST_ADDRESS
from .address import View, query_of
from .choices import name_at
from .settings import LONGEST, MOST, NAMED, inside
from .sides import HOME, Side, load, tree_of

MOST_BYTES = 64 * 1024
LONGEST_NAME = 80
AGENTS = "agents"


def side_of_file(name: str, text: str, size: int) -> Side:
    """Return the side that a scenario file means; size: in bytes.

    Raises ScenarioError with every problem that was found, each with the file's name and the line.
    """
    name = PurePath(name.replace("\\", "/")).name[:LONGEST_NAME] or "the file"
    if max(size, len(text)) > MOST_BYTES:
        found, wanted = f"{size:,} bytes", f"at most {MOST_BYTES:,}; `dealsim run {name}` plays larger files"
        raise ScenarioError([Problem(name, None, "", found, wanted)])
    source = parse_source(text, name)
    refuse_other_files(source)
    worlds = checked(source)
    side = as_changes(source, worlds)
    if not fits(side):
        found = f"more differences from {side.world!r} than fit into an address ({len(side.settings)} values)"
        wanted = f"at most {MOST} values, none very long; `dealsim run {name}` plays any file"
        raise ScenarioError([Problem(name, None, "", found, wanted)])
    if not same_game(load(side), worlds):
        found, wanted = (
            f"a scenario that cannot be written as changes to {side.world!r}",
            f"a smaller change; `dealsim run {name}` plays any file",
        )
        raise ScenarioError([Problem(name, None, "", found, wanted)])
    return side


def fits(side: Side) -> bool:
    """Return whether an address can hold a side, and a pinned one as long."""
    short = all(len(each) <= LONGEST for each in side.settings) and len(side.settings) <= MOST
    return short and len(query_of(View(now=side))) <= LONGEST_ADDRESS // 2


def refuse_other_files(source: Source) -> None:
    """Raise ScenarioError where a file names another one that does not travel with dealsim, or a class."""
    problems = []
    for key, value in inside("", source.tree):
        place, line = source.place((key,))
        if key == AGENTS and isinstance(value, dict) and any(each is not None for each in value.values()):
            problems.append(
                Problem(place, line, key, f"the key {key}", "a file without it: it names a class, which is code")
            )
    named = {path: NAMED[str(path[-1])]() for path in SCENARIO.part_paths(source.tree)} | {(EXTENDS,): shipped_names()}
    for path, names in named.items():
        value = value_at(source.tree, path)
        if isinstance(value, str) and value not in names:
            wanted = f"one of {', '.join(names)}; other files are not uploaded, so copy what they say into this one"
            problems.append(
                Problem(*source.place(path), dotted(path), shown(value), wanted, nearest_name(value, names))
            )
    if problems:
        raise ScenarioError(problems)


def checked(source: Source) -> Worlds:
    """Return the worlds of a file, read as `dealsim run` reads it, from a folder where nothing else is."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.yaml"
        path.write_text(source.text, encoding="utf-8")
        try:
            return load_worlds(str(path))
        except ScenarioError as error:
            kept = str(path)
            raise ScenarioError(
                replace(each, where=source.name if each.where == kept else each.where) for each in error.problems
            ) from None


def as_changes(source: Source, worlds: Worlds) -> Side:
    """Return a file as the world that it extends, or the baseline, and all that differs from that."""
    side = Side(str(source.tree.get(EXTENDS, HOME)))
    for path in SCENARIO.part_paths(source.tree):
        name = value_at(source.tree, path)
        if isinstance(name, str) and name != name_at(side, dotted(path)):
            side = side.put(dotted(path), written(name))
    after = {key: value for key, value in worlds.source.tree.items() if key != AGENTS}
    for path, value in differences(tree_of(side), in_force(load(side)), after, in_force(worlds), ()):
        side = side.put(dotted(path), written(value))
    return side


def in_force(worlds: Worlds) -> dict[str, Any]:
    """Return every number in force, those of every lab separately."""
    return resolved(worlds.median) | {"every_lab": worlds.median.every_lab.model_dump(mode="json")}


def differences(
    before: Mapping[str, Any], had: Mapping[str, Any], after: Mapping[str, Any], has: Mapping[str, Any], at: KeyPath
) -> Iterator[tuple[KeyPath, object]]:
    """Yield what has to be set in a tree so that it says what another one does.

    had, has: the numbers that are in force in both, whole, for keys that one of them leaves to their defaults.
    """
    left = {key: value_at(has, (*at, key)) for key in before if key not in after}
    unsaid = [key for key, value in left.items() if value is None and not SCENARIO.takes_nothing((*at, key))]
    listed = at[:1] in SCENARIO.lists
    if at and (unsaid or (left and listed)):  # an entry fewer, for instance: no setting removes one
        yield at, after
        return
    for key, value in {**after, **left}.items():
        path = (*at, key)
        was = before.get(key, None if listed else {})
        if isinstance(was, dict) and isinstance(value, dict) and value:
            yield from differences(was, had, value, has, path)
        elif key in before:
            yield from [(path, value)] if was != value else []
        elif listed or value_at(had, path) != value:
            yield path, value


def written(value: object) -> str:
    """Return a value as it is written in a setting."""
    plain = isinstance(value, str) and BARE_NAME.fullmatch(value) and Reader(value, "a name").value == value
    return str(value) if plain else json.dumps(value, ensure_ascii=False)


def same_game(one: Worlds, other: Worlds) -> bool:
    """Return whether two scenarios describe the same game, and leave the same uncertain."""
    drawn = [{each.address: str(each.distribution) for each in worlds.uncertain} for worlds in (one, other)]
    shared = one.games_per_world == other.games_per_world
    return digest(one.median) == digest(other.median) and drawn[0] == drawn[1] and shared
