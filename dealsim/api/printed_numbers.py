"""Numbers of outcomes that read well and can be drawn: to the digits that their intervals allow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from dealsim.api.rows import named
from dealsim.measure.estimates import Estimate
from dealsim.measure.outcomes import OUTCOMES
from dealsim.measure.pairs import Difference

if TYPE_CHECKING:
    from dealsim.figures.sheet import Drawn
    from dealsim.measure.intervals import Interval

SHARES = ("share of games", "share")
KIND = "95% intervals"
KIND_PAIRED = "95% paired intervals (the same games with the same luck in both)"


class Drawable(Protocol):
    """What outcomes are drawn of."""

    def plot(self, *outcomes: str) -> "Drawn":
        """Draw some of its outcomes."""


@dataclass(frozen=True, repr=False)
class PrintedEstimate(Estimate):
    """An outcome's estimate, for `print` and for a figure. name: of the outcome.  of: the results that it is of."""

    name: str = field(kw_only=True)
    of: Drawable = field(kw_only=True, compare=False)

    def __repr__(self) -> str:
        """Say it in a line, to the digits that its interval allows."""
        return in_a_line(self.name, self.mean, self.se, self.ci95, games_in_words(self))

    def plot(self) -> "Drawn":
        """Draw it with its interval; the others of its kind stand in `plot` of the results."""
        return self.of.plot(self.name)


@dataclass(frozen=True, repr=False)
class PrintedDifference(Difference):
    """How an outcome differs, for `print` and for a figure. name: of the outcome.  of: the comparison."""

    name: str = field(kw_only=True)
    of: Drawable = field(kw_only=True, compare=False)

    def __repr__(self) -> str:
        """Say it in a line, to the digits that its interval allows."""
        from dealsim.figures.tables import number, typographic

        means = (typographic(number(mean, self.se, None, None)) for mean in (self.mean_a, self.mean_b))
        said = " from {} in A to {} in B".format(*means)
        return in_a_line(f"{self.name} difference", self.difference, self.se, self.ci95, games_in_words(self), said)

    def plot(self) -> "Drawn":
        """Draw it with its interval; the others of its kind stand in `plot` of the comparison."""
        return self.of.plot(self.name)


def printed_estimate(name: str, each: Estimate, of: Drawable) -> PrintedEstimate:
    """Return an estimate that reads well."""
    return PrintedEstimate(**vars(each), name=name, of=of)


def printed_difference(name: str, each: Difference, of: Drawable) -> PrintedDifference:
    """Return a difference that reads well."""
    return PrintedDifference(**vars(each), name=name, of=of)


def in_a_line(
    name: str, value: float | None, se: float | None, ci95: "Interval | None", games: str, more: str = ""
) -> str:
    """Return an outcome's number in a line."""
    from dealsim.figures.tables import number, typographic

    unit = OUTCOMES[name.split()[0]].unit
    signed = "difference" in name
    told = typographic(number(value, se, *(ci95 or (None, None)), signed=signed))
    mean, _, interval = told.partition(" [")
    ends = f", 95% interval {interval[:-1].replace(', ', ' to ')}" if interval else ""
    return f"{name} {mean} [{unit}]{more}{ends}, {games}"


def games_in_words(each: Estimate | Difference) -> str:
    """Return over how many games a number is."""
    worlds = f" in {each.worlds:,} worlds" if each.worlds is not None else ""
    return f"{each.games:,} game{'s' * (each.games != 1)}{worlds}"


def drawn_outcomes(
    several: Mapping[str, Estimate | Difference],
    asked: Sequence[str],
    title: str,
    scenarios: tuple[str, ...],
    seed: int,
) -> "Drawn":
    """Draw outcomes with their intervals, the largest on top.

    asked: some of them, of one unit; without any, all shares but those that are 0.  Raises ValueError.
    """
    import pandas as pd

    from dealsim.api.drawing import drawing_at_hand
    from dealsim.figures.captions import Caption, Sampled

    drawing_at_hand()
    from dealsim.figures.effects import draw_effects
    from dealsim.figures.style import Style

    rows = [row_of(name, named(several, name)) for name in (asked or several)]
    rows = [row for row in rows if row["value"] is not None and (asked or (row["unit"] == "share" and row["value"]))]
    units = list(dict.fromkeys(str(row["unit"]) for row in rows))
    if len(units) != 1:
        found = f"outcomes in {', '.join(units)}" if units else "no outcome that is defined and not 0"
        raise ValueError(f"{found}; wanted some of one unit")
    differences = isinstance(next(iter(several.values())), Difference)
    most = max(named(several, str(row["name"])).games for row in rows)
    evidence = Sampled(games=(most, most), points=(1, 1), seed=seed, interval=KIND_PAIRED if differences else KIND)
    reading = "" if asked else "Outcomes that are shares and not 0."
    caption = Caption(title=title, reading=reading, scenarios=scenarios, evidence=evidence)
    axis = f"{'difference' if differences else 'mean'} [{units[0]}]"
    frame = pd.DataFrame(rows).assign(level="", series="")
    return draw_effects(frame, axis, "outcomes", caption, Style(), differences=differences)


def row_of(name: str, each: Estimate | Difference) -> dict[str, object]:
    """Return an outcome as a row of a figure."""
    unit = OUTCOMES[name].unit
    low, high = each.ci95 or (None, None)
    value = each.difference if isinstance(each, Difference) else each.mean
    words = {"name": name, "group": name.replace("_", " "), "unit": "share" if unit in SHARES else unit}
    return words | {"value": value, "low": low, "high": high}
