"""Evidential reasoning: how far a mind takes its own choice as evidence of what others like it choose."""

from dealsim.core.compiled import rule
from dealsim.core.records import Mind


@rule
def evidential_correlation(ai: Mind, acausal_salience: float) -> float:
    """Return the chance that its like do as it does, as a mind assumes.

    r_c = min(1, acausal reasoning + salience)        salience: side effect of the spec [0..1]
    """
    return min(1.0, ai.acausal_reasoning + acausal_salience)
