"""dealsim: what should a model spec have taught if alignment partly fails, and can deals replace fights?

The public names are loaded when they are first used, so that `import dealsim` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dealsim.engine import play_games, play_one
    from dealsim.game import DealModel
    from dealsim.outcomes import OUTCOMES, summarise
    from dealsim.scenario import Scenario, ScenarioError, Worlds, load_scenario, load_worlds

__version__ = "0.1.0"

_HOMES = {
    "DealModel": "dealsim.game",
    "OUTCOMES": "dealsim.outcomes",
    "Scenario": "dealsim.scenario",
    "ScenarioError": "dealsim.scenario",
    "Worlds": "dealsim.scenario",
    "load_scenario": "dealsim.scenario",
    "load_worlds": "dealsim.scenario",
    "play_games": "dealsim.engine",
    "play_one": "dealsim.engine",
    "summarise": "dealsim.outcomes",
}

__all__ = [
    "OUTCOMES",
    "DealModel",
    "Scenario",
    "ScenarioError",
    "Worlds",
    "__version__",
    "load_scenario",
    "load_worlds",
    "play_games",
    "play_one",
    "summarise",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'dealsim' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_HOMES[name]), name)
