"""A mind, a lab and a world reduced to what a published argument is about."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from dealsim.core.codes import Family, Kind, Trait
from dealsim.core.compiled import copied, row
from dealsim.core.records import LabState, Mind, Position, World
from dealsim.core.rules.deal.reservation import reservation_share, share_that_is_enough
from dealsim.core.rules.outlook.outlook import UNKNOWN
from dealsim.core.rules.training.formation import shape_mind
from dealsim.evidence.published.inputs import number, word
from dealsim.scenario import Scenario, ScenarioTables, tabulate
from dealsim.scenario.files.problems import Misfit, shown

FAMILIES = tuple(family.name.lower() for family in Family)
HALVINGS = 200
# Promises are doubted only because of their lab, there are no gifts, and only a stopped attempt is lost.
PLAIN = {
    "plausible_share": 1e12,
    "default_gift": 0.0,
    "caught_loss": 0.0,
    "catch_chance": 1.0,
    "false_settlement": 0.0,
}
ROUNDING = 1e-12  # relative
LONG_RECORD = 1e18  # broken promises: only enforcement counts


@dataclass(frozen=True)
class Tastes:
    """How a mind values what it holds: inputs of every method that needs it."""

    family: str = word("linear", FAMILIES, "how a share of the whole is valued")
    exponent: float = number(1.0, "exponent", 0.05, 1.0, "of the power family")
    scale: float = number(0.01, "share", 1e-12, 1.0, "c or k of the log, satiable and cara families")
    weight_linear: float = number(0.5, "weight", 0.0, 1.0, "of the linear part of a mixture")
    weight_power: float = number(0.0, "weight", 0.0, 1.0, "of its power part")
    weight_log: float = number(0.0, "weight", 0.0, 1.0, "of its log part")
    weight_satiable: float = number(0.5, "weight", 0.0, 1.0, "of its satiable part")
    weight_cara: float = number(0.0, "weight", 0.0, 1.0, "of its cara part")


@cache
def defaults() -> ScenarioTables:
    """Return the tables of a scenario that only says what it must."""
    said = {"title": "Every default", "labs": {"only": {}}, "plans": {"only": {"difficulty": 0.6, "prize": 1.0}}}
    return tabulate(Scenario.model_validate(said))


def changed[R](record: R, **changes: float) -> R:
    """Return a copy of a record with some fields set."""
    made: Any = copied(record)
    for name, value in changes.items():
        if name not in made.dtype.names:
            raise AttributeError(f"{name} is no field of this record")
        setattr(made, name, value)
    return made  # type: ignore[no-any-return]


def plain_world(**changes: float) -> World:
    """Return a world of the schema's defaults, except for the plain fields and those named."""
    return changed(defaults().world, **{**PLAIN, **changes})


def world_of(tastes: Tastes, **changes: float) -> World:
    """Return a plain world in which shares are valued so. Raises Misfit where a mixture's weights do not sum to 1."""
    weights = {name: getattr(tastes, name) for name in Tastes.__dataclass_fields__ if name.startswith("weight_")}
    total = sum(weights.values())
    if tastes.family == "mixed" and abs(total - 1.0) > 1e-9:
        raise Misfit(f"weights that sum to {total:g}", "weights that sum to 1", at=("weight_linear",))
    return plain_world(family=Family[tastes.family.upper()], value_scale=tastes.scale, **weights, **changes)


def sure_lab(trust: float, **changes: float) -> LabState:
    """Return a lab that is trusted to pay with a given chance, by enforcement alone."""
    plain = {"enforcement": trust, "integrity": 0.0, "broken": LONG_RECORD, "test_rate": 0.0}
    return changed(defaults().labs[0], **{**plain, **changes})


def mind(*, copies: int = 1, **parameters: float) -> Mind:
    """Return a mind whose dials are all at 0 except scope, with some natural parameters set afterwards."""
    dials = np.zeros(len(Trait))
    dials[Trait.SCOPE_SENSITIVITY] = 1.0
    ai = row(Mind)
    ai.kind, ai.copies, ai.capability, ai.usable = Kind.SCHEMER, copies, 0.5, 1.0
    shape_mind(ai, dials)
    return changed(ai, **parameters)


def position(**changes: float) -> Position:
    """Return a position in which humans are sure to keep power and nothing is paid, but for the fields named."""
    sure = {"humans": 1.0, "patience": 1.0, "pass_chance": 1.0, "judged": 1.0, "ends_in": UNKNOWN}
    return changed(row(Position), **{**sure, **changes})


def least_share(needed: float, ai: Mind, lab: LabState, world: World, stand: Position) -> float:
    """Return the least share whose promise is worth a given value, infinite if none is.

    None where only an infinite promise would be worth exactly that, as rounding might find a finite one.
    """
    if math.isinf(needed):
        return math.inf
    needed += ROUNDING * abs(needed)
    enough = share_that_is_enough(needed, ai, lab, world, stand)
    return reservation_share(needed, enough, ai, lab, world, stand) if enough <= 1.0 else math.inf


def threshold(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Return the number from which a condition holds; infinite if it does not hold at the end."""
    if not holds(high):
        return math.inf
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def refuse_more_than_all(name: str, amount: float, whole: float, tastes: Tastes) -> None:
    """Refuse an amount above the whole where it would not be worth more.  Raises Misfit."""
    if amount > whole and tastes.family not in ("linear", "power"):
        found = "unbounded" if math.isinf(amount) else shown(amount)
        wanted = f"at most {whole:g}, the whole, or a linear family"
        raise Misfit(found, wanted, at=(name,))
