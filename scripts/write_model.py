"""Make the model's page, in the headings of the ODD protocol, and write the list of its headings: `docs/model.md`.

The page itself is built with the site (`make docs`) and not committed. Prose stands in `docs/model.md.in`; equations,
state variables, parameters, outcomes and the order of a round are put in from the code. A file of rules that the
template does not place is an error, and so is a source that nobody listed.
"""

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.model_page.bibliography import Bibliography, read_bibliography
from scripts.model_page.contents import contents_of
from scripts.model_page.markdown import anchor
from scripts.model_page.schedule import Stage, round_of
from scripts.model_page.sections import (
    code_section,
    headings_of,
    in_words,
    patterns_section,
    record_section,
    schedule_section,
    submodel,
)
from scripts.model_page.source import Listing, PageError, RuleFile, closed_forms, listings, rule_files
from scripts.model_page.tables import Schema, outcome_table, parameter_tables, total_table
from scripts.model_page.template import fill

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "docs" / "model.md.in"
PAGE = ROOT / "docs" / "model.md"
NOTICE = "<!-- Made from docs/model.md.in and from the code. Edit those, not this page. -->\n\n"
RECORD_FILES = ("world", "lab", "mind", "training", "outlook", "desk", "offer", "events")  # in the order of the page
WITHIN_A_LINE = ("words", "default")
BIBLIOGRAPHY = "\x00bibliography\x00"


@dataclass(frozen=True)
class Sources:
    """All that the page is made from."""

    template: str
    rules: Mapping[str, RuleFile]
    records: Mapping[str, Listing]
    codes: Mapping[str, Listing]
    step: str
    stages: tuple[Stage, ...]
    schema: Mapping[str, Any]
    outcomes: Mapping[str, Any]
    totals: Mapping[str, str]
    patterns: tuple[dict[str, str], dict[str, str]]
    bibliography: Bibliography = field(repr=False)


def read_sources(root: Path = ROOT) -> Sources:
    """Return what a checkout says of itself."""
    from dealsim.game import DealModel
    from dealsim.game.ai import AI
    from dealsim.game.lab import Lab
    from dealsim.measure.outcomes import OUTCOMES, TOTALS
    from dealsim.scenario import Scenario

    rules = rule_files(root)
    step, stages = round_of({"self": DealModel, "lab": Lab, "ai": AI})
    package = root / "dealsim"
    return Sources(
        template=(root / "docs" / "model.md.in").read_text(encoding="utf-8"),
        rules=rules,
        records={
            name: found
            for file in RECORD_FILES
            for name, found in listings(the(package, f"records/{file}.py"), "record").items()
        },
        codes=listings(the(package, "codes.py"), "IntEnum") | listings(the(package, "luck.py"), "IntEnum"),
        step=step,
        stages=stages,
        schema=Scenario.model_json_schema(),
        outcomes=OUTCOMES,
        totals=TOTALS,
        patterns=closed_forms(root / "tests" / "core" / "rules" / "test_closed_forms.py"),
        bibliography=read_bibliography((root / "scenarios" / "sources.bib").read_text(encoding="utf-8")),
    )


def the(package: Path, name: str) -> Path:
    """Return the one file of the package, in whatever room, whose path ends so."""
    found = [*package.rglob(name)]
    if len(found) != 1:
        raise PageError(f"{len(found)} files of the package are called {name}, and the page is made from one")
    return found[0]


def page_of(sources: Sources, left_out: Callable[[str], object] = str) -> str:
    """Return the page. left_out: told every condition of the template that does not hold."""
    placed: list[str] = []

    def say(tag: str) -> str:
        """Return what stands in a tag's place."""
        word, _, name = tag.partition(" ")
        if word == "rules":
            placed.extend(there := existing(name, sources.rules, left_out))
            name = " ".join(there)
        shown = said(word, name, sources)
        return shown if word in WITHIN_A_LINE else f"\n{shown}\n"

    text = fill(sources.template, facts(sources), say, sources.bibliography.linked, left_out)
    check_places(sources.rules, placed)
    page = NOTICE + text.replace(BIBLIOGRAPHY, sources.bibliography.of(text))
    check_headings(page)
    return page


