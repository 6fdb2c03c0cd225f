"""What may differ between two versions, each with its reason: all else may not.

An address is a file below the folder of outputs, then `: ` and a column or the keys that lead to a JSON value, as in
`run/baseline/out/games.parquet: takeover_time` and `window/baseline/printed.json: windows.0.deal`. In patterns
`*` stands for anything.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class Changed:
    """A number that was wrong before, or a column, key or file that is new or gone. where: pattern of addresses."""

    where: str
    reason: str


@dataclass(frozen=True)
class Renamed:
    """A column, or a key at any depth, that has another name now and still the same values. files: pattern."""

    files: str
    was: str
    now: str
    reason: str


# Add an entry in the commit that makes the change, and remove it when the next version becomes the one before.
CHANGED: tuple[Changed, ...] = ()
RENAMED: tuple[Renamed, ...] = ()

# They name the code, or when it ran, and no result: never compared.
NAMES_OF_THE_CODE = (
    "*: version",  # of dealsim
    "*: packages",  # versions of packages
    "*: commit",
    "*: model",  # digest of the sources
    "*/out/points/*.parquet: key",  # a digest of a point, with that of the sources in it
    "*: identity.model",
    "*: started",  # times
    "*: finished",
    # Of an experiment, with the digest of the sources in it. A run's digest is of its scenario alone, and is compared.
    "sweep/*: digest",
    "merge/*: digest",
    "repeat/*: digest",
    "replicate/*: results.*.computed_by.*",  # rules by their files
    "cite/*: sources.*.used_for.*.where",
)
# Keys of sentences for people: their wording may change, the numbers in them may not.
SENTENCES = frozenset(
    {
        *("title", "about", "text", "caption", "label", "description", "what", "bibtex", "meaning"),
        *("claim", "note", "section", "remark", "remarks", "found", "wanted", "ending_a", "ending_b"),
    }
)
# Files that are not compared.
NOT_RESULTS = (
    "*/stderr.txt",  # progress, with its times
    "*/.lock",
    "claims/*/out/pieces/*",  # what was played, under names that are digests of the sources; the ledger is made of it
)


def is_left_out(address: str) -> bool:
    """Say whether an address names the code, not a result."""
    return any(fnmatchcase(address, pattern) for pattern in NAMES_OF_THE_CODE)


def is_no_result(file: str) -> bool:
    """Say whether a file is not compared."""
    return any(fnmatchcase(file, pattern) for pattern in NOT_RESULTS)


def excuse_for(address: str, changed: tuple[Changed, ...]) -> Changed | None:
    """Return the entry of a list that an address falls under."""
    return next((entry for entry in changed if fnmatchcase(address, entry.where)), None)


def new_name(file: str, name: str, renamed: tuple[Renamed, ...]) -> str:
    """Return what a column or key of a file is called now."""
    return next((each.now for each in renamed if each.was == name and fnmatchcase(file, each.files)), name)
