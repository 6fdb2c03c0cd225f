"""What a dial is: a number of the scenario that a reader may move, as the schema describes it."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dealsim.scenario.files.includes import value_at
from dealsim.scenario.schema.json_schema import facts
from dealsim.scenario.schema.scenario import Scenario

from .natural import natural_of
from .word_files import yaml_of

STEPS = 100  # of a slider between its ends, or fewer where a number is whole
EVERY_LAB, MINDS, SPEC = ("every_lab",), ("every_lab", "minds"), ("every_lab", "spec")
ROUND = (1.0, 2.0, 5.0)

type Schema = dict[str, Any]
type Path_ = tuple[str, ...]


@dataclass(frozen=True)
class Dial:
    """One dial. help: its meaning.  facts: unit, range, source.  default: the schema's, None if it has none.

    low, high, step: of its slider; what is typed may be anything in the schema's range.
    """

    path: str
    name: str
    help: str
    facts: str
    unit: str
    low: float
    high: float
    step: float
    log: bool
    whole: bool
    default: float | None

    @property
    def keys(self) -> Path_:
        """Where it stands in a scenario."""
        return tuple(self.path.split("."))

    def at(self, share: float) -> float:
        """Return the number at a share of the slider's way."""
        if self.log:
            return float(self.low * (self.high / self.low) ** share)
        value = self.low + share * (self.high - self.low)
        return round(value) if self.whole else value

    def share_of(self, value: float) -> float:
        """Return at what share of the slider's way a number is."""
        if self.log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def natural(self, value: float) -> str:
        """Return the natural parameter that a dial stands for, or nothing."""
        return natural_of(self.keys, value)


@dataclass(frozen=True)
class Group:
    """Dials that answer one question."""

    key: str
    question: str
    help: str
    dials: tuple[Dial, ...]


@cache
def declared() -> Mapping[str, Any]:
    """Return the groups as they are written down."""
    return yaml_of(Path(__file__).with_name("dials.yaml"))


def groups_of(tree: Mapping[str, Any]) -> Iterator[Group]:
    """Yield the groups of dials of a scenario, given what it says; a group without a dial is left out."""
    for key, said in declared().items():
        made = {"quality": qualities, "trait": traits, "kind": kinds}
        dials = made[said["every"]](tree) if "every" in said else fixed(key, taught=taught(tree))
        if dials:
            yield Group(key, said["question"], said["help"], tuple(dials))


def taught(tree: Mapping[str, Any]) -> bool:
    """Return whether labs teach a spec, rather than draw minds."""
    return value_at(tree, SPEC) is not None


def fixed(key: str, *, taught: bool) -> list[Dial]:
    """Return the dials of a group that are the same in every scenario."""
    entries = declared()[key]["dials"]
    return [dial_at(tuple(path.split(".")), **said) for path, said in entries.items() if taught or key != "training"]


def qualities(tree: Mapping[str, Any]) -> list[Dial]:
    """Return two dials for each quality of the spec: its target for a trait, and its share of training."""
    made = []
    for name, quality in (value_at(tree, (*SPEC, "qualities")) or {}).items():
        at, trait = (*SPEC, "qualities", name), said_plainly(quality["trait"])
        made.append(dial_at((*at, "target"), f"{said_plainly(name)}: target", help=f"the spec's target for {trait}"))
        made.append(dial_at((*at, "emphasis"), f"{said_plainly(name)}: emphasis", high=0.5))
    return made


def traits(tree: Mapping[str, Any]) -> list[Dial]:
    """Return a dial for each trait: the mean over minds where minds differ, else the number itself."""
    made, way, meanings = [], (*MINDS, "traits"), declared()["minds"]["traits"]
    for name in schema_at(way)["properties"]:
        spread = isinstance(value_at(tree, (*way, name)), dict)
        path = (*way, name, "mean") if spread else (*way, name)
        made.append(dial_at(path, said_plainly(name), help=meanings[name]))
    return made


def kinds(tree: Mapping[str, Any]) -> list[Dial]:
    """Return a dial for each kind of mind, where minds are drawn; schemers take what is left."""
    way = (*MINDS, "kinds")
    if taught(tree):
        return []
    return [dial_at((*way, name), said_plainly(name)) for name in schema_at(way)["properties"] if name != "schemer"]


@cache
def dial_at(
    keys: Path_, name: str, *, help: str = "", low: float | None = None, high: float | None = None, log: bool = False
) -> Dial:
    """Return the dial of a number, as the schema describes it."""
    field = schema_at(keys)
    arm: Schema = number_arm(field)
    step = 1.0 if arm["type"] == "integer" else None
    least, most, step = slider_ends(arm, low, high, step)
    whole, default = arm["type"] == "integer", field.get("default")
    return Dial(
        path=".".join(keys),
        name=name,
        help=help or str(field.get("description") or arm.get("description", "")),
        facts=facts({**arm, **field}),
        unit=str(field.get("unit") or arm.get("unit", "")),
        low=least,
        high=most,
        step=step,
        log=log,
        whole=whole,
        default=float(default) if isinstance(default, int | float) else None,
    )


def slider_ends(arm: Schema, low: float | None, high: float | None, step: float | None) -> tuple[float, float, float]:
    """Return the ends and the step of a slider; of a range that is open, it goes up to a step from the end."""
    least = float(arm.get("minimum") or arm.get("exclusiveMinimum") or 0.0) if low is None else low
    most = float(arm.get("maximum") or arm.get("exclusiveMaximum") or 1.0) if high is None else high
    step = step or step_of(most - least)
    opens = low is None and "minimum" not in arm, high is None and "maximum" not in arm
    return least + step * opens[0], most - step * opens[1], step


def step_of(length: float) -> float:
    """Return a round step that covers a length in about as many steps as a hand can distinguish."""
    wanted, size = length / STEPS, 1e-6
    while not any(size * each >= wanted * 0.999 for each in ROUND):
        size *= 10.0
    return next(size * each for each in ROUND if size * each >= wanted * 0.999)


def schema_at(keys: Path_) -> Schema:
    """Return what the schema says of a key path, words of the field itself first."""
    whole = whole_schema()
    here: Schema = whole
    for key in keys:
        inner = definition(here, key)
        named = inner.get("patternProperties", {"": inner.get("additionalProperties")})
        here = inner["properties"][key] if key in inner.get("properties", {}) else next(iter(named.values()))
    described = definition(here, "")
    return {**described, **here} if "properties" in described else here


def definition(field: Schema, key: str) -> Schema:
    """Return the definition that a field refers to: of several, the one that has a key."""
    arms = [resolved(arm) for arm in (field, *field.get("anyOf", []), *field.get("allOf", []))]
    having = [arm for arm in arms if key in arm.get("properties", {})]
    named = [arm for arm in arms if "patternProperties" in arm or isinstance(arm.get("additionalProperties"), dict)]
    return next(iter([*having, *named, *(arm for arm in arms if "properties" in arm), field]))


def resolved(field: Schema) -> Schema:
    """Return what a reference stands for."""
    name = field.get("$ref", "").rsplit("/")[-1]
    found: Schema = whole_schema()["$defs"][name] if name else field
    return found


@cache
def whole_schema() -> Schema:
    """Return the schema of scenarios."""
    return Scenario.model_json_schema()


def number_arm(field: Schema) -> Schema:
    """Return, of what may stand in a field, the number."""
    arms = (field, *field.get("anyOf", []))
    return next(arm for arm in arms if arm.get("type") in ("number", "integer"))


def said_plainly(name: str) -> str:
    """Return a key as words."""
    return name.replace("_", " ").replace("-", " ")
