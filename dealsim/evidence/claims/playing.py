"""Play what claims ask for, piece by piece: an arm once for all claims, and what is kept never again."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dealsim.engine import BLOCK
from dealsim.engine.batch import play_block
from dealsim.engine.forming import form_minds
from dealsim.evidence.claims.loading import Arm, ReadyClaim, Sizes
from dealsim.measure.claim_measures import measure_of
from dealsim.measure.estimates import Values
from dealsim.results.atomic_files import write_whole
from dealsim.results.provenance import model_digest
from dealsim.scenario.worlds.worlds import Worlds
from dealsim.work.in_order import in_order, spans
from dealsim.work.processes import Processes

WORLDS_A_PIECE = 16  # of a sample: a second or two
IN_HAND = 16  # pieces that are handed out, or wait for one before them

type Columns = dict[str, Values]


@dataclass(frozen=True)
class Piece:
    """Consecutive games of an arm, or the minds that they begin with.

    round: pieces of one round are played before those of the next.
    """

    arm: Arm
    measures: tuple[str, ...]
    seed: int
    round: int
    first: int
    games: int

    @property
    def name(self) -> str:
        """A digest of all that decides its result."""
        said = repr((self.arm.key, self.measures, self.seed, self.first, self.games, model_digest()))
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def pieces_of(claims: Sequence[ReadyClaim], sizes: Sizes, seed: int) -> list[Piece]:
    """Return all that is to be played for some claims, each arm once, in the order of rounds."""
    arms: dict[str, Arm] = {}
    measures: dict[str, set[str]] = {}
    for claim in claims:
        for part in claim.parts:
            for trial in part.trials:
                for arm in trial.arms:
                    arms.setdefault(arm.key, arm)
                    measures.setdefault(arm.key, set()).add(part.measure.name)
    pieces = [piece for key, arm in arms.items() for piece in cut(arm, tuple(sorted(measures[key])), sizes, seed)]
    return sorted(pieces, key=lambda piece: piece.round)


def cut(arm: Arm, measures: tuple[str, ...], sizes: Sizes, seed: int) -> Iterator[Piece]:
    """Yield the pieces of an arm."""
    each = arm.worlds.games_per_world
    games, size = (sizes.games, BLOCK) if each is None else (sizes.worlds * each, WORLDS_A_PIECE * each)
    for k, span in enumerate(spans(games, size)):
        yield Piece(arm, measures, seed, k, *span)


def play_piece(worlds: Worlds, formed: bool, measures: Sequence[str], seed: int, first: int, games: int) -> Columns:
    """Return the values of some measures, a row a game or, of minds as they are formed, a row a mind."""
    size = worlds.games_per_world or games
    labs, horizon = len(worlds.median.labs), worlds.median.horizon
    found: dict[str, list[Values]] = {name: [] for name in measures}
    for at, count in spans(first + games, size, first):
        records = form_minds(worlds, seed, at, count).reshape(-1) if formed else play_block(worlds, seed, at, count)
        for name in measures:
            measure = measure_of(name)
            assert measure is not None
            found[name].append(measure.of(records, labs, horizon))
    return {name: np.concatenate(values) for name, values in found.items()}


class Kept(Protocol):
    """Where finished pieces are kept."""

    def load(self, piece: Piece) -> Columns | None:
        """Return the result of a piece, if it is there."""

    def save(self, piece: Piece, columns: Columns) -> None:
        """Keep the result of a piece."""


class Nowhere:
    """Keeps nothing."""

    def load(self, piece: Piece) -> Columns | None:
        """Return nothing."""
        return None

    def save(self, piece: Piece, columns: Columns) -> None:
        """Do nothing."""


@dataclass(frozen=True)
class Folder:
    """Keeps each piece as a Parquet file, which is there whole or not at all."""

    path: Path

    def file(self, piece: Piece) -> Path:
        """Return where a piece is kept."""
        return self.path / f"{piece.name}.parquet"

    def load(self, piece: Piece) -> Columns | None:
        """Return the result of a piece, if it is there; a file that is no such thing is as good as none."""
        try:
            table = pq.read_table(self.file(piece))
        except (OSError, pa.ArrowException):
            return None
        if set(table.column_names) != set(piece.measures):
            return None
        return {name: table[name].to_numpy() for name in piece.measures}

    def save(self, piece: Piece, columns: Columns) -> None:
        """Keep the result of a piece."""
        sink = pa.BufferOutputStream()
        pq.write_table(pa.table(columns), sink, compression="zstd")
        write_whole(self.file(piece), sink.getvalue().to_pybytes())


def play(pieces: Sequence[Piece], kept: Kept, workers: Processes | None = None) -> Iterator[tuple[Piece, Columns]]:
    """Yield every piece with its result, in order; those that are kept are not played again.

    workers: processes that play side by side; None plays here.
    Raises WorkersLost where one of them has died, OSError where results cannot be kept.
    """
    return zip(pieces, in_order((begin(piece, kept, workers) for piece in pieces), IN_HAND), strict=True)


def begin(piece: Piece, kept: Kept, workers: Processes | None) -> Callable[[], Columns]:
    """Return what waits for a piece: it is kept, is being played, or will be played as it is waited for."""
    found, arm = kept.load(piece), piece.arm
    if found is not None:
        return lambda: found
    asked = arm.formed, piece.measures, piece.seed, piece.first, piece.games
    if workers is None:
        return partial(saved, piece, kept, partial(play_piece, arm.worlds, *asked))
    bare = replace(arm.worlds)  # without what they have worked out
    return partial(saved, piece, kept, workers.submit(partial(play_piece, bare), *asked).result)


def saved(piece: Piece, kept: Kept, result: Callable[[], Columns]) -> Columns:
    """Wait for a piece that is played, and keep it."""
    found = result()
    kept.save(piece, found)
    return found


def by_round(played: Iterable[tuple[Piece, Columns]]) -> Iterator[dict[str, Columns]]:
    """Yield, round by round, the result of every arm that was played in it, by the arm's key."""
    for _, together in groupby(played, key=lambda each: each[0].round):
        yield {piece.arm.key: columns for piece, columns in together}
