"""A folder of results holds whole chunks of one experiment, whatever happens to those who write to it."""

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dealsim.experiment import run
from dealsim.experiment.manifest import StoreError
from dealsim.experiment.results import open_study
from dealsim.experiment.store import Store
from dealsim.experiment.study import Study
from dealsim.scenario import ScenarioError
from dealsim.work.workers import Threads
from tests.experiment.small import CONTROL, contents, study, sweep
from tests.experiment.test_play import fail_at


class Killed(BaseException):
    """Stands for an end at which nothing is tidied up."""


class Steps:
    """Calls by which a folder is written to, counted, from one thread: from one of them on none succeeds."""

    def __init__(self, patch: pytest.MonkeyPatch, last: int, end: Callable[[Any], None]) -> None:
        """Count every call that writes; in the stead of number `last`, from 1, and of all later ones, the end comes."""
        self.count, self.last, self.end = 0, last, end
        patch.setattr(run, "WRITERS", 1)
        for module, name in ((os, "replace"), (os, "fsync"), (pq, "write_table"), (Path, "mkdir")):
            patch.setattr(module, name, self.counted(getattr(module, name)))

    def counted(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            self.count += 1
            if 0 < self.last <= self.count:
                if real.__name__ == "write_table":
                    args[1].write(b"PAR1, half of it")
                self.end(args)
            return real(*args, **options)

        return call


def killed(_: object) -> None:
    raise Killed


def full(_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def made(tmp_path: Path) -> Study:
    return study(tmp_path, keep="games", games=20)


@pytest.fixture
def whole(made: Study, tmp_path: Path) -> dict[str, object]:
    """What a run leaves that nothing interrupts."""
    sweep(made, tmp_path / "whole")
    return contents(tmp_path / "whole")


def steps_of(made: Study, folder: Path) -> int:
    """Return by how many calls an experiment's results are written."""
    with pytest.MonkeyPatch.context() as patch:
        steps = Steps(patch, 0, killed)
        sweep(made, folder)
    return steps.count


def played_again(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that tells which chunks are played from now on."""
    numbers: list[int] = []
    real = run.play_chunk

    def noted(made: Study, number: int) -> run.Tables:
        numbers.append(number)
        return real(made, number)

    monkeypatch.setattr(run, "play_chunk", noted)
    return numbers


def test_killed_at_any_step_it_goes_on_and_the_files_are_those_of_an_uninterrupted_run(
    made: Study, whole: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = played_again(monkeypatch)
    for last in range(1, steps_of(made, tmp_path / "count") + 1):
        folder = tmp_path / f"at {last}"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "unlink", lambda *_, **__: None)  # the dead tidy nothing up
            Steps(patch, last, killed)
            with pytest.raises(Killed):
                sweep(made, folder)
        before = {path: path.stat().st_mtime_ns for path in (folder / "points").glob("*.parquet")}
        numbers.clear()
        sweep(made, folder)
        assert contents(folder) == whole, last
        assert {path: path.stat().st_mtime_ns for path in before} == before
        assert not {int(path.stem) for path in before} & set(numbers)


def test_a_disk_that_is_full_at_any_step_is_told_in_a_sentence_and_leaves_nothing_half_written(
    made: Study, whole: dict[str, object], tmp_path: Path
) -> None:
    for last in range(2, steps_of(made, tmp_path / "count") + 1):
        folder = tmp_path / f"at {last}"
        with pytest.MonkeyPatch.context() as patch:
            Steps(patch, last, full)
            with pytest.raises(StoreError, match=r"cannot write results to .* \(No space left on device\)"):
                sweep(made, folder)
        assert not [*folder.rglob("*.partial")]
        for path in folder.rglob("*.parquet"):
            assert path.read_bytes() == whole[path.relative_to(folder).as_posix()]
        sweep(made, folder)
        assert contents(folder) == whole, last


def test_a_folder_that_cannot_be_made_is_refused(made: Study, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ScenarioError, match="found a file; wanted a folder, which need not exist"):
        sweep(made, tmp_path / "file")
    with pytest.raises(ScenarioError, match=r"found a folder that cannot be written \(Not a directory\)"):
        sweep(made, tmp_path / "file" / "below")
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="a superuser may write anywhere")
def test_a_folder_that_may_not_be_written_is_refused(made: Study, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir(mode=0o500)
    with pytest.raises(ScenarioError, match=r"cannot be written \(Permission denied\)"):
        sweep(made, folder)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("diary.txt", "mine", "found a folder with diary.txt and no manifest; wanted an empty folder"),
        ("manifest.json", "{", "found a manifest.json that cannot be read"),
        ("manifest.json", "[]", "found results of another command"),
        ("manifest.json", '{"command": "run"}', "found results of another command"),
    ],
)
def test_a_folder_of_something_else_is_refused_and_left_as_it_is(
    name: str, text: str, said: str, made: Study, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / name).write_text(text)
    with pytest.raises(ScenarioError, match=said):
        sweep(made, folder)
    assert {path.name: path.read_text() for path in folder.iterdir()} == {name: text}


def test_what_others_put_beside_the_rows_stays_there(made: Study, whole: dict[str, object], tmp_path: Path) -> None:
    folder = tmp_path / "whole"
    for name in ("notes.txt", "mine.parquet", "0.parquet", "000001.parquet.bak"):
        (folder / "outcomes" / name).write_text("mine")
    sweep(made, folder)
    assert open_study(folder).chunks == tuple(range(made.chunks))
    left = {path.name for path in (folder / "outcomes").iterdir() if path.read_bytes() == b"mine"}
    assert left == {"notes.txt", "mine.parquet", "0.parquet", "000001.parquet.bak"}
    assert contents(folder).items() >= whole.items()


@pytest.mark.parametrize(
    ("said", "differs"),
    [
        ({"seed": 1}, "seed differs"),
        ({"games": 21}, "games differs"),
        ({"factors": {"control": CONTROL | {"values": [0.2, 0.5]}}}, "factors.control differs"),
        ({"factors": {"control": CONTROL, "x": {"dummy": True}}}, "factors.x, order.factors differ"),
        ({"settings": {"every_lab.audit_rate": 0.3}}, "scenario.world differs"),
        ({"scenario": "unsure.yaml"}, "order.scenario, scenario.unsure, scenario.world differ"),
        ({"keep": "points"}, "keep differs"),
        ({"outcomes": ["takeover"]}, "outcomes differs"),
    ],
)
def test_an_edited_experiment_is_refused_by_what_differs(
    said: dict[str, Any], differs: str, made: Study, whole: dict[str, object], tmp_path: Path
) -> None:
    other = study(tmp_path, **{"keep": "games", "games": 20} | said)
    with pytest.raises(ScenarioError, match=f"found results of another experiment: {differs}; wanted another folder"):
        sweep(other, tmp_path / "whole")
    assert contents(tmp_path / "whole") == whole


def test_an_edited_world_is_refused_and_an_edited_comment_is_not(
    made: Study, whole: dict[str, object], tmp_path: Path
) -> None:
    world, experiment = tmp_path / "world.yaml", tmp_path / "try.yaml"
    text = world.read_text()
    from dealsim.experiment.loading import load_experiment

    experiment.write_text("# A comment.\n" + experiment.read_text().replace("Try", "Another title"))
    world.write_text("# Another.\n" + text)
    sweep(load_experiment(str(experiment)), tmp_path / "whole")
    assert contents(tmp_path / "whole") == whole
    world.write_text(text.replace("difficulty: 0.3", "difficulty: 0.4"))
    with pytest.raises(ScenarioError, match=r"scenario\.world differs"):
        sweep(load_experiment(str(experiment)), tmp_path / "whole")


def test_another_part_of_the_same_experiment_is_refused(made: Study, tmp_path: Path) -> None:
    with Store(tmp_path / "out", made, (1, 2)).opened():
        pass
    for shard, said in (((2, 2), "results of shard 1/2"), (None, "results of shard 1/2")):
        with pytest.raises(ScenarioError, match=said), Store(tmp_path / "out", made, shard).opened():
            pass


def test_shards_are_all_of_the_experiment_and_share_no_point(made: Study, tmp_path: Path) -> None:
    parts = [Store(tmp_path, made, (k, 2)).asked for k in (1, 2)]
    assert sorted(parts[0] + parts[1]) == list(range(made.chunks))


def test_of_two_runs_at_once_the_second_is_refused_and_the_first_unharmed(
    made: Study, whole: dict[str, object], tmp_path: Path
) -> None:
    with Store(tmp_path / "out", made).opened() as first:
        with pytest.raises(ScenarioError, match="found a folder that another run is writing to"):
            sweep(made, tmp_path / "out")
        with Threads(1) as crew:
            run.play_missing(first, crew, run.Event(), lambda *_: None)
        first.finish()
    assert contents(tmp_path / "out") == whole


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


@pytest.mark.parametrize("rows", ["points", "outcomes", "games"])
def test_a_damaged_file_is_named_and_once_it_is_removed_its_points_are_played_again(
    rows: str, made: Study, whole: dict[str, object], tmp_path: Path
) -> None:
    path = tmp_path / "whole" / rows / "000001.parquet"
    damage(path)
    said = r"000001\.parquet: found a damaged file \(.+\); wanted the file as it was written; remove it, and the sweep"
    with pytest.raises(ScenarioError, match=said):
        sweep(made, tmp_path / "whole")
    with pytest.raises(ScenarioError, match=said):
        getattr(open_study(tmp_path / "whole"), rows)
    path.unlink()
    assert open_study(tmp_path / "whole").complete is False
    sweep(made, tmp_path / "whole")
    assert contents(tmp_path / "whole") == whole


def test_a_finished_experiment_is_not_touched_again(made: Study, whole: dict[str, object], tmp_path: Path) -> None:
    folder = tmp_path / "whole"
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.*") if path.name != ".lock"}
    sweep(made, folder)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_points_that_failed_are_played_again_on_demand_and_no_others(
    made: Study, whole: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    with monkeypatch.context() as patch:
        fail_at(patch, 1)
        sweep(made, folder)
    assert json.loads((folder / "manifest.json").read_text())["failed"] == 1
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.parquet") if path.stem != "000001"}
    sweep(made, folder)
    assert open_study(folder).points["error"].null_count == 2
    sweep(made, folder, retry=True)
    assert contents(folder) == whole
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_retry_that_is_killed_is_not_called_finished(
    made: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        fail_at(patch, 0)
        sweep(made, tmp_path / "out")
    with Store(tmp_path / "out", made).opened() as opened:
        assert opened.forget_failed() == 1
    said = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert (said["finished"], said["failed"]) == (None, None)


def test_a_half_finished_experiment_can_be_read(made: Study, tmp_path: Path) -> None:
    with Store(tmp_path / "out", made).opened() as opened:
        opened.save(1, run.play_chunk(made, 1))
        results = open_study(tmp_path / "out")
        assert (results.complete, results.chunks) == (False, (1,))
        assert results.points["point"].to_pylist() == [1]
        assert results.outcomes["point"].unique().to_pylist() == [1]


def test_the_manifest_names_no_folder(made: Study, whole: dict[str, object], tmp_path: Path) -> None:
    """It might name the user, and the same experiment would have other bytes elsewhere."""
    assert str(tmp_path) not in json.dumps(whole["manifest.json"])


def test_the_folder_of_results_may_move(made: Study, whole: dict[str, object], tmp_path: Path) -> None:
    shutil.move(tmp_path / "whole", tmp_path / "moved")
    (tmp_path / "world.yaml").unlink()
    results = open_study(tmp_path / "moved")
    assert results.complete
    assert results.study.digest == made.digest
    assert list(results.to_pandas("points").point) == [0, 1, 2]
