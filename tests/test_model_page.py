"""The model's page says what the code says: nothing is missing, nothing is claimed, and each of these checks can fail.

What must stand on the page is looked up here in the imported package, not by the page's own reading of the sources.
"""

import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import IntEnum
from typing import Any, get_args

import pytest
from pydantic import BaseModel

import dealsim.core.codes
import dealsim.core.luck
import dealsim.core.protocols
import dealsim.core.records
import dealsim.core.rules
import dealsim.evidence.published.rules
from dealsim.core.compiled import layout
from dealsim.game import DealModel
from dealsim.measure.outcomes import OUTCOMES, TOTALS
from dealsim.scenario import Scenario
from scripts.model_page.contents import contents_of
from scripts.model_page.markdown import outside_code, words
from scripts.model_page.source import Entry, Listing, PageError, Rule, RuleFile
from scripts.site.links import links_of
from scripts.write_model import PAGE, ROOT, Sources, page_of, read_sources
from tests.for_each import for_each


@pytest.fixture(scope="session")
def sources() -> Sources:
    return read_sources()


@pytest.fixture(scope="session")
def page(sources: Sources) -> str:
    """The page as `make docs` builds it."""
    return page_of(sources)


@pytest.fixture(scope="session")
def lines(page: str) -> set[str]:
    return set(page.splitlines())


# --- what must stand on the page


