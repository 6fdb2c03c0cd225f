"""`dealsim sweep` as its users meet it: killed, interrupted, short of room, mistaken; in the end all is there."""

import json
import os
import random
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dealsim.experiment.chunk_files import finished_chunks
from dealsim.experiment.study import Study
from tests.cli.programs import call, children, finish, start
from tests.cli.test_terminal import on_terminal
from tests.experiment.small import CONTROL, contents, study, sweep, write
from tests.experiment.test_play import fail_at

LONG: dict[str, Any] = {"factors": {"x": {"set": "every_lab.control", "range": [0, 1], "steps": 48}}, "games": 3000}
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows neither these signals nor ps")


def wait_for_chunks(folder: Path, count: int = 1) -> None:
    """Wait until some chunks are there."""
    for _ in range(6000):
        if len(finished_chunks(folder)) >= count:
            return
        time.sleep(0.02)
    raise TimeoutError(f"no {count} chunks in {folder}")


def wait_for_nobody(group: int) -> None:
    """Wait until no process of a group is left."""
    for _ in range(1200):  # one that was only just started loads for long before it looks for its parent
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise TimeoutError("a process is left")


def names(folder: Path) -> dict[Path, int]:
    """Return when each file of a finished chunk was written."""
    done = finished_chunks(folder)
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*.parquet") if int(path.stem) in done}


@dataclass(frozen=True)
class LongStudy:
    """An experiment that takes seconds, and the files that it comes to."""

    study: Study
    file: str
    whole: dict[str, object]


@pytest.fixture(scope="module")
def long_study(tmp_path_factory: pytest.TempPathFactory) -> LongStudy:
    """One experiment for all that is interrupted here, played once without interruption."""
    folder = tmp_path_factory.mktemp("long")
    made = study(folder, **LONG)
    sweep(made, folder / "whole")
    return LongStudy(made, str(folder / "try.yaml"), contents(folder / "whole"))


def kill_often(long_study: LongStudy, folder: Path, kills: int, luck: random.Random) -> None:
    """Kill an experiment at random moments, begin it again each time, and see that what was there stays as it is."""
    whole, out, left = long_study.whole, folder / "out 0", kills
    round_of = 0
    while left:
        before = names(out)
        process = start("sweep", long_study.file, "--out", str(out), "--workers", "2")
        ended = False
        while not ended and not (out / "manifest.json").exists():
            ended = process.poll() is not None
            time.sleep(0.01)
        deadline = time.monotonic() + luck.uniform(0.0, 3.0)
        while not ended and time.monotonic() < deadline:
            ended = process.poll() is not None
            time.sleep(0.005)
        if ended:  # too late: it is finished
            assert finish(process)[0] == 0
            assert contents(out) == whole
            round_of += 1
            out = folder / f"out {round_of}"
            continue
        os.kill(process.pid, signal.SIGKILL)
        finish(process)
        wait_for_nobody(process.pid)
        left -= 1
        assert before.items() <= names(out).items()
        for name, data in contents(out).items():
            assert name.endswith((".partial", "manifest.json")) or data == whole[name]
    last = call("sweep", long_study.file, "--out", str(out))
    assert (last.exit_code, last.stderr) == (0, "")
    assert contents(out) == whole


@POSIX
@pytest.mark.slow
def test_killed_fifty_times_it_goes_on_and_loses_doubles_and_changes_nothing(
    long_study: LongStudy, tmp_path: Path
) -> None:
    kill_often(long_study, tmp_path, 50, random.Random(1))


@POSIX
@pytest.mark.parametrize(
    "way", [(), pytest.param(("--threads",), marks=pytest.mark.slow)], ids=["processes", "threads"]
)
def test_ctrl_c_says_what_is_there_leaves_nobody_behind_and_the_same_command_goes_on(
    way: tuple[str, ...], long_study: LongStudy, tmp_path: Path
) -> None:
    words = ("sweep", long_study.file, "--out", str(tmp_path / "out"), *way, "--workers", "2")
    process = start(*words)
    wait_for_chunks(tmp_path / "out", 2)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to all of them
    code, out, err = finish(process)
    wait_for_nobody(process.pid)
    done = long_study.study.points_in(finished_chunks(tmp_path / "out"))
    assert (code, out) == (130, "")
    assert err.endswith(  # on a slow machine after a line that says how long the rest takes
        f"Interrupted: {done} of 48 points are in {tmp_path / 'out'}.\nRun the same command to resume.\n"
    )
    before = names(tmp_path / "out")
    assert call(*words, "--threads").exit_code == 0  # threads write the same files
    assert before.items() <= names(tmp_path / "out").items()
    assert contents(tmp_path / "out") == long_study.whole


@POSIX
def test_a_worker_that_is_killed_is_replaced(long_study: LongStudy, tmp_path: Path) -> None:
    process = start("sweep", long_study.file, "--out", str(tmp_path / "out"), "--workers", "2")
    wait_for_chunks(tmp_path / "out")
    os.kill(children(process.pid)[0], signal.SIGKILL)
    code, _, err = finish(process)
    assert (code, err) == (0, "")
    assert contents(tmp_path / "out") == long_study.whole


def test_of_two_commands_at_once_the_second_is_refused_at_once(long_study: LongStudy, tmp_path: Path) -> None:
    words = ("sweep", long_study.file, "--out", str(tmp_path / "out"), "--workers", "2")
    first = start(*words)
    wait_for_chunks(tmp_path / "out")
    second = call(*words)
    assert (second.exit_code, second.stdout) == (2, "")
    said = f"--out {tmp_path / 'out'}: found a folder that another run is writing to; wanted another folder, or wait"
    assert second.stderr.startswith(said)
    first.kill()
    finish(first)


