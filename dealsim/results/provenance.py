"""Where numbers come from: which program, which model, which packages, which processor, and when."""

import hashlib
import platform
import subprocess
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dealsim import __version__

PACKAGES = ("dealsim", "mesa", "numba", "numpy", "pyarrow", "pydantic", "scipy")
HOME = Path(__file__).parents[1]
# What decides a number: rules, engine, what a file means, and how games become outcomes.
DECIDING = ("core/**/*.py", "engine/**/*.py", "scenario/**/*.py", "measure/**/*.py")


def provenance() -> dict[str, Any]:
    """Return all that numbers depend on beside what the user wrote; no host and no user."""
    from dealsim.core.compiled import cpu

    return {
        "version": __version__,
        "commit": commit(),
        "model": model_digest(),
        "python": platform.python_version(),
        "packages": {package: version(package) for package in PACKAGES},
        "cpu": dict(zip(("name", "features"), cpu(), strict=True)),
    }


@cache
def model_digest(home: Path = HOME) -> str:
    """Return a digest of the sources that decide numbers: other rules are another model, whatever their version.

    home: the package's folder.
    """
    digest = hashlib.sha256()
    for pattern in DECIDING:
        for source in sorted(home.glob(pattern)):
            digest.update(source.relative_to(home).as_posix().encode() + source.read_bytes())
    return digest.hexdigest()[:16]


@cache
def commit() -> str | None:
    """Return the commit of the checkout that runs, with a plus sign if it was changed since; None if installed."""
    if not (HOME.parent / ".git").exists():
        return None
    try:
        head, changes = (
            subprocess.run(["git", *words], cwd=HOME.parent, capture_output=True, text=True, check=True, timeout=10)
            for words in (("rev-parse", "HEAD"), ("status", "--porcelain", "--", "dealsim"))
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return head.stdout.strip() + ("+" if changes.stdout.strip() else "")


def now() -> str:
    """Return the time, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
