"""Load a scenario by name: its file, the files it extends and names, and settings of the command line."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from dealsim.scenario.files.includes import FileKind, Files
from dealsim.scenario.files.overrides import apply_overrides
from dealsim.scenario.files.problems import Problem, ScenarioError, dotted
from dealsim.scenario.files.shipped import SCENARIOS, SPECS, VIEWS, find_on
from dealsim.scenario.files.source import Source, parse_source, read_text
from dealsim.scenario.files.validation import validate
from dealsim.scenario.flat_tables.sizes import with_estimates
from dealsim.scenario.recognise import kind_of_tree, refuse_another_kind
from dealsim.scenario.schema.named_spec import SPEC, VIEW
from dealsim.scenario.schema.scenario import Scenario
from dealsim.scenario.schema.spec import Spec, Training
from dealsim.scenario.worlds.uncertain import Uncertain, find_uncertain, fixed, medians
from dealsim.scenario.worlds.worlds import Worlds, worlds_of

SCENARIO = FileKind(
    SCENARIOS,
    Scenario,
    parts={"spec": SPEC, "training": VIEW},
    holders=(("every_lab",), ("labs", "*")),
    lists=(("labs",), ("plans",)),
)


def load_worlds(name: str, settings: Sequence[str] = ()) -> Worlds:
    """Return the worlds that a scenario may mean: one, or as many as its uncertain numbers may make.

    Parameters
    ----------
    name
        A file, or the bare name of a shipped one.
    settings
        `PATH=VALUE`, applied to it.

    Returns
    -------
    Worlds
        What `play_games` and `play_one` take.

    Raises
    ------
    ScenarioError
        A ValueError, with every problem that was found.

    Examples
    --------
    >>> import dealsim
    >>> worlds = dealsim.load_worlds("baseline", ["every_lab.enforcement=0.2 to 0.9"])
    >>> [each.address for each in worlds.uncertain]
    ['every_lab.enforcement']
    """
    source = read_scenario(name, settings)
    try:
        return worlds_of(source, SCENARIO.part_paths(source.tree))
    except ScenarioError as error:
        raise ScenarioError(with_estimates(error.problems, source.tree)) from None


def load_scenario(name: str, settings: Sequence[str] = ()) -> Scenario:
    """Return a scenario of which every number is known.

    Parameters
    ----------
    name
        A file, or the bare name of a shipped one.
    settings
        `PATH=VALUE`, applied to it.

    Returns
    -------
    Scenario
        Every number in force.

    Raises
    ------
    ScenarioError
        A ValueError, with every problem that was found; also where a number is uncertain: the file then means many
        scenarios, see `load_worlds`.

    Examples
    --------
    >>> import dealsim
    >>> dealsim.load_scenario("baseline", ["horizon=12"]).horizon
    12
    """
    worlds = load_worlds(name, settings)
    if worlds.uncertain:
        raise ScenarioError(too_many(worlds, each) for each in worlds.uncertain)
    return worlds.median


def too_many(worlds: Worlds, uncertain: Uncertain) -> Problem:
    """Return the problem of an uncertain number where one scenario is asked for."""
    path, wanted = uncertain.at[0], "one number; load_worlds accepts uncertain ones"
    return Problem(*worlds.source.place(path), dotted(path), uncertain.words, wanted)


def read_scenario(name: str, settings: Sequence[str] = ()) -> Source:
    """Return what a file says with all that it extends and names and with settings applied, and where it says it.

    Only checks that it is YAML; `validate` reports problems in the files that are named.
    """
    files = Files()
    source = files.read(SCENARIOS.find(name), SCENARIO)
    refuse_another_kind(source, SCENARIOS)
    source = apply_overrides(source, settings, SCENARIO, files)
    return files.with_parts(source, SCENARIO)


def load_any(name: str) -> Worlds | Spec | Training:
    """Return what a file says: the worlds of a scenario, or a spec or a view of training, whichever it looks like.

    What a spec or a view leaves uncertain is at its median. Raises ScenarioError with every problem that was found.
    """
    shelf = find_on(name)
    path = (shelf if shelf in (SPECS, VIEWS) else SCENARIOS).find(name)
    kind = kind_of(path)
    if kind is SCENARIO:
        return load_worlds(name)
    source = Files().read(path, kind)
    found = find_uncertain(kind.model, source)
    source = replace(source, problems=(*source.problems, *found.problems))
    return cast("Spec | Training", validate(kind.model, fixed(source, medians(found.uncertain), found.uncertain)))


def kind_of(path: Path) -> FileKind:
    """Return which of the kinds that a scenario is made of a file is; a scenario where that is unclear."""
    try:
        found = kind_of_tree(parse_source(read_text(path), str(path)).tree)
    except ScenarioError:
        return SCENARIO
    return next((kind for kind in (SPEC, VIEW) if kind.shelf is found), SCENARIO)
