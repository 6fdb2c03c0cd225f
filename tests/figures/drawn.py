"""What a figure shows, read back from what was drawn."""

import re
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import ErrorbarContainer
from matplotlib.figure import Figure

from dealsim.figures.captions import Caption, Sampled

CAPTION = Caption(
    title="Title",
    reading="Reading.",
    scenarios=("baseline",),
    evidence=Sampled(games=(100, 100), points=(4, 4), seed=0, interval="95% Wilson score intervals"),
)


def rows(columns: str, *said: tuple[Any, ...]) -> pd.DataFrame:
    """Return a tidy table; columns: their names in one text."""
    return pd.DataFrame(list(said), columns=columns.split())


def marked(figure: Figure, gid: str) -> list[Any]:
    """Return what was drawn under a name."""
    return figure.findobj(lambda artist: artist.get_gid() == gid)


def ticks(ax: Axes) -> list[str]:
    """Return the labels of the rows, from top to bottom."""
    return [label.get_text() for label in ax.get_yticklabels()]


def dots(ax: Axes) -> list[tuple[str, float, float, float, float]]:
    """Return every dot with the ends of its bar: series, row, value, low, high."""
    found = []
    for each in ax.containers:
        assert isinstance(each, ErrorbarContainer)
        line, _, (bars,) = each.lines
        for x, y, segment in zip(line.get_xdata(), line.get_ydata(), bars.get_segments(), strict=True):
            low, high = np.sort(segment[:, 0])
            found.append((str(each.get_label()), round(float(y)), float(x), float(low), float(high)))
    return found


def holds_n_and_interval(caption: str) -> bool:
    """Whether a caption says n, and the kind of its interval or why there is none."""
    return bool(re.search(r"n = [\d,]+", caption)) and bool(re.search(r"95% \S+|there is no interval", caption))
