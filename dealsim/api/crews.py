"""Who plays an experiment: threads or processes of this machine, or a cluster."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealsim.api.watching import Watch
    from dealsim.experiment.store import Store
    from dealsim.work.workers import Workers

PROCESSES_FROM = 4  # missing chunks: for fewer, processes would not be started before threads are done


@dataclass(eq=False)
class Interrupted(Exception):
    """Work that was stopped early; what was saved stays, and the same call resumes.

    there: points that are in the folder, of so many that were asked for.  at_work: some are still being played here.
    """

    folder: Path
    there: int
    points: int
    at_work: bool


def say_nothing(words: str) -> None:
    """Do nothing."""


@contextmanager
def reached(address: str | None, say: Callable[[str], None]) -> Iterator["Workers | None"]:
    """Hold the workers of a cluster, if one is asked for. say: receives warnings."""
    if address is None:
        yield None
        return
    from dealsim.experiment.cluster import cluster_at

    with cluster_at(address) as dask:
        if dask.others:
            differ = f"{' and '.join(dask.others)} of some workers differ{'s' * (len(dask.others) == 1)} from here"
            say(f"Last bits of numbers may differ by who played them: {differ}.")
        if not dask.threads:
            say(f"No worker has joined {address} yet: waiting for the first.")
        yield dask


@contextmanager
def workers_for(
    missing: int, count: int | None, far: "Workers | None" = None, *, threads: bool = False
) -> Iterator["Workers"]:
    """Hold who plays: those of a cluster, processes, or threads where there is little to do.

    missing: chunks.  count: how many may play, by default one a core.
    """
    from dealsim.work.cores import usable_cores
    from dealsim.work.processes import Processes
    from dealsim.work.workers import Threads

    count = count or usable_cores()
    if far is not None:
        yield far
    elif threads or missing < PROCESSES_FROM or count == 1:
        with Threads(max(1, min(count, missing))) as some:
            yield some
    else:
        with Processes(min(count, missing)) as some_processes:
            yield some_processes


def play_all(store: "Store", crew: "Workers", watch: "Watch") -> None:
    """Play what is missing of an experiment. Raises Interrupted if it is stopped early."""
    from dealsim.experiment.run import play_missing
    from dealsim.work.workers import Threads

    stop = Event()

    def halt() -> None:
        stop.set()
        crew.dismiss()

    with watch(store.study.points_in(store.missing()), halt) as advance:
        play_missing(store, crew, stop, lambda done, games: advance(done))
    if stop.is_set() and (missing := store.missing()):
        points = store.study.points_in(store.asked)
        there = points - store.study.points_in(missing)
        raise Interrupted(store.folder, there, points, at_work=isinstance(crew, Threads))
