"""Play what is missing of an experiment: chunks side by side, each written as soon as it is finished."""

import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Event
from typing import Protocol

import pyarrow as pa

from dealsim.experiment.play import failed, play_chunk
from dealsim.experiment.rows import Columns
from dealsim.experiment.store import Store
from dealsim.experiment.study import Study
from dealsim.game.many import Crew, no_interrupts, stand_by

type Tables = dict[str, pa.Table]

IN_HAND = 2  # chunks a worker that are handed out: one that it plays, one that waits
DIED = "the process that played it died, twice: it ran out of memory, or was killed"
GLANCE = 0.2  # seconds after which it is looked whether to stop


class Workers(Protocol):
    """Who plays chunks: threads, processes or a cluster."""

    @property
    def count(self) -> int:
        """How many there are."""

    def submit(self, study: Study, number: int) -> "Future[Tables]":
        """Have a chunk played."""

    def dismiss(self) -> None:
        """Stop as soon as can be, whatever is being played."""


@dataclass
class Threads:
    """Threads of this process: quick to start; only the compiled part of their work runs side by side."""

    pool: ThreadPoolExecutor
    count: int

    def submit(self, study: Study, number: int) -> "Future[Tables]":
        """Have a chunk played."""
        return self.pool.submit(play_chunk, study, number)

    def dismiss(self) -> None:
        """Do nothing: chunks that are being played cannot be stopped, and others are not begun.

        A signal's handler calls this: the lock that `shutdown` takes might be held by what the signal interrupted.
        """


@dataclass
class Processes:
    """Processes of this machine, which end at once when they are dismissed. One that dies is replaced."""

    count: int
    crew: Crew = field(default_factory=Crew)
    pool: Executor | None = None
    dismissed: bool = False

    def submit(self, study: Study, number: int) -> "Future[Tables]":
        """Have a chunk played."""
        if self.pool is None:
            self.crew = Crew()
            self.pool = ProcessPoolExecutor(self.count, mp_context=self.crew, initializer=stand_by)
        try:
            with no_interrupts():
                return self.pool.submit(play_packed, packed(study), number)
        except BrokenProcessPool as error:  # since anybody last looked: it is told as if it had broken later
            future: Future[Tables] = Future()
            future.set_exception(error)
            return future

    def start_anew(self) -> None:
        """Forget a pool in which a process has died."""
        if self.pool is not None:
            self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool = None

    def dismiss(self) -> None:
        """End all processes now."""
        self.dismissed = True
        self.crew.dismiss()


@contextmanager
def threads(count: int) -> Iterator[Threads]:
    """Hold some threads."""
    pool = ThreadPoolExecutor(count)
    try:
        yield Threads(pool, count)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def processes(count: int) -> Iterator[Processes]:
    """Hold some processes."""
    crew = Processes(count)
    try:
        yield crew
    finally:
        crew.dismiss()
        crew.start_anew()


@lru_cache(maxsize=1)
def packed(study: Study) -> bytes:
    """Return a study for other processes: what it read, not its points, which each of them lays out by itself."""
    bare = Study(study.name, study.text, study.experiment, study.bases, study.dimensions, study.rows)
    return pickle.dumps(bare)


@lru_cache(maxsize=1)
def unpacked(stage: bytes) -> Study:
    """Return the study that was packed: once in a process, for all its chunks."""
    study: Study = pickle.loads(stage)
    return study


def play_packed(stage: bytes, number: int) -> Tables:
    """Play a chunk in a process of its own."""
    return play_chunk(unpacked(stage), number)


def play_missing(store: Store, workers: Workers, stop: Event, advance: Callable[[int, int], None]) -> None:
    """Play every chunk that is missing and save it.

    stop: set from anywhere, it ends the work; what is saved stays.  advance: is told how many points a saved chunk
    has, and how many games.  Raises StoreError where results cannot be written.
    """
    waiting, flying = iter(store.missing()), dict[Future[Tables], int]()
    try:
        while not stop.is_set():
            for number in take(waiting, workers.count * IN_HAND - len(flying)):
                flying[workers.submit(store.study, number)] = number
            if not flying:
                return
            done, _ = wait(flying, timeout=GLANCE, return_when=FIRST_COMPLETED)
            broken = [flying[future] for future in done if isinstance(future.exception(), BrokenProcessPool)]
            if broken and isinstance(workers, Processes):
                if workers.dismissed:
                    return
                broken = sorted(flying.values())
                flying.clear()
                replay(store, workers, broken, stop, advance)
                continue
            for future in done:
                keep(store, flying.pop(future), future.result(), advance)
    finally:
        for future in flying:
            future.cancel()


def take(numbers: Iterator[int], count: int) -> Iterator[int]:
    """Yield up to so many of some numbers."""
    for _, number in zip(range(count), numbers, strict=False):
        yield number


def keep(store: Store, number: int, tables: Tables, advance: Callable[[int, int], None]) -> None:
    """Save a chunk, and tell of it."""
    store.save(number, tables)
    games = tables["points"]["games"]
    advance(len(games), sum(count for count in games.to_pylist() if count))


def replay(
    store: Store, workers: Processes, numbers: list[int], stop: Event, advance: Callable[[int, int], None]
) -> None:
    """Play chunks one by one after a process died, to find which of them it died of: that one has failed."""
    workers.start_anew()
    for number in numbers:
        future = workers.submit(store.study, number)
        while not stop.is_set() and not wait([future], timeout=GLANCE).done:
            pass
        if stop.is_set():
            return
        try:
            tables = future.result()
        except BrokenProcessPool:
            workers.start_anew()
            if workers.dismissed or stop.is_set():
                return
            tables = all_failed(store.study, number)
        keep(store, number, tables, advance)


def all_failed(study: Study, number: int) -> Tables:
    """Return the rows of a chunk that nobody could play."""
    return Columns(study).tables([failed(study, point, DIED) for point in study.chunk(number)])
