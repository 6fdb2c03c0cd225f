"""Printing for people: coloured on a terminal, plain in a pipe, and never a space at a line's end."""

import re
from collections.abc import Iterable, Sequence

import click
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

FIRST = 10  # columns that the first of a table needs at least
LONGEST_LINE = 100  # longer lines of prose are hard to read
SPACES_AT_THE_END = re.compile(r" +((?:\x1b\[[0-9;]*m| )*)$")  # before what ends a colour, or behind it


def make_console(*, prose: bool = False) -> Console:
    """Return a console as wide as the terminal (80 columns in a pipe); for prose no wider than reads well."""
    console = Console(highlight=False, markup=False, emoji=False)  # what users write is shown as it is
    if prose:
        console.width = min(console.width, LONGEST_LINE)
    return console


def add_grouped(table: Table, rows: Iterable[tuple[str, Sequence[str], str]]) -> None:
    """Add rows to a table, each with its group and its style: a line between groups, and each group's name above it."""
    before = ""
    for group, cells, style in rows:
        if group != before:
            if before:
                table.add_row()
            table.add_row(Text(group, style="bold"))
            before = group
        table.add_row(*cells, style=style)


def fitted(console: Console, table: Table, least: int = 2) -> Table:
    """Return a table without its last columns where it is too wide for a console; `least` columns stay.

    So what is shown is whole. The first column is broken into lines, and the others are not.
    """
    first, *others = table.columns
    first.no_wrap, first.overflow, first.min_width = False, "fold", FIRST
    padding = table.padding[1] + table.padding[3]
    room = console.width - FIRST - padding
    for place, column in enumerate(others, start=1):
        room -= max(cell_len(str(cell)) for cell in (column.header, *column.cells)) + padding
        if room < -padding and place >= least:
            del table.columns[place:]
            break
    return table


def print_page(console: Console, *parts: RenderableType) -> None:
    """Print the parts of a page, one below the other."""
    with console.capture() as page:
        for part in parts:
            console.print(part, markup=False)
    for line in page.get().removesuffix("\n").split("\n"):
        click.echo(SPACES_AT_THE_END.sub(lambda end: end[1].replace(" ", ""), line), color=True)


def print_line(console: Console, line: RenderableType) -> None:
    """Print a line and leave it in one piece, however narrow the terminal."""
    with console.capture() as page:
        console.print(line, soft_wrap=True)
    click.echo(page.get(), nl=False, color=True)
