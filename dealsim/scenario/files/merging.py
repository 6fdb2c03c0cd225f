"""Merge one source over another, key by key: `extends`, and parts from files of their own."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from dealsim.scenario.files.problems import KeyPath, Problem, dotted, nearest_name
from dealsim.scenario.files.source import Source

# Whether null is itself a value at a key path, rather than a way to remove a key.
type TakesNothing = Callable[[KeyPath], bool]
# Whether some keys may be used together at a key path, rather than being alternatives.
type GoTogether = Callable[[KeyPath, set[str]], bool]


def laid_over(base: Source, over: Source, takes_nothing: TakesNothing, go_together: GoTogether) -> Source:
    """Return the base as `over` changes it.

    Mappings are merged at any depth, but where they say a thing in different ways, as `{rho: 2}` and `{mean: 0.4}` do;
    anything else replaces what was there; null takes a key away. Each value keeps the place where it was written.
    A null that takes nothing away is noted among its problems.
    """
    layer = Layer(over, takes_nothing, go_together, deepcopy(base.tree))
    layer.lay(layer.tree, over.tree, ())
    kept = {path: line for path, line in base.lines.items() if not layer.covers(path)}
    files = {path: base.files.get(path, base.name) for path in kept} | dict.fromkeys(over.lines, over.name)
    return replace(
        over,
        tree=layer.tree,
        lines={**kept, **over.lines},
        files={**files, **over.files},
        problems=(*base.problems, *over.problems, *layer.problems),
    )


@dataclass
class Layer:
    """What a source changes in the tree of another.

    replaced: paths that are this source's alone, with all that lies below them.
    """

    over: Source
    takes_nothing: TakesNothing
    go_together: GoTogether
    tree: dict[str, Any]
    replaced: set[KeyPath] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def lay(self, below: dict[str, Any], changes: dict[str, Any], at: KeyPath) -> None:
        """Make the changes in a mapping of the tree."""
        for key, value in changes.items():
            path = (*at, key)
            if value is None and not self.takes_nothing(path):
                self.take_away(below, key, path)
            elif isinstance(value, dict):
                before = below.get(key)
                if not (isinstance(before, dict) and self.go_together(path, {*before, *value})):
                    below[key] = {}
                    self.replaced.add(path)
                self.lay(below[key], value, path)
            else:
                below[key] = deepcopy(value)
                self.replaced.add(path)

    def take_away(self, below: dict[str, Any], key: str, path: KeyPath) -> None:
        """Remove a key, or note that it does not exist."""
        if key in below:
            del below[key]
            self.replaced.add(path)
            return
        found, wanted = "a null that removes nothing", "a key of the file that this one extends, or a value"
        self.problems.append(Problem(*self.over.place(path), dotted(path), found, wanted, nearest_name(key, below)))

    def covers(self, path: KeyPath) -> bool:
        """Return whether only this source has a path."""
        return any(path[:length] in self.replaced for length in range(1, len(path) + 1))


def put_in(source: Source, path: KeyPath, part: Source) -> Source:
    """Return the source with a file's content in place of its name."""
    tree = deepcopy(source.tree)
    *way, last = path
    here: Any = tree
    for key in way:
        here = here[key]
    here[last] = deepcopy(part.tree)
    inner = {(*path, *below): line for below, line in part.lines.items()}
    files = {(*path, *below): part.files.get(below, part.name) for below in part.lines}
    # The origin of the name is not the origin of what the file says.
    settings = {of: setting for of, setting in source.settings.items() if of != path}
    return replace(
        source,
        tree=tree,
        lines={**source.lines, **inner},
        files={**source.files, **files},
        settings=settings,
        problems=source.problems + part.problems,
    )


def without(source: Source, path: KeyPath, problems: tuple[Problem, ...]) -> Source:
    """Return the source without a key, whose problems are reported instead."""
    tree = deepcopy(source.tree)
    *way, last = path
    here: Any = tree
    for key in way:
        here = here[key]
    del here[last]
    return replace(source, tree=tree, problems=source.problems + problems)


def mappings_at(tree: object, way: tuple[str, ...]) -> Iterator[KeyPath]:
    """Yield the paths of the mappings that a way leads to; `*` in it is any key."""
    if not isinstance(tree, dict):
        return
    if not way:
        yield ()
        return
    for key in tree if way[0] == "*" else [way[0]]:
        yield from ((key, *rest) for rest in mappings_at(tree.get(key), way[1:]))
