"""Many games, played."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dealsim.api.asked import ENGINES, GREATEST_SEED, MOST_GAMES, MOST_WORKERS, one_of, refuse_agents, whole
from dealsim.api.loading import Playable, Settings, load
from dealsim.api.results import Results
from dealsim.scenario import ScenarioError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, repr=False, eq=False)
class Run(Results):
    """Results of games that were just played. played: the scenario.  tallies: one a game."""

    played: Playable
    tallies: "NDArray[np.void]"
    started: str

    def save(self, folder: str | Path) -> Path:
        """Keep outcomes.json, games.parquet and manifest.json in a folder, as `dealsim run --out` does.

        Raises ScenarioError where the folder holds other results: they are not overwritten.
        """
        from dealsim.measure.blocks import in_blocks
        from dealsim.results.folder import open_writer
        from dealsim.results.game_rows import GameRows
        from dealsim.results.manifest import new_manifest

        whole, played = Path(folder), self.played
        manifest = new_manifest(played.worlds, played.name, played.settings, self.seed, self.games)
        manifest["started"] = self.started
        try:
            results = open_writer(whole, GameRows(played.worlds, self.seed), manifest)
        except ScenarioError as error:
            raise ScenarioError(replace(problem, where=str(folder)) for problem in error.problems) from None
        with results:
            for block in in_blocks([self.tallies]):
                results.add(block)
            results.save(self.document)
        return whole


def run(
    scenario: str | Path | Playable,
    settings: Settings = (),
    *,
    games: int = 1000,
    seed: int = 0,
    workers: int | None = None,
    engine: str = "batch",
) -> Run:
    """Play many games; the numbers are those of `dealsim run` for the same scenario, games and seed.

    scenario, settings: as for `load`.  workers: threads (`batch`) or processes (`mesa`), by default one a core.
    Each game's tally is kept, some 400 bytes.  Raises ValueError where an argument is not accepted.
    """
    played = load(scenario, settings)
    whole("games", games, 1, MOST_GAMES)
    whole("seed", seed, 0, GREATEST_SEED)
    one_of("engine", engine, ENGINES)
    refuse_agents(played, "a scenario that the rules play; `dealsim run --agents FILE.py` plays classes")
    if workers is not None:
        whole("workers", workers, 1, MOST_WORKERS)
    from dealsim.results.provenance import now

    started = now()
    tallies = tallies_of(played, games, seed, workers, engine)
    return run_of(played, seed, engine, tallies, started)


def tallies_of(played: Playable, games: int, seed: int, workers: int | None, engine: str) -> "NDArray[np.void]":
    """Play games and return their tallies in order."""
    import numpy as np

    from dealsim.engine import play_blocks

    if engine == "batch":
        return np.concatenate([*play_blocks(played.worlds, games, seed, workers)])
    from dealsim.game import many
    from dealsim.work.cores import usable_cores

    return np.concatenate([*many.play_blocks(played.worlds, games, seed, workers or usable_cores())])


def run_of(played: Playable, seed: int, engine: str, tallies: "NDArray[np.void]", started: str) -> Run:
    """Return what tallies come to, summed in the same blocks as everywhere."""
    from dealsim.measure.blocks import in_blocks
    from dealsim.measure.outcomes import Summary
    from dealsim.results.documents import run_document
    from dealsim.results.game_rows import GameRows

    worlds, told = played.worlds, played.scenario
    summary = Summary(len(told.labs), told.horizon, worlds.games_per_world)
    for block in in_blocks([tallies]):
        summary.add(block)
    return Run(
        document=run_document(summary, worlds, played.name, seed, engine),
        label=played.label,
        manifest={},
        make_rows=lambda: GameRows(worlds, seed).table(0, tallies),
        played=played,
        tallies=tallies,
        started=started,
    )
