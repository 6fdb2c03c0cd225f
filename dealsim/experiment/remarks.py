"""What to know about an experiment before it is played: factors that change nothing in some labs, lists, free specs."""

from collections.abc import Iterator

from dealsim.experiment.dimensions import Dimension, Settings, key_path
from dealsim.experiment.study import Study
from dealsim.scenario.files.overrides import with_values
from dealsim.scenario.loading import SCENARIO
from dealsim.scenario.worlds.remarks import EVERY_LAB, remarks_on_compared, remarks_on_keys, remarks_on_lists
from dealsim.scenario.worlds.worlds import Worlds


def remarks_on_study(study: Study) -> list[str]:
    """Return what to know about an experiment, a sentence each."""
    paths = [path for dimension in study.dimensions for path in dimension.sets]
    settings = [key_path(key) for key in study.experiment.settings]
    said: dict[str, list[str]] = {}
    for name, base in study.worlds_of_bases.items():
        found = [*remarks_on_keys(base, settings, known=paths), *remarks_on_lists(base.median)]
        for dimension in study.dimensions:
            for worlds in varied(study, name, dimension):
                found += remarks_on_keys(worlds, dimension.sets, known=[*settings, *paths])
                found += remarks_on_lists(worlds.median)
        found += remarks_on_specs_of(study, name)
        for remark in found:
            if name not in said.setdefault(remark, []):
                said[remark].append(name)
    every = len(study.bases)
    return [remark if len(bases) == every else f"{remark} (in {', '.join(bases)})" for remark, bases in said.items()]


def varied(study: Study, base: str, dimension: Dimension) -> Iterator[Worlds]:
    """Yield a base scenario with what a factor sets for labs: with each level, and with the first of other values."""
    if any(path[0] in (EVERY_LAB, "labs") for path in dimension.sets):
        for settings in settings_to_try(dimension):
            source = with_values(study.bases[base], settings, study.name, SCENARIO.takes_nothing)
            yield study.worlds_of(source)


def settings_to_try(dimension: Dimension) -> list[Settings]:
    """Return what a factor sets, once for each way of setting it: one number is as good as another."""
    if not dimension.levels:
        return [dimension.settings(dimension.values()[0])]
    ways = {
        repr([(path, None if is_a_number(value) else value) for path, value in level.settings]): level.settings
        for level in dimension.levels
    }
    return list(ways.values())


def is_a_number(value: object) -> bool:
    """Return whether a value is one number."""
    return isinstance(value, int | float)


def remarks_on_specs_of(study: Study, base: str) -> list[str]:
    """Return which qualities cost nothing, of the specs that a factor compares."""
    said: list[str] = []
    for dimension in study.dimensions:
        if any("spec" in path for path in dimension.sets):
            specs = {str(place): worlds.median for place, worlds in enumerate(varied(study, base, dimension))}
            said += remarks_on_compared(specs)
    return said
