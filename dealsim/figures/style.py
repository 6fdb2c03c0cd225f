"""The look of figures: the widths, fonts and colours of journals, and a dark variant for screens."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import matplotlib

from dealsim.figures.fonts import USUAL

MM = 1 / 25.4  # in inches
WIDTHS = {1: 89.0, 2: 183.0}  # mm: a single and a double column of Nature, whose guide is the strictest of several
TALLEST = 225.0  # mm: height of a page without the caption
LABEL, SMALL = 7.5, 7.0  # points
# Colours that colour-blind readers can distinguish. Source: okabe2008color.
BLUE, VERMILLION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
ORANGE, SKY, YELLOW = "#E69F00", "#56B4E9", "#F0E442"
# Lines and markers differ as well, for prints in grey.
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<")
LINES: tuple[Any, ...] = ("-", (0, (5, 1.6)), (0, (1.2, 1.2)), (0, (5, 1.4, 1.2, 1.4)), (0, (8, 2)), (0, (3, 1, 1, 1)))

_settings = threading.RLock()  # Matplotlib's settings belong to the process, not to a thread


@dataclass(frozen=True)
class Look:
    """The look that distinguishes one of several series."""

    colour: str
    marker: str
    line: Any


@dataclass(frozen=True)
class Style:
    """How wide a figure is, in columns of a journal, and whether it is for a dark screen."""

    columns: Literal[1, 2] = 1
    dark: bool = False

    @property
    def width(self) -> float:
        """In mm."""
        return WIDTHS[self.columns]

    @property
    def ink(self) -> str:
        """Of letters and axes."""
        return "#E8E8E8" if self.dark else "#111111"

    @property
    def paper(self) -> str:
        """Behind everything."""
        return "#14171A" if self.dark else "#FFFFFF"

    @property
    def faint(self) -> str:
        """Of unobtrusive parts: bands behind rows, lines between panels."""
        return "#23282D" if self.dark else "#F1F1F1"

    @property
    def muted(self) -> str:
        """Of lines for orientation."""
        return "#8A9199" if self.dark else "#767676"

    @property
    def colours(self) -> tuple[str, ...]:
        """Of series, in order."""
        if self.dark:
            return (SKY, ORANGE, GREEN, PURPLE, YELLOW, VERMILLION, self.ink)
        return (BLUE, VERMILLION, GREEN, PURPLE, self.ink, ORANGE, SKY)

    def look(self, place: int) -> Look:
        """Return how the series at a place looks."""
        return Look(self.colours[place % len(self.colours)], MARKERS[place % len(MARKERS)], LINES[place % len(LINES)])

    @property
    def settings(self) -> dict[str, Any]:
        """Matplotlib's settings."""
        return {
            "font.family": USUAL,
            "text.parse_math": False,  # a dollar in a label is a dollar
            "font.size": SMALL,
            "axes.labelsize": LABEL,
            "axes.titlesize": LABEL,
            "axes.titlelocation": "left",
            "axes.titleweight": "bold",
            "axes.titlepad": 4.0,
            "xtick.labelsize": SMALL,
            "ytick.labelsize": SMALL,
            "legend.fontsize": SMALL,
            "legend.title_fontsize": SMALL,
            "legend.frameon": False,
            "legend.handlelength": 2.4,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.linewidth": 0.6,
            "xtick.major.width": 0.6,
            "ytick.major.width": 0.6,
            "xtick.major.size": 2.5,
            "ytick.major.size": 2.5,
            "lines.linewidth": 1.2,
            "lines.markersize": 3.6,
            "hatch.linewidth": 0.5,
            "hatch.color": self.muted,
            "text.color": self.ink,
            "axes.labelcolor": self.ink,
            "axes.edgecolor": self.ink,
            "xtick.color": self.ink,
            "ytick.color": self.ink,
            "axes.facecolor": self.paper,
            "figure.facecolor": self.paper,
            "savefig.facecolor": self.paper,
            "axes.unicode_minus": True,
            "axes.formatter.useoffset": False,
            "figure.dpi": 100,
            "savefig.dpi": 300,
            "pdf.fonttype": 42,  # letters stay letters, embedded
            "svg.fonttype": "path",  # looks the same without the font
            "svg.hashsalt": "dealsim",  # otherwise each run would name its clips differently
            "path.simplify": False,
        }


@contextmanager
def drawing(style: Style) -> Iterator[None]:
    """Draw with a style, and restore Matplotlib's settings afterwards."""
    with _settings, matplotlib.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")  # `dealsim figures` says so in words
        warnings.filterwarnings("ignore", message="constrained_layout not applied")  # labels without room are cut off
        matplotlib.rcdefaults()  # ignore the user's matplotlibrc
        settings: Any = style.settings  # the type of its keys is a list of 300 names
        matplotlib.rcParams.update(settings)
        yield
