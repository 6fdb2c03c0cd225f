"""Play a small game many times with keyed luck and count, in a compiled loop with the game's own rules."""

import numpy as np

from dealsim.core.codes import Fate
from dealsim.core.compiled import Vector, rule
from dealsim.core.luck import Purpose, uniform
from dealsim.core.rules.outlook.plans import fate_of_attempt
from dealsim.core.rules.training.clocks import arrival


@rule
def tally_attempts(
    counts: Vector, chance: float, catch_chance: float, games: int, most: int, seed: np.uint64, who: np.uint64
) -> None:
    """Count the ends, by Fate, of games in which attempts continue until one succeeds or is caught.

    counts: one number a Fate.  most: tries after which a game counts as fizzled.  seed, who: of the luck's address.
    """
    for game in range(games):
        fate = Fate.FIZZLED
        for trial in range(most):
            u = uniform(seed, game, who, 0, trial, Purpose.ATTEMPT, 0)
            v = uniform(seed, game, who, 0, trial, Purpose.CATCH, 0)
            fate = fate_of_attempt(chance, u, v, catch_chance)
            if fate != Fate.FIZZLED:
                break
        counts[fate] += 1.0


@rule
def tally_race(
    counts: Vector, first: float, second: float, third: float, games: int, seed: np.uint64, who: np.uint64
) -> None:
    """Count minds whose clocks strike first, second, third, and those whose first two strike before the third.

    counts: two numbers.  first, second, third: rates [per training].  seed, who: of the luck's address.
    """
    for game in range(games):
        one = arrival(uniform(seed, game, who, 0, 0, Purpose.TRAINING, 0), first)
        two = arrival(uniform(seed, game, who, 0, 0, Purpose.TRAINING, 1), second)
        three = arrival(uniform(seed, game, who, 0, 0, Purpose.TRAINING, 2), third)
        if one < two and two < three:
            counts[0] += 1.0
        if max(one, two) < three:
            counts[1] += 1.0
