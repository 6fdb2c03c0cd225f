"""Points of your own: a CSV file, a column for each factor and, for several base scenarios, one for the scenario."""

import csv
import io
import math
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from pydantic import Field

from dealsim.experiment.design.family import Design, Row, Shown
from dealsim.experiment.dimensions import Dimension, Value
from dealsim.scenario.files.problems import Misfit, Problem, ScenarioError, nearest_name, shown
from dealsim.scenario.files.shipped import climbs, stays_within
from dealsim.scenario.files.source import read_text
from dealsim.scenario.worlds.distributions import closed

SCENARIO = "scenario"  # the column of base scenarios
SHOWN_VALUES = 12


class PointsFile(Design):
    """Points of your own: a CSV file beside the experiment, a column for each factor."""

    WORD: ClassVar[str] = "points"
    SHOWN: ClassVar[Shown] = "levels"
    TAKES_VERSUS: ClassVar[bool] = False

    points: str = Field(min_length=1, description="a .csv file beside or below this one; first line: factors' names")

    def in_words(self) -> str:
        """Return what a report says of it."""
        return f"points of {self.points}"

    def read(self, folder: Path, bases: Sequence[str], dimensions: Sequence[Dimension]) -> tuple[Row, ...]:
        """Return the points of the file."""
        try:
            return read_points(self.points, folder, bases, dimensions)
        except Misfit as misfit:
            raise Misfit(misfit.found, misfit.wanted, at=("design", "points")) from None


def read_points(name: str, folder: Path, bases: Sequence[str], dimensions: Sequence[Dimension]) -> tuple[Row, ...]:
    """Return the points of a CSV file in a folder.

    bases: names of the base scenarios, of which the first is meant where a line names none.
    Raises Misfit where there is no such file, ScenarioError with every cell that does not fit.
    """
    path = folder / name
    if climbs(name) or not name.endswith(".csv") or not stays_within(path, folder):
        raise Misfit(shown(name), "a .csv file beside or below this one")
    if not path.is_file():
        raise Misfit(f"no file {shown(name)}", "a .csv file beside or below this one")
    text = read_text(path)
    try:
        return tuple(csv_rows(text, str(path), bases, dimensions))
    except csv.Error as error:
        raise ScenarioError([Problem(str(path), None, "", f"text that is no CSV ({error})", "a .csv file")]) from None


def csv_rows(text: str, name: str, bases: Sequence[str], dimensions: Sequence[Dimension]) -> list[Row]:
    """Return the points of a CSV text."""
    table = csv.DictReader(io.StringIO(text), strict=True)
    names = [dimension.name for dimension in dimensions]
    if problems := [*problems_of_columns(table.fieldnames or [], names, name)]:
        raise ScenarioError(problems)
    rows: list[Row] = []
    for row in table:
        found = len(row) - (None in row) - list(row.values()).count(None) + len(row.get(None) or ())
        if found != (columns := len(table.fieldnames or ())):
            problems.append(Problem(name, table.line_num, "", cells(found), f"{cells(columns)}, one for each column"))
            continue
        said = {key: value.strip() for key, value in row.items()}
        base = said.get(SCENARIO) or bases[0]
        if base not in bases:
            wanted, near = f"one of {', '.join(bases)}", nearest_name(base, bases)
            problems.append(Problem(name, table.line_num, SCENARIO, shown(base), wanted, near))
        values: list[Value] = []
        for dimension in dimensions:
            try:
                values.append(value_in_cell(dimension, said[dimension.name]))
            except Misfit as misfit:
                fault = misfit.found, misfit.wanted, misfit.nearest
                problems.append(Problem(name, table.line_num, dimension.name, *fault))
        rows.append((base, tuple(values)))
    if problems or not rows:
        raise ScenarioError(problems or [Problem(name, 1, "", "no points", "a line for each below the factors' names")])
    return rows


def cells(count: int) -> str:
    """Return a number of cells in words."""
    return f"{count} cell{'s' * (count != 1)}"


def problems_of_columns(said: Sequence[str], names: Collection[str], where: str) -> Iterator[Problem]:
    """Yield what is wrong with a file's first line."""
    allowed = [*names, SCENARIO]
    missing = [name for name in names if name not in said]
    for column in dict.fromkeys(said):
        if column not in allowed:
            near = nearest_name(column, missing or allowed)
            yield Problem(where, 1, "", f"the column {shown(column)}", f"columns among {', '.join(allowed)}", near)
            missing = [name for name in missing if name != near]
        elif said.count(column) > 1:
            yield Problem(where, 1, "", f"the column {shown(column)} twice", "each column once")
    for name in missing:
        yield Problem(where, 1, "", f"no column {shown(name)}", "one for each factor; an empty cell changes nothing")


def value_in_cell(dimension: Dimension, said: str) -> Value:
    """Return the value that a cell says; an empty one means the scenario's own. Raises Misfit."""
    if not said:
        return None
    number = as_number(said)
    if dimension.distribution is None:
        value: Value = said if number is None or not dimension.numeric else number
        values = dimension.values()
        if value not in values:
            more = [f"{len(values) - SHOWN_VALUES} more"] if len(values) > SHOWN_VALUES else []
            wanted = f"one of {', '.join([*map(str, values[:SHOWN_VALUES]), *more])}"
            raise Misfit(shown(said), wanted, nearest=nearest_name(said, map(str, values)))
        return value
    if number is not None and dimension.within.whole and number.is_integer():
        number = int(number)
    if number is None or not dimension.within.holds(number):
        raise Misfit(shown(said), " ".join(["a number", closed(dimension.within)]).rstrip())
    return number


def as_number(said: str) -> float | None:
    """Return the finite number that a text says; None where it says none."""
    try:
        number = float(said)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
