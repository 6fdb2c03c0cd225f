"""Names of files: portable, short enough, and never one for two things."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.results.file_names import distinct_names, file_name

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
ALIKE = [
    ("世界一",), ("世界二",), ("a" * 400,), ("a" * 400 + "b",), ("Trust",), ("trust",), ("-0.5",), ("0.5",), ("−0.5",),
    ("a b",), ("a-b",), ("a_b",), ("é",), ("e\u0301",), ("..",), (".",), ("",), ("con",), ("CON",), ("../x",), ("x",),
    ("w-dark",), ("W dark",), ("=1+1",), ("=1-1",), ("$x$",), ("x/y",), ("x\\y",), ("שלום",), ("سلام",),
]  # fmt: skip


def is_portable(name: str) -> bool:
    """Whether every file system takes a name, with any ending, and a shell reads it as one word that is no option."""
    return re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,99}", name) is not None and name not in ("con", "nul", "com1")


@given(words, words)
def test_a_name_is_portable_whatever_the_words(one: str, other: str) -> None:
    assert is_portable(file_name(one, other))


@given(st.lists(st.tuples(words), unique=True, max_size=6))
def test_different_words_have_different_names(several: list[tuple[str]]) -> None:
    names = distinct_names(several)
    assert len(set(names)) == len(several)


def test_words_that_look_alike_to_a_file_system_have_names_of_their_own() -> None:
    names = distinct_names(ALIKE)
    assert len(set(names)) == len(ALIKE)
    assert all(map(is_portable, names))


def test_plain_words_are_their_own_name() -> None:
    assert file_name("effects on", "value_of_future") == "effects-on-value-of-future"
    assert file_name("sobol indices of", "takeover", "world.v2", "0.5") == "sobol-indices-of-takeover-world.v2-0.5"


def test_the_same_words_twice_are_an_error_and_no_file_is_lost() -> None:
    with pytest.raises(ValueError, match="two things of the same words"):
        distinct_names([("a",), ("a",)])
