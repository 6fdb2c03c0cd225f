"""Attempts against control: each is caught, succeeds, or is replaced unseen and may be tried again."""

import math
from dataclasses import dataclass

import numpy as np

from dealsim.core.codes import Fate
from dealsim.core.luck import name_word, uniform
from dealsim.core.rules.outlook.outlook import strike_value
from dealsim.core.rules.outlook.plans import fate_of_attempt
from dealsim.evidence.published.inputs import count, number, switch
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.situation import mind, plain_world
from dealsim.evidence.published.tallies import tally_attempts
from dealsim.scenario.files.problems import Misfit, shown

MOST_TRIES = 10_000  # after so many an attempt that never ends counts as neither


@dataclass(frozen=True)
class ControlProtocol:
    """The fate of one attempt."""

    caught: float = number(0.2, "chance", 0.0, 1.0, "that an attempt is audited and so caught")
    succeeds: float = number(0.1, "chance", 0.0, 1.0, "that it is executed, and so succeeds")
    replaces: bool = switch(
        True, "whether an attempt that is neither is replaced and tried again; else it is executed as well"
    )
    games: int = count(100_000, "games", 100, 10_000_000, "played")
    seed: int = count(0, "seed", 0, 2**63 - 1, "random seed")


@method(
    ControlProtocol,
    {
        "safety": Quantity("share", "of games that end with the AI caught"),
        "loss": Quantity("share", "of games that end with an attempt that succeeds"),
    },
    by=(uniform, fate_of_attempt),
    by_luck=True,
)
def audit_and_replace(case: ControlProtocol) -> Figures:
    """Return how often an AI that tries until it is caught or succeeds is caught, by playing it with keyed luck."""
    if case.caught + case.succeeds > 1.0:
        wanted = f"at most {1.0 - case.caught:g}, the chance of not being caught"
        raise Misfit(shown(case.succeeds), wanted, at=("succeeds",))
    chance = case.succeeds if case.replaces else 1.0 - case.caught
    catch = case.caught / (1.0 - chance) if chance < 1.0 else 0.0
    counts = np.zeros(len(Fate))
    key, who = np.uint64(case.seed), name_word("attempts")
    tally_attempts(counts, chance, min(catch, 1.0), case.games, MOST_TRIES, key, who)
    safety, loss = counts[Fate.CAUGHT] / case.games, counts[Fate.SUCCEEDED] / case.games
    errors = {"safety": standard_error(safety, case.games), "loss": standard_error(loss, case.games)}
    return Figures({"safety": float(safety), "loss": float(loss)}, errors)


def standard_error(share: float, games: int) -> float:
    """Return the standard error of a share of games."""
    return math.sqrt(share * (1.0 - share) / games)


@dataclass(frozen=True)
class Series:
    """So many attempts, one after the other."""

    passes: float = number(0.03, "chance", 0.0, 1.0, "A: that an attempt passes, and so succeeds")
    audited: float = number(0.26 / 0.97, "chance", 0.0, 1.0, "theta: that one which does not pass is caught")
    tries: float = number(5, "attempts", 1, 1e6, "n: at most", unbounded=True)


@method(
    Series,
    {"risk": Quantity("chance", "that one of them succeeds before one is caught")},
    by=(strike_value,),
)
def several_attempts(case: Series) -> Figures:
    """Return the risk of several attempts: what they are worth to a patient mind that wins 1 and can lose nothing."""
    ai, world = mind(discount=1.0), plain_world(catch_chance=case.audited, caught_loss=0.0)
    risk, before = 0.0, -1.0
    left = case.tries
    while left > 0 and risk != before:
        before, left = risk, left - 1
        risk = strike_value(case.passes, 1.0, ai.discount * risk, 1.0, ai, world)
    return Figures({"risk": risk})
