"""Tables: the same numbers in every format, no digit that is only noise, and LaTeX that TeX can read."""

import csv
import io
import math
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.figures.captions import Caption, Sampled
from dealsim.figures.tables import (
    Head,
    Number,
    PrintedTable,
    Value,
    comma_separated,
    decimals_of,
    latex,
    markdown,
    number,
    rounded,
)

CAPTION = Caption(
    title="50% of _all_ & more",
    reading="",
    scenarios=("my_world",),
    evidence=Sampled(games=(10, 10), points=(2, 2), seed=0, interval="95% intervals"),
)
TABLE = PrintedTable(
    "try",
    (
        Head("spec"),
        Head("points", holds="counts"),
        Head("takeover", "share of games", "intervals"),
        Head("low", "%", "numbers"),
    ),
    (
        ("plain", Value("12", 12), number(0.123456, 0.0123, 0.1, 0.15), number(0.5, 0.1, None, None)),
        ("a|b & c_d {x} ~^\\ #1 $", Value("1,200", 1200), number(-0.04, 0.02, -0.08, 0.001, signed=True), Number()),
        ("[bracket]", Value("3", 3), number(0.04, 0.02, 0.001, 0.08, signed=True), number(0.0, 0.0, None, None)),
    ),
    CAPTION,
)
errors = st.floats(1e-9, 1e6, allow_nan=False)
values = st.floats(-1e6, 1e6, allow_nan=False)


def numbers_in(text: str) -> list[Decimal]:
    return [Decimal(found) for found in re.findall(r"[-+]?\d+\.\d+", text.replace("−", "-").replace("$-$", "-"))]


# --- digits


@given(values, errors)
def test_no_digit_stands_beyond_the_second_significant_digit_of_the_error(value: float, error: float) -> None:
    told = number(value, error, value - error, value + error)
    beyond = Decimal(10) ** (math.floor(math.log10(error)) - 1)
    for text in (told.value, told.low, told.high):
        assert Decimal(text) % beyond == 0
        assert -int(Decimal(text).as_tuple().exponent) <= max(0, 1 - math.floor(math.log10(error)))


@given(values, errors)
def test_what_is_rounded_away_is_less_than_a_tenth_of_the_error(value: float, error: float) -> None:
    told = number(value, error, value - error, value + error)
    assert abs(Decimal(told.value) - Decimal(repr(value))) <= Decimal(error) * Decimal("0.0500001")


@given(values, errors)
def test_an_interval_holds_its_number_in_print_too_and_no_zero_has_a_minus(value: float, error: float) -> None:
    told = number(value, error, value - error, value + error)
    assert Decimal(told.low) <= Decimal(told.value) <= Decimal(told.high)
    assert all(not re.fullmatch(r"-0*\.?0*", text) for text in (told.value, told.low, told.high))


def test_digits_follow_the_error() -> None:
    assert number(0.123456, 0.0123, 0.1, 0.147) == Number("0.123", "0.100", "0.147")
    assert number(1234.5, 120.0, 1000.0, 1500.0) == Number("1230", "1000", "1500")
    assert rounded(-0.0001, 2) == "0.00"


def test_where_no_game_has_it_digits_follow_the_interval() -> None:
    assert number(0.0, 0.0, 0.0, 0.0188) == Number("0.0000", "0.0000", "0.0188")


def test_an_exact_number_is_told_as_it_is_and_one_game_to_two_digits() -> None:
    assert number(0.0, 0.0, 0.0, 0.0) == Number("0", "0", "0")
    assert number(-0.0205404, None, None, None) == Number("-0.021")
    assert number(None, None, None, None) == Number()
    assert number(math.nan, None, None, None) == Number()
    assert decimals_of(0.0) is None


# --- formats


