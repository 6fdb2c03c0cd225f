"""From an experiment's file to a study: base scenarios, factors and points of one's own, and all that is wrong."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dealsim.experiment.design import Row
from dealsim.experiment.dimensions import (
    Dimension,
    Level,
    Settings,
    Value,
    dimension_of,
    path_of,
    paths_of,
    uncertain_dimension,
)
from dealsim.experiment.schema import Experiment, Factor, PointsFile
from dealsim.experiment.study import Study
from dealsim.scenario.layers import Files
from dealsim.scenario.loading import SCENARIO
from dealsim.scenario.overrides import apply_overrides, refuse_a_new_name, with_values
from dealsim.scenario.problems import KeyPath, Misfit, Problem, ScenarioError, dotted, nearest_name, shown
from dealsim.scenario.reading import Source, parse_source, read_text
from dealsim.scenario.schema import Scenario
from dealsim.scenario.shelf import EXPERIMENTS, climbs, stays_within
from dealsim.scenario.uncertain import range_at
from dealsim.scenario.validation import in_order, validate

SHOWN_LEVELS = 12


def load_experiment(name: str, settings: Sequence[str] = ()) -> Study:
    """Return the experiment of a file, or of a shipped one's bare name.

    settings: `PATH=VALUE`, applied to it.  Raises ScenarioError with every problem that was found.
    """
    path = EXPERIMENTS.find(name)
    source = parse_source(read_text(path), str(path), EXPERIMENTS.kind)
    return study_of(apply_overrides(source, settings))


def study_of(source: Source) -> Study:
    """Return the experiment that a source says. Raises ScenarioError."""
    experiment = validate(Experiment, source)
    problems: list[Problem] = []
    with noted(problems, source):
        bases = read_bases(experiment, source)
    if problems:
        raise ScenarioError(problems)
    study = Study(Path(source.name).stem, source.text, experiment, bases, ())
    dimensions = [*read_factors(study, source, problems)]
    if experiment.uncertain:
        with noted(problems, source):
            dimensions += uncertain_dimensions(study)
    if problems:
        raise ScenarioError(in_order(problems, source.name))
    study = replace(study, dimensions=tuple(dimensions))
    with noted(problems, source):
        study = replace(study, rows=read_points(study, source))
        len(study.points)
    for dimension in dimensions:
        if dimension.address is None:
            with noted(problems, source, ("factors", dimension.name)):
                try_ends(study, dimension)
    if problems:
        raise ScenarioError(in_order(problems, source.name))
    return study


@contextmanager
def noted(problems: list[Problem], source: Source, at: KeyPath = ()) -> Iterator[None]:
    """Note what is wrong, at its place in the experiment's file.

    at: the key path of the part that is being read.
    """
    try:
        yield
    except Misfit as misfit:
        path = (*at, *misfit.at)
        problems.append(Problem(*source.place(path), dotted(path), misfit.found, misfit.wanted, misfit.nearest))
    except ScenarioError as error:
        problems += (placed(problem, source, at) for problem in error.problems)


def placed(problem: Problem, source: Source, at: KeyPath) -> Problem:
    """Return a problem of a scenario that this file makes: at the part of the file that makes it."""
    if not at or problem.line is not None:
        return problem
    where, line = source.place(at)
    return replace(problem, where=where, line=line, key=f"{dotted(at)} (sets {problem.key})")


def read_bases(experiment: Experiment, source: Source) -> Mapping[str, Source]:
    """Return the base scenarios by name, with the experiment's settings and all that they name written out."""
    bases: dict[str, Source] = {}
    for place, name in enumerate(experiment.bases):
        at: KeyPath = ("scenario",) if isinstance(experiment.scenario, str) else ("scenario", place)
        files = Files()
        with misfits_at(at):
            path = SCENARIO.shelf.find_beside(name, Path(source.name).parent)
        base = files.with_parts(files.read(path, SCENARIO), SCENARIO)
        short = Path(name).stem
        if short in bases:
            raise Misfit(shown(name), "base scenarios of different names", at=at)
        for key, value in experiment.settings.items():
            with misfits_at(("settings", key)):
                setting = (path_of(key), written_out(path_of(key), value, source))
                refuse_a_new_name(base, setting[0], SCENARIO)
                base = with_values(base, [setting], f"{source.name}: settings")
        bases[short] = base
        Study("", "", experiment, {short: base}, ()).worlds_of_bases[short].median  # noqa: B018  # is it a scenario?
    return bases


@contextmanager
def misfits_at(path: KeyPath) -> Iterator[None]:
    """Say of what does not fit where it stands."""
    try:
        yield
    except Misfit as misfit:
        raise Misfit(misfit.found, misfit.wanted, at=path, nearest=misfit.nearest) from None


def written_out(path: KeyPath, value: object, source: Source) -> object:
    """Return a value that a key is set to: a spec or a training that is only named, in full."""
    kind = SCENARIO.part_at(path)
    if kind is None or not isinstance(value, str):
        return value
    part = Files().read(kind.shelf.find_beside(value, Path(source.name).parent), kind)
    validate(kind.model, part)
    return part.tree


