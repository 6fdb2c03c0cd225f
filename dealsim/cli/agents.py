"""What a command says about classes of the user's: that they play, and what went wrong in them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from dealsim.cli.options import TRACEBACK

if TYPE_CHECKING:
    from dealsim.scenario import Scenario


def announce(scenario: "Scenario", games: int, workers: int | None) -> None:
    """Say on standard error that the Mesa engine plays, and why."""
    from dealsim.game.many import processes_for
    from dealsim.work.cores import usable_cores

    count = processes_for(games, workers or usable_cores())
    processes = "1 process" if count == 1 else f"{count} processes"
    click.echo(f"agents named ({scenario.agents}): the Mesa engine plays, in {processes}", err=True)


@contextmanager
def faults_in_words() -> Iterator[None]:
    """Say in a line what went wrong in a class of the user's, a process, or a folder of results: exit status 1."""
    try:
        yield
    except RuntimeError as error:
        if type(error).__name__ in ("ResultsError", "WorkersLost"):
            raise click.ClickException(str(error)) from error
        if type(error).__name__ != "AgentsError" or os.environ.get(TRACEBACK):
            raise
        raise click.ClickException(f"{error} (set {TRACEBACK}=1 to see more)") from error
