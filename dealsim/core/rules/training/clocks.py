"""The clocks of training: when a mind gets goals, looks beyond the episode, understands, and is aware.

Four properties that scheming needs, and the order of their arrival as what decides: davidw2023deceptive.
Exponential arrivals: assumption. Training time u runs from 0 to 1; a clock that strikes after 1 does not.
"""

import math

from dealsim.core.compiled import Vector, record, rule
from dealsim.core.records import TrainingRow
from dealsim.core.rules.value.normal import normal_quantile

# Where in a mind's luck the clocks' uniform numbers lie.
GOAL, HORIZON, UNDERSTANDING, AWARENESS, CORRECTION = range(5)


@record
class Clocks:
    """When what matters for scheming arrives [training time]."""

    understanding: float  # U: it knows what it was meant to want
    ready: float  # it has all that it takes to scheme
    pointing: float  # its goal is pointed at what it was meant to want, if it does not scheme before


@rule
def competence(u: float, spread: float) -> float:
    """Return how well a lab trains in this world: one factor on all learning.

    m = exp(spread Phi^-1(u))        lognormal, its median 1

    u: luck (0..1).  spread: sigma of the logarithm [>= 0].
    """
    return math.exp(spread * normal_quantile(u))


@rule
def arrival(u: float, rate: float) -> float:
    """Return when a clock strikes.

    t = -ln(u) / rate   [training time], infinite at rate 0        u: luck (0..1).  rate: [per training, >= 0]
    """
    if rate <= 0.0:
        return math.inf
    return -math.log(u) / rate


@rule
def pointing_time(goal: float, understanding: float, correction: float) -> float:
    """Return when a mind's goal points at what it was meant to point at, if it does not scheme before.

    U if U < G, else U + C   [training time]

    goal: G, understanding: U, training times.  If understanding is there first, the goal points right as it
    arrives, and a mind that never gets one does as it was meant to.  Else adversarial examples re-point it after
    a time C (correction).
    """
    if understanding < goal:
        return understanding
    return understanding + correction


@rule
def ready_time(goal: float, horizon: float, awareness: float) -> float:
    """Return when a mind has all that it takes to scheme.

    max(G, H, A)   [training time]        Source: davidw2023deceptive.
    """
    return max(goal, horizon, awareness)


@rule
def run_clocks(clocks: Clocks, luck: Vector, competence: float, training: TrainingRow) -> None:
    """Set when a mind understands, when it is ready to scheme and when its goal is pointed.

    Competence m multiplies the rates of understanding and of correction.

    luck: uniform numbers, the clocks' first.
    """
    goal = arrival(luck[GOAL], training.goal_rate)
    horizon = arrival(luck[HORIZON], training.horizon_rate)
    awareness = arrival(luck[AWARENESS], training.awareness_rate)
    correction = arrival(luck[CORRECTION], training.correction_rate * competence)
    clocks.understanding = arrival(luck[UNDERSTANDING], training.understanding_rate * competence)
    clocks.ready = ready_time(goal, horizon, awareness)
    clocks.pointing = pointing_time(goal, clocks.understanding, correction)
