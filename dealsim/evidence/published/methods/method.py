"""What a method is: named inputs in, named quantities out, by rules of the game that it names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from dealsim.evidence.published.inputs import Input, filled, inputs_of

# For a chain of estimates that a source multiplies itself: nothing in the game computes it.
ARITHMETIC = "arithmetic of the source"


class Figures(NamedTuple):
    """What a method computes.  values: by quantity; infinite where there is no such number.

    errors: standard errors of those that depend on luck.
    """

    values: Mapping[str, float]
    errors: Mapping[str, float] = {}


@dataclass(frozen=True)
class Quantity:
    """Something that a method computes."""

    unit: str
    meaning: str


@dataclass(frozen=True)
class Method:
    """A method.

    name: as files say it.  summary: what it does.  kind: the dataclass of its inputs.  by: the rules that it uses,
    by their names, or `ARITHMETIC`.  by_luck: whether its numbers depend on keyed luck.
    """

    name: str
    summary: str
    kind: type
    quantities: Mapping[str, Quantity]
    by: tuple[str, ...]
    by_luck: bool
    compute: Callable[[Any], Figures]

    @property
    def inputs(self) -> Mapping[str, Input]:
        """What it takes."""
        return inputs_of(self.kind)

    def figures(self, given: Mapping[str, object]) -> Figures:
        """Return what it computes of inputs as a user gives them. Raises Misfit."""
        return self.compute(filled(self.kind, given))


METHODS: dict[str, Method] = {}


def method[I](
    kind: type[I], quantities: Mapping[str, Quantity], by: tuple[object, ...] = (), *, by_luck: bool = False
) -> Callable[[Callable[[I], Figures]], Callable[[I], Figures]]:
    """Register a method under its function's name. by: the rules that it uses, none if it is arithmetic."""

    def registered(compute: Callable[[I], Figures]) -> Callable[[I], Figures]:
        name = compute.__name__.replace("_", "-")
        summary = (compute.__doc__ or "").partition("\n")[0].removeprefix("Return ").rstrip(".")
        rules = tuple(name_of(rule) for rule in by) or (ARITHMETIC,)
        METHODS[name] = Method(name, summary, kind, quantities, rules, by_luck, compute)
        return compute

    return registered


def name_of(rule: Any) -> str:
    """Return what a rule is called: its file and its name, as `rules.plans.fate_of_attempt`."""
    return f"{rule.__module__.removeprefix('dealsim.')}.{rule.__name__}"
