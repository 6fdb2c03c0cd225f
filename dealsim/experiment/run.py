"""Play what is missing of an experiment: chunks side by side, each written as soon as it is finished."""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any, Self

import pyarrow as pa

from dealsim.experiment.play import failed, play_chunk
from dealsim.experiment.rows import Columns
from dealsim.experiment.store import Store
from dealsim.experiment.study import Study
from dealsim.work.processes import Processes
from dealsim.work.workers import Deadly, Workers

type Tables = dict[str, pa.Table]
type Play = Callable[[int], Tables]

IN_HAND = 2  # chunks a worker that are handed out: one that it plays, one that waits
DIED = "the process that played it died, twice: it ran out of memory, or was killed"
DIED_ON_WORKERS = "the workers that played it died, one after the other: they ran out of memory, or were killed"
WRITERS = 8  # threads that save chunks: measured, docs/how-to/cluster.md
MOST_SAVING = 256  # chunks that may wait to be saved: some 100 kB each
GLANCE = 0.2  # seconds after which it is looked whether to stop


def play_missing(store: Store, workers: Workers, stop: Event, advance: Callable[[int, int], None]) -> None:
    """Play every chunk that is missing and save it.

    stop: set from anywhere, it ends the work; what is saved stays.  advance: receives how many points a saved chunk
    has, and how many games.  Raises ResultsError where results cannot be written.
    """
    waiting, flying = iter(store.missing()), dict[Future[Any], int]()
    play = partial(play_chunk, store.study)
    landed: SimpleQueue[Future[Any]] = SimpleQueue()  # not `wait`, which takes time for every future that is out
    with Writers(store, landed, advance) as writers:
        try:
            while not stop.is_set():
                room = workers.count * IN_HAND - len(flying) if writers.keep_up else 0
                for number in islice(waiting, max(0, room)):
                    future = workers.submit(play, number)
                    flying[future] = number
                    future.add_done_callback(landed.put)
                if not flying and not writers.saving:
                    return
                landing = first(landed)
                if landing in writers.saving:
                    writers.saved(landing)
                elif landing in flying and isinstance(workers, Processes) and broke(landing):
                    broken = sorted(flying.values())
                    flying.clear()  # its other futures will still land, and are ignored
                    replay(store, workers, play, broken, stop, writers.save)
                elif landing in flying:
                    number = flying.pop(landing)
                    writers.save(number, tables_of(store.study, number, landing, workers.deadly))
        finally:
            for future in flying:
                future.cancel()


def broke(future: "Future[Any]") -> bool:
    """Whether a process has died, and with it whatever all of them had in hand."""
    return isinstance(future.exception(), BrokenExecutor)


def tables_of(study: Study, number: int, future: "Future[Tables]", deadly: Deadly) -> Tables:
    """Return the rows of a chunk that has been played; where it killed its workers, its points have failed."""
    try:
        return future.result()
    except deadly:
        return all_failed(study, number, DIED_ON_WORKERS)


def first(landed: "SimpleQueue[Future[Any]]") -> "Future[Any] | None":
    """Return the next future that is done, or none after a while, so that one can look around."""
    try:
        return landed.get(timeout=GLANCE)
    except Empty:
        return None


@dataclass
class Writers:
    """Threads that save chunks: a disk takes long to say that it has one, and can take several at once.

    landed: is given each chunk's future once it is saved, or could not be.
    """

    store: Store
    landed: "SimpleQueue[Future[Any]]"
    advance: Callable[[int, int], None]
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(WRITERS))
    saving: "dict[Future[Any], Tables]" = field(default_factory=dict)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Wait until all is saved. Raises ResultsError where something is not, unless something else went wrong."""
        self.pool.shutdown()
        for future in list(self.saving):
            if kind is None:
                self.saved(future)

    @property
    def keep_up(self) -> bool:
        """Whether chunks do not wait in numbers: memory is not to fill with them while a disk is slow."""
        return len(self.saving) < MOST_SAVING

    def save(self, number: int, tables: Tables) -> None:
        """Have a chunk saved."""
        future = self.pool.submit(self.store.save, number, tables)
        self.saving[future] = tables
        future.add_done_callback(self.landed.put)

    def saved(self, future: "Future[Any]") -> None:
        """Report a chunk that is saved. Raises ResultsError if it could not be."""
        games = self.saving.pop(future)["points"]["games"]
        future.result()
        self.advance(len(games), sum(count for count in games.to_pylist() if count))


def replay(
    store: Store,
    workers: Processes,
    play: Play,
    numbers: list[int],
    stop: Event,
    save: Callable[[int, Tables], None],
) -> None:
    """Play chunks one by one after a process died, to find which of them it died of: that one has failed."""

    def unwanted() -> bool:
        return workers.dismissed or stop.is_set()

    workers.start_anew()
    for number in numbers:
        if unwanted():
            return
        future = workers.submit(play, number)
        while not wait([future], timeout=GLANCE).done:
            if unwanted():
                return
        died = broke(future)
        if unwanted():  # and so, perhaps, it died
            return
        if died:
            workers.start_anew()
        save(number, all_failed(store.study, number, DIED) if died else future.result())


def all_failed(study: Study, number: int, why: str) -> Tables:
    """Return the rows of a chunk that no worker could play."""
    return Columns(study).tables([failed(study, point, why) for point in study.chunk(number)])
