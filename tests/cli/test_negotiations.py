"""`dealsim negotiations`: its tables, its document, the files that it writes, and that the same seed gives the same."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pyarrow.parquet as pq
import pytest

from dealsim.cli.negotiation_table import print_negotiations
from dealsim.game.cast.agent_classes import Cast
from dealsim.measure.negotiation.statistics import STATISTICS
from dealsim.measure.negotiation.watching import COLUMNS, negotiation_rows
from dealsim.results.documents.negotiations import NegotiationsDocument
from dealsim.scenario import ScenarioTables
from tests.cli.programs import call

GOLDEN = Path(__file__).parents[1] / "golden" / "negotiations-baseline-8.txt"
GOLDEN_DOCUMENT = GOLDEN.with_suffix(".json")
GAMES = ("--games", "8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of eight games of the baseline, their document beside them."""
    made = tmp_path_factory.mktemp("negotiations")
    result = call("negotiations", "baseline", *GAMES, "--workers", "1", "--json", "--out", str(made / "out"))
    assert (result.exit_code, result.stderr) == (0, "")
    (made / "printed.json").write_text(result.stdout, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, Any]:
    """The document that was printed."""
    return dict(json.loads((folder / "printed.json").read_text(encoding="utf-8")))


def as_golden(path: Path, text: str) -> str:
    """Return a golden text. `DEALSIM_GOLDEN=write pytest` writes it anew; a change needs a [MODEL] line."""
    if os.environ.get("DEALSIM_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def numbers(told: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield every value of a document with its path."""
    if isinstance(told, dict | list):
        for key, value in told.items() if isinstance(told, dict) else enumerate(told):
            yield from numbers(value, f"{path}/{key}")
    else:
        yield path, told


# --- what it prints


def test_the_page_of_the_baseline_is_the_golden_one(told: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    page = printed(told, capsys)
    assert page == as_golden(GOLDEN, page)
    assert max(map(len, page.splitlines())) <= 80
    assert page.splitlines() == [line.rstrip() for line in page.splitlines()]


def printed(
    told: dict[str, Any], capsys: pytest.CaptureFixture[str], asked_for: int = 8, settings: tuple[str, ...] = ()
) -> str:
    """Return the page that the command prints."""
    print_negotiations(NegotiationsDocument(**told), "Baseline", settings, asked_for=asked_for)
    return capsys.readouterr().out


def test_the_command_prints_that_page(told: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    result = call("negotiations", "baseline", *GAMES, "--workers", "1")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == printed(told, capsys)


def test_a_wide_terminal_says_what_each_statistic_is(
    told: dict[str, Any], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "frontier" not in printed(told, capsys)
    monkeypatch.setenv("COLUMNS", "200")
    assert "frontier" in printed(told, capsys)


def test_an_interrupted_run_says_how_far_it_came(told: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert "interrupted: 8 of 500 games" in printed(told, capsys, asked_for=500)


def test_a_world_without_a_protocol_has_no_negotiations() -> None:
    result = call("negotiations", "baseline", "--games", "2", "--workers", "1", "--set", "protocol=none")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "No negotiations." in result.stdout
    assert "agreement_rate" not in result.stdout


# --- the document


def test_the_document_is_the_golden_one_and_fits_its_schema(told: dict[str, Any], folder: Path) -> None:
    ours, golden = (dict(numbers(one)) for one in (told, json.loads(as_golden(GOLDEN_DOCUMENT, text_of(folder)))))
    assert list(ours) == list(golden)
    for path, value in golden.items():
        assert ours[path] == (pytest.approx(value, rel=1e-6, abs=1e-9) if isinstance(value, float) else value), path
    schema = json.loads(call("schema", "results").stdout)
    jsonschema.validate(told, schema | {"anyOf": [{"$ref": "#/$defs/negotiations"}]})
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told | {"more": 1}, schema)


def text_of(folder: Path) -> str:
    return (folder / "printed.json").read_text(encoding="utf-8")


def test_the_document_has_every_statistic_and_every_ending_once(told: dict[str, Any]) -> None:
    assert list(told["statistics"]) == list(STATISTICS)
    manners = [(ending["ending"], ending["reason"]) for ending in told["endings"]]
    assert len(manners) == len(set(manners))
    assert sum(ending["negotiations"] for ending in told["endings"]) == told["with_schemers"]


# --- the files


def test_there_is_one_row_a_negotiation_with_words_for_codes(folder: Path, baseline_tables: ScenarioTables) -> None:
    table = pq.read_table(folder / "out" / "negotiations.parquet")
    assert table.column_names == list(COLUMNS)
    assert all(table.schema.field(name).metadata[b"meaning"] for name in COLUMNS)
    rows = np.concatenate([negotiation_rows(Cast(), baseline_tables, 0, game)[0] for game in range(8)])
    assert table.num_rows == len(rows)
    assert table["game"].to_pylist() == rows["game"].tolist()
    assert set(table["lab"].to_pylist()) == {"aurora", "borealis", "cumulus"}
    assert set(table["protocol"].to_pylist()) == {"posted"}
    told = table.to_pylist()
    for row, ours in zip(told, rows, strict=True):
        assert (row["reason"] is None) == (ours["ending"] <= 2)
        assert row["nash_distance"] == (None if np.isnan(ours["nash_distance"]) else ours["nash_distance"])
        assert row["agreed"] == bool(ours["agreed"])


def test_the_document_is_kept_beside_the_rows_with_what_it_takes_to_get_them_again(
    folder: Path, told: dict[str, Any]
) -> None:
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "manifest.json",
        "negotiations.json",
        "negotiations.parquet",
    ]
    assert json.loads((folder / "out" / "negotiations.json").read_text(encoding="utf-8")) == told
    manifest = json.loads((folder / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["command"], manifest["seed"], manifest["games"]) == ("negotiations", 0, 8)


def test_any_number_of_processes_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    result = call("negotiations", "baseline", "--games", "8", "--workers", "2", "--json", "--out", str(tmp_path))
    assert result.stdout == text_of(folder)
    for name in ("negotiations.parquet", "negotiations.json"):
        assert (tmp_path / name).read_bytes() == (folder / "out" / name).read_bytes()


@pytest.mark.parametrize("command", ["run", "negotiations"])
def test_a_folder_that_holds_other_results_is_refused(folder: Path, command: str) -> None:
    words = [command, "baseline", "--games", "8", "--out", str(folder / "out")]
    result = call(*words, *(["--seed", "1"] if command == "negotiations" else []))
    assert result.exit_code == 2
    assert ("seed" if command == "negotiations" else "command") in result.stderr
    assert "Traceback" not in result.stderr


def test_bad_input_is_told_in_a_line() -> None:
    for words in (["nowhere"], ["baseline", "--games", "0"], ["baseline", "--set", "protocol=barter"]):
        result = call("negotiations", *words)
        assert result.exit_code == 2
        assert "Traceback" not in result.stderr
        assert result.stdout == ""


def test_a_scenario_may_name_its_own_agents(tmp_path: Path) -> None:
    """A lab that never offers: every negotiation with a schemer ends for the reason that it gives."""
    (tmp_path / "mine.py").write_text(
        "from dealsim.core.codes import Reason\n"
        "from dealsim.game import Lab\n"
        "from dealsim.game.decisions import Withheld\n\n"
        "class Mute(Lab):\n"
        "    def offer(self, ai):\n"
        "        return Withheld(Reason.BUDGET, 0.0)\n"
    )
    words = ["--set", "agents.lab=mute", "--agents", str(tmp_path / "mine.py"), "--games", "4", "--workers", "1"]
    result = call("negotiations", "baseline", *words, "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert {(ending["ending"], ending["reason"]) for ending in told["endings"]} == {("withheld", "budget")}
    assert told["statistics"]["agreement_rate"]["mean"] == 0.0
