"""From the names in a scenario to classes: out of the user's file, or out of an installed package."""

import re
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from dealsim.game.ai import AI
from dealsim.game.cast import Cast
from dealsim.game.lab import Lab
from dealsim.game.script import Script, said
from dealsim.scenario import Problem, ScenarioError
from dealsim.scenario.agents_schema import Agents
from dealsim.scenario.problems import nearest_name, shown
from dealsim.scenario.wording import listed

GROUP = "dealsim.agents"  # entry points of installed packages
BASES: dict[str, type] = {"lab": Lab, "ai": AI}

# Where a key of the scenario stands: the file or setting, and the line.
type Place = Callable[[tuple[str, ...]], tuple[str, int | None]]


def find_cast(agents: Agents, script: Script | None, place: Place) -> Cast:
    """Return the classes that a scenario names; raise ScenarioError with every name that finds none."""
    held = classes_of(script) if script is not None else []
    found: dict[str, Any] = {}
    origin: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    for role, name in agents.named().items():
        try:
            found[role], origin[role] = find_class(role, name, held, script)
        except Unfit as unfit:
            key = ("agents", role)
            problems.append(Problem(*place(key), ".".join(key), *unfit.args))
    if problems:
        raise ScenarioError(problems)
    return Cast(**found, script=script, origin=origin)


class Unfit(Exception):
    """No class of that name will do: what was found, what would do, and the nearest name."""


def find_class(role: str, name: str, held: Sequence[type], script: Script | None) -> tuple[type, dict[str, str]]:
    """Return the class of a name and where it is from: the user's file comes before installed packages."""
    if script is not None:
        for kind in held:
            if name in names_of(kind):
                file = Path(script.path).name  # no folder: that might name the user
                return fit(role, kind, script.path), {"name": name, "file": file, "sha256": script.digest}
    for entry in installed(name):
        package = entry.dist.name if entry.dist else "?"
        version = entry.dist.version if entry.dist else "?"
        return fit(role, loaded(entry, package), package), {"name": name, "package": package, "version": version}
    raise missing(role, name, held, script)


def fit(role: str, kind: object, where: str) -> type:
    """Return a class that can play a role, or refuse it."""
    if not isinstance(kind, type):
        raise Unfit(f"no class but {shown(kind)} in {where}", f"a subclass of {base_of(role)}")
    if issubclass(kind, BASES[role]):
        return kind
    other = next(
        (base_of(other) for other in BASES if issubclass(kind, BASES[other])),
        f"neither {base_of('lab')} nor {base_of('ai')}",
    )
    raise Unfit(f"{kind.__name__} of {where}, a subclass of {other}", f"a subclass of {base_of(role)}")


def base_of(role: str) -> str:
    """Return what a class has to be a subclass of, by the name under which it is imported."""
    return f"dealsim.game.{BASES[role].__name__}"


def missing(role: str, name: str, held: Sequence[type], script: Script | None) -> Unfit:
    """Return why a name finds nothing, and what would do."""
    if script is None:
        packaged = sorted(entry.name for entry in installed())
        or_installed = f", or one of those installed: {', '.join(packaged)}" if packaged else ""
        wanted = f"--agents FILE.py, with your file that holds it{or_installed}"
        return Unfit(f"{name!r}, a class that was not given", wanted, nearest_name(name, packaged))
    fitting = names_for(role, held)
    wanted = listed(fitting) if fitting else f"a subclass of {base_of(role)} in it"
    return Unfit(f"{name!r}, which {script.path} does not hold", wanted, nearest_name(name, fitting))


def classes_of(script: Script) -> list[type]:
    """Return all classes of a file: also those that are neither lab nor AI, which may be named by mistake."""
    things = dict.fromkeys(thing for thing in vars(script.load()).values() if isinstance(thing, type))
    return [kind for kind in things if kind not in BASES.values()]


def names_for(role: str, held: Iterable[type]) -> list[str]:
    """Return the names of the classes that can play a role."""
    return [names_of(kind)[0] for kind in held if issubclass(kind, BASES[role])]


def names_of(kind: type) -> tuple[str, str]:
    """Return the names by which a class can be called: `never_pays` and `NeverPays`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", kind.__name__)
    return words.lower(), kind.__name__


def installed(name: str | None = None) -> list[EntryPoint]:
    """Return what installed packages offer, in the order of their names."""
    entries = entry_points(group=GROUP)
    return sorted((e for e in entries if name in (None, e.name)), key=lambda e: (e.name, e.value))


def loaded(entry: EntryPoint, package: str) -> object:
    """Load what an installed package offers."""
    try:
        return entry.load()
    except Exception as error:
        raise Unfit(f"{entry.name!r} of {package}, which fails: {said(error)}", "a package that works") from error
