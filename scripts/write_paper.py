"""Play small versions of the shipped experiments, and lay all that they show out as one page: `make paper`.

    python -m scripts.write_paper [--out FOLDER] [--full]

It goes on where it stopped: what is played stays in the folder.
"""

import argparse
import sys
from pathlib import Path

from dealsim.cli.main import main

# Enough games to see what an experiment is about; the files themselves ask for more.
SMALL = {
    "trait-effects": ("games=100",),
    "risk-by-scope": ("games=200", "factors.risk_aversion.steps=5", "factors.scope_sensitivity.steps=5"),
    "spec-frontier": ("games=400",),
    "credibility": ("games=200", "factors.enforcement.steps=5"),
    "timing": ("games=200", "factors.growth.steps=4"),
    "world-sobol": ("games=64", "design.sobol=32"),
}
SHOWN = ("takeover", "value_of_future", "value_given_takeover")  # by themselves they make the frontier, too
TITLE = "What a model spec teaches, and what deals are worth"


def write_paper(folder: Path, *, full: bool) -> int:
    """Play and draw everything; return the exit status, as of a program."""
    studies = []
    for name, settings in SMALL.items():
        out = folder / ("full" if full else "small") / name
        changed = [] if full else [word for setting in settings for word in ("--set", setting)]
        sys.stderr.write(f"{name}:\n")
        if status := called("sweep", name, "--out", str(out), *changed):
            return status
        studies.append(str(out))
    shown = [word for outcome in SHOWN for word in ("--outcome", outcome)]
    return called("report", *studies, "--out", str(folder / "paper.html"), "--title", TITLE, *shown)


def called(*words: str) -> int:
    """Run a command of the program and return its exit status."""
    try:
        main(list(words), prog_name="dealsim")
    except SystemExit as end:
        return int(end.code or 0)
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Play small versions of the shipped experiments and report on them.")
    parser.add_argument("--out", type=Path, default=Path("build/paper"), help="folder for results and paper.html")
    parser.add_argument("--full", action="store_true", help="the experiments as they are: hours")
    asked = parser.parse_args()
    sys.exit(write_paper(asked.out, full=asked.full))
