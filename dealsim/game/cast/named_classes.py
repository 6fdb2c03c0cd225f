"""Find the classes that a scenario names: in the user's file or in an installed package."""

import re
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from dealsim.game.ai import AI
from dealsim.game.cast.agent_classes import Cast
from dealsim.game.cast.user_script import Script, error_in_words
from dealsim.game.lab import Lab
from dealsim.scenario import Problem, ScenarioError
from dealsim.scenario.files.expected import listed
from dealsim.scenario.files.problems import nearest_name, shown
from dealsim.scenario.schema.agents import Agents

GROUP = "dealsim.agents"  # entry points of installed packages
BASES: dict[str, type] = {"lab": Lab, "ai": AI}

# Where a key of the scenario stands: the file or setting, and the line.
type Place = Callable[[tuple[str, ...]], tuple[str, int | None]]


def find_cast(agents: Agents, script: Script | None, place: Place, *, packages: bool = False) -> Cast:
    """Return the classes that a scenario names; raise ScenarioError with every name that finds none.

    packages: whether the user asked for classes of installed packages. A scenario alone never makes one run.
    """
    held = classes_of(script) if script is not None else []
    found: dict[str, Any] = {}
    origin: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    for role, name in agents.named().items():
        try:
            found[role], origin[role] = find_class(role, name, held, script, packages=packages)
        except Unfit as unfit:
            key = ("agents", role)
            problems.append(Problem(*place(key), ".".join(key), *unfit.args))
    if problems:
        raise ScenarioError(problems)
    return Cast(**found, script=script, origin=origin)


class Unfit(Exception):
    """No class of that name is accepted: what was found, what is accepted, and the nearest name."""


def find_class(
    role: str, name: str, held: Sequence[type], script: Script | None, *, packages: bool
) -> tuple[type, dict[str, str]]:
    """Return the class of a name and where it is from: the user's file or, if asked for, an installed package."""
    if script is not None:
        for kind in held:
            if name in names_of(kind):
                file = Path(script.path).name  # no folder, as it might name the user
                return fit(role, kind, script.path), {"name": name, "file": file, "sha256": script.digest}
    for entry in installed(name) if packages else []:
        package, version = package_of(entry)
        return fit(role, loaded(entry, package), package), {"name": name, "package": package, "version": version}
    raise missing(role, name, held, script, packages=packages)


def fit(role: str, kind: object, where: str) -> type:
    """Return a class that can play a role, or refuse it."""
    if not isinstance(kind, type):
        raise Unfit(f"{shown(kind)}, which is not a class, in {where}", f"a subclass of {base_of(role)}")
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


def missing(role: str, name: str, held: Sequence[type], script: Script | None, *, packages: bool) -> Unfit:
    """Return why a name finds nothing, and what is accepted."""
    if script is not None:
        fitting = names_for(role, held)
        wanted = listed(fitting) if fitting else f"a subclass of {base_of(role)} in it"
        return Unfit(f"{name!r}, which is not in {script.path}", wanted, nearest_name(name, fitting))
    packaged = sorted(entry.name for entry in installed())
    if packages:
        wanted = listed(packaged) if packaged else f"a package with an entry point of that name in the group {GROUP}"
        return Unfit(f"{name!r}, which no installed package has", wanted, nearest_name(name, packaged))
    for entry in installed(name):
        found = f"{name!r}, which would run {entry.value} of the installed package {package_of(entry)[0]}"
        return Unfit(found, "--agents installed, which allows it")
    or_installed = f", or --agents installed, for one of {', '.join(packaged)}" if packaged else ""
    wanted = f"--agents FILE.py, your file with this class{or_installed}"
    return Unfit(f"{name!r}, but no class of this name was supplied", wanted, nearest_name(name, packaged))


def classes_of(script: Script) -> list[type]:
    """Return all classes of a file, including those that are neither lab nor AI, which may be named by mistake."""
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


def package_of(entry: EntryPoint) -> tuple[str, str]:
    """Return the name and the version of the package that offers a class."""
    return (entry.dist.name, entry.dist.version) if entry.dist else ("?", "?")


def loaded(entry: EntryPoint, package: str) -> object:
    """Load what an installed package offers."""
    try:
        return entry.load()
    except Exception as error:
        raise Unfit(
            f"{entry.name!r} of {package}, which fails: {error_in_words(error)}", "a package that works"
        ) from error
