"""What a user writes: schema, loading and errors, and the flat tables that come of it."""

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from dealsim.scenario.overrides import apply_overrides
from dealsim.scenario.problems import Problem, ScenarioError, dotted
from dealsim.scenario.reading import Source, read_source
from dealsim.scenario.schema import Scenario
from dealsim.scenario.shelf import find_scenario, shipped_names
from dealsim.scenario.uncertain import Uncertain
from dealsim.scenario.worlds import Worlds, tables_at, worlds_of

if TYPE_CHECKING:
    from dealsim.scenario.tables import Tables, tabulate

__all__ = [
    "Problem",
    "Scenario",
    "ScenarioError",
    "Tables",
    "Uncertain",
    "Worlds",
    "load_scenario",
    "load_worlds",
    "read_scenario",
    "shipped_names",
    "tables_at",
    "tabulate",
]


def load_worlds(name: str, settings: Sequence[str] = ()) -> Worlds:
    """Return the worlds that the scenario of a file, or of a shipped one's bare name, may mean.

    settings: `PATH=VALUE`, applied to it.  Raises ScenarioError with every problem that was found.
    """
    return worlds_of(read_scenario(name, settings))


def load_scenario(name: str, settings: Sequence[str] = ()) -> Scenario:
    """Return the scenario of a file, or of a shipped one's bare name, with settings `PATH=VALUE` applied.

    Raises ScenarioError with every problem that was found, and where it leaves a number uncertain: it then means many
    scenarios, see `load_worlds`.
    """
    worlds = load_worlds(name, settings)
    if worlds.uncertain:
        raise ScenarioError([too_many(worlds, each) for each in worlds.uncertain])
    return worlds.median


def too_many(worlds: Worlds, uncertain: Uncertain) -> Problem:
    """Return the problem of an uncertain number where one scenario is asked for."""
    where, line = worlds.source.place(uncertain.at[0])
    return Problem(
        where, line, dotted(uncertain.at[0]), uncertain.words, "one number; load_worlds takes uncertain ones"
    )


def read_scenario(name: str, settings: Sequence[str] = ()) -> Source:
    """Return what a file says with settings applied, and where it says it; nothing is checked but that it is YAML."""
    return apply_overrides(read_source(find_scenario(name)), settings)


def __getattr__(name: str) -> Any:
    """Load what plays (Numba, SciPy) only when it is asked for: checking a file needs neither."""
    if name in ("Tables", "tabulate"):
        return getattr(import_module("dealsim.scenario.tables"), name)
    raise AttributeError(f"module 'dealsim.scenario' has no attribute {name!r}")
