"""dealsim from Python: load, play, compare, test and open, each giving an object that reads well in a notebook."""

from dealsim.api.analysing import sensitivity
from dealsim.api.checking import Checked, check, checked
from dealsim.api.citing import cite
from dealsim.api.comparing import Comparison, compare
from dealsim.api.crews import Interrupted
from dealsim.api.drawing import bundle, figures, report, table
from dealsim.api.estimating import estimate
from dealsim.api.judging import claims
from dealsim.api.listing import Entry, Shown, catalogue, show
from dealsim.api.loading import Playable, load
from dealsim.api.merging import merge
from dealsim.api.narrating import GameStory, story
from dealsim.api.negotiating import Negotiations, negotiations
from dealsim.api.opening import open_results
from dealsim.api.playing import Game, play
from dealsim.api.repeating import repeat
from dealsim.api.replicating import replicate
from dealsim.api.results import Results
from dealsim.api.running import Run, run, run_into
from dealsim.api.schemas import schema
from dealsim.api.starting import template
from dealsim.api.sweeping import Sweep, sweep
from dealsim.api.tables import Table

__all__ = [
    "Checked",
    "Comparison",
    "Entry",
    "Game",
    "GameStory",
    "Interrupted",
    "Negotiations",
    "Playable",
    "Results",
    "Run",
    "Shown",
    "Sweep",
    "Table",
    "bundle",
    "catalogue",
    "check",
    "checked",
    "cite",
    "claims",
    "compare",
    "estimate",
    "figures",
    "load",
    "merge",
    "negotiations",
    "open_results",
    "play",
    "repeat",
    "replicate",
    "report",
    "run",
    "run_into",
    "schema",
    "sensitivity",
    "show",
    "story",
    "sweep",
    "table",
    "template",
]
