"""The manifest of a folder of results: what it says, how it is read, and which folders are refused for it."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dealsim.results.atomic_files import unnamed
from dealsim.results.provenance import now, provenance
from dealsim.scenario.files.problems import ScenarioError, refusal
from dealsim.scenario.schema.scenario import entry_of

if TYPE_CHECKING:
    from dealsim.scenario import Scenario, Worlds

type Manifest = dict[str, Any]

GAMES_FILE, OUTCOMES_FILE, MANIFEST = "games.parquet", "outcomes.json", "manifest.json"
RUN = "run"  # the command of a manifest that names none
IDENTITY = ("command", "digest", "seed", "games", "version", "model", "agents")


def new_manifest(
    worlds: "Worlds", name: str, settings: tuple[str, ...], seed: int, games: int, agents: Manifest | None = None
) -> Manifest:
    """Return all that is needed to get the same bytes again; no host and no user.  agents: where they come from."""
    return {
        "scenario": Path(name).name,
        "settings": list(settings),
        "digest": worlds.digest,
        "seed": seed,
        "games": games,
        **provenance(),
        "started": now(),
        "uncertain": {each.address: each.words for each in worlds.uncertain},
        "resolved": worlds.source.tree if worlds.uncertain else resolved(worlds.median),
        "agents": agents or {},
    }


def resolved(scenario: "Scenario") -> dict[str, Any]:
    """Return every number in force: by itself a scenario file of the same world."""
    said = scenario.model_dump(mode="json", exclude={"labs", "every_lab"})
    labs = {name: entry_of(scenario.every_lab, lab) for name, lab in scenario.labs.items()}
    return said | {"labs": {name: lab.model_dump(mode="json") for name, lab in labs.items()}}


def manifest_bytes(manifest: Manifest, indent: int) -> bytes:
    """Return a manifest as its file has it."""
    return (json.dumps(manifest, indent=indent, ensure_ascii=False) + "\n").encode()


def read_manifest(path: Path, where: object) -> Manifest | None:
    """Return what a manifest says; None where there is none. Raises ScenarioError, with `where`, for a strange one."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise refusal(where, f"a {MANIFEST} that cannot be read ({error})", "one that a run has written") from None
    if not isinstance(said, dict):
        raise refusal(where, f"a {MANIFEST} of something else", "one that a run has written")
    return said


def manifest_in(folder: Path, commands: Iterable[str]) -> Manifest:
    """Return the manifest of results of one of some commands. Raises ScenarioError where there are none."""
    wanted = f"a folder that {' or '.join(f'`dealsim {command}`' for command in commands)} wrote"
    if not folder.is_dir():
        raise refusal(folder, "a file" if folder.exists() else "no such folder", wanted)
    said = read_manifest(folder / MANIFEST, folder)
    if said is None:
        raise refusal(folder, f"no {MANIFEST}", wanted)
    if command_of(said) not in commands:
        raise refusal(folder, f"results of `dealsim {command_of(said)}`", wanted)
    return said


def command_of(manifest: Manifest) -> str:
    """Return which command wrote a manifest."""
    return str(manifest.get("command", RUN))


def refuse_another_run(folder: Path, manifest: Manifest, files: Iterable[Path]) -> None:
    """Refuse a folder with results that this run, which writes some files, would overwrite with others."""
    there = [path.name for path in files if path.exists()]
    if not there:
        return
    before = manifest_before(folder)
    if before is None:
        raise refusal(f"--out {folder}", f"{there[0]} of unknown origin", "an empty folder")
    differing = ["scenario" if key == "digest" else key for key in IDENTITY if before.get(key) != manifest.get(key)]
    if differing:
        raise refusal(f"--out {folder}", f"results of another run: {differ(differing)}", "another folder")


def manifest_before(folder: Path) -> Manifest | None:
    """Return the manifest of the results in a folder: without its name, if the run was killed while naming files."""
    try:
        return read_manifest(folder / MANIFEST, folder) or read_manifest(unnamed(folder / MANIFEST), folder)
    except ScenarioError:
        return None


def differing_keys(one: Mapping[str, Any], other: Mapping[str, Any], at: str = "") -> list[str]:
    """Return the keys in which two mappings differ, one level down where both have a mapping there."""
    found: list[str] = []
    for key in sorted({*one, *other}):
        mine, yours = one.get(key), other.get(key)
        if mine == yours:
            continue
        if isinstance(mine, dict) and isinstance(yours, dict) and not at:
            found += differing_keys(mine, yours, f"{key}.")
        else:
            found.append(at + key)
    return found


def differ(keys: list[str]) -> str:
    """Say that some keys differ."""
    return f"{', '.join(keys)} differ{'s' * (len(keys) == 1)}"
