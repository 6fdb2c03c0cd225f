"""`dealsim merge`: parts of one experiment become what one run would have written, and nothing else is let in."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import jsonschema
import pytest

from dealsim.api.schemas import results_schema
from dealsim.experiment import merge as merging
from dealsim.experiment.loading import load_experiment
from dealsim.experiment.merge import in_ranges
from dealsim.experiment.run import play_missing
from dealsim.experiment.store import Store
from dealsim.experiment.study import Study
from dealsim.results.manifest import MANIFEST
from dealsim.work.processes import Processes
from dealsim.work.workers import Threads, Workers
from tests.cli.programs import call

EXPERIMENT = """\
title: Twelve points
scenario: baseline
factors:
  enforcement: {set: every_lab.enforcement, range: [0.1, 0.9], steps: 6}
  control: {set: every_lab.control, values: [0.3, 0.7]}
versus: control
games: 6
keep: games
"""
SHARDS = 3


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A small experiment of twelve chunks."""
    path = tmp_path_factory.mktemp("experiment") / "twelve.yaml"
    path.write_text(EXPERIMENT, encoding="utf-8")
    return load_experiment(str(path))


@contextmanager
def workers_of(kind: str) -> Iterator[Workers]:
    """Hold workers of a kind."""
    with Processes(1) if kind == "processes" else Threads(int(kind)) as crew:
        yield crew


def play(study: Study, folder: Path, shard: tuple[int, int] | None = None, kind: str = "1") -> Path:
    """Play a part of an experiment."""
    with Store(folder, study, shard).opened() as store, workers_of(kind) as crew:
        play_missing(store, crew, Event(), lambda *_: None)
        store.finish()
    return folder


@pytest.fixture(scope="module")
def played(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the experiment played in one, and in three shards by different workers."""
    home = tmp_path_factory.mktemp("played")
    play(study, home / "whole")
    for shard, kind in enumerate(("processes", "2", "1"), 1):
        play(study, home / f"part-{shard}", (shard, SHARDS), kind)
    return home


@pytest.fixture
def home(played: Path, tmp_path: Path) -> Path:
    """The same to spoil."""
    shutil.copytree(played, tmp_path / "home")
    return tmp_path / "home"


def parts(home: Path) -> list[str]:
    """Return the folders of the shards."""
    return [str(home / f"part-{shard}") for shard in range(1, SHARDS + 1)]


def chunk_files(folder: Path) -> dict[str, bytes]:
    """Return every file of rows."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.parquet")}


def manifest(folder: Path) -> dict[str, Any]:
    """Return a manifest."""
    said: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return said


def change(folder: Path, **changes: Any) -> None:
    """Change a manifest."""
    (folder / MANIFEST).write_text(json.dumps(manifest(folder) | changes), encoding="utf-8")


def test_three_shards_by_different_workers_are_what_one_run_writes(home: Path) -> None:
    result = call("merge", *parts(home), "--out", str(home / "new"))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("All 12 points of twelve are in ")
    assert chunk_files(home / "new") == chunk_files(home / "whole")
    assert len(chunk_files(home / "new")) == 3 * 12
    times = {"started": "", "finished": ""}
    assert manifest(home / "new") | times == manifest(home / "whole") | times
    assert list(manifest(home / "new")) == list(manifest(home / "whole"))
    assert manifest(home / "new")["started"] == min(manifest(Path(part))["started"] for part in parts(home))


def test_shards_and_a_whole_run_that_is_not_finished_may_be_mixed(home: Path) -> None:
    for number in range(0, 12, SHARDS):
        (home / "whole" / "points" / f"{number:06}.parquet").unlink()
    complete = chunk_files(Path(parts(home)[1])) | chunk_files(Path(parts(home)[2])) | chunk_files(home / "part-1")
    result = call("merge", str(home / "whole"), parts(home)[0], "--out", str(home / "new"), "--json")
    assert result.exit_code == 0
    assert chunk_files(home / "new") == complete
    document = json.loads(result.stdout)
    jsonschema.Draft202012Validator(results_schema()).validate(document)
    assert (document["points"], document["chunks_copied_now"], document["failed"]) == (12, 12, [])


