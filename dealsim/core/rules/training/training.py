"""From a spec and luck to a mind: training in full, and what is left of a quality after it.

Values that lock in when a mind first fakes alignment, exceptions where training pays it to betray them, and
learning only what can be checked, as accounts of how training may succeed in part: taylor2025spec.
"""

import math

from dealsim.core.codes import Account, Condition, Kind, Trait
from dealsim.core.compiled import Matrix, Rows, Vector, rule
from dealsim.core.records import Mind, Plan, Public, QualityRow, TrainingRow, World
from dealsim.core.rules.training.clocks import Clocks, run_clocks
from dealsim.core.rules.training.faking import Stakes, fakes
from dealsim.core.rules.training.formation import shape_mind
from dealsim.core.rules.training.teaching import (
    Lessons,
    Pupil,
    drift_spread,
    learn,
    mark_what_training_acts_on,
    next_change_of_rates,
    set_pulls,
    taught_target,
    taught_trait,
)
from dealsim.core.rules.value.normal import normal_quantile

DATES = 32  # of training at which a mind considers faking, besides the clocks' own times
NEVER = 2.0  # training time of what does not happen in training
MOST_ATTEMPTS = 256  # at a mind that a scenario asks for; after them the last one stands

# Where in a mind's luck each uniform number lies, after those of the clocks: from DRIFT on one per Trait, from
# QUALITIES on two per quality, for the near miss and for reflection.
HACKS = 5
DRIFT = 6
QUALITIES = DRIFT + len(Trait)
PER_QUALITY = 2


def luck_needed(most_qualities: int) -> int:
    """Return how many uniform numbers the training of a mind needs whose spec has so many qualities at most."""
    return QUALITIES + PER_QUALITY * most_qualities


@rule
def meets(condition: int, kind: int) -> bool:
    """Return whether a mind is one that the scenario asks for."""
    return condition != Condition.MISALIGNED or kind != Kind.ALIGNED


@rule
def kind_after_training(schemes: bool, pointing: float, luck: float, hackability: float) -> Kind:
    """Return the kind of mind that training ends in.

    a schemer if it came to fake; aligned if its goal was pointed in time; else a reward seeker iff
    luck < hackability, and otherwise a proxy

    pointing: when its goal was pointed [training time].  luck: (0..1).
    """
    if schemes:
        return Kind.SCHEMER
    if pointing <= 1.0:
        return Kind.ALIGNED
    if luck < hackability:
        return Kind.REWARD_SEEKER
    return Kind.PROXY


@rule
def next_decision(u: float, clocks: Clocks) -> float:
    """Return the next time after u at which a mind considers faking; NEVER if it does not any more.

    the first of: when it is ready, when it understands, the next date i/32;  before its goal is pointed, at most 1

    u: [training time].  It considers it for the last time at the end of training.
    """
    time = clocks.ready
    if u >= time:
        time = (math.floor(u * DATES) + 1.0) / DATES
        if u < clocks.understanding < time:
            time = clocks.understanding
    if time < clocks.pointing and time <= 1.0:
        return time
    return NEVER


@rule
def enrol(pupil: Pupil, dials: Vector, luck: Vector, lessons: Lessons) -> None:
    """Start a mind at its draw from pretraining, and settle of which qualities a near miss will be taught."""
    for t in range(len(dials)):
        pupil.traits[t] = dials[t]
    for q in range(lessons.training.quality_count):
        chance = lessons.qualities[lessons.training.first_quality + q].near_chance
        pupil.near[q] = 1.0 if luck[QUALITIES + PER_QUALITY * q] < chance else 0.0
        pupil.learned[q] = 0.0


@rule
def attend(ai: Mind, dials: Vector, competence: float, lessons: Lessons, pupil: Pupil, stakes: Stakes) -> float:
    """Teach a mind until it fakes alignment; return when it does [training time], or NEVER after all of training.

    Exact: learning rates change only at the end of early training and at onsets, and its steps end there.
    """
    u = 0.0
    while u < 1.0:
        change = next_change_of_rates(u, lessons)
        set_pulls(pupil, u, dials, competence, lessons)
        while u < change:
            decision = next_decision(u, pupil.clocks)
            stop = min(change, decision)
            learn(pupil, stop - u, lessons)
            u = stop
            if u == decision:
                shape_mind(ai, pupil.traits)
                if fakes(ai, lessons.training, stakes):
                    return u
    return NEVER


