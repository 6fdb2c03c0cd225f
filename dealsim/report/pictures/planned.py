"""A figure that can be drawn, or why it is not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dealsim.results.file_names import distinct_names, file_name

if TYPE_CHECKING:
    from dealsim.figures.sheet import Drawn
    from dealsim.figures.style import Style


@dataclass(frozen=True)
class PlannedFigure:
    """A figure that can be drawn, in any style.

    words: what it shows, after which its file is named.  sketch: draws it under a name.
    named: its name, where its words alone do not distinguish it from others.
    """

    words: tuple[str, ...]
    sketch: "Callable[[str, Style], Drawn]"
    named: str | None = None

    @property
    def name(self) -> str:
        """The name of its file, without an ending."""
        return self.named or file_name(*self.words)

    def draw(self, style: "Style") -> "Drawn":
        """Draw it."""
        return self.sketch(self.name, style)


@dataclass(frozen=True)
class Undrawn:
    """A figure that makes no sense here. why: a sentence without its full stop."""

    why: str


def named_apart(plans: Sequence[PlannedFigure]) -> list[PlannedFigure]:
    """Return figures of which no two have one name."""
    names = distinct_names([plan.words for plan in plans])
    return [replace(plan, named=name) for plan, name in zip(plans, names, strict=True)]
