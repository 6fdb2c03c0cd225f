"""Named choices: worlds, specs, views of training, protocols; each a shipped file or a word of the schema."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dealsim.scenario.files.includes import value_at
from dealsim.scenario.files.shipped import SCENARIOS, VIEWS, shipped_names, shipped_specs, shipped_views
from dealsim.scenario.files.source import read_text
from dealsim.scenario.schema.named_spec import load_spec
from dealsim.scenario.schema.spec import Spec

from .settings import setting_path
from .sides import Side, load, title_of, tree_of
from .word_files import yaml_of

WORLD, SPEC, TRAINING, PROTOCOL = "world", "every_lab.spec", "every_lab.training", "protocol"
CHANGED = "·"  # in place of a name, where what stands there is shipped under none


@dataclass(frozen=True)
class Selection:
    """A choice among named positions. options: value and words of each.  about: what the chosen one is for."""

    path: str
    name: str
    about: str
    value: str
    options: tuple[tuple[str, str], ...]


@cache
def declared() -> dict[str, Any]:
    """Return what is written down of choices."""
    return yaml_of(Path(__file__).with_name("choices.yaml"))


def choices_of(side: Side) -> Iterator[Selection]:
    """Yield the choices of a side."""
    worlds = tuple((name, title_of(name)) for name in shipped_names())
    median = load(side).median
    about = f"{median.title}: {median.about}" if side.has("title") else median.about
    yield Selection(WORLD, declared()[WORLD]["name"], about, side.world, worlds)
    if value_at(tree_of(side), ("every_lab", "spec")) is not None:
        yield named(side, SPEC, tuple((name, spec_of(name).title) for name in shipped_specs()))
        yield named(side, TRAINING, tuple((name, plainly(name)) for name in shipped_views()))
    protocol, said = median.protocol, declared()[PROTOCOL]["said"]
    yield Selection(PROTOCOL, declared()[PROTOCOL]["name"], declared()[PROTOCOL]["help"], protocol, tuple(said.items()))


def named(side: Side, path: str, options: tuple[tuple[str, str], ...]) -> Selection:
    """Return the choice of a part that has a name, or had one before a dial was moved in it."""
    name = name_at(side, path)
    moved = any(setting_path(each).startswith(f"{path}.") for each in side.settings)
    if name is None:
        options = ((CHANGED, "of its own"), *options)
    about = declared()[path]["help"] if name is None else about_of(path, name)
    return Selection(
        path,
        declared()[path]["name"],
        about + (" Some of its dials have been moved." if moved else ""),
        name or CHANGED,
        options,
    )


def name_at(side: Side, path: str) -> str | None:
    """Return the name by which a side has a part, if it has one: as it is set, or as its world's file says."""
    set_to = [each.partition("=")[2] for each in side.settings if setting_path(each) == path]
    if set_to:
        return set_to[-1]
    return in_file(side.world, tuple(path.split(".")))


@cache
def in_file(world: str, keys: tuple[str, ...]) -> str | None:
    """Return the name by which the file of a world, or one that it extends, has a part."""
    tree: Any = yaml_of(SCENARIOS.shipped(world))
    said = value_at(tree, keys)
    if said is None and "extends" in tree:
        return in_file(tree["extends"], keys)
    return said if isinstance(said, str) else None


@cache
def spec_of(name: str) -> Spec:
    """Return a shipped spec."""
    return load_spec(name)


def about_of(path: str, name: str) -> str:
    """Return what a named part is for, in its file's own words."""
    return spec_of(name).about if path == SPEC else first_words(name)


@cache
def first_words(view: str) -> str:
    """Return what the comment above a view of training says."""
    lines = read_text(VIEWS.shipped(view)).splitlines()
    comment = " ".join(line.lstrip("# ").strip() for line in lines if line.startswith("#"))
    said = comment.removeprefix("A view of training: ").split(" Every number")[0].strip()
    return said[:1].upper() + said[1:]


def plainly(name: str) -> str:
    """Return a name as words."""
    return name.replace("-", " ")
