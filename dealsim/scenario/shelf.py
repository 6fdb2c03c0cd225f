"""The scenarios, specs and views of training that travel with dealsim, found by name from any folder."""

import os
import re
from importlib.resources import files
from pathlib import Path

from dealsim.scenario.problems import Problem, ScenarioError, nearest_name, shown

SUFFIX = ".yaml"
BARE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def find_scenario(name: str) -> Path:
    """Return the file that `name` means: a path that exists, or the bare name of a shipped scenario."""
    return _find(name, "scenario", shipped_folder(), shipped_names())


def find_spec(name: str) -> Path:
    """Return the file that `name` means: a path that exists, or the bare name of a shipped spec."""
    return _find(name, "spec", specs_folder(), shipped_specs())


def find_view(name: str) -> Path:
    """Return the file that `name` means: a path that exists, or the bare name of a shipped view of training."""
    return _find(name, "view of training", views_folder(), shipped_views())


def shipped_names() -> list[str]:
    """Return the bare names of the shipped scenarios, in alphabetical order."""
    return _names_in(shipped_folder())


def shipped_specs() -> list[str]:
    """Return the bare names of the shipped specs, in alphabetical order."""
    return _names_in(specs_folder())


def shipped_views() -> list[str]:
    """Return the bare names of the shipped views of training, in alphabetical order."""
    return _names_in(views_folder())


def views_folder() -> Path:
    """Return the folder of shipped views of training."""
    return shipped_folder() / "views"


def specs_folder() -> Path:
    """Return the folder of shipped specs."""
    return shipped_folder() / "specs"


def shipped_folder() -> Path:
    """Return the folder of shipped scenarios: inside an installed package, else in the checkout."""
    installed = Path(str(files("dealsim"))) / "_scenarios"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "scenarios"


def _find(name: str, kind: str, folder: Path, names: list[str]) -> Path:
    # Not Path.is_file, which raises on a name too long for the system.
    if os.path.isfile(name):
        return Path(name)
    # Only a name on the list is looked up, so that no name can climb out of the folder.
    if name in names:
        return folder / f"{name}{SUFFIX}"
    if os.path.exists(name):
        return Path(name)
    raise ScenarioError([_unknown(name, kind, names)])


def _names_in(folder: Path) -> list[str]:
    paths = folder.glob(f"*{SUFFIX}")
    return sorted(path.stem for path in paths if path.is_file() and BARE_NAME.fullmatch(path.stem))


def _unknown(name: str, kind: str, names: list[str]) -> Problem:
    wanted = f"a file, or one of {', '.join(names)}" if names else "a file"
    nearest = nearest_name(Path(name).name.removesuffix(SUFFIX), names)
    return Problem(name or "''", None, "", f"no {kind} of the name {shown(name)}", wanted, nearest)
