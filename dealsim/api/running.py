"""Many games, played."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dealsim.api.asked import ENGINES, GREATEST_SEED, MOST_GAMES, MOST_WORKERS, one_of, refuse_agents, whole
from dealsim.api.loading import Playable, Settings, load
from dealsim.api.results import Results
from dealsim.api.watching import straight
from dealsim.scenario import ScenarioError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dealsim.api.watching import Through
    from dealsim.game.cast.agent_classes import Cast
    from dealsim.measure.outcomes import Summary
    from dealsim.results.documents import RunDocument
    from dealsim.results.folder import ResultsWriter
    from dealsim.work.processes import Processes

type Tallies = NDArray[np.void]


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

        whole = Path(folder)
        try:
            results = writer_in(whole, self.played, self.games, self.seed)
        except ScenarioError as error:
            raise ScenarioError(replace(problem, where=str(folder)) for problem in error.problems) from None
        results.manifest["started"] = self.started
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

    Parameters
    ----------
    scenario, settings
        As for `load`.
    games
        How many, 1 to 100,000,000. Each game's tally is kept, some 400 bytes; `dealsim run --out` keeps none in memory.
    seed
        The random seed, 0 to 2^64 - 1. Game k of a seed is the same game whatever `games` is.
    workers
        Threads (`batch`) or processes (`mesa`), 1 to 1,024, by default one a core. No number depends on it.
    engine
        `batch`, or `mesa`, which plays the same games in readable Python, some seventy times slower.

    Returns
    -------
    Run
        Every outcome with its 95% interval, and a row a game.

    Raises
    ------
    ScenarioError
        A ValueError: every problem of the scenario.
    ValueError
        Where another argument is not accepted.
    WorkersLost
        Where a process has died.

    Examples
    --------
    >>> import dealsim
    >>> results = dealsim.run("baseline", games=8)
    >>> results.games, results["takeover"].mean
    (8, 0.25)
    >>> len(results.by_game)
    8
    """
    played = load(scenario, settings)
    refuse_agents(played, "a scenario that the rules play; `dealsim run --agents FILE.py` plays classes")
    check_numbers(games, seed, workers, engine)
    import numpy as np

    from dealsim.results.documents import run_document
    from dealsim.results.game_rows import GameRows
    from dealsim.results.provenance import now

    started, blocks = now(), list[Tallies]()
    summary = summed(played, games, seed, workers, engine, take=blocks.append)
    tallies = np.concatenate(blocks)
    return Run(
        document=run_document(summary, played.worlds, played.name, seed, engine),
        label=played.label,
        manifest={},
        make_rows=lambda: GameRows(played.worlds, seed).table(0, tallies),
        played=played,
        tallies=tallies,
        started=started,
    )


def run_into(
    folder: Path | None,
    played: Playable,
    *,
    games: int,
    seed: int,
    workers: int | None = None,
    engine: str = "batch",
    cast: "Cast | None" = None,
    through: "Through" = straight,
    show: "Callable[[RunDocument], None]",
) -> int:
    """Play many games as `dealsim run` does, in memory that does not grow with their number.

    Parameters
    ----------
    folder
        Where outcomes.json, games.parquet and manifest.json are kept, if all games are played; None: nowhere.
    played
        What `load` returned.
    games, seed, workers, engine
        As for `run`.
    cast
        The classes that decide in place of the rules, where the scenario names some.
    through
        Is given games as they are finished, and yields those that count: a progress bar, or a way to stop early.
    show
        Is given what they come to, if any were played, whether or not it can be kept: a full disk costs no answer.

    Returns
    -------
    int
        How many games were played.

    Raises
    ------
    ScenarioError
        A ValueError: where the folder cannot be written, or holds other results.
    ValueError
        Where a number is out of its range.
    ResultsError, WorkersLost, AgentsError
        What stood in the way.

    Examples
    --------
    >>> from pathlib import Path
    >>> from dealsim import api
    >>> api.run_into(Path("kept"), api.load("baseline"), games=8, seed=0, show=lambda found: print(found.scenario))
    baseline
    8
    >>> sorted(file.name for file in Path("kept").iterdir())
    ['games.parquet', 'manifest.json', 'outcomes.json']
    """
    check_numbers(games, seed, workers, engine)
    from dealsim.results.documents import run_document

    results = writer_in(folder, played, games, seed, cast) if folder is not None else None
    with results or nullcontext():
        take = results.add if results is not None else forget
        summary = summed(played, games, seed, workers, engine, cast, through, take)
        if summary.games:
            document = run_document(summary, played.worlds, played.name, seed, engine)
            try:
                if results is not None and summary.games == games:
                    results.save(document)
            finally:
                show(document)
    return summary.games


def check_numbers(games: int, seed: int, workers: int | None, engine: str) -> None:
    """Raise ValueError where one is not accepted."""
    whole("games", games, 1, MOST_GAMES)
    whole("seed", seed, 0, GREATEST_SEED)
    one_of("engine", engine, ENGINES)
    if workers is not None:
        whole("workers", workers, 1, MOST_WORKERS)


def forget(block: "Tallies") -> None:
    """Keep nothing of some games."""


def summed(
    played: Playable,
    games: int,
    seed: int,
    workers: int | None,
    engine: str,
    cast: "Cast | None" = None,
    through: "Through" = straight,
    take: "Callable[[Tallies], None]" = forget,
) -> "Summary":
    """Play games and sum them up in the same blocks as everywhere. take: is given each block."""
    from dealsim.measure.outcomes import Summary

    summary = Summary(len(played.scenario.labs), played.scenario.horizon, played.worlds.games_per_world)
    for block in through(*pieces_of(played, games, seed, workers, engine, cast)):
        summary.add(block)
        take(block)
    return summary


def pieces_of(
    played: Playable, games: int, seed: int, workers: int | None, engine: str, cast: "Cast | None"
) -> "tuple[Iterator[Tallies], Processes | None]":
    """Return games in the order of their numbers, played as they are asked for, and the processes that play them."""
    if engine == "batch":
        from dealsim.engine import play_blocks

        return play_blocks(played.worlds, games, seed, workers), None
    from dealsim.game import many
    from dealsim.work.cores import usable_cores
    from dealsim.work.processes import Processes

    crew = Processes(many.processes_for(games, workers or usable_cores()))
    return many.play_blocks(played.worlds, games, seed, crew, cast), crew


def writer_in(folder: Path, played: Playable, games: int, seed: int, cast: "Cast | None" = None) -> "ResultsWriter":
    """Return what writes a run's results to a folder. Raises ScenarioError where that cannot be."""
    from dealsim.results.folder import open_writer
    from dealsim.results.game_rows import GameRows
    from dealsim.results.manifest import new_manifest

    origin = cast.origin if cast else {}
    manifest = new_manifest(played.worlds, played.name, played.settings, seed, games, origin)
    return open_writer(folder, GameRows(played.worlds, seed), manifest)
