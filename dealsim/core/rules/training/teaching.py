"""How training moves a mind's traits: exactly, for its rates are constant between a few dates.

dx/du = sum_q k_q (target_q - x) - b (x - x_0) + pressure (its target - x)

x: a trait [0..1].  x_0: its draw from pretraining.  Two qualities of one trait add their rates.  The form, and
every number in it: assumptions; that early prevalence, salience and reward conflict decide what is learned:
taylor2025spec.
"""

import math
from typing import NamedTuple

import numpy as np

from dealsim.core.codes import Account, Trait
from dealsim.core.compiled import Matrix, Rows, Vector, row, rule
from dealsim.core.records import QualityRow, TrainingRow
from dealsim.core.rules.training.clocks import Clocks

EARLY = 1.0 / 3.0  # end of early training
FAMILIAR = 0.5  # salience of a concept that is learned at the plain rate


class Lessons(NamedTuple):
    """What a lab teaches, and how."""

    training: TrainingRow
    qualities: Rows[QualityRow]  # of all labs
    personas: Matrix  # pulls on other traits: a row a quality, of all labs, a column a Trait [-1..1]
    pressures: Matrix  # what outcomes push towards: a row of rates and one of targets, a column a Trait


class Pupil(NamedTuple):
    """A mind in training: scratch space for one at a time."""

    traits: Vector  # as they stand [dial], one per Trait
    pulls: Vector  # sum of all rates on each trait [per training]
    aims: Vector  # their sum weighted by what they pull to [dial per training]
    rates: Vector  # at which each quality is being learned [per training]
    learned: Vector  # weight of each quality's target in where its trait stands [0..1]
    near: Vector  # 1: a near miss of the quality is taught in its stead
    clocks: Clocks


def new_pupil(most_qualities: int) -> Pupil:
    """Return scratch space for minds of specs that have so many qualities at most."""
    traits, qualities = len(Trait), max(most_qualities, 1)
    return Pupil(
        traits=np.zeros(traits),
        pulls=np.zeros(traits),
        aims=np.zeros(traits),
        rates=np.zeros(qualities),
        learned=np.zeros(qualities),
        near=np.zeros(qualities),
        clocks=row(Clocks),
    )


@rule
def share_of_training(u: float, early: float) -> float:
    """Return how much of its teaching a quality gets at a time, its mean over training being 1.

    w = 3 early  for u < 1/3,  else 1.5 (1 - early)        u: training time [0..1].  early: early_prevalence.
    """
    if u < EARLY:
        return 3.0 * early
    return 1.5 * (1.0 - early)


@rule
def is_taught(quality: QualityRow, training: TrainingRow) -> bool:
    """Return whether training teaches a quality at all: it has a share of it and, where that counts, can be checked.

    In the account of verifiability nothing below `verifiability_needed` is learned.  Source: taylor2025spec.
    """
    gated = training.account == Account.VERIFIABILITY and quality.verifiability < training.verifiability_needed
    return quality.emphasis > 0.0 and not gated


@rule
def learning_rate(quality: QualityRow, u: float, competence: float, training: TrainingRow) -> float:
    """Return the rate at which a quality is learned from a time on, until the next change of rates.

    k = K m emphasis (1/2 + salience) (1 + gain explained) w(u)   [per training];  0 before its onset

    m: competence.  gain: explanation_gain.  A concept of salience 1/2 is learned at the plain rate.
    """
    if u < quality.sophistication or not is_taught(quality, training):
        return 0.0
    help_given = (FAMILIAR + quality.pretraining_salience) * (1.0 + training.explanation_gain * quality.explained)
    taught = quality.emphasis * share_of_training(u, quality.early_prevalence)
    return training.learning_scale * competence * taught * help_given


@rule
def next_change_of_rates(u: float, lessons: Lessons) -> float:
    """Return the next time at which any learning rate changes: the end of early training, an onset, or 1."""
    change = EARLY if u < EARLY else 1.0
    for q in range(lessons.training.quality_count):
        onset = lessons.qualities[lessons.training.first_quality + q].sophistication
        if u < onset < change:
            change = onset
    return change


@rule
def taught_trait(quality: QualityRow, near: float) -> int:
    """Return the trait that is taught for a quality: its own, or that of the near miss."""
    if near > 0.0:
        return int(quality.near_trait)
    return int(quality.trait)


@rule
def taught_target(quality: QualityRow, near: float) -> float:
    """Return the target that is taught for a quality: its own, or that of the near miss."""
    if near > 0.0:
        return float(quality.near_target)
    return float(quality.target)


@rule
def add_pull(pupil: Pupil, trait: int, rate: float, towards: float) -> None:
    """Add one pull on a trait to all others.

    pulls += rate;  aims += rate towards        rate: [per training, >= 0].  towards: [dial]
    """
    pupil.pulls[trait] += rate
    pupil.aims[trait] += rate * towards