def modules() -> list[Any]:
    rooms = (dealsim.core.rules, dealsim.core.protocols, dealsim.evidence.published.rules)
    found = [module for room in rooms for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")]
    return [dealsim.core.luck, *(importlib.import_module(module.name) for module in found)]


def rules() -> dict[str, Callable[..., object]]:
    """Return every compiled rule by its module and name."""
    return {
        f"{module.__name__}.{name}": thing.py_func
        for module in modules()
        for name, thing in vars(module).items()
        if hasattr(thing, "py_func") and thing.__module__ == module.__name__
    }


def records() -> dict[str, tuple[str, ...]]:
    """Return the fields of every record by its name."""
    found: dict[str, tuple[str, ...]] = {}
    for module in [dealsim.core.records, *modules()]:
        for name, thing in vars(module).items():
            if isinstance(thing, type) and thing.__module__.startswith(module.__name__):
                try:
                    found[name] = tuple(layout(thing).names or ())
                except KeyError:  # a class, but no record
                    continue
    return found


def codes() -> dict[str, list[str]]:
    """Return the words of every code by its name."""
    return {
        name: [member.name.lower() for member in thing]
        for module in (dealsim.core.codes, dealsim.core.luck)
        for name, thing in vars(module).items()
        if isinstance(thing, type) and issubclass(thing, IntEnum) and thing.__module__ == module.__name__
    }


def parts_in(annotation: Any) -> set[type[BaseModel]]:
    """Return the parts that an annotation names, however deep within it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {part for arm in get_args(getattr(annotation, "__value__", annotation)) for part in parts_in(arm)}


def parameters() -> dict[str, set[str]]:
    """Return, by part, the names that a user may write in it."""
    found: dict[type[BaseModel], set[str]] = {}
    waiting: set[type[BaseModel]] = {Scenario}
    while waiting:
        part = waiting.pop()
        found[part] = {field.alias or name for name, field in part.model_fields.items()}
        waiting |= {inner for field in part.model_fields.values() for inner in parts_in(field.annotation)} - set(found)
    return {part.__name__: names for part, names in found.items()}


def rows_with(name: str, page: str) -> bool:
    """Return whether a table or a heading of parameters ends a dotted path in this name."""
    return bool(re.search(rf"^(?:\| |#+ )`(?:[\w.\[\]]+\.)?{re.escape(name)}`", page, re.MULTILINE))


def missing(page: str, marks: Iterable[str]) -> list[str]:
    """Return the lines, or beginnings of lines, that a page lacks."""
    return [mark for mark in marks if f"\n{mark}" not in page]


def rule_marks(names: Iterable[str]) -> list[str]:
    return [f"#### `{name.rpartition('.')[2]}`" for name in names]


def row_marks(names: Iterable[str]) -> list[str]:
    return [f"| `{name}` |" for name in names]


# --- the page as it is built


def test_the_committed_page_lists_the_headings_of_the_page(page: str) -> None:
    committed = PAGE.read_text(encoding="utf-8")
    assert committed == contents_of(page), "run `make pages` and commit what it writes"
    titles = re.findall(r"^##{1,2} (.*?)(?: \(`\w+\.py`\))?$", outside_code(page), re.MULTILINE)
    assert len(titles) > 40
    assert [
        title for title in titles if not re.search(rf"^(?:##|-) \[?{re.escape(title)}", committed, re.MULTILINE)
    ] == []


def test_every_rule_is_on_the_page(page: str, lines: set[str]) -> None:
    assert len(rules()) > 50
    assert missing(page, rule_marks(rules())) == []
    assert sum(line.startswith(tuple(rule_marks(rules()))) for line in lines) == len(rules())


@for_each("place", rules())
def test_every_line_of_a_rules_docstring_is_on_the_page_as_it_stands(place: str, page: str) -> None:
    for line in (inspect.getdoc(rules()[place]) or "").splitlines():
        # A source is shown as a link in a paragraph of its own.
        body, found, source = line.rpartition("Source: ")
        wanted = body.rstrip() if found else line
        keyless = [part for part in re.split(r"\b[a-z]+\d{4}[a-z]+\b", wanted) if part.strip()]
        assert all(part in page or words(part.strip()) in page for part in keyless), line
        assert all(f"(#{key})" in page for key in re.findall(r"\b[a-z]+\d{4}[a-z]+\b", source))


def shown_as_it_is(page: str) -> set[str]:
    """Return the lines of a page's code blocks."""
    return {
        line
        for found in re.findall(r"^```text\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
        for line in found.splitlines()
    }


def test_every_equation_is_shown_as_it_is_and_not_as_prose(page: str) -> None:
    shown = shown_as_it_is(page)
    equations = [
        line.rpartition("  Source: ")[0] or line
        for rule in rules().values()
        for line in (inspect.getdoc(rule) or "").split("\n", 1)[-1].splitlines()
        if re.match(r"[\w'^(){}]+(?:\([\w, ]+\))? = ", line)
    ]
    assert len(equations) > 20
    assert [line for line in equations if line not in shown] == []


def test_every_rule_says_first_what_it_does_in_the_imperative() -> None:
    files = [ROOT / "dealsim" / "core" / "rules", ROOT / "dealsim" / "core" / "luck.py"]
    # D103: there is a docstring. D401: its first line is in the imperative.
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "D103,D401", *map(str, files)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    firsts = [(inspect.getdoc(rule) or "").partition("\n")[0] for rule in rules().values()]
    assert [first for first in firsts if not re.match(r"[A-Z][a-z]+(?<![^s]s) ", first)] == []


def test_every_parameter_is_on_the_page(page: str) -> None:
    found = parameters()
    assert len(found) > 10
    assert [f"{part}.{name}" for part, names in found.items() for name in names if not rows_with(name, page)] == []


def test_a_parameter_stands_by_its_path_with_unit_range_meaning_and_source(lines: set[str]) -> None:
    assert (
        "| `safety.catch_chance` | 0.6 | chance | 0 to 1 | that an attempt which was stopped is caught | assumption |"
        in lines
    )
    assert any(line.startswith("| `plans.NAME.difficulty` | required | capability | -10 to 10 |") for line in lines)
    assert any(line.startswith("| `labs` | required | – | each as `every_lab` |") for line in lines)


def test_what_all_labs_share_is_listed_once(page: str) -> None:
    assert page.count(".enforcement` |") == 1


def test_every_outcome_is_on_the_page(page: str) -> None:
    assert missing(page, row_marks(OUTCOMES)) == []
    assert missing(page, row_marks(TOTALS)) == []
    assert (
        missing(page, [f"| `{name}` | {outcome.group} | {outcome.unit} |" for name, outcome in OUTCOMES.items()]) == []
    )


def test_every_record_and_field_is_on_the_page(page: str) -> None:
    assert len(records()) > 10
    assert missing(page, [f"#### `{name}` (record)" for name in records()]) == []
    assert missing(page, row_marks(field for fields in records().values() for field in fields)) == []


def test_every_field_of_a_record_says_what_it_is(page: str) -> None:
    tables = page.partition("### State variables")[2].partition("### Codes")[0]
    silent = re.findall(r"^\| `(\w+)` \| \w+ \| – \|$", tables, re.MULTILINE)
    assert silent == [], "a comment behind the field, or a parameter of its name, says its unit and meaning"


def test_every_code_and_word_is_on_the_page(page: str) -> None:
    assert len(codes()) > 5
    assert missing(page, [f"#### `{name}` (code)" for name in codes()]) == []
    assert [word for names in codes().values() for word in names if f"`{word}`" not in page] == []


def test_a_field_that_says_nothing_itself_says_what_its_parameter_says(sources: Sources) -> None:
    fields = tuple(replace(entry, meaning="") for entry in sources.records["World"].entries)
    page = page_of(replace(sources, records={"World": replace(sources.records["World"], entries=fields)}))
    assert "| `trust_broken` | float | prior count of promises broken, every lab [promises] |" in page
    assert "| `harm_cost` | float | – |" in page


def test_every_stage_of_a_round_is_on_the_page_in_its_order(page: str) -> None:
    called = re.findall(r"self\.(\w+)\(", inspect.getsource(DealModel.step))
    told = re.findall(r"^\d+\. `(\w+)`: ", page, re.MULTILINE)
    assert len(told) > 3
    assert told == list(dict.fromkeys(called))
    for stage in told:
        assert (inspect.getdoc(getattr(DealModel, stage)) or "").partition("\n")[0] in page


def test_the_headings_are_those_of_the_odd_protocol(page: str) -> None:
    assert re.findall(r"^## \d (.*)$", page, re.MULTILINE) == [
        "Purpose and patterns",
        "Entities, state variables and scales",
        "Process overview and scheduling",
        "Design concepts",
        "Initialisation",
        "Input data",
        "Submodels",
    ]
    concepts = page.partition("## 4 Design concepts")[2].partition("\n## 5")[0]
    assert re.findall(r"^### (.*)$", concepts, re.MULTILINE) == [
        "Basic principles",
        "Emergence",
        "Adaptation",
        "Objectives",
        "Learning",
        "Prediction",
        "Sensing",
        "Interaction",
        "Stochasticity",
        "Collectives",
        "Observation",
    ]


def test_every_link_within_the_page_leads_somewhere(page: str, lines: set[str]) -> None:
    headings = [
        re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in lines if line.startswith("#")
    ]
    anchors = {*headings, *re.findall(r'<a id="(\w+)"></a>', page)}
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= anchors


def test_every_link_of_the_page_leads_to_a_file(page: str) -> None:
    files = {path for path, _ in links_of(page) if path}
    assert len(files) > 40
    assert [file for file in files if not (PAGE.parent / file).exists()] == []


def test_no_template_sign_is_left_on_the_page(page: str) -> None:
    assert "{{" not in page
    assert "\x00" not in page


# --- the checks can fail

FAKE = Rule(
    "invented_rule", "invented_rule(x: float) -> float", "Return what nobody wrote.\n\ny = 2 x   [share]", "contract"
)


def with_rule(sources: Sources, rule: Rule) -> Sources:
    file = sources.rules[rule.home]
    return replace(sources, rules={**sources.rules, rule.home: replace(file, rules=(*file.rules, rule))})


def test_a_rule_that_the_page_lacks_is_reported(sources: Sources, page: str) -> None:
    assert missing(page, rule_marks([*rules(), "dealsim.core.rules.deal.contract.invented_rule"])) == [
        "#### `invented_rule`"
    ]
    made = page_of(with_rule(sources, FAKE))
    assert made != page
    assert missing(made, rule_marks(["invented_rule"])) == []
    assert "y = 2 x   [share]" in shown_as_it_is(made)


def test_a_changed_equation_makes_the_page_out_of_date(sources: Sources, page: str) -> None:
    file = sources.rules["trust"]
    changed = replace(file.rules[0], text=file.rules[0].text.replace("(a + kept)", "(a - kept)"))
    assert (
        page_of(replace(sources, rules={**sources.rules, "trust": replace(file, rules=(changed, *file.rules[1:]))}))
        != page
    )


def test_a_parameter_that_the_page_lacks_is_reported(sources: Sources, page: str) -> None:
    assert not rows_with("invented_number", page)
    part = {"properties": {"invented_number": {"type": "number", "unit": "units", "description": "of no use"}}}
    schema = {
        **sources.schema,
        "properties": {**sources.schema["properties"], "invented": {"$ref": "#/$defs/Invented"}},
        "$defs": {**sources.schema["$defs"], "Invented": part},
    }
    made = page_of(replace(sources, schema=schema))
    assert made != page
    assert "| `invented.invented_number` | required | units |" in made
    assert rows_with("invented_number", made)


def test_an_outcome_that_the_page_lacks_is_reported(sources: Sources, page: str) -> None:
    invented = {**OUTCOMES, "invented_outcome": OUTCOMES["takeover"]}
    assert missing(page, row_marks(invented)) == ["| `invented_outcome` |"]
    made = page_of(replace(sources, outcomes=invented))
    assert made != page
    assert missing(made, row_marks(invented)) == []


def test_a_record_and_a_code_that_the_page_lacks_are_reported(sources: Sources, page: str) -> None:
    listing = Listing("Invented", "Of no use.", (Entry("invented_field", "float", "nothing [units]"),))
    assert missing(page, ["#### `Invented` (record)", "| `invented_field` |"]) == [
        "#### `Invented` (record)",
        "| `invented_field` |",
    ]
    made = page_of(replace(sources, records={**sources.records, "Invented": listing}))
    assert missing(made, ["#### `Invented` (record)", "| `invented_field` | float | nothing [units] |"]) == []
    assert (
        missing(page_of(replace(sources, codes={**sources.codes, "Invented": listing})), ["#### `Invented` (code)"])
        == []
    )


def test_a_file_of_rules_that_the_template_does_not_place_is_an_error(sources: Sources) -> None:
    file = RuleFile(
        "invented", "dealsim/rules/invented.py", "Invented: of no use.", (replace(FAKE, home="invented"),), (), ()
    )
    with pytest.raises(PageError, match=r"dealsim/rules/invented\.py stands nowhere .* \{\{rules invented\}\}"):
        page_of(replace(sources, rules={**sources.rules, "invented": file}))


def test_a_place_for_a_file_of_rules_that_is_gone_is_an_error_unless_it_says_so(sources: Sources, page: str) -> None:
    with pytest.raises(PageError, match="'gone'"):
        page_of(replace(sources, template=sources.template + "\n{{rules gone}}\n"))
    assert page_of(replace(sources, template=sources.template + "\n{{rules gone?}}\n")) == page


def test_a_file_of_rules_that_is_placed_twice_is_an_error(sources: Sources) -> None:
    with pytest.raises(PageError, match="2 times"):
        page_of(replace(sources, template=sources.template + "\n{{rules contract}}\n"))


@pytest.mark.parametrize("where", ["rule", "template", "parameter"])
def test_a_source_that_the_bibliography_lacks_is_an_error(sources: Sources, where: str) -> None:
    number = {"type": "number", "unit": "units", "description": "of no use", "source": "nobody1999nothing"}
    changed = {
        "rule": with_rule(sources, replace(FAKE, text=FAKE.text + "\n\nSource: nobody1999nothing.")),
        "template": replace(sources, template=sources.template + "\nAs nobody1999nothing says.\n"),
        "parameter": replace(
            sources, schema={**sources.schema, "properties": {**sources.schema["properties"], "invented": number}}
        ),
    }
    with pytest.raises(PageError, match="nobody1999nothing"):
        page_of(changed[where])


def test_two_rules_of_one_name_are_told_apart(sources: Sources) -> None:
    page = page_of(with_rule(sources, replace(FAKE, name="learn")))
    assert missing(page, ["#### `learn` (contract)", "#### `learn` (learning)"]) == []
    assert "[`learn`](#learn-learning)" in page


@pytest.mark.parametrize("tag", ["{{nonsense}}", "{{words Nonsense}}", "{{default nonsense.number}}"])
def test_a_tag_that_nothing_is_known_by_is_an_error(sources: Sources, tag: str) -> None:
    with pytest.raises(PageError, match="nothing is known"):
        page_of(replace(sources, template=sources.template + f"\n{tag}\n"))


def test_the_page_claims_a_mechanism_only_with_its_rules(sources: Sources) -> None:
    sentence = "The winner posts a demand."
    template = sources.template + "\n{{#if rules/invented}}\n" + sentence + "\n{{rules invented}}\n{{/if}}\n"
    file = RuleFile(
        "invented", "dealsim/rules/invented.py", "Invented: of no use.", (replace(FAKE, home="invented"),), (), ()
    )
    without = replace(sources, template=template)
    assert sentence not in page_of(without)
    assert sentence in page_of(replace(without, rules={**sources.rules, "invented": file}))
