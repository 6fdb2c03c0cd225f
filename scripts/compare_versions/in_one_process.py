"""Run commands of one version, one after another, as `python -m dealsim` would, in one process that loads it once.

Reads them from standard input, as JSON: what is to be imported from where, and each command's name and words. Writes
to the current folder what each prints, and for each a line to standard output: its name, exit status and seconds.
It must not import anything of this project: which version is played is decided by PYTHONPATH.
"""

import json
import runpy
import sys
import time
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from pathlib import Path

PACKAGE = "dealsim"


def run(words: list[str]) -> int:
    """Run the program with these words; return its exit status."""
    sys.argv = [PACKAGE, *words]
    try:
        runpy.run_module(PACKAGE, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0


def keep(name: str, words: list[str]) -> None:
    """Run a command, keep what it prints, and say how it went."""
    folder, began = Path(name), time.perf_counter()
    folder.mkdir(parents=True)
    printed = folder / ("printed.json" if "--json" in words else "printed.txt")
    with ExitStack() as both:
        both.enter_context(redirect_stdout(both.enter_context(printed.open("w", encoding="utf-8"))))
        errors = folder / "stderr.txt"
        both.enter_context(redirect_stderr(both.enter_context(errors.open("w", encoding="utf-8"))))
        status = run(words)
    print(json.dumps([name, status, time.perf_counter() - began]), flush=True)  # noqa: T201


def import_from(checkout: Path) -> None:
    """Import the package and refuse any other than that of a checkout."""
    found = __import__(PACKAGE).__file__ or ""
    if checkout not in Path(found).resolve().parents:
        sys.exit(f"{PACKAGE} was found at {found}, not in {checkout}")


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    import_from(Path(asked["checkout"]))
    for name, words in asked["commands"]:
        keep(name, words)
