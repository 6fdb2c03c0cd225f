"""A sweep on a real Dask cluster of this machine: a scheduler and workers, each a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from dealsim.experiment import cluster, run
from dealsim.experiment.cluster import Dask, cluster_at
from dealsim.experiment.loading import load_experiment
from dealsim.experiment.run import play_missing
from dealsim.experiment.store import Store
from dealsim.experiment.study import Study
from dealsim.scenario import ScenarioError
from dealsim.work.workers import Threads, WorkersLost
from tests.cli.programs import call

pytest.importorskip("distributed")

ROOT = Path(__file__).parents[2]
EXPERIMENT = """\
title: Sixteen points
scenario: baseline
factors:
  enforcement: {set: every_lab.enforcement, range: [0.1, 0.9], steps: 4}
  spec: {set: every_lab.spec, values: [current-practice, humble]}
  control: {set: every_lab.control, range: [0.2, 0.8], steps: 2}
versus: spec
games: 40
"""


@dataclass
class Cluster:
    """A scheduler and its workers."""

    folder: Path
    scheduler: "subprocess.Popen[bytes]"
    workers: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    @property
    def file(self) -> str:
        """The scheduler file."""
        return str(self.folder / "scheduler.json")

    def with_workers(self, count: int) -> "Cluster":
        """Start workers until so many are alive, and wait until they have joined."""
        from distributed import Client

        self.workers = [worker for worker in self.workers if worker.poll() is None]
        where = ("--scheduler-file", self.file, "--local-directory", str(self.folder))
        while len(self.workers) < count:
            self.workers.append(dask("worker", *where, "--nthreads", "1", "--no-nanny"))
        with Client(scheduler_file=self.file, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=60)
        return self

    def tasks(self) -> int:
        """Return how many tasks the scheduler knows of."""
        from distributed import Client

        with Client(scheduler_file=self.file, set_as_default=False) as client:
            return int(client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)))


def dask(*words: str) -> "subprocess.Popen[bytes]":
    """Start one of Dask's programs, silently."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *words, "--no-dashboard"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def a_cluster(folder: Path) -> Iterator[Cluster]:
    """Hold a scheduler on a free port of this machine, and end all that belongs to it."""
    file = folder / "scheduler.json"
    here = ("--host", "127.0.0.1", "--port", "0", "--no-jupyter", "--scheduler-file", str(file))
    scheduler = dask("scheduler", *here, "--idle-timeout", "300")  # if these tests are killed, it ends, too
    made = Cluster(folder, scheduler)
    try:
        for _ in range(600):
            if file.exists() and file.stat().st_size:
                break
            time.sleep(0.05)
        yield made
    finally:
        for process in (*made.workers, scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def some_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster that tests of this file share: each asks for as many workers as it needs."""
    with a_cluster(tmp_path_factory.mktemp("cluster")) as made:
        yield made


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file of a small experiment."""
    path = tmp_path_factory.mktemp("experiment") / "sixteen.yaml"
    path.write_text(EXPERIMENT, encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def study(file: str) -> Study:
    """A small experiment."""
    return load_experiment(file)


@pytest.fixture(scope="module")
def chunks_here(study: Study, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the experiment's files are if this machine plays it."""
    folder = tmp_path_factory.mktemp("here") / "out"
    with Store(folder, study).opened() as store, Threads(1) as crew:
        play_missing(store, crew, Event(), lambda *_: None)
    return chunk_files(folder)


def chunk_files(folder: Path) -> dict[str, bytes]:
    """Return every file of rows."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.parquet")}


def play_on(made: Cluster, study: Study, folder: Path, after_first: Callable[[], Any] = lambda: None) -> Event:
    """Play an experiment on a cluster; something happens once the first chunk is saved. Return what would stop it."""
    stop, said = Event(), list[int]()

    def advance(points: int, _: int) -> None:
        said.append(points)
        if len(said) == 1:
            stop.set() if after_first() == "stop" else None

    with cluster_at(made.file) as workers, Store(folder, study).opened() as store:
        play_missing(store, workers, stop, advance)
    return stop


@pytest.mark.slow
def test_a_worker_killed_in_mid_run_changes_no_byte(
    some_cluster: Cluster, study: Study, chunks_here: dict[str, bytes], tmp_path: Path
) -> None:
    some_cluster.with_workers(2)
    play_on(some_cluster, study, tmp_path / "out", some_cluster.workers[0].kill)
    assert some_cluster.workers[0].wait() == -signal.SIGKILL
    assert chunk_files(tmp_path / "out") == chunks_here


@pytest.mark.slow
def test_the_program_plays_on_a_cluster_as_on_this_machine(
    some_cluster: Cluster, file: str, chunks_here: dict[str, bytes], tmp_path: Path
) -> None:
    some_cluster.with_workers(1)
    result = call("sweep", file, "--out", str(tmp_path / "out"), "--dask", some_cluster.file)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("All 16 points of sixteen are in ")
    assert chunk_files(tmp_path / "out") == chunks_here


@pytest.mark.slow
def test_what_is_stopped_leaves_nothing_on_the_cluster(some_cluster: Cluster, study: Study, tmp_path: Path) -> None:
    some_cluster.with_workers(1)
    assert play_on(some_cluster, study, tmp_path / "out", lambda: "stop").is_set()
    assert 0 < len(chunk_files(tmp_path / "out")) < 2 * study.chunks
    for _ in range(100):
        if not some_cluster.tasks():
            break
        time.sleep(0.1)
    assert some_cluster.tasks() == 0


@pytest.mark.slow
def test_workers_with_another_model_are_refused_with_what_they_have(
    some_cluster: Cluster, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_cluster.with_workers(1)
    monkeypatch.setattr(cluster, "model_digest", lambda: "a-model-of-ours")
    result = call("sweep", file, "--out", str(tmp_path / "out"), "--dask", some_cluster.file)
    assert result.exit_code == 2
    assert "workers with another game: tcp://127.0.0.1:" in result.stderr
    assert "model a-model-of-ours, as here" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_worker_with_another_model_that_joins_later_ends_the_run_in_words(
    some_cluster: Cluster, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_cluster.with_workers(1)
    monkeypatch.setattr(cluster, "differing", lambda *_: [])  # it was not there when the others were asked
    monkeypatch.setattr(cluster, "model_digest", lambda: "a-model-of-ours")
    result = call("sweep", file, "--out", str(tmp_path / "out"), "--dask", some_cluster.file)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "A worker that joined the cluster" in result.stderr
    assert "run the same command to resume" in result.stderr


@pytest.mark.slow
def test_a_chunk_that_kills_whoever_plays_it_is_rows_with_the_error(
    some_cluster: Cluster,
    study: Study,
    chunks_here: dict[str, bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from distributed import Client

    def ends_its_worker(stage: bytes, game: tuple[str, str], number: int) -> run.Tables:  # goes there by value
        import os
        import signal

        from dealsim.work.packing import do

        if number == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        tables: run.Tables = do(stage, number)
        return tables

    some_cluster.with_workers(2)
    with Client(scheduler_file=some_cluster.file, set_as_default=False) as client:
        client.run_on_scheduler(lambda dask_scheduler: setattr(dask_scheduler, "allowed_failures", 0))
    monkeypatch.setattr(cluster, "do_the_same", ends_its_worker)
    play_on(some_cluster, study, tmp_path / "out")
    made = chunk_files(tmp_path / "out")
    assert made.keys() == chunks_here.keys()
    differing = [name for name in made if made[name] != chunks_here[name]]
    assert "points/000001.parquet" in differing
    with Store(tmp_path / "out", study).opened() as store:
        failed = store.forget_failed()
    assert 1 <= failed == len(differing) // 2 <= 2 * run.IN_HAND  # others may have waited at that worker


@pytest.mark.slow
def test_a_scheduler_that_dies_costs_nothing_that_is_saved(
    some_cluster: Cluster, study: Study, chunks_here: dict[str, bytes], tmp_path: Path
) -> None:
    some_cluster.with_workers(1)
    with pytest.raises(WorkersLost, match=r"The connection to the scheduler at .* was lost"):
        play_on(some_cluster, study, tmp_path / "out", some_cluster.scheduler.kill)
    saved = chunk_files(tmp_path / "out")
    assert 0 < len(saved) < len(chunks_here)
    assert saved.items() <= chunks_here.items()


def test_no_scheduler_is_said_so_in_time(file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECTING", 0.5)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        result = call("sweep", file, "--out", str(tmp_path / "out"), "--dask", address)
    assert (result.exit_code, result.stdout) == (2, "")
    (said,) = (line for line in result.stderr.splitlines() if not line.startswith("note: "))
    assert said.startswith(f"--dask {address}: found no scheduler that answers")


@pytest.mark.parametrize(
    ("text", "found"), [(None, "no such file"), ("{}", "a file without an address"), ("?", "a file without an address")]
)
def test_a_scheduler_file_that_is_none_is_said_so(tmp_path: Path, text: str | None, found: str) -> None:
    path = tmp_path / "scheduler.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=found), cluster_at(str(path)):
        pass


def test_without_the_extra_the_program_says_what_to_install(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = call("sweep", file, "--out", str(tmp_path / "out"), "--dask", "tcp://127.0.0.1:8786")
    assert result.exit_code == 2
    assert "pip install 'dealsim[cluster]'" in result.stderr


def test_a_cluster_without_workers_counts_as_one_for_a_chunk_must_wait_for_them() -> None:
    class Nobody:
        def nthreads(self) -> dict[str, int]:
            return {}

    nobody = Dask(Nobody(), (), [])  # type: ignore[arg-type]
    assert (nobody.threads, nobody.count) == (0, 1)


def test_an_error_that_is_deadly_becomes_rows_and_any_other_ends_the_run(study: Study) -> None:
    killed, failed = Future[run.Tables](), Future[run.Tables]()
    killed.set_exception(KeyError("killed"))
    failed.set_exception(RuntimeError("failed"))
    rows = run.tables_of(study, 0, killed, (KeyError,))
    assert set(rows["points"]["error"].to_pylist()) == {run.DIED_ON_WORKERS}
    with pytest.raises(RuntimeError, match="failed"):
        run.tables_of(study, 0, failed, (KeyError,))
