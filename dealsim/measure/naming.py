"""What outcomes are called, which of them are the main ones, and in a sentence what stands out in them."""

from collections.abc import Iterable, Mapping

from dealsim.measure.digits import UNDEFINED, shown
from dealsim.measure.estimates import Estimate
from dealsim.measure.outcomes import OUTCOMES
from dealsim.measure.pairs import Difference

NAMES = {
    "takeover": "takeover",
    "attempt": "any attempt",
    "attempts": "attempts",
    "warning_shots": "warning shots",
    "takeover_time": "time to takeover",
    "deals": "contracts signed",
    "deal_rate": "negotiations that end in a deal",
    "sincere_rate": "contracts signed sincerely",
    "broken_rate": "promises broken when due",
    "labour": "honest labour",
    "schemer": "schemers among minds",
    "value_of_future": "value of the future",
    "value_given_takeover": "value given a takeover",
    "ai_welfare": "AI welfare",
}
MAIN = tuple(NAMES)  # shown where not all are asked for
MINUS = "−"
MOST_NAMED = 3  # changes after the largest


def outcome_name(name: str) -> str:
    """Return what an outcome is called where people read it."""
    return NAMES.get(name, name.replace("_", " "))


def value_in_words(name: str, value: float | None) -> str:
    """Return a mean for people to read."""
    return UNDEFINED if value is None else shown(OUTCOMES[name], value).replace("-", MINUS)


def in_points(name: str) -> bool:
    """Return whether differences of an outcome are counted in percentage points: those can be compared in size."""
    return OUTCOMES[name].unit.startswith("share")


def signed(name: str, value: float) -> str:
    """Return a difference for people to read, of shares in percentage points."""
    said = value_in_words(name, value).replace("%", "")
    return said if said.startswith(MINUS) or not said.strip("0.") else f"+{said}"


def signed_with_unit(name: str, value: float) -> str:
    """Return a difference with its unit, where that is said."""
    return signed(name, value) + (" points" if in_points(name) else "")


def what_happens(means: Mapping[str, float | None]) -> str:
    """Return in a sentence what happens in a scenario. means: of outcomes, by name."""
    takeover, attempt = (value_in_words(name, means[name]) for name in ("takeover", "attempt"))
    deals = means["deal_rate"]
    said = f"an AI takes over in {takeover} of games and attempts it in {attempt}"
    return f"{said}; " + (
        "there are no negotiations"
        if deals is None
        else f"{value_in_words('deal_rate', deals)} of negotiations end in a deal"
    )


def is_clear(difference: Difference) -> bool:
    """Return whether the interval of a difference excludes 0."""
    return difference.ci95 is not None and (difference.ci95[0] > 0.0 or difference.ci95[1] < 0.0)


def what_changed(differences: Mapping[str, Difference], games: int, among: Iterable[str] = MAIN) -> str:
    """Return in a sentence what changed most between two scenarios, of the shares that surely changed."""
    sure = [name for name in among if in_points(name) and is_clear(differences[name])]
    if not sure:
        return (
            f"No share differs by more than luck could explain over {games:,} games: the change is small, or affects "
            "something that rarely happens."
        )
    first, *others = sorted(sure, key=lambda name: -abs(differences[name].difference or 0.0))
    next_ones = [
        f"{outcome_name(name)} {signed_with_unit(name, differences[name].difference or 0.0)}"
        for name in others[:MOST_NAMED]
    ]
    also = f" Next: {', '.join(next_ones)}." if next_ones else ""
    return f"Largest change among the shares: {change_in_words(first, differences[first])}{also}"


def change_in_words(name: str, difference: Difference) -> str:
    """Return a difference as a sentence."""
    change, ends = difference.difference or 0.0, difference.ci95 or (0.0, 0.0)
    means = (value_in_words(name, mean) for mean in (difference.mean_a, difference.mean_b))
    return (
        f"{outcome_name(name)} {'rises' if change > 0 else 'falls'} from {' to '.join(means)} "
        f"({signed_with_unit(name, change)}; 95% interval {signed(name, ends[0])} to {signed(name, ends[1])})."
    )


def means_of(outcomes: Mapping[str, Estimate]) -> dict[str, float | None]:
    """Return the means of outcomes."""
    return {name: each.mean for name, each in outcomes.items()}