def read_factors(study: Study, source: Source, problems: list[Problem]) -> Iterator[Dimension]:
    """Yield the factors, ready to be set; note what is wrong with the others."""
    for name, factor in study.experiment.factors.items():
        with noted(problems, source, ("factors", name)):
            dimension = factor_of(name, factor)
            yield replace(dimension, levels=tuple(complete(level, source) for level in dimension.levels))


def factors_of(experiment: Experiment) -> list[Dimension]:
    """Return the factors of an experiment that was found good; what they name is not written out."""
    return [factor_of(name, factor) for name, factor in experiment.factors.items()]


def factor_of(name: str, factor: Factor) -> Dimension:
    """Return a factor, ready to be set. Raises Misfit."""
    return dimension_of(name, factor, [range_at(Scenario, path) for path in paths_of(factor)])


def complete(level: Level, source: Source) -> Level:
    """Return a level with what it names written out."""
    return Level(level.value, tuple((path, written_out(path, to, source)) for path, to in level.settings))


def uncertain_dimensions(study: Study) -> list[Dimension]:
    """Return what the base scenario leaves uncertain, less what a factor sets."""
    of_bases = [worlds.uncertain for worlds in study.worlds_of_bases.values()]
    names = [[each.address for each in uncertain] for uncertain in of_bases]
    if any(each != names[0] for each in names):
        raise Misfit("base scenarios that leave different numbers uncertain", "the same ones", at=("uncertain",))
    if not names[0]:
        wanted = "a base scenario with uncertain numbers, such as plausible"
        raise Misfit("nothing that the scenario leaves uncertain", wanted, at=("uncertain",))
    return [uncertain_dimension(each) for each in of_bases[0]]


def try_ends(study: Study, dimension: Dimension) -> None:
    """Raise ScenarioError or Misfit unless the first and the last values of a factor hold together in every base."""
    values = dimension.values()
    levels = values if dimension.levels and len(values) <= SHOWN_LEVELS else [values[0], values[-1]]
    for name, base in study.bases.items():
        for value in levels:
            settings = dimension.settings(value)
            for path, _ in settings:
                refuse_a_new_name(base, path, SCENARIO)
            validate_with(study, name, settings)


def validate_with(study: Study, name: str, settings: Settings) -> None:
    """Raise ScenarioError unless a base scenario with some settings is one."""
    source = with_values(study.bases[name], settings, study.name)
    Study("", "", study.experiment, {name: source}, ()).worlds_of_bases[name].median  # noqa: B018


def read_points(study: Study, source: Source) -> tuple[Row, ...]:
    """Return the points of a CSV file: a column a factor and, where there are several bases, one for the scenario."""
    design = study.experiment.design
    if not isinstance(design, PointsFile):
        return ()
    at: KeyPath = ("design", "points")
    name, folder = design.points, Path(source.name).parent
    path = folder / name
    if climbs(name) or not name.endswith(".csv") or not stays_within(path, folder) or not path.is_file():
        raise Misfit(shown(name), "a .csv file beside or below this one", at=at)
    return tuple(rows_in(read_text(path), str(path), study))


def rows_in(text: str, name: str, study: Study) -> Iterator[Row]:
    """Yield the points of a CSV text. Raises ScenarioError with every cell that does not fit."""
    table = csv.DictReader(io.StringIO(text), strict=True)
    names = [dimension.name for dimension in study.dimensions]
    allowed = {*names, "scenario"}
    said = table.fieldnames or []
    problems = [
        Problem(name, 1, each, "a column of that name", "", nearest_name(each, allowed) or ", ".join(sorted(allowed)))
        for each in said
        if each not in allowed
    ]
    problems += [Problem(name, 1, each, "no column of that name", "one") for each in names if each not in said]
    if problems:
        raise ScenarioError(problems)
    rows: list[Row] = []
    for row in table:
        base = row.get("scenario") or next(iter(study.bases))
        if base not in study.bases:
            problems.append(Problem(name, table.line_num, "scenario", shown(base), f"one of {', '.join(study.bases)}"))
        values: list[Value] = []
        for dimension in study.dimensions:
            try:
                values.append(cell(dimension, (row[dimension.name] or "").strip()))
            except Misfit as misfit:
                where = dimension.name
                problems.append(Problem(name, table.line_num, where, misfit.found, misfit.wanted, misfit.nearest))
        rows.append((base, tuple(values)))
    if problems or not rows:
        raise ScenarioError(problems or [Problem(name, 1, "", "no points", "a line for each")])
    yield from rows


def cell(dimension: Dimension, said: str) -> Value:
    """Return the value that a cell says; an empty one means the scenario's own. Raises Misfit."""
    if not said:
        return None
    number = as_number(said)
    if dimension.distribution is None:
        value = said if number is None or not dimension.numeric else number
        values = dimension.values()
        if value not in values:
            wanted = f"one of {', '.join(map(str, values[:SHOWN_LEVELS]))}"
            raise Misfit(shown(said), wanted, nearest=nearest_name(said, map(str, values)))
        return value
    if number is None or not dimension.within.holds(number):
        raise Misfit(shown(said), "a number in the range of the key")
    return number


def as_number(said: str) -> float | None:
    """Return the number that a text says; None where it says none."""
    try:
        return float(said)
    except ValueError:
        return None
