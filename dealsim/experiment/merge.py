"""Parts of one experiment, put together: checked to be parts of the same one, and copied as they are."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial as bound
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from dealsim.experiment.chunk_files import count_points
from dealsim.experiment.manifest import NOT_FINISHED, manifest_to_continue, write_manifest
from dealsim.experiment.results import StudyResults, open_study
from dealsim.experiment.rows import POINTS
from dealsim.experiment.run import WRITERS
from dealsim.experiment.store import held, lay_out, refuse_strangers
from dealsim.results.atomic_files import write_together, writing_errors
from dealsim.results.manifest import Manifest, differ, differing_keys
from dealsim.results.provenance import now
from dealsim.scenario.files.problems import Problem, ScenarioError, refusal

PLAYED_BY = ("commit", "python", "packages", "cpu")  # where these differ, last bits of numbers may
SHOWN_RANGES = 8


@dataclass(frozen=True)
class Merged:
    """What was put together.

    copied: how many chunks were copied now.  missing: the chunks that no part has.  differing: what differs between the
    versions that played the parts.
    """

    manifest: Manifest
    copied: int
    missing: tuple[int, ...]
    differing: tuple[str, ...]


def merge(folders: Iterable[Path], out: Path, *, partial: bool, advance: Callable[[int], None]) -> Merged:
    """Put parts of an experiment together in a folder; the same call resumes.

    partial: merge even if chunks are missing.  advance: called for each chunk that is copied.
    Raises ScenarioError with all that is wrong with the parts, ResultsError where results cannot be written.
    """
    parts = read_parts(folder for folder in dict.fromkeys(folders) if folder.resolve() != out.resolve())
    there = manifest_to_continue(out)
    if there is not None:
        parts.insert(0, open_study(out))
    refuse_others(parts)
    if there is not None and there["shard"] is not None:
        found = "results of shard {}/{} alone".format(*there["shard"])
        raise refusal(f"--out {out}", found, "another folder, for the whole")
    sources = sources_of(parts)
    missing = [number for number in range(parts[0].manifest["chunks"]) if number not in sources]
    if missing and not partial:
        raise ScenarioError(lacking(parts, missing))
    manifest = manifest_for(parts)
    with held(out):
        if there is None:
            refuse_strangers(out)
        write_manifest(out, manifest)
        lay_out(out, games=manifest["identity"]["keep"] == "games")
        copied = copy_all(sources, replace(parts[0], folder=out), advance)
        if not missing:
            points, failed = count_points(out, sorted(sources))
            manifest |= {"finished": now(), "failed": failed, "points_played": points}
            write_manifest(out, manifest)
    return Merged(manifest, copied, tuple(missing), tuple(differing(parts)))


def read_parts(folders: Iterable[Path]) -> list[StudyResults]:
    """Return what folders hold. Raises ScenarioError with every one that is no folder of results."""
    parts: list[StudyResults] = []
    problems: list[Problem] = []
    for folder in folders:
        try:
            parts.append(open_study(folder))
        except ScenarioError as error:
            problems += error.problems
    if problems or not parts:
        wanted = "a folder of results beside the one that is written"
        raise ScenarioError(problems or [Problem("dealsim merge", None, "", "nothing to merge", wanted)])
    return parts


def refuse_others(parts: Sequence[StudyResults]) -> None:
    """Raise ScenarioError unless all are parts of the same experiment, played by the same version."""
    first = parts[0]
    problems = [problem for part in parts[1:] if (problem := unlike(part, first))]
    if problems:
        raise ScenarioError(problems)


def unlike(part: StudyResults, first: StudyResults) -> Problem | None:
    """Return what makes a folder part of another experiment than the first is of; None if nothing does."""
    mine, yours = part.manifest, first.manifest
    wanted = f"the experiment of {first.folder}, played by the same version"
    if keys := differing_keys(yours["identity"], mine["identity"]):
        found = f"another experiment: {differ(keys)}"
    elif mine["version"] != yours["version"]:
        found, wanted = f"results of dealsim {mine['version']}", f"dealsim {yours['version']}, as in {first.folder}"
    elif mine["chunk_size"] != yours["chunk_size"]:
        found = f"chunks of {mine['chunk_size']} points rather than {yours['chunk_size']}"
    else:
        return None
    return Problem(str(part.folder), None, "", found, wanted)


def sources_of(parts: Sequence[StudyResults]) -> dict[int, StudyResults]:
    """Return which part has each chunk; of several that have the same, the first.

    Raises ScenarioError with every chunk that is damaged, or that is there twice with other numbers.
    """
    sources: dict[int, StudyResults] = {}
    problems: list[Problem] = []
    for part in parts:
        for number in part.chunks:
            if fault := fault_in(part, number):
                problems.append(fault)
            elif number not in sources:
                sources[number] = part
            elif not same_bytes(part.files(number), sources[number].files(number)):
                found = f"other results in chunk {number:06} than {sources[number].folder} has"
                problems.append(
                    Problem(str(part.folder), None, "", found, "the same; leave out the folder that is wrong")
                )
    if problems:
        raise ScenarioError(problems)
    return sources


def fault_in(part: StudyResults, number: int) -> Problem | None:
    """Return what is wrong with the files of a chunk; None if nothing is."""
    size, points = part.manifest["chunk_size"], part.manifest["points"]
    for path in part.files(number):
        try:
            rows = pq.read_metadata(path).num_rows
        except FileNotFoundError:
            found = "no such file"
        except (OSError, pa.ArrowException):
            found = "a file that is damaged"
        else:
            expected = min(size, points - number * size)
            if path.parent.name != POINTS or rows == expected:
                continue
            found = f"{rows} points rather than {expected}"
        return Problem(str(path), None, "", found, "the whole chunk; copy its folder again")
    return None


def same_bytes(some: Sequence[Path], others: Sequence[Path]) -> bool:
    """Whether files are the same, one by one."""
    return all(one.read_bytes() == other.read_bytes() for one, other in zip(some, others, strict=True))


def lacking(parts: Sequence[StudyResults], missing: Sequence[int]) -> Iterator[Problem]:
    """Yield what is missing: shards of which there is no folder, and folders that are not finished."""
    shards = {part.shard for part in parts if part.shard}
    said, whole = parts[0].manifest, "every point, or --partial"
    if len({of for _, of in shards}) == 1:
        of = next(iter(shards))[1]
        absent = sorted({number % of + 1 for number in missing} - {shard for shard, _ in shards})
        if absent:
            found = f"nothing of shard{'s' * (len(absent) > 1)} {in_ranges((k, k) for k in absent)} of {of}"
            yield Problem(said["experiment"], None, "", found, whole)
            missing = [number for number in missing if number % of + 1 not in absent]
    for part in parts:
        asked = range(said["chunks"]) if part.shard is None else range(part.shard[0] - 1, said["chunks"], part.shard[1])
        if unfinished := set(asked) & set(missing):
            missing = [number for number in missing if number not in unfinished]
            found = f"no points {in_ranges(points_of(said, unfinished))}"
            yield Problem(
                str(part.folder), None, "", found, f"{whole}; run the command that began this folder to resume"
            )
    if missing:
        yield Problem(said["experiment"], None, "", f"no points {in_ranges(points_of(said, missing))}", whole)


def points_of(manifest: Manifest, chunks: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last point of some chunks."""
    size, points = manifest["chunk_size"], manifest["points"]
    for number in sorted(chunks):
        yield number * size, min((number + 1) * size, points) - 1


