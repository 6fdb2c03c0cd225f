"""Distributions of uncertain numbers by their quantiles, within the range of the number."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass

from scipy.special import betaincinv, expit, logit, ndtri

Z_90 = float(ndtri(0.95))  # half the width of a central 90% interval, in standard deviations
MODERATE = 700.0  # exponents whose exponential is still a number


@dataclass(frozen=True)
class Range:
    """The range of a number; None where it has no end.

    open_low, open_high: whether the end itself is excluded. whole: whether only whole numbers are accepted.
    """

    low: float | None = None
    high: float | None = None
    open_low: bool = False
    open_high: bool = False
    whole: bool = False

    def holds(self, value: float) -> bool:
        """Return whether a number may be this one."""
        if self.whole and not (isinstance(value, int) and not isinstance(value, bool)):
            return False
        above = self.low is None or value > self.low or (value == self.low and not self.open_low)
        below = self.high is None or value < self.high or (value == self.high and not self.open_high)
        return above and below

    def nearest(self, value: float) -> float:
        """Return a drawn number, moved inside by one last bit where rounding put it on an excluded end."""
        if self.low is not None and value <= self.low:
            return math.nextafter(self.low, math.inf) if self.open_low else self.low
        if self.high is not None and value >= self.high:
            return math.nextafter(self.high, -math.inf) if self.open_high else self.high
        return value


class Distribution(ABC):
    """What a number may be: a function from (0, 1)."""

    @abstractmethod
    def quantile(self, u: float, within: Range) -> float:
        """Return the number below which a share u of all draws lies."""

    @abstractmethod
    def fault(self, within: Range) -> str | None:
        """Return in words what is accepted where this cannot be drawn within a range; None where it can."""


@dataclass(frozen=True)
class Between(Distribution):
    """`low to high`: a central 90% interval.

    With z the standard normal quantile: lognormal from a lower end up, ln(x - L) normal; scaled logit-normal between
    two ends, logit((x - L)/(H - L)) normal; normal where there is no end.
    """

    low: float
    high: float

    def quantile(self, u: float, within: Range) -> float:
        """Return m + s z(u) on the scale on which it is normal, s = (that of high - that of low)/(2 z(.95))."""
        low, high = on_line(self.low, within), on_line(self.high, within)
        return off_line(0.5 * (low + high) + 0.5 * (high - low) * float(ndtri(u)) / Z_90, within)

    def fault(self, within: Range) -> str | None:
        """Refuse whole numbers, ends in the wrong order, and ends on or beyond the range's."""
        if within.whole:
            return "a whole number or, if uncertain, {choice: [...]}"
        if not self.low < self.high:
            return "the lower end first, then the upper one"
        if not (inside(self.low, within) and inside(self.high, within)):
            return f"both ends {strictly(within)}, or {{uniform: [low, high]}}"
        return None


@dataclass(frozen=True)
class Uniform(Distribution):
    """`{uniform: [low, high]}`: all numbers between two equally likely."""

    low: float
    high: float

    def quantile(self, u: float, within: Range) -> float:
        """Return low + (high - low) u."""
        return self.low + (self.high - self.low) * u

    def fault(self, within: Range) -> str | None:
        """Refuse whole numbers, ends in the wrong order, and ends beyond the range's."""
        if within.whole:
            return "a whole number or, if uncertain, {choice: [...]}"
        if not self.low < self.high:
            return "the lower end first, then the upper one"
        return None if within.holds(self.low) and within.holds(self.high) else f"both ends {closed(within)}"


@dataclass(frozen=True)
class Beta(Distribution):
    """`{beta: [a, b]}`: a Beta distribution over the number's range, which must have two ends."""

    a: float
    b: float

    def quantile(self, u: float, within: Range) -> float:
        """Return L + (H - L) I^-1(u; a, b), I the regularised incomplete beta function."""
        low, high = within.low or 0.0, 1.0 if within.high is None else within.high
        return low + (high - low) * float(betaincinv(self.a, self.b, u))

    def fault(self, within: Range) -> str | None:
        """Refuse whole numbers, weights that are not above 0, and ranges without two ends."""
        if within.whole:
            return "a whole number or, if uncertain, {choice: [...]}"
        if within.low is None or within.high is None:
            return "`low to high`: a Beta distribution needs a range with two ends"
        return None if min(self.a, self.b) > 0.0 else "two numbers above 0"


@dataclass(frozen=True)
class DiscreteChoice(Distribution):
    """`{choice: [x, y, ...]}`: one of some numbers, all equally likely."""

    values: tuple[float, ...]

    def quantile(self, u: float, within: Range) -> float:
        """Return the value in whose share of (0, 1) u lies, in the order in which they stand."""
        return self.values[min(int(u * len(self.values)), len(self.values) - 1)]

    def fault(self, within: Range) -> str | None:
        """Refuse values that the number cannot have."""
        if not self.values:
            return "at least one value"
        return None if all(map(within.holds, self.values)) else f"values {closed(within)}"


def on_line(value: float, within: Range) -> float:
    """Return a number on the scale on which it is normal."""
    if within.low is not None and within.high is not None:
        return float(logit((value - within.low) / (within.high - within.low)))
    if within.low is not None:
        return math.log(value - within.low)
    return -math.log(within.high - value) if within.high is not None else value


def off_line(value: float, within: Range) -> float:
    """Return the number at a place of the scale on which it is normal: the inverse of `on_line`."""
    if within.low is not None and within.high is not None:
        return within.low + (within.high - within.low) * float(expit(value))
    if within.low is not None:
        return within.low + math.exp(min(value, MODERATE))
    return within.high - math.exp(min(-value, MODERATE)) if within.high is not None else value


def inside(value: float, within: Range) -> bool:
    """Return whether a number lies in a range and on no end of it."""
    return (within.low is None or value > within.low) and (within.high is None or value < within.high)


def strictly(within: Range) -> str:
    """Return a range without its ends in words."""
    ends = [f"above {within.low:g}"] if within.low is not None else []
    ends += [f"below {within.high:g}"] if within.high is not None else []
    return " and ".join(ends)


def closed(within: Range) -> str:
    """Return a range in words."""
    ends = [] if within.low is None else [f"{'above' if within.open_low else 'at least'} {within.low:g}"]
    ends += [] if within.high is None else [f"{'below' if within.open_high else 'at most'} {within.high:g}"]
    return ("whole and " if within.whole else "") + " and ".join(ends)
