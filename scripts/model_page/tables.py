"""The table of parameters, from the JSON Schema of scenarios, and the table of outcomes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scripts.model_page.bibliography import Bibliography
from scripts.model_page.markdown import code, table, words
from scripts.model_page.source import PageError

if TYPE_CHECKING:
    from dealsim.measure.outcomes import Outcome

type Node = Mapping[str, Any]

HEAD = ("parameter", "default", "unit", "range", "meaning", "source")
REQUIRED = object()


@dataclass(frozen=True)
class Parameter:
    """A parameter: its dotted path as a user writes it, and what the schema says of it."""

    path: str
    default: str
    unit: str
    limits: str
    meaning: str
    source: str

    def row(self, bibliography: Bibliography) -> tuple[str, ...]:
        """Return its line of the table."""
        source = self.source if self.source in ("", "assumption") else bibliography.link(self.source)
        return (code(self.path), self.default, words(self.unit), words(self.limits), words(self.meaning), source)


@dataclass(frozen=True)
class Part:
    """A part of a scenario: the path it stands at, what it is, and its parameters."""

    path: str
    text: str
    parameters: tuple[Parameter, ...]


@dataclass
class Schema:
    """A walk over a JSON Schema that meets every part once."""

    root: Node
    places: dict[str, str] = field(default_factory=dict)  # parts already met, and where
    forms: dict[str, None] = field(default_factory=dict)  # parts that are one way among several to give a value

    def parts(self) -> list[Part]:
        """Return all parts of a scenario, the scenario itself first."""
        return list(self.walk(self.root, "", {}))

    def walk(self, node: Node, path: str, given: Mapping[str, Any]) -> Iterator[Part]:
        """Yield a part and those below it. given: defaults that stand above it and so override its own."""
        rows, below = [], []
        for name, said in node.get("properties", {}).items():
            here = f"{path}.{name}" if path else name
            default = given.get(name, said.get("default", REQUIRED))
            inner, place, many = self.inside(said, here)
            if inner and inner not in self.places:
                self.places[inner] = place
                below.append((inner, place, default if isinstance(default, Mapping) and not many else {}))
                if not many:
                    continue  # it has a table of its own
            rows.append(self.parameter(here, said, default, inner))
        yield Part(path, str(node.get("description", "")), tuple(rows))
        for inner, place, default in below:
            yield from self.walk(self.root["$defs"][inner], place, default)

    def inside(self, said: Node, here: str) -> tuple[str, str, bool]:
        """Return the part that a field holds (`""` if none), the path it stands at, and whether there may be many."""
        arms = [arm for arm in self.arms(said) if arm.get("type") != "null"]
        # A part that may also be named is a part all the same.
        arms = [arm for arm in arms if self.part_named(arm)] if any(map(is_word, arms)) and len(arms) == 2 else arms
        if len(arms) == 1:
            below = [(arms[0].get("items"), "[]"), (arms[0].get("additionalProperties"), ".NAME")]
            below += [(node, ".NAME") for node in arms[0].get("patternProperties", {}).values()]
            for node, step in below:
                if isinstance(node, Mapping):
                    return self.part_named(node), here + step, True
            return self.part_named(arms[0]), here, False
        self.forms |= dict.fromkeys(filter(None, (self.part_named(arm) for arm in arms)))
        return "", here, False

    def parameter(self, path: str, said: Node, default: object, inner: str) -> Parameter:
        """Return one parameter."""
        limits = "; ".join(dict.fromkeys(filter(None, (self.limits(arm) for arm in self.arms(said)))))
        place = self.places.get(inner, "")
        if inner and place not in (path, ""):
            limits = f"each as `{place}`" if not place.startswith(path) else f"by name: `{place}`"
        own = [said, *self.arms(said)]
        return Parameter(
            path=path,
            default=written(default),
            unit=next((str(node["unit"]) for node in own if "unit" in node), ""),
            limits=limits,
            meaning=next((str(node["description"]) for node in own if "description" in node), ""),
            source=next((str(node["source"]) for node in own if "source" in node), ""),
        )

    def arms(self, said: Node) -> list[Node]:
        """Return the ways to give a value."""
        return list(said.get("anyOf") or said.get("oneOf") or [said])

    def part_named(self, arm: Node) -> str:
        """Return the name of the part that an arm refers to, or `""`."""
        name = str(arm.get("$ref", "")).removeprefix("#/$defs/")
        return name if name and "properties" in self.root["$defs"][name] else ""

    def limits(self, arm: Node) -> str:
        """Return what a value may be, in words."""
        if "$ref" in arm:
            name = str(arm["$ref"]).removeprefix("#/$defs/")
            inner = self.root["$defs"][name]
            return f"`{{{', '.join(inner['properties'])}}}`" if "properties" in inner else self.limits(inner)
        if "enum" in arm or "const" in arm:
            return ", ".join(str(word) for word in arm.get("enum", [arm.get("const")]))
        kind = {"boolean": "true or false", "string": "text", "array": "a list", "object": "by name", "null": "none"}
        return kind.get(arm.get("type", ""), interval(arm))

    def form_parts(self) -> list[Part]:
        """Return the parts that are one way among several to give a value."""
        found = []
        for name in self.forms:
            node = self.root["$defs"][name]
            for said in node["properties"].values():
                if self.inside(said, "")[0]:
                    raise PageError(f"the part {name} is one of several ways to give a value, and has parts of its own")
            rows = [
                self.parameter(key, said, said.get("default", REQUIRED), "") for key, said in node["properties"].items()
            ]
            found.append(Part(name, str(node.get("description", "")), tuple(rows)))
        return found


def is_word(arm: Node) -> bool:
    """Return whether a way to give a value is a word or a name."""
    return arm.get("type") == "string"


def interval(arm: Node) -> str:
    """Return a number's range in words."""
    low, high = arm.get("minimum"), arm.get("maximum")
    if low is not None and high is not None:
        said = f"{figure(low)} to {figure(high)}"
    else:
        ends = (("at least", low), ("above", arm.get("exclusiveMinimum")))
        more = (("at most", high), ("below", arm.get("exclusiveMaximum")))
        said = ", ".join(f"{word} {figure(end)}" for word, end in (*ends, *more) if end is not None)
    return f"whole, {said}".removesuffix(", ") if arm.get("type") == "integer" else said


