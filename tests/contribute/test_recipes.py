"""Every recipe of `docs/contribute/` is followed to the letter in a copy of the project, and does what it says."""

import os
import shutil
from pathlib import Path

import pytest

from tests.contribute.recipes import Check, Edit, apply, run, steps_of

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "contribute").glob("add-a*.md"))
MOST_FILES = {"outcome": 3, "column": 3, "dial": 3, "design": 3, "command": 3, "protocol": 5, "trait": 5}
RECOMPILE = {"trait", "protocol", "recorded-outcome"}  # their rules are compiled again: a minute and a half each
COPIED = (
    "dealsim",
    "dashboards",
    "scenarios",
    "tests",
    "docs",
    "scripts",
    "pyproject.toml",
    "README.md",
    "CITATION.cff",
)


def name_of(page: Path) -> str:
    """Return what a recipe adds."""
    return page.stem.removeprefix("add-a-").removeprefix("add-an-")


def marked(page: Path) -> object:
    """Return a recipe as a case of a test, a slow one if it compiles rules again."""
    return pytest.param(page, id=name_of(page), marks=[pytest.mark.slow] * (name_of(page) in RECOMPILE))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the project that a recipe may change."""
    for name in COPIED:
        place = ROOT / name
        if place.is_dir():
            shutil.copytree(place, tmp_path / name)
        else:
            shutil.copy(place, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("page", [marked(page) for page in PAGES])
def test_a_recipe_followed_to_the_letter_does_what_it_says(page: Path, copy: Path) -> None:
    steps = list(steps_of(page.read_text(encoding="utf-8")))
    assert any(isinstance(step, Check) for step in steps)
    for step in steps:
        if isinstance(step, Edit):
            apply(step, copy)
        else:
            run(step, copy, os.environ)


def test_recipes_touch_few_files() -> None:
    many = {}
    for page in PAGES:
        steps = steps_of(page.read_text(encoding="utf-8"))
        files = {step.file for step in steps if isinstance(step, Edit) and not step.file.startswith("tests/")}
        if len(files) > MOST_FILES.get(name_of(page), 5):
            many[page.name] = sorted(files)
    assert many == {}


def test_each_kind_of_addition_has_its_recipe() -> None:
    kinds = "trait plan outcome recorded-outcome protocol design dial command column claim published-number"
    assert {name_of(page) for page in PAGES} == set(kinds.split())
