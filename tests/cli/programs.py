"""The program as its users run it: in this process, or as one of its own."""

import os
import subprocess
import sys
import time
from pathlib import Path

from click.testing import CliRunner, Result

from dealsim.cli.main import main

PROGRAM = [sys.executable, "-c", "from dealsim.cli.main import main; main(prog_name='dealsim')"]


def call(*words: str) -> Result:
    """Run a command in this process; `stdout` and `stderr` apart."""
    return CliRunner().invoke(main, words, env={"COLUMNS": "80", "TERM": "dumb"}, prog_name="dealsim")


def start(*words: str, cwd: Path | None = None) -> subprocess.Popen[str]:
    """Start the program as a process of its own, in a session of its own, its output in pipes."""
    return subprocess.Popen(
        [*PROGRAM, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env={**os.environ, "COLUMNS": "80"},
        start_new_session=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Return a process's exit status and what it wrote to standard output and standard error."""
    try:
        out, err = process.communicate(timeout=300)
    finally:
        process.kill()  # one that will not end shall not go on for ever beside the tests
    return process.returncode, out, err


def wait_for(folder: Path) -> None:
    """Wait until a run has begun to write to its folder."""
    for _ in range(1200):
        if folder.is_dir() and any(folder.iterdir()):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing was written to {folder}")


def children(parent: int | None = None) -> list[int]:
    """Return the processes that a process has started and that still run, but for Python's own tracker."""
    table = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(maxsplit=3) for line in table.stdout.splitlines()]
    started = [row for row in rows if row[1] == str(parent or os.getpid())]
    servers = {row[0] for row in started if "forkserver" in row[-1]}  # the tests' own (tests/conftest.py)
    ours = [row for row in started if "spawn_main" in row[-1]] + [row for row in rows if row[1] in servers]
    return [int(row[0]) for row in ours if not row[2].startswith("Z")]
