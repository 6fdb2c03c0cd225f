"""Ctrl-C that is not lost: Python drops an exception that is raised while a C library calls back into it.

Linking compiled rules calls back in that way, so a KeyboardInterrupt that meets it vanishes, and work goes on for ever.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_seen: list[int] = []


@contextmanager
def remembered_interrupts() -> Iterator[None]:
    """Remember each Ctrl-C while a command runs, beside raising KeyboardInterrupt as Python does."""
    usual = signal.default_int_handler
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) is not usual:
        yield
        return

    def remember(number: int, _: object) -> None:
        _seen.append(number)
        raise KeyboardInterrupt

    _seen.clear()
    signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def raise_if_interrupted() -> None:
    """Raise the KeyboardInterrupt of a Ctrl-C that was dropped.  Work calls this before each piece."""
    if _seen:
        raise KeyboardInterrupt
