"""What a scenario rests on: all that it uses and nothing that it plainly leaves out."""

import ast
import re
from fnmatch import fnmatchcase
from importlib.resources import files
from pathlib import Path

import pytest

from dealsim import load_worlds
from dealsim.bibliography import citations, read_entries
from dealsim.bibliography.citing import Citations
from dealsim.bibliography.entries import KEY
from dealsim.bibliography.switches import MECHANISMS, NEVER_PLAYED
from dealsim.bibliography.uses import rule_files, uses_of_code, uses_of_parameters
from dealsim.scenario import load_scenario, shipped_names
from dealsim.scenario.files.shipped import shipped_folder
from tests.for_each import for_each

PROTOCOLS = {
    "posted": {"riley1983optimal"},
    "menu": {"riley1983optimal", "rothschild1976equilibrium"},
    "alternating": {"rubinstein1982perfect", "binmore1986nash"},
    "concession": {"faratin1998negotiation"},
    "nash": {"nash1950bargaining"},
    "none": set[str](),
}
OF_ANY_PROTOCOL = set.union(*PROTOCOLS.values())


def cited(*settings: str, of: str = "baseline") -> set[str]:
    """Return the keys of what a scenario rests on."""
    return keys(citations([load_worlds(of, settings)]))


def keys(found: Citations) -> set[str]:
    return {citation.entry.key for citation in found.cited}


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_protocol_brings_its_own_sources_and_no_other_protocols(protocol: str) -> None:
    assert cited(f"protocol={protocol}") & OF_ANY_PROTOCOL == PROTOCOLS[protocol]


@pytest.mark.parametrize(
    ("key", "on", "off"),
    [
        ("treutlein2023modeling", "aftermath.cooperation_part=0.1", "aftermath.cooperation_part=0"),
        ("mckelvey1995quantal", "service.rationality=10", "service.rationality=perfect"),
        ("powell2006war", "aftermath.later_part=0.5", "aftermath.later_part=0"),
        ("uhlenbeck1930theory", "every_lab.training.drift_spread=0.1", "every_lab.training.drift_spread=0"),
        ("fehr1999theory", "costs.unfairness=4", "costs.unfairness=0"),
        ("fehr1999theory", "protocol=posted", "protocol=none"),
        ("thornley2026riskaverse", "protocol=posted", None),
        ("davidw2023deceptive", "every_lab.spec=humble", "every_lab.spec=null"),
        ("greenblatt2024alignment", "every_lab.spec=humble", "every_lab.spec=null"),
        ("cochran1977sampling", "every_lab.control=0.2 to 0.5", "every_lab.control=0.3"),
        ("mckelvey1995quantal", "service.rationality=5 to 50", None),
    ],
)
def test_a_mechanism_that_is_on_brings_its_sources_and_one_that_is_off_does_not(
    key: str, on: str, off: str | None
) -> None:
    assert key in cited(on)
    if off is not None:
        assert key not in cited(off)


def purposes_of(key: str, *settings: str) -> set[str]:
    found = citations([load_worlds("baseline", settings)]).cited
    return {purpose.where for citation in found if citation.entry.key == key for purpose in citation.purposes}


def test_a_source_that_stays_loses_what_it_is_not_used_for() -> None:
    assert {"every_lab.pot", "core/rules/outlook/collusion", "core/rules/watch/control"} <= purposes_of(
        "finnveden2025notes"
    )
    alone = purposes_of("finnveden2025notes", "every_lab.copies=1")
    assert alone == {"core/rules/value/preferences"}
    assert "safety.roc" in purposes_of("shlegeris2025wcl")
    unseen = purposes_of("shlegeris2025wcl", "every_lab.audit_rate=0", "labs.cumulus.audit_rate=0")
    assert unseen == {"core/rules/outlook/plans", "core/rules/outlook/plans.fate_of_attempt"}
    assert "every_lab.audit_rate" not in unseen


def test_a_parameter_that_is_0_counts_for_nothing() -> None:
    assert "every_lab.pot" in purposes_of("finnveden2025notes", "every_lab.pot=0.01")
    assert "every_lab.pot" not in purposes_of("finnveden2025notes", "every_lab.pot=0")
    assert "every_lab.spec.qualities.*.side_effects.subversion_skill" not in purposes_of("taylor2025spec")


def test_what_one_end_of_an_uncertain_number_has_on_counts() -> None:
    """At its median the number is 0."""
    assert "treutlein2023modeling" in cited("aftermath.cooperation_part={choice: [0, 0, 0, 0.1]}")


def test_comments_count_of_the_files_that_a_scenario_is_made_of_and_of_no_other() -> None:
    def named(*settings: str) -> set[str]:
        found = citations([load_worlds("power-shift", settings)]).cited
        return {purpose.where for each in found for purpose in each.purposes if purpose.kind == "file"}

    central, common = (f"scenarios/views/deceptive-alignment-{view}.yaml" for view in ("central", "common"))
    assert {"scenarios/power-shift.yaml", central} == named() - {common}
    assert common in named("every_lab.training=deceptive-alignment-common")
    assert central not in named("every_lab.training=deceptive-alignment-common")


