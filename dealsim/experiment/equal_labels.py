"""Labels that are refused: no two things of an experiment under one name."""

from collections.abc import Iterator, Sequence

from dealsim.experiment.dimensions import Dimension
from dealsim.experiment.labels import OWN, RESERVED, as_read
from dealsim.scenario.files.problems import Misfit, shown


def refuse_equal_labels(dimensions: Sequence[Dimension]) -> None:
    """Refuse a label that something else in tables and figures has already. Raises Misfit."""
    for place, each in enumerate(dimensions):
        taken = dict(names_besides(dimensions, place))
        if (owner := taken.get(as_read(each.label))) is not None:
            found = f"{shown(each.label)}, which is {owner}"
            raise Misfit(found, "a label of its own for each factor", at=("factors", each.name, "label"))


def names_besides(dimensions: Sequence[Dimension], place: int) -> Iterator[tuple[str, str]]:
    """Yield what the factor at a place may not be called, and whose name that is: later factors give way."""
    yield from RESERVED.items()
    for other in (*dimensions[:place], *dimensions[place + 1 :]):
        yield as_read(other.name), f"the factor {other.name}"
    for earlier in dimensions[:place]:
        yield as_read(earlier.label), f"the label of {earlier.name}"


def refuse_equal_values(dimension: Dimension, *, own: bool) -> None:
    """Refuse words for two values that read alike. own: whether the scenario's own value is one. Raises Misfit."""
    seen = {OWN: f"what results call the {OWN} scenario"} if own else dict[str, str]()
    for level in dimension.levels:
        if isinstance(level.value, str):
            if (owner := seen.get(as_read(level.value))) is not None:
                raise Misfit(f"{shown(level.value)}, which reads like {owner}", "a name of its own for each value")
            seen[as_read(level.value)] = shown(level.value)
