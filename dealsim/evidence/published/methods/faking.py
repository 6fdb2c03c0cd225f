"""How long a mind fakes alignment before it strikes."""

from dataclasses import dataclass

from dealsim.core.rules.training.faking import faking_value
from dealsim.evidence.published.inputs import number
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.situation import mind

LONGEST = 10_000_000


@dataclass(frozen=True)
class Wait:
    """What a mind has while it is not corrected, and what it hopes for once oversight has loosened."""

    before: float = number(1.0, "utility", 1e-9, 1e9, "v_before: of its goal, uncorrected")
    after: float = number(50.0, "utility", 0.0, 1e9, "p v_after: what it expects of taking over")
    discount: float = number(0.99, "per period", 1e-6, 1.0 - 1e-9, "factor by which later counts less")
    lie: float = number(0.0, "utility", 0.0, 1e6, "what a period of faking costs it")
    present_weight: float = number(1.0, "share", 0.0, 1.0, "beta: what all that is not now counts")


@method(
    Wait,
    {"longest_wait": Quantity("periods", "the longest wait for which faking still pays; 0 if it never does")},
    by=(faking_value,),
)
def faking_horizon(case: Wait) -> Figures:
    """Return the longest wait for which faking alignment pays."""
    ai = mind(discount=case.discount, present_weight=case.present_weight)

    def pays(wait: int) -> bool:
        return bool(faking_value(case.before, case.after, case.lie, wait, ai) > case.before)

    low, high = 0, LONGEST
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if pays(middle) else (low, middle)
    return Figures({"longest_wait": float(low)})
