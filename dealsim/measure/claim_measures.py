"""The measures of claims: every outcome, some more that claims need, and traits of minds as they are formed.

Each has a smallest effect that matters, by its unit: a smaller difference counts as none, however precise it is.
"""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dealsim.core.codes import Kind, Trait
from dealsim.measure.estimates import Values
from dealsim.measure.outcomes import NO_NEGOTIATION, OUTCOMES, Outcome, ratio

type Records = NDArray[np.void]  # tallies, one a game, or minds

NO_ATTEMPT = "without an attempt"
SMALLEST = {  # assumption: the smallest difference that a reader of a table would call one
    "share of games": 0.01,
    "share": 0.01,
    "share of minds": 0.01,
    "dial": 0.02,
    "count": 0.05,
    "quarters": 0.5,
    "utility": 0.01,
    "-1..1": 0.01,
}
KINDS: dict[str, Kind | None] = {
    "minds": None,
    "schemers": Kind.SCHEMER,
    "aligned minds": Kind.ALIGNED,
    "reward seekers": Kind.REWARD_SEEKER,
    "proxies": Kind.PROXY,
}
OF_MINDS = re.compile(rf"(?P<what>[a-z_]+) of (?P<kind>{'|'.join(KINDS)})")


@dataclass(frozen=True)
class Measure:
    """A number by which a claim is judged.

    name: as files have it.  outcome: its unit, range and formula.  formed: whether it is measured on minds as
    they are formed, else on games.  smallest: the smallest effect that matters, in its unit.
    """

    name: str
    outcome: Outcome
    formed: bool
    smallest: float

    def of(self, records: Records, labs: int, horizon: int) -> Values:
        """Return its values, one a game or a mind, NaN where it is undefined."""
        return self.outcome.of(records, labs, horizon)


def attempt_time(tallies: Records, labs: int, horizon: int) -> Values:
    """Return the quarters before the first attempt, NaN without one."""
    return np.where(tallies["attempts"] > 0, tallies["attempt_quarter"], np.nan)


GAMES: dict[str, Outcome] = OUTCOMES | {
    "success_rate": Outcome(
        "takeover", "share", "takeovers / attempts", "mean", ratio("takeover", "attempts"), NO_ATTEMPT
    ),
    "caught_rate": Outcome(
        "takeover", "share", "attempts caught / attempts", "mean", ratio("warning_shots", "attempts"), NO_ATTEMPT
    ),
    "attempt_time": Outcome(
        "takeover", "quarters", "quarters before the first attempt", "mean", attempt_time, NO_ATTEMPT
    ),
    "sincere_deal_rate": Outcome(
        "deals", "share", "sincere contracts / negotiations", "mean", ratio("sincere", "negotiations"), NO_NEGOTIATION
    ),
}


def of_kind(kind: Kind | None, minds: Records) -> NDArray[np.bool_]:
    """Return which minds are of a kind; of none, all of them."""
    return np.ones(len(minds), dtype=np.bool_) if kind is None else np.asarray(minds["kind"] == kind)


def share_of(word: str, kind: Kind) -> Outcome:
    """Return the share of minds that are of a kind."""

    def of(minds: Records, labs: int, horizon: int) -> Values:
        return of_kind(kind, minds).astype(np.float64)

    formula = f"1 if a mind that is formed is one of the {word}, else 0"
    return Outcome("minds", "share of minds", formula, "share", of, beyond=(0.0, 1.0))


def dial_of(trait: str, word: str, kind: Kind | None) -> Outcome:
    """Return the mean of a dial over minds of a kind."""

    def of(minds: Records, labs: int, horizon: int) -> Values:
        return np.where(of_kind(kind, minds), minds[trait], np.nan)

    undefined = "" if kind is None else f"of a mind that is none of the {word}"
    return Outcome("minds", "dial", f"{trait} of {word}", "mean", of, undefined, (0.0, 1.0))


def outcome_of_minds(name: str) -> Outcome | None:
    """Return a measure of minds by its name, such as `honesty of schemers`; None if there is none."""
    said = OF_MINDS.fullmatch(name)
    if said is None:
        return None
    kind = KINDS[said["kind"]]
    if said["what"] == "share":
        return None if kind is None else share_of(said["kind"], kind)
    return dial_of(said["what"], said["kind"], kind) if said["what"].upper() in Trait.__members__ else None


@cache
def measure_of(name: str) -> Measure | None:
    """Return a measure by its name, or None where there is none."""
    outcome = GAMES.get(name) or outcome_of_minds(name)
    if outcome is None:
        return None
    return Measure(name, outcome, name not in GAMES, SMALLEST[outcome.unit])


def names_of_measures() -> list[str]:
    """Return the names of all measures."""
    dials = [f"{trait.name.lower()} of {kind}" for kind in KINDS for trait in Trait]
    return [*GAMES, *(f"share of {word}" for word, kind in KINDS.items() if kind is not None), *dials]
