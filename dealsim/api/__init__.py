"""dealsim from Python: load, play, run, compare and open, each giving an object that reads well in a notebook."""

from dealsim.api.comparing import Comparison, compare
from dealsim.api.loading import Playable, load
from dealsim.api.opening import open_results
from dealsim.api.playing import Game, play
from dealsim.api.results import Results
from dealsim.api.running import Run, run
from dealsim.api.sweeping import Sweep, sweep
from dealsim.api.tables import Table

__all__ = [
    "Comparison",
    "Game",
    "Playable",
    "Results",
    "Run",
    "Sweep",
    "Table",
    "compare",
    "load",
    "open_results",
    "play",
    "run",
    "sweep",
]
