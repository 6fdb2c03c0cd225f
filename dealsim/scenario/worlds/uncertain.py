"""Uncertain numbers: `0.05 to 0.3`, `{beta: [2, 5]}`, `{uniform: [0, 1]}` or `{choice: [1, 4]}` in place of one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from enum import Enum

from pydantic import BaseModel

from dealsim.scenario.files import expected
from dealsim.scenario.files.problems import KeyPath, Problem, cut, dotted
from dealsim.scenario.files.scalars import NUMBER, unusable
from dealsim.scenario.files.source import Source
from dealsim.scenario.worlds.distributions import Beta, Between, DiscreteChoice, Distribution, Range, Uniform

BETWEEN = re.compile(rf"\s*(?P<low>{NUMBER.pattern})\s+to\s+(?P<high>{NUMBER.pattern})\s*")
CERTAIN = (("horizon",), ("games_per_world",))  # what all games of a scenario have in common
LONGEST_WORDS = 60


@dataclass(frozen=True)
class Uncertain:
    """A number that a scenario leaves uncertain.

    address: its name and the address of its luck, the same in every scenario that is uncertain about it.
    words: as the user wrote it. at: its key paths, several where labs share a spec's file.
    """

    address: str
    words: str
    distribution: Distribution
    within: Range
    at: tuple[KeyPath, ...]

    def drawn(self, u: float) -> float:
        """Return the number below which a share u of all draws lies."""
        value = self.distribution.quantile(u, self.within)
        return value if self.within.whole else self.within.nearest(value)


@dataclass(frozen=True)
class Found:
    """The uncertain numbers of a source, and problems with those that cannot be drawn."""

    uncertain: tuple[Uncertain, ...]
    problems: tuple[Problem, ...]


def find_uncertain(model: type[BaseModel], source: Source, parts: Sequence[KeyPath] = ()) -> Found:
    """Return what a source leaves uncertain, in the order of its addresses.

    parts: paths of parts that may come from files of their own.  A number of a file that stands at several is one
    number, by the address of the first.
    """
    problems, found = list[Problem](), dict[object, Uncertain]()
    for path, value in leaves(source.tree):
        distribution, within = distribution_of(value), range_at(model, path)
        if distribution is None or within is None:
            continue
        wanted = "one number: all games share it" if path in CERTAIN else distribution.fault(within)
        if wanted is not None:
            problems.append(Problem(*source.place(path), dotted(path), words_of(value), wanted))
            continue
        below = next((path[len(part) :] for part in parts if path[: len(part)] == part), None)
        key = path if below is None else (source.place(path), below)
        before = found.get(key)
        at = (path,) if before is None else tuple(sorted((*before.at, path), key=dotted))
        found[key] = Uncertain(dotted(at[0]), words_of(value), distribution, within, at)
    return Found(tuple(sorted(found.values(), key=lambda each: each.address)), tuple(problems))


def medians(uncertain: Sequence[Uncertain]) -> dict[str, float]:
    """Return everything uncertain at its median, by address."""
    return {each.address: each.drawn(0.5) for each in uncertain}


def fixed(source: Source, values: Mapping[str, float], uncertain: tuple[Uncertain, ...]) -> Source:
    """Return a source with a number in place of everything uncertain. values: by address."""
    tree = deepcopy(source.tree)
    for each in uncertain:
        for path in each.at:
            put(tree, path, values[each.address])
    return replace(source, tree=tree)


def leaves(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, object]]:
    """Yield the values of a tree and their paths, down to scalars and possible distributions."""
    if path and distribution_of(value) is not None:
        yield path, value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from leaves(below, (*path, key))
    elif isinstance(value, list):
        for key, below in enumerate(value):
            yield from leaves(below, (*path, key))
    elif path:
        yield path, value


def distribution_of(value: object) -> Distribution | None:
    """Return the distribution that a value describes; None where it describes none."""
    if isinstance(value, str) and (said := BETWEEN.fullmatch(value)):
        low, high = float(said["low"]), float(said["high"])
        return Between(low, high) if numbers([low, high]) else None
    if not (isinstance(value, dict) and len(value) == 1):
        return None
    ((kind, said_of),) = value.items()
    if not (isinstance(said_of, list) and numbers(said_of)):
        return None
    if kind == "choice":
        return DiscreteChoice(tuple(said_of))
    if kind in ("beta", "uniform") and len(said_of) == 2:
        first, second = map(float, said_of)
        return Beta(first, second) if kind == "beta" else Uniform(first, second)
    return None


def numbers(values: Sequence[object]) -> bool:
    """Return whether all of some values are finite numbers."""
    return all(isinstance(v, int | float) and not isinstance(v, bool) and unusable(v) is None for v in values)


def range_at(model: type[BaseModel], path: KeyPath) -> Range | None:
    """Return the range of the number at a key path; None where no number belongs."""
    for arm in expected.alternatives_at(model, path):
        if arm.is_a(int, float) and not arm.is_a(bool, Enum):
            ends = expected.bounds(arm.notes)
            low, high = (ends.get("ge", ends.get("gt")), ends.get("le", ends.get("lt")))
            return Range(low, high, open_low="gt" in ends, open_high="lt" in ends, whole=arm.is_a(int))
    return None


def words_of(value: object) -> str:
    """Return an uncertain number as the user wrote it."""
    if isinstance(value, dict):
        ((kind, said),) = value.items()
        return cut(f"{{{kind}: [{', '.join(f'{v:g}' for v in said)}]}}", LONGEST_WORDS)
    return cut(" ".join(str(value).split()), LONGEST_WORDS)


def put(tree: object, path: KeyPath, value: object) -> None:
    """Set a value in a tree."""
    for key in path[:-1]:
        tree = tree[key]  # type: ignore[index]
    tree[path[-1]] = value  # type: ignore[index]
