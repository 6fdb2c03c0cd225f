"""Results that were kept in a folder, read again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealsim.api.results import Results
from dealsim.api.sweeping import Sweep
from dealsim.scenario import Problem, ScenarioError

if TYPE_CHECKING:
    import pyarrow

MANIFEST, OUTCOMES_FILE, GAMES = "manifest.json", "outcomes.json", "games.parquet"
RUN = "run"  # the command of a manifest that names none


def open_results(folder: str | Path) -> Results | Sweep:
    """Return the results in a folder: of `dealsim run --out` or `Run.save`, or of `dealsim sweep`, finished or not.

    Raises ScenarioError, a ValueError, where it holds none, or those of another command.
    """
    where = Path(folder)
    manifest = manifest_of(where)
    command = str(manifest.get("command", RUN))
    if command not in OPENERS:
        found = f"results of `dealsim {command}`"
        raise refusal(where, found, f"results of {', '.join(f'`dealsim {known}`' for known in OPENERS)}")
    return OPENERS[command](where, manifest)


def manifest_of(folder: Path) -> dict[str, Any]:
    """Return what a folder's manifest says."""
    if not folder.is_dir():
        raise refusal(folder, "a file" if folder.exists() else "no such folder", "a folder of results")
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise refusal(folder, f"no {MANIFEST}", "a folder of results whose run has ended") from None
    except (OSError, ValueError) as error:
        raise refusal(folder, f"a {MANIFEST} that cannot be read ({error})", "one that a run has written") from None
    if not isinstance(said, dict):
        raise refusal(folder, f"a {MANIFEST} of something else", "one that a run has written")
    return said


def open_run(folder: Path, manifest: dict[str, Any]) -> Results:
    """Return the results of a run. Its rows are read when they are first asked for."""
    from dealsim.results.documents import RunDocument

    try:
        document = RunDocument.model_validate_json((folder / OUTCOMES_FILE).read_bytes())
        label = " ".join([document.scenario, *manifest["settings"]])
    except (OSError, ValueError, KeyError) as error:
        why = " ".join(str(error).split())[:200]
        version = manifest.get("version", "unknown")
        raise refusal(folder, f"results of version {version} that cannot be read ({why})", "whole ones") from None

    def rows() -> "pyarrow.Table":
        import pyarrow.parquet as pq

        return pq.read_table(folder / GAMES)

    return Results(document, label, manifest, rows)


def open_sweep(folder: Path, manifest: dict[str, Any]) -> Sweep:
    """Return the results of an experiment."""
    from dealsim.experiment.results import open_study

    return Sweep(open_study(folder))


OPENERS: dict[str, Callable[[Path, dict[str, Any]], Results | Sweep]] = {RUN: open_run, "sweep": open_sweep}


def refusal(folder: Path, found: str, wanted: str) -> ScenarioError:
    """Return the error for a folder that will not do."""
    return ScenarioError([Problem(str(folder), None, "", found, wanted)])
