"""What a user writes: schema, loading and errors, and the flat tables that come of it."""

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from dealsim.scenario.overrides import apply_overrides
from dealsim.scenario.problems import Problem, ScenarioError
from dealsim.scenario.reading import Source, read_source
from dealsim.scenario.schema import Scenario
from dealsim.scenario.shelf import find_scenario, shipped_names
from dealsim.scenario.validation import validate

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


def load_scenario(name: str, settings: Sequence[str] = ()) -> Scenario:
    """Return the scenario of a file, or of a shipped one's bare name, with settings `PATH=VALUE` applied.

    Raises ScenarioError with every problem that was found.
    """
    return validate(Scenario, read_scenario(name, settings))


def read_scenario(name: str, settings: Sequence[str] = ()) -> Source:
    """Return what a file says with settings applied, and where it says it; nothing is checked but that it is YAML."""
    return apply_overrides(read_source(find_scenario(name)), settings)


def __getattr__(name: str) -> Any:
    """Load what plays (Numba, SciPy) only when it is asked for: checking a file needs neither."""
    if name in ("Tables", "tabulate"):
        return getattr(import_module("dealsim.scenario.tables"), name)
    raise AttributeError(f"module 'dealsim.scenario' has no attribute {name!r}")
