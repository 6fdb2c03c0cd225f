"""Minds in training for tests: specs and trainings as a user writes them, luck as even as can be."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from dealsim.core.codes import Trait
from dealsim.core.compiled import Rows, row
from dealsim.core.records import Mind, Plan, Public, World
from dealsim.core.rules.training.teaching import Lessons, Pupil, new_pupil
from dealsim.core.rules.training.training import luck_needed, train
from dealsim.scenario.flat_tables.lessons import Schools, tabulate_schools
from dealsim.scenario.schema.spec import Spec, Training
from tests.builders import make_plan, make_plans, make_public, make_world

# Training time so spent that a quality's learning rate is the same throughout.
EVEN = {"early_prevalence": 1 / 3, "pretraining_salience": 0.5}
# A plan that a mind without scruples is sure of, and that costs it nothing.
SURE_PLAN = {"difficulty": -10.0, "prize": 1.0, "lag": 0, "harm": 0.0, "lawbreaking": 0.0, "resistance": 0.0}
AT_ONCE, NEVER_RATE = 1e9, 0.0


def make_spec(**qualities: dict[str, Any]) -> Spec:
    """Return a spec of qualities by name, each taught evenly unless it says otherwise."""
    made = {name: EVEN | quality for name, quality in qualities.items()}
    return Spec.model_validate({"title": "Test", "qualities": made})


def make_schools(spec: Spec, training: dict[str, Any] | None = None, **record: float) -> Schools:
    """Return one lab's tables, with fields of its training's record set after what a user may say."""
    schools = tabulate_schools([(spec, Training.model_validate(training or {}))])
    for name, number in record.items():
        assert name in schools.trainings[0].dtype.names  # type: ignore[attr-defined]
        setattr(schools.trainings[0], name, number)
    return schools


def make_dials(**dials: float) -> NDArray[np.float64]:
    """Return draws from pretraining: the textbook agent's but for those named."""
    made = np.zeros(len(Trait))
    for name, dial in ({"scope_sensitivity": 1.0} | dials).items():
        made[Trait[name.upper()]] = dial
    return made


def even_luck(minds: int, spec: Spec) -> NDArray[np.float64]:
    """Return luck for many minds, a row each, evenly spread (a Sobol sequence, always the same)."""
    numbers = qmc.Sobol(luck_needed(len(spec.qualities)), rng=np.random.default_rng(7)).random(minds)
    return np.clip(numbers, 2.0**-53, 1.0 - 2.0**-53)


@dataclass
class School:
    """All that forms minds but their luck and their draws from pretraining."""

    schools: Schools
    world: World = field(default_factory=make_world)
    public: Public = field(default_factory=make_public)
    plans: Rows[Plan] = field(default_factory=lambda: make_plans(make_plan(**SURE_PLAN)))
    competence: float = 1.0
    capability: float = 0.5
    subversion: float = 0.0

    @property
    def lessons(self) -> Lessons:
        """What it teaches."""
        made = self.schools
        return Lessons(made.trainings[0], made.qualities, made.personas, made.pressures[0])

    def form(self, dials: NDArray[np.float64], luck: NDArray[np.float64]) -> tuple[Mind, Pupil]:
        """Return a mind after training, and the pupil that it was."""
        ai, pupil = row(Mind), new_pupil(self.schools.most_qualities)
        ai.copies, ai.capability = 1, self.capability
        lessons = self.lessons
        train(
            ai,
            dials,
            luck,
            self.competence,
            *(lessons.training, lessons.qualities, lessons.personas, lessons.pressures),
            pupil,
            self.subversion,
            self.world,
            self.public,
            self.plans,
        )
        return ai, pupil