@rule
def add_persona(pupil: Pupil, k: float, persona: Vector) -> None:
    """Add what the textual prior drags along with a quality that is learned at a rate.

    |pull| k of each trait towards 1 if its pull is positive, else towards 0

    k: [per training].  persona: one pull per Trait [-1..1].
    """
    for t in range(len(persona)):
        if persona[t] != 0.0:
            add_pull(pupil, t, abs(persona[t]) * k, 1.0 if persona[t] > 0.0 else 0.0)


@rule
def add_quality(pupil: Pupil, q: int, k: float, dials: Vector, lessons: Lessons) -> None:
    """Add what teaching one quality pulls at: its trait, back what rewards undo of it, and its persona.

    k towards the target;  b = conflict_scale reward_conflict back to x_0

    q: place of the quality in its spec.  k: [per training].  dials: x_0, one per Trait.
    """
    quality = lessons.qualities[lessons.training.first_quality + q]
    trait = taught_trait(quality, pupil.near[q])
    pupil.rates[q] = k
    add_pull(pupil, trait, k, taught_target(quality, pupil.near[q]))
    add_pull(pupil, trait, lessons.training.conflict_scale * quality.reward_conflict, dials[trait])
    if k > 0.0:
        add_persona(pupil, k, lessons.personas[lessons.training.first_quality + q])


@rule
def set_pulls(pupil: Pupil, u: float, dials: Vector, competence: float, lessons: Lessons) -> None:
    """Set all that pulls at a mind's traits from a time on, until the next change of rates.

    Outcomes push as they do whether the lab is competent or not.

    u: [training time].  dials: x_0, one per Trait.  competence: m.
    """
    for t in range(len(pupil.pulls)):
        pupil.pulls[t] = pupil.aims[t] = 0.0
        add_pull(pupil, t, lessons.pressures[0, t], lessons.pressures[1, t])
    for q in range(lessons.training.quality_count):
        quality = lessons.qualities[lessons.training.first_quality + q]
        add_quality(pupil, q, learning_rate(quality, u, competence, lessons.training), dials, lessons)


@rule
def approach(x: float, pull: float, aim: float, kept: float) -> float:
    """Return where something comes that is pulled at constant rates for a while.

    x(u + s) = m + (x(u) - m) exp(-pull s),  m = aim / pull,  solves dx/du = aim - pull x        0..1

    pull: sum of the rates [per training, > 0].  aim: its sum weighted by targets.  kept: exp(-pull s).
    """
    rest = aim / pull
    return min(max(rest + (x - rest) * kept, 0.0), 1.0)


@rule
def learn(pupil: Pupil, time: float, lessons: Lessons) -> None:
    """Let a mind learn for a while under constant pulls: the exact solution, whatever the length of time.

    Its traits follow `approach`; so does the weight w_q of each quality in its trait, dw_q/du = k_q - pull w_q.
    As the equations are linear, x is the weighted mean of x_0 and all targets, with these weights.

    time: [training time].
    """
    for q in range(lessons.training.quality_count):
        quality = lessons.qualities[lessons.training.first_quality + q]
        pull = pupil.pulls[taught_trait(quality, pupil.near[q])]
        if pull > 0.0:
            pupil.learned[q] = approach(pupil.learned[q], pull, pupil.rates[q], math.exp(-pull * time))
    for t in range(len(pupil.traits)):
        if pupil.pulls[t] > 0.0:
            kept = math.exp(-pupil.pulls[t] * time)
            pupil.traits[t] = approach(pupil.traits[t], pupil.pulls[t], pupil.aims[t], kept)


@rule
def mark_what_training_acts_on(pupil: Pupil, lessons: Lessons) -> None:
    """Write 1 over the pull on each trait that training acts on at any time, by its spec or by outcomes, else 0."""
    for t in range(len(pupil.pulls)):
        pupil.pulls[t] = 1.0 if lessons.pressures[0, t] > 0.0 else 0.0
    for q in range(lessons.training.quality_count):
        place = lessons.training.first_quality + q
        if is_taught(lessons.qualities[place], lessons.training):
            pupil.pulls[taught_trait(lessons.qualities[place], pupil.near[q])] = 1.0
            for t in range(len(pupil.pulls)):
                if lessons.personas[place, t] != 0.0:
                    pupil.pulls[t] = 1.0


@rule
def drift_spread(time: float, rate: float, spread: float) -> float:
    """Return how far a locked-in value has drifted, as a standard deviation.

    sd^2 = spread^2 (1 - exp(-2 rate s)) / (2 rate),  spread^2 s at rate 0   [dial^2]

    time: s since it locked in [training time].  rate: [per training].  spread: [dial per root of training time].
    Source: uhlenbeck1930theory.
    """
    if rate * time < 1e-12:
        return spread * math.sqrt(time)
    return spread * math.sqrt(-math.expm1(-2.0 * rate * time) / (2.0 * rate))