def test_the_missing_are_named_shards_by_number_and_others_by_their_points(home: Path) -> None:
    result = call("merge", parts(home)[1], "--out", str(home / "new"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "twelve: found nothing of shards 1, 3 of 3; wanted every point, or --partial\n"
    assert not (home / "new").exists()
    for number in (1, 4):
        (home / "part-2" / "points" / f"{number:06}.parquet").unlink()
    result = call("merge", *parts(home), "--out", str(home / "new"))
    assert result.exit_code == 2
    assert "part-2: found no points 1, 4; wanted every point, or --partial; run the command that began" in result.stderr
    for number in (0, 1, 2, 9):
        (home / "whole" / "points" / f"{number:06}.parquet").unlink(missing_ok=True)
    result = call("merge", str(home / "whole"), "--out", str(home / "new"))
    assert "whole: found no points 0-2, 9; wanted" in result.stderr


def test_a_partial_whole_is_gone_on_with_by_either_command(home: Path, study: Study) -> None:
    result = call("merge", *parts(home)[:2], "--out", str(home / "new"), "--partial")
    assert result.exit_code == 0
    assert result.stdout.startswith("8 of 12 points of twelve are in ")
    assert manifest(home / "new")["finished"] is None
    shutil.copytree(home / "new", home / "newer")
    assert call("merge", parts(home)[2], "--out", str(home / "new")).exit_code == 0
    play(study, home / "newer")
    assert chunk_files(home / "new") == chunk_files(home / "newer") == chunk_files(home / "whole")


@pytest.mark.parametrize("named", range(5))
def test_a_merge_killed_while_naming_its_files_goes_on(home: Path, monkeypatch: pytest.MonkeyPatch, named: int) -> None:
    done: list[Path] = []

    def die(old: Path, new: Path) -> None:
        if len(done) == named:
            raise KeyboardInterrupt
        old.rename(new)
        done.append(new)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", die)
        patch.setattr(merging, "WRITERS", 1)
        call("merge", *parts(home), "--out", str(home / "new"))
    assert len(chunk_files(home / "new")) < 3 * 12
    assert call("merge", *parts(home), "--out", str(home / "new")).exit_code == 0
    assert chunk_files(home / "new") == chunk_files(home / "whole")
    assert not list((home / "new").rglob("*.partial"))


def test_the_same_chunk_twice_with_other_bytes_is_refused(home: Path) -> None:
    (home / "whole" / "points" / "000004.parquet").write_bytes(
        (home / "whole" / "points" / "000005.parquet").read_bytes()
    )
    result = call("merge", *parts(home), str(home / "whole"), "--out", str(home / "new"))
    assert result.exit_code == 2
    assert f"whole: found other results in chunk 000004 than {home / 'part-2'} has" in result.stderr


def test_a_chunk_that_is_damaged_is_named(home: Path) -> None:
    path = home / "part-1" / "outcomes" / "000003.parquet"
    path.write_bytes(path.read_bytes()[:-100])
    result = call("merge", *parts(home), "--out", str(home / "new"))
    assert result.exit_code == 2
    assert "part-1/outcomes/000003.parquet: found a file that is damaged; wanted the whole chunk" in result.stderr


def test_a_chunk_of_which_a_file_is_gone_is_missing(home: Path) -> None:
    (home / "part-1" / "outcomes" / "000003.parquet").unlink()
    result = call("merge", *parts(home), "--out", str(home / "new"))
    assert result.exit_code == 2
    assert "part-1: found no points 3; wanted every point, or --partial" in result.stderr


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"version": "0.0.1"}, "found results of dealsim 0.0.1"),
        ({"chunk_size": 7}, "found chunks of 7 points rather than 1"),
        ({"identity": {"seed": 3}}, "found another experiment: "),
    ],
)
def test_parts_of_something_else_are_refused_with_what_differs(home: Path, changes: dict[str, Any], found: str) -> None:
    if "identity" in changes:
        changes = {"identity": manifest(home / "part-2")["identity"] | changes["identity"] | {"model": "other"}}
        found += "model, seed differ"
    change(home / "part-2", **changes)
    result = call("merge", *parts(home), "--out", str(home / "new"))
    assert result.exit_code == 2
    assert f"part-2: {found}" in result.stderr
    assert not (home / "new").exists()


def test_other_packages_and_processors_are_let_in_with_a_word_and_kept_in_the_manifest(home: Path) -> None:
    said = manifest(home / "part-2")
    change(home / "part-2", cpu={"name": "other", "features": ""}, packages=said["packages"] | {"numpy": "1.0"})
    result = call("merge", *parts(home), "--out", str(home / "new"), "--json")
    assert result.exit_code == 0
    assert "cpu.features, cpu.name, packages.numpy differ between the folders" in result.stderr
    assert json.loads(result.stdout)["differing"] == ["cpu.features", "cpu.name", "packages.numpy"]
    assert [player["packages"]["numpy"] for player in manifest(home / "new")["parts"]][1:] == ["1.0"]


def test_a_folder_that_is_none_and_one_for_something_else_are_refused(home: Path) -> None:
    result = call("merge", *parts(home), str(home / "nowhere"), "--out", str(home / "new"))
    assert (result.exit_code, "nowhere: found no such folder" in result.stderr) == (2, True)
    (home / "busy").mkdir()
    (home / "busy" / "thesis.tex").touch()
    result = call("merge", *parts(home), "--out", str(home / "busy"))
    assert (result.exit_code, "a folder with thesis.tex" in result.stderr) == (2, True)
    result = call("merge", *parts(home), "--out", parts(home)[0])
    assert (result.exit_code, "results of shard 1/3 alone" in result.stderr) == (2, True)
    with Store(home / "held", load(home)).opened():
        result = call("merge", *parts(home), "--out", str(home / "held"))
    assert (result.exit_code, "another run is writing" in result.stderr) == (2, True)


def load(home: Path) -> Study:
    """Return the experiment of a folder."""
    from dealsim.experiment.results import open_study

    return open_study(home / "whole").study


def test_ranges_join_what_follows_and_end_in_a_number() -> None:
    assert in_ranges([(0, 3), (4, 7), (9, 9)]) == "0-7, 9"
    assert in_ranges((2 * k, 2 * k) for k in range(10)) == "0, 2, 4, 6, 8, 10, 12, 14 and 2 more"
