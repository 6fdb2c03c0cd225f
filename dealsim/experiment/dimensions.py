"""What varies, ready to be set: factors with the keys they set, and the numbers that a scenario leaves uncertain."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dealsim.experiment.factor import A_RANGE, Factor
from dealsim.experiment.labels import RESERVED, as_read
from dealsim.scenario.files.problems import KeyPath, Misfit, shown
from dealsim.scenario.worlds.distributions import DiscreteChoice, Distribution, Range, Uniform
from dealsim.scenario.worlds.uncertain import Uncertain, distribution_of, words_of
from dealsim.scenario.worlds.worlds import EXTREMES

type Value = float | str | None  # None: as the scenario has it
type Settings = tuple[tuple[KeyPath, object], ...]

UNIT = Range(0.0, 1.0)


@dataclass(frozen=True)
class Level:
    """One value of a factor that has so many: what it is called, and what it sets."""

    value: float | str
    settings: Settings


@dataclass(frozen=True)
class Dimension:
    """One thing that varies.

    levels: its values, if they are so many.  distribution, within: of its values, if they are a range.
    paths: the keys that a number of the range is set at; none for a dummy and for what is uncertain.
    address: of what the scenario leaves uncertain.  steps: how many values a grid takes of a range.
    """

    name: str
    label: str
    levels: tuple[Level, ...] = ()
    distribution: Distribution | None = None
    within: Range = UNIT
    paths: tuple[KeyPath, ...] = ()
    address: str | None = None
    steps: int = 0

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers."""
        return not any(isinstance(level.value, str) for level in self.levels)

    @property
    def sets(self) -> list[KeyPath]:
        """The keys of the scenario that any of its values sets."""
        return list(dict.fromkeys([*self.paths, *(path for level in self.levels for path, _ in level.settings)]))

    @property
    def removes(self) -> list[KeyPath]:
        """The keys that any of its values sets to nothing, such as a lab that is left out."""
        return [path for level in self.levels for path, value in level.settings if value is None]

    def at(self, u: float) -> float | str:
        """Return the value below which a share u of all values lies [0 < u < 1]."""
        if self.distribution is None:
            return self.levels[min(int(u * len(self.levels)), len(self.levels) - 1)].value
        value = self.distribution.quantile(min(max(u, LEAST), 1.0 - LEAST), self.within)
        return value if self.within.whole else float(self.within.nearest(value))

    def on_grid(self, u: float) -> float | str:
        """Return the value at a place between its ends [0 <= u <= 1]: of a range without ends, between 5% and 95%."""
        if isinstance(self.distribution, Uniform):
            return self.distribution.low + (self.distribution.high - self.distribution.low) * u
        if self.distribution is None or isinstance(self.distribution, DiscreteChoice):
            return self.at(u)
        low, high = EXTREMES
        return self.at(low + (high - low) * u)

    def values(self) -> list[float | str]:
        """Return the values that a grid takes, in order."""
        if self.distribution is None:
            return [level.value for level in self.levels]
        if isinstance(self.distribution, Uniform):  # ends included
            low, high = self.distribution.low, self.distribution.high
            last = self.steps - 1
            return [(low * (last - k) + high * k) / last for k in range(self.steps)]  # 0.3, not 0.30000000000000004
        if isinstance(self.distribution, DiscreteChoice):
            return list(dict.fromkeys(self.distribution.values))
        return [self.at((k + 0.5) / self.steps) for k in range(self.steps)]

    def settings(self, value: Value) -> Settings:
        """Return what a value sets in the scenario; nothing for what is uncertain, which is drawn by its address."""
        if value is None:
            return ()
        if self.distribution is None:
            return next(level.settings for level in self.levels if level.value == value)
        return tuple((path, value) for path in self.paths)


LEAST = 1e-9  # from either end of (0, 1): quantiles of an end may be infinite


def dimension_of(name: str, factor: Factor, ranges: Sequence[Range | None]) -> Dimension:
    """Return a factor, ready to be set.

    ranges: in which the number at each key that it sets may lie.  Raises Misfit where its range does not fit them.
    """
    label, paths = factor.label or name.replace("_", " "), paths_of(factor)
    if factor.dummy:
        return Dimension(name, label, distribution=Uniform(0.0, 1.0), steps=factor.steps)
    if factor.levels is not None:
        return Dimension(name, label, tuple(Level(value, in_order(said)) for value, said in factor.levels.items()))
    if factor.values is not None:
        written = zip(column_values(factor.values), factor.values, strict=True)
        return Dimension(name, label, tuple(Level(v, tuple((p, said) for p in paths)) for v, said in written))
    distribution, within = ranged(factor, ranges)
    return Dimension(name, label, distribution=distribution, within=within, paths=paths, steps=factor.steps)


