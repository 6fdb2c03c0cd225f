"""Settings and fixtures that all tests share."""

import os

import pytest
from hypothesis import HealthCheck, settings

from dealsim.scenario import Scenario, ScenarioTables, load_scenario, tabulate

# No deadline: the first call of a rule may compile it.
settings.register_profile("explore", deadline=None, print_blob=True)
# The same examples in every run, so that a build fails by its change and never by its draw.
settings.register_profile(
    "repeat",
    deadline=None,
    print_blob=True,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],  # a shared machine may be slow; that is no fault of a test
)
settings.register_profile("thorough", deadline=None, print_blob=True, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat" if os.environ.get("CI") else "explore"))


@pytest.fixture(scope="session")
def baseline() -> Scenario:
    """The shipped scenario with which all others are compared."""
    return load_scenario("baseline")


@pytest.fixture(scope="session")
def baseline_tables(baseline: Scenario) -> ScenarioTables:
    """Its flat tables. They are read by games, never written to."""
    return tabulate(baseline)