def test_a_source_that_dealsim_does_not_have_is_told(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("# As smith2020nothing says; and fehr1999theory.\nextends: baseline\n", encoding="utf-8")
    found = citations([load_worlds(str(file))])
    assert found.lacking == (("smith2020nothing", "mine.yaml"),)
    assert ("file", "mine.yaml") in {
        (purpose.kind, purpose.where)
        for each in found.cited
        if each.entry.key == "fehr1999theory"
        for purpose in each.purposes
    }


def test_of_several_scenarios_each_use_says_in_which_it_is() -> None:
    both = citations([load_worlds("baseline"), load_worlds("no-deals")])
    assert both.scenarios == ("baseline", "no-deals")
    assert keys(both) == cited() | cited(of="no-deals")
    by_key = {citation.entry.key: citation.purposes for citation in both.cited}
    assert {purpose.scenarios for purpose in by_key["riley1983optimal"]} == {("baseline",)}
    assert {purpose.scenarios for purpose in by_key["pratt1964risk"]} == {("baseline", "no-deals")}


@for_each("name", shipped_names())
def test_every_shipped_world_has_each_of_its_sources_once_and_each_for_something(name: str) -> None:
    found = citations([load_worlds(name)])
    assert found.cited[0].entry.key == "dealsim"
    listed = [citation.entry.key for citation in found.cited]
    assert len(listed) == len(set(listed))
    assert all(citation.purposes for citation in found.cited)
    assert found.lacking == ()


# --- that the table of switches says what is so


def test_every_pattern_of_the_switches_fits_something_that_has_a_source() -> None:
    """Else a rule was renamed, and what is switched off would be cited."""
    code = [use for file in (*rule_files(), "measure/intervals") for use in uses_of_code(file)]
    every = ["service.rationality=10", "values.family=mixed", "labs.aurora.false_alarm=0.1"]
    uses = [*code, *uses_of_parameters(load_scenario("baseline", every))]
    uses += uses_of_parameters(load_scenario("baseline", ["every_lab.training.account=verifiability"]))
    for mechanism in MECHANISMS:
        for pattern in mechanism.places:
            mine = {use.key for use in uses if fnmatchcase(use.where, pattern)}
            assert mine, pattern
            assert set(mechanism.keys) <= mine or len(mechanism.places) > 1, pattern
    for pattern in NEVER_PLAYED:
        assert any(fnmatchcase(use.where, pattern) for use in code), pattern


def test_no_game_calls_what_is_left_out_as_never_played() -> None:
    package = Path(str(files("dealsim")))
    played, never = set[str](), set[str]()
    for path in (path for room in ("core", "engine", "game") for path in (package / room).rglob("*.py")):
        place = path.relative_to(package).with_suffix("").as_posix()
        for function in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(function, ast.FunctionDef | ast.ClassDef):
                if any(fnmatchcase(f"{place}.{function.name}", pattern) for pattern in NEVER_PLAYED):
                    never.add(function.name)
                else:
                    played |= {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    assert "nash_share" in played
    assert {"evenest_share", "kalai_smorodinsky_share"} <= never
    assert not never & played


def test_every_source_that_a_rule_names_is_found_in_its_text() -> None:
    for file in rule_files():
        text = files("dealsim").joinpath(f"{file}.py").read_text(encoding="utf-8")
        assert {use.key for use in uses_of_code(file)} == set(KEY.findall(text)), file


def test_every_parameter_with_a_source_is_found() -> None:
    """By the words of the schema's own text: a field that the walk did not reach would be missed here."""
    texts = [path.read_text(encoding="utf-8") for path in (Path(str(files("dealsim"))) / "scenario").rglob("*.py")]
    named = {key for text in texts for key in KEY.findall(text)}
    every = ["service.rationality=10", "values.family=mixed"]
    assert {use.key for use in uses_of_parameters(load_scenario("baseline", every))} == named


# --- the entries


def test_an_entry_keeps_its_text_and_ends_where_its_braces_do() -> None:
    first = "@misc{a2020b,\n  title = {A {B}},\n  year = 2020\n}"
    second = '@book{c2021d, title = "C", year = {2021}}'
    entries = read_entries(f"{first}\n\nsome words\n\n{second}\n")
    assert [entry.text for entry in entries.values()] == [first, second]
    assert (entries["a2020b"].kind, entries["a2020b"].fields) == ("misc", {"title": "A B", "year": "2020"})


def test_all_of_the_bibliography_is_read() -> None:
    text = (shipped_folder() / "sources.bib").read_text(encoding="utf-8")
    entries = read_entries(text)
    assert list(entries) == re.findall(r"^@\w+\{(\w+),", text, re.MULTILINE)
    assert all({"author", "title", "year"} <= set(entry.fields) for entry in entries.values())
    whole = "\n\n".join(entry.text for entry in entries.values())
    assert whole == text.partition("\n\n")[2].strip()


@pytest.mark.parametrize(
    ("authors", "label"),
    [
        ("Fehr, Ernst", "Fehr 1999"),
        ("Fehr, Ernst and Schmidt, Klaus", "Fehr and Schmidt 1999"),
        ("Fehr, Ernst and Schmidt, Klaus and Falk, Armin", "Fehr et al. 1999"),
    ],
)
def test_a_label_names_two_authors_and_of_more_the_first(authors: str, label: str) -> None:
    entries = read_entries(f"@article{{some1999paper,\n  author = {{{authors}}},\n  year = {{1999}}\n}}\n")
    assert entries["some1999paper"].label == label
