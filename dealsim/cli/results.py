"""What `--out` writes: outcomes.json, games.parquet and manifest.json, whole or not at all."""

import json
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dealsim import __version__
from dealsim.compiled import cpu, layout
from dealsim.outcomes import OUTCOMES, values_by_game
from dealsim.records import Tally
from dealsim.scenario import Problem, ScenarioError

if TYPE_CHECKING:
    from dealsim.cli.documents import RunDocument
    from dealsim.engine import Block
    from dealsim.scenario import Scenario, Tables

PACKAGES = ("dealsim", "mesa", "numba", "numpy", "pyarrow", "pydantic", "scipy")
NAMES = ("outcomes.json", "games.parquet", "manifest.json")
COUNTS = tuple(name for name in layout(Tally).names or () if name not in OUTCOMES)
COLUMNS = pa.schema(
    [("game", pa.int64())]
    + [(name, pa.float64()) for name in OUTCOMES]
    + [(name, pa.from_numpy_dtype(layout(Tally)[name])) for name in COUNTS]
)


class Results:
    """A folder of results in the making: files get their names only when they are whole."""

    def __init__(self, folder: Path, tables: "Tables", manifest: dict[str, Any]) -> None:
        """Start to write games."""
        self.folder, self.tables, self.manifest = folder, tables, manifest
        self.partial = folder / ".games.parquet.partial"
        self.writer = pq.ParquetWriter(self.partial, COLUMNS)

    def add(self, block: "Block") -> None:
        """Write a block of games as one row group; an outcome that is undefined is null."""
        tallies = block.tallies
        values = values_by_game(tallies, len(self.tables.labs), self.tables.world.horizon)
        columns = [pa.array(np.arange(block.first, block.first + len(tallies)))]
        columns += [pa.array(values[name], mask=np.isnan(values[name])) for name in OUTCOMES]
        columns += [pa.array(np.ascontiguousarray(tallies[name])) for name in COUNTS]
        self.writer.write_table(pa.table(columns, schema=COLUMNS))

    def close(self, document: "RunDocument") -> None:
        """Give every file its name; the manifest comes last and stands for a whole run."""
        self.writer.close()
        os.replace(self.partial, self.folder / "games.parquet")
        write_whole(self.folder / "outcomes.json", document.model_dump_json(indent=2) + "\n")
        self.manifest["finished"] = datetime.now(UTC).isoformat(timespec="seconds")
        write_whole(self.folder / "manifest.json", json.dumps(self.manifest, indent=2, ensure_ascii=False) + "\n")

    def abandon(self) -> None:
        """Leave nothing half-written behind."""
        self.writer.close()
        self.partial.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that at any moment there is the old one or the new one."""
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(text, encoding="utf-8")
    os.replace(partial, path)


def open_results(
    folder: Path,
    scenario: "Scenario",
    tables: "Tables",
    name: str,
    settings: tuple[str, ...],
    seed: int,
    games: int,
) -> Results:
    """Return a folder to write results to; refuse one that cannot be written or holds another run's."""
    manifest = manifest_of(scenario, tables, name, settings, seed, games)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        refuse_another_run(folder, manifest)
        return Results(folder, tables, manifest)
    except OSError as error:
        raise refusal(folder, f"a folder that cannot be written ({error.strerror})", "another --out folder") from error


def refuse_another_run(folder: Path, manifest: dict[str, Any]) -> None:
    """Refuse a folder with results that this run would overwrite with others."""
    there = [name for name in NAMES if (folder / name).exists()]
    if not there:
        return
    try:
        before = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        differs = [key for key in ("digest", "seed", "games", "version") if before.get(key) != manifest[key]]
    except (OSError, ValueError, AttributeError):
        raise refusal(folder, f"{there[0]} of unknown origin", "an empty folder") from None
    if differs:
        raise refusal(folder, f"results of another run (its {' and '.join(differs)} differ)", "another --out folder")


def refusal(folder: Path, found: str, wanted: str) -> ScenarioError:
    """Return the error for a folder that will not do."""
    return ScenarioError([Problem(where=str(folder), line=None, key="", found=found, wanted=wanted, nearest=None)])


def manifest_of(
    scenario: "Scenario", tables: "Tables", name: str, settings: tuple[str, ...], seed: int, games: int
) -> dict[str, Any]:
    """Return all that is needed to get the same bytes again; no host and no user."""
    return {
        "version": __version__,
        "scenario": name,
        "settings": list(settings),
        "digest": tables.digest,
        "seed": seed,
        "games": games,
        "python": platform.python_version(),
        "packages": {package: version(package) for package in PACKAGES},
        "cpu": dict(zip(("name", "features"), cpu(), strict=True)),
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "resolved": scenario.model_dump(mode="json"),
    }
