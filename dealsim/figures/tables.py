"""Tables in Markdown, LaTeX or CSV: the same numbers in each, without digits that are only noise."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from typing import Literal

from dealsim.figures.captions import Caption
from dealsim.figures.csv_text import csv_text

DIGITS = 2  # significant digits of the error that are shown
UNDEFINED = "–"
EXACT = Context(prec=400)  # more digits than any number has
MARKS = re.compile(r"[\\`*_<>|$~]")  # of Markdown within a line
# Characters that TeX does not read as letters.
TEX = {
    "\\": r"\textbackslash{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": "$<$",
    ">": "$>$",
    "−": "$-$",
    "–": "--",
}
LIGATURE = re.compile("[-'`,](?=[-'`,])|[?!](?=`)|<(?=<)|>(?=>)")  # signs that TeX would draw as one with the next


@dataclass(frozen=True)
class Number:
    """A number with its 95% interval, each as it is printed; nothing where it is undefined.

    signed: whether it is a difference, which is printed with its sign.
    exact: the three numbers with all their digits, for programs.
    """

    value: str = ""
    low: str = ""
    high: str = ""
    signed: bool = field(default=False, kw_only=True)
    exact: tuple[float | None, ...] = field(default=(None, None, None), kw_only=True, compare=False)


@dataclass(frozen=True)
class Value:
    """A value without an error, such as a factor's or a count.

    words: as people read it.  exact: as programs do, None for the scenario's own.
    """

    words: str
    exact: object


type Cell = str | Value | Number


@dataclass(frozen=True)
class Head:
    """The head of a column. holds: words, counts, or numbers with or without their intervals.

    key: what programs call it; by default its name, with underscores for spaces.
    """

    name: str
    unit: str = ""
    holds: Literal["words", "counts", "numbers", "intervals"] = "words"
    key: str = ""


@dataclass(frozen=True)
class PrintedTable:
    """A table of words and numbers. name: a short word for references to it."""

    name: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: Caption

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the heads."""
        if any(len(row) != len(self.heads) for row in self.rows):
            raise ValueError("every row has a cell for each head")


def number(
    value: float | None, se: float | None, low: float | None, high: float | None, *, signed: bool = False
) -> Number:
    """Return a number and its interval, rounded to the second significant digit of its standard error."""
    value, se, low, high = (None if x is None or math.isnan(x) else float(x) for x in (value, se, low, high))
    if value is None:
        return Number(signed=signed)
    exact = value, low, high
    places = decimals_of(error_of(se, low, high))
    if se is None and low is None:
        places = decimals_of(abs(value))  # one game: the error is unknown
    ends = ["" if end is None else rounded(end, places) for end in (low, high)]
    return Number(rounded(value, places), *ends, signed=signed, exact=exact)


def error_of(se: float | None, low: float | None, high: float | None) -> float:
    """Return the error that decides the digits shown: the standard error, or a quarter of a wider interval."""
    return max(se or 0.0, (high - low) / 4.0 if low is not None and high is not None else 0.0)


def decimals_of(error: float) -> int | None:
    """Return how many decimals a number of this error has; below 0, tens and hundreds are rounded as well.

    None where the number is exact.
    """
    return DIGITS - 1 - math.floor(math.log10(error)) if error > 0.0 else None


def rounded(value: float, places: int | None) -> str:
    """Return a number with a given number of decimals, never minus 0."""
    if places is None:
        return f"{value + 0.0:.6g}"
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), context=EXACT)
    return f"{abs(exact) if exact == 0 else exact:f}" if places >= 0 else f"{int(exact)}"


def markdown(table: PrintedTable) -> str:
    """Return the table in Markdown, its caption above."""
    heads = [f"{escaped(head.name)} [{head.unit}]" if head.unit else escaped(head.name) for head in table.heads]
    rows = [
        [typographic(cell) if isinstance(cell, Number) else escaped(typographic(cell)) for cell in row]
        for row in table.rows
    ]
    right = ["---" if head.holds == "words" else "---:" for head in table.heads]
    lines = ["| " + " | ".join(row) + " |" for row in [heads, right, *rows]]
    return "\n".join([caption_in_markdown(table.caption), "", *lines]) + "\n"


