"""Who decides: a scenario names classes, a file or installed packages give them, and an engine plays them."""

from pathlib import Path
from typing import TYPE_CHECKING

from dealsim.scenario import Problem, Scenario, ScenarioError

if TYPE_CHECKING:
    from dealsim.api.loading import Playable
    from dealsim.game.cast.agent_classes import Cast

INSTALLED = "installed"  # in place of a file: the classes of installed packages may run


def engine_for(scenario: Scenario, asked: str | None) -> str:
    """Return the engine that plays a scenario: Mesa where it names classes, for they are Python."""
    if asked == "batch" and scenario.agents.named():
        found = f"agents named ({scenario.agents})"
        wanted = "--engine mesa, or none: the batch engine is compiled and plays no class of Python"
        raise ScenarioError([Problem("--engine batch", None, "", found, wanted)])
    return asked or ("mesa" if scenario.agents.named() else "batch")


def cast_of(played: "Playable", file: Path | None) -> "Cast | None":
    """Return the classes that a scenario names, or None where it names none; raise ScenarioError where one is missing.

    file: the Python file that holds them, which is run; or `installed`.
    """
    agents = played.scenario.agents
    if file is None and not agents.named():
        return None
    from dealsim.game.cast.named_classes import classes_of, find_cast, names_for
    from dealsim.game.cast.user_script import Script
    from dealsim.scenario import read_scenario

    packages = file is not None and str(file) == INSTALLED
    script = None if file is None or packages else Script.read(file)
    if not agents.named():
        held = classes_of(script) if script is not None else []
        some = [f"--set agents.{role}={known}" for role in ("lab", "ai") for known in names_for(role, held)]
        some += ["--set agents.lab=NAME"] * packages
        wanted = f"a name for it, such as {some[0]}" if some else "a file with a subclass of dealsim.game.Lab or AI"
        raise ScenarioError([Problem(f"--agents {file}", None, "", "a scenario that names no class", wanted)])
    place = read_scenario(played.name, played.settings).place
    return find_cast(agents, script, place, packages=packages)
