"""Processes that work for this one: they can be sent away at any moment, never see Ctrl-C, and leave with it.

They are started by `spawn`, because a fork of a program that has threads may hang.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import parent_process, resource_tracker
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any, Self

from dealsim.work.packing import do, packed
from dealsim.work.workers import Deadly


class Spawned(SpawnContext):
    """Starts the processes of a pool, and knows them."""

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self.processes: list[SpawnProcess] = []

    def Process(self, *args: Any, **kwargs: Any) -> SpawnProcess:  # type: ignore[override]
        """Return a process that the pool is about to start."""
        self.processes.append(SpawnProcess(*args, **kwargs))
        return self.processes[-1]


class Processes:
    """Processes of this machine, started as there is work for them; all end at once when they are dismissed."""

    deadly: Deadly = ()  # of a pool that breaks, it is unknown which work did it

    def __init__(self, count: int) -> None:
        """Start without processes."""
        self.count, self.dismissed = count, False
        self._spawned = Spawned()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all processes, and wait until they are gone."""
        self.dismiss()
        self.start_anew()
        for process in self._spawned.processes:
            if process.pid is not None:
                process.join()

    def submit[T](self, work: Callable[..., T], /, *args: Any) -> "Future[T]":
        """Have something done. `work` is packed once, however often it is handed out with other arguments."""
        stage = packed(work)
        try:
            with no_interrupts():
                return self._open_pool().submit(do, stage, *args)
        except BrokenProcessPool as error:  # since the last look: it is reported as if it had broken later
            future: Future[T] = Future()
            future.set_exception(error)
            return future

    def _open_pool(self) -> ProcessPoolExecutor:
        if self.dismissed:
            raise BrokenProcessPool("its processes were sent away")
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.count, mp_context=self._spawned, initializer=stand_by)
        return self._pool

    def start_anew(self) -> None:
        """Forget a pool in which a process has died."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None

    def dismiss(self) -> None:
        """End all processes now, whatever they are doing: from any thread, and from a signal's handler."""
        self.dismissed = True
        for process in self._spawned.processes:
            if process.pid is not None:
                process.kill()


def stand_by() -> None:
    """Make a new process ready: it leaves Ctrl-C to its parent, prints nothing among results, and dies with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout = sys.stderr
    threading.Thread(target=leave_with_parent, daemon=True).start()


def leave_with_parent() -> None:
    """End this process when its parent has ended, however that came about."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def no_interrupts() -> Iterator[None]:
    """Start processes that never see Ctrl-C: while they load, they could only show where it met them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # to start it, with the first process, would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
