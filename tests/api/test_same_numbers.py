"""Every file and document that programs read has the very numbers that Python has, under the same names."""

import csv
import io
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars
import pyarrow.parquet as pq
import pytest

import dealsim
from dealsim import api
from dealsim.api.judging import save_ledger, shipped_claims
from dealsim.evidence.claims.document import tidy as rows_of_ledger
from dealsim.experiment.sensitivity.documenting import tidy
from tests.cli.programs import call
from tests.for_each import for_each
from tests.studies import folder_of

UNSURE = ("--set", "every_lab.enforcement=0.2 to 0.9")
GAMES = ("--games", "20")


def printed(*words: str) -> Any:
    result = call(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def as_json(document: Any) -> Any:
    return json.loads(json.dumps(document.model_dump(mode="json", by_alias=True)))


def study(name: str) -> str:
    return str(folder_of(name))


DOCUMENTS: dict[str, tuple[tuple[str, ...], Callable[[], Any]]] = {
    "run": (("run", "baseline", *GAMES, *UNSURE), lambda: api.run("baseline", [UNSURE[1]], games=20).document),
    "compare": (
        ("compare", "baseline", "race", *GAMES),
        lambda: api.compare("baseline", "race", games=20).document(),
    ),
    "sensitivity": (("sensitivity", study("sobol")), lambda: api.sensitivity(study("sobol"))),
    "morris": (("sensitivity", study("morris")), lambda: api.sensitivity(study("morris"))),
    "negotiations": (("negotiations", "baseline", *GAMES), lambda: api.negotiations("baseline", games=20).document),
    "replicate": (("replicate", "stastny-window"), lambda: api.replicate(["stastny-window"])),
}


@for_each("name", DOCUMENTS)
def test_what_is_printed_as_json_is_what_python_has(name: str) -> None:
    words, document = DOCUMENTS[name]
    assert printed(*words) == as_json(document())


def same(read: str, said: object) -> bool:
    """Whether a field of CSV says a value, to the last digit."""
    if said is None or said != said:
        return read == ""
    if isinstance(said, float):
        return float(read) == said and read.isascii()
    return read == (json.dumps(said, ensure_ascii=False) if isinstance(said, list) else str(said))


def test_csv_of_what_matters_has_the_numbers_of_its_document(tmp_path: Path) -> None:
    for name in ("sobol", "morris"):
        document = api.sensitivity(study(name), out=tmp_path / "s.csv")
        text = (tmp_path / "s.csv").read_text(encoding="utf-8")
        for row, said in zip(csv.DictReader(io.StringIO(text)), tidy(document), strict=True):
            assert {*said} <= {*row}
            assert all(same(row[key], value) for key, value in said.items())


def test_csv_of_the_ledger_has_the_numbers_of_its_document(tmp_path: Path) -> None:
    document = shipped_claims(["23"])
    save_ledger(document, tmp_path)
    rows = csv.DictReader(io.StringIO((tmp_path / "ledger.csv").read_text(encoding="utf-8")))
    for row, said in zip(rows, rows_of_ledger(document), strict=True):
        assert all(same(row[key], value) for key, value in said.items())
    assert json.loads((tmp_path / "ledger.json").read_text(encoding="utf-8")) == as_json(document)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dealsim.Run]:
    """A run as the program keeps it, and as Python has it."""
    folder = tmp_path_factory.mktemp("run")
    assert call("run", "baseline", *GAMES, *UNSURE, "--out", str(folder / "out")).exit_code == 0
    return folder / "out", dealsim.run("baseline", [UNSURE[1]], games=20)


def test_files_of_a_run_and_frames_of_python_have_the_same_numbers(kept: tuple[Path, dealsim.Run]) -> None:
    folder, ran = kept
    assert pq.read_table(folder / "games.parquet").equals(ran.by_game.to_arrow())
    outcomes = json.loads((folder / "outcomes.json").read_text(encoding="utf-8"))["outcomes"]
    frame = ran.to_polars()
    assert frame["outcome"].to_list() == [*outcomes]
    for row in frame.to_dicts():
        said = outcomes[row["outcome"]]
        assert {key: row[key] for key in ("mean", "se", "games", "worlds", "world_share")} == {
            key: said.get(key) for key in ("mean", "se", "games", "worlds", "world_share")
        }
        assert [row["low"], row["high"]] == (said["ci95"] or [None, None])


def test_the_mean_of_an_outcome_is_that_of_its_column(kept: tuple[Path, dealsim.Run]) -> None:
    folder, ran = kept
    games = polars.read_parquet(folder / "games.parquet")
    for name, each in ran.outcomes.items():
        mean = games[name].mean()
        assert (mean is None) == (each.mean is None)
        assert mean is None or math.isclose(float(mean), float(each.mean or 0.0), rel_tol=1e-12, abs_tol=1e-12)  # type: ignore[arg-type]


def test_frames_of_a_comparison_and_of_a_sweep_have_the_numbers_of_their_documents_and_files() -> None:
    found = api.compare("baseline", "race", games=20)
    said = as_json(found.document())["outcomes"]
    for row in found.to_polars().to_dicts():
        each = said[row["outcome"]]
        assert [row[key] for key in ("mean_a", "mean_b", "difference", "se", "games")] == [
            each[key] for key in ("mean_a", "mean_b", "difference", "se", "games")
        ]
        assert [row["low"], row["high"]] == (each["ci95"] or [None, None])
    opened = dealsim.open_results(study("effects"))
    assert pq.read_table(f"{study('effects')}/outcomes").equals(opened.to_arrow())
