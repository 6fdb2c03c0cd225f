"""Deal windows for a page: schemers' alone, labs that are alike together, and in words where a deal exists."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from dealsim.core.codes import Kind
from dealsim.measure.window import Window, windows_of

from .sides import Side, load
from .words import all_words, words

KEPT = 32


@dataclass(frozen=True)
class LabWindows:
    """The windows of labs that are alike, by generation, each by age."""

    labs: tuple[str, ...]
    generations: dict[int, tuple[Window, ...]]


@lru_cache(maxsize=KEPT)
def schemers_windows(side: Side) -> tuple[LabWindows, ...]:
    """Return the windows of a side."""
    found: dict[tuple[Window, ...], list[str]] = {}
    for lab, mine in groupby(windows_of(load(side).tables_of_median, [Kind.SCHEMER]), key=lambda each: each.lab):
        found.setdefault(tuple(replace(each, lab="") for each in mine), []).append(lab)
    return tuple(LabWindows(tuple(labs), by_generation(mine)) for mine, labs in found.items())


def by_generation(windows: tuple[Window, ...]) -> dict[int, tuple[Window, ...]]:
    """Return windows by generation."""
    return {generation: tuple(mine) for generation, mine in groupby(windows, key=lambda each: each.generation)}


def windows_in_words(windows: Sequence[Window]) -> list[str]:
    """Return where a deal exists and why not elsewhere, a sentence each."""
    stretches = [(key, list(mine)) for key, mine in groupby(windows, key=lambda each: (each.deal, each.reason))]
    reasons = {reason for (deal, reason), _ in stretches if not deal}
    if len(stretches) == 1 and reasons:
        return [words("explore.no_deal", why=why(next(iter(reasons))))]
    said = []
    for (deal, reason), mine in stretches:
        ages = ages_in_words(mine[0].age, mine[-1].age)
        line = words("explore.deal_at", ages=ages) if deal else words("explore.no_deal_at", ages=ages, why=why(reason))
        said.append(line[0].upper() + line[1:])
    return said


def ages_in_words(first: int, last: int) -> str:
    """Return a stretch of ages in words."""
    return words("explore.age", first=first) if first == last else words("explore.ages", first=first, last=last)


def why(reason: str | None) -> str:
    """Return a reason in words."""
    return str(all_words()["reasons"].get(reason, reason))
