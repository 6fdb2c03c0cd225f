"""Results that were kept in a folder, read again."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealsim.api.results import Results
from dealsim.api.sweeping import Sweep
from dealsim.results.manifest import GAMES_FILE, OUTCOMES_FILE, RUN, command_of, manifest_in
from dealsim.scenario.files.problems import refusal

if TYPE_CHECKING:
    import pyarrow


def open_results(folder: str | Path) -> Results | Sweep:
    """Return the results in a folder: of `dealsim run --out` or `Run.save`, or of `dealsim sweep`, finished or not.

    Parameters
    ----------
    folder
        A folder that one of them wrote. Its rows are read when they are first asked for.

    Returns
    -------
    Results or Sweep
        Of a run, or of an experiment.

    Raises
    ------
    ScenarioError
        A ValueError, where it holds no results, or those of another command.

    Examples
    --------
    >>> import dealsim, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     saved = dealsim.run("baseline", games=8).save(folder)
    ...     again = dealsim.open_results(folder)
    ...     print(again.games, again["takeover"].mean, len(again.by_game))
    8 0.25 8
    """
    where = Path(folder)
    manifest = manifest_in(where, OPENERS)
    return OPENERS[command_of(manifest)](where, manifest)


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

        return pq.read_table(folder / GAMES_FILE)

    return Results(document, label, manifest, rows)


def open_sweep(folder: Path, manifest: dict[str, Any]) -> Sweep:
    """Return the results of an experiment."""
    from dealsim.experiment.results import open_study

    return Sweep(open_study(folder))


OPENERS: dict[str, Callable[[Path, dict[str, Any]], Results | Sweep]] = {RUN: open_run, "sweep": open_sweep}
