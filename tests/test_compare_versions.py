"""`make same-results`: whatever differs between two versions' results is found, and nothing else is complained of."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scripts.compare_versions.commands import commands_for, shipped
from scripts.compare_versions.findings import Findings
from scripts.compare_versions.folders import compare_folders
from scripts.compare_versions.on_purpose import Changed, Renamed

ROWS = {"game": [0, 1, 2], "takeover": [0.1, None, 0.0], "why": ["price", None, "trust"], "list": [[1.5], [], None]}
DOCUMENT = {"games": 3, "model": "abc", "outcomes": {"takeover": {"mean": 0.1, "ci95": [0.0, 0.3]}}, "text": "3 games"}
PLAYED = "run/small/out/games.parquet"
PRINTED = "run/small/printed.json"


def folder(at: Path, rows: Mapping[str, Any] = ROWS, document: Mapping[str, Any] = DOCUMENT, text: str = "") -> Path:
    """Write what a version made."""
    (at / PLAYED).parent.mkdir(parents=True)
    pq.write_table(pa.table(dict(rows)), at / PLAYED)
    (at / PRINTED).write_text(json.dumps(document))
    (at / "page.txt").write_text(text or "About −1,200 games of 0.5")
    return at


def compared(tmp_path: Path, findings: Findings | None = None, **now: Any) -> Findings:
    """Compare what a version made with what another one made of which something is given."""
    findings = findings or Findings((), ())
    compare_folders(folder(tmp_path / "before"), folder(tmp_path / "after", **now), findings, [{}, {}])
    return findings


def test_the_same_results_are_the_same_and_counted(tmp_path: Path) -> None:
    found = compared(tmp_path)
    assert (found.differences, found.remarks) == ([], [])
    assert found.counts["columns"] == len(ROWS)
    assert found.counts["JSON values"] == 4  # without the digest of the sources and the text


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("takeover", [0.1 + 2**-56, None, 0.0]),  # one bit
        ("takeover", [0.1, None, -0.0]),
        ("takeover", [0.1, 0.0, 0.0]),
        ("takeover", [0.1, None, float("nan")]),
        ("game", [0, 1, 3]),
        ("game", [0.0, 1.0, 2.0]),
        ("why", ["price", None, "fairness"]),
        ("list", [[1.5], None, None]),
    ],
)
def test_a_changed_value_of_a_column_is_found(tmp_path: Path, column: str, values: list[Any]) -> None:
    found = compared(tmp_path, rows=ROWS | {column: values})
    assert [said.split(": ")[:2] for said in found.differences] == [[PLAYED, column]]


@pytest.mark.parametrize("mean", [0.1 + 2**-56, None, "0.1"])
def test_a_changed_value_of_a_document_is_found(tmp_path: Path, mean: object) -> None:
    found = compared(tmp_path, document=DOCUMENT | {"outcomes": {"takeover": {"mean": mean, "ci95": [0.0, 0.3]}}})
    assert [said.split(": ")[:2] for said in found.differences] == [[PRINTED, "outcomes.takeover.mean"]]


def test_a_changed_digest_of_the_sources_is_no_difference(tmp_path: Path) -> None:
    assert compared(tmp_path, document=DOCUMENT | {"model": "other"}).differences == []


def test_a_lost_column_key_or_file_is_found(tmp_path: Path) -> None:
    rows, document = ({key: made[key] for key in made if key not in ("why", "games")} for made in (ROWS, DOCUMENT))
    assert compared(tmp_path, rows=rows, document=document).differences == [
        f"{PLAYED}: why: column lost",
        f"{PRINTED}: games: key lost",
    ]
    findings = Findings((), ())
    (tmp_path / "after" / PLAYED).unlink()
    compare_folders(tmp_path / "before", tmp_path / "after", findings, [{}, {}])
    assert findings.differences[0] == f"{PLAYED}: file lost"


def test_a_new_column_is_a_difference_unless_it_is_listed(tmp_path: Path) -> None:
    rows = ROWS | {"war": [1, 2, 3]}
    assert compared(tmp_path / "not", rows=rows).differences == [f"{PLAYED}: war: column new"]
    entry = Changed("run/*/games.parquet: war", "wars are counted now")
    listed = compared(tmp_path / "listed", Findings((entry,), ()), rows=rows)
    assert (listed.differences, listed.excused[entry]) == ([], 1)


def test_a_renamed_column_must_keep_its_values(tmp_path: Path) -> None:
    renamed = (Renamed("run/*", "takeover", "lost", "one word per idea"),)
    rows = {"game": ROWS["game"], "lost": ROWS["takeover"], "why": ROWS["why"], "list": ROWS["list"]}
    document = DOCUMENT | {"outcomes": {"lost": DOCUMENT["outcomes"]["takeover"]}}  # type: ignore[index]
    assert compared(tmp_path / "kept", Findings((), renamed), rows=rows, document=document).differences == []
    rows["lost"] = [0.2, None, 0.0]
    assert len(compared(tmp_path / "not", Findings((), renamed), rows=rows, document=document).differences) == 1


def test_other_words_are_a_remark_and_other_numbers_a_difference(tmp_path: Path) -> None:
    words = compared(tmp_path / "words", text="Some -1200 games of 0.5", document=DOCUMENT | {"text": "of 3 games"})
    assert (words.differences, len(words.remarks)) == ([], 2)
    numbers = compared(tmp_path / "numbers", text="About −1,201 games of 0.5", document=DOCUMENT | {"text": "4 games"})
    assert len(numbers.differences) == 2


def test_each_command_has_a_name_of_its_own_and_all_that_is_shipped_is_played() -> None:
    names = shipped(Path(__file__).parents[1])
    played = [name for name, _ in commands_for(names)]
    assert len({*played}) == len(played)
    wanted = [f"run/{name}" for name in names["worlds"]] + [f"sweep/{name}" for name in names["experiments"]]
    assert len(wanted) > 20
    assert {*wanted} <= {*played}
