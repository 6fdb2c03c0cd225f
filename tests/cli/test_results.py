"""`dealsim run --out`: whole files or none, and never another run's overwritten."""

import json
from pathlib import Path

import jsonschema
import numpy as np
import pyarrow.parquet as pq
import pytest

from dealsim import engine
from dealsim.core.compiled import array
from dealsim.measure.outcomes import OUTCOMES, values_by_game
from dealsim.results.atomic_files import unnamed
from dealsim.results.folder import ResultsWriter, open_writer
from dealsim.results.game_rows import GameRows
from dealsim.results.manifest import new_manifest
from dealsim.scenario import ScenarioTables, load_scenario, load_worlds, tabulate
from tests.cli.programs import call, finish, start, wait_for

FILES = ["games.parquet", "manifest.json", "outcomes.json"]


def save(folder: Path, *words: str) -> None:
    """Run 50 games of the baseline into a folder."""
    result = call("run", "baseline", "--games", "50", "--out", str(folder), *words)
    assert (result.exit_code, result.stderr) == (0, "")


def contents(folder: Path) -> dict[str, bytes]:
    """Return what is in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def refused(folder: Path, *words: str) -> str:
    """Return why a run is refused a folder, in which nothing may change."""
    before = contents(folder) if folder.is_dir() else {}
    result = call("run", "baseline", "--games", "50", "--out", str(folder), *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert (contents(folder) if folder.is_dir() else {}) == before
    return result.stderr


def test_a_folder_holds_three_files_and_nothing_else(tmp_path: Path) -> None:
    save(tmp_path / "new" / "results")
    assert sorted(contents(tmp_path / "new" / "results")) == FILES


def test_the_outcomes_are_the_document(tmp_path: Path) -> None:
    save(tmp_path)
    told = call("run", "baseline", "--games", "50", "--json").stdout
    assert (tmp_path / "outcomes.json").read_text() == told
    jsonschema.validate(json.loads(told), json.loads(call("schema", "results").stdout))


def test_there_is_one_row_a_game_with_null_for_the_undefined(tmp_path: Path, baseline_tables: ScenarioTables) -> None:
    save(tmp_path)
    table = pq.read_table(tmp_path / "games.parquet")
    tallies = engine.play_games(baseline_tables, 50, 0)
    assert table["game"].to_pylist() == list(range(50))
    for name, values in values_by_game(tallies, 3, 40).items():
        assert table[name].to_pylist() == [None if np.isnan(value) else value for value in values], name
    counts = set(tallies.dtype.names or ()) - set(OUTCOMES)
    assert set(table.column_names) == {"game", "minds", *OUTCOMES, *counts}
    for name in counts:
        assert table[name].to_pylist() == tallies[name].tolist()
    kinds = sum(tallies[kind] for kind in ("aligned", "reward_seeker", "schemer", "proxy"))
    assert table["minds"].to_pylist() == kinds.tolist()


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, words in {"a": ["--workers", "1"], "b": ["--workers", "2"], "c": ["--engine", "mesa"]}.items():
        save(tmp_path / name, *words)
    a, b, c = (contents(tmp_path / name) for name in "abc")
    assert a["games.parquet"] == b["games.parquet"] == c["games.parquet"]
    assert a["outcomes.json"] == b["outcomes.json"] == c["outcomes.json"].replace(b'"mesa"', b'"batch"')


def test_row_groups_are_written_as_games_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, baseline_tables: ScenarioTables
) -> None:
    monkeypatch.setattr(GameRows, "blocks_a_group", 2)
    worlds = load_worlds("baseline")
    folder = open_writer(tmp_path, GameRows(worlds, 0), new_manifest(worlds, "baseline", (), 0, 50))
    tallies = engine.play_games(baseline_tables, 50, 0)
    for piece in np.split(tallies, 5):
        folder.add(piece)
    with folder:
        folder.write_group()
        folder.writer.close()
        folder.file.flush()
        file = pq.ParquetFile(unnamed(tmp_path / "games.parquet"))
        assert [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)] == [20, 20, 10]
        assert file.read()["game"].to_pylist() == list(range(50))
    assert contents(tmp_path) == {}


def test_the_manifest_has_all_that_is_needed_to_play_the_games_again(tmp_path: Path) -> None:
    words = ("every_lab.enforcement=0.9", "labs.aurora.control=0.3")
    settings = [word for setting in words for word in ("--set", setting)]
    save(tmp_path, *settings, "--seed", "7")
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    tables = tabulate(load_scenario("baseline", words))
    assert (manifest["seed"], manifest["games"], manifest["settings"]) == (7, 50, list(words))
    assert manifest["digest"] == tables.digest
    assert {"numba", "numpy", "scipy"} <= set(manifest["packages"])
    assert manifest["cpu"]["name"]
    again = tmp_path / "again.yaml"
    again.write_text(json.dumps(manifest["resolved"]))  # JSON is YAML
    same = tabulate(load_scenario(str(again)))
    assert array(same.labs).tobytes() == array(tables.labs).tobytes()
    assert array(same.plans).tobytes() == array(tables.plans).tobytes()
    assert same.world == tables.world
    assert same.quantiles.tobytes() == tables.quantiles.tobytes()


def test_the_same_run_may_be_written_again(tmp_path: Path) -> None:
    save(tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    before = contents(tmp_path)
    save(tmp_path)
    after = contents(tmp_path)
    for name in ("games.parquet", "outcomes.json", "notes.txt"):
        assert before[name] == after[name]


@pytest.mark.parametrize(
    ("words", "differs"),
    [(["--seed", "1"], "seed"), (["--games", "51"], "games"), (["--set", "safety.base_defence=1.0"], "scenario")],
)
def test_another_runs_results_are_never_overwritten(tmp_path: Path, words: list[str], differs: str) -> None:
    save(tmp_path)
    told = refused(tmp_path, *words)
    assert f"found results of another run: {differs} differs; wanted another folder" in told


def test_what_a_file_extends_is_part_of_the_run(tmp_path: Path) -> None:
    base, own, folder = tmp_path / "base.yaml", tmp_path / "own.yaml", tmp_path / "results"
    base.write_text("extends: baseline\nhorizon: 4\n")
    own.write_text("extends: base.yaml\ntitle: Own\n")
    run = ("run", str(own), "--games", "2", "--out", str(folder))
    assert call(*run).exit_code == 0
    resolved = json.loads((folder / "manifest.json").read_text())["resolved"]
    assert (resolved["title"], resolved["horizon"], len(resolved["labs"])) == ("Own", 4, 3)
    base.write_text("extends: baseline\nhorizon: 5\n")
    assert "found results of another run: scenario differs" in call(*run).stderr


@pytest.mark.parametrize("name", FILES)
def test_files_of_unknown_origin_are_never_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    assert f"{name} of unknown origin" in refused(tmp_path)


def test_a_folder_that_is_none_is_refused_before_any_game(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dealsim.api.running.summed", None)  # playing fails
    (tmp_path / "file").write_text("mine")
    assert "found a file; wanted a folder" in refused(tmp_path / "file")
    assert "a folder that cannot be written" in refused(tmp_path / "file" / "below")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_disk_that_fills_up_costs_neither_the_answer_nor_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path)
    before = contents(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ResultsWriter, "write_group", full)
    result = call("run", "baseline", "--games", "50", "--out", str(tmp_path))
    assert result.exit_code == 1
    assert result.stdout == call("run", "baseline", "--games", "50").stdout
    assert "cannot write results to" in result.stderr
    assert "(No space left on device); none were saved." in result.stderr
    assert contents(tmp_path) == before


def test_a_run_that_was_killed_leaves_no_file_under_its_final_name(tmp_path: Path) -> None:
    process = start("run", "baseline", "--games", "10000000", "--out", str(tmp_path))
    wait_for(tmp_path)
    process.kill()
    finish(process)
    assert not set(FILES) & set(contents(tmp_path))
    save(tmp_path)
    assert sorted(contents(tmp_path)) == FILES
