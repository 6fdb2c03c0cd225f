"""From an experiment's file to a study: base scenarios, factors and points of your own, and all that is wrong."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dealsim.experiment.design.family import LaidOut
from dealsim.experiment.dimensions import (
    Dimension,
    Level,
    Settings,
    Value,
    dimension_of,
    key_path,
    left_uncertain,
    paths_of,
)
from dealsim.experiment.equal_labels import refuse_equal_labels, refuse_equal_values
from dealsim.experiment.factor import Factor
from dealsim.experiment.schema import Experiment
from dealsim.experiment.study import Study
from dealsim.scenario.files import expected
from dealsim.scenario.files.includes import FileKind, Files
from dealsim.scenario.files.overrides import apply_overrides, refuse_a_new_name, with_values
from dealsim.scenario.files.problems import KeyPath, Misfit, Problem, ScenarioError, dotted, shown
from dealsim.scenario.files.shipped import EXPERIMENTS
from dealsim.scenario.files.source import Source, parse_source, read_text
from dealsim.scenario.files.validation import EXTENDS, in_order, unknown_key, validate, validated
from dealsim.scenario.loading import SCENARIO
from dealsim.scenario.recognise import is_a, refuse_another_kind, says_an_experiment
from dealsim.scenario.schema.scenario import Scenario
from dealsim.scenario.worlds.uncertain import leaves, range_at

EXPERIMENT = FileKind(EXPERIMENTS, Experiment)
MOST_TRIED = 32  # values of a factor; of more, the first and the last
SETTINGS = "settings"


def load_experiment(name: str, settings: Sequence[str] = ()) -> Study:
    """Return the experiment of a file, or of a shipped one's bare name.

    settings: `PATH=VALUE`, applied to it.  Raises ScenarioError with every problem that was found.
    """
    path = EXPERIMENTS.find(name)
    source = parse_source(read_text(path), str(path), EXPERIMENTS.kind)
    refuse_another_kind(source, EXPERIMENTS)
    return study_of(with_settings(source, settings))


def is_experiment(name: str) -> bool:
    """Return whether a name is that of a shipped experiment, or of a file that looks like one."""
    return is_a(EXPERIMENTS, name)


def with_settings(source: Source, settings: Sequence[str]) -> Source:
    """Return an experiment's source with settings `PATH=VALUE` made, in order.

    What stands below `settings` is a key of the scenario, in one piece: `settings.every_lab.control=0.5`.
    """
    problems: list[Problem] = []
    for setting in settings:
        key, below, _ = setting.partition(".")
        try:
            if key.strip() != SETTINGS or not below:
                source = apply_overrides(source, [setting], EXPERIMENT)
                continue
            said = apply_overrides(Source("", "", {}, {}), [setting])
            label = said.place((SETTINGS,))[0]
            of_scenario = [((SETTINGS, dotted(path[1:])), value) for path, value in leaves(said.tree)]
            source = with_values(source, of_scenario, label)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return source


def study_of(source: Source) -> Study:
    """Return the experiment that a source says. Raises ScenarioError."""
    if EXTENDS in source.tree:
        found = f"{EXTENDS} in an experiment"
        place = source.place((EXTENDS,))
        raise ScenarioError([Problem(*place, EXTENDS, found, "all of it in one file: only scenarios extend others")])
    experiment, problems = validated(Experiment, source)
    if experiment is None:
        raise ScenarioError(problems)
    bases = read_bases(experiment, source, problems)
    study = Study(Path(source.name).stem, source.text, experiment, bases, ())
    dimensions = [*read_factors(study, source, problems)]
    with noted(problems, source):
        refuse_overlaps(dimensions)
    some_own = experiment.design.ONE_AT_A_TIME or not isinstance(experiment.design, LaidOut)
    for dimension in dimensions:
        with noted(problems, source, ("factors", dimension.name)):
            refuse_equal_values(dimension, own=some_own)
    whole = not problems
    try_values(study, dimensions, source, problems)
    if whole:  # else a part is lacking, of which more would be said than is wrong
        with noted(problems, source):
            more = uncertain_dimensions(study, dimensions) if experiment.uncertain else []
            study = replace(study, dimensions=(*dimensions, *more))
            refuse_equal_labels(study.dimensions)
            study = with_points(study, Path(source.name).parent)
    raise_problems(problems, source)
    return study


def try_values(study: Study, dimensions: Sequence[Dimension], source: Source, problems: list[Problem]) -> None:
    """Note the values of factors with which a base scenario is none."""
    for dimension in dimensions:
        factor = study.experiment.factors[dimension.name]
        for value in values_to_try(dimension):
            for base in study.bases.values():
                with noted(problems, source, ("factors", dimension.name, *place_of(value, dimension, factor))):
                    set_in(base, dimension.settings(value), study.experiment.title)


def raise_problems(problems: list[Problem], source: Source) -> None:
    """Raise ScenarioError if there are problems."""
    if problems:
        raise ScenarioError(in_order(problems, source.name))


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
    said = f"{dotted(at)} (sets {problem.key})" if problem.key else dotted(at)
    return replace(problem, where=where, line=line, key=said)


def read_bases(experiment: Experiment, source: Source, problems: list[Problem]) -> dict[str, Source]:
    """Return the base scenarios by name, with the experiment's settings and all that they name written out.

    What is wrong is noted.
    """
    bases: dict[str, Source] = {}
    for place, name in enumerate(experiment.bases):
        at: KeyPath = ("scenario",) if isinstance(experiment.scenario, str) else ("scenario", place)
        with noted(problems, source, at):
            base = read_base(name, Path(source.name).parent)
            if Path(name).stem in bases:
                raise Misfit(shown(name), "base scenarios of different names")
            bases[Path(name).stem] = base
    for name, base in bases.items():
        for key, value in sorted(experiment.settings.items(), key=lambda setting: key_path(setting[0])):
            with noted(problems, source, (SETTINGS, key)):
                base = set_in(base, ((key_path(key), written_out(key_path(key), value, source)),), experiment.title)
        bases[name] = base
    return bases


def read_base(name: str, folder: Path) -> Source:
    """Return a base scenario. Raises Misfit or ScenarioError unless it is one that can be played here."""
    files = Files()
    path = SCENARIO.shelf.find_beside(name, folder)
    base = files.with_parts(files.read(path, SCENARIO), SCENARIO)
    if says_an_experiment(base.tree):
        raise Misfit(f"{shown(name)}, an experiment", "a scenario")
    agents = Study.worlds_of(base).median.agents
    if agents.named():
        wanted = "a scenario in which the model's own labs and AIs decide"
        raise Misfit(f"{shown(name)}, which names agents ({agents})", wanted)
    return base


def set_in(base: Source, settings: Settings, title: str) -> Source:
    """Return a base scenario with some settings. Raises Misfit or ScenarioError unless it still is a scenario.

    title: what problems call the file that sets them.
    """
    for path, _ in settings:
        try:
            refuse_a_new_name(base, path, SCENARIO)
        except Misfit as misfit:  # of the scenario: it knows no place in this file
            wanted = misfit.wanted.split(" (or")[0]
            raise Misfit(misfit.found, wanted, nearest=misfit.nearest) from None
    made = with_values(base, settings, title, SCENARIO.takes_nothing)
    Study.worlds_of(made).median  # noqa: B018  # is it a scenario?
    return made


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
        before = len(problems)
        for path, at in keys_of(factor):
            with noted(problems, source, ("factors", name)):
                refuse_an_unknown_key(path, at)
        if len(problems) == before:
            with noted(problems, source, ("factors", name)):
                dimension = factor_of(name, factor)
                yield replace(dimension, levels=tuple(complete(level, source) for level in dimension.levels))


def keys_of(factor: Factor) -> list[tuple[KeyPath, KeyPath]]:
    """Return the keys of the scenario that a factor sets, each with where the factor says it."""
    of_levels = [(key_path(key), ("levels", level)) for level, said in (factor.levels or {}).items() for key in said]
    return [*((path, ("set",)) for path in paths_of(factor)), *of_levels]


def factors_of(experiment: Experiment) -> list[Dimension]:
    """Return the factors of an experiment that was found good; what they name is not written out."""
    return [factor_of(name, factor) for name, factor in experiment.factors.items()]


def factor_of(name: str, factor: Factor) -> Dimension:
    """Return a factor whose keys are known, ready to be set. Raises Misfit."""
    return dimension_of(name, factor, [range_at(Scenario, path) for path in paths_of(factor)])


def refuse_an_unknown_key(path: KeyPath, at: KeyPath) -> None:
    """Refuse a key that no scenario has.

    at: where it is said.
    """
    for length in range(1, len(path) + 1):
        if not expected.alternatives_at(Scenario, path[:length]):
            _, wanted, near = unknown_key(Scenario, path[:length])
            if near is not None and "." not in near:
                near = dotted((*path[: length - 1], near))
            elif near is None and length == 1 and "." not in wanted:
                wanted = "a key of the scenario, such as every_lab.control"
            raise Misfit(f"the unknown key {dotted(path)}", wanted, at=at, nearest=near)


def complete(level: Level, source: Source) -> Level:
    """Return a level with what it names written out."""
    return Level(level.value, tuple((path, written_out(path, to, source)) for path, to in level.settings))


def refuse_overlaps(dimensions: Sequence[Dimension]) -> None:
    """Refuse a factor that sets again what an earlier one has set, or has removed: that one would change nothing."""
    for place, later in enumerate(dimensions):
        for earlier in dimensions[:place]:
            for path in later.sets:
                if any(other[: len(path)] == path for other in earlier.sets):
                    found = f"{dotted(path)}, which the factor {earlier.name} sets before"
                    raise Misfit(found, "a key of its own for each factor", at=("factors", later.name))
                if any(path[: len(gone)] == gone for gone in earlier.removes):
                    found = f"{dotted(path)}, part of what a level of the factor {earlier.name} removes"
                    raise Misfit(found, "a key that is always there", at=("factors", later.name))


def uncertain_dimensions(study: Study, factors: Sequence[Dimension]) -> list[Dimension]:
    """Return what the base scenarios leave uncertain, less what a factor sets."""
    of_bases = [left_uncertain(factors, worlds.uncertain) for worlds in study.worlds_of_bases.values()]
    if any(each != of_bases[0] for each in of_bases):
        wanted = "the same ones, of the same distributions"
        raise Misfit("base scenarios that leave different numbers uncertain", wanted, at=("uncertain",))
    if not of_bases[0]:
        wanted = "a base scenario with uncertain numbers, such as plausible"
        raise Misfit("nothing that the scenario leaves uncertain", wanted, at=("uncertain",))
    return of_bases[0]


def with_points(study: Study, folder: Path) -> Study:
    """Return a study that has read its file of points, if it has one, and whose points can be laid out."""
    study = replace(study, rows=study.experiment.design.read(folder, list(study.bases), study.dimensions))
    len(study.points)
    return study


def values_to_try(dimension: Dimension) -> list[Value]:
    """Return the values of a factor which, each by itself, have to hold together in every base: of many, the ends."""
    values: list[Value] = [*dimension.values()] if dimension.sets else []
    return values if dimension.levels and len(values) <= MOST_TRIED else [*values[:1], *values[1:][-1:]]


def place_of(value: Value, dimension: Dimension, factor: Factor) -> KeyPath:
    """Return where a factor says a value."""
    if factor.levels is not None:
        return ("levels", str(value))
    return ("values", dimension.values().index(value)) if factor.values is not None else ("range",)  # type: ignore[arg-type]
