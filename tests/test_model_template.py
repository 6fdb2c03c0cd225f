"""The page's template, its tables and its references: what each piece makes of what it is given."""

import pytest
from pydantic import BaseModel

from scripts.model_page.bibliography import read_bibliography
from scripts.model_page.markdown import divided, words
from scripts.model_page.source import PageError
from scripts.model_page.tables import parameter_tables
from scripts.model_page.template import fill

# --- the template


def filled(template: str, *facts: str) -> str:
    return fill(template, facts, lambda tag: f"<{tag}>")


def test_a_block_stands_on_the_page_exactly_while_its_fact_holds() -> None:
    template = "Before.\n{{#if rules/war}}\nWar {{words War}}.\n{{else}}\nPeace.\n{{/if}}\nAfter."
    assert filled(template, "rules/war") == "Before.\nWar <words War>.\nAfter.\n"
    assert filled(template) == "Before.\nPeace.\nAfter.\n"


def test_blocks_may_stand_in_a_sentence_and_in_each_other() -> None:
    template = "A{{#if rule/a}} b{{#if rule/b}} c{{else}} d{{/if}}{{/if}}."
    assert filled(template, "rule/a", "rule/b") == "A b c.\n"
    assert filled(template, "rule/a") == "A b d.\n"
    assert filled(template, "rule/b") == "A.\n"


def test_a_condition_joins_facts_with_and_before_or() -> None:
    template = "{{#if rule/a or rule/b and not rule/c}}yes{{else}}no{{/if}}"
    assert filled(template, "rule/a", "rule/c") == "yes\n"
    assert filled(template, "rule/b") == "yes\n"
    assert filled(template, "rule/b", "rule/c") == "no\n"
    assert filled(template) == "no\n"


def test_what_does_not_hold_is_told_and_what_is_hidden_is_not_asked() -> None:
    told: list[str] = []
    fill("{{#if rule/a}}{{#if rule/b}}{{no such tag}}{{/if}}{{/if}}", [], lambda tag: 1 / 0 and "", str, told.append)
    assert told == ["rule/a"]


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("{{#if rules/war}}", "never closed"),
        ("{{/if}}", "without"),
        ("{{else}}", "without"),
        ("{{#if war}}x{{/if}}", "asks for `war`"),
        ("{{#if mood/war}}x{{/if}}", "asks for `mood/war`"),
    ],
)
def test_a_template_that_means_nothing_is_an_error(template: str, complaint: str) -> None:
    with pytest.raises(PageError, match=complaint):
        filled(template)


# --- small pieces of the page


def test_a_docstring_is_divided_into_mathematics_and_words() -> None:
    text = (
        "Return y.\n\ny = 2 x   [share]\n\nx: a share.  Source: fehr1999theory.\n\nIt is an assumption.\n\n"
        "Nothing *here* is words.\n\nA = b"
    )
    assert divided(text) == (
        "Return y.",
        ["y = 2 x   [share]", "x: a share.", "Nothing *here* is words.", "A = b"],
        ["Source: fehr1999theory.", "It is an assumption."],
    )


def test_signs_of_markdown_in_a_cell_are_shown_and_not_obeyed() -> None:
    assert words("a|b, *c*, x_min and <b>, `a_b*`") == r"a\|b, \*c\*, x_min and \<b>, `a_b*`"


BIB = r"""
@article{fehr1999theory,
  author = {Fehr, Ernst and Schmidt, Klaus M.}, title = {A {Theory}: Why?},
  journal = "Quarterly", year = 1999, volume = {114}, number = {3}, pages = {1--2}
}
@misc{long2020list, author = {J{\"a}rviniemi, Olli and B{\'e}a, C. and others},
  title = {T}, year = {2020}, month = jan}
"""


def test_a_reference_reads_as_one_writes_it() -> None:
    bibliography = read_bibliography(BIB)
    assert bibliography.linked("Source: fehr1999theory.") == "Source: [Fehr and Schmidt 1999](#fehr1999theory)."
    assert bibliography.label("long2020list") == "Järviniemi et al. 2020"
    assert bibliography.reference("fehr1999theory") == (
        "Fehr, Ernst; Schmidt, Klaus M. (1999). A Theory: Why? *Quarterly* 114(3), 1–2. `fehr1999theory`"
    )
    assert "(January 2020)" in bibliography.reference("long2020list")
    assert "fehr1999theory" not in bibliography.of(bibliography.link("long2020list"))


def schema_of(part: type[BaseModel]) -> str:
    return parameter_tables(part.model_json_schema(), read_bibliography(BIB))


def test_the_table_reads_every_shape_that_a_schema_may_have() -> None:
    class Form(BaseModel):
        """One way."""

        rate: float

    class Deep(BaseModel):
        """Deep down."""

        number: int = 3

    class Whole(BaseModel):
        """All."""

        listed: list[Deep] = []
        again: Deep = Deep(number=7)
        maybe: Deep | None = None
        either: float | Form = 0.5
        switch: bool = True

    table = schema_of(Whole)
    for row in (
        "| `listed[].number` | 3 |",
        "| `again` | `{'number': 7}` |",
        "| `either` | 0.5 | – | `{rate}` |",
        "| `rate` | required |",
        "| `switch` | true | – | true or false |",
    ):
        assert row in table
    assert table.count("`listed[].number`") == 1
    assert "each as `listed[]`" in table


def test_a_default_that_stands_above_overrides_the_parts_own() -> None:
    class Inner(BaseModel):
        """Within."""

        number: int = 3

    class Outer(BaseModel):
        """Without."""

        inner: Inner = Inner(number=7)

    assert "| `inner.number` | 7 |" in schema_of(Outer)


def test_signs_that_tex_needs_escaped_are_plain() -> None:
    entry = r"@misc{who2020what, author = {Doe, J.}, title = {Is $<$1\% of R\&D enough?}, year = {2020}}"
    assert "Is <1% of R&D enough?" in read_bibliography(entry).reference("who2020what")


def test_an_accent_that_is_not_known_is_an_error() -> None:
    with pytest.raises(PageError, match="accent"):
        read_bibliography(r"@misc{who2020what, author = {D\zz{o}e, E.}, title = {T}, year = {2020}}")
