"""The examples in the docstrings of what `import dealsim` and `dealsim.api` give: each runs, and gives what it says."""

import doctest
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dealsim
import dealsim.api
from tests.for_each import for_each

HOMES = {name: home for home in (dealsim, dealsim.api) for name in home.__all__}  # loaded where they are looked at
COMPILED = {"play_games", "play_one"}  # of dealsim.engine, where a docstring is a line
SHOWN = sorted(name for name in HOMES if name[0].islower() and name not in COMPILED)
RAISE_NOTHING = {"check", "checked"}  # what is wrong with a file is what they return


def public(name: str) -> Any:
    """Return what a public name stands for."""
    return getattr(HOMES[name], name)


def example_of(name: str) -> doctest.DocTest:
    """Return what a public name's docstring shows; it finds no names but those that it imports."""
    home = importlib.import_module(public(name).__module__)
    (found,) = doctest.DocTestFinder(recurse=False).find(public(name), name, home, globs={})
    return found


def examples_that_take_seconds() -> Iterator[doctest.DocTest]:
    """Yield the examples that are skipped for the time that they take, to be run after all."""
    for example in map(example_of, SHOWN):
        skipped = [shown.options.pop(doctest.SKIP, False) for shown in example.examples]
        if any(skipped):
            yield example


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, object]:
    """The folder in which the example of `sweep` has been run, on which others build, and its experiment."""
    folder, example = tmp_path_factory.mktemp("examples"), example_of("sweep")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert doctest.DocTestRunner().run(example, clear_globs=False).failed == 0
    return folder, example.globs["experiment"]


@pytest.fixture
def experiment(swept: tuple[Path, object], monkeypatch: pytest.MonkeyPatch) -> object:
    """The experiment of the example of `sweep`, with its results in the working folder."""
    monkeypatch.chdir(swept[0])
    return swept[1]


def gives_what_it_says(example: doctest.DocTest, experiment: object) -> bool:
    """Return whether an example does, and show what it gives where it does not."""
    example.globs["experiment"] = experiment
    return bool(example.examples) and doctest.DocTestRunner().run(example).failed == 0


@pytest.mark.parametrize("name", [*SHOWN, "DealModel"])
def test_the_example_of_a_public_name_gives_what_it_says(name: str, experiment: object) -> None:
    assert gives_what_it_says(example_of(name), experiment)


@pytest.mark.slow
@for_each("example", examples_that_take_seconds())
def test_an_example_that_takes_seconds_gives_what_it_says(example: doctest.DocTest, experiment: object) -> None:
    assert gives_what_it_says(example, experiment)


def test_every_public_function_has_an_example() -> None:
    functions = [name for name in HOMES if inspect.isroutine(public(name))]
    assert {name for name in functions if ">>>" not in (inspect.getdoc(public(name)) or "")} == COMPILED


@for_each("name", SHOWN)
def test_a_public_function_says_what_it_takes_returns_and_raises(name: str) -> None:
    said = inspect.getdoc(public(name)) or ""
    headings = ["Parameters", "Returns", *(["Raises"] if name not in RAISE_NOTHING else []), "Examples"]
    assert [heading for heading in headings if f"\n\n{heading}\n{'-' * len(heading)}\n" not in said] == []
    assert [taken for taken in inspect.signature(public(name)).parameters if taken not in said] == []
