"""Processes that work for this one: they can be sent away at any moment, never see Ctrl-C, and leave with it."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any


class Crew(SpawnContext):
    """The processes that play, which can be sent away at any moment and from any thread."""

    def __init__(self) -> None:
        """Start with nobody at work."""
        super().__init__()
        self.workers: list[SpawnProcess] = []
        self.dismissed = False

    def Process(self, *args: Any, **kwargs: Any) -> SpawnProcess:  # type: ignore[override]
        """Return a process that the pool is about to start."""
        self.workers.append(SpawnProcess(*args, **kwargs))
        return self.workers[-1]

    def dismiss(self) -> None:
        """End all processes now, whatever they are doing."""
        self.dismissed = True
        for worker in self.workers:
            if worker.pid is not None:
                worker.kill()


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
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
