"""Settings and fixtures that all tests share."""

import os
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from dealsim.scenario import Scenario, ScenarioTables

# A shell that starts the tests in the background has them ignore Ctrl-C, and so would the programs that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Each property on a few examples, the same in every run: a build fails by its change and never by its draw.
# No deadline: the first call of a rule may compile it, and a shared machine may be slow; that is no fault of a test.
settings.register_profile(
    "few",
    max_examples=30,
    derandomize=True,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
        HealthCheck.large_base_example,
    ],
)
# Many examples, others in every run (`make slow`).
settings.register_profile("thorough", settings.get_profile("few"), max_examples=1000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "few"))


@pytest.fixture(scope="session", autouse=True)
def _processes_start_in_no_time() -> Iterator[None]:
    """Start processes from one that has all of dealsim loaded: a test that needs some would wait seconds for each.

    Tests that start the program itself (tests/cli/programs.py) see its processes start as a user's do.
    """
    if sys.platform == "win32":
        yield
        return
    from multiprocessing import set_forkserver_preload
    from multiprocessing.context import ForkServerProcess

    set_forkserver_preload(["dealsim.experiment.run", "dealsim.evidence.claims.playing", "dealsim.game.many"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dealsim.work.processes.SpawnProcess", ForkServerProcess)
        yield


@pytest.fixture(scope="session")
def baseline() -> "Scenario":
    """The shipped scenario with which all others are compared."""
    from dealsim.scenario import load_scenario

    return load_scenario("baseline")


@pytest.fixture(scope="session")
def baseline_tables(baseline: "Scenario") -> "ScenarioTables":
    """Its flat tables. They are read by games, never written to."""
    from dealsim.scenario import tabulate

    return tabulate(baseline)


@pytest.fixture(scope="session")
def shipped_fits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Shipped fits are computed once for all tests that look at them, whichever process they run in."""
    from tests.evidence.published.fits import fit_once

    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shipped-fits"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dealsim.evidence.published.replicating.fit", lambda result: fit_once(result, folder))
        yield
