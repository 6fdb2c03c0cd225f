"""Real games: the baseline's, cut in samples, against their own mean."""

from dataclasses import dataclass

import numpy as np

from dealsim import engine
from dealsim.measure.estimates import Moments, Values
from dealsim.measure.outcomes import OUTCOMES, Tallies, moments_of, values_by_game
from dealsim.scenario import load_scenario, tabulate
from scripts.coverage.rivals import student
from scripts.coverage.trials import Tally, generator

GAMES, SAMPLE, SEED = 64_000, 1_000, 1_000_000
LABS, HORIZON = 3, 40


def play() -> Tallies:
    """Return the tallies of the baseline."""
    return engine.play_games(tabulate(load_scenario("baseline")), GAMES, SEED)


@dataclass(frozen=True)
class Row:
    """How often one outcome's interval holds the mean of all games.

    cut: of samples that follow each other.  drawn: of samples drawn with replacement, which can be many more.
    """

    outcome: str
    mean: float
    games: float
    cut: Tally
    drawn: Tally
    students: Tally


def interval_of(name: str, values: Values) -> Moments:
    """Return a sample's moments."""
    moments = moments_of(OUTCOMES[name], None)
    moments.add(values)
    return moments


def rows(tallies: Tallies, times: int) -> list[Row]:
    """Return a row for each outcome that is not the same in every game."""
    made = []
    rng = generator("real games")
    drawn = rng.integers(0, len(tallies), (times, SAMPLE))
    for name, values in values_by_game(tallies, LABS, HORIZON).items():
        truth = float(np.nanmean(values))
        if np.nanstd(values) < 1e-12:
            continue
        row = Row(name, truth, SAMPLE * float(np.mean(~np.isnan(values))), Tally(), Tally(), Tally())
        for sample in values.reshape(-1, SAMPLE):
            row.cut.add(interval_of(name, sample).estimate().ci95, truth)
        for chosen in drawn:
            sample = values[chosen]
            row.drawn.add(interval_of(name, sample).estimate().ci95, truth)
            row.students.add(student(sample), truth)
        made.append(row)
    return made
