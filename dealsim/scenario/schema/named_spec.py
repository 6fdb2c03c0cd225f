"""A spec, or a view of training, in a file of its own, and a scenario's word for it."""

from collections.abc import Callable
from typing import Annotated

from pydantic import BaseModel, BeforeValidator

from dealsim.scenario.files.includes import FileKind, Files
from dealsim.scenario.files.problems import Misfit, nearest_name, shown
from dealsim.scenario.files.shipped import SPECS, VIEWS
from dealsim.scenario.files.validation import validate
from dealsim.scenario.schema.spec import Spec, Training

SPEC = FileKind(SPECS, Spec)
VIEW = FileKind(VIEWS, Training)


def load_spec(name: str) -> Spec:
    """Return the spec of a file, or of a shipped one's bare name.

    Raises ScenarioError with every problem that was found.
    """
    return validate(Spec, Files().read(SPECS.find(name), SPEC))


def load_view(name: str) -> Training:
    """Return the training of a file, or of a shipped view's bare name.

    Raises ScenarioError with every problem that was found.
    """
    return validate(Training, Files().read(VIEWS.find(name), VIEW))


def opened[P: BaseModel](kind: FileKind, load: Callable[[str], P]) -> Callable[[object], object]:
    """Return what replaces the name of a shipped part by that part, and leaves a part written out as it is.

    A scenario's files are opened before it is checked, where it is known who named them: here no name leads to a file.
    """

    def open_part(said: object) -> object:
        if not isinstance(said, str):
            return said
        names = kind.shelf.names()
        if said not in names:
            found, wanted = f"no {kind.shelf.kind} named {shown(said)}", f"one of {', '.join(names)}"
            raise Misfit(found, wanted, nearest=nearest_name(said, names))
        return load(said)

    return open_part


NamedSpec = Annotated[Spec, BeforeValidator(opened(SPEC, load_spec), json_schema_input_type=str | Spec)]
"""A spec, as a field of a scenario: written out, or by the name of a shipped one or of a file."""

NamedTraining = Annotated[Training, BeforeValidator(opened(VIEW, load_view), json_schema_input_type=str | Training)]
"""A training, as a field of a scenario: written out, or by the name of a shipped view or of a file."""
