"""`dealsim run --out` killed, out of space or overtaken: what is there is whole, and the same command works again."""

import errno
import json
import os
from pathlib import Path

import pytest

from dealsim import engine
from dealsim.measure.outcomes import Summary
from dealsim.results import folder
from dealsim.results.atomic_files import ResultsError
from dealsim.results.documents import run_document
from dealsim.results.folder import ResultsWriter
from dealsim.results.game_rows import GameRows
from dealsim.results.manifest import new_manifest
from dealsim.scenario import ScenarioTables, load_worlds
from tests.cli.programs import call

FILES = {"games.parquet", "manifest.json", "outcomes.json"}
RUN = ("run", "baseline", "--games", "50", "--out")


def contents(folder: Path) -> dict[str, bytes]:
    """Return what is in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("named", range(4))
def test_a_run_killed_while_naming_its_files_may_be_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: int
) -> None:
    """The worst moment is that at which some of the files have their names and others have not."""
    done: list[Path] = []

    def die(old: Path, new: Path) -> None:
        if len(done) == named:
            raise KeyboardInterrupt
        old.rename(new)
        done.append(new)

    with monkeypatch.context() as patch:
        patch.setattr(ResultsWriter, "__exit__", lambda *_: None)  # nothing is tidied after kill -9
        patch.setattr(os, "replace", die)
        call(*RUN, str(tmp_path))
    assert len(FILES & set(contents(tmp_path))) == min(named, 3)
    if named:
        other = call(*RUN, str(tmp_path), "--seed", "1")
        assert (other.exit_code, "results of another run: seed differs" in other.stderr) == (2, True)
    assert call(*RUN, str(tmp_path)).exit_code == 0
    assert set(contents(tmp_path)) == FILES


@pytest.mark.parametrize("fails", ["write_unnamed", "sync"])
def test_a_disk_that_is_full_at_the_end_costs_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(folder, fails, full)
    result = call(*RUN, str(tmp_path), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["games"] == 50
    assert len(result.stderr.splitlines()) == 1
    assert contents(tmp_path) == {}


def test_a_disk_that_fills_up_on_the_way_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(GameRows, "blocks_a_group", 1)
    monkeypatch.setattr(ResultsWriter, "write_group", full)
    result = call(*RUN, str(tmp_path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: cannot write results to {tmp_path} (No space left on device)")
    assert contents(tmp_path) == {}


def test_of_two_runs_into_one_folder_the_first_gives_way(tmp_path: Path, baseline_tables: ScenarioTables) -> None:
    worlds = load_worlds("baseline")
    first, second = (
        folder.open_writer(tmp_path, GameRows(worlds, seed), new_manifest(worlds, "baseline", (), seed, 50))
        for seed in (0, 1)
    )
    summary, tallies = Summary(3, 40), engine.play_games(baseline_tables, 50, 0)
    summary.add(tallies)
    for writer in (first, second):
        writer.add(tallies)
    with pytest.raises(ResultsError, match="another run"), first:
        first.save(run_document(summary, worlds, "baseline", 0, "batch"))
    with second:
        second.save(run_document(summary, worlds, "baseline", 1, "batch"))
    assert set(contents(tmp_path)) == FILES
    assert json.loads((tmp_path / "manifest.json").read_text())["seed"] == 1
