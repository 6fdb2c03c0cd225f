"""Rows that become a data frame of pandas or polars, and small tables of words for a notebook."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

type Cells = Sequence[Sequence[str]]

MOST_ROWS, MOST_COLUMNS = 5, 8  # that a notebook shows of a table


@dataclass(frozen=True, repr=False, eq=False)
class Table:
    """Rows with named columns.

    title: what the rows are.  make: what reads or computes them, when they are first asked for.
    index: the column that names the rows, if one does: the index of a pandas frame.
    """

    title: str
    make: "Callable[[], pyarrow.Table]"
    index: str | None = None

    @cached_property
    def _rows(self) -> "pyarrow.Table":
        return self.make()

    def to_arrow(self) -> "pyarrow.Table":
        """Return the rows as an Arrow table."""
        return self._rows

    def to_pandas(self) -> "pandas.DataFrame":
        """Return the rows as a pandas data frame; what is undefined is NaN."""
        frame = self._rows.to_pandas()
        return frame.set_index(self.index) if self.index else frame

    def to_polars(self) -> "polars.DataFrame":
        """Return the rows as a polars data frame; what is undefined is null."""
        try:
            import polars
        except ImportError as error:
            raise ImportError("polars is not installed: `pip install polars`, or use to_pandas()") from error
        frame = polars.from_arrow(self._rows)
        assert isinstance(frame, polars.DataFrame)  # of a column alone it would make a series
        return frame

    def __len__(self) -> int:
        """Return how many rows there are."""
        return int(self._rows.num_rows)

    def __repr__(self) -> str:
        """Say what the rows are, and of what columns."""
        names = self._rows.column_names
        more = f", and {len(names) - MOST_COLUMNS} more" if len(names) > MOST_COLUMNS else ""
        return f"<Table: {self.title}; {len(self):,} rows of {', '.join(names[:MOST_COLUMNS])}{more}>"

    def _repr_html_(self) -> str:
        names = self._rows.column_names[:MOST_COLUMNS]
        rows = [[cell(row[name]) for name in names] for row in self._rows.slice(0, MOST_ROWS).to_pylist()]
        return html_table(repr(self)[1:-1].removeprefix("Table: "), names, rows)


def cell(value: object) -> str:
    """Return one value as a reader writes it."""
    if value is None:
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def text_table(caption: str, head: Sequence[str], rows: Cells) -> str:
    """Return a table in plain text: its caption above, the first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = (
        "  ".join(word.rjust(width) if place else word.ljust(width) for place, (word, width) in enumerate(pairs))
        for pairs in (list(zip(row, widths, strict=True)) for row in (head, *rows))
    )
    return "\n".join([caption, *(line.rstrip() for line in lines)])


def html_table(caption: str, head: Sequence[str], rows: Cells, bold: Sequence[bool] = ()) -> str:
    """Return the same for a notebook; without a head, words and no numbers. bold: which rows stand out."""
    marks = [*bold, *[False] * (len(rows) - len(bold))]
    side = "right" if head else "left"
    body = "".join(html_row(row, "th" if mark else "td", side) for row, mark in zip(rows, marks, strict=True))
    named = f'<caption style="text-align:left;white-space:normal">{escape(caption)}</caption>'
    above = f"<thead>{html_row(head, 'th', side)}</thead>" if head else ""
    return f"<table>{named}{above}<tbody>{body}</tbody></table>"


def html_row(cells: Sequence[str], tag: str, side: str) -> str:
    """Return a row of cells. side: to which all but the first are set."""
    numbers = ";white-space:nowrap" if side == "right" else ""
    styles = ["text-align:left", *[f"text-align:{side}{numbers}"] * (len(cells) - 1)]
    aligned = (f'<{tag} style="{style}">{escape(word)}</{tag}>' for style, word in zip(styles, cells, strict=True))
    return f"<tr>{''.join(aligned)}</tr>"
