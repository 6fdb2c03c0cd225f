"""The cost of a world too large for the schema: reported where one is refused, to explain the bound."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from dealsim.scenario.files.problems import Problem

# On one core, measured on the baseline: 120 lab-quarters in 1.2 ms. Protocols and plans cost up to a few times as much.
SECONDS_A_LAB_QUARTER = 1e-5
GAMES = 1000  # of a run, unless --games says otherwise
DEFAULT_HORIZON = 40
BEYOND_WORDS = 1e9  # seconds: more than thirty years


def with_estimates(problems: Iterable[Problem], tree: dict[str, Any]) -> list[Problem]:
    """Return the problems; of a horizon or a number of labs that is too large with what a run of it would take."""
    return [replace(p, wanted=f"{p.wanted} ({said})") if (said := _estimate(p, tree)) else p for p in problems]


def _estimate(problem: Problem, tree: dict[str, Any]) -> str:
    labs, horizon = tree.get("labs"), tree.get("horizon", DEFAULT_HORIZON)
    count = len(labs) if isinstance(labs, dict) else 1
    quarters = horizon if isinstance(horizon, int) else DEFAULT_HORIZON
    too_long = problem.key == "horizon" and quarters > DEFAULT_HORIZON
    too_many = problem.key == "labs" and problem.found.endswith("entries") and count > 1
    if not (too_long or too_many):
        return ""
    seconds = SECONDS_A_LAB_QUARTER * max(count, 1) * max(quarters, 1) * GAMES
    return f"{GAMES:,} games of that size would take about {duration_in_words(seconds)} on a core"


def duration_in_words(seconds: float) -> str:
    """Return a time in the largest unit that it fills at least twice."""
    if seconds > BEYOND_WORDS:
        return "a lifetime"
    units = (("years", 31_557_600.0), ("days", 86_400.0), ("hours", 3_600.0), ("minutes", 60.0))
    for unit, length in units:
        if seconds >= 2 * length:
            return f"{seconds / length:,.0f} {unit}"
    return f"{seconds:.0f} seconds"
