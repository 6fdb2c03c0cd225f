"""The sources of scenarios, each with its uses."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dealsim.bibliography.entries import Entry, read_entries
from dealsim.bibliography.software import software
from dealsim.bibliography.switches import counts
from dealsim.bibliography.uses import (
    Use,
    rule_files,
    uses_of_code,
    uses_of_files,
    uses_of_parameters,
)
from dealsim.scenario import Scenario, Worlds
from dealsim.scenario.files.shipped import shipped_folder
from dealsim.scenario.worlds.worlds import EXTREMES

SOURCES = "sources.bib"
KINDS = ("software", "parameter", "rule", "file")  # of use, in the order in which they are listed


@dataclass(frozen=True)
class SourceUse:
    """One use of a source. scenarios: the names of the scenarios that use it so, in order."""

    kind: str
    where: str
    what: str
    scenarios: tuple[str, ...]


@dataclass(frozen=True)
class Citation:
    """A source with all its uses."""

    entry: Entry
    purposes: tuple[SourceUse, ...]


@dataclass(frozen=True)
class Citations:
    """The sources of scenarios. lacking: keys that a file names but `scenarios/sources.bib` lacks, with the file."""

    scenarios: tuple[str, ...]
    cited: tuple[Citation, ...]
    lacking: tuple[tuple[str, str], ...]


def citations(several: Sequence[Worlds]) -> Citations:
    """Return the sources of scenarios: dealsim itself, then others by key.

    That is: the parameters that they set or leave at their defaults, the rules, the comments of all files that they
    are made of, and the methods behind the intervals of `dealsim run`; less what they leave out (`switches`).
    """
    names = distinct(name_of(worlds) for worlds in several)
    found: dict[Use, list[str]] = {}
    for worlds, name in zip(several, names, strict=True):
        for use in uses_of(worlds):
            found.setdefault(use, []).append(name)
    entries = shipped_entries()
    lacking = sorted({(use.key, use.where) for use in found if use.key not in entries})
    cited = [
        Citation(entries[key], tuple(purposes(found, key))) for key in sorted({use.key for use in found} & {*entries})
    ]
    return Citations(
        names,
        (Citation(software(), (SourceUse("software", "dealsim", "playing the games", names),)), *cited),
        tuple(lacking),
    )


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Return names of scenarios, of which those that were there before are counted: `world`, `world (2)`."""
    made = list(names)
    before = [made[:place].count(name) for place, name in enumerate(made)]
    return tuple(f"{name} ({times + 1})" if times else name for name, times in zip(made, before, strict=True))


@cache
def shipped_entries() -> dict[str, Entry]:
    """Return the entries of the bibliography that travels with dealsim, by key."""
    return read_entries((shipped_folder() / SOURCES).read_text(encoding="utf-8"))


def purposes(found: dict[Use, list[str]], key: str) -> Iterator[SourceUse]:
    """Yield the uses of sources: parameters, then rules, then comments of files."""
    mine = sorted(
        (use for use in found if use.key == key), key=lambda use: (KINDS.index(use.kind), use.where, use.what)
    )
    return (SourceUse(use.kind, use.where, use.what, tuple(dict.fromkeys(found[use]))) for use in mine)


def uses_of(worlds: Worlds) -> list[Use]:
    """Return a scenario's uses of sources, each once."""
    code = [use for file in (*rule_files(), *methods(worlds)) for use in uses_of_code(file)]
    found = list(uses_of_files(worlds.source))
    for scenario in extreme_scenarios(worlds):
        found += (use for use in (*uses_of_parameters(scenario), *code) if counts(use, scenario))
    return list(dict.fromkeys(found))


def methods(worlds: Worlds) -> tuple[str, ...]:
    """Return the files behind the intervals that `dealsim run` prints: means by world, where worlds are drawn."""
    return ("measure/intervals", "measure/estimates") if worlds.uncertain else ("measure/intervals",)


def extreme_scenarios(worlds: Worlds) -> list[Scenario]:
    """Return the median world and, where numbers are uncertain, the extremes: a mechanism on in one of them counts."""
    drawn = [{each.address: each.drawn(u) for each in worlds.uncertain} for u in EXTREMES if worlds.uncertain]
    return [worlds.median, *map(worlds.scenario_with, drawn)]


def name_of(worlds: Worlds) -> str:
    """Return a scenario's name: its file's name without folder and suffix."""
    return Path(worlds.source.name).stem
