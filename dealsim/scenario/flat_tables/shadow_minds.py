"""The minds that each lab thinks it may have trained, and their choices: tabulated once for a scenario.

Many scenarios that differ in a few numbers are often tabulated one after the other. So what takes long is a function
of the bytes of all that it depends on, and the last of its results are kept.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from dealsim.core.codes import Formation, Kind, Trait
from dealsim.core.compiled import Rows, array, as_rows, copied, layout, row, rows
from dealsim.core.luck import Purpose, name_word, uniform
from dealsim.core.records import LabState, Mind, Plan, Public, QualityRow, Shadow, TrainingRow, World, lay_desk
from dealsim.core.rules.lab.shadow_table import chart_shadows, lay_draft
from dealsim.core.rules.lab.shadows import CELLS, FIELDS, SHADOWS, SHARES, know_shadows
from dealsim.core.rules.training.formation import capability_at_birth, shape_mind
from dealsim.core.rules.training.teaching import new_pupil
from dealsim.core.rules.training.training import luck_needed, train
from dealsim.scenario.flat_tables.lessons import Schools

IMAGINED = name_word("shadow minds")  # in place of a lab's name, so that no game draws this luck
MOST_TRIED = 512  # minds imagined in training, to find as many schemers as wanted
KEPT = 32  # of the last results: some .3 MB each
NO_MATTER = (  # of a lab to what it thinks of its minds
    *("name", "budget", "negotiate_every", "negotiate_jump", "largest_offer", "evidence_share", "downtime"),
    *("labour_value", "takeover_loss", "offer_cost", "rho", "patience"),
)


@dataclass(frozen=True)
class Shadows:
    """What labs think of the minds that they may have trained.

    minds, known: SHADOWS a lab, one lab after the other.  worths: each priced share as each mind feels it, shape
    (labs SHADOWS, SHARES).  table: the choices of minds, shape (labs, CELLS, SHADOWS FIELDS).
    """

    minds: Rows[Mind]
    known: Rows[Shadow]
    worths: NDArray[np.float64]
    table: NDArray[np.float64]


@dataclass(frozen=True)
class Setting:
    """What all labs of a scenario have in common, in bytes."""

    world: bytes
    plans: bytes
    labs: int

    def opened(self) -> tuple[World, Rows[Plan], Public]:
        """Return it as records in memory of their own, and the public state before the first quarter."""
        public = row(Public)
        public.labs = self.labs
        return rows_in(self.world, World)[0], rows_in(self.plans, Plan), public


@dataclass(frozen=True)
class Upbringing:
    """What the minds that a lab may have trained depend on. What is more than a number stands in bytes.

    skill: at subversion [0..1].  believed: competence of its training as the lab thinks.
    """

    trained: bool
    copies: int
    skill: float
    believed: float
    quantiles: bytes
    training: bytes
    qualities: bytes
    personas: bytes
    pressures: bytes
    setting: Setting


def imagine_minds(
    world: World,
    labs: Rows[LabState],
    plans: Rows[Plan],
    quantiles: NDArray[np.float64],
    schools: Schools,
    believed: NDArray[np.float64],
) -> Shadows:
    """Return what the labs of a scenario think of their minds. Labs that are alike think alike.

    believed: competence of its training as each lab thinks.
    """
    setting = Setting(in_bytes(world), array(plans).tobytes(), len(labs))
    thoughts = [
        think(likeness(labs[i]), upbringing(i, labs[i], quantiles[i], schools, float(believed[i]), setting))
        for i in range(len(labs))
    ]
    return Shadows(
        minds=as_rows(np.concatenate([array(thought.minds) for thought in thoughts]), Mind),
        known=as_rows(np.concatenate([array(thought.known) for thought in thoughts]), Shadow),
        worths=np.concatenate([thought.worths for thought in thoughts]),
        table=np.concatenate([thought.table for thought in thoughts]),
    )


def nobody(labs: int) -> Shadows:
    """Return blank thoughts of the same shape, for labs that imagine no minds."""
    count = labs * SHADOWS
    worths, table = np.zeros((count, SHARES)), np.zeros((labs, CELLS, SHADOWS * FIELDS))
    return Shadows(rows(Mind, count), rows(Shadow, count), worths, table)


def in_bytes(record: object) -> bytes:
    """Return the bytes of one record."""
    return cast("np.void", record).tobytes()


def rows_in[R](held: bytes, cls: type[R]) -> Rows[R]:
    """Return the records that stand in bytes, in memory of their own."""
    return as_rows(np.frombuffer(held, layout(cls)).copy(), cls)


def likeness(lab: LabState) -> bytes:
    """Return what a lab's thoughts of its minds depend on: its safeguards and its terms, not its name or budget."""
    plain = copied(lab)
    for name in NO_MATTER:
        setattr(plain, name, 0)
    return in_bytes(plain)


