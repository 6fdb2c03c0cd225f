"""Finished games in blocks of one size, whatever the pieces in which they come."""

from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING

import numpy as np

from dealsim.engine import BLOCK

if TYPE_CHECKING:
    from numpy.typing import NDArray


def in_blocks(pieces: "Iterable[NDArray[np.void]]") -> "Generator[NDArray[np.void]]":
    """Yield games in blocks of 1,024, so that sums over them come out the same; the last block may be less."""
    waiting: list[NDArray[np.void]] = []
    for piece in pieces:
        waiting.append(piece)
        if sum(map(len, waiting)) >= BLOCK:
            games = np.concatenate(waiting)
            yield games[:BLOCK]
            waiting = [games[BLOCK:]]
    if sum(map(len, waiting)):
        yield np.concatenate(waiting)
