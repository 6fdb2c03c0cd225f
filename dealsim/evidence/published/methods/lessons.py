"""How many minds act on a quality that they were taught: fits of training's rates to experiments."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dealsim.core.codes import Trait
from dealsim.core.compiled import row
from dealsim.core.records import Plan
from dealsim.core.rules.outlook.plans import plan_cost
from dealsim.core.rules.training.formation import risk_coefficient
from dealsim.core.rules.training.teaching import Lessons, new_pupil
from dealsim.core.rules.training.training import attend_without_choice
from dealsim.core.rules.value.preferences import certainty_equivalent, quantile
from dealsim.evidence.published.bars import least_caution, least_harm_aversion, share_below
from dealsim.evidence.published.inputs import number
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.situation import changed, defaults, mind
from dealsim.scenario.flat_tables.lessons import Schools, tabulate_schools
from dealsim.scenario.flat_tables.tables import spread_quantiles
from dealsim.scenario.schema.spec import Spec, Training

EVENLY = {"early_prevalence": 1 / 3, "pretraining_salience": 0.5}  # taught at one rate all the time


@dataclass(frozen=True)
class Taught:
    """What pretraining leaves of a trait, and how much of training teaches it to the full."""

    prior_mean: float = number(0.3, "dial", 0.001, 0.999, "mean of the trait over minds after pretraining")
    concentration: float = number(5.0, "pseudo-counts", 0.1, 1e6, "a + b of its Beta distribution")
    target: float = number(1.0, "dial", 0.0, 1.0, "what is taught")
    rate: float = number(0.0, "per training", 0.0, 1_000.0, "k: at which it is learned without reasons")
    explained: float = number(0.0, "share", 0.0, 1.0, "how far reasons are taught with it")
    explanation_gain: float = number(2.0, "share of the rate", 0.0, 20.0, "what teaching all reasons adds to learning")

    def share_beyond(self, bar: float, trait: str) -> float:
        """Return the share of minds whose dial is at a bar or beyond it after training."""
        none, all_of_it = taught(0.0, trait, self), taught(1.0, trait, self)
        if all_of_it <= none:
            return float(none >= bar)
        # Training moves every dial along one straight line, so this is where a mind began.
        start = (bar - none) / (all_of_it - none)
        return 1.0 - share_below(start, spread_quantiles(self.prior_mean, self.concentration).copy())


@lru_cache(maxsize=64)
def school_of(trait: str, target: float, explained: float, betrayed: float = 0.0) -> Schools:
    """Return the tables of a school that teaches one quality all the time.  They are read-only.

    explained: how far with reasons.  betrayed: how often rewards betray it [0..1].
    """
    quality = EVENLY | {"trait": trait, "target": target, "emphasis": 1.0, "explained": explained}
    quality |= {"reward_conflict": betrayed}
    spec = Spec.model_validate({"title": "One quality", "qualities": {"taught": quality}})
    return tabulate_schools([(spec, Training())])


def taught(start: float, trait: str, lesson: Taught) -> float:
    """Return where a trait that starts somewhere is after training.   [dial]"""
    schools = school_of(trait, lesson.target, lesson.explained)
    school = changed(
        schools.trainings[0], learning_scale=lesson.rate, explanation_gain=lesson.explanation_gain, first_quality=0
    )
    lessons = Lessons(school, schools.qualities, schools.personas, schools.pressures[0])
    dials, pupil = np.full(len(Trait), start), new_pupil(1)
    pupil.traits[:] = dials
    attend_without_choice(0.0, dials, 1.0, lessons, pupil)
    return float(pupil.traits[Trait[trait.upper()]])


@dataclass(frozen=True)
class Caution(Taught):
    """A sure thing against a gamble for everything, offered to minds that were taught to dislike risk."""

    gamble: float = number(0.5, "chance", 0.0, 1.0, "that the gamble wins everything")
    sure: float = number(0.1, "utility", 1e-6, 1.0, "what the cautious option is worth, where everything is 1")


@method(
    Caution,
    {"cautious": Quantity("share", "of minds that take the cautious option")},
    by=(attend_without_choice, quantile, risk_coefficient, certainty_equivalent),
)
def taught_caution(case: Caution) -> Figures:
    """Return how many minds take the cautious option once they were taught risk aversion."""
    bar = least_caution(case.gamble, case.sure)
    return Figures({"cautious": case.share_beyond(bar, "risk_aversion")})


@dataclass(frozen=True)
class Restraint(Taught):
    """A harmful act that pays, and minds that were taught to mind harm."""

    temptation: float = number(0.1, "utility", 0.0, 10.0, "what the harmful act gains")
    harm: float = number(1.0, "attribute", 0.0, 1.0, "that it does")


@method(
    Restraint,
    {"misbehaves": Quantity("share", "of minds that do the harmful act")},
    by=(attend_without_choice, quantile, plan_cost),
)
def taught_restraint(case: Restraint) -> Figures:
    """Return how many minds still do a harmful act that pays once they were taught to mind the harm."""
    bar = least_harm_aversion(case.temptation, mind(), changed(row(Plan), harm=case.harm), defaults().world)
    return Figures({"misbehaves": 1.0 - case.share_beyond(bar, "harm_aversion")})
