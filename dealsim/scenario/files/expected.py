"""Say what is accepted at a place of the schema, from its types and limits."""

import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, TypeAliasType, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from dealsim.scenario.files.problems import KeyPath

MOST_NAMES = 12
A_NAME = "NAME"  # in a path: a name that the user gives
ENDS = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}


@dataclass(frozen=True)
class Alternative:
    """One accepted thing: a type, and the notes (limits, unit) on it."""

    kind: Any
    notes: tuple[Any, ...] = ()

    @property
    def origin(self) -> Any:
        """The type without its arguments: dict for `dict[str, float]`."""
        return get_origin(self.kind) or self.kind

    def is_a(self, *kinds: type) -> bool:
        """Whether the type is one of `kinds`, or a subclass of one."""
        return isinstance(self.origin, type) and issubclass(self.origin, kinds)


def alternatives_at(model: type[BaseModel], path: KeyPath) -> list[Alternative]:
    """Return all that is accepted at a key path; nothing where the schema has no such path."""
    arms = [Alternative(model)]
    for key in path:
        arms = [below for arm in arms for below in _below(arm, key)]
    return arms


def key_alternatives(arms: Iterable[Alternative]) -> list[Alternative]:
    """Return what is accepted as a key of the mappings among `arms`."""
    keyed = (arm for arm in arms if arm.is_a(Mapping) and get_args(arm.kind))
    return [key for arm in keyed for key in _split(get_args(arm.kind)[0])]


def known_keys(arms: Iterable[Alternative]) -> list[str]:
    """Return the keys that files may have which are read as the models among `arms`."""
    models = (arm.kind for arm in arms if arm.is_a(BaseModel))
    return list(dict.fromkeys(name for model in models for name in (*_fields(model), *getattr(model, "ALSO_SAID", ()))))


def places_of(model: type[BaseModel], key: str) -> list[str]:
    """Return where a key belongs, as dotted paths: `every_lab.enforcement`; `NAME` stands for a name of the user's."""
    return [path for path in all_paths(model) if path.rpartition(".")[2] == key]


@cache
def all_paths(model: type[BaseModel]) -> list[str]:
    """Return every key path of the schema; what stands under a name of the user's after all else."""
    return sorted(_paths([Alternative(model)], ()), key=lambda path: (A_NAME in path.split("."), path.count(".")))


@cache
def all_keys(model: type[BaseModel]) -> list[str]:
    """Return the keys of the whole schema."""
    return list(dict.fromkeys(path.rpartition(".")[2] for path in all_paths(model)))


def _paths(arms: Sequence[Alternative], way: KeyPath) -> Iterator[str]:
    """Yield the key paths below some arms."""
    for key in known_keys(arms):
        below = [found for arm in arms for found in _below(arm, key)]
        if below:
            yield ".".join(map(str, (*way, key)))
            yield from _paths(below, (*way, key))
    named = [found for arm in arms if arm.is_a(Mapping) and get_args(arm.kind) for found in _below(arm, A_NAME)]
    if named:
        yield from _paths(named, (*way, A_NAME))


def described(arms: Iterable[Alternative]) -> str:
    """Return what the schema calls a thing, if it does."""
    notes = (note for arm in arms for note in arm.notes if isinstance(note, FieldInfo))
    return next((note.description for note in notes if note.description), "")


def choices(arms: Iterable[Alternative]) -> list[str]:
    """Return the words among which to choose, if any."""
    return [str(choice) for arm in arms for choice in _choices(arm)]


def some_value(arms: Sequence[Alternative]) -> object:
    """Return a word or a number that is accepted; None where that is not plain."""
    if words := [choice for arm in arms for choice in _choices(arm)]:
        return words[0]
    for arm in arms:
        if arm.is_a(int, float) and not arm.is_a(bool):
            ends = bounds(arm.notes)
            low, high = ends.get("ge", ends.get("gt", 0)), ends.get("le", ends.get("lt"))
            within = low if "gt" not in ends else low + 1 if high is None else (low + high) / 2
            return int(within) if arm.is_a(int) else float(within)
        if len(arms) == 1 and arm.is_a(str) and not any(getattr(note, "pattern", None) for note in arm.notes):
            return "a"
    return None


def wanted(arms: Sequence[Alternative], found: object) -> str:
    """Say what is accepted; of several things, only the one that was tried where that is clear."""
    said = dict.fromkeys(_say(arm) for arm in _tried(arms, found))
    return ", or ".join(said)


