"""Games in the making: played in the background, shown as they go, stopped at once by Ctrl-C."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import TYPE_CHECKING, NoReturn

import click

from dealsim.cli.options import INTERRUPTED
from dealsim.work.interrupts import raise_if_interrupted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dealsim.work.processes import Processes

type Tallies = NDArray[np.void]

IN_HAND = 64  # pieces that may wait to be summed
LONG = 600.0  # a run of more seconds is worth a word
FAREWELL = 0.5  # seconds in which processes that were sent away are gone
SHOWS_FINISHED = "Ctrl-C shows those that are finished"
SETTLED = 5.0  # seconds after which the rate of games says something


class Player:
    """Plays games in a thread of its own, and hands over those that are finished.

    The engines stop between blocks, and a block of a large world takes long: after Ctrl-C no one waits for it.
    """

    def __init__(self, pieces: Iterator[Tallies], games: int, crew: "Processes | None" = None) -> None:
        """Take the games, in order and in pieces, how many they are, and who plays them, if it is processes."""
        self.pieces, self.games, self.crew = pieces, games, crew
        self._stopped = False
        self._tray: SimpleQueue[Tallies | BaseException | None] = SimpleQueue()
        self._room = threading.Semaphore(IN_HAND)
        self._thread = threading.Thread(target=self._play, daemon=True)

    def blocks(self) -> Generator[Tallies]:
        """Yield finished games in blocks of 1,024; after Ctrl-C there is no further one."""
        from dealsim.measure.blocks import in_blocks

        return in_blocks(self._finished())

    def at_work(self) -> bool:
        """Whether games that are no longer wanted are still being played."""
        if self.crew is not None:
            self._thread.join(FAREWELL)
        return self._thread.is_alive()

    def _finished(self) -> Iterator[Tallies]:
        try:
            with interrupts(self._stop), progress(self.games) as advance:
                self._thread.start()  # a Ctrl-C before leaves no thread behind that plays while Python ends
                while (piece := self._tray.get()) is not None:
                    if isinstance(piece, BaseException):
                        raise piece
                    self._room.release()
                    yield piece
                    advance(len(piece))
        finally:
            self._stop()

    def _stop(self) -> None:
        # Called by a signal's handler too: a SimpleQueue can bear that.
        self._stopped = True
        if self.crew is not None:
            self.crew.dismiss()
        self._tray.put(None)
        self._room.release()

    def _play(self) -> None:
        try:
            for piece in self.pieces:
                self._room.acquire()
                if self._stopped:
                    return
                self._tray.put(piece)
            self._tray.put(None)
        except BaseException as error:
            self._tray.put(error)


def stop(ctx: click.Context, finished: int, games: int, *, at_work: bool) -> NoReturn:
    """Say what an interrupted run has and how to go on, and leave."""
    covered = f"; the results cover those {finished:,}" if finished else ""
    click.echo(
        f"Interrupted after {finished:,} of {games:,} games{covered}. Nothing was saved.\n"
        "Run the same command to start over; fewer --games take less time.",
        err=True,
    )
    if at_work:
        # Python would wait at its exit for the games that are being played.
        sys.stdout.flush()
        os._exit(INTERRUPTED)
    ctx.exit(INTERRUPTED)


@contextmanager
def interrupts(stop: Callable[[], None]) -> Iterator[None]:
    """Let the first Ctrl-C call `stop`, rather than break off whatever is half done; a second one breaks off."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is signal.SIG_IGN:  # in the background
        yield
        return

    def once(*_: object) -> None:
        signal.signal(signal.SIGINT, before)
        stop()

    signal.signal(signal.SIGINT, once)
    try:
        raise_if_interrupted()  # while the rules were loaded
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def progress(total: int, things: str = "games", advice: str = SHOWS_FINISHED) -> Iterator[Callable[[int], None]]:
    """Show how far the games are and how long the rest takes on a terminal; in a pipe, only warn of a very long run.

    things: what is counted.  advice: what the user can do instead of waiting.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(things), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(elapsed_when_finished=True))
    shown = sys.stderr.isatty()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not shown) as bar:
        task, clock = bar.add_task(things, total=total), Clock(total, things, advice)

        def advance(done: int) -> None:
            bar.advance(task, done)
            if warning := clock.warning(done):
                click.echo(warning, err=True)

        yield advance


class Clock:
    """Knows, once the rate of games has settled, whether they will take very long."""

    def __init__(self, total: int, things: str = "games", advice: str = SHOWS_FINISHED) -> None:
        """Start to count."""
        self.total, self.things, self.advice = total, things, advice
        self.done, self.start, self.said = 0, time.monotonic(), False

    def warning(self, done: int) -> str | None:
        """Count what is done; return what to say of the rest, once, if it will take more than ten minutes."""
        self.done += done
        seconds = time.monotonic() - self.start
        if self.said or seconds < SETTLED:
            return None
        self.said = True
        left = (self.total - self.done) * seconds / self.done
        if left < LONG:
            return None
        rate = self.done / seconds
        return f"About {in_time(left)} to go at {in_figures(rate)} {self.things} a second; {self.advice}."


def in_time(seconds: float) -> str:
    """Return a long time in words, in the largest unit that it fills at least twice."""
    for unit, length in (("days", 86_400.0), ("hours", 3_600.0)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds / 60:.0f} minutes"


def in_figures(rate: float) -> str:
    """Return a rate in a few figures: `0.8`, `13`, `1,700`."""
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
