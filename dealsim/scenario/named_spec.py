"""A spec, or a view of training, in a file of its own, and a scenario's word for it."""

from collections.abc import Callable
from typing import Annotated

from pydantic import BaseModel, BeforeValidator

from dealsim.scenario.problems import Misfit, ScenarioError
from dealsim.scenario.reading import Source, read_source
from dealsim.scenario.shelf import find_spec, find_view
from dealsim.scenario.spec_schema import Spec, Training
from dealsim.scenario.validation import validate


def read_spec(name: str) -> Source:
    """Return what the file of a spec says, or of a shipped one's bare name."""
    return read_source(find_spec(name))


def read_view(name: str) -> Source:
    """Return what the file of a view of training says, or of a shipped one's bare name."""
    return read_source(find_view(name))


def load_spec(name: str) -> Spec:
    """Return the spec of a file, or of a shipped one's bare name.

    Raises ScenarioError with every problem that was found.
    """
    return validate(Spec, read_spec(name))


def load_view(name: str) -> Training:
    """Return the training of a file, or of a shipped view's bare name.

    Raises ScenarioError with every problem that was found.
    """
    return validate(Training, read_view(name))


def opened[P: BaseModel](load: Callable[[str], P]) -> Callable[[object], object]:
    """Return what replaces the name of a part by that part, and leaves a part written out as it is."""

    def open_part(said: object) -> object:
        if not isinstance(said, str):
            return said
        try:
            return load(said)
        except ScenarioError as error:
            first, more = error.problems[0], len(error.problems) - 1
            if first.line is None and not first.key and not more:
                raise Misfit(first.found, first.wanted, nearest=first.nearest) from None
            rest = f" (and {more} more problem{'s' * (more > 1)} there)" if more else ""
            raise ValueError(f"{first}{rest}") from None

    return open_part


NamedSpec = Annotated[Spec, BeforeValidator(opened(load_spec), json_schema_input_type=str | Spec)]
"""A spec, as a field of a scenario: written out, or by the name of a shipped one or of a file."""

NamedTraining = Annotated[Training, BeforeValidator(opened(load_view), json_schema_input_type=str | Training)]
"""A training, as a field of a scenario: written out, or by the name of a shipped view or of a file."""
