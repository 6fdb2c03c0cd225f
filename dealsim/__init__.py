"""dealsim: what should a model spec have taught if alignment partly fails, and can deals replace fights?

The public names are loaded when they are first used, so that `import dealsim` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dealsim.api import (
        Comparison,
        Game,
        Playable,
        Results,
        Run,
        Sweep,
        compare,
        load,
        open_results,
        play,
        run,
        sweep,
    )
    from dealsim.api.mesa_model import DealModel
    from dealsim.engine import play_games, play_one
    from dealsim.measure.outcomes import OUTCOMES, summarise
    from dealsim.scenario import Scenario, ScenarioError, Worlds, load_scenario, load_worlds

__version__ = "0.1.0"

_HOMES = {
    "Comparison": "dealsim.api",
    "DealModel": "dealsim.api.mesa_model",
    "Game": "dealsim.api",
    "OUTCOMES": "dealsim.measure.outcomes",
    "Playable": "dealsim.api",
    "Results": "dealsim.api",
    "Run": "dealsim.api",
    "Scenario": "dealsim.scenario",
    "ScenarioError": "dealsim.scenario",
    "Sweep": "dealsim.api",
    "Worlds": "dealsim.scenario",
    "compare": "dealsim.api",
    "load": "dealsim.api",
    "load_scenario": "dealsim.scenario",
    "load_worlds": "dealsim.scenario",
    "open_results": "dealsim.api",
    "play": "dealsim.api",
    "play_games": "dealsim.engine",
    "play_one": "dealsim.engine",
    "run": "dealsim.api",
    "summarise": "dealsim.measure.outcomes",
    "sweep": "dealsim.api",
}

__all__ = [
    "OUTCOMES",
    "Comparison",
    "DealModel",
    "Game",
    "Playable",
    "Results",
    "Run",
    "Scenario",
    "ScenarioError",
    "Sweep",
    "Worlds",
    "__version__",
    "compare",
    "load",
    "load_scenario",
    "load_worlds",
    "open_results",
    "play",
    "play_games",
    "play_one",
    "run",
    "summarise",
    "sweep",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'dealsim' has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_HOMES[name]), name)
