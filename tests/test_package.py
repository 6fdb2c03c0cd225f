"""What an installed package says of itself: its citation, its addresses, and the README as a package index shows it."""

import importlib.util
import re
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dealsim import __version__
from dealsim.bibliography.software import citation_file, software
from dealsim.scenario.files.source import parse_source

ROOT = Path(__file__).parents[1]
AT = "https://example.org/dealsim"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_citation_is_of_this_version_and_says_when_it_was_released() -> None:
    said: dict[str, Any] = parse_source(citation_file().read_text(encoding="utf-8"), "CITATION.cff", "citation").tree
    assert str(said["version"]) == __version__
    assert software().fields["year"] == str(date.fromisoformat(str(said["date-released"])).year)


def test_links_of_the_readme_work_from_a_package_index(build: ModuleType) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = build.readme(text, AT)
    targets = re.findall(r"\]\(([^)]+)\)", shown)
    assert len(targets) == len(re.findall(r"\]\(([^)]+)\)", text)) > 20
    assert [target for target in targets if not target.startswith(("https://", "#"))] == []
    for target in targets:
        if target.startswith(AT):
            assert (ROOT / re.sub(r"^.*?/(blob|raw)/HEAD/", "", target).partition("#")[0]).exists(), target


def test_without_an_address_the_readme_has_no_link_that_leads_nowhere(build: ModuleType) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = build.readme(text, None)
    assert re.findall(r"\]\((?!https?:|#)[^)]*\)", shown) == []
    assert "`docs/tutorial.md`" in shown


def test_the_addresses_of_the_citation_are_those_of_the_package(build: ModuleType) -> None:
    citation = f'title: x\nrepository-code: "{AT}/"\nurl: {AT}/docs\n'
    found = build.urls(build.addresses(citation))
    assert found["Homepage"] == f"{AT}/docs"
    assert found["Source"] == AT
    assert set(found) == {"Homepage", "Source", "Changelog", "Issues"}
    assert build.urls(build.addresses("title: x\n")) == {}


def test_an_address_that_the_citation_has_is_found(build: ModuleType) -> None:
    citation = citation_file().read_text(encoding="utf-8")
    written = re.findall(r"^(repository-code|url):", citation, re.MULTILINE)
    assert list(build.addresses(citation)) == written
