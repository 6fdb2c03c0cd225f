"""What it costs to hand chunks to a Dask cluster, and to save them (`python -m benchmarks.cluster`, some minutes).

A scheduler and workers are started on this machine. Processor time of the scheduler, of this process and of the workers
is told apart, so that one can reckon what more workers than this machine has cores would do.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from pathlib import Path
from threading import Event
from typing import Any

import psutil

from dealsim.experiment import run
from dealsim.experiment.cluster import Dask, cluster_at
from dealsim.experiment.loading import load_experiment
from dealsim.experiment.play import play_chunk
from dealsim.experiment.store import Store
from dealsim.experiment.study import Study
from dealsim.work.packing import packed
from dealsim.work.processes import Processes
from dealsim.work.workers import Workers

EXPERIMENT = """\
title: Fixed work
scenario: baseline
factors:
  enforcement: {set: every_lab.enforcement, range: [0.1, 0.9], steps: 4}
  control: {set: every_lab.control, range: [0.1, 0.9], steps: 4}
games: 500
"""
EMPTY = 2000  # tasks that do nothing
RETURNED = 400  # tasks that return a chunk's rows and do nothing else
SAVED = 100  # chunks
SIZES = (1, 4, 8)  # points in a chunk, each 750 games' work


@contextmanager
def cluster(workers: int, folder: Path) -> Iterator[tuple[Dask, int]]:
    """Hold a cluster of so many workers of one thread each; yield it, and the scheduler's process."""
    file = folder / "scheduler.json"
    file.unlink(missing_ok=True)
    where = ("--scheduler-file", str(file))
    started = [dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-jupyter", *where)]
    while not file.exists():
        time.sleep(0.05)
    here = ("--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
    started += [dask("worker", *where, *here) for _ in range(workers)]
    try:
        with cluster_at(str(file)) as made:
            made.client.wait_for_workers(workers)
            yield made, started[0].pid
    finally:
        for process in started:
            process.terminate()
            process.wait()


def dask(*words: str) -> "subprocess.Popen[bytes]":
    """Start one of Dask's programs, silently."""
    silent = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-m", "dask", *words, "--no-dashboard"], stdout=silent, stderr=silent)


def spent(process: int) -> float:
    """Return the processor time that a process has taken [s]."""
    times = psutil.Process(process).cpu_times()
    return float(times.user + times.system)


def per_task(made: Dask, scheduler: int, study: Study, empty: bool) -> dict[str, float]:
    """Return seconds a task that takes no time on its worker: on the clock, of the scheduler, and of this process."""
    executor = made.client.get_executor(pure=False)
    tables = made.client.submit(play_chunk, study, 0, pure=False)
    made.client.gather(tables)
    count = EMPTY if empty else RETURNED
    begin, there, here = time.perf_counter(), spent(scheduler), spent(os.getpid())
    flying = {executor.submit(returned, None if empty else tables, number) for number in range(count)}
    for future in flying:
        future.result()
    clock = time.perf_counter() - begin
    taken = {"clock": clock, "scheduler": spent(scheduler) - there, "client": spent(os.getpid()) - here}
    return {name: seconds / count for name, seconds in taken.items()}


def returned(something: object, number: int) -> object:
    """Return what came."""
    return something


def saving(study: Study, writers: int) -> float:
    """Return seconds a chunk that some threads take to save."""
    tables = play_chunk(study, 0)
    with tempfile.TemporaryDirectory(dir=".") as folder, Store(Path(folder), study).opened() as store:
        begin = time.perf_counter()
        with ThreadPoolExecutor(writers) as pool:
            list(pool.map(lambda number: store.save(number, tables), range(SAVED)))
        return (time.perf_counter() - begin) / SAVED


@dataclass
class Many:
    """So many workers that each chunk is played at once."""

    tables: run.Tables
    count: int = 1000
    deadly: tuple[type[BaseException], ...] = ()

    def submit(self, work: Callable[..., Any], /, *args: Any) -> "Future[Any]":
        """Return a chunk that is played."""
        played: Future[run.Tables] = Future()
        played.set_result(self.tables)
        return played

    def dismiss(self) -> None:
        """Do nothing."""


def taking_in(study: Study) -> dict[str, float]:
    """Return seconds a chunk that this process takes to take in and save what very many workers play."""
    tables, more = play_chunk(study, 0), tuple(replace(each, steps=100) for each in study.dimensions)
    many = of_size(replace(study, dimensions=more), 16)
    begin, taken = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory(dir=".") as folder, Store(Path(folder), many).opened() as store:
        run.play_missing(store, Many(tables), Event(), lambda *_: None)
    clock, processor = time.perf_counter() - begin, time.process_time() - taken
    return {"chunks": many.chunks, "clock": clock / many.chunks, "processor": processor / many.chunks}


def family() -> float:
    """Return the processor time that this process and all that it started have taken [s]."""
    me = psutil.Process()
    return sum(spent(process.pid) for process in (me, *me.children(recursive=True)))


def time_of(study: Study, workers: Workers) -> tuple[float, float]:
    """Return how long some workers take for an experiment, and the processor time of all that takes part [s]."""
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder), study).opened() as store:
        begin, taken = time.perf_counter(), family()
        run.play_missing(store, workers, Event(), lambda *_: None)
        return time.perf_counter() - begin, family() - taken


def playing(study: Study) -> float:
    """Return the processor time that the same chunks take with nothing around them [s]."""
    begin = time.process_time()
    for number in range(study.chunks):
        play_chunk(study, number)
    return time.process_time() - begin


def of_size(study: Study, points: int) -> Study:
    """Return the experiment in chunks of so many points."""
    return replace(study, points_a_chunk=points)


def warm(workers: Workers, study: Study) -> None:
    """Have every worker load the program."""
    play = partial(play_chunk, study)
    for future in [workers.submit(play, number) for number in range(4 * workers.count)]:
        future.result()


def main(repeats: int) -> None:
    """Measure and print, line by line; times are in seconds, one for each repeat."""
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "fixed-work.yaml"
        path.write_text(EXPERIMENT, encoding="utf-8")
        study = load_experiment(str(path))
        say("bytes of the study", len(packed(partial(play_chunk, study))))
        chunk = of_size(study, 16)
        say("to save a chunk, by threads", {writers: saving(chunk, writers) for writers in (1, 2, 4, 8, 16)})
        say("to take in and save a chunk of 1,000 workers", taking_in(chunk))
        for workers, kind in product((1, 2), ("dask", "processes")):
            with (cluster if kind == "dask" else local)(workers, Path(home)) as (made, scheduler):
                warm(made, of_size(study, 1))
                if isinstance(made, Dask):
                    say(f"an empty task, {workers} workers", per_task(made, scheduler, chunk, empty=True))
                    say(
                        f"a task that returns a chunk, {workers} workers", per_task(made, scheduler, chunk, empty=False)
                    )
                for size, _ in product(SIZES, range(repeats)):
                    clock, processors = time_of(of_size(study, size), made)
                    times = {"clock": clock, "processors": processors, "playing alone": playing(study)}
                    say(f"{kind}, {workers} workers, chunks of {size} points", times)


def say(what: str, found: object) -> None:
    """Print what was found."""
    print(f"{what}: {json.dumps(found)}", flush=True)


@contextmanager
def local(workers: int, _: Path) -> Iterator[tuple[Workers, int]]:
    """Hold processes of this machine, or this one alone."""
    with Processes(workers) as crew:
        yield crew, os.getpid()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
