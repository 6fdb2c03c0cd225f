"""The examples in the docstrings of what `import dealsim` gives: each runs, and gives what it says."""

import doctest
import importlib
import inspect

import pytest

import dealsim

FUNCTIONS = ["load", "play", "run", "open_results", "DealModel"]
HEADINGS = ("Parameters", "Returns", "Raises")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_example_of_a_public_name_gives_what_it_says(name: str) -> None:
    public = getattr(dealsim, name)
    found = doctest.DocTestFinder(recurse=False).find(public, name, importlib.import_module(public.__module__))
    (example,) = found
    assert example.examples
    assert doctest.DocTestRunner().run(example).failed == 0


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "DealModel"])
def test_a_public_function_says_what_it_takes_returns_and_raises(name: str) -> None:
    function = getattr(dealsim, name)
    said = inspect.getdoc(function) or ""
    assert [heading for heading in HEADINGS if f"{heading}\n{'-' * len(heading)}\n" not in said] == []
    assert [taken for taken in inspect.signature(function).parameters if taken not in said] == []
