"""The ledger: every claim with its verdict, what was found in each world, and what it depends on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dealsim.evidence.claims.effects import Effect, Sums
from dealsim.evidence.claims.loading import ReadyClaim, ReadyPrediction, Sizes, Trial
from dealsim.evidence.claims.playing import Columns
from dealsim.evidence.claims.separation import Separation, Side, separate
from dealsim.evidence.claims.verdicts import (
    LEAST_DEFINED,
    Finding,
    Judged,
    Sign,
    Verdict,
    confidence_of_each,
    judge,
    verdict_of_parts,
    verdict_on,
)
from dealsim.measure.estimates import Values


@dataclass(frozen=True)
class Tried:
    """A prediction in a world: the effect and the finding. sampled: whether the world is a sample of worlds."""

    world: str
    sampled: bool
    effect: Effect
    judged: Judged


@dataclass(frozen=True)
class Dependence:
    """The number of the world that a prediction depends on, with the findings on either side of its limit."""

    separation: Separation
    below: Judged
    above: Judged


@dataclass(frozen=True)
class PartFound:
    """A prediction with its verdict.

    dependence: None where no number of the world explains enough; for a prediction that depends, guess: the number
    that explained most where it was sought, but not where it was tested.
    """

    part: ReadyPrediction
    tried: tuple[Tried, ...]
    dependence: Dependence | None
    verdict: Verdict
    guess: Dependence | None = None


@dataclass(frozen=True)
class ClaimFound:
    """A claim with its verdict."""

    ready: ReadyClaim
    parts: tuple[PartFound, ...]
    verdict: Verdict


@dataclass(frozen=True)
class Ledger:
    """What was found of some claims.

    sizes: how much was planned. games: how many were played, all arms together. decisions: how many share the
    chance of a mistake.  confidence: of each interval, so that all together have 95%.
    """

    claims: tuple[ClaimFound, ...]
    sizes: Sizes
    seed: int
    games: int
    decisions: int
    confidence: float


class LedgerSums:
    """Sums of everything that is played for some claims, added round by round."""

    def __init__(self, claims: Sequence[ReadyClaim], sizes: Sizes, seed: int, decisions: int) -> None:
        """Begin with nothing played.

        decisions: how many intervals decide something, in all of what is tried together.
        """
        self.claims, self.sizes, self.seed, self.decisions = tuple(claims), sizes, seed, decisions
        self.sums = {
            (claim.id, part.name): [Sums(trial, part.measure) for trial in part.trials]
            for claim in claims
            for part in claim.parts
        }

    def add(self, round_: Mapping[str, Columns]) -> None:
        """Take in a round: the results of every arm that was played in it, by the arm's key."""
        for sums in self.sums.values():
            for each in sums:
                each.add(round_)

    def ledger(self, games: int) -> Ledger:
        """Return what is found so far.

        games: how many were played.
        """
        confidence = confidence_of_each(self.decisions)
        found = tuple(self.claim_found(claim, confidence) for claim in self.claims)
        return Ledger(found, self.sizes, self.seed, games, self.decisions, confidence)

    def claim_found(self, claim: ReadyClaim, confidence: float) -> ClaimFound:
        """Return a claim with its verdict."""
        parts = tuple(
            part_found(part, self.sums[claim.id, part.name], self.sizes, self.seed, confidence) for part in claim.parts
        )
        judges = [part.verdict for part in parts if part.part.name in claim.claim.judges]
        return ClaimFound(claim, parts, verdict_of_parts(judges))


def part_found(part: ReadyPrediction, sums: Sequence[Sums], sizes: Sizes, seed: int, confidence: float) -> PartFound:
    """Return a prediction with its verdict."""
    tried, found = [], None
    direction, smallest, within = part.prediction.direction, part.prediction.least, part.measure.outcome.within
    for trial, each in zip(part.trials, sums, strict=True):
        effect = each.effect(confidence)
        judged = judge(direction, effect, smallest, within, sizes.worlds if trial.sampled else sizes.games)
        if each.rounds == 0:  # stopped before
            judged = Judged(Finding.UNSURE, Sign.UNSURE)
        tried.append(Tried(trial.world, trial.sampled, effect, judged))
        if trial.sampled and found is None:
            found = dependence_of(part, trial, each, seed, confidence)
    findings = [each.judged.finding for each in tried]
    if found is not None and found.separation.clear:
        findings += [found.below.finding, found.above.finding]
    verdict = verdict_on(findings)
    if found is None or found.separation.likely:
        return PartFound(part, tuple(tried), found, verdict)
    return PartFound(part, tuple(tried), None, verdict, found if verdict == Verdict.DEPENDS else None)


def dependence_of(part: ReadyPrediction, trial: Trial, sums: Sums, seed: int, confidence: float) -> Dependence | None:
    """Return the number of the world by which a prediction differs most; None where there are too few worlds."""
    effect, level = sums.by_world()
    found = separate(numbers_of(trial, seed, len(effect)), effect, level, confidence)
    if found is None:
        return None
    below, above = (judge_side(part, side, compares=sums.compares_conditions) for side in (found.below, found.above))
    return Dependence(found, below, above)


def judge_side(part: ReadyPrediction, side: Side, *, compares: bool) -> Judged:
    """Return what is found of a prediction on one side of a limit."""
    room = None if compares else side.level
    effect = Effect(None, None, side.mean, None, side.ci95, side.interval, room, LEAST_DEFINED, side.worlds)
    direction, within = part.prediction.direction, part.measure.outcome.within
    return judge(direction, effect, part.prediction.least, within, side.worlds)


def numbers_of(trial: Trial, seed: int, worlds: int) -> dict[str, Values]:
    """Return the numbers that a sample draws in every arm of a trial, by address, world by world."""
    drawn = [arm.worlds for arm in trial.arms if arm.worlds.uncertain]
    common = set.intersection(*({each.address for each in one.uncertain} for one in drawn))
    rows = [drawn[0].drawn(seed, world) for world in range(worlds)]
    return {address: np.array([row[address] for row in rows]) for address in sorted(common)}
