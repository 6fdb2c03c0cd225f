"""The essays' claims as experiments, each with a verdict."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from dealsim.api.asked import GREATEST_SEED, MOST_WORKERS, whole
from dealsim.api.watching import quietly
from dealsim.scenario import Problem, ScenarioError

if TYPE_CHECKING:
    from dealsim.api.watching import Watch
    from dealsim.evidence.claims.document import ClaimsDocument
    from dealsim.evidence.claims.ledger import LedgerSums
    from dealsim.evidence.claims.playing import Columns, Kept, Piece
    from dealsim.work.processes import Processes

GAMES, WORLDS, GAMES_PER_WORLD = 1024, 64, 32  # by default: an estimated 25 minutes of processor time
PIECES = "pieces"  # folder of what was played


@dataclass(frozen=True)
class PlayedLedger:
    """The ledger after some games: no document after none; not whole if it was stopped early."""

    document: "ClaimsDocument | None"
    whole: bool


def claims(
    ids: Sequence[str] = (),
    *,
    games: int = GAMES,
    worlds: int = WORLDS,
    games_per_world: int = GAMES_PER_WORLD,
    seed: int = 0,
    out: str | Path | None = None,
    workers: int | None = None,
    watch: "Watch" = quietly,
) -> PlayedLedger:
    """Test the essays' claims, as `dealsim claims` does.

    Parameters
    ----------
    ids
        Names or numbers of shipped claims, or files; by default the whole ledger.
    games, worlds, games_per_world
        Games in each named world; worlds of a sample, and games in each of those.
    seed
        The random seed.
    out
        A folder for the games played, the ledger and a table; the same call resumes an interrupted run.
    workers
        Processes, by default one a core.
    watch
        Sees progress, and may stop the work early.

    Returns
    -------
    PlayedLedger
        Every claim with its verdict.

    Raises
    ------
    ScenarioError
        A ValueError: what is wrong with a claim or the folder.
    WorkersLost
        Where a process that played has died.

    Examples
    --------
    These few games take seconds, and a verdict that means something takes many more:

    >>> from dealsim import api
    >>> ledger = api.claims(["18"], games=2, worlds=1, games_per_world=2, workers=1)  # doctest: +SKIP
    >>> [claim.title for claim in ledger.document.claims]  # doctest: +SKIP
    ['Myopia hurts deferred deals but helps immediate ones']
    """
    whole("seed", seed, 0, GREATEST_SEED)
    if workers is not None:
        whole("workers", workers, 1, MOST_WORKERS)
    from dealsim.evidence.claims.document import claims_document
    from dealsim.evidence.claims.ledger import LedgerSums
    from dealsim.evidence.claims.loading import Sizes, decisions_of, load_claims
    from dealsim.evidence.claims.playing import pieces_of

    sizes = Sizes(games, worlds, games_per_world)
    ready = load_claims(ids, sizes)
    pieces = pieces_of(ready, sizes, seed)
    sums = LedgerSums(ready, sizes, seed, decisions_of(ready))
    folder = None if out is None else Path(out)
    played = play_all(sums, pieces, kept_in(folder), workers, watch)
    if not played:
        return PlayedLedger(None, not pieces)
    document = claims_document(sums.ledger(sum(piece.games for piece in pieces[:played] if not piece.arm.formed)))
    if folder is not None and played == len(pieces):
        save_ledger(document, folder)
    return PlayedLedger(document, played == len(pieces))


def claim_titles(ids: Sequence[str] = ()) -> dict[str, str]:
    """Return the titles of claims by their names. Raises ScenarioError."""
    from dealsim.evidence.claims.loading import read_claims

    return {name: said.claim.title for name, said in read_claims(ids).items()}


def shipped_claims(ids: Sequence[str] = ()) -> "ClaimsDocument":
    """Return the ledger that travels with dealsim, or the claims of it that are asked for. Raises ScenarioError."""
    from dealsim.evidence.claims.document import ClaimsDocument
    from dealsim.evidence.claims.loading import find_claim
    from dealsim.scenario.files.shipped import CLAIMS

    document = ClaimsDocument.model_validate_json((CLAIMS.folder() / "ledger.json").read_bytes())
    wanted = {find_claim(name).stem for name in ids}
    lacking = wanted - {claim.id for claim in document.claims}
    if lacking:
        problems = [Problem(name, None, "", "no claim of the shipped ledger", "none of your own") for name in lacking]
        raise ScenarioError(problems)
    chosen = [claim for claim in document.claims if not wanted or claim.id in wanted]
    return document.model_copy(update={"claims": chosen})


def kept_in(out: Path | None) -> "Kept":
    """Return where finished pieces are kept. Raises ScenarioError where a folder cannot be made."""
    from dealsim.evidence.claims.playing import Folder, Nowhere

    if out is None:
        return Nowhere()
    from dealsim.results.folder import not_writable

    try:
        (out / PIECES).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise not_writable(out, error) from None
    return Folder(out / PIECES)


def play_all(sums: "LedgerSums", pieces: "Sequence[Piece]", kept: "Kept", workers: int | None, watch: "Watch") -> int:
    """Play pieces and take them in; return how many were, whole rounds only: fewer where it was ended early."""
    from dealsim.evidence.claims.playing import by_round, play
    from dealsim.work.workers import WorkersLost

    stop, entered = Event(), 0
    with crew_for(len(pieces), workers) or nullcontext() as crew:

        def halt() -> None:
            stop.set()
            if crew is not None:
                crew.dismiss()

        def told(advance: Callable[[int], None]) -> "Iterator[tuple[Piece, Columns]]":
            for piece, columns in play(pieces, kept, crew):
                if stop.is_set():
                    raise Stopped
                advance(effort(piece))
                yield piece, columns

        with watch(sum(map(effort, pieces)), halt) as advance:
            try:
                for together in by_round(told(advance)):
                    sums.add(together)
                    entered += len(together)
            except WorkersLost:
                if not stop.is_set():
                    raise
            except Stopped:
                pass
    return entered


class Stopped(Exception):
    """The watcher has stopped it."""


def effort(piece: "Piece") -> int:
    """Return how much a piece counts in what is shown as progress: minds are formed as quickly as a few games."""
    return -(-piece.games // 16) if piece.arm.formed else piece.games


def crew_for(pieces: int, workers: int | None) -> "Processes | None":
    """Return processes that play; none where one worker is enough."""
    from dealsim.work.cores import usable_cores
    from dealsim.work.processes import Processes

    count = min(workers or usable_cores(), pieces)
    return Processes(count) if count > 1 else None


def save_ledger(document: "ClaimsDocument", out: Path) -> None:
    """Write the ledger and its table into a folder."""
    from dealsim.evidence.claims.document import tidy
    from dealsim.figures.csv_text import csv_of
    from dealsim.results.atomic_files import write_whole

    write_whole(out / "ledger.csv", csv_of([*tidy(document)]).encode())
    lines = json.dumps(document.model_dump(mode="json"), ensure_ascii=False, indent=0)  # half as long as indented
    write_whole(out / "ledger.json", f"{lines}\n".encode())
