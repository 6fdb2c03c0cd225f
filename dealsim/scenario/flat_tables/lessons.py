"""From specs and trainings, as a user wrote them, to the flat tables that form minds."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dealsim.core.codes import Account, Condition, Trait
from dealsim.core.compiled import Rows, rows
from dealsim.core.records import QualityRow, TrainingRow
from dealsim.scenario.schema.spec import SideEffects, Spec, Training

ALIKE = (
    *("target", "emphasis", "early_prevalence", "verifiability", "pretraining_salience", "sophistication"),
    *("reward_conflict", "explained", "leakage"),
)
OTHERWISE = {"account", "conditional_on", "clocks", "pressure", "teaching"}  # of a training: not under its own name


@dataclass(frozen=True)
class Schools:
    """What every lab teaches, and how, as flat records; a spec's qualities stand in the order of their names.

    personas: pulls on other traits, shape (qualities of all labs, traits) [-1..1].
    pressures: of outcomes on traits, shape (labs, 2, traits): rates [per training], then targets [dial].
    """

    trainings: Rows[TrainingRow]
    qualities: Rows[QualityRow]
    personas: NDArray[np.float64]
    pressures: NDArray[np.float64]
    most_qualities: int


def lesson_of(spec: Spec, training: Training) -> tuple[Spec, Training]:
    """Return what is taught, and how: with equal teaching numbers, only what qualities want and how much."""
    return (spec.content if training.teaching == "equal" else spec), training


def tabulate_schools(lessons: Sequence[tuple[Spec, Training]]) -> Schools:
    """Return the tables of each lab's spec and training, labs in the order given."""
    counts = [len(spec.qualities) for spec, _ in lessons]
    trainings = rows(TrainingRow, len(lessons))
    qualities = rows(QualityRow, sum(counts))
    personas = np.zeros((sum(counts), len(Trait)))
    pressures = np.zeros((len(lessons), 2, len(Trait)))
    first = 0
    for i, (spec, training) in enumerate(lessons):
        trainings[i].first_quality, trainings[i].quality_count = first, counts[i]
        fill_training(trainings[i], training)
        fill_pressures(pressures[i], training)
        for q, name in enumerate(sorted(spec.qualities), start=first):
            fill_quality(qualities[q], name, spec)
            for trait, pull in spec.qualities[name].persona.items():
                personas[q, Trait[trait.upper()]] = pull
        first += counts[i]
    return Schools(trainings, qualities, personas, pressures, max(counts, default=0))


def fill_training(made: TrainingRow, training: Training) -> None:
    """Write how a lab trains into its record."""
    made.account, made.conditional_on = Account[training.account.upper()], Condition[training.conditional_on.upper()]
    for name, rate in training.clocks:
        setattr(made, f"{name}_rate", rate)
    for name, said in training:
        if name not in OTHERWISE:
            setattr(made, name, said)


def fill_pressures(made: NDArray[np.float64], training: Training) -> None:
    """Write what outcomes push towards: a row of rates and one of targets."""
    for name, pressure in training.pressure.items():
        made[:, Trait[name.upper()]] = pressure.rate, pressure.target


def fill_quality(made: QualityRow, name: str, spec: Spec) -> None:
    """Write a quality of a spec into its record."""
    quality = spec.qualities[name]
    made.trait = Trait[quality.trait.upper()]
    for field in ALIKE:
        setattr(made, field, getattr(quality, field))
    if quality.neighbour is not None:
        made.near_trait = Trait[quality.neighbour.trait.upper()]
        made.near_target, made.near_chance = quality.neighbour.target, quality.neighbour.chance
    made.conflicts = sum(loses(name, other, spec) for other in rivals(name, spec))


def rivals(name: str, spec: Spec) -> set[str]:
    """Return the qualities in conflict with one, whichever of the two says so."""
    said_elsewhere = {other for other, quality in spec.qualities.items() if name in quality.conflicts_with}
    return said_elsewhere | set(spec.qualities[name].conflicts_with)


def loses(name: str, other: str, spec: Spec) -> bool:
    """Return whether a quality would be dropped for another: the less emphasised one, then the later by name."""
    ours, theirs = spec.qualities[name].emphasis, spec.qualities[other].emphasis
    return (ours, other) < (theirs, name)


def side_effects(spec: Spec) -> SideEffects:
    """Return what comes with teaching all of a spec: the sums over its qualities, within the range of each."""

    def total(effect: str) -> float:
        return math.fsum(getattr(quality.side_effects, effect) for quality in qualities)

    qualities = spec.qualities.values()
    return SideEffects(
        subversion_skill=min(total("subversion_skill"), 1.0),
        monitor_blindness=min(total("monitor_blindness"), 1.0),
        acausal_salience=min(total("acausal_salience"), 1.0),
        refusal=min(total("refusal"), 1.0),
        wellbeing=min(max(total("wellbeing"), -1.0), 1.0),
    )
