"""A spec in a file of its own, and a scenario's word for it."""

from typing import Annotated

from pydantic import BeforeValidator

from dealsim.scenario.problems import Misfit, ScenarioError
from dealsim.scenario.reading import read_source
from dealsim.scenario.shelf import find_spec
from dealsim.scenario.spec_schema import Spec
from dealsim.scenario.validation import validate


def load_spec(name: str) -> Spec:
    """Return the spec of a file, or of a shipped one's bare name.

    Raises ScenarioError with every problem that was found.
    """
    return validate(Spec, read_source(find_spec(name)))


def opened(said: object) -> object:
    """Return what a scenario says of a spec, with the name of one replaced by that spec."""
    if not isinstance(said, str):
        return said
    try:
        return load_spec(said)
    except ScenarioError as error:
        first, more = error.problems[0], len(error.problems) - 1
        if first.line is None and not first.key and not more:
            raise Misfit(first.found, first.wanted, nearest=first.nearest) from None
        raise ValueError(f"{first}" + (f" (and {more} more problem{'s' * (more > 1)} there)" if more else "")) from None


NamedSpec = Annotated[Spec, BeforeValidator(opened, json_schema_input_type=str | Spec)]
"""A spec, as a field of a scenario: written out, or by the name of a shipped one or of a file."""
