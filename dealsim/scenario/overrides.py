"""`--set PATH=VALUE`: change a scenario from the command line."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace

from dealsim.scenario.plain_yaml import DEEPEST, Reader
from dealsim.scenario.problems import UNPRINTABLE, KeyPath, Misfit, Problem, ScenarioError, cut, dotted, shown
from dealsim.scenario.reading import Source, read_source
from dealsim.scenario.shelf import find_spec, find_view

LONGEST_SHOWN = 100
NAMED = {"spec": find_spec, "training": find_view}  # parts of a scenario that may stand in files of their own


def apply_overrides(source: Source, settings: Sequence[str]) -> Source:
    """Return the source with each setting made, in order; raise ScenarioError with all that are bad."""
    tree, lines, origins = deepcopy(source.tree), dict(source.lines), dict(source.settings)
    problems: list[Problem] = []
    for setting in settings:
        where = f"--set {cut(setting, LONGEST_SHOWN)}"
        try:
            path, value = _parse(setting, where)
            first_made = _put(tree, path, value)
        except ScenarioError as error:
            problems += (replace(problem, line=None) for problem in error.problems)
        except Misfit as misfit:
            problems.append(Problem(where, None, dotted(misfit.at), misfit.found, misfit.wanted))
        else:
            _forget(lines, first_made)
            _forget(origins, first_made)
            origins[first_made] = where
    if problems:
        raise ScenarioError(problems)
    return replace(source, tree=tree, lines=lines, settings=origins)


def _parse(setting: str, where: str) -> tuple[tuple[str, ...], object]:
    """Return the key path and the value that a setting names."""
    written, equals, value = setting.partition("=")
    path = tuple(written.strip().split("."))
    if not equals:
        raise Misfit("no '='", "PATH=VALUE, such as labs.aurora.control=0.5")
    if not written.strip():
        raise Misfit("no path before the '='", "PATH=VALUE, such as labs.aurora.control=0.5")
    if not all(key.strip() for key in path):
        raise Misfit(f"an empty key in {shown(written)}", "keys joined by single dots")
    if UNPRINTABLE.search(written) or len(path) > DEEPEST:
        raise Misfit(f"the path {shown(written)}", f"plain text, {DEEPEST} keys at most")
    if not value.strip():
        raise Misfit("no value after the '='", "a value (null, if nothing is meant)", at=path)
    return path, Reader(value, where, at=path).value


def _put(tree: dict[str, object], path: tuple[str, ...], value: object) -> KeyPath:
    """Set the value, making the mappings that are missing on the way; return the uppermost new path."""
    here, first_made = tree, path
    for depth, key in enumerate(path[:-1], start=1):
        if here.get(key) is None:
            here[key] = {}
            first_made = min(first_made, path[:depth], key=len)
        here[key] = below = _written_out(key, here[key])
        if not isinstance(below, dict):
            raise Misfit(shown(below), "a mapping, to set a key in it", at=path[:depth])
        here = below
    here[path[-1]] = value
    return first_made


def _written_out(key: str, said: object) -> object:
    """Return what a file of its own says, where a scenario only names it and a key in it is to be set."""
    if isinstance(said, str) and key in NAMED:
        return deepcopy(read_source(NAMED[key](said)).tree)
    return said


def _forget[T](known: dict[KeyPath, T], path: KeyPath) -> None:
    """Drop what is known of a path, and of all below it, that has been replaced."""
    for old in [old for old in known if old[: len(path)] == path]:
        del known[old]
