"""The JSON Schema of what people write, for an editor: whole files, and files that only change another."""

from typing import Any

from dealsim.scenario.files.includes import FileKind
from dealsim.scenario.files.scalars import NUMBER
from dealsim.scenario.files.validation import EXTENDS

# What editors understand: the YAML language server knows this draft and none later.
DRAFT = "http://json-schema.org/draft-07/schema#"
WORDS = ("description", "unit", "source", "default", "title")  # about a field, whatever stands there
CHANGES = "Changes"  # the end of a definition's name in which nothing is required and null takes a key away

UNCERTAIN, UNCERTAIN_WHOLE = "Uncertain", "UncertainWhole"  # definitions of what may stand for a number
CERTAIN = ("horizon",)  # what all games of a scenario have in common

type Schema = dict[str, Any]


def schema_of(kind: FileKind) -> Schema:
    """Return the JSON Schema of files of a kind.

    A file with `extends` need not say what the other says: in such a file no key is required, down to the last part,
    and null may stand for any.
    """
    whole = for_editors(kind.model.model_json_schema())
    parts = whole.pop("$defs", {})
    whole["properties"] = {EXTENDS: _extends(kind)} | whole["properties"]
    name = whole["title"]
    definitions = {name: _uncertain(whole, CERTAIN)} | {part: _uncertain(schema) for part, schema in parts.items()}
    changes = {f"{part}{CHANGES}": _loosened(schema) for part, schema in definitions.items()}
    return {
        "$schema": DRAFT,
        "title": f"A {kind.shelf.kind} of dealsim",
        "description": whole.get("description", ""),
        "if": {"required": [EXTENDS]},
        "then": {"$ref": f"#/$defs/{name}{CHANGES}"},
        "else": {"$ref": f"#/$defs/{name}"},
        "$defs": definitions | changes | uncertain_numbers(),
    }


def uncertain_numbers() -> dict[str, Schema]:
    """Return the definitions of what may stand for a number that a scenario leaves uncertain."""

    def distribution(kind: str, values: Schema) -> Schema:
        kinds = {kind: {"type": "array", **values}}
        return {"type": "object", "properties": kinds, "required": [kind], "additionalProperties": False}

    number, pair = {"items": {"type": "number"}}, {"minItems": 2, "maxItems": 2}
    between = f"^\\s*{NUMBER.pattern}\\s+to\\s+{NUMBER.pattern}\\s*$"
    return {
        UNCERTAIN: {
            "description": "an uncertain number: a 90% interval such as 0.05 to 0.3, or a distribution",
            "anyOf": [
                {"type": "string", "pattern": between},
                distribution("uniform", number | pair),
                distribution("beta", number | pair),
                distribution("choice", number | {"minItems": 1}),
            ],
        },
        UNCERTAIN_WHOLE: {
            "description": "an uncertain whole number: one of several, all equally likely",
            **distribution("choice", {"items": {"type": "integer"}, "minItems": 1}),
        },
    }


def facts(field: Schema) -> str:
    """Return a field's unit, range, choices and source in a line: `chance, 0 to 1; assumption`."""
    arms = [field, *field.get("anyOf", [])]
    number: Schema = next((arm for arm in arms if set(arm) & {"minimum", "exclusiveMinimum"}), {})
    choices = [str(choice) for arm in arms for choice in arm.get("enum", [arm["const"]] if "const" in arm else [])]
    unit = field.get("unit", "")
    said = [unit if unit != "word" else "", _range(number), " | ".join(choices)]
    return "; ".join(filter(None, [", ".join(filter(None, said)), field.get("source", "")]))


def _range(number: Schema) -> str:
    """Return a range in words: `0 to 1`, or `above 0, at most 1`."""
    if {"minimum", "maximum"} <= set(number):
        return f"{_figure(number['minimum'])} to {_figure(number['maximum'])}"
    ends = {"minimum": "at least", "exclusiveMinimum": "above", "maximum": "at most", "exclusiveMaximum": "below"}
    return ", ".join(f"{words} {_figure(number[end])}" for end, words in ends.items() if end in number)


def _figure(limit: float) -> str:
    """Return a limit as people write it: 1,000,000 rather than 1e+06."""
    return f"{limit:,.12g}"


def for_editors(schema: Any) -> Any:
    """Return a schema that says units, ranges and sources where editors look, and refuses bad names too."""
    if isinstance(schema, list):
        return [for_editors(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: for_editors(value) for key, value in schema.items()}
    if "patternProperties" in made:
        made["additionalProperties"] = False
    if isinstance(made.get("source"), str) and "description" in made:
        made["description"] += f" [{facts(made)}]"
    return made


def _extends(kind: FileKind) -> Schema:
    shipped = ", ".join(kind.shelf.names())
    said = f"another {kind.shelf.kind}, which this file changes key by key: a .yaml file beside or below, or {shipped}"
    return {"type": "string", "description": said, "examples": kind.shelf.names()}


def _uncertain(part: Schema, certain: tuple[str, ...] = ()) -> Schema:
    """Return the definition of a part in which every number may be uncertain but for some."""
    if "properties" not in part:
        return part
    fields = {key: field if key in certain else _or_uncertain(field) for key, field in part["properties"].items()}
    return part | {"properties": fields}


def _or_uncertain(field: Schema) -> Schema:
    """Return what is accepted, and an uncertain number in place of a number."""
    arms = field.get("anyOf", [field])
    kinds = {arm.get("type") for arm in arms}
    for kind, name in (("number", UNCERTAIN), ("integer", UNCERTAIN_WHOLE)):
        if kind in kinds:
            return _words(field) | {"anyOf": [*map(_plain, arms), {"$ref": f"#/$defs/{name}"}]}
    return field


def _plain(arm: Schema) -> Schema:
    """Return an arm without the words about the whole."""
    return {key: value for key, value in arm.items() if key not in WORDS}


def _words(field: Schema) -> Schema:
    return {key: field[key] for key in WORDS if key in field}


def _loosened(schema: Schema) -> Schema:
    """Return the definition of a part in a file that only says what it changes."""
    made = {key: value for key, value in schema.items() if key not in ("required", "minProperties")}
    for holder in ("properties", "patternProperties"):
        if holder in made:
            inner = made[holder].items()
            made[holder] = {key: value if key == EXTENDS else _or_null(_loosened(value)) for key, value in inner}
    if isinstance(made.get("additionalProperties"), dict):
        made["additionalProperties"] = _or_null(_loosened(made["additionalProperties"]))
    for choice in ("anyOf", "oneOf"):
        if choice in made:
            made[choice] = [_loosened(arm) for arm in made[choice]]
    if "$ref" in made and not made["$ref"].endswith((UNCERTAIN, UNCERTAIN_WHOLE)):
        made["$ref"] += CHANGES
    return made  # what stands in a list replaces a whole list: it is left as it is


def _or_null(schema: Schema) -> Schema:
    """Return what is accepted, or null, with its description on the outside, where editors look for it."""
    return _words(schema) | {"anyOf": [*schema.get("anyOf", [schema]), {"type": "null"}]}
