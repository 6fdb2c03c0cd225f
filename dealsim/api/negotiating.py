"""Negotiations of many games: how they end, and what they are worth."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dealsim.api.asked import GREATEST_SEED, MOST_WORKERS, whole
from dealsim.api.loading import Playable, Settings, load
from dealsim.api.watching import straight

if TYPE_CHECKING:
    from dealsim.api.watching import Through
    from dealsim.game.cast.agent_classes import Cast
    from dealsim.measure.negotiation.totals import Totals
    from dealsim.results.documents.negotiations import NegotiationsDocument
    from dealsim.results.folder import ResultsWriter

MOST_GAMES = 10_000_000


@dataclass(frozen=True)
class Negotiations:
    """Results of the negotiations of some games."""

    played: Playable
    seed: int
    totals: "Totals"

    @property
    def games(self) -> int:
        """How many games were played."""
        return self.totals.games

    @property
    def document(self) -> "NegotiationsDocument":
        """What `dealsim negotiations --json` prints. At least one game was played."""
        from dealsim.results.documents.negotiations import negotiations_document

        return negotiations_document(self.totals, self.played.scenario.protocol, self.played.name, self.seed)


def show_nothing(found: Negotiations) -> None:
    """Do nothing."""


def negotiations(
    scenario: str | Path | Playable,
    settings: Settings = (),
    *,
    games: int = 200,
    seed: int = 0,
    workers: int | None = None,
    cast: "Cast | None" = None,
    results: "ResultsWriter | None" = None,
    through: "Through" = straight,
    show: Callable[[Negotiations], None] = show_nothing,
) -> Negotiations:
    """Play games and sum up their negotiations, as `dealsim negotiations` does.

    Parameters
    ----------
    scenario, settings
        As for `load`.
    games, seed
        How many games, and their random seed.
    workers
        Processes, by default one a core: a script that calls this needs `if __name__ == "__main__":`.
    cast
        The classes that decide in place of the rules, where the scenario names some.
    results
        Keeps every negotiation in a folder, if all games are played.
    through
        Is given games as they are finished, and yields those that count: a progress bar, or a way to stop early.
    show
        Is given what was found, whether or not it can be kept: a full disk costs no answer.

    Returns
    -------
    Negotiations
        Of the games that were played.

    Raises
    ------
    ScenarioError
        A ValueError: every problem of the scenario.
    ResultsError
        Where results cannot be written.

    Examples
    --------
    The games are played by a process of their own, which takes seconds to start:

    >>> from dealsim import api
    >>> found = api.negotiations("baseline", games=2, workers=1)  # doctest: +SKIP
    >>> found.games, found.document.protocol  # doctest: +SKIP
    (2, 'posted')
    """
    played = load(scenario, settings)
    whole("games", games, 1, MOST_GAMES)
    whole("seed", seed, 0, GREATEST_SEED)
    if workers is not None:
        whole("workers", workers, 1, MOST_WORKERS)
    from dealsim.game import many
    from dealsim.measure.negotiation.totals import Totals
    from dealsim.measure.negotiation.watching import negotiation_rows
    from dealsim.work.cores import usable_cores
    from dealsim.work.processes import Processes

    worlds, told = played.worlds, played.scenario
    crew = Processes(many.processes_for(games, workers or usable_cores()))
    totals = Totals(len(told.labs) * told.horizon, worlds.games_per_world or 1)
    blocks = many.play_blocks(worlds, games, seed, crew, cast, negotiation_rows)
    found = Negotiations(played, seed, totals)
    with results or nullcontext():
        for entries in through(blocks, crew):
            totals.add(entries)
            if results is not None:
                results.add(entries)
        if totals.games:
            try:
                if results is not None and totals.games == games:
                    results.save(found.document)
            finally:
                show(found)
    return found