def said(word: str, name: str, sources: Sources) -> str:
    """Return what the tag `{{word name}}` stands for."""
    bibliography = sources.bibliography
    match word:
        case "rules":
            headings = headings_of(sources.rules.values())
            return "\n\n".join(submodel(sources.rules[file], headings, bibliography) for file in name.split())
        case "records":
            known = meanings(sources.schema)
            return "\n\n".join(record_section(record, bibliography, known) for record in sources.records.values())
        case "codes":
            return "\n\n".join(code_section(listing) for listing in sources.codes.values())
        case "words" if name in sources.codes:
            return in_words(sources.codes[name])
        case "default" if (found := defaults(sources.schema).get(name)) is not None:
            return found
        case "schedule":
            return schedule_section(sources.step, sources.stages, headings_of(sources.rules.values()))
        case "patterns":
            return patterns_section(*sources.patterns, bibliography)
        case "parameters":
            return parameter_tables(sources.schema, bibliography)
        case "outcomes":
            return outcome_table(sources.outcomes)
        case "totals":
            return total_table(sources.totals)
        case "bibliography":
            return BIBLIOGRAPHY
    raise PageError(f"docs/model.md.in: nothing is known by {{{{{f'{word} {name}'.strip()}}}}}")


def existing(names: str, rules: Mapping[str, RuleFile], left_out: Callable[[str], object]) -> list[str]:
    """Return the files of `{{rules names}}` that there are. Those named with a question mark may be missing."""
    for name in names.split():
        if name.rstrip("?") not in rules:
            if not name.endswith("?"):
                raise PageError(f"docs/model.md.in places the rules of {name!r}, and there are none")
            left_out(f"rules/{name.rstrip('?')}")
    return [name.rstrip("?") for name in names.split() if name.rstrip("?") in rules]


def facts(sources: Sources) -> set[str]:
    """Return what the template's conditions may ask for."""
    rules = {f"rule/{rule.name}" for file in sources.rules.values() for rule in file.rules}
    codes = {f"code/{kind.name}.{entry.name}" for kind in sources.codes.values() for entry in kind.entries}
    records = {f"record/{record.name}.{entry.name}" for record in sources.records.values() for entry in record.entries}
    return (
        rules
        | codes
        | records
        | {f"rules/{name}" for name in sources.rules}
        | {f"record/{name}" for name in sources.records}
        | {f"code/{name}" for name in sources.codes}
        | {f"parameter/{path}" for path in defaults(sources.schema)}
        | {f"outcome/{name}" for name in sources.outcomes}
    )


def defaults(schema: Mapping[str, Any]) -> dict[str, str]:
    """Return every parameter's default by its dotted path."""
    return {parameter.path: parameter.default for part in Schema(schema).parts() for parameter in part.parameters}


def meanings(schema: Mapping[str, Any]) -> dict[str, str]:
    """Return the meaning and the unit of every parameter whose last name is its own."""
    parameters = [parameter for part in Schema(schema).parts() for parameter in part.parameters]
    names = Counter(parameter.path.rpartition(".")[2] for parameter in parameters)
    last = {parameter.path.rpartition(".")[2]: f"{parameter.meaning} [{parameter.unit}]" for parameter in parameters}
    return {name: meaning for name, meaning in last.items() if names[name] == 1}


def check_places(rules: Mapping[str, RuleFile], placed: list[str]) -> None:
    """Refuse a template that leaves out a file of rules or shows one twice."""
    for name, file in rules.items():
        if name not in placed:
            raise PageError(f"{file.path} stands nowhere on the page: put {{{{rules {name}}}}} into docs/model.md.in")
        if placed.count(name) > 1:
            raise PageError(f"{file.path} stands on the page {placed.count(name)} times")


def check_headings(page: str) -> None:
    """Refuse two headings that a link could not tell apart."""
    headings = [anchor(line.lstrip("# ")) for line in page.splitlines() if line.startswith("#")]
    if twice := [name for name, count in Counter(headings).items() if count > 1]:
        raise PageError(f"two headings of the page are called {twice[0]!r}: a link finds the first alone")


def main() -> None:
    """Write the page's headings, and say which of the template's conditions do not hold."""
    missing: dict[str, None] = {}
    try:
        page = page_of(read_sources(), lambda fact: missing.update({fact: None}))
    except PageError as error:
        sys.exit(f"docs/model.md is not written: {error}")
    PAGE.write_text(contents_of(page), encoding="utf-8")
    sys.stdout.write(f"Wrote {PAGE.relative_to(ROOT)}.\n")
    if missing:
        sys.stdout.write(f"Not in the code, and so not on the page: {', '.join(missing)}.\n")


if __name__ == "__main__":
    main()
