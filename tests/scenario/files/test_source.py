"""Whatever a file holds, reading it gives plain values with their lines, or says what is wrong."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dealsim.scenario.files.problems import Problem, ScenarioError, nearest_name, shown
from dealsim.scenario.files.source import Source, parse_source, read_text
from tests.examples import share_of_examples

WORLD = """\
# A small world
title: "Two labs: one careful"
horizon: 40
world: {trust: .5, growth: 2e-2, "late": ~}
every_lab: &usual
  control: 0.5
labs:
  aurora: *usual
  borealis:
    control:
      0.25
years: [2027, -3, 0x10, 0o17,
  +4]
"""


def problems_of(text: str) -> list[Problem]:
    with pytest.raises(ScenarioError) as caught:
        parse_source(text, "w.yaml")
    return list(caught.value.problems)


def only_problem(text: str) -> str:
    (problem,) = problems_of(text)
    return str(problem)


def test_a_file_is_read_as_plain_values():
    assert parse_source(WORLD, "w.yaml").tree == {
        "title": "Two labs: one careful",
        "horizon": 40,
        "world": {"trust": 0.5, "growth": 0.02, "late": None},
        "every_lab": {"control": 0.5},
        "labs": {"aurora": {"control": 0.5}, "borealis": {"control": 0.25}},
        "years": [2027, -3, 16, 15, 4],
    }


def test_each_key_path_remembers_the_line_of_its_key():
    lines = parse_source(WORLD, "w.yaml").lines
    assert lines[()] == 2
    assert lines["horizon",] == 3
    assert lines["world", "growth"] == 4
    assert lines["labs", "aurora"] == 8
    assert lines["labs", "borealis", "control"] == 10  # its value stands on the next
    assert (lines["years", 3], lines["years", 4]) == (12, 13)


def test_a_value_behind_an_alias_is_where_it_was_written():
    assert parse_source(WORLD, "w.yaml").lines["labs", "aurora", "control"] == 6


def test_a_path_that_is_not_there_stands_where_the_nearest_one_above_it_does():
    source = parse_source(WORLD, "w.yaml")
    assert source.place(("labs", "borealis", "minds", "kinds")) == ("w.yaml", 9)
    assert source.place(("nowhere",)) == ("w.yaml", 2)


@pytest.mark.parametrize("text", ["yes", "No", "on", "2024-01-01", "1_000", "1:30", "1,5", "nan", "inf", "0b1", "1e"])
def test_what_is_no_number_or_word_in_yaml_1_2_stays_text(text):
    assert parse_source(f"key: {text}", "w.yaml").tree == {"key": text}


@pytest.mark.parametrize("text", ["'5'", '"true"', "'null'", "|-\n  5"])
def test_what_is_quoted_is_text(text):
    assert isinstance(parse_source(f"key: {text}", "w.yaml").tree["key"], str)


@given(st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_number_reads_back_as_itself(value):
    assert parse_source(f"key: {value!r}", "w.yaml").tree == {"key": value}


@pytest.mark.parametrize(("text", "value"), [("true", True), ("FALSE", False), ("Null", None), ("~", None), ("", None)])
def test_the_words_of_yaml_1_2_are_true_false_and_null(text, value):
    assert parse_source(f"key: {text}", "w.yaml").tree["key"] is value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "w.yaml: found nothing in it; wanted a scenario: keys with their values"),
        ("# nothing but this\n", "w.yaml: found nothing in it; wanted a scenario: keys with their values"),
        ("- a\n- b\n", "w.yaml:1: found a list of 2; wanted a scenario: keys with their values"),
        ("\njust words\n", "w.yaml:2: found text without keys; wanted a scenario: keys with their values"),
        ("a:\n\tb: 1\n", "w.yaml:2: found a tab; wanted spaces (YAML allows no tabs there)"),
        ("a: 1\n---\nb: 2\n", "w.yaml:2: found a second document; wanted one document per file"),
        ("a: 1\nb: 2\na: 3\n", "w.yaml:3: a: found this key again (first on line 1); wanted each key once"),
        ("a: !!python/object/apply:os.system [ls]\n", "w.yaml:1: a: found the tag "),
        ("a: ! 5\n", "w.yaml:1: a: found the tag '!'; wanted a plain value without a tag"),
        ("a: !!int '5'\n", "w.yaml:1: a: found the tag 'tag:yaml.org,2002:int'; wanted"),
        (
            "a: 1\n5: b\n",
            "w.yaml:2: found the key 5; wanted text (in quotes, if it looks like something else)",
        ),
        ("? [a]\n: b\n", "w.yaml:1: found a list or mapping for a key; wanted text"),
        ("a: &x b\nc:\n  *x : 1\n", "w.yaml:3: c: found the alias 'x' for a key; wanted the key itself"),
        ("true: b\n", "w.yaml:1: found the key true; wanted text"),
        (
            "a: &x {b: 1}\nc:\n  <<: *x\n",
            "w.yaml:3: c: found the merge key '<<'; wanted each key written out",
        ),
        ("a: .nan\n", "w.yaml:1: a: found .nan; wanted a finite number"),
        ("a: -.inf\n", "w.yaml:1: a: found -.inf; wanted a finite number"),
        ("a: 1e400\n", "w.yaml:1: a: found 1e400; wanted a finite number"),
        ("a: " + "9" * 30, "w.yaml:1: a: found " + "9" * 30 + "; wanted a whole number of at most 18 digits"),
        ("a: " + "9" * 9000, "wanted a whole number of at most 18 digits"),
        ("a: " + "0x" + "f" * 9000, "wanted a whole number of at most 18 digits"),
        ("a: *b\n", "w.yaml:1: a: found the alias 'b' without an anchor before it; wanted the value itself"),
        (
            "a: &a [1, *a]\n",
            "w.yaml:1: a.1: found the alias 'a' inside its own anchor; wanted the value itself",
        ),
        ("a: &a 1\nb: &a 2\n", "w.yaml:2: b: found the anchor 'a' again; wanted each anchor once"),
        ("%YAML 1.1\n---\na: yes\n", "w.yaml:2: found a YAML directive; wanted YAML 1.2 without directives"),
        ("a: 1\nb: x\0\n", "w.yaml:2: found a null byte; wanted plain text"),
        ("a: \x1b[31m\n", "w.yaml:1: found an unprintable character, '\\x1b'; wanted plain text"),
        ('a: "\\0"\n', "w.yaml:1: a: found an unprintable character in '\\x00'; wanted plain text"),
        ('a: "\\ud800"\n', "w.yaml:1: a: found an unprintable character in '\\ud800'; wanted plain text"),
        ('a: "\\UFFFFFFFF"\n', "w.yaml: found text that is not YAML"),
        ("a: [1, 2\nb: 3\n", "w.yaml:2: found text that is not YAML"),
        ("a: b: c\n", "w.yaml:1: found text that is not YAML (mapping values are not allowed here)"),
    ],
)
def test_what_is_no_scenario_is_refused_in_one_clear_line(text, said):
    assert said in only_problem(text)


def test_all_that_is_wrong_is_said_at_once_up_to_where_the_text_ceases_to_be_yaml():
    said = [str(p) for p in problems_of("a: .inf\nb: !x 1\na: 2\nlabs:\n  c: .nan\n  d: ]\n")]
    assert [line.split(": found")[0] for line in said] == [
        "w.yaml:1: a",
        "w.yaml:2: b",
        "w.yaml:3: a",
        "w.yaml:5: labs.c",
        "w.yaml:6",
    ]


def bomb() -> str:
    rows = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    return "\n".join(rows)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (bomb(), "too many aliases"),
        ("a: &a 1\nb: [" + "*a, " * 21 + "]", "too many aliases"),
        ("[" * 500_000, "too deep a nesting"),
        ("a: " + "{a: " * 100_000, "too deep a nesting"),
        ("- " * 200_000, "too deep a nesting"),
        ("? " * 200_000, "a list or mapping for a key"),
        ("{" * 200_000, "a list or mapping for a key"),
        ("\n".join("  " * depth + "a:" for depth in range(500)), "too deep a nesting"),
        ("a: [" + "0," * 400_000 + "]", "too many values"),
        ("".join(f"k{i}: 1\n" for i in range(90_000)), "too many values"),
        ("a" * 2_000_000, "2,000,000 characters"),
    ],
)
def test_a_hostile_file_is_refused_before_it_costs_anything(text, said):
    assert said in only_problem(text)


def test_twenty_levels_and_twenty_aliases_are_not_too_many():
    parse_source("a: " + "[" * 19 + "]" * 19, "w.yaml")
    parse_source("a: &a 1\nb: [" + "*a, " * 20 + "]", "w.yaml")


# Files


def refused(path: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        parse_source(read_text(path), str(path))
    return str(caught.value)


def test_a_file_is_read_with_its_name(tmp_path):
    path = tmp_path / "w.yaml"
    path.write_text(WORLD, encoding="utf-8-sig")
    source = parse_source(read_text(path), str(path))
    assert (source.name, source.text) == (str(path), WORLD)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert refused(tmp_path / "no.yaml") == f"{tmp_path / 'no.yaml'}: found no such file; wanted a scenario file"


def test_a_folder_is_refused(tmp_path):
    assert refused(tmp_path) == f"{tmp_path}: found a folder; wanted a file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_rather_than_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "found something that is not an ordinary file" in refused(tmp_path / "pipe")


def test_a_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    def forbid(*_args: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "w.yaml"
    path.write_text(WORLD)
    monkeypatch.setattr(Path, "open", forbid)  # taking the right away would not stop a superuser
    assert "found a file that cannot be read (Permission denied)" in refused(path)


def test_an_impossible_name_is_refused():
    assert "null" in refused(Path("a\0b"))
    assert "cannot be read" in refused(Path("a" * 5000))


@pytest.mark.parametrize("data", ["título: 1".encode("latin-1"), "a: 1".encode("utf-16"), b"a: \xed\xa0\x80"])
def test_text_that_is_not_utf_8_is_refused_with_its_line(tmp_path, data):
    path = tmp_path / "w.yaml"
    path.write_bytes(b"# one\n" + data)
    assert f"{path}:2: found bytes that are not UTF-8; wanted UTF-8 text" == refused(path)


def test_a_file_of_more_than_a_megabyte_is_refused(tmp_path):
    path = tmp_path / "w.yaml"
    path.write_bytes(b"#" * 1_000_001)
    assert "found a file too large for a scenario; wanted at most 1,000,000 bytes" in refused(path)


# Whatever comes


def is_plain(value: object) -> bool:
    match value:
        case dict():
            return all(type(key) is str and is_plain(inner) for key, inner in value.items())
        case list():
            return all(map(is_plain, value))
        case _:
            return type(value) in (str, int, float, bool, type(None))


def attempt(read: Callable[[], Source]) -> Source | ScenarioError:
    try:
        return read()
    except ScenarioError as error:
        return error


def reads_or_says_why(text: str) -> None:
    read = attempt(lambda: parse_source(text, "w.yaml"))
    if isinstance(read, ScenarioError):
        assert all("\n" not in str(problem) for problem in read.problems)
        str(read).encode("utf-8")
    else:
        assert is_plain(read.tree)


YAML_BITS = st.sampled_from(
    [
        *"-?:,[]{}#&*!|>'\"%@` \n\t\r\0~.",
        *(
            "\n  ",
            ": ",
            "- ",
            "? ",
            "<<",
            "---",
            "...",
            "\\u",
            "!!",
            "%YAML 1.1\n",
            "%TAG ! x\n",
            "| \n",
            ">-\n",
        ),
        *("&a ", "*a", "a", "1e5", ".inf", "0x", "yes", "\x85", "\ufeff", "\ud800", "= "),
    ]
)


@given(st.text())
def test_any_text_is_read_or_refused(text):
    reads_or_says_why(text)


@share_of_examples(2.0)
@given(st.lists(YAML_BITS, max_size=40).map("".join))
@example("%YAML 1.9\n--- a")
@example("%TAG\n---")
@example('"\\xZZ"')
@example("!<%ff> a")
def test_any_heap_of_yaml_is_read_or_refused(text):
    reads_or_says_why(text)


@share_of_examples(2.0)
@given(
    edits=st.lists(
        st.tuples(st.integers(0, len(WORLD)), st.integers(0, 8), YAML_BITS | st.text(max_size=3)), max_size=5
    )
)
def test_any_damage_to_a_file_is_read_or_refused(edits):
    text = WORLD
    for start, length, bit in edits:
        text = text[:start] + bit + text[start + length :]
    reads_or_says_why(text)


@given(st.binary())
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(data)
    read = attempt(lambda: parse_source(read_text(path), str(path)))
    assert isinstance(read, ScenarioError) or is_plain(read.tree)


# Saying it


def test_a_problem_is_one_line():
    problem = Problem("w.yaml", 12, "labs.aurora.contrl", "an unknown key", "", "control")
    assert str(problem) == "w.yaml:12: labs.aurora.contrl: found an unknown key; did you mean 'control'?"
    problem = Problem("--set a=\x1b[2J\n\udcff", None, "a", "''", "text")
    assert str(problem) == "--set a=\\x1b[2J\\n\\udcff: a: found ''; wanted text"


def test_an_error_without_a_problem_is_no_error():
    with pytest.raises(ValueError, match="at least one problem"):
        ScenarioError([])


def test_a_thousand_problems_are_not_all_said():
    error = ScenarioError([Problem("w.yaml", 1, "a", "x", "y")] * 1000)
    assert len(error.problems) == 1000
    assert str(error).splitlines()[-1] == "... and 900 more problems"


def test_the_nearest_name_is_near():
    assert nearest_name("contrl", ["copies", "control"]) == "control"
    assert nearest_name("Contrl", ["copies", "Control"]) == "Control"
    assert nearest_name("zzz", ["copies", "control"]) is None
    assert nearest_name("a" * 10_000, ["a" * 60]) is None


@given(
    st.recursive(st.none() | st.text() | st.integers() | st.floats(), st.lists) | st.dictionaries(st.text(), st.none())
)
def test_what_was_found_is_shown_in_a_few_words(value):
    assert 0 < len(shown(value)) <= 40
