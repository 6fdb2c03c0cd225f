"""The worlds that a scenario may mean: one or, with uncertain numbers, as many as are drawn.

A world is drawn by quantiles from luck that stands at an address: the seed, the world's number and what the number is
called. So two scenarios played with the same seed share their worlds, number by number, as far as both are uncertain
about the same things; what one of them says for certain is drawn in neither.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from dealsim.scenario.files.problems import KeyPath, Problem, ScenarioError
from dealsim.scenario.files.source import Source
from dealsim.scenario.files.validation import in_order, validate
from dealsim.scenario.schema.scenario import Scenario
from dealsim.scenario.worlds.uncertain import Uncertain, find_uncertain, fixed, medians

if TYPE_CHECKING:
    from dealsim.scenario.flat_tables.tables import ScenarioTables

EXTREMES = (0.05, 0.95)  # quantiles
MOST_SHOWN = 4  # of the drawn numbers, where they are not a valid world
TRIED = 16  # worlds that are drawn, besides the extremes, to check that drawn worlds are valid


@dataclass(frozen=True, eq=False)
class Worlds:
    """A scenario's uncertain numbers, and every world that it may mean.

    source: what the user wrote.
    """

    source: Source
    uncertain: tuple[Uncertain, ...]

    @cached_property
    def median(self) -> Scenario:
        """The world in which everything uncertain is at its median; the only one, if nothing is."""
        return validate(Scenario, fixed(self.source, medians(self.uncertain), self.uncertain))

    @property
    def games_per_world(self) -> int | None:
        """How many games share a world; None where there is one world."""
        return self.median.games_per_world if self.uncertain else None

    @cached_property
    def digest(self) -> str:
        """The digest of the game that the scenario describes, and of what it leaves uncertain."""
        from dealsim.scenario.flat_tables.tables import digest

        certain = digest(self.median)
        if not self.uncertain:
            return certain
        said = [f"{each.address}={each.distribution}" for each in self.uncertain]
        return hashlib.sha256("\n".join([certain, str(self.games_per_world), *said]).encode()).hexdigest()

    def world_of(self, game: int) -> int:
        """Return the number of the world that a game is played in."""
        return game // (self.games_per_world or 1) if self.uncertain else 0

    def drawn(self, seed: int, world: int) -> dict[str, float]:
        """Return the uncertain numbers of a world, by address."""
        from dealsim.core.luck import Purpose, name_word, uniform

        def luck(address: str) -> float:
            return uniform(np.uint64(seed), world, name_word(address), 0, 0, int(Purpose.WORLD), 0)

        return {each.address: each.drawn(luck(each.address)) for each in self.uncertain}

    def scenario(self, seed: int, world: int) -> Scenario:
        """Return a world as a scenario without uncertainty.

        Raises ScenarioError where what was drawn does not hold together.
        """
        return self.scenario_with(self.drawn(seed, world)) if self.uncertain else self.median

    def scenario_with(self, values: dict[str, float]) -> Scenario:
        """Return the scenario with these numbers, by address, where it is uncertain."""
        try:
            return validate(Scenario, fixed(self.source, values, self.uncertain))
        except ScenarioError as error:
            raise ScenarioError([in_a_world(problem, values) for problem in error.problems]) from None

    def tables(self, seed: int, game: int) -> "ScenarioTables":
        """Return the flat tables of the world that a game is played in."""
        return tables_of(self, seed, self.world_of(game)) if self.uncertain else self.tables_of_median

    @cached_property
    def tables_of_median(self) -> "ScenarioTables":
        """The flat tables of the world in which everything uncertain is at its median."""
        made: ScenarioTables = import_module("dealsim.scenario.flat_tables.tables").tabulate(self.median)
        return replace(made, digest=self.digest)


def worlds_of(source: Source, parts: Sequence[KeyPath] = ()) -> Worlds:
    """Return the worlds that a source may mean. parts: paths at which the same file may stand more than once.

    Raises ScenarioError with every problem found, in the median world, in the extremes and in some that are drawn.
    """
    found = find_uncertain(Scenario, source, parts)
    worlds = Worlds(source, found.uncertain)
    problems = list(found.problems)
    said = {problem.key for problem in problems}
    try:
        worlds.median  # noqa: B018  # validated as it is asked for
        if found.uncertain and not problems:
            try_some(worlds)
    except ScenarioError as error:
        problems += (problem for problem in error.problems if problem.key not in said)
    if problems:
        raise ScenarioError(in_order(problems, source.name))
    return worlds


def try_some(worlds: Worlds) -> None:
    """Raise ScenarioError unless the extremes and some drawn worlds are valid."""
    for u in EXTREMES:
        worlds.scenario_with({each.address: each.drawn(u) for each in worlds.uncertain})
    for world in range(TRIED):
        worlds.scenario(0, world)


def in_a_world(problem: Problem, values: dict[str, float]) -> Problem:
    """Return a problem of a drawn world with the drawn numbers."""
    drawn = ", ".join(f"{address} {value:.3g}" for address, value in list(values.items())[:MOST_SHOWN])
    return replace(problem, wanted=f"{problem.wanted} (when uncertain numbers are drawn as {drawn})")


def tables_at(played: "ScenarioTables | Worlds", seed: int, game: int) -> "ScenarioTables":
    """Return the tables that a game is played on: those of its world."""
    return played.tables(seed, game) if isinstance(played, Worlds) else played


@lru_cache(maxsize=8)
def tables_of(worlds: Worlds, seed: int, world: int) -> "ScenarioTables":
    """Return the flat tables of one world."""
    made: ScenarioTables = import_module("dealsim.scenario.flat_tables.tables").tabulate(worlds.scenario(seed, world))
    return made