@POSIX
def test_progress_is_shown_on_a_terminal_alone(tmp_path: Path) -> None:
    words = ("sweep", str(write(tmp_path)), "--json")
    code, out, shown = on_terminal(*words, "--out", str(tmp_path / "one"))
    assert code == 0
    assert "points" in shown
    assert "3/3" in shown
    piped = call(*words, "--out", str(tmp_path / "other"))
    assert (piped.stdout, piped.stderr) == (out, "")


def test_what_is_there_and_what_to_do_next_is_said(tmp_path: Path) -> None:
    told = call("sweep", str(write(tmp_path)), "--out", str(tmp_path / "out"))
    assert told.exit_code == 0
    assert told.stdout.startswith(f"All 3 points of try are in {tmp_path / 'out'}.\nLook at them:  dealsim figures")
    part = call("sweep", str(write(tmp_path)), "--out", str(tmp_path / "part"), "--shard", "2/3")
    assert part.stdout.startswith(f"All 1 points of part 2 of 3 of try are in {tmp_path / 'part'}.")
    assert "dealsim merge" in part.stdout


def test_points_that_fail_are_told_and_the_exit_status_is_1_until_they_are_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("sweep", str(write(tmp_path)), "--out", str(tmp_path / "out"))
    with monkeypatch.context() as patch:
        fail_at(patch, 1)
        told = call(*words)
    assert told.exit_code == 1
    assert told.stderr.splitlines() == [
        "point 1 failed: ZeroDivisionError: no world",
        "1 of 3 points failed; --retry re-runs their chunks.",
    ]
    assert call(*words).exit_code == 1
    document = json.loads(call(*words, "--json").stdout)
    assert (document["failed"], document["chunks_played_now"]) == ([1], 0)
    assert call(*words, "--retry").exit_code == 0


def test_a_full_disk_is_told_and_the_same_command_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow.parquet as pq

    from tests.experiment.test_store import Steps, full

    words = ("sweep", str(write(tmp_path)), "--out", str(tmp_path / "out"))
    real = pq.write_table
    with monkeypatch.context() as patch:
        Steps(patch, 9, full)
        told = call(*words)
    assert pq.write_table is real
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == (
        f"Error: cannot write results to {tmp_path / 'out'} (No space left on device); what was saved before is whole. "
        "Fix that and run the same command to resume.\n"
    )
    assert call(*words).exit_code == 0


def test_a_dry_run_writes_nothing_and_its_numbers_are_those_of_the_run(tmp_path: Path) -> None:
    words = ("sweep", str(write(tmp_path)), "--out", str(tmp_path / "out"), "--workers", "1")
    told = call(*words, "--dry-run", "--json")
    assert not (tmp_path / "out").exists()
    document = json.loads(told.stdout)
    jsonschema.validate(document, json.loads(call("schema", "results").stdout))
    assert (document["points"], document["points_there"], document["games_left"]) == (3, 0, 120)
    call(*words)
    size = sum(path.stat().st_size for path in (tmp_path / "out").rglob("*.parquet"))
    assert size / 4 < document["bytes"] < 4 * size
    after = call(*words, "--dry-run")
    assert "3 points in 3 chunks, all of them there." in " ".join(after.stdout.split())
    assert json.loads(call(*words, "--dry-run", "--json").stdout)["games_left"] == 0


def test_a_dry_run_of_another_experiment_than_that_of_the_folder_is_refused(tmp_path: Path) -> None:
    words = ("sweep", str(write(tmp_path)), "--out", str(tmp_path / "out"))
    call(*words)
    told = call(*words, "--dry-run", "--set", "seed=1")
    assert told.exit_code == 2
    assert "seed differs" in told.stderr


def test_the_document_is_what_its_schema_says(tmp_path: Path) -> None:
    told = call("sweep", str(write(tmp_path)), "--out", str(tmp_path / "out"), "--json")
    jsonschema.validate(json.loads(told.stdout), json.loads(call("schema", "results").stdout))


@pytest.mark.parametrize(
    ("setting", "value"),
    [("games=50", 50), ("settings.every_lab.audit_rate=0.3", 40), ("factors.control.values=[0.1]", 40)],
)
def test_a_setting_changes_the_experiment(setting: str, value: int, tmp_path: Path) -> None:
    from dealsim.experiment.loading import load_experiment

    path = str(write(tmp_path))
    changed = load_experiment(path, [setting])
    assert changed.experiment.games == value
    assert changed.digest != load_experiment(path).digest


def test_a_setting_of_a_key_of_the_scenario_leaves_what_stands_beside_it(tmp_path: Path) -> None:
    from dealsim.experiment.loading import load_experiment

    path = str(write(tmp_path, settings={"every_lab.enforcement": 0.9}))
    made = load_experiment(path, ["settings.every_lab.audit_rate=0.3", "settings.safety.steepness=5"])
    lab = made.worlds(made.points[0]).median.every_lab
    assert (lab.enforcement, lab.audit_rate, lab.control) == (0.9, 0.3, CONTROL["values"][0])


@pytest.mark.parametrize("shard", ["0/3", "4/3", "1", "a/b", "1/2/3"])
def test_a_shard_is_which_of_how_many(shard: str, tmp_path: Path) -> None:
    told = call("sweep", str(write(tmp_path)), "--out", str(tmp_path / "out"), "--shard", shard)
    assert told.exit_code == 2
    assert "wanted which part of how many, such as 3/8" in told.stderr


def test_without_a_folder_nothing_is_played(tmp_path: Path) -> None:
    told = call("sweep", str(write(tmp_path)))
    assert told.exit_code == 2
    assert "wanted --out FOLDER for the results (or --dry-run)" in told.stderr
