"""What a dial of a trait stands for: its natural parameter, by the rules' own maps."""

from collections.abc import Callable

from dealsim.core.rules.training.formation import (
    least_useful_share,
    quarterly_discount,
    risk_coefficient,
    scope_exponent,
    weight_of_later,
)

TRAITS = ("every_lab", "minds", "traits")
MAPS: dict[str, tuple[str, Callable[[float], float]]] = {
    "risk_aversion": ("ρ = {} per utility", risk_coefficient),
    "scope_sensitivity": ("exponent α = {}", scope_exponent),
    "myopia": ("discount factor {} a quarter", quarterly_discount),
    "present_bias": ("β = {} for all that is later", weight_of_later),
    "fussiness": ("nothing below a share of {}", least_useful_share),
}


def natural_of(keys: tuple[str, ...], value: float) -> str:
    """Return the natural parameter of a trait's dial in words, or nothing where it has none."""
    if keys[: len(TRAITS)] != TRAITS or keys[len(TRAITS)] not in MAPS:
        return ""
    words, natural = MAPS[keys[len(TRAITS)]]
    return words.format(f"{natural(value):.3g}")
