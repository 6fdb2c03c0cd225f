"""Recipe pages, read and followed in a copy of the project.

A recipe says what to change in sentences of a few fixed forms, each followed by fenced code:

    Make `FILE`:                      a new file
    In `FILE`, after                  ... add      code that follows other code
    In `FILE`, replace                ... by       code in the place of other code
    Check that                        ... prints   a command, and text that its output holds
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^(?P<before>[^\n]+)\n\n```\w*\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
MADE = re.compile(r"Make `([^`]+)`:$")
FOUND = re.compile(r"In `([^`]+)`, (?:after|replace)$")
SECONDS = 600  # in which a command of a recipe has to end


@dataclass(frozen=True)
class Edit:
    """A change of one file. anchor: code that is there already, or nothing for a new file.  keeps: whether it stays."""

    file: str
    anchor: str
    code: str
    keeps: bool


@dataclass(frozen=True)
class Check:
    """A command, and what its output holds."""

    command: str
    prints: str


def steps_of(page: str) -> Iterator[Edit | Check]:
    """Yield what a recipe says to do, in order. Raises ValueError for code whose purpose it does not say."""
    file = anchor = command = ""
    for found in FENCE.finditer(page):
        before, code = found["before"].strip(), found["code"]
        if made := MADE.search(before):
            yield Edit(made[1], "", code, keeps=False)
        elif begun := FOUND.search(before):
            file, anchor = begun[1], code
        elif before in ("add", "by"):
            yield Edit(file, anchor, code, keeps=before == "add")
        elif before.endswith(("Check that", "and that")):
            command = code.strip()
        elif before == "prints":
            yield Check(command, code.strip())
        else:
            raise ValueError(f"a recipe does not say what to do with the code after {before!r}")


def apply(edit: Edit, root: Path) -> None:
    """Make one change in a copy. Raises AssertionError where the code it is to follow is not there exactly once."""
    path = root / edit.file
    if not edit.anchor:
        assert not path.exists(), f"{edit.file} is there already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(edit.code, encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    assert text.count(edit.anchor) == 1, f"{edit.file} holds this {text.count(edit.anchor)} times:\n{edit.anchor}"
    path.write_text(text.replace(edit.anchor, edit.anchor * edit.keeps + edit.code), encoding="utf-8")


def run(check: Check, root: Path, environment: Mapping[str, str]) -> None:
    """Run a command of a recipe in a copy and hold its output against what the page says that it prints."""
    program, *words = shlex.split(check.command)
    parts = {"dealsim": ["-m", "dealsim"], "pytest": ["-m", "pytest", "-q", "-p", "no:cacheprovider"], "python": []}
    ended = subprocess.run(
        [sys.executable, *parts[program], *words],
        cwd=root,
        env={**environment, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert ended.returncode == 0, f"{check.command}: {ended.stderr}{ended.stdout}"
    lines = [" ".join(line.split()) for line in ended.stdout.splitlines()]
    for line in check.prints.splitlines():
        wanted = " ".join(line.split())
        assert any(wanted in found for found in lines), f"{check.command}: no line holds {wanted!r} in {ended.stdout}"
