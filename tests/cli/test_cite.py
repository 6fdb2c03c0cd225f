"""`dealsim cite`: BibTeX that loads as it is, and a document."""

import json
import os
import re
from pathlib import Path

import jsonschema
import pytest

import dealsim
from dealsim.scenario import shipped_names
from tests.cli.programs import call

GOLDEN = Path(__file__).parents[1] / "golden" / "cite-baseline.bib"
GOLDEN_DOCUMENT = GOLDEN.with_suffix(".json")


def printed(*words: str) -> str:
    result = call("cite", *words)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return result.stdout


def as_golden(path: Path, text: str) -> str:
    """Return a golden text. `DEALSIM_GOLDEN=write pytest` writes it anew."""
    if os.environ.get("DEALSIM_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def test_page_and_document_of_the_baseline_are_the_golden_ones() -> None:
    page, document = printed("baseline"), printed("baseline", "--json")
    assert page == as_golden(GOLDEN, page)
    assert document == as_golden(GOLDEN_DOCUMENT, document)


def test_the_document_fits_its_schema_and_says_what_the_page_does() -> None:
    document = json.loads(printed("baseline", "no-deals", "--json"))
    schema = json.loads(call("schema", "results").stdout)
    jsonschema.validate(document, schema | {"anyOf": [{"$ref": "#/$defs/cite"}]})
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document | {"more": 1}, schema)
    page = printed("baseline", "no-deals")
    for source in document["sources"]:
        assert source["bibtex"] in page
        assert source["used_for"]


def entries_as_bibtex_reads_them(text: str) -> list[str]:
    """Return keys, by BibTeX's own rule: an entry begins at an @ and ends with its brace; all else is a comment."""
    keys, place = [], 0
    while (start := text.find("@", place)) >= 0:
        match = re.compile(r"@\w+\{([^\s,{}]+),").match(text, start)
        assert match, text[start : start + 60]
        depth, place = 1, match.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(text[place], 0)
            place += 1
        keys.append(match[1])
    return keys


def test_the_page_of_all_shipped_worlds_is_bibtex() -> None:
    page = printed(*shipped_names())
    keys = entries_as_bibtex_reads_them(page)
    assert len(keys) == len(set(keys)) > 25
    document = json.loads(printed(*shipped_names(), "--json"))
    assert keys == [source["key"] for source in document["sources"]]
    comments = re.sub(r"(?ms)^@.*?^\}$", "", page)
    assert all(line.startswith("%") for line in comments.splitlines() if line)


def test_a_sign_that_would_begin_an_entry_does_not_stand_in_a_comment(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("# As fehr1999theory says @misc{evil, (me@example.org).\nextends: baseline\n", encoding="utf-8")
    page = printed(str(file))
    assert "evil" in page
    assert "evil" not in entries_as_bibtex_reads_them(page)
    assert str(tmp_path) not in page


def test_dealsim_itself_is_cited_by_its_version() -> None:
    page = printed("baseline")
    assert page.index("@software{dealsim,") < page.index("@misc{")
    assert f"version = {{{dealsim.__version__}}}" in page
    assert "author = {{The dealsim authors}}" in page


def test_settings_change_what_is_cited() -> None:
    assert "rubinstein1982perfect" not in printed("baseline")
    assert "rubinstein1982perfect" in printed("baseline", "--set", "protocol=alternating")


def test_a_source_that_is_not_there_is_told_beside_the_page(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("# smith2020nothing\nextends: baseline\n", encoding="utf-8")
    result = call("cite", str(file))
    assert result.exit_code == 0
    assert "mine.yaml names smith2020nothing" in result.stderr
    assert "smith2020nothing" not in result.stdout


@pytest.mark.parametrize("words", [("nowhere",), ("baseline", "--set", "protocol=barter"), ()])
def test_bad_input_is_told_in_a_line(words: tuple[str, ...]) -> None:
    result = call("cite", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
