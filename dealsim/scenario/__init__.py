"""What a user writes: schema, loading and errors, and the flat tables made from it."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dealsim.scenario.files.problems import Problem, ScenarioError
from dealsim.scenario.files.shipped import shipped_names
from dealsim.scenario.loading import load_scenario, load_worlds, read_scenario
from dealsim.scenario.schema.scenario import Scenario
from dealsim.scenario.worlds.uncertain import Uncertain
from dealsim.scenario.worlds.worlds import Worlds, tables_at

if TYPE_CHECKING:
    from dealsim.scenario.flat_tables.tables import ScenarioTables, tabulate

__all__ = [
    "Problem",
    "Scenario",
    "ScenarioError",
    "ScenarioTables",
    "Uncertain",
    "Worlds",
    "load_scenario",
    "load_worlds",
    "read_scenario",
    "shipped_names",
    "tables_at",
    "tabulate",
]


def __getattr__(name: str) -> Any:
    """Load what plays (Numba, SciPy) only when it is asked for: checking a file needs neither."""
    if name in ("ScenarioTables", "tabulate"):
        return getattr(import_module("dealsim.scenario.flat_tables.tables"), name)
    raise AttributeError(f"module 'dealsim.scenario' has no attribute {name!r}")
