"""The minds that each lab thinks it may have trained, and what they would do: tabulated once for a scenario."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dealsim.codes import Kind, Trait
from dealsim.compiled import Rows, copied, row, rows
from dealsim.luck import name_word, uniform
from dealsim.records import AI, Lab, Plan, Public, Shadow, World, lay_desk
from dealsim.rules.formation import shape_mind
from dealsim.rules.preferences import quantile
from dealsim.rules.shadows import CELLS, FIELDS, SHADOWS, SHARES, chart_shadows, know_shadow

IMAGINED = name_word("shadow minds")  # in place of a lab's name: no game draws this luck


@dataclass(frozen=True)
class Shadows:
    """What labs think of the minds that they may have trained.

    minds, known: SHADOWS a lab, one lab after the other.  worths: utility of each priced share to each mind, shape
    (labs SHADOWS, SHARES).  table: what minds would do, shape (labs, CELLS, SHADOWS FIELDS).
    """

    minds: Rows[AI]
    known: Rows[Shadow]
    worths: NDArray[np.float64]
    table: NDArray[np.float64]


def imagine_minds(
    world: World, labs: Rows[Lab], plans: Rows[Plan], quantiles: NDArray[np.float64]
) -> Shadows:
    """Return what the labs of a scenario think of their minds."""
    count = len(labs) * SHADOWS
    minds, known = rows(AI, count), rows(Shadow, count)
    worths, table = np.zeros((count, SHARES)), np.zeros((len(labs), CELLS, SHADOWS * FIELDS))
    desk, public = lay_desk(world.look_ahead, len(plans)), row(Public)
    public.labs = len(labs)
    for i in range(len(labs)):
        first = i * SHADOWS
        for j in range(SHADOWS):
            draw_mind(minds[first + j], j, labs[i], quantiles[i])
            know_shadow(known[first + j], worths[first + j], minds[first + j], labs[i], desk, world, public)
        chart_shadows(table[i], minds, first, copied(labs[i]), desk, plans, world, copied(public))
    return Shadows(minds, known, worths, table)


def draw_mind(mind: AI, j: int, lab: Lab, quantiles: NDArray[np.float64]) -> None:
    """Make a mind of the lab's traits: the j-th of SHADOWS evenly likely strata of each, shuffled between traits."""
    dials = np.zeros(len(Trait))
    for trait in Trait:
        order = np.argsort([uniform(IMAGINED, k, IMAGINED, 0, 0, 0, int(trait)) for k in range(SHADOWS)])
        dials[trait] = quantile((order[j] + 0.5) / SHADOWS, quantiles[trait])
    mind.kind, mind.copies, mind.usable = Kind.SCHEMER, lab.copies, 1.0
    shape_mind(mind, dials)
