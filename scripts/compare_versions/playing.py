"""Play a version: all commands in one process, in a folder that then holds all that they printed and wrote."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from scripts.compare_versions.commands import FILES, Commands

IN_ONE_PROCESS = Path(__file__).with_name("in_one_process.py")
RECORD = "played.json"  # written last: where it is, everything was played


class PlayError(Exception):
    """A version that could not be played, in a sentence."""


@dataclass(frozen=True)
class Played:
    """A version as it was played.

    checkout: where it was.  folder: where all that it printed and wrote was put, and now may be no more.
    statuses: exit status of each command, by its name.  names: of shipped worlds and experiments.
    """

    checkout: str
    folder: str
    commands: Commands
    statuses: dict[str, int]
    names: dict[str, list[str]]


def play(checkout: Path, python: str, folder: Path, commands: Commands, names: dict[str, list[str]]) -> Played:
    """Play all commands with one version in an empty folder. Raises PlayError."""
    prepare(folder)
    process = start(checkout, python, folder)
    assert process.stdin is not None
    process.stdin.write(json.dumps({"checkout": str(checkout), "commands": commands}))
    process.stdin.close()
    statuses = followed(process, len(commands))
    if process.wait() or len(statuses) < len(commands):
        where = commands[len(statuses)][0] if len(statuses) < len(commands) else "the end"
        raise PlayError(f"{checkout} could not be played: it stopped at {where}; its outputs are in {folder}")
    played = Played(str(checkout), str(folder), commands, statuses, names)
    (folder / RECORD).write_text(json.dumps(asdict(played), indent=1), encoding="utf-8")
    return played


def prepare(folder: Path) -> None:
    """Make a folder with the files that commands name; refuse one that holds anything."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise PlayError(f"{folder} is not empty, and holds no finished outputs; name another folder or empty it")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")


def start(checkout: Path, python: str, folder: Path) -> "subprocess.Popen[str]":
    """Start the process that plays, with nothing but the checkout ahead of the interpreter's own packages."""
    env = os.environ | {"PYTHONPATH": str(checkout), "COLUMNS": "80", "TERM": "dumb", "PYTHONUTF8": "1"}
    words = [python, "-P", str(IN_ONE_PROCESS)]  # -P: no folder of ours on the path
    pipe = subprocess.PIPE
    return subprocess.Popen(words, cwd=folder, env=env, stdin=pipe, stdout=pipe, text=True, encoding="utf-8")


def followed(process: "subprocess.Popen[str]", many: int) -> dict[str, int]:
    """Return each command's exit status, reporting each as it ends."""
    statuses: dict[str, int] = {}
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith('["'):
            name, status, seconds = json.loads(line)
            statuses[name] = status
            ended = f", exit status {status}" if status else ""
            sys.stderr.write(f"  {len(statuses)}/{many} {name}: {seconds:.1f} s{ended}\n")
    return statuses


def played_in(folder: Path) -> Played | None:
    """Return what was played into a folder; None where nothing was, or not all."""
    record = folder / RECORD
    if not record.is_file():
        return None
    said = json.loads(record.read_text(encoding="utf-8"))
    return Played(**said | {"commands": [(name, words) for name, words in said["commands"]]})