def ranged(factor: Factor, ranges: Sequence[Range | None]) -> tuple[Distribution, Range]:
    """Return what a range means, and within which ends."""
    said = factor.range
    distribution = Uniform(*map(float, said)) if isinstance(said, list) and len(said) == 2 else distribution_of(said)
    if distribution is None:
        raise Misfit(shown(said), A_RANGE, at=("range",))
    for path, within in zip(paths_of(factor), ranges, strict=True):
        if within is None:
            raise Misfit(f"the key {'.'.join(map(str, path))}", "a key at which a number stands", at=("set",))
        if fault := distribution.fault(within):
            wanted = "values: [...], or range: {choice: [...]}, for a whole number" if within.whole else fault
            raise Misfit(range_in_words(said), wanted, at=("range",))
    first = ranges[0]
    assert first is not None
    return distribution, first


def range_in_words(said: object) -> str:
    """Return a range as the user wrote it."""
    return f"[{', '.join(f'{end:g}' for end in said)}]" if isinstance(said, list) else words_of(said)


def left_uncertain(dimensions: Sequence[Dimension], uncertain: Sequence[Uncertain]) -> list[Dimension]:
    """Return what a scenario leaves uncertain as things that vary, but for what factors set.

    Numbers whose short names would be alike, or those of factors, outcomes or columns, go by their addresses.
    """
    sets = [path for dimension in dimensions for path in dimension.sets]
    made = [
        uncertain_dimension(each)
        for each in uncertain
        if not all(any(at[: len(path)] == path for path in sets) for at in each.at)
    ]
    taken = Counter(as_read(each.label) for each in made)
    taken.update([*RESERVED, *(as_read(name) for d in dimensions for name in (d.name, d.label))])
    return [replace(each, label=each.name) if taken[as_read(each.label)] > 1 else each for each in made]


# Parts of a scenario whose names say no more than those of the numbers in them.
PLAIN_PARTS = (
    *("every_lab", "minds", "traits", "training", "values", "costs", "service", "technology", "safety", "beliefs"),
    *("talks", "aftermath", "spec", "labs", "plans", "qualities", "mean"),
)
NAMED_PARTS = ("labs", "plans", "qualities")  # in which entries stand by name


def short_name(address: str) -> str:
    """Return what figures call a number of a scenario: `risk aversion`, `clocks horizon`, `control of cumulus`."""
    keys = address.split(".")
    owners = [owner for part, owner in pairwise(keys) if part in NAMED_PARTS]
    said = [key for key in keys if key not in PLAIN_PARTS and key not in owners]
    return " of ".join([" ".join(said or keys[-1:]), *reversed(owners)]).replace("_", " ")


def uncertain_dimension(uncertain: Uncertain) -> Dimension:
    """Return an uncertain number of a scenario as something that varies."""
    return Dimension(
        uncertain.address,
        short_name(uncertain.address),
        distribution=uncertain.distribution,
        within=uncertain.within,
        address=uncertain.address,
        steps=5,
    )


def paths_of(factor: Factor) -> tuple[KeyPath, ...]:
    """Return the keys that a factor sets, as ways down the scenario."""
    said = [] if factor.set is None else [factor.set] if isinstance(factor.set, str) else factor.set
    return tuple(key_path(key) for key in said)


def key_path(key: str) -> KeyPath:
    """Return a dotted key as a way down the scenario."""
    return tuple(key.split("."))


def in_order(said: Mapping[str, object]) -> Settings:
    """Return what a level sets, a key before what stands below it, whatever the order in which they are written."""
    return tuple(sorted(((key_path(key), to) for key, to in said.items()), key=lambda setting: setting[0]))


def column_values(values: Sequence[float | bool | str]) -> list[float | str]:
    """Return values as a column of the results has them: all of them numbers, or all of them words."""
    if any(isinstance(value, bool | str) for value in values):
        made: list[float | str] = [str(value).lower() if isinstance(value, bool) else str(value) for value in values]
    else:
        made = [float(value) for value in values]
    if len(set(made)) < len(made):
        twice = next(value for value in made if made.count(value) > 1)
        raise Misfit(f"{shown(twice)} twice", "each value once", at=("values",))
    return made