def in_ranges(spans: Iterable[tuple[int, int]]) -> str:
    """Return spans of numbers in words, those that follow each other joined: `2, 5-7`."""
    joined: list[tuple[int, int]] = []
    for first, last in spans:
        if joined and joined[-1][1] == first - 1:
            joined[-1] = joined[-1][0], last
        else:
            joined.append((first, last))
    shown = [f"{first}" if first == last else f"{first}-{last}" for first, last in joined[:SHOWN_RANGES]]
    left = sum(last - first + 1 for first, last in joined[SHOWN_RANGES:])
    return ", ".join(shown) + (f" and {left} more" if left else "")


def players(parts: Sequence[StudyResults]) -> list[dict[str, Any]]:
    """Return who played the parts: each once, and of a folder that was put together those of its parts."""
    found: list[dict[str, Any]] = []
    for part in parts:
        for said in part.manifest.get("parts", [part.manifest]):
            player = {key: said[key] for key in PLAYED_BY}
            if player not in found:
                found.append(player)
    return found


def differing(parts: Sequence[StudyResults]) -> list[str]:
    """Return in what those who played the parts differ."""
    first, *others = players(parts)
    return sorted({name for other in others for name in differing_keys(first, other)})


def manifest_for(parts: Sequence[StudyResults]) -> Manifest:
    """Return the manifest of the whole: as one run would have it and, where the players differ, who they were."""
    started = min(part.manifest["started"] for part in parts)
    whole: dict[str, Any] = parts[0].manifest | {"shard": None, "started": started} | NOT_FINISHED
    if differing(parts):
        whole["parts"] = players(parts)
    return whole


def copy_all(sources: dict[int, StudyResults], whole: StudyResults, advance: Callable[[int], None]) -> int:
    """Copy the chunks that are not there yet; return how many."""
    waiting = [number for number, part in sorted(sources.items()) if part.folder != whole.folder]
    with ThreadPoolExecutor(WRITERS) as pool:
        for _ in pool.map(lambda number: copy_chunk(sources[number].files(number), whole.files(number)), waiting):
            advance(1)
    return len(waiting)


def copy_chunk(sources: Sequence[Path], targets: Sequence[Path]) -> None:
    """Copy a chunk: whole or not at all, and once this returns it outlives a power cut. Raises ResultsError."""
    with writing_errors(targets[0].parents[1]):
        write_together({target: bound(copy, source) for source, target in zip(sources, targets, strict=True)})


def copy(source: Path, file: IO[bytes]) -> None:
    """Write to a file what another one holds."""
    with source.open("rb") as said:
        shutil.copyfileobj(said, file)
