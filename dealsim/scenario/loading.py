"""A scenario by its name: its file, what that extends and names, and the settings of a command line."""

from collections.abc import Sequence

from dealsim.scenario.layers import Files, Kind
from dealsim.scenario.named_spec import SPEC, VIEW
from dealsim.scenario.overrides import apply_overrides
from dealsim.scenario.problems import ScenarioError
from dealsim.scenario.reading import Source
from dealsim.scenario.schema import Scenario
from dealsim.scenario.shelf import SCENARIOS
from dealsim.scenario.sizes import with_estimates
from dealsim.scenario.validation import validate

SCENARIO = Kind(
    SCENARIOS,
    Scenario,
    parts={"spec": SPEC, "training": VIEW},
    holders=(("every_lab",), ("labs", "*")),
    lists=(("labs",), ("plans",)),
)


def load_scenario(name: str, settings: Sequence[str] = ()) -> Scenario:
    """Return the scenario of a file, or of a shipped one's bare name, with settings `PATH=VALUE` applied.

    Raises ScenarioError with every problem that was found.
    """
    source = read_scenario(name, settings)
    try:
        return validate(Scenario, source)
    except ScenarioError as error:
        raise ScenarioError(with_estimates(error.problems, source.tree)) from None


def read_scenario(name: str, settings: Sequence[str] = ()) -> Source:
    """Return what a file says with all that it extends and names and with settings applied, and where it says it.

    Nothing is checked but that it is YAML; `validate` tells the problems of the files that are named.
    """
    files = Files()
    source = apply_overrides(files.read(SCENARIOS.find(name), SCENARIO), settings, SCENARIO, files)
    return files.with_parts(source, SCENARIO)
