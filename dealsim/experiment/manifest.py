"""The manifest of an experiment's results: what it says, and whether the folder is of the same experiment."""

from pathlib import Path

from dealsim.experiment.study import Study
from dealsim.experiment.study_json import study_as_json
from dealsim.results.atomic_files import write_whole, writing_errors
from dealsim.results.manifest import (
    MANIFEST,
    Manifest,
    command_of,
    differ,
    differing_keys,
    manifest_bytes,
    read_manifest,
)
from dealsim.results.provenance import now, provenance
from dealsim.scenario.files.problems import refusal

type Shard = tuple[int, int]  # which of how many, from 1

COMMAND = "sweep"
NOT_FINISHED: Manifest = {"finished": None, "failed": None, "points_played": None}
INDENT = 1  # of a file that is long


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a manifest whole."""
    with writing_errors(folder):
        write_whole(folder / MANIFEST, manifest_bytes(manifest, INDENT))


def manifest_to_continue(folder: Path) -> Manifest | None:
    """Return the manifest of a folder that is to be written to, if any. Raises ScenarioError for a strange one."""
    said = read_manifest(folder / MANIFEST, f"--out {folder}")
    if said is not None and command_of(said) != COMMAND:
        found, wanted = f"results of `dealsim {command_of(said)}`", f"an empty folder, or one of `dealsim {COMMAND}`"
        raise refusal(f"--out {folder}", found, wanted)
    return said


def new_study_manifest(study: Study, shard: Shard | None) -> Manifest:
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
        "study": study_as_json(study),
    }


def refuse_another(folder: Path, before: Manifest, study: Study, shard: Shard | None) -> None:
    """Refuse a folder with results of another experiment, or of another part of it."""
    where = f"--out {folder}"
    if keys := differing_keys(before.get("identity", {}), study.identity):
        found = f"results of another experiment: {differ(keys)}"
        raise refusal(where, found, "another folder, or the experiment as it was")
    if before.get("chunk_size") != study.chunk_size:
        found = f"results in chunks of {before.get('chunk_size')} points, by dealsim {before.get('version')}"
        raise refusal(where, found, f"another folder: this version has chunks of {study.chunk_size}")
    was = before.get("shard")
    if was != (list(shard) if shard else None):
        said = f"shard {was[0]}/{was[1]}" if was else "the whole experiment"
        raise refusal(where, f"results of {said}", "another folder for another part")
