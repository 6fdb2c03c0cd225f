"""Who decides, as a command line says it: a scenario names classes, `--agents` gives them, and an engine plays them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dealsim.cli.options import INSTALLED, TRACEBACK

if TYPE_CHECKING:
    from dealsim.game.cast.agent_classes import Cast
    from dealsim.scenario import Scenario

ENGINES = ("batch", "mesa")


def engine_for(scenario: "Scenario", asked: str | None) -> str:
    """Return the engine that plays a scenario: Mesa where it names classes, for they are Python."""
    from dealsim.scenario import Problem, ScenarioError

    if asked == "batch" and scenario.agents.named():
        found = f"agents named ({scenario.agents})"
        wanted = "--engine mesa, or none: the batch engine is compiled and plays no class of Python"
        raise ScenarioError([Problem("--engine batch", None, "", found, wanted)])
    return asked or ("mesa" if scenario.agents.named() else "batch")


def cast_of(scenario: "Scenario", name: str, settings: tuple[str, ...], file: Path | None) -> "Cast | None":
    """Return the classes that a scenario names, or None where it names none; raise ScenarioError where one is missing.

    name, settings, file: SCENARIO, `--set` and `--agents` as they were given.
    """
    if file is None and not scenario.agents.named():
        return None
    from dealsim.game.cast.named_classes import classes_of, find_cast, names_for
    from dealsim.game.cast.user_script import Script
    from dealsim.scenario import Problem, ScenarioError, read_scenario

    packages = file is not None and str(file) == INSTALLED
    script = None if file is None or packages else Script.read(file)
    if not scenario.agents.named():
        held = classes_of(script) if script is not None else []
        some = [f"--set agents.{role}={known}" for role in ("lab", "ai") for known in names_for(role, held)]
        some += ["--set agents.lab=NAME"] * packages
        wanted = f"a name for it, such as {some[0]}" if some else "a file with a subclass of dealsim.game.Lab or AI"
        raise ScenarioError([Problem(f"--agents {file}", None, "", "a scenario that names no class", wanted)])
    place = read_scenario(name, settings).place
    return find_cast(scenario.agents, script, place, packages=packages)


def announce(scenario: "Scenario", games: int, workers: int) -> None:
    """Say on standard error that the Mesa engine plays, and why."""
    from dealsim.game.many import processes_for

    count = processes_for(games, workers)
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
