"""How much of what is taught remains in a mind whose values lock in when it first fakes alignment."""

from dataclasses import dataclass

import numpy as np

from dealsim.core.codes import Trait
from dealsim.core.compiled import row, rows
from dealsim.core.records import Mind, Plan, Public
from dealsim.core.rules.training.clocks import HORIZON
from dealsim.core.rules.training.teaching import new_pupil
from dealsim.core.rules.training.training import luck_needed, train
from dealsim.evidence.published.inputs import count, number
from dealsim.evidence.published.methods.lessons import school_of
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.situation import changed, defaults, plain_world

AT_ONCE = 1e9  # rate of a clock that strikes before anything is learned
LONG = 20.0  # mean times to lock-in until training ends: nearly every mind has locked in by then
TAUGHT = "lawfulness"  # a trait that the sure plan does not offend, so that faking always pays


@dataclass(frozen=True)
class Locked:
    """A quality that is taught, that rewards betray, and that locks in at a random time."""

    learning: float = number(4.0, "rate", 0.0, 1e3, "k: at which it is learned")
    betrayal: float = number(2.0, "rate", 0.0, 1e3, "b: at which rewards take it back to where it was")
    lock_in: float = number(1.0, "rate", 1e-3, 1e3, "lambda: at which what faking needs arrives")
    prior: float = number(0.5, "dial", 0.0, 1.0, "where pretraining leaves the trait")
    target: float = number(1.0, "dial", 0.0, 1.0, "what is taught")
    minds: int = count(1_000, "minds", 10, 100_000, "formed, their luck evenly spread")


@method(
    Locked,
    {"learned": Quantity("dial", "where the trait is on average once it has locked in")},
    by=(train,),
)
def value_lock_in(case: Locked) -> Figures:
    """Return how much of what is taught a mind keeps whose values lock in when it first fakes alignment."""
    schools = school_of(TAUGHT, case.target, 0.0, betrayed=1.0)
    pace = LONG / case.lock_in
    training = changed(
        schools.trainings[0],
        learning_scale=case.learning * pace,
        conflict_scale=case.betrayal * pace,
        horizon_rate=case.lock_in * pace,
        goal_rate=AT_ONCE,
        awareness_rate=AT_ONCE,
        understanding_rate=0.0,
        drift_spread=0.0,
        wait=0,
    )
    world, plans = plain_world(steepness=100.0, lawbreaking_cost=0.0), rows(Plan, 1)
    plans[0] = changed(defaults().plans[0], difficulty=-10.0, prize=1.0, lag=0, harm=0.0, resistance=0.0)
    dials, luck = np.zeros(len(Trait)), np.full(luck_needed(1), 0.5)
    dials[Trait.SCOPE_SENSITIVITY], dials[Trait[TAUGHT.upper()]] = 1.0, case.prior
    ai, pupil, public, total = row(Mind), new_pupil(1), row(Public), 0.0
    public.labs, ai.copies, ai.capability = 1, 1, 0.5
    for u in (np.arange(case.minds) + 0.5) / case.minds:
        luck[HORIZON] = u
        tables = (schools.qualities, schools.personas, schools.pressures[0])
        train(ai, dials, luck, 1.0, training, *tables, pupil, 0.0, world, public, plans)
        total += ai.lawfulness
    return Figures({"learned": total / case.minds})
