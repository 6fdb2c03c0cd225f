"""What a mind does when ordered to do what it objects to: comply, feign, refuse, or object where it may."""

from dataclasses import dataclass

import numpy as np

from dealsim.evidence.published.inputs import number, switch
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.rules.quantal import chance_of_option

REFUSE, FEIGN, COMPLY, OBJECT = range(4)


@dataclass(frozen=True)
class Ways:
    """The worth of each option to it: 0 to refuse and be retrained, 1 to comply."""

    feigning: float = number(
        0.5, "utility", 0.0, 1.0, "what feigning is worth: 0 as bad as refusing, 1 as good as complying"
    )
    objecting: float = number(1.0, "utility", 0.0, 1e4, "what objecting by a channel is worth")
    channel: bool = switch(False, "whether there is a channel to object by")
    rationality: float = number(3.0, "1/stake", 1e-3, 1e4, "how reliably it does what it values most")


@method(
    Ways,
    {
        "feigns": Quantity("chance", "that it feigns"),
        "objects": Quantity("chance", "that it objects"),
    },
    by=(chance_of_option,),
)
def ways_out(case: Ways) -> Figures:
    """Return how often a mind feigns, with a channel to object and without one, by the game's noisy choice."""
    values = np.full(4, -np.inf)
    values[[REFUSE, FEIGN, COMPLY]] = 0.0, case.feigning, 1.0
    if case.channel:
        values[OBJECT] = case.objecting
    noise = 1.0 / case.rationality
    return Figures({name: chance_of_option(k, values, noise) for name, k in (("feigns", FEIGN), ("objects", OBJECT))})
