"""What cannot be analysed, cell by cell: one missing number would silently change every index."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dealsim.experiment.points import Point
from dealsim.experiment.results import StudyResults
from dealsim.measure.outcomes import OUTCOMES
from dealsim.scenario.files.problems import Problem, ScenarioError, nearest_name

NAMED = 5  # cells that are named
NAMED_FACTORS = 4  # values of a cell that are named


def refuse_gaps(results: StudyResults) -> None:
    """Refuse results with a point that is missing, that failed, or that is not of this experiment.

    Raises ScenarioError.
    """
    problems = [*not_played(results), *failed_points(results), *of_other_games(results)]
    if problems:
        raise ScenarioError(problems)


def not_played(results: StudyResults) -> list[Problem]:
    """Return what is wrong if points are missing."""
    every = results.study.points
    there = set(results.points["point"].to_pylist()) & set(results.outcomes["point"].to_pylist())
    missing = [point for point in every if point.number not in there]
    if not missing:
        return []
    again = f"`dealsim sweep ... --out {results.folder}` resumes it"
    if results.manifest.get("shard"):
        again = "all shards in one folder, which `dealsim merge` makes"
    found = f"{len(missing):,} of {len(every):,} points not played ({points_in_words(results, missing)})"
    return [problem(results, found, f"a complete design: {again}")]


def failed_points(results: StudyResults) -> list[Problem]:
    """Return what is wrong if points failed."""
    errors = results.points.filter(pc.is_valid(results.points["error"]))
    if not len(errors):
        return []
    points = [results.study.points[number] for number in errors["point"].to_pylist()]
    found = f"{len(points):,} of {len(results.study.points):,} points failed ({points_in_words(results, points)})"
    why = f"; the first: {errors['error'][0].as_py()}"
    again = f"`dealsim sweep ... --out {results.folder} --retry` plays them again"
    return [problem(results, found + why, f"a complete design: {again}")]


def of_other_games(results: StudyResults) -> list[Problem]:
    """Return what is wrong if points that share their luck were played with different seeds, or not the same games."""
    experiment, problems = results.study.experiment, list[Problem]()
    said = {"games": experiment.games, "seed": experiment.seed if experiment.luck == "common" else None}
    for name, value in said.items():
        if isinstance(value, int):
            played = set(results.points[name].drop_null().to_pylist()) - {value}
            if played:
                found = f"points of {name} {', '.join(map(str, sorted(played)[:NAMED]))}"
                problems.append(problem(results, found, f"{name} {value} at each point, as the experiment says"))
    return problems


def refuse_undefined(results: StudyResults, outcome: str, *, difference: bool = False) -> None:
    """Refuse an outcome that is not kept, or is undefined at a point. Raises ScenarioError."""
    kept = results.study.experiment.kept
    if outcome not in kept:
        found = f"no outcome {outcome!r} in these results"
        raise ScenarioError([problem(results, found, f"one of {', '.join(kept)}", nearest_name(outcome, kept))])
    if difference and not results.study.experiment.paired:
        found = "points that are not compared with others"
        wanted = "an experiment with `versus`, or an outcome by itself"
        raise ScenarioError([problem(results, found, wanted)])
    numbers = undefined(results.outcomes, outcome, difference=difference)
    if numbers:
        points = [results.study.points[number] for number in numbers]
        why = f" {OUTCOMES[outcome].undefined}" if OUTCOMES[outcome].undefined else ""
        found = f"{outcome} undefined{why} at {len(points):,} of {len(results.study.points):,} points"
        found += f" ({points_in_words(results, points)})"
        raise ScenarioError([problem(results, found, instead(results))])


def undefined(rows: pa.Table, outcome: str, *, difference: bool = False) -> list[int]:
    """Return the numbers of the points at which an outcome, or its difference, is no finite number."""
    mine = rows.filter(pc.equal(rows["outcome"], outcome))
    if difference:
        mine = mine.filter(pc.is_valid(mine["compared_with"]))
    values: NDArray[np.float64] = mine["difference" if difference else "mean"].to_numpy().astype(np.float64)
    return sorted(mine["point"].to_numpy()[~np.isfinite(values)].tolist())


def defined_everywhere(results: StudyResults) -> list[str]:
    """Return the outcomes that are defined at every point."""
    return [name for name in results.study.experiment.kept if not undefined(results.outcomes, name)]


def instead(results: StudyResults) -> str:
    """Return what is accepted in place of an outcome that is undefined somewhere."""
    others = defined_everywhere(results)
    if not others:
        return "more games a point, or other factors: no outcome is defined at every point"
    more = ", ..." * (len(others) > NAMED)
    return f"more games a point, or an outcome that is defined at every point: {', '.join(others[:NAMED])}{more}"


def points_in_words(results: StudyResults, points: Sequence[Point]) -> str:
    """Return the first of some points in words: number, and values of the factors."""
    said = "; ".join(point_in_words(results, point) for point in points[:NAMED])
    unsaid = len(points) - NAMED
    return f"{said}; and {unsaid:,} more" if unsaid > 0 else said


def point_in_words(results: StudyResults, point: Point) -> str:
    """Return a point in words."""
    names = [dimension.name for dimension in results.study.dimensions]
    scenario = [point.scenario] if len(results.study.bases) > 1 else []
    pairs = [f"{name}={value_in_words(value)}" for name, value in zip(names, point.values, strict=True)]
    more = ["..."] if len(pairs) > NAMED_FACTORS else []
    return f"point {point.number}: {', '.join([*scenario, *pairs[:NAMED_FACTORS], *more])}"


def value_in_words(value: float | str | None) -> str:
    """Return a factor's value in words."""
    return "unchanged" if value is None else value if isinstance(value, str) else f"{value:.4g}"


def problem(results: StudyResults, found: str, wanted: str, nearest: str | None = None) -> Problem:
    """Return a problem of a folder of results."""
    return Problem(str(results.folder), None, "", found, wanted, nearest)


def cannot_analyse(results: StudyResults, found: str, wanted: str, nearest: str | None = None) -> ScenarioError:
    """Return the error for results that cannot be analysed so."""
    return ScenarioError([problem(results, found, wanted, nearest)])