def figure(number: float) -> str:
    """Return a number as a reader would write it."""
    return f"{int(number):,}" if number == int(number) else f"{number:.6g}"


def written(default: object) -> str:
    """Return a default as a scenario would say it."""
    if default is REQUIRED:
        return "required"
    if default is None:
        return "none"
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, float | int):
        return f"{default:.6g}" if isinstance(default, float) else str(default)
    if isinstance(default, str):
        return code(default) if default else "empty"
    return code(str(default)) if default else "empty"


def parameter_tables(root: Node, bibliography: Bibliography) -> str:
    """Return a table for each part of a scenario, then one for each way to give a value."""
    schema = Schema(root)
    parts = schema.parts()
    sections = [
        part_section(part, f"#### {code(part.path or 'scenario')} (parameters)", bibliography) for part in parts
    ]
    forms = schema.form_parts()
    if forms:
        sections.append(
            "#### Ways to give a number\n\nWhere a range above names such a form, it may take the number's place."
        )
    sections += [part_section(part, f"##### {code(part.path)} (a form)", bibliography) for part in forms]
    return "\n\n".join(sections)


def part_section(part: Part, heading: str, bibliography: Bibliography) -> str:
    """Return the section of one part."""
    body = [parameter.row(bibliography) for parameter in part.parameters]
    return "\n\n".join([heading, words(part.text), *([table(HEAD, body)] if body else [])])


def outcome_table(outcomes: "Mapping[str, Outcome]") -> str:
    """Return the table of outcomes."""
    said = {"share": "share of games", "mean": "mean over games"}
    body = [
        (code(name), one.group, one.unit, words(one.formula), words(one.undefined), said[one.interval])
        for name, one in outcomes.items()
    ]
    return table(("outcome", "about", "unit", "per game", "undefined", "estimate"), body)


def total_table(totals: Mapping[str, str]) -> str:
    """Return the table of counts over all games."""
    return table(("count", "meaning"), [(code(name), words(meaning)) for name, meaning in totals.items()])