def in_markdown(cell: Cell) -> str:
    """Return a cell of a Markdown table."""
    return typographic(cell) if isinstance(cell, Number) else escaped(typographic(cell))


def caption_in_markdown(caption: Caption) -> str:
    """Return a caption as a paragraph of Markdown."""
    return f"**{escaped(caption.title)}.** {escaped(caption.body)}"


def escaped(text: str) -> str:
    """Return a text as Markdown shows it, in one line, whatever signs are in it."""
    return MARKS.sub(r"\\\g<0>", text)


def typographic(cell: Cell) -> str:
    """Return a cell for people to read: with its interval, a true minus sign, and the sign of differences."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Value):
        return cell.words
    if not cell.value:
        return UNDEFINED
    sign = "+" if cell.signed and Decimal(cell.value) > 0 else ""
    interval = f" [{cell.low}, {cell.high}]" if cell.low else ""
    return f"{sign}{cell.value}{interval}".replace("-", "−")


def latex(table: PrintedTable) -> str:
    """Return the table in LaTeX; it needs the package booktabs."""
    columns = "".join("l" if head.holds == "words" else "r" for head in table.heads)
    names = [tex(head.name) for head in table.heads]
    units = [tex(f"[{head.unit}]") if head.unit else "" for head in table.heads]
    rows = [[tex(typographic(cell)) for cell in row] for row in table.rows]
    lines = [
        "% \\usepackage{booktabs}",
        "\\begin{table}",
        f"\\caption{{{tex(str(table.caption))}}}",
        f"\\label{{tab:{table.name}}}",
        "\\centering",
        "\\small",
        f"\\begin{{tabular}}{{{columns}}}",
        "\\toprule",
        tex_row(names),
        *([tex_row(units)] if any(units) else []),
        "\\midrule",
        *map(tex_row, rows),
        "\\bottomrule",
        "\\end{tabular}",
        "\\end{table}",
    ]
    return "\n".join(lines) + "\n"


def tex_row(cells: Sequence[str]) -> str:
    """Return a row. A cell that begins with a bracket or a star is braced: TeX would take it for the line's option."""
    held = [f"{{{cell}}}" if cell.startswith(("[", "*")) else cell for cell in cells]
    return " & ".join(held) + r" \\"


def tex(text: str) -> str:
    """Return a text escaped for TeX."""
    return "".join(TEX.get(sign, sign) for sign in LIGATURE.sub(r"\g<0>\0", text)).replace("\0", "{}")


def comma_separated(table: PrintedTable) -> str:
    """Return the table in CSV, for programs: three columns a number, it and the ends of its interval; no caption.

    Columns go by their keys, and numbers have all their digits.  Where there are differences, the last column says of
    which rows; people see it by the signs.
    """
    ends = {"intervals": ("", "_low", "_high")}
    names = [key_of(head) + end for head in table.heads for end in ends.get(head.holds, ("",))]
    rows = [
        [
            field
            for head, cell in zip(table.heads, row, strict=True)
            for field in fields(cell)[: len(ends.get(head.holds, ("",)))]
        ]
        for row in table.rows
    ]
    signed = [any(isinstance(cell, Number) and cell.signed for cell in row) for row in table.rows]
    if any(signed):
        names, rows = [*names, "difference"], [[*row, of_it] for row, of_it in zip(rows, signed, strict=True)]
    return csv_text(names, rows)


def key_of(head: Head) -> str:
    """Return what programs call a column."""
    return head.key or head.name.replace(" ", "_")


def fields(cell: Cell) -> list[object]:
    """Return a cell as its columns in CSV."""
    if isinstance(cell, Number):
        return [*cell.exact]
    return [cell.exact if isinstance(cell, Value) else cell]


FORMATS = {"markdown": markdown, "latex": latex, "csv": comma_separated}