def test_all_formats_have_the_same_numbers_and_only_those_for_people_round_them() -> None:
    assert numbers_in(markdown(TABLE)) == numbers_in(latex(TABLE)) != []
    for row, said in zip(TABLE.rows, csv.DictReader(io.StringIO(comma_separated(TABLE))), strict=True):
        for head, cell in zip(TABLE.heads, row, strict=True):
            if isinstance(cell, Number) and cell.value:
                assert rounded(float(said[head.name]), -int(Decimal(cell.value).as_tuple().exponent)) == cell.value


def test_markdown_has_as_many_cells_in_every_row() -> None:
    lines = [line for line in markdown(TABLE).splitlines() if line.startswith("|")]
    assert len(lines) == 2 + len(TABLE.rows)
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {len(TABLE.heads) + 1}
    assert r"| +0.040 [0.001, 0.080] |" in lines[-1]


def test_latex_has_as_many_columns_as_it_says_and_every_sign_escaped() -> None:
    text = latex(TABLE)
    columns = re.search(r"\\begin\{tabular\}\{([lr]+)\}", text)
    assert columns is not None
    assert columns[1] == "lrrr"
    rows = [line for line in text.splitlines() if line.endswith(r"\\")]
    assert len(rows) == 2 + len(TABLE.rows)
    assert {len(re.findall(r"(?<!\\)&", row)) for row in rows} == {3}
    assert text.count(r"\begin{") == text.count(r"\end{")
    plain = re.sub(r"\\[&%$#_{}]", "", "\n".join(text.splitlines()[1:]))
    assert plain.count("{") == plain.count("}")
    assert not re.search(r"[%#_~^]", plain.replace(r"\label{tab:try}", ""))
    assert plain.count("$") % 2 == 0
    for rule in ("toprule", "midrule", "bottomrule"):
        assert text.count(f"\\{rule}") == 1


def test_no_row_of_latex_begins_with_what_tex_takes_for_an_option() -> None:
    assert not any(line.startswith("[") for line in latex(TABLE).splitlines())
    assert "{[bracket]} & 3" in latex(TABLE)


def test_csv_is_read_back_with_the_ends_of_intervals_in_columns() -> None:
    rows = list(csv.DictReader(io.StringIO(comma_separated(TABLE))))
    assert list(rows[0]) == ["spec", "points", "takeover", "takeover_low", "takeover_high", "low", "difference"]
    assert (rows[0]["takeover"], rows[0]["takeover_high"]) == ("0.123456", "0.15")
    assert (rows[1]["takeover"], rows[1]["low"], rows[1]["points"]) == ("-0.04", "", "1200")


@given(st.lists(st.one_of(st.none(), st.floats(allow_nan=False), st.integers()), min_size=1))
def test_csv_has_every_digit_in_ascii(numbers: list[float | int | None]) -> None:
    heads = tuple(Head(f"{k}", holds="numbers") for k in range(len(numbers)))
    cells = tuple(
        Value("words", each) if each is None or k % 2 else number(each, 0.1, None, None)
        for k, each in enumerate(numbers)
    )
    text = comma_separated(PrintedTable("try", heads, (cells,), CAPTION))
    assert text.isascii()
    read = next(csv.reader(io.StringIO(text.split("\n", 1)[1])))
    assert [float(each) if each else None for each in read] == [
        None if each is None else float(each) for each in numbers
    ]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12))
def test_any_word_keeps_its_place_in_every_format(word: str) -> None:
    table = PrintedTable("try", (Head(word), Head("n", key="n")), ((word, "2"),), CAPTION)
    assert list(csv.reader(io.StringIO(comma_separated(table))))[1] == [word, "2"]
    row = markdown(table).rstrip("\n").split("\n")[-1]
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 3
    cells = re.sub(r"\\[&%$#_{}]", "", latex(table).split("\\midrule\n")[1].split(" \\\\\n")[0])
    assert cells.count("&") == 1
    assert cells.count("{") == cells.count("}")
    assert cells.count("$") % 2 == 0


def test_a_row_that_does_not_fit_its_heads_is_refused() -> None:
    with pytest.raises(ValueError, match="a cell for each head"):
        PrintedTable("try", (Head("a"),), (("1", "2"),), CAPTION)
