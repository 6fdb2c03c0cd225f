"""A study as JSON and back: all that it read, so that it can be repeated without any of the files."""

from dataclasses import replace
from pathlib import PurePath
from typing import Any

from dealsim.experiment.dimensions import Dimension, Level, left_uncertain
from dealsim.experiment.loading import factors_of
from dealsim.experiment.schema import Experiment
from dealsim.experiment.study import Study
from dealsim.scenario.files.source import Source


def study_as_json(study: Study) -> dict[str, Any]:
    """Return a study in JSON's terms."""
    return {
        "name": study.name,
        "text": study.text,
        "experiment": study.experiment.model_dump(mode="json"),
        "bases": {name: source_as_json(base) for name, base in study.bases.items()},
        "levels": {
            d.name: [[level.value, [[list(path), value] for path, value in level.settings]] for level in d.levels]
            for d in study.dimensions
            if d.levels
        },
        "rows": [[scenario, list(values)] for scenario, values in study.rows],
    }


def study_from_json(said: dict[str, Any]) -> Study:
    """Return the study that was packed."""
    experiment = Experiment.model_validate(said["experiment"], strict=False)
    bases = {name: source_from_json(base) for name, base in said["bases"].items()}
    study = Study(said["name"], said["text"], experiment, bases, ())
    dimensions = [with_levels(dimension, said["levels"]) for dimension in factors_of(experiment)]
    if experiment.uncertain:
        first = next(iter(study.worlds_of_bases.values()))
        dimensions += left_uncertain(dimensions, first.uncertain)
    rows = tuple((scenario, tuple(values)) for scenario, values in said["rows"])
    return Study(study.name, study.text, experiment, bases, tuple(dimensions), rows)


def with_levels(dimension: Dimension, levels: dict[str, Any]) -> Dimension:
    """Return a factor with its levels as they were packed."""
    if not dimension.levels:
        return dimension
    made = [
        Level(value, tuple((tuple(path), to) for path, to in settings)) for value, settings in levels[dimension.name]
    ]
    return replace(dimension, levels=tuple(made))


def source_as_json(source: Source) -> dict[str, Any]:
    """Return a scenario's values, and where each was written, for that distinguishes uncertain numbers.

    Files go by their bare names: their folders might name the user.
    """
    files = {path: source.files.get(path, source.name) for path in source.lines}
    names = list(dict.fromkeys(files.values()))
    lines = [[list(path), line, names.index(files[path])] for path, line in source.lines.items()]
    return {"name": PurePath(source.name).name, "tree": source.tree, "files": bare(names), "lines": lines}


def bare(names: list[str]) -> list[str]:
    """Return the bare names of files, each once."""
    short = [PurePath(name).name for name in names]
    return [name if short.count(name) == 1 else f"{place}/{name}" for place, name in enumerate(short)]


def source_from_json(said: dict[str, Any]) -> Source:
    """Return a scenario that was packed."""
    places = [(tuple(path), line, said["files"][file]) for path, line, file in said["lines"]]
    lines = {path: line for path, line, _ in places}
    files = {path: file for path, _, file in places}
    return Source(name=said["name"], text="", tree=said["tree"], lines=lines, files=files)
