"""Write a scenario to start from: a file that plays as it is, with a comment on each of its keys."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dealsim.scenario.files.includes import Files, value_at
from dealsim.scenario.loading import SCENARIO
from dealsim.scenario.schema.json_schema import Schema, facts
from dealsim.scenario.schema.scenario import Scenario
from dealsim.scenario.schema.spec import Quality

SAMPLE = "baseline"
FEW = 3  # keys of a part that are shown although the sample leaves them at their defaults
COLUMN = 44  # where a line's comment begins, if the line leaves room
SCHEMA_FILE = "scenario.schema.json"
OWN_LINES = ("title", "about")
WRITTEN_OUT = ("labs", "plans")


def start_of(title: str) -> str:
    """Return a complete world: every number that the sample gives, and some that it leaves out."""
    sample = Files().read(SCENARIO.shelf.shipped(SAMPLE), SCENARIO).tree
    schema = Scenario.model_json_schema()
    lines = [*_head(title, f"a copy of {SAMPLE}, and plays the same games until you change a number")]
    lines += [f"title: {_flow(title)}", "about: What it is for and what to look at.", ""]
    for name, field in schema["properties"].items():
        if name not in OWN_LINES:
            lines += [*_part((), name, field, sample, schema["$defs"]), ""]
    return "\n".join(lines)


def changes_of(title: str, base: Path, shown_as: str) -> str:
    """Return a world that extends another, with its numbers in comments to choose from.

    base: the other world's file.  shown_as: its name as the new file has to say it.
    """
    schema = Scenario.model_json_schema()
    tree = Files().read(base, SCENARIO).tree
    how = "remove the # from a line and from the keys above it, and change the number"
    lines = [*_head(title, f"{shown_as} with changes. To make one, {how}")]
    lines += [
        f"extends: {_flow(shown_as)}",
        f"title: {_flow(title)}",
        "about: What it changes and what to look at.",
        "",
    ]
    for name, field in schema["properties"].items():
        if name not in (*OWN_LINES, *WRITTEN_OUT):
            lines += [*_commented(_part((), name, field, tree, schema["$defs"])), ""]
    for kind in WRITTEN_OUT:
        names = ", ".join(value_at(tree, (kind,)) or {})
        lines += [f"# {kind}: {{NAME: null}}  # removes one of {names}"]
    return "\n".join(lines) + "\n"


def _head(title: str, what: str) -> Iterator[str]:
    yield f"# yaml-language-server: $schema={SCHEMA_FILE}"
    yield f"# (help in an editor; `dealsim schema scenario > {SCHEMA_FILE}` writes the file that this line names)"
    yield "#"
    yield f"# {title}: {what}."
    yield "# Beside each number: its meaning [unit, range; source]. `assumption` is not a finding: choose, and say why."
    yield "# A number left out has its default; `dealsim schema scenario` lists all."


def _part(way: tuple[str, ...], name: str, field: Schema, tree: object, definitions: Schema) -> list[str]:
    """Return the lines of a part: the keys that are set, then a few that are not, in comments."""
    path, indent = (*way, name), "  " * len(way)
    said = value_at(tree, path)
    inner = _definition(field, definitions)
    if name in WRITTEN_OUT:
        return [f"{name}:  # {field['description']}", *_entries(said, _entry(field, definitions))]
    if inner is None or isinstance(said, str | list) or (said is None and field.get("anyOf")):
        line = _line(f"{indent}{name}: {_flow(field.get('default') if said is None else said)}", field)
        return [line] if said is not None else _commented([line])
    keys = inner["properties"]
    mentioned = [key for key in keys if isinstance(said, dict) and key in said]
    others = [key for key in keys if key not in mentioned][:FEW]
    lines = [f"{indent}{name}:  # {field['description']}"]
    for key in keys:
        if key in mentioned or key in others:
            lines += _part(path, key, keys[key], tree, definitions)
    return lines if mentioned else _commented(lines)


def _entries(said: Any, entry: Schema) -> Iterator[str]:
    """Yield entries by name, a key a line; the first of each key says what it means."""
    explained: set[str] = set()
    for name, keys in (said or {}).items():
        yield f"  {name}:" + ("" if keys else " {}")
        for key, value in keys.items():
            line = f"    {key}: {_flow(value)}"
            yield line if key in explained else _line(line, entry["properties"][key])
            explained.add(key)


def _line(words: str, field: Schema) -> str:
    told = facts(field)
    return f"{words:<{COLUMN}}  # {field.get('description', '')}" + (f" [{told}]" if told else "")


def _definition(field: Schema, definitions: Schema) -> Schema | None:
    """Return the definition of a part that a field holds, if it holds one and no number."""
    arms = field.get("anyOf", [field])
    if any(arm.get("type") in ("number", "integer") for arm in arms):
        return None
    name = next((arm["$ref"].rsplit("/")[-1] for arm in arms if "$ref" in arm), None)
    return definitions[name] if name else None


def _entry(field: Schema, definitions: Schema) -> Schema:
    (pattern,) = field["patternProperties"].values()
    found: Schema = definitions[pattern["$ref"].rsplit("/")[-1]]
    return found


def _commented(lines: list[str]) -> list[str]:
    """Return the lines as comments, each with a # where its key begins: removing it sets the key."""
    made = []
    for line in lines:
        key = line.lstrip()
        made.append(line if key.startswith("#") else f"{line.removesuffix(key)}# {key}")
    return made


def _flow(value: object) -> str:
    """Return a value as it stands in one line of YAML."""
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case str() if value.replace("-", "").replace("_", "").isalnum() and not value[0].isdigit():
            return value
        case _:
            return json.dumps(value, ensure_ascii=False)


SPEC_HEAD = """\
# {title}: what a lab wants its minds to be like, and how each quality is taught.
# A quality's teaching numbers may be left out. Those that say what it costs (reward_conflict, leakage, side_effects,
# neighbour, sophistication) then cost nothing, and the spec looks better than one that says them: say them, or compare
# specs by their content with every_lab.training.teaching=equal.
# Beside each number: its meaning [unit, range; source]. `dealsim schema spec` lists all keys.
title: {quoted}
about: What it is for.

qualities:
"""
SHORT_QUALITY = """\
  keeps-its-word:                             # the same in short; the emphases of all qualities sum to at most 1
    {trait: cooperativeness, target: 0.9, emphasis: 0.10, reward_conflict: 0.2, leakage: 0.02}
"""
LONG_QUALITY = {
    "trait": "honesty",
    "target": 0.9,
    "emphasis": 0.1,
    "early_prevalence": 0.4,
    "verifiability": 0.6,
    "pretraining_salience": 0.8,
    "sophistication": 0.05,
    "reward_conflict": 0.5,
    "explained": 0.3,
    "leakage": 0.02,
    "side_effects": {"refusal": 0.01},
    "persona": {"harm_aversion": 0.1},
    "neighbour": {"trait": "cooperativeness", "target": 0.3, "chance": 0.05},
}


def spec_of(title: str) -> str:
    """Return a spec of two qualities: one with every teaching number, one in short."""
    fields = Quality.model_json_schema()["properties"]
    lines = ["  honest:"]
    lines += [_line(f"    {key}: {_flow(value)}", without_choices(fields[key])) for key, value in LONG_QUALITY.items()]
    head = SPEC_HEAD.format(title=title, quoted=json.dumps(title, ensure_ascii=False))
    return head + "\n".join(lines) + "\n" + SHORT_QUALITY


def without_choices(field: Schema) -> Schema:
    """Return a field without its list of words, which is too long for a comment."""
    return {key: value for key, value in field.items() if key != "enum"}
