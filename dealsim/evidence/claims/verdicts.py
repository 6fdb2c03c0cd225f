"""From an interval to a finding in one world, and from findings to a verdict.

The line of possible effects has three parts: below minus the smallest effect that matters, above it, and between. The
part that holds the whole interval is the finding; an interval that reaches into two parts cannot say yet. So a large
effect, a trifling one and one that is not known are three different things. Source: lakens2018equivalence.

All intervals of a run are so wide that, by luck, any of them misses in at most one run of twenty (Bonferroni).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dealsim.evidence.claims.effects import Effect
from dealsim.measure.intervals import CONFIDENCE, Interval, Range

LEAST_DEFINED = 20  # fewest games in which a measure must be defined for a finding: assumption
MOST_GAMES = 10_000_000  # more are not worth advising


class Finding(StrEnum):
    """What is found of a prediction in one world."""

    AS_PREDICTED = "as predicted"
    OPPOSITE = "the other way"
    NONE = "no effect"
    NOTHING_TO_MOVE = "nothing to move"  # the predicted effect cannot occur there, whatever the lever does
    UNSURE = "cannot say yet"


class Verdict(StrEnum):
    """What is found of a prediction over all worlds, or of a claim over all its predictions."""

    HOLDS = "holds"
    FAILS = "fails"
    DEPENDS = "depends"
    NO_EFFECT = "no effect"
    CANNOT_SAY = "cannot say yet"


class Sign(StrEnum):
    """Which way a measure goes."""

    UP = "+"
    DOWN = "−"
    NONE = "0"
    NOTHING = "·"  # nothing to move
    UNSURE = "?"


@dataclass(frozen=True)
class Judged:
    """A finding, the sign that was found and, where it is unsure, how many games (of a sample: worlds) would settle it.

    enough: None where it is said, or where even very many would not do.
    """

    finding: Finding
    sign: Sign
    enough: int | None = None


def confidence_of_each(decisions: int) -> float:
    """Return the confidence of each of some intervals, so that all hold together with the confidence of one alone.

    1 - (1 - c)/m        c: 95%.  m: decisions.  Source: dunn1961multiple.
    """
    return 1.0 - (1.0 - CONFIDENCE) / max(decisions, 1)


def sign_of(interval: Interval, smallest: float) -> Sign:
    """Return the part of the line in which an interval lies as a whole."""
    low, high = interval
    if low > smallest:
        return Sign.UP
    if high < -smallest:
        return Sign.DOWN
    return Sign.NONE if -smallest < low and high < smallest else Sign.UNSURE


# Which signs confirm each prediction, and which contradict it; any other sign is no effect.
BORNE_OUT = {
    "rises": {Sign.UP},
    "falls": {Sign.DOWN},
    "stays": {Sign.NONE},
    "does not rise": {Sign.NONE, Sign.DOWN},
    "does not fall": {Sign.NONE, Sign.UP},
}
CONTRADICTED = {
    "rises": {Sign.DOWN},
    "falls": {Sign.UP},
    "stays": {Sign.UP, Sign.DOWN},
    "does not rise": {Sign.UP},
    "does not fall": {Sign.DOWN},
}


def judge(direction: str, effect: Effect, smallest: float, within: Range, played: int) -> Judged:
    """Return what is found of a prediction in one world.

    direction: what is predicted.  smallest: the smallest effect that matters.  within: the range of the measure.
    played: games, or worlds of a sample.
    """
    if effect.interval is None or effect.change is None or effect.games < LEAST_DEFINED:
        return Judged(Finding.NOTHING_TO_MOVE, Sign.NOTHING)
    if no_room(direction, effect, smallest, within) or idle(effect, smallest, within):
        return Judged(Finding.NOTHING_TO_MOVE, Sign.NOTHING)
    sign = sign_of(effect.interval, smallest)
    if sign in BORNE_OUT[direction]:
        return Judged(Finding.AS_PREDICTED, sign)
    if sign in CONTRADICTED[direction]:
        return Judged(Finding.OPPOSITE, sign)
    if sign == Sign.NONE:
        return Judged(Finding.NONE, sign)
    if one_sided(direction, effect.interval, smallest):
        return Judged(Finding.AS_PREDICTED, sign)
    enough = games_that_would_do(direction, effect.change, effect.interval, smallest, played)
    return Judged(Finding.UNSURE, sign, enough)


def one_sided(direction: str, interval: Interval, smallest: float) -> bool:
    """Return whether an interval excludes all that would contradict a prediction that something does not happen."""
    if direction == "does not rise":
        return interval[1] < smallest
    return direction == "does not fall" and interval[0] > -smallest


def no_room(direction: str, effect: Effect, smallest: float, within: Range) -> bool:
    """Return whether a measure is so close to its bound that the predicted effect is too small to matter."""
    if effect.room is None:
        return False
    if direction == "falls":
        return effect.room[1] - within[0] < smallest
    return direction == "rises" and within[1] - effect.room[0] < smallest


def idle(effect: Effect, smallest: float, within: Range) -> bool:
    """Return whether neither of two compared conditions has an effect that matters."""
    return effect.highest is not None and effect.highest - within[0] < smallest


def games_that_would_do(direction: str, change: float, interval: Interval, smallest: float, played: int) -> int | None:
    """Return how many games (or worlds) would bring the interval to one side of every limit, if the change were true.

    n (h/m)^2        n: played so far.  h: half of the interval's width.  m: from the change to the nearest limit.
    None where even ten million are too few.
    """
    limits = {"does not rise": [smallest], "does not fall": [-smallest]}.get(direction, [-smallest, smallest])
    margin = min(abs(change - limit) for limit in limits)
    half = 0.5 * (interval[1] - interval[0])
    needed = played * (half / margin) ** 2 if margin > 0.0 else math.inf
    if needed > MOST_GAMES:
        return None
    figures = max(len(str(math.ceil(needed))) - 2, 0)  # two figures are enough
    return int(math.ceil(needed / 10**figures) * 10**figures)


def verdict_on(findings: Sequence[Finding]) -> Verdict:
    """Return the verdict on a prediction from its findings in several worlds.

    depends: as predicted somewhere but not elsewhere. Else holds, fails or no effect, each only if more can be said
    than not; else cannot say yet.  Worlds with nothing to move are left out: with none but those there is no effect.
    """
    moved = [finding for finding in findings if finding != Finding.NOTHING_TO_MOVE]
    said = [finding for finding in moved if finding != Finding.UNSURE]
    if not moved:
        return Verdict.NO_EFFECT if findings else Verdict.CANNOT_SAY
    if Finding.AS_PREDICTED in said and {*said} != {Finding.AS_PREDICTED}:
        return Verdict.DEPENDS
    if 2 * len(said) <= len(moved):
        return Verdict.CANNOT_SAY
    if Finding.AS_PREDICTED in said:
        return Verdict.HOLDS
    return Verdict.FAILS if Finding.OPPOSITE in said else Verdict.NO_EFFECT


def verdict_of_parts(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict on a claim from those on its predictions, all of which it asserts.

    holds: all hold.  depends: some do and some do not, or any depends.  Where none holds: fails if any fails, else no
    effect if any has none.  cannot say yet: the rest, where nothing contradicts it but not all of it is known.
    """
    said = {*verdicts}
    borne_out, against = said & {Verdict.HOLDS, Verdict.DEPENDS}, said & {Verdict.FAILS, Verdict.NO_EFFECT}
    if said == {Verdict.HOLDS}:
        return Verdict.HOLDS
    if Verdict.DEPENDS in said or (borne_out and against):
        return Verdict.DEPENDS
    if against:
        return Verdict.FAILS if Verdict.FAILS in against else Verdict.NO_EFFECT
    return Verdict.CANNOT_SAY