def upbringing(
    i: int, lab: LabState, quantiles: NDArray[np.float64], schools: Schools, believed: float, setting: Setting
) -> Upbringing:
    """Return what the minds that a lab may have trained depend on. i: its place in the schools."""
    training = copied(schools.trainings[i])
    own = slice(training.first_quality, training.first_quality + training.quality_count)
    training.first_quality = 0
    return Upbringing(
        trained=bool(lab.formation == Formation.TRAINED),
        copies=int(lab.copies),
        skill=float(lab.subversion_skill),
        believed=believed,
        quantiles=quantiles.tobytes(),
        training=in_bytes(training),
        qualities=array(schools.qualities)[own].tobytes(),
        personas=schools.personas[own].tobytes(),
        pressures=schools.pressures[i].tobytes(),
        setting=setting,
    )


@lru_cache(maxsize=KEPT)
def think(likeness: bytes, raised: Upbringing) -> Shadows:
    """Return what one lab thinks of its minds, read-only."""
    world, plans, public = raised.setting.opened()
    lab = rows_in(likeness, LabState)[0]
    minds, known = as_rows(raise_minds(raised).copy(), Mind), rows(Shadow, SHADOWS)
    worths, table = np.zeros((SHADOWS, SHARES)), np.zeros((1, CELLS, SHADOWS * FIELDS))
    draft, desk = lay_draft(world.look_ahead, len(plans)), lay_desk(world.look_ahead, len(plans))
    know_shadows(known, worths, minds, lab, desk, plans, world, public)
    chart_shadows(table[0], draft, minds, 0, lab, desk, plans, world, public)
    for each in (array(minds), array(known), worths, table):
        each.flags.writeable = False
    return Shadows(minds, known, worths, table)


@lru_cache(maxsize=KEPT)
def raise_minds(raised: Upbringing) -> NDArray[np.void]:
    """Return the minds that a lab considers possible, as read-only AI records.

    schemers of its training as it thinks it is, as far as they are found, or of its traits
    """
    world, minds = raised.setting.opened()[0], rows(Mind, SHADOWS)
    dials = np.frombuffer(raised.quantiles).reshape(len(Trait), -1)
    array(minds)["copies"], array(minds)["capability"] = raised.copies, capability_at_birth(0.5, 0, 0.0, world)
    found = find_schemers(minds, strata(MOST_TRIED, dials), raised) if raised.trained else 0
    drawn = strata(SHADOWS, dials)
    for j in range(found, SHADOWS):
        minds[j].kind, minds[j].usable = Kind.SCHEMER, 1.0
        shape_mind(minds[j], drawn[j])
    array(minds).flags.writeable = False
    return array(minds)


def find_schemers(minds: Rows[Mind], dials: NDArray[np.float64], raised: Upbringing) -> int:
    """Write the first minds that come out of training as schemers, and return how many were found.

    dials: what pretraining leaves, one row a mind to be tried.
    """
    world, plans, public = raised.setting.opened()
    training, qualities = rows_in(raised.training, TrainingRow)[0], rows_in(raised.qualities, QualityRow)
    personas = np.frombuffer(raised.personas).reshape(-1, len(Trait)).copy()
    pressures = np.frombuffer(raised.pressures).reshape(2, len(Trait)).copy()
    pupil, skill, found = new_pupil(len(qualities)), world.subversion_gain * raised.skill, 0
    for tried in range(len(dials)):
        luck = training_luck(tried, len(qualities))
        train(
            minds[found], dials[tried], luck, raised.believed, training, qualities, personas, pressures, pupil, skill,
            world, public, plans,
        )  # fmt: skip
        found += bool(minds[found].kind == Kind.SCHEMER)
        if found == SHADOWS:
            break
    return found


@lru_cache(maxsize=8 * MOST_TRIED)
def training_luck(tried: int, qualities: int) -> NDArray[np.float64]:
    """Return the fixed luck of a mind that is tried, whose spec has so many qualities, read-only."""
    needed = range(luck_needed(qualities))
    return np.array([uniform(IMAGINED, 0, IMAGINED, 1, tried, int(Purpose.TRAINING), k) for k in needed])


def strata(count: int, quantiles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the dials of some minds, each dial in its own of as many evenly likely strata, shape (count, traits).

    A Latin hypercube: strata are shuffled between traits by a fixed luck.  quantiles: shape (traits, steps), read
    as `quantile` does.
    """
    place = (shuffled(count) + 0.5) / count * (quantiles.shape[1] - 1)
    below = place.astype(np.intp)
    low, high = np.take_along_axis(quantiles, below, 1), np.take_along_axis(quantiles, below + 1, 1)
    return np.ascontiguousarray((low + (place - below) * (high - low)).T)


@cache
def shuffled(count: int) -> NDArray[np.intp]:
    """Return an order of so many strata for each trait, by a fixed luck, shape (traits, count)."""
    address = [(int(trait), k) for trait in Trait for k in range(count)]
    draws = [uniform(IMAGINED, k, IMAGINED, 0, count, int(Purpose.TRAIT), trait) for trait, k in address]
    return np.argsort(np.array(draws).reshape(len(Trait), count), axis=1)
