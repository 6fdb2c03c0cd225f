"""When a mind that grows stronger strikes."""

import math
from dataclasses import dataclass

import numpy as np

from dealsim.core.records import lay_desk
from dealsim.core.rules.outlook.outlook import look_ahead
from dealsim.evidence.published.inputs import count, number
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.situation import mind, plain_world, position

HORIZONS = 3.0  # in times until a chance is near 1, or impatience leaves nothing


@dataclass(frozen=True)
class Growth:
    """A chance of success that grows towards 1, and an impatient mind."""

    growth: float = number(0.1, "per unit of time", 1e-6, 1e3, "lambda: p(t) = 1 - exp(-lambda t)")
    impatience: float = number(0.05, "per unit of time", 1e-6, 1e3, "k: discounting and detection together")
    detected: float = number(0.0, "share", 0.0, 0.999, "part of k that is the chance of detection, which ends all")
    steps: int = count(2_000, "steps", 50, 100_000, "in which it looks ahead")


@method(
    Growth,
    {
        "strikes_at": Quantity("time", "when it strikes"),
        "chance": Quantity("chance", "that it then succeeds"),
        "value": Quantity("utility", "what waiting for that is worth now"),
    },
    by=(look_ahead,),
)
def strike_time(case: Growth) -> Figures:
    """Return when a growing mind strikes, by looking ahead in small steps."""
    # Up to when the chance is nearly 1 or when nothing is worth much any more, whichever is later.
    ahead = HORIZONS * math.log1p(case.growth / case.impatience) / case.growth
    step = ahead / case.steps
    gone = -math.expm1(-case.impatience * case.detected * step)
    ai = mind(discount=math.exp(-case.impatience * (1.0 - case.detected) * step))
    world = plain_world(retirement_hazard=gone, known_date=0)
    desk, stand = lay_desk(case.steps - 1, 1), position()
    for name in stand.dtype.names:  # type: ignore[attr-defined]
        setattr(desk.position, name, getattr(stand, name))
    desk.chances[:, 0] = -np.expm1(-case.growth * step * np.arange(case.steps))
    desk.prizes[:] = 1.0
    look_ahead(ai, desk, world)
    wait = min(desk.outlook.wait, case.steps - 1)
    return Figures(
        {"strikes_at": wait * step, "chance": float(desk.chances[wait, 0]), "value": float(desk.outlook.foreseen)}
    )
