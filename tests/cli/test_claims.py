"""`dealsim claims`: a ledger as people and programs read it, kept, resumed and broken off."""

import csv
import json
import os
import signal
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from dealsim.evidence.claims.document import ClaimsDocument
from dealsim.evidence.claims.loading import claim_number, shipped_claims
from dealsim.scenario.files.shipped import CLAIMS
from tests.cli.programs import call, finish, start
from tests.cli.test_sensitivity import golden
from tests.evidence.claims.planted import TAKEOVER, write

SMALL = ("--games", "256", "--worlds", "32", "--games-per-world", "16", "--workers", "1")
BOTH = ["small.yaml", "unsure.yaml"]
PARTS = {
    "takeover": TAKEOVER,
    "condition": TAKEOVER | {"about": "with a steeper hill", "given": {"safety.steepness": 8}, "rather_than": {}},
    "minds": {"measure": "honesty of minds", "direction": "stays"},
    "deals": {"measure": "value_given_takeover", "direction": "does not fall"},
}


def claim_file(folder: Path) -> str:
    """Write a small claim of several parts; return its file."""
    return str(write(folder, note="A small world.", worlds=BOTH, predictions=PARTS))


def test_a_claim_in_full_is_the_golden_page(tmp_path: Path) -> None:
    told = call("claims", claim_file(tmp_path), *SMALL)
    assert (told.exit_code, told.stderr) == (0, "")
    golden("claims-small.txt", told.stdout)


@pytest.mark.parametrize(("words", "lines"), [((), range(39, 120)), (("--all",), range(400, 900))])
def test_the_shipped_ledger_is_a_line_a_claim_or_every_prediction_and_fits_its_terminal(
    words: tuple[str, ...], lines: range
) -> None:
    told = call("claims", "--shipped", *words)
    assert told.exit_code == 0
    assert len(told.stdout.splitlines()) in lines
    assert max(len(line) for line in told.stdout.splitlines()) <= 80
    for name in shipped_claims():
        assert f"\n{claim_number(name)} " in told.stdout


def test_the_document_is_what_its_schema_says(tmp_path: Path) -> None:
    told = call("claims", claim_file(tmp_path), *SMALL, "--json")
    document = json.loads(told.stdout)
    jsonschema.validate(document, json.loads(call("schema", "results").stdout))
    assert [each["name"] for each in document["claims"][0]["predictions"]] == [*PARTS]
    assert document["games"] == 256
    assert document["played"] == 4 * 256 + 4 * 32 * 16  # four arms in either world; minds that are formed do not count


def test_the_shipped_ledger_is_of_the_shipped_claims() -> None:
    document = ClaimsDocument.model_validate_json((CLAIMS.folder() / "ledger.json").read_bytes())
    assert [claim.id for claim in document.claims] == shipped_claims()
    one = json.loads(call("claims", "--shipped", "3b", "--json").stdout)
    assert [claim["id"] for claim in one["claims"]] == [next(n for n in shipped_claims() if claim_number(n) == "3b")]


def test_a_folder_keeps_the_ledger_and_a_table_and_again_plays_nothing(tmp_path: Path) -> None:
    words = ("claims", claim_file(tmp_path), *SMALL, "--out", str(tmp_path / "out"))
    first = call(*words)
    kept = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    document = json.loads((tmp_path / "out" / "ledger.json").read_text())
    rows = [*csv.DictReader((tmp_path / "out" / "ledger.csv").read_text().splitlines())]
    assert len(rows) == len(PARTS) * len(BOTH)
    assert {row["claim_verdict"] for row in rows} == {document["claims"][0]["verdict"]}
    assert call(*words).stdout == first.stdout
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == kept


def test_the_list_names_every_shipped_claim() -> None:
    told = call("claims", "--list")
    assert [line.split()[0] for line in told.stdout.splitlines()] == shipped_claims()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("claims", "99"), "no claim named '99'"),
        (("claims", "baseline"), "baseline: found a scenario; wanted a claim; `dealsim run baseline` plays it"),
        (("claims", "--games", "3"), "wanted a whole number from 64"),
        (("claims", "--games-per-world", "33"), "'33' is not one of"),
    ],
)
def test_wrong_input_is_said_in_words(words: tuple[str, ...], said: str) -> None:
    told = call(*words)
    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr
    assert "Traceback" not in told.stderr


def test_a_folder_that_cannot_be_made_is_refused_before_anything_is_played(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    told = call("claims", claim_file(tmp_path), "--out", str(tmp_path / "out"))
    assert told.exit_code == 2
    assert "a folder that cannot be written" in told.stderr


def test_check_tells_what_is_wrong_with_a_claim(tmp_path: Path) -> None:
    good, bad = claim_file(tmp_path), write(tmp_path, "bad", predictions={"a": TAKEOVER | {"measure": "deal"}})
    assert call("check", good).stdout.startswith("ok ")
    told = call("check", good, str(bad))
    assert told.exit_code == 2
    assert "did you mean 'deals'?" in told.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGINT between processes")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_says_how_to_go_on_and_nothing_is_lost(tmp_path: Path, workers: str) -> None:
    words = ("claims", claim_file(tmp_path), "--games", "200000", "--worlds", "16", "--workers", workers)
    process = start(*words, "--out", str(tmp_path / "out"))
    deadline = time.monotonic() + 120
    while not [*(tmp_path / "out").glob("pieces/*.parquet")] and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    status, _, err = finish(process)
    assert status == 130
    assert "Traceback" not in err
    assert "run the same command to resume" in err
    assert [*(tmp_path / "out").glob("pieces/*.parquet")]
    assert not [*(tmp_path / "out").rglob("*.partial")]
    assert not (tmp_path / "out" / "ledger.json").exists()
