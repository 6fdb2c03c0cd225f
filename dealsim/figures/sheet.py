"""A figure with its caption, saved to the same bytes each time."""

import io
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from dealsim.figures.captions import Caption
from dealsim.figures.fonts import use_fonts_that_have
from dealsim.figures.style import MM, TALLEST, Look, Style, drawing

type Grid = NDArray[Any]  # of Axes: rows, columns

FORMATS = ("svg", "pdf", "png")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
A_LETTER = 1.45  # mm: an average letter of the small size
LONGEST = 0.5  # of a figure's width, that a label may take
MOST_LINES = 3  # of an axis's label
LEGEND_ROW = 4.0  # mm
MOST_IN_TITLE = 48  # letters above a panel


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A figure that can be saved: its caption has n and the kind of its interval.

    kind: of figure.  name: of its file, without an ending.
    """

    kind: str
    name: str
    caption: Caption
    figure: Figure
    style: Style

    def save(self, path: str | Path) -> Path:
        """Write it to a file that ends in .svg, .pdf or .png, its caption inside, and return the path.

        Raises ValueError for another ending, OSError where it cannot be written.
        """
        whole = Path(path)
        form = whole.suffix.removeprefix(".").lower()
        if form not in FORMATS:
            raise ValueError(f"found {whole.name!r}; wanted a file that ends in .{', .'.join(FORMATS)}")
        whole.write_bytes(as_bytes(self, form))
        return whole

    def _repr_png_(self) -> bytes:
        """Return it as a notebook shows it."""
        return as_bytes(self, "png")


def sheet(style: Style, height: float, rows: int = 1, columns: int = 1, **grid: Any) -> tuple[Figure, Grid]:
    """Return an empty figure and its axes; height in mm, no more than a page has."""
    figure = Figure(figsize=(style.width * MM, min(height, TALLEST) * MM), layout="constrained")
    figure.set_canvas(FigureCanvasAgg(figure))
    figure.get_layout_engine().set(w_pad=0.03, h_pad=0.03, wspace=0.04, hspace=0.04)  # type: ignore[union-attr,call-arg]
    return figure, figure.subplots(rows, columns, squeeze=False, **grid)


def panel_grid(style: Style, count: int, across: tuple[int, int]) -> tuple[int, int]:
    """Return rows and columns for a number of panels, rows of equal length if needed.

    across: how many panels a single and a double column hold side by side.
    """
    rows = -(-count // across[style.columns - 1])
    return rows, -(-count // rows)


def wrapped(label: str, length: float) -> str:
    """Return the label of an axis of a length in mm, on several lines if needed, its unit unbroken."""
    if len(label) * A_LETTER <= length:
        return label
    words, bracket, unit = label.rpartition(" [") if label.endswith("]") and " [" in label else (label, "", "")
    line = max(12, int(length / A_LETTER))
    lines = textwrap.wrap(brief(words, MOST_LINES * line), line)
    return "\n".join([*lines, bracket[1:] + unit] if bracket else lines)


def briefs(style: Style, names: Sequence[str]) -> list[str]:
    """Return names that a figure has room for: the middle of longer ones is left out, and no two become alike."""
    most = int(LONGEST * style.width / A_LETTER)
    made = [brief(name, most) for name in names]
    cut = Counter(short for short, name in zip(made, names, strict=True) if short != name)
    return [
        f"{short} ({made[: place + 1].count(short)})" if cut[short] > 1 else short for place, short in enumerate(made)
    ]


def brief(name: str, most: int) -> str:
    """Return a name, without its middle where it has more letters than there is room for."""
    if len(name) <= most:
        return name
    tail = most // 3
    return f"{name[: most - tail - 1].rstrip()}…{name[-tail:].lstrip()}"


def spare(axes: Grid, used: int) -> None:
    """Remove the axes that no panel needs."""
    for ax in axes.flat[used:]:
        ax.remove()


def name_panel(ax: Axes, place: int, count: int, title: str) -> None:
    """Write a panel's letter and title above it; a single panel needs no letter."""
    title = brief(title, MOST_IN_TITLE)
    if count > 1:
        title = f"{LETTERS[place % len(LETTERS)]}  {title}"
    ax.set_title(title)


def add_legend(figure: Figure, style: Style, looks: dict[str, Look], *, lines: bool = False, title: str = "") -> None:
    """Add a legend above the panels, unless there is only one series. title: what the series differ in."""
    if len(looks) < 2:
        return
    handles = [
        Line2D([], [], color=look.colour, marker=look.marker, linestyle=look.line if lines else "")
        for look in looks.values()
    ]
    columns, length = legend_columns(style, list(looks)), 2.6 if lines else 1.0
    made = figure.legend(
        handles, briefs(style, list(looks)),  # apart from their lines: one that begins with _ would have no entry
        loc="outside upper left", ncols=columns, handlelength=length, title=briefs(style, [title])[0] or None,
    )  # fmt: skip
    made.set_alignment("left")


def legend_columns(style: Style, names: list[str]) -> int:
    """Return the number of columns of a legend."""
    each = max(map(len, briefs(style, names))) * A_LETTER + 11.0
    return max(1, min(len(names), int(style.width / each)))


def legend_height(style: Style, names: list[str], title: str = "") -> float:
    """Return the height of a legend in mm."""
    if len(names) < 2:
        return 0.0
    return LEGEND_ROW * (-(-len(names) // legend_columns(style, names)) + bool(title)) + 2.0


def looks_of(style: Style, names: list[str]) -> dict[str, Look]:
    """Return the look of each series."""
    return {name: style.look(place) for place, name in enumerate(names)}


def as_bytes(drawn: Drawn, form: str) -> bytes:
    """Return a figure as a file of a format, its caption inside: the same bytes each time."""
    said = str(drawn.caption)
    metadata: dict[str, dict[str, Any]] = {
        "svg": {"Date": None, "Title": drawn.caption.title, "Description": said},
        "pdf": {"CreationDate": None, "Title": drawn.caption.title, "Subject": said},
        "png": {"Title": drawn.caption.title, "Description": said},
    }
    out = io.BytesIO()
    with drawing(drawn.style):
        use_fonts_that_have(drawn.figure)
        drawn.figure.savefig(out, format=form, metadata=metadata[form])
    return out.getvalue()


def whiskers(value: Any, low: Any, high: Any) -> NDArray[np.float64]:
    """Return an interval as distances from a value, for error bars; none where there is no interval."""
    value, low, high = (np.asarray(each, dtype=np.float64) for each in (value, low, high))
    ends = np.array([value - low, high - value])
    lengths: NDArray[np.float64] = np.nan_to_num(
        np.maximum(ends, 0.0), nan=0.0
    )  # an end may be wrong by a rounding error
    return lengths
