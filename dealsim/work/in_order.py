"""Work side by side whose results come back in order, of which few wait: memory does not grow with their number."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from typing import Any

from dealsim.work.cores import usable_cores
from dealsim.work.interrupts import raise_if_interrupted
from dealsim.work.workers import WorkersLost

IN_HAND = 2  # pieces a worker that are handed out, or wait for one before them


def spans(end: int, size: int, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield consecutive spans of numbers below `end`: the first of each, and how many they are."""
    for first in range(start, end, size):
        yield first, min(size, end - first)


def in_order[T](begun: Iterable[Callable[[], T]], most: int) -> Generator[T]:
    """Yield results in order. begun: what waits for each; it is begun as it is taken, `most` ahead of the last result.

    Raises WorkersLost where a process has died.
    """
    waiting: deque[Callable[[], T]] = deque()
    try:
        for result in begun:
            raise_if_interrupted()
            waiting.append(result)
            if len(waiting) > most:
                yield waiting.popleft()()
        while waiting:
            yield waiting.popleft()()
    except BrokenExecutor:
        raise WorkersLost("a process that played has died: it ran out of memory, or was killed") from None


def in_threads[T](
    work: Callable[..., T], pieces: Iterable[tuple[Any, ...]], threads: int | None = None
) -> Generator[T]:
    """Yield the results of pieces of work, in order.

    threads: by default one a core.  Stopping the iteration begins no further piece.
    """
    threads = threads or usable_cores()
    pool = ThreadPoolExecutor(threads)
    try:
        yield from in_order((pool.submit(work, *piece).result for piece in pieces), IN_HAND * threads)
    finally:
        pool.shutdown(cancel_futures=True)
