"""Whole programs: how long they take to start, and how much memory they take at most."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

# A process of its own runs each program, so that the memory of its children is that program's alone.
WATCH = (
    "import json, resource, subprocess, sys, time; start = time.perf_counter();"
    "subprocess.run([sys.executable, '-m', 'dealsim', *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL);"
    "spent = time.perf_counter() - start;"
    "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss; print(json.dumps([spent, peak / 1024]))"
)


def run(*words: str, cache: Path | None = None) -> tuple[float, float]:
    """Return the seconds that a command takes, and the most memory that it takes [MiB]."""
    environment = os.environ | ({"XDG_CACHE_HOME": str(cache)} if cache else {})
    told = subprocess.run(
        [sys.executable, "-c", WATCH, *words], check=True, capture_output=True, text=True, env=environment
    )
    seconds, peak = json.loads(told.stdout)
    return float(seconds), float(peak)


def fastest(*words: str, repeats: int = 3) -> float:
    """Return the least seconds that a command takes of several tries."""
    return min(run(*words)[0] for _ in range(repeats))


def first_compilation() -> tuple[float, float]:
    """Return the seconds of a first run of one game, from an empty cache, and how large the cache is then [MiB]."""
    with tempfile.TemporaryDirectory() as home:
        seconds, _ = run("run", "baseline", "--games", "1", cache=Path(home))
        size = sum(file.stat().st_size for file in Path(home).rglob("*") if file.is_file())
    return seconds, size / 2**20
