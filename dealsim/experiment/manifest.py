"""The manifest of a folder of results: what it says, and whether the folder is of the same experiment."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dealsim.experiment.study import Study
from dealsim.experiment.study_json import packed
from dealsim.results.atomic_files import write_whole
from dealsim.results.provenance import now, provenance
from dealsim.scenario.files.problems import Problem, ScenarioError

type Manifest = dict[str, Any]
type Shard = tuple[int, int]  # which of how many, from 1

MANIFEST = "manifest.json"
COMMAND = "sweep"
NOT_FINISHED: Manifest = {"finished": None, "failed": None, "points_played": None}


class StoreError(Exception):
    """Results that cannot be written or are not what they should be, in a sentence."""


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a manifest whole."""
    with writing_errors(folder):
        write_whole(folder / MANIFEST, (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode())


def new_manifest(study: Study, shard: Shard | None) -> Manifest:
    """Return what an experiment's manifest says when it begins."""
    return {
        "command": COMMAND,
        "experiment": study.name,
        "title": study.experiment.title,
        "digest": study.digest,
        "seed": study.experiment.seed,
        "points": len(study.points),
        "chunks": study.chunks,
        "chunk_size": study.chunk_size,
        "shard": list(shard) if shard else None,
        **provenance(),
        "started": now(),
        **NOT_FINISHED,
        "identity": study.identity,
        "study": packed(study),
    }


def refuse_another(folder: Path, before: Manifest, study: Study, shard: Shard | None) -> None:
    """Refuse a folder with results of another experiment, or of another part of it."""
    if differs := differences(before.get("identity", {}), study.identity):
        found = f"results of another experiment: {', '.join(differs)} differ{'s' * (len(differs) == 1)}"
        raise refusal(folder, found, "another folder, or the experiment as it was")
    if before.get("chunk_size") != study.chunk_size:
        found = f"results in chunks of {before.get('chunk_size')} points, by dealsim {before.get('version')}"
        raise refusal(folder, found, f"another folder: this version has chunks of {study.chunk_size}")
    was = before.get("shard")
    if was != (list(shard) if shard else None):
        said = f"shard {was[0]}/{was[1]}" if was else "the whole experiment"
        raise refusal(folder, f"results of {said}", "another folder for another part")


def differences(one: Mapping[str, Any], other: Mapping[str, Any], at: str = "") -> list[str]:
    """Return the keys in which two experiments differ, those of a factor or a scenario by their names."""
    found: list[str] = []
    for key in sorted({*one, *other}):
        mine, yours = one.get(key), other.get(key)
        if mine == yours:
            continue
        if isinstance(mine, dict) and isinstance(yours, dict) and not at:
            found += differences(mine, yours, f"{key}.")
        else:
            found.append(at + key)
    return found


def manifest_of(folder: Path) -> Manifest | None:
    """Return the manifest of a folder of results; None where there is none. Raises ScenarioError for a strange one."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        raise refusal(folder, f"a {MANIFEST} that cannot be read", "an empty folder") from None
    if not isinstance(said, dict) or said.get("command") != COMMAND:
        raise refusal(folder, "results of another command", "an empty folder, or one of `dealsim sweep`")
    return said


def refusal(folder: Path, found: str, wanted: str) -> ScenarioError:
    """Return the error for a folder that will not do."""
    return ScenarioError([Problem(where=f"--out {folder}", line=None, key="", found=found, wanted=wanted)])


@contextmanager
def writing_errors(folder: Path) -> Iterator[None]:
    """Say in a sentence why results cannot be written."""
    try:
        yield
    except OSError as error:
        raise cannot_write(folder, error) from error


def cannot_write(folder: Path, error: OSError) -> StoreError:
    """Return the error for results that cannot be written."""
    why = error.strerror or error
    return StoreError(f"cannot write results to {folder} ({why}); what was saved before is whole.")
