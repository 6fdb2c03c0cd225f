"""The same game in two scenarios: which games end differently, and where such a game diverges.

Both are played with the same luck, so whatever differs first is what the change of the scenario did.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dealsim.core.codes import HAPPENING_FIELDS, Happening
from dealsim.engine import play_one
from dealsim.measure.outcomes import OUTCOMES
from dealsim.scenario import Problem, ScenarioError

if TYPE_CHECKING:
    from dealsim.core.records import Record
    from dealsim.game.story import Passage, Story
    from dealsim.scenario import ScenarioTables, Worlds

MOST_KEPT = 1000  # numbers of flipped games, for each outcome and direction
MOST_TOLD = 64  # of them that are searched for the clearest one
FLIPS = tuple(name for name, outcome in OUTCOMES.items() if outcome.interval == "share")


class Step(NamedTuple):
    """An act in a game, to whom and why, without amounts, so that two games can be compared."""

    quarter: int
    lab: str
    generation: int
    happening: Happening
    kind: int
    plan: str
    reason: int
    sincere: int


@dataclass
class Flips:
    """Games that have an outcome in one scenario and not in the other, in order, the first thousand each way."""

    up: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in FLIPS})
    down: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in FLIPS})

    def add(self, first: int, a: NDArray[np.void], b: NDArray[np.void]) -> None:
        """Take in a block of games, by the number of its first."""
        for name in FLIPS:
            before, after = (OUTCOMES[name].of(tallies, 1, 1) > 0 for tallies in (a, b))
            for games, way in ((after & ~before, self.up), (before & ~after, self.down)):
                room = MOST_KEPT - len(way[name])
                way[name] += (first + np.flatnonzero(games)[:room]).tolist()


@dataclass(frozen=True)
class Parting:
    """Where a game diverges between two scenarios.

    alike: how many steps both have in common.  quarter: of the first step that differs.
    """

    game: int
    alike: int
    quarter: int


def refuse_unlike(a: "Worlds", b: "Worlds") -> None:
    """Refuse two scenarios that cannot be played game by game with the same luck."""
    for each in (a, b):
        if each.median.agents.named():
            found = f"agents named ({each.median.agents})"
            wanted = "scenarios that the rules play; `dealsim run` plays classes, one scenario at a time"
            raise ScenarioError([Problem(each.source.name, None, "agents", found, wanted)])
    sizes = a.games_per_world, b.games_per_world
    if None not in sizes and sizes[0] != sizes[1]:
        found, wanted = str(sizes[1]), f"{sizes[0]}, as in the other, so that they share worlds"
        raise ScenarioError([Problem(b.source.name, None, "games_per_world", found, wanted)])


def most_telling(a: "Worlds", b: "Worlds", seed: int, games: Iterable[int]) -> Parting | None:
    """Return, of some games, the one with the fewest steps from the first difference to the end."""
    best: tuple[int, Parting] | None = None
    for game in list(games)[:MOST_TOLD]:
        one, other = (list(steps(play_one(each, seed, game), each.tables(seed, game))) for each in (a, b))
        alike = shared(one, other)
        if alike == max(len(one), len(other)):
            continue  # the same game
        quarter = min(way[alike].quarter for way in (one, other) if alike < len(way))
        last = min(way[-1].quarter for way in (one, other))
        if best is None or last - quarter < best[0]:
            best = last - quarter, Parting(game, alike, quarter)
    return None if best is None else best[1]


def steps(record: "Record", tables: "ScenarioTables") -> Iterator[Step]:
    """Yield a game's steps, one per event."""
    for event in record.events:
        happening = Happening(event["happening"])
        fields = HAPPENING_FIELDS.get(happening, ())
        yield Step(
            int(event["quarter"]),
            tables.lab_names[event["lab"]],
            int(event["generation"]),
            happening,
            int(event["kind"]),
            tables.plan_names[event["plan"]] if "plan" in fields else "",
            int(event["reason"]) if "reason" in fields else 0,
            int(event["sincere"]),
        )


def shared(one: list[Step], other: list[Step]) -> int:
    """Return how many steps two games have in common before they diverge."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (mine, yours) in enumerate(pairs) if mine != yours), min(len(one), len(other)))


def after(told: "Story", parting: Parting) -> list["Passage"]:
    """Return the passages of a story from the first different step on, without those that merely continue."""
    rest = told.passages[parting.alike :]
    return [passage for place, passage in enumerate(rest) if place == 0 or passage.fresh]
