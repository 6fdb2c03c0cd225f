"""A race of clocks: the order in which the conditions for scheming arrive in training."""

from dataclasses import dataclass

import numpy as np

from dealsim.core.luck import name_word, uniform
from dealsim.core.rules.training.clocks import arrival
from dealsim.evidence.published.inputs import count, number
from dealsim.evidence.published.methods.attempts import standard_error
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.tallies import tally_race


@dataclass(frozen=True)
class Race:
    """Three clocks that strike once each, at exponential times."""

    first: float = number(1.0, "per training", 0.0, 1e6, "rate of the first: goals beyond the episode")
    second: float = number(2.0, "per training", 0.0, 1e6, "rate of the second: situational awareness")
    third: float = number(9.0, "per training", 0.0, 1e6, "rate of the third: understanding what was meant")
    games: int = count(1_000_000, "minds", 100, 10_000_000, "formed")
    seed: int = count(0, "seed", 0, 2**63 - 1, "random seed")


@method(
    Race,
    {
        "in_order": Quantity("share", "of minds whose clocks strike first, second, third"),
        "both_before_the_third": Quantity("share", "of minds whose first and second strike before the third"),
    },
    by=(uniform, arrival),
    by_luck=True,
)
def clock_race(race: Race) -> Figures:
    """Return how often clocks of some rates strike in an order, by forming minds with keyed luck."""
    counts = np.zeros(2)
    key, who = np.uint64(race.seed), name_word("clocks")
    tally_race(counts, race.first, race.second, race.third, race.games, key, who)
    in_order, before = counts / race.games
    shares = {"in_order": float(in_order), "both_before_the_third": float(before)}
    return Figures(shares, {name: standard_error(share, race.games) for name, share in shares.items()})
