"""Chunks played on a Dask cluster, by workers that play the same game as this machine."""

import json
import logging
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealsim import __version__
from dealsim.results.provenance import model_digest, provenance
from dealsim.scenario.files.problems import refusal
from dealsim.work.packing import do, packed
from dealsim.work.workers import Deadly, WorkersLost

if TYPE_CHECKING:
    import distributed

CONNECTING = 10.0  # seconds after which a scheduler is given up
COUNTED = 2.0  # seconds for which a count of workers holds
SHOWN_WORKERS = 3
LOGGERS = ("distributed", "distributed.client", "tornado.application")  # those with levels of their own
COMPARED = ("python", "packages", "cpu")  # where workers differ in these, last bits may differ


class AnotherGame(Exception):
    """A worker has another version of the program, or another model."""


@dataclass
class Dask:
    """The workers of a Dask cluster: those that are there, and those that join later.

    others: what some of the workers have of another version than this machine, in words.
    """

    client: "distributed.Client"
    deadly: Deadly
    others: list[str]
    stages: "dict[Callable[..., Any], distributed.Future]" = field(default_factory=dict)
    _counted: tuple[float, int] = (-COUNTED, 0)

    @property
    def threads(self) -> int:
        """How many chunks the workers can play at once; 0 before the first has joined."""
        at, count = self._counted
        if time.monotonic() - at >= COUNTED:
            with suppress(OSError, AttributeError):  # if the scheduler is gone, futures will say so
                count = sum(self.client.nthreads().values())
            self._counted = time.monotonic(), count
        return count

    @property
    def count(self) -> int:
        """How many chunks are played at once: without any worker one waits for the first."""
        return max(1, self.threads)

    def submit[T](self, work: Callable[..., T], /, *args: Any) -> "Future[T]":
        """Have something done."""
        executor = self.client.get_executor(pure=False)
        future: Future[T] = executor.submit(do_the_same, self.staged(work), game_here(), *args)
        return future

    def staged(self, work: Callable[..., Any]) -> "distributed.Future":
        """Send work to the cluster, once: as a task's result, which Dask makes again where a worker dies with it."""
        if work not in self.stages:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "Sending large graph", UserWarning)  # as it has to be
                self.stages[work] = self.client.submit(bytes, packed(work), pure=False)
        return self.stages[work]

    def dismiss(self) -> None:
        """Start no further chunk: the caller leaves the cluster, which then forgets what it was given."""


@contextmanager
def cluster_at(address: str) -> Iterator[Dask]:
    """Hold the workers of the scheduler at an address, or of a scheduler file.

    Raises ScenarioError if there is none, or if its workers play another game; WorkersLost if it goes away.
    """
    try:
        import distributed
        from distributed.scheduler import KilledWorker
    except ImportError:
        wanted = "Dask: pip install 'dealsim[cluster]'"
        raise refusal(f"--dask {address}", "no package named distributed", wanted) from None
    with quiet():
        client = connected(distributed, address)
        try:
            yield Dask(client, (KilledWorker,), differing(client, address))
        except CancelledError:
            raise WorkersLost(f"The connection to the scheduler at {address} was lost.") from None
        except AnotherGame as error:
            raise WorkersLost(f"A worker that joined the cluster at {address} has {error}.") from None
        finally:
            client.close(timeout=CONNECTING)


@contextmanager
def quiet() -> Iterator[None]:
    """Have Dask log nothing: this program reports dying workers in its own words."""
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def connected(distributed: Any, address: str) -> "distributed.Client":
    """Return a client of the scheduler at an address, or in a scheduler file. Raises ScenarioError."""
    at = address_in(Path(address)) if address.endswith(".json") else address
    try:
        return distributed.Client(at, timeout=CONNECTING, set_as_default=False)
    except (OSError, ValueError) as error:
        why = str(error).split(".\n")[0].splitlines()[0] if str(error) else type(error).__name__
        wanted = "the address of a running Dask scheduler, such as tcp://10.0.0.1:8786, or its scheduler file"
        raise refusal(f"--dask {address}", f"no scheduler that answers ({why[:120]})", wanted) from None


def address_in(path: Path) -> str:
    """Return the address in a scheduler file. Raises ScenarioError."""
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["address"])
    except FileNotFoundError:
        found = "no such file"
    except (OSError, ValueError, KeyError, TypeError):
        found = "a file without an address"
    wanted = "the file that `dask scheduler --scheduler-file FILE.json` writes"
    raise refusal(f"--dask {path}", found, wanted) from None


def differing(client: "distributed.Client", address: str) -> list[str]:
    """Return what workers have of other versions than this machine, in words.

    Raises ScenarioError if any of them plays another game: numbers of two models are not to be mixed.
    """
    said: dict[str, Any] = client.run(provenance, on_error="return")
    mine = provenance()
    strangers = {who: stranger(there) for who, there in said.items() if stranger(there)}
    if strangers:
        shown = [f"{who} has {what}" for who, what in sorted(strangers.items())[:SHOWN_WORKERS]]
        more = f", and {len(strangers) - SHOWN_WORKERS} more workers" if len(strangers) > SHOWN_WORKERS else ""
        wanted = f"workers with dealsim {__version__}, model {model_digest()}, as here"
        raise refusal(f"--dask {address}", f"workers with another game: {'; '.join(shown)}{more}", wanted)
    return sorted({key for there in said.values() for key in COMPARED if there[key] != mine[key]})


def stranger(there: Any) -> str:
    """Return what a worker has that plays another game; nothing for one that plays this one."""
    if isinstance(there, Exception):
        return f"no dealsim that can be imported ({type(there).__name__}: {there})"
    return "" if (there["version"], there["model"]) == game_here() else f"{there['version']}, model {there['model']}"


def game_here() -> tuple[str, str]:
    """Return which version and which model play here."""
    return __version__, model_digest()


def do_the_same(stage: bytes, game: tuple[str, str], *args: Any) -> Any:
    """Do something on a worker, which may have joined after the others had been asked what they are."""
    if game_here() != game:
        raise AnotherGame("dealsim {}, model {}".format(*game_here()))
    return do(stage, *args)
