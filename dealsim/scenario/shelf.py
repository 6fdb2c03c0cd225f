"""The scenarios that travel with dealsim, found by name from any folder."""

import os
import re
from importlib.resources import files
from pathlib import Path

from dealsim.scenario.problems import Problem, ScenarioError, nearest_name, shown

SUFFIX = ".yaml"
BARE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def find_scenario(name: str) -> Path:
    """Return the file that `name` means: a path that exists, or the bare name of a shipped scenario."""
    # Not Path.is_file, which raises on a name too long for the system.
    if os.path.isfile(name):
        return Path(name)
    # Only a name on the list is looked up, so that no name can climb out of the folder.
    if name in shipped_names():
        return shipped_folder() / f"{name}{SUFFIX}"
    if os.path.exists(name):
        return Path(name)
    raise ScenarioError([_unknown(name)])


def shipped_names() -> list[str]:
    """Return the bare names of the shipped scenarios, in alphabetical order."""
    paths = shipped_folder().glob(f"*{SUFFIX}")
    return sorted(path.stem for path in paths if path.is_file() and BARE_NAME.fullmatch(path.stem))


def shipped_folder() -> Path:
    """Return the folder of shipped scenarios: inside an installed package, else in the checkout."""
    installed = Path(str(files("dealsim"))) / "_scenarios"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "scenarios"


def _unknown(name: str) -> Problem:
    names = shipped_names()
    wanted = f"a file, or one of {', '.join(names)}" if names else "a file"
    nearest = nearest_name(Path(name).name.removesuffix(SUFFIX), names)
    return Problem(name or "''", None, "", f"no scenario of the name {shown(name)}", wanted, nearest)
