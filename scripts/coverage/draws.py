"""Games that might have been, of which the true mean is known."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dealsim.measure.estimates import Values
from dealsim.measure.intervals import Range

type Generator = np.random.Generator

SHARE: Range = (0.0, 1.0)
NUMBER: Range = (0.0, math.inf)


@dataclass(frozen=True)
class Draw:
    """A distribution of one game's outcome."""

    name: str
    mean: float
    within: Range
    sample: Callable[[Generator, int], Values]


def rarely(chance: float, name: str, mean: float, within: Range, sample: Callable[[Generator, int], Values]) -> Draw:
    """Return a distribution that is 0 in most games."""
    said = f"{name}, in {100 * chance:g}% of games"
    return Draw(said, chance * mean, within, lambda rng, n: np.where(rng.random(n) < chance, sample(rng, n), 0.0))


def count(mean: float) -> Draw:
    """Return a count of events that come at random."""
    return Draw(f"count, {mean:g} a game", mean, NUMBER, lambda rng, n: rng.poisson(mean, n).astype(np.float64))


def clumped(mean: float) -> Draw:
    """Return a count of events of which one brings others."""
    draw = lambda rng, n: rng.negative_binomial(0.3, 0.3 / (0.3 + mean), n).astype(np.float64)  # noqa: E731
    return Draw(f"clumped count, {mean:g} a game", mean, NUMBER, draw)


def even(rng: Generator, games: int) -> Values:
    """Draw shares evenly."""
    return rng.random(games)


def small(rng: Generator, games: int) -> Values:
    """Draw shares that are mostly small."""
    return rng.beta(0.5, 4.5, games)


MEANS = (
    *(rarely(chance, "an even share", 0.5, SHARE, even) for chance in (0.005, 0.02, 0.1, 0.5)),
    *(rarely(chance, "a small share", 0.1, SHARE, small) for chance in (0.02, 0.1, 1.0)),
    Draw("a share near 1", 20 / 21, SHARE, lambda rng, n: rng.beta(20.0, 1.0, n)),
    *(count(mean) for mean in (0.005, 0.02, 0.1, 1.0, 5.0)),
    *(clumped(mean) for mean in (0.1, 1.0)),
    Draw("a waiting time", 1.0, NUMBER, lambda rng, n: rng.exponential(1.0, n)),
    Draw("a lognormal number", math.exp(0.5), NUMBER, lambda rng, n: rng.lognormal(0.0, 1.0, n)),
)


def defined(chance: float, draw: Draw) -> Draw:
    """Return a distribution of an outcome that few games have."""
    said = f"{draw.name}, defined in {100 * chance:g}% of games"
    sample = lambda rng, n: np.where(rng.random(n) < chance, draw.sample(rng, n), np.nan)  # noqa: E731
    return Draw(said, draw.mean, draw.within, sample)


CONDITIONAL = tuple(
    defined(chance, draw)
    for draw in (
        Draw("an even share", 0.5, SHARE, even),
        Draw("an angle", 0.5, SHARE, lambda rng, n: rng.beta(0.5, 0.5, n)),
        Draw("quarters", 20.0, NUMBER, lambda rng, n: rng.gamma(6.0, 20.0 / 6.0, n)),
    )
    for chance in (0.02, 0.1)
)


@dataclass(frozen=True)
class Clustered:
    """A distribution of games that come in worlds, and what share of a game's variance comes of its world."""

    name: str
    mean: float
    world_share: float
    within: Range
    sample: Callable[[Generator, int, int], Values]


def share_by_world(mean: float, part: float) -> Clustered:
    """Return a share of games whose chance differs from world to world (beta-binomial)."""
    weight = 1.0 / part - 1.0 if part else math.inf

    def sample(rng: Generator, worlds: int, games: int) -> Values:
        chance = rng.beta(mean * weight, (1.0 - mean) * weight, worlds) if part else np.full(worlds, mean)
        return (rng.random((worlds, games)) < chance[:, None]).astype(np.float64).ravel()

    return Clustered(f"{100 * mean:g}% of games", mean, part, SHARE, sample)


def count_by_world(mean: float, shape: float) -> Clustered:
    """Return a count whose rate differs from world to world."""

    def sample(rng: Generator, worlds: int, games: int) -> Values:
        rate = rng.gamma(shape, mean / shape, worlds)
        return rng.poisson(rate[:, None], (worlds, games)).astype(np.float64).ravel()

    between = mean**2 / shape
    return Clustered(f"count, {mean:g} a game", mean, between / (between + mean), NUMBER, sample)


def seldom_by_world(part: float) -> Clustered:
    """Return a share that is defined in one game in five, more often in some worlds than in others."""

    def sample(rng: Generator, worlds: int, games: int) -> Values:
        place, chance = rng.normal(0.0, math.sqrt(part), worlds), rng.beta(1.0, 4.0, worlds)
        values = 20.0 + 5.0 * (place[:, None] + rng.normal(0.0, math.sqrt(1.0 - part), (worlds, games)))
        return np.where(rng.random((worlds, games)) < chance[:, None], values, np.nan).ravel()

    return Clustered("quarters, in 20% of games", 20.0, part, NUMBER, sample)


WORLDS = (
    *(share_by_world(mean, part) for mean in (0.01, 0.1, 0.5) for part in (0.0, 0.05, 0.3)),
    *(count_by_world(mean, shape) for mean, shape in ((0.1, 1.0), (2.0, 2.0))),
    seldom_by_world(0.3),
)


