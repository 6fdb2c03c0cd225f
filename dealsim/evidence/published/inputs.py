"""Inputs of a method: by name, each with unit, range, meaning and default, and how a user's inputs are read."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, cast

from dealsim.scenario.files.problems import Misfit, nearest_name, shown

UNKNOWN = "an unknown input"
UNBOUNDED = "unbounded"  # the word for an infinite number, in place of YAML's own
_KNOWN: dict[type, "dict[str, Input]"] = {}


@dataclass(frozen=True)
class Input:
    """An input of a method.

    kind: number, whole number, word or switch.  low, high: its range.  words: those that it may be.
    """

    name: str
    kind: str
    default: object
    unit: str
    meaning: str
    low: float = -math.inf
    high: float = math.inf
    words: tuple[str, ...] = ()

    @property
    def range(self) -> str:
        """The accepted values, in words."""
        if self.kind == "switch":
            return "true or false"
        if self.kind == "word":
            return ", ".join(self.words)
        return " or ".join([f"{self.low:g} to {self.high:g}", *self.words])

    @property
    def wanted(self) -> str:
        """What is accepted, for a message."""
        if self.kind in ("switch", "word"):
            return self.range if self.kind == "switch" else f"one of {self.range}"
        what = "a whole number" if self.kind == "whole" else "a number"
        return f"{what} from {self.low:g} to {' or '.join([f'{self.high:g}', *self.words])} ({self.unit})"


def number(
    default: float, unit: str, low: float, high: float, meaning: str, *, unbounded: bool = False
) -> Any:  # a field, despite the annotation
    """Return an input that is a number. unbounded: it may also be that word."""
    words = (UNBOUNDED,) if unbounded else ()
    return input_field("number", default, unit, meaning, low, high, words)


def count(default: int, unit: str, low: int, high: int, meaning: str) -> Any:
    """Return an input that is a whole number."""
    return input_field("whole", default, unit, meaning, low, high)


def word(default: str, words: tuple[str, ...], meaning: str) -> Any:
    """Return an input that is one of some words."""
    return input_field("word", default, "word", meaning, words=words)


def switch(default: bool, meaning: str) -> Any:
    """Return an input that is true or false."""
    return input_field("switch", default, "switch", meaning)


def input_field(
    kind: str,
    default: object,
    unit: str,
    meaning: str,
    low: float = -math.inf,
    high: float = math.inf,
    words: tuple[str, ...] = (),
) -> Any:
    """Return a field of a dataclass that knows what it may be."""
    about = {"kind": kind, "unit": unit, "meaning": meaning, "low": low, "high": high, "words": words}
    return field(default=default, metadata=about)


def inputs_of(kind: type) -> dict[str, Input]:
    """Return the inputs that a method's dataclass has, by name.  They are read-only."""
    if kind not in _KNOWN:
        _KNOWN[kind] = dict(_inputs_of(kind))
    return _KNOWN[kind]


def _inputs_of(kind: type) -> Iterator[tuple[str, Input]]:
    known = {each.name: each for each in fields(kind)}
    # A method's own inputs come before those that it shares with others.
    for name in dict.fromkeys(name for part in kind.__mro__ for name in getattr(part, "__annotations__", ())):
        assert known[name].default is not MISSING
        yield name, Input(name=name, default=known[name].default, **known[name].metadata)


def misfits(kind: type, given: Mapping[str, object]) -> list[Misfit]:
    """Return what is wrong with inputs as a user gives them, each at its name."""
    known, found = inputs_of(kind), []
    for name, value in given.items():
        try:
            read(name, value, known)
        except Misfit as misfit:
            found.append(misfit)
    return found


def filled[I](kind: type[I], given: Mapping[str, object]) -> I:
    """Return a method's inputs, those not given at their defaults. Raises Misfit."""
    known = inputs_of(kind)
    return kind(**{name: read(name, value, known) for name, value in given.items()})


def read(name: str, value: object, known: Mapping[str, Input]) -> object:
    """Return an input's value as the method takes it. Raises Misfit."""
    if name not in known:
        near = nearest_name(name, known)
        raise Misfit(UNKNOWN, "" if near else f"one of {', '.join(known)}", at=(name,), nearest=near)
    what = known[name]
    if what.kind == "switch" and isinstance(value, bool):
        return value
    if what.kind == "word" and isinstance(value, str) and value in what.words:
        return value
    if what.kind in ("number", "whole"):
        if isinstance(value, str) and value in what.words:
            return math.inf
        fits = isinstance(value, int) or (isinstance(value, float) and what.kind == "number")
        if fits and not isinstance(value, bool) and what.low <= cast("float", value) <= what.high:
            return value if what.kind == "whole" else float(cast("float", value))
    near = nearest_name(value, what.words) if isinstance(value, str) else None
    raise Misfit(shown(value), what.wanted, at=(name,), nearest=near)
