"""How a caller sees work as it goes on, and may stop it early. By default nothing is shown.

A command passes its progress bar and its Ctrl-C here; the work knows neither.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dealsim.work.processes import Processes

type Pieces = Iterable[NDArray[np.void]]

# Is given how much there is to do and what ends it early; while it is held, it receives what is done.
type Watch = Callable[[int, Callable[[], None]], AbstractContextManager[Callable[[int], None]]]

# Is given games as they are finished and, where processes play, who plays; yields them in blocks, or fewer of them.
type Through = Callable[[Pieces, "Processes | None"], Pieces]


@contextmanager
def quietly(total: int, halt: Callable[[], None]) -> Iterator[Callable[[int], None]]:
    """Show nothing and end nothing."""
    yield lambda done: None


def straight(pieces: "Pieces", crew: "Processes | None" = None) -> "Pieces":
    """Return games in blocks, all of them."""
    from dealsim.measure.blocks import in_blocks

    return in_blocks(pieces)
