"""The two sides of every page: a world with its settings, and the pinned one that it is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from dealsim.scenario import Problem, ScenarioError, Worlds, load_worlds, shipped_names
from dealsim.scenario.files.includes import value_at
from dealsim.scenario.files.problems import nearest_name
from dealsim.scenario.worlds.remarks import own_keys

from .settings import put, refuse_strangers, setting_path, taken_back

HOME = "baseline"
KEPT = 64  # scenarios
WORDS = ("title", "about")  # of a scenario, which change no game


@dataclass(frozen=True)
class Side:
    """A shipped world, and what is set in it, in order."""

    world: str = HOME
    settings: tuple[str, ...] = ()

    def put(self, path: str, value: str) -> "Side":
        """Return the side with a setting."""
        return replace(self, settings=put(self.settings, path, value))

    def taken_back(self, path: str) -> "Side":
        """Return the side without what was set at a path."""
        return replace(self, settings=taken_back(self.settings, path))

    def has(self, path: str) -> bool:
        """Return whether something is set at a path."""
        return any(setting_path(each) == path for each in self.settings)

    @property
    def title(self) -> str:
        """What it is called: its own title or its world's, and how many dials were moved in it."""
        moved = sum(setting_path(each) not in WORDS for each in self.settings)
        from_world = title_of(self.world) + (f" with {moved} change{'s' * (moved > 1)}" if moved else "")
        own = load(self).median.title if self.has("title") else ""
        return f"{own} ({from_world})" if own else from_world


@lru_cache(maxsize=KEPT)
def load(side: Side) -> Worlds:
    """Return the worlds of a side. Raises ScenarioError with every problem that was found."""
    if side.world not in shipped_names():
        near = nearest_name(side.world, shipped_names())
        wanted = f"one of {', '.join(shipped_names())}"
        raise ScenarioError([Problem("the address", None, "world", f"no world {side.world!r}", wanted, near)])
    refuse_strangers(side.settings)
    return load_worlds(side.world, side.settings)


@lru_cache(maxsize=KEPT)
def title_of(world: str) -> str:
    """Return the title of a shipped world."""
    return load_worlds(world).median.title


def tree_of(side: Side) -> Mapping[str, Any]:
    """Return what a side says, written out."""
    return load(side).source.tree


def number_at(side: Side, keys: tuple[str, ...]) -> tuple[float | None, str]:
    """Return the number that stands at a key path, at its median where it is uncertain, and then the words for it."""
    worlds = load(side)
    said = value_at(worlds.source.tree, keys)
    here: Any = worlds.median
    for key in keys:
        here = here.get(key) if isinstance(here, dict) else getattr(here, key, None)
    number = float(here) if isinstance(here, int | float) and not isinstance(here, bool) else None
    certain = isinstance(said, int | float) or said is None
    return number, "" if certain else str(said)


def exceptions_to(side: Side, keys: tuple[str, ...]) -> dict[str, object]:
    """Return the labs that a dial of every lab leaves as they are, each with its own number, or its own key."""
    if keys[0] != "every_lab":
        return {}
    labs = {lab: own for lab, keyed in own_keys(load(side), keys).items() for own in keyed.values()}
    values = {lab: value_at(tree_of(side), ("labs", lab, *own)) for lab, own in labs.items()}
    return {lab: ".".join(map(str, labs[lab])) if isinstance(value, dict) else value for lab, value in values.items()}


def fitting(side: Side) -> tuple[Side, list[str]]:
    """Return a side without the settings that do not fit, and what is wrong with each, in words."""
    wrong: list[str] = []
    try:
        load(side)
        return side, []
    except ScenarioError:
        kept = replace(side, settings=())
    try:
        load(kept)
    except ScenarioError as error:
        wrong += error_lines(error)
        kept = Side()
    for setting in side.settings:
        more = replace(kept, settings=(*kept.settings, setting))
        try:
            load(more)
            kept = more
        except ScenarioError as error:
            wrong += error_lines(error)
    return kept, wrong


def error_lines(error: ScenarioError) -> list[str]:
    """Return what is wrong, a sentence each."""
    return [str(problem) for problem in error.problems]