@dataclass(frozen=True)
class Twins:
    """A distribution of one outcome in two scenarios under the same luck."""

    name: str
    difference: float
    within: Range
    sample: Callable[[Generator, int], tuple[Values, Values]]
    undefined: str = ""


def flips(share: float, up: float, down: float) -> Twins:
    """Return a share of games of which few flip."""

    def sample(rng: Generator, games: int) -> tuple[Values, Values]:
        luck = rng.random(games)
        a = luck < share
        b = (luck < share - down) | ((luck >= share) & (luck < share + up))
        return a.astype(np.float64), b.astype(np.float64)

    said = f"{100 * share:g}% of games; up in {100 * up:g}%, down in {100 * down:g}%"
    return Twins(said, up - down, SHARE, sample)


def further(chance: float) -> Twins:
    """Return a number that a change raises in few games, by what is far from normal."""

    def sample(rng: Generator, games: int) -> tuple[Values, Values]:
        a = rng.gamma(2.0, 1.0, games)
        return a, a + np.where(rng.random(games) < chance, rng.exponential(1.0, games), 0.0)

    return Twins(f"a number raised in {100 * chance:g}% of games", chance, NUMBER, sample)


def conditional(chance: float, more: float) -> Twins:
    """Return quarters that are defined in few games, in more of them in B, where they come later."""

    def sample(rng: Generator, games: int) -> tuple[Values, Values]:
        luck, place = rng.random(games), rng.normal(20.0, 5.0, games)
        late = place + 1.0 + rng.normal(0.0, 1.0, games)
        return np.where(luck < chance, place, np.nan), np.where(luck < chance + more, late, np.nan)

    said = f"quarters, defined in {100 * chance:g}% of games and {100 * (chance + more):g}%"
    return Twins(said, 1.0, NUMBER, sample, "in most games")


def taken_away(rng: Generator, worlds: int, games: int) -> tuple[Values, Values]:
    """Draw a number that every game has in A, of a size that differs from world to world, and none has in B."""
    rate = rng.gamma(4.0, 0.025, worlds)
    a = rng.gamma(2.0, 0.5, (worlds, games)) * rate[:, None]
    return a.ravel(), np.zeros(worlds * games)


def seldom_other(rng: Generator, games: int) -> tuple[Values, Values]:
    """Draw quarters that one game in five has, in A and B the same but for one in ten of those."""
    a = np.where(rng.random(games) < 0.2, rng.normal(20.0, 5.0, games), np.nan)
    return a, a + np.where(rng.random(games) < 0.1, rng.exponential(10.0, games), 0.0)


PAIRS = (
    flips(0.001, 0.001, 0.0),
    flips(0.05, 0.0, 0.0),
    flips(0.05, 0.002, 0.001),
    flips(0.2, 0.01, 0.01),
    flips(0.2, 0.02, 0.0),
    flips(0.5, 0.1, 0.2),
    further(0.01),
    further(0.2),
    conditional(0.05, 0.02),
    conditional(0.2, 0.1),
    Twins("quarters, defined in 20% of games, later in a tenth of those", 1.0, NUMBER, seldom_other, "in most games"),
    Twins("a number of 0.1, and none in B", -0.1, NUMBER, lambda rng, n: taken_away(rng, n, 1)),
    flips(0.1, 0.0, 0.1),
)


@dataclass(frozen=True)
class TwinWorlds:
    """A distribution of one outcome in two scenarios under the same luck, of games that come in worlds."""

    name: str
    difference: float
    within: Range
    sample: Callable[[Generator, int, int], tuple[Values, Values]]
    undefined: str = ""


def flips_by_world(share: float, up: float, down: float, part: float) -> TwinWorlds:
    """Return a share of games that flip, in some worlds more often than in others.

    share: of games in A that have it where none flips.  part: of the variance of a flip, what comes of its world.
    """
    weight = 1.0 / part - 1.0

    def flipping(rng: Generator, worlds: int, games: int, chance: float) -> Values:
        of_world = rng.beta(chance * weight, (1.0 - chance) * weight, worlds) if chance else np.zeros(worlds)
        return np.asarray(rng.random((worlds, games)) < of_world[:, None])

    def sample(rng: Generator, worlds: int, games: int) -> tuple[Values, Values]:
        rises, falls = (flipping(rng, worlds, games, chance) for chance in (up, down))
        a = np.where(rises | falls, ~rises, rng.random((worlds, games)) < share)
        b = np.where(rises | falls, rises, a)
        return a.astype(np.float64).ravel(), b.astype(np.float64).ravel()

    name = f"{100 * share:g}% of games; up in {100 * up:g}%, down in {100 * down:g}%; {part:g} by world"
    return TwinWorlds(name, up - down * (1.0 - up), SHARE, sample)


def same(rng: Generator, worlds: int, games: int) -> tuple[Values, Values]:
    """Draw a share of games that is the same in both."""
    a = (rng.random(worlds * games) < 0.1).astype(np.float64)
    return a, a


TWIN_WORLDS = (
    TwinWorlds("a number of 0.1, and none in B", -0.1, NUMBER, taken_away),
    *(flips_by_world(0.0, 0.0, 0.1, part) for part in (0.05, 0.3)),
    TwinWorlds("10% of games, the same in both", 0.0, SHARE, same),
    *(flips_by_world(0.1, 0.02, 0.0, part) for part in (0.05, 0.3)),
    flips_by_world(0.1, 0.05, 0.05, 0.1),
    flips_by_world(0.3, 0.1, 0.03, 0.3),
    flips_by_world(0.1, 0.05, 0.0, 0.9),
)