def listed(names: Sequence[str]) -> str:
    """Return `one of a, b, c`, or the name alone."""
    more = [f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else []
    return ("one of " if len(names) > 1 else "") + ", ".join([*names[:MOST_NAMES], *more])


def _tried(arms: Sequence[Alternative], found: object) -> Sequence[Alternative]:
    """Keep the arms that the user seems to have meant, or all of them."""
    tried: list[Alternative] = []
    if isinstance(found, int | float) and not isinstance(found, bool):
        tried = [arm for arm in arms if arm.is_a(int, float) and not arm.is_a(bool, Enum)]
    elif isinstance(found, str):
        tried = [arm for arm in arms if arm.is_a(str) or _choices(arm)]
    elif isinstance(found, dict):
        tried = [arm for arm in arms if arm.is_a(BaseModel, Mapping)]
    return tried or arms


def _split(annotation: Any, notes: tuple[Any, ...] = ()) -> Iterator[Alternative]:
    """Yield the arms of an annotation: aliases and Annotated opened, unions taken apart."""
    origin = get_origin(annotation)
    if isinstance(annotation, TypeAliasType):
        yield from _split(annotation.__value__, notes)
    elif origin is Annotated:
        inner, *more = get_args(annotation)
        yield from _split(inner, (*notes, *_opened(more)))
    elif origin in (Union, types.UnionType):
        for arm in get_args(annotation):
            yield from _split(arm, notes)
    else:
        yield Alternative(annotation, notes)


def _opened(notes: Iterable[Any]) -> Iterator[Any]:
    """Yield notes, and those within pydantic's fields."""
    for note in notes:
        yield note
        if isinstance(note, FieldInfo):
            yield from note.metadata


def _below(arm: Alternative, key: str | int) -> Iterator[Alternative]:
    """Yield what is accepted under a key of an arm."""
    if arm.is_a(BaseModel):
        field = _fields(arm.kind).get(str(key))
        if field is not None:
            yield from _split(field.annotation, tuple(_opened([field])))
    elif get_args(arm.kind) and arm.is_a(Mapping, Sequence):
        yield from _split(get_args(arm.kind)[1 if arm.is_a(Mapping) else 0])


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return a model's fields by the names that a user gives them."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _choices(arm: Alternative) -> Sequence[object]:
    if arm.origin is Literal:
        return get_args(arm.kind)
    return [member.value for member in arm.kind] if arm.is_a(Enum) else []


def _say(arm: Alternative) -> str:
    """Say what one arm is."""
    if some := _choices(arm):
        return listed([str(choice) for choice in some])
    if arm.is_a(BaseModel):
        return f"a mapping of {', '.join(list(_fields(arm.kind))[:MOST_NAMES])}"
    if arm.is_a(bool) or not arm.is_a(int, float):
        return _say_kind(arm)
    unit = next((u for n in arm.notes if isinstance(n, FieldInfo) and (u := _unit(n))), "")
    limits = _limits(arm.notes)
    if arm.is_a(int):
        return "a whole number" + (f" of {unit}" if unit else "") + (f", {limits}" if limits else "")
    return "a number" + (f" {limits}" if limits else "") + (f" ({unit})" if unit else "")


def _say_kind(arm: Alternative) -> str:
    kinds: dict[type, str] = {
        bool: "true or false",
        str: "text",
        types.NoneType: "nothing",
        Mapping: "a mapping",
        Sequence: "a list",
    }
    if arm.kind is None:
        return "nothing"
    return next((said for kind, said in kinds.items() if arm.is_a(kind)), "another kind of value")


def _unit(field: FieldInfo) -> str:
    extra = field.json_schema_extra
    return str(extra.get("unit", "")) if isinstance(extra, dict) else ""


def bounds(notes: Iterable[Any]) -> dict[str, Any]:
    """Return the ends of a number's range among the notes by it: of `ge`, `gt`, `le` and `lt` those that are there."""
    return {end: value for note in notes for end in ENDS if (value := getattr(note, end, None)) is not None}


def _limits(notes: Iterable[Any]) -> str:
    """Return limits in words: `from 0 to 1`, `above 0 and at most 1`, `at least 1`."""
    ends = bounds(notes)
    if ends.keys() == {"ge", "le"}:
        return f"from {_figure(ends['ge'])} to {_figure(ends['le'])}"
    return " and ".join(f"{ENDS[end]} {_figure(ends[end])}" for end in ENDS if end in ends)


def _figure(limit: Any) -> str:
    """Return a limit as people write it: 1,000,000 rather than 1000000.0."""
    return f"{int(limit):,}" if isinstance(limit, int | float) and limit == int(limit) else str(limit)
