"""Folders of results without a game played: outcomes are known functions of the factors, and luck of known size."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from dealsim.experiment.loading import study_of
from dealsim.experiment.points import Point
from dealsim.experiment.rows import OUTCOMES_OF, POINTS, Columns, table
from dealsim.experiment.store import Store
from dealsim.experiment.study import Study
from dealsim.scenario.files.source import parse_source

type Values = Mapping[str, float | str | None]
type Told = dict[str, float | None]
type Replicate = Callable[[Values], Told]  # outcomes by name at a point; None: undefined


def study_from(text: str, name: str = "made.yaml") -> Study:
    """Return the experiment that a text says."""
    return study_of(parse_source(text, name, "experiment"))


def write_study(
    folder: Path,
    text: str,
    even: Replicate,
    odd: Replicate | None = None,
    *,
    without: frozenset[int] = frozenset(),
    failing: frozenset[int] = frozenset(),
) -> Path:
    """Write results in which a point shows what two functions of its values say, in even and in odd games.

    without: chunks that are missing.  failing: points that failed.
    """
    study = study_from(text)
    columns = Columns(study)
    shown = {point.number: told(study, point, even, odd or even) for point in study.points}
    with Store(folder, study).opened() as store:
        for number in store.missing():
            if number not in without:
                points = study.chunk(number)
                rows = [row for point in points for row in outcome_rows(columns, point, shown, failing)]
                places = [point_row(study, columns, point, failing) for point in points]
                store.save(
                    number,
                    {OUTCOMES_OF: table(columns.outcomes, iter(rows)), POINTS: table(columns.points, iter(places))},
                )
        if not without:
            store.finish()
    return folder


def told(study: Study, point: Point, even: Replicate, odd: Replicate) -> dict[str, tuple[float | None, float | None]]:
    """Return what either half of a point's games shows, outcome by outcome."""
    values = {d.name: value for d, value in zip(study.dimensions, point.values, strict=True)}
    one, other = even(values), odd(values)
    return {name: (one[name], other[name]) for name in study.experiment.kept}


def mean(pair: tuple[float | None, float | None]) -> float | None:
    """Return the mean of two halves; None where it is undefined."""
    return None if None in pair else float(np.mean(pair))  # type: ignore[arg-type]


def outcome_rows(columns: Columns, point: Point, shown: dict, failing: frozenset[int]) -> list[dict]:
    """Return a point's rows; of a point that failed with no numbers."""
    rows = []
    for name, pair in shown[point.number].items():
        row = columns.of_place(point) | {"outcome": name, "compared_with": point.compared_with}
        if point.number not in failing:
            centre = mean(pair)
            row |= {"mean": centre, "even": pair[0], "odd": pair[1], "games": 100, "se": 0.01}
            if centre is not None:
                row |= {"low": centre - 0.02, "high": centre + 0.02}
            base = None if point.compared_with is None else mean(shown[point.compared_with][name])
            if base is not None and centre is not None:
                apart = centre - base
                row |= {"difference": apart, "difference_low": apart - 0.02, "difference_high": apart + 0.02}
        rows.append(row)
    return rows


def point_row(study: Study, columns: Columns, point: Point, failing: frozenset[int]) -> dict:
    """Return a point's own row."""
    error = "ScenarioError: made to fail" if point.number in failing else None
    said = {"compared_with": point.compared_with, "key": "made", "error": error}
    if error is None:
        said |= {"games": study.experiment.games, "seed": study.seed(point)}
    return columns.of_place(point) | said
