"""Who works: threads here; processes and clusters are others of the kind."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol, Self

type Deadly = tuple[type[BaseException], ...]


class WorkersLost(RuntimeError):
    """No worker is left, or none that would play the same game: in a sentence."""


class Workers(Protocol):
    """Who works: threads, processes or a cluster."""

    @property
    def deadly(self) -> Deadly:
        """Errors of a future which say that its work killed all who took it."""

    @property
    def count(self) -> int:
        """How many there are."""

    def submit[T](self, work: Callable[..., T], /, *args: Any) -> "Future[T]":
        """Have something done."""

    def dismiss(self) -> None:
        """Stop as soon as can be, whatever is being done."""


class Threads:
    """Threads of this process: quick to start; only the compiled part of their work runs side by side."""

    deadly: Deadly = ()

    def __init__(self, count: int) -> None:
        """Start without workers."""
        self.count = count
        self._pool = ThreadPoolExecutor(count)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Begin nothing more, and wait for no worker."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def submit[T](self, work: Callable[..., T], /, *args: Any) -> "Future[T]":
        """Have something done."""
        return self._pool.submit(work, *args)

    def dismiss(self) -> None:
        """Do nothing: what is being done cannot be stopped, and nothing else is begun.

        A signal's handler calls this: the lock that `shutdown` takes might be held by what the signal interrupted.
        """
