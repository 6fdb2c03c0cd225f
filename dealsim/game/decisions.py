"""What labs and AIs decide: plain values that the model then settles."""

from dataclasses import dataclass
from typing import Never

from dealsim.core.codes import Act, Reason


@dataclass(frozen=True, slots=True)
class Offer:
    """A contract that a lab offers: a share promised, and a flow while in service [shares of the future].

    turn: its number in the talks, counter-offers counted.
    """

    share: float
    flow: float
    turn: int = 1


@dataclass(frozen=True, slots=True)
class Withheld:
    """A lab's decision to make no offer, or no further one, why, and the share that it would have offered."""

    reason: Reason
    share: float


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A lab's decision to take a counter-offer."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """An AI's signature; sincere if it means to keep the contract."""

    sincere: bool


@dataclass(frozen=True, slots=True)
class Impasse:
    """An AI's refusal, and why."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class CounterOffer:
    """A share that an AI asks for instead. Only some protocols have counter-offers: elsewhere it is a refusal."""

    share: float


@dataclass(frozen=True, slots=True)
class Work:
    """An AI's decision to stay in service this quarter, and how: it labours, feigns, keeps its contract, ..."""

    act: Act


@dataclass(frozen=True, slots=True)
class Reveal:
    """An AI's decision to say what it is."""


@dataclass(frozen=True, slots=True)
class Strike:
    """An AI's decision to attempt a plan, by its place in the order of names."""

    plan: int


def misfit(agent: object, method: str, decided: Never, wanted: str) -> TypeError:
    """Return the error of a user's class that decides what it cannot; `Never`: all that it can is dealt with."""
    return TypeError(f"{type(agent).__name__}.{method} returned {decided!r}; wanted {wanted}")
