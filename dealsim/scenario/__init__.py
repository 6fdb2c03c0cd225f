"""What a user writes: schema, loading and errors, and the flat tables that come of it."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dealsim.scenario.loading import load_scenario, read_scenario
from dealsim.scenario.problems import Problem, ScenarioError
from dealsim.scenario.schema import Scenario
from dealsim.scenario.shelf import shipped_names

if TYPE_CHECKING:
    from dealsim.scenario.tables import Tables, tabulate

__all__ = [
    "Problem",
    "Scenario",
    "ScenarioError",
    "Tables",
    "load_scenario",
    "read_scenario",
    "shipped_names",
    "tabulate",
]


def __getattr__(name: str) -> Any:
    """Load what plays (Numba, SciPy) only when it is asked for: checking a file needs neither."""
    if name in ("Tables", "tabulate"):
        return getattr(import_module("dealsim.scenario.tables"), name)
    raise AttributeError(f"module 'dealsim.scenario' has no attribute {name!r}")
