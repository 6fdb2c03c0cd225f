"""Sums over games: what more of a lever does to a measure in a world, and world by world where there is a sample."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from dealsim.evidence.claims.loading import Trial
from dealsim.evidence.claims.playing import Columns
from dealsim.measure.changes import Changes, whole_of
from dealsim.measure.claim_measures import Measure
from dealsim.measure.estimates import Values, by_world, without_rounding
from dealsim.measure.intervals import EVERY_NUMBER, Interval
from dealsim.measure.pairs import Pair


@dataclass(frozen=True)
class Effect:
    """The effect of more of a lever on a measure; None where there are too few games.

    less, more: means of the measure; less_ci95, more_ci95: theirs.  change: how much greater it is with more; where two
    conditions are compared, by how much that change is greater under the first.  ci95: of the change.  interval: the
    same at the confidence that was asked for.  room: interval of the mean with less, at that confidence; None where
    conditions are compared; then highest: the upper end of the greatest mean, with less or more under either of them.
    games: those in which the measure is defined, with less or with more, whichever are fewer.  worlds: of a sample.
    """

    less: float | None
    more: float | None
    change: float | None
    se: float | None
    ci95: Interval | None
    interval: Interval | None
    room: Interval | None
    games: int
    worlds: int | None = None
    less_ci95: Interval | None = None
    more_ci95: Interval | None = None
    highest: float | None = None


class Sums:
    """Sums of one trial, merged round by round."""

    def __init__(self, trial: Trial, measure: Measure) -> None:
        """Begin with nothing played."""
        self.trial, self.measure = trial, measure
        labs = len(trial.arms[0].worlds.median.labs) if measure.formed else 1
        each = next((arm.worlds.games_per_world for arm in trial.arms if arm.worlds.uncertain), None)
        self.rows_per_world = None if each is None else each * labs
        self.pair = Pair(measure.outcome, self.rows_per_world)
        self.other = Pair(measure.outcome, self.rows_per_world)
        low, high = measure.outcome.within
        self.second = Changes(self.rows_per_world, 2.0 * (high - low))
        self.changes: list[Values] = []
        self.levels: list[Values] = []
        self.rounds = 0

    @property
    def compares_conditions(self) -> bool:
        """Whether two conditions are compared."""
        return len(self.trial.arms) > 2

    def add(self, round_: Mapping[str, Columns]) -> None:
        """Take in a round, if the trial's arms were played in it."""
        if any(arm.key not in round_ for arm in self.trial.arms):
            return
        values = [round_[arm.key][self.measure.name] for arm in self.trial.arms]
        self.rounds += 1
        less, more = values[:2]
        self.pair.add(less, more)
        change = more - less
        if self.compares_conditions:
            change = without_rounding(change - (values[3] - values[2]), change)
            self.second.add(change)
            self.other.add(values[2], values[3])
        if self.rows_per_world is not None:
            self.changes.append(self.change_by_world(less, more, change))
            self.levels.append(means(less, self.rows_per_world))

    def change_by_world(self, less: Values, more: Values, change: Values) -> Values:
        """Return the change in each world of a round, NaN where its measure is undefined."""
        assert self.rows_per_world is not None
        if self.compares_conditions or not self.measure.outcome.undefined:
            return means(change, self.rows_per_world)
        return means(more, self.rows_per_world) - means(less, self.rows_per_world)

    def effect(self, confidence: float) -> Effect:
        """Return the effect, with an interval of a confidence beside that of 95%."""
        found = self.pair.difference(same=False)  # although no game differed in this measure, more games might
        less, more = self.pair.a.estimate(), self.pair.b.estimate()
        paired = Effect(
            less=less.mean,
            more=more.mean,
            change=found.difference,
            se=found.se,
            ci95=found.ci95,
            interval=self.pair.change().interval(confidence) if found.ci95 is not None else None,
            room=self.pair.a.interval(confidence) if less.ci95 is not None else None,
            games=min(less.games, more.games),
            worlds=found.worlds,
            less_ci95=less.ci95,
            more_ci95=more.ci95,
        )
        return self.between_conditions(paired, confidence) if self.compares_conditions else paired

    def between_conditions(self, paired: Effect, confidence: float) -> Effect:
        """Return an effect under the first condition with, for its change, by how much that is greater there."""
        games = int(self.second.every.games)
        if self.second.every.worlds < 2:
            return replace(paired, change=None, se=None, ci95=None, interval=None, room=None, games=games)
        means = (self.pair.a, self.pair.b, self.other.a, self.other.b)
        second = self.second.change(whole_of(self.second.most, *means))
        highest = max(each.interval(confidence)[1] for each in means)
        ci95, interval = second.interval(), second.interval(confidence)
        changed = replace(paired, change=second.mean, se=second.se, ci95=ci95, interval=interval)
        return replace(changed, room=None, games=games, highest=highest)

    def by_world(self) -> tuple[Values, Values]:
        """Return, of every world of the sample, the change and the measure's mean with less, NaN where undefined."""
        if not self.changes:
            return np.zeros(0), np.zeros(0)
        return np.concatenate(self.changes), np.concatenate(self.levels)


def means(values: Values, rows_per_world: int) -> Values:
    """Return the mean of each world, NaN where no value is defined."""
    sums = by_world(values, rows_per_world, 0.0, EVERY_NUMBER)
    found: Values = np.full(len(sums.games), np.nan)
    np.divide(sums.sums, sums.games, out=found, where=sums.games > 0)
    return found
