"""The facts about an experiment, for its report."""

from dataclasses import dataclass

from dealsim.experiment.dimensions import Dimension
from dealsim.experiment.results import StudyResults
from dealsim.experiment.schema import Until
from dealsim.results.manifest import Manifest
from dealsim.scenario.files.problems import dotted

MOST_SHOWN = 6  # values of a factor
type Pair = tuple[str, str]


@dataclass(frozen=True)
class Facts:
    """What a report says about an experiment before and after its results.

    setting: what was played.  factors: name, what it sets, values.  provenance: the origin of the numbers.
    """

    title: str
    about: str
    setting: tuple[Pair, ...]
    factors: tuple[tuple[str, str, str], ...]
    provenance: tuple[Pair, ...]
    caveat: str


def facts_of(results: StudyResults) -> Facts:
    """Return the facts of an experiment, finished or not."""
    study, manifest = results.study, results.manifest
    experiment = study.experiment
    return Facts(
        title=experiment.title,
        about=experiment.about,
        setting=tuple(setting(results)),
        factors=tuple((d.label, sets(d), values(d)) for d in study.dimensions),
        provenance=tuple(origin(manifest)),
        caveat=caveat(results),
    )


def origin(manifest: Manifest) -> list[Pair]:
    """Return what the numbers depend on besides the experiment, name and value."""
    commit = f", commit {manifest['commit']}" if manifest["commit"] else ""
    digests = manifest["identity"]["scenario"]
    return [
        ("version", f"dealsim {manifest['version']}{commit}"),
        ("model", str(manifest["model"])),
        ("experiment", str(manifest["digest"])),
        ("scenarios", ", ".join(f"{name} {digest[:16]}" for name, digest in digests.items())),
        ("packages", ", ".join([f"Python {manifest['python']}", *map(" ".join, manifest["packages"].items())])),
        ("processor", str(manifest["cpu"]["name"])),
        ("played", f"{manifest['started']} to {manifest['finished'] or '(not yet finished)'}"),
    ]


def setting(results: StudyResults) -> list[Pair]:
    """Return what was played, name and value."""
    study, experiment = results.study, results.study.experiment
    games = experiment.games
    at_each = f"{games:,}" if isinstance(games, int) else until(games)
    shared = "shared by all points, game by game" if experiment.luck == "common" else "independent at each point"
    said = [
        ("scenarios", ", ".join(f"{name} ({worlds.median.title})" for name, worlds in study.worlds_of_bases.items())),
        ("design", f"{experiment.design.in_words()}; {len(study.points):,} points"),
        ("games at each point", at_each),
        ("luck", f"seed {experiment.seed}, {shared}"),
    ]
    if experiment.paired:
        first = f"the first value of {experiment.versus}"
        base = "the unchanged scenario" if experiment.design.ONE_AT_A_TIME else first
        said.append(("compared with", f"{base}, game by game"))
    return said


def until(games: Until) -> str:
    """Return in words when playing stops that lasts until an interval is narrow enough."""
    return f"until the 95% interval of {games.until} is no wider than {games.width:g}, at most {games.at_most:,}"


def sets(dimension: Dimension) -> str:
    """Return what a factor sets."""
    if dimension.address is not None:
        return dimension.address
    paths = dimension.paths or tuple(dict.fromkeys(path for level in dimension.levels for path, _ in level.settings))
    return ", ".join(dotted(path) for path in paths) or "nothing"


def values(dimension: Dimension) -> str:
    """Return a factor's values, only the first ones where there are many."""
    if dimension.address is not None or not dimension.levels:
        return str(dimension.distribution)
    shown = [f"{v:g}" if isinstance(v, float) else str(v) for v in dimension.values()[:MOST_SHOWN]]
    left = len(dimension.levels) - len(shown)
    return ", ".join(shown) + (f" and {left} more" if left else "")


def caveat(results: StudyResults) -> str:
    """Return a warning about points that are missing or failed."""
    study = results.study
    there = len(results.points)
    failed = len(results.points) - results.points["error"].null_count
    said = []
    if there < len(study.points):
        said.append(f"Only {there:,} of {len(study.points):,} points have been played.")
    if failed:
        said.append(f"{failed:,} points could not be played; they are missing from every figure.")
    return " ".join(said)