@rule
def attend_without_choice(start: float, dials: Vector, competence: float, lessons: Lessons, pupil: Pupil) -> None:
    """Teach a mind from a time on until the end of training, whatever it thinks of it.

    start: [training time].
    """
    u = start
    while u < 1.0:
        change = next_change_of_rates(u, lessons)
        set_pulls(pupil, u, dials, competence, lessons)
        learn(pupil, change - u, lessons)
        u = change


@rule
def drift(pupil: Pupil, time: float, luck: Vector, lessons: Lessons) -> None:
    """Let locked-in values drift for the rest of training: those that training acts on.

    x = locked value + sd z, within 0..1        an Ornstein-Uhlenbeck process about the locked value

    time: since they locked in [training time].  Source: uhlenbeck1930theory.
    """
    spread = drift_spread(time, lessons.training.drift_rate, lessons.training.drift_spread)
    mark_what_training_acts_on(pupil, lessons)
    for t in range(len(pupil.traits)):
        if spread > 0.0 and pupil.pulls[t] > 0.0:
            moved = pupil.traits[t] + spread * normal_quantile(luck[DRIFT + t])
            pupil.traits[t] = min(max(moved, 0.0), 1.0)


@rule
def finish(
    ai: Mind, faked: float, dials: Vector, luck: Vector, competence: float, lessons: Lessons, pupil: Pupil
) -> None:
    """Take a mind that fakes through the rest of training: its values lock in and drift, or are taught on.

    faked: when it came to fake [training time].  Source: taylor2025spec.
    """
    if lessons.training.account == Account.UNPRINCIPLED_EXCEPTIONS:
        attend_without_choice(faked, dials, competence, lessons, pupil)
    else:
        ai.locked = faked
        drift(pupil, 1.0 - faked, luck, lessons)


@rule
def reflect(pupil: Pupil, dials: Vector, luck: Vector, lessons: Lessons) -> None:
    """Let reflection drop qualities that conflict with others: what they taught goes back to the pretraining draw.

    x -> x + w (x_0 - target) with chance 1 - (1 - drop_chance)^n

    w: the quality's weight in its trait.  n: qualities in conflict with it that are emphasised more.
    """
    for q in range(lessons.training.quality_count):
        quality = lessons.qualities[lessons.training.first_quality + q]
        dropped = 1.0 - (1.0 - lessons.training.drop_chance) ** quality.conflicts
        if luck[QUALITIES + PER_QUALITY * q + 1] < dropped:
            t = taught_trait(quality, pupil.near[q])
            back = pupil.traits[t] + pupil.learned[q] * (dials[t] - taught_target(quality, pupil.near[q]))
            pupil.traits[t] = min(max(back, 0.0), 1.0)
            pupil.learned[q] = 0.0


@rule
def usable_labour(pupil: Pupil, lessons: Lessons) -> float:
    """Return the worth of a mind's honest labour after what leaks into it where it should not act.

    product over qualities of (1 - leakage w)   [0..1]

    w: the quality's weight in its trait, 0 if it was not learned, 1 if it was learned in full.
    """
    worth = 1.0
    for q in range(lessons.training.quality_count):
        worth *= 1.0 - lessons.qualities[lessons.training.first_quality + q].leakage * pupil.learned[q]
    return worth


@rule
def train(
    ai: Mind,
    dials: Vector,
    luck: Vector,
    competence: float,
    training: TrainingRow,
    qualities: Rows[QualityRow],
    personas: Matrix,
    pressures: Matrix,
    pupil: Pupil,
    subversion: float,
    world: World,
    public: Public,
    plans: Rows[Plan],
) -> None:
    """Form a mind: run its clocks, teach it, let it choose whether to fake, and settle what it ends as.

    Sets its kind, dials, natural parameters, `locked` and `usable`; its capability and copies are given.

    dials: x_0, its draw from pretraining, one per Trait.  luck: `luck_needed` uniform numbers.  competence: m.
    qualities, personas, pressures: see `Lessons`.  pupil: scratch.  subversion: [capability units].
    """
    lessons = Lessons(training, qualities, personas, pressures)
    run_clocks(pupil.clocks, luck, competence, training)
    enrol(pupil, dials, luck, lessons)
    ai.locked = NEVER
    faked = attend(ai, dials, competence, lessons, pupil, Stakes(subversion, world, public, plans))
    if faked <= 1.0:
        finish(ai, faked, dials, luck, competence, lessons, pupil)
    reflect(pupil, dials, luck, lessons)
    ai.kind = kind_after_training(faked <= 1.0, pupil.clocks.pointing, luck[HACKS], training.hackability)
    ai.usable = usable_labour(pupil, lessons)
    shape_mind(ai, pupil.traits)
