"""The minds that each lab thinks it may have trained, and what they would do: tabulated once for a scenario."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dealsim.codes import Formation, Kind, Trait
from dealsim.compiled import Rows, array, copied, row, rows
from dealsim.luck import Purpose, name_word, uniform
from dealsim.records import AI, Lab, Plan, Public, Shadow, World, lay_desk
from dealsim.rules.conspiracy import conspire
from dealsim.rules.formation import capability_at_birth, shape_mind
from dealsim.rules.preferences import quantile
from dealsim.rules.shadows import CELLS, FIELDS, SHADOWS, SHARES, chart_shadows, know_shadow
from dealsim.rules.teaching import Pupil, new_pupil
from dealsim.rules.training import luck_needed, train
from dealsim.scenario.schooling import Schools

IMAGINED = name_word("shadow minds")  # in place of a lab's name: no game draws this luck
MOST_TRIED = 512  # minds imagined in training, to find as many schemers as are looked for


@dataclass(frozen=True)
class Shadows:
    """What labs think of the minds that they may have trained.

    minds, known: SHADOWS a lab, one lab after the other.  worths: each priced share as each mind feels it, shape
    (labs SHADOWS, SHARES).  table: what minds would do, shape (labs, CELLS, SHADOWS FIELDS).
    """

    minds: Rows[AI]
    known: Rows[Shadow]
    worths: NDArray[np.float64]
    table: NDArray[np.float64]


def imagine_minds(
    world: World,
    labs: Rows[Lab],
    plans: Rows[Plan],
    quantiles: NDArray[np.float64],
    schools: Schools,
    believed: NDArray[np.float64],
) -> Shadows:
    """Return what the labs of a scenario think of their minds. Labs that are alike think alike.

    believed: competence of its training as each lab thinks.
    """
    count = len(labs) * SHADOWS
    minds, known = rows(AI, count), rows(Shadow, count)
    worths, table = np.zeros((count, SHARES)), np.zeros((len(labs), CELLS, SHADOWS * FIELDS))
    desk, public = lay_desk(world.look_ahead, len(plans)), row(Public)
    public.labs = len(labs)
    pupil = new_pupil(schools.most_qualities)
    thought: dict[bytes, int] = {}
    for i in range(len(labs)):
        first = i * SHADOWS
        imagine_lab(minds, i, labs[i], quantiles[i], schools, float(believed[i]), pupil, world, public, plans)
        for j in range(first, first + SHADOWS):
            know_shadow(known[j], worths[j], minds[j], labs[i], desk, world, public)
        alike = likeness(labs[i], minds, first)
        if alike in thought:
            table[i] = table[thought[alike]]
            continue
        chart_shadows(table[i], minds, first, copied(labs[i]), desk, plans, world, copied(public))
        thought[alike] = i
    return Shadows(minds, known, worths, table)


def likeness(lab: Lab, minds: Rows[AI], first: int) -> bytes:
    """Return what a lab's table of shadows depends on: its care, its terms and its minds, not its name or budget."""
    plain = copied(lab)
    plain.name, plain.budget, plain.negotiate_every, plain.labour_value = np.uint64(0), 0.0, 0, 0.0
    return bytes(plain.tobytes()) + array(minds)[first : first + SHADOWS].tobytes()  # type: ignore[attr-defined]


def imagine_lab(
    minds: Rows[AI],
    i: int,
    lab: Lab,
    quantiles: NDArray[np.float64],
    schools: Schools,
    believed: float,
    pupil: Pupil,
    world: World,
    public: Public,
    plans: Rows[Plan],
) -> None:
    """Write the minds that a lab reckons with: schemers of its training as it thinks it is, or of its traits."""
    found, first = 0, i * SHADOWS
    if lab.formation == Formation.TRAINED:
        needed = luck_needed(schools.most_qualities)
        for tried in range(MOST_TRIED):
            if found == SHADOWS:
                break
            mind = minds[first + found]
            mind.copies, mind.capability = lab.copies, capability_at_birth(0.5, 0, 0.0, world)
            draws = np.array(
                [uniform(IMAGINED, 0, IMAGINED, 1, tried, int(Purpose.TRAINING), k) for k in range(needed)]
            )
            dials = stratum(tried, MOST_TRIED, quantiles)
            skill = world.subversion_gain * lab.subversion_skill
            train(
                mind, dials, draws, believed, schools.trainings[i], schools.qualities, schools.personas,
                schools.pressures[i], pupil, skill, world, public, plans,
            )  # fmt: skip
            found += mind.kind == Kind.SCHEMER
    for j in range(found, SHADOWS):
        mind = minds[first + j]
        mind.kind, mind.copies, mind.usable = Kind.SCHEMER, lab.copies, 1.0
        mind.capability = capability_at_birth(0.5, 0, 0.0, world)
        shape_mind(mind, stratum(j, SHADOWS, quantiles))
    for j in range(SHADOWS):
        conspire(minds[first + j], lab, plans, world, public)


def stratum(j: int, count: int, quantiles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the dials of the j-th of some minds, each dial in its own of as many evenly likely strata.

    A Latin hypercube: strata are shuffled between traits by a fixed luck.
    """
    return np.array([quantile((shuffled(count)[trait, j] + 0.5) / count, quantiles[trait]) for trait in Trait])


@cache
def shuffled(count: int) -> NDArray[np.intp]:
    """Return an order of so many strata for each trait, by a fixed luck, shape (traits, count)."""
    address = [(int(trait), k) for trait in Trait for k in range(count)]
    draws = [uniform(IMAGINED, k, IMAGINED, 0, count, int(Purpose.TRAIT), trait) for trait, k in address]
    return np.argsort(np.array(draws).reshape(len(Trait), count), axis=1)
