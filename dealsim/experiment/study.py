"""An experiment, ready to be played anywhere: its file, every scenario that it is about, and its points.

A study holds all that it read: it can be handed to another process or machine, which needs none of the files.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from dealsim.experiment.design.family import Row
from dealsim.experiment.dimensions import Dimension, Settings
from dealsim.experiment.points import Point, points_of, sample_digest
from dealsim.experiment.schema import Experiment, Until
from dealsim.results.provenance import model_digest
from dealsim.scenario.files.overrides import with_values
from dealsim.scenario.files.problems import ScenarioError, dotted
from dealsim.scenario.files.source import Source
from dealsim.scenario.loading import SCENARIO
from dealsim.scenario.worlds.worlds import Worlds, worlds_of

# Games, or as much work as they are, in a chunk: seven seconds. To hand one out and save it takes some 6 ms, so that a
# twentieth is enough for few workers; but one process saves 70 to 350 a second, as many as 500 to 2,400 workers make.
TARGET = 12_000  # measured: docs/how-to/cluster.md
LEAST_CHUNKS = 16  # where there are points enough, so that several workers have something to do
TABULATING = 250  # games take as long as to tabulate a scenario and to sum up: 170 measured in worlds of `plausible`


@dataclass(frozen=True, eq=False)
class Study:
    """An experiment, ready to be played.

    name: of its file.  text: what the file says.  bases: the base scenarios, by name, all that they name written out.
    rows: of a file of points.  points_a_chunk: where they are to be so many, as in results that are there already.
    """

    name: str
    text: str
    experiment: Experiment
    bases: Mapping[str, Source]
    dimensions: tuple[Dimension, ...]
    rows: tuple[Row, ...] = ()
    points_a_chunk: int | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Return what it read, for other processes: each of them lays out the points by itself."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def points(self) -> list[Point]:
        """Every point, in order."""
        return points_of(self.experiment, self.bases, self.dimensions, self.rows)

    @cached_property
    def worlds_of_bases(self) -> dict[str, Worlds]:
        """The base scenarios as they are, with the experiment's settings."""
        return {name: self.worlds_of(source) for name, source in self.bases.items()}

    @cached_property
    def several_worlds(self) -> tuple[Worlds, ...]:
        """The base scenarios as they are and with each level that may leave a number uncertain, one at a time.

        None where uncertain numbers are factors: then each point has one world.
        """
        if self.experiment.uncertain:
            return ()
        made = [*self.worlds_of_bases.values()]
        for level in (level for d in self.dimensions for level in d.levels if not is_plain(level.settings)):
            for base in self.bases.values():
                with suppress(ScenarioError):  # points with this level fail, and have no games
                    made.append(self.worlds_of(with_values(base, level.settings, self.name)))
        return tuple(made)

    @staticmethod
    def worlds_of(source: Source) -> Worlds:
        """Return the worlds of a scenario's source. Raises ScenarioError."""
        return worlds_of(source, SCENARIO.part_paths(source.tree))

    def worlds(self, point: Point) -> Worlds:
        """Return the worlds that a point's games are played in.

        Where uncertain numbers are factors there is one: what has no value at this point is at its median.
        Raises ScenarioError where its values do not hold together.
        """
        pairs = list(zip(self.dimensions, point.values, strict=True))
        settings = tuple(setting for dimension, value in pairs for setting in dimension.settings(value))
        worlds = self.worlds_of_bases[point.scenario]
        if settings:
            source = with_values(self.bases[point.scenario], settings, self.name, SCENARIO.takes_nothing)
            worlds = self.worlds_of(source)
        drawn = {d.address: value for d, value in pairs if d.address is not None and value is not None}
        return certain(worlds, drawn) if self.experiment.uncertain else worlds  # type: ignore[arg-type]

    def seed(self, point: Point) -> int:
        """Return the key of a point's luck: the experiment's, or one of its own."""
        if self.experiment.luck == "common":
            return self.experiment.seed
        said = f"{self.experiment.seed} {point.number}".encode()
        return int.from_bytes(hashlib.sha256(said).digest()[:8])

    @cached_property
    def chunk_size(self) -> int:
        """How many points are played, and written, at a time: a matter of the experiment alone.

        So the files of results do not depend on which worker plays which.
        """
        if self.points_a_chunk is not None:
            return self.points_a_chunk
        games = self.experiment.games
        each = games.at_most // 4 if isinstance(games, Until) else games
        enough = TARGET // (each * (2 if self.experiment.paired else 1) + TABULATING)
        return max(1, min(enough, -(-len(self.points) // LEAST_CHUNKS)))

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-len(self.points) // self.chunk_size)

    def chunk(self, number: int) -> list[Point]:
        """Return the points of a chunk."""
        return self.points[number * self.chunk_size : (number + 1) * self.chunk_size]

    def points_in(self, chunks: Iterable[int]) -> int:
        """Return how many points some chunks have."""
        return sum(len(self.chunk(number)) for number in chunks)

    @cached_property
    def identity(self) -> dict[str, Any]:
        """What makes this experiment what it is, for a comparison with another, in JSON's terms.

        The order of factors and of base scenarios is part of it, for it is that of columns and of points.
        """
        said = self.experiment.model_dump(mode="json", exclude={"title", "about", "scenario", "settings"})
        said["factors"] = {
            d.name: {"levels": [[level.value, *map(list, level.settings)] for level in d.levels]}
            if d.levels
            else {"range": str(d.distribution), "set": [dotted(path) for path in d.paths], "steps": d.steps}
            for d in self.dimensions
        }
        said["scenario"] = {name: worlds.digest for name, worlds in self.worlds_of_bases.items()}
        said["order"] = {"factors": [d.name for d in self.dimensions], "scenario": list(self.bases)}
        said["outcomes"] = list(self.experiment.kept)
        said["sample"] = sample_digest(self.experiment, self.dimensions)
        said["chunk_size"] = self.chunk_size
        if self.rows:
            said["points"] = hashlib.sha256(repr(self.rows).encode()).hexdigest()
        said["model"] = model_digest()
        return json.loads(json.dumps(said, sort_keys=True, default=str))  # type: ignore[no-any-return]

    @cached_property
    def digest(self) -> str:
        """The digest of the identity."""
        return hashlib.sha256(json.dumps(self.identity, sort_keys=True).encode()).hexdigest()


def is_plain(settings: Settings) -> bool:
    """Whether settings set nothing but numbers, none of them uncertain."""
    return all(isinstance(value, int | float) for _, value in settings)


def certain(worlds: Worlds, values: Mapping[str, float]) -> Worlds:
    """Return the one world in which the uncertain numbers have given values; those not given are at their medians."""
    everything = {each.address: values.get(each.address, each.drawn(0.5)) for each in worlds.uncertain}
    made = replace(worlds, uncertain=())
    made.__dict__["median"] = worlds.scenario_with(everything)  # where the cached property looks first
    return made
