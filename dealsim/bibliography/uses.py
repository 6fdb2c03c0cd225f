"""Find keys of `scenarios/sources.bib`: in docstrings, in the schema, in the comments of scenario files.

Docstrings are read from the source text, which travels with the package: nothing is imported, so nothing is compiled.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from dealsim.bibliography.entries import KEY
from dealsim.scenario import Scenario
from dealsim.scenario.files.shipped import shipped_folder
from dealsim.scenario.files.source import Source, read_text
from dealsim.scenario.schema.part import StrictModel
from dealsim.scenario.schema.scenario import entry_of

ASSUMPTION = "assumption"
KEYS_ALONE = re.compile(rf"(?:{KEY.pattern}|\([^()]*\)|and|[,;.\s])+")
COMMENT = re.compile(r"(?:^|\s)#(.*)")
END_OF_CLAUSE = re.compile(r"(?<=[.;])\s+(?![^()]*\))")  # outside of parentheses


@dataclass(frozen=True, order=True)
class Use:
    """One use of a source.

    kind: `parameter`, `rule`, `file` or `software`.  where: its address, a rule's file and name, or a file.
    what: what it says of itself there.
    """

    key: str
    kind: str
    where: str
    what: str


@cache
def uses_of_code(file: str) -> tuple[Use, ...]:
    """Return what the docstrings of a file name sources for. file: below `dealsim`, as `measure/intervals`."""
    tree = ast.parse(files("dealsim").joinpath(f"{file}.py").read_text(encoding="utf-8"))
    found = list(uses_of_text(ast.get_docstring(tree) or "", "rule", file))
    for node in ast.walk(tree):
        text = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
        for key in KEY.findall(text or ""):
            found.append(Use(key, "rule", f"{file}.{node.name}", first_line(text or "")))  # type: ignore[attr-defined]
    return tuple(dict.fromkeys(found))


def rule_files() -> list[str]:
    """Return the files of the mathematics that every game runs on: all rules and protocols, and luck."""
    package = Path(str(files("dealsim")))
    found = [path for room in ("rules", "protocols") for path in (package / "core" / room).rglob("[!_]*.py")]
    return [*sorted(path.relative_to(package).with_suffix("").as_posix() for path in found), "core/luck"]


def uses_of_text(text: str, kind: str, where: str) -> Iterator[Use]:
    """Yield the uses of sources in a text: of each clause with a key, the words before the keys that end it."""
    for paragraph in re.split(r"\n\s*\n", text):
        for clause in END_OF_CLAUSE.split(" ".join(paragraph.split())):
            for key in dict.fromkeys(KEY.findall(clause)):
                yield Use(key, kind, where, without_keys(clause))


def without_keys(clause: str) -> str:
    """Return a clause without the keys, where it only ends in them after a colon."""
    said, colon, keys = clause.rpartition(": ")
    return said if colon and KEYS_ALONE.fullmatch(keys) else clause.rstrip(".;")


def first_line(text: str) -> str:
    """Return what a function does, from its docstring."""
    line = text.partition("\n")[0].partition("Source:")[0]
    return line.partition(": ")[0].strip().rstrip(".").removeprefix("Return ")


def uses_of_parameters(scenario: Scenario) -> Iterator[Use]:
    """Yield every parameter of a scenario with a source in the literature; one that is 0 has no effect and is left out.

    Labs are taken with what they have from `every_lab`, and their parameters go by its name.
    """
    yield from uses_of_part(scenario, "", skip=("every_lab", "labs"))
    for lab in scenario.labs.values():
        yield from uses_of_part(entry_of(scenario.every_lab, lab), "every_lab.")


def uses_of_part(part: StrictModel, at: str, skip: tuple[str, ...] = ()) -> Iterator[Use]:
    """Yield the parameters of a part and of those below it, by their addresses; `*` is any name."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if name in skip:
            continue
        for below, inside in parts_in(value):
            yield from uses_of_part(inside, f"{at}{name}.{below}")
        said = field.json_schema_extra
        source = str(said.get("source", ASSUMPTION)) if isinstance(said, dict) else ASSUMPTION
        if source != ASSUMPTION and not is_nothing(value):
            yield Use(source, "parameter", f"{at}{name}", field.description or name)


def parts_in(value: object) -> Iterable[tuple[str, StrictModel]]:
    """Return the parts of a value, each with the prefix of its address."""
    if isinstance(value, StrictModel):
        return [("", value)]
    several = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [("*.", each) for each in several if isinstance(each, StrictModel)]


def is_nothing(value: object) -> bool:
    """Return whether a parameter is a number that is 0, or left out; a word or a switch is something."""
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and value == 0)


def uses_of_files(source: Source) -> Iterator[Use]:
    """Yield the uses of sources in the comments of a scenario's files: its own, extended and named ones."""
    for name in dict.fromkeys((source.name, *source.files.values())):
        path = there(Path(name))
        if path is not None:
            yield from uses_of_text(comments_of(read_text(path)), "file", shown_name(path))


def there(path: Path) -> Path | None:
    """Return a file, or the shipped one of its name; None where neither exists any more.

    A scenario read from an experiment's results knows its files by their bare names only.
    """
    if path.is_file():
        return path
    return next(iter(sorted(shipped_folder().rglob(path.name))), None)


def comments_of(text: str) -> str:
    """Return a file's comments as paragraphs, separated by blank lines or list items."""
    lines, in_item = list[str](), False
    for match in map(COMMENT.search, text.splitlines()):
        line = match[1].removeprefix(" ") if match else ""
        begins = line.startswith("- ") or (in_item and not line.startswith("  "))
        in_item = line.startswith("- ") or (in_item and not begins)
        lines += [""] * begins + [line.removeprefix("- ")]
    return "\n".join(lines)


def shown_name(path: Path) -> str:
    """Return a file's name without the folders above it: they might name the user."""
    folder = shipped_folder()
    return f"scenarios/{path.relative_to(folder).as_posix()}" if path.is_relative_to(folder) else path.name
