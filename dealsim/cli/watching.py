"""What a command passes to the api: its progress bar, and its Ctrl-C."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dealsim.api.watching import Pieces, Watch
    from dealsim.cli.playing import Player
    from dealsim.work.processes import Processes


class WatchedGames:
    """Shows games as they are played; after Ctrl-C those that are finished are all that there is."""

    def __init__(self, games: int) -> None:
        """Take how many games are asked for."""
        self.games = games
        self.player: Player | None = None

    def __call__(self, pieces: "Pieces", crew: "Processes | None" = None) -> "Pieces":
        """Yield finished games in blocks."""
        from dealsim.cli.playing import Player

        self.player = Player(iter(pieces), self.games, crew)
        with closing(self.player.blocks()) as blocks:
            yield from blocks

    def leave_if_stopped(self, ctx: click.Context, finished: int) -> None:
        """After Ctrl-C, say how many games are finished, and leave."""
        from dealsim.cli.playing import stop

        if finished < self.games:
            stop(ctx, finished, self.games, at_work=self.player is not None and self.player.at_work())


def watched(things: str, advice: str) -> "Watch":
    """Return what shows how far work is, and lets Ctrl-C end it.

    things: what is counted.  advice: what the user can do instead of waiting.
    """
    from dealsim.cli.playing import interrupts, progress

    @contextmanager
    def watch(total: int, halt: Callable[[], None]) -> Iterator[Callable[[int], None]]:
        with interrupts(halt), progress(total, things, advice) as advance:
            yield advance

    return watch


def shown(things: str, advice: str) -> "Watch":
    """Return what shows how far work is, which Ctrl-C breaks off."""
    from dealsim.cli.playing import progress

    return lambda total, halt: progress(total, things, advice)
