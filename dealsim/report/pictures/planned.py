"""A figure that can be drawn, or why it is not."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealsim.figures.sheet import Drawn
    from dealsim.figures.style import Style


@dataclass(frozen=True)
class PlannedFigure:
    """A figure that can be drawn, in any style."""

    name: str
    draw: "Callable[[Style], Drawn]"


@dataclass(frozen=True)
class Undrawn:
    """A figure that makes no sense here. why: a sentence without its full stop."""

    why: str


def file_name(*words: str) -> str:
    """Return the name of a file that says what it shows."""
    return re.sub(r"[^a-z0-9]+", "-", "-".join(words).lower()).strip("-")
