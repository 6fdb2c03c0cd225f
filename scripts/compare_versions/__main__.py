"""Play another version of the program and this one alike, and say whether any number differs.

    python -m scripts.compare_versions --before FOLDER [--after FOLDER] [--before-outputs FOLDER] [--python PROGRAM]

Exit status 0: all results are the same; 1: some are not; 2: they could not be compared.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from scripts.compare_versions.commands import WRONG, commands_for, shipped
from scripts.compare_versions.findings import Findings
from scripts.compare_versions.folders import compare_played
from scripts.compare_versions.playing import Played, PlayError, play, played_in

HERE = Path(__file__).resolve().parents[2]


def asked_for() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.compare_versions",
        description="Play two versions of dealsim alike, a few minutes each, and say whether any number differs.",
    )
    parser.add_argument("--before", type=folder_of, metavar="FOLDER", help="checkout to compare with")
    parser.add_argument("--after", type=folder_of, metavar="FOLDER", default=HERE, help="by default this checkout")
    said = "keep BEFORE's outputs there; outputs that are there are used, and BEFORE is not played again"
    parser.add_argument("--before-outputs", type=Path, metavar="FOLDER", help=said)
    parser.add_argument("--python", default=sys.executable, help="interpreter, with all that dealsim needs")
    asked = parser.parse_args()
    if asked.before is None and (asked.before_outputs is None or played_in(asked.before_outputs) is None):
        parser.error("--before FOLDER is needed: a checkout of the version to compare with")
    return asked


def folder_of(said: str) -> Path:
    """Return the folder of a checkout."""
    folder = Path(said).resolve()
    if not (folder / "dealsim" / "__main__.py").is_file():
        raise argparse.ArgumentTypeError(f"{said!r} is no checkout of dealsim")
    return folder


def before(asked: argparse.Namespace, folder: Path) -> Played:
    """Return the version before as it was played, now or earlier. Raises PlayError."""
    if found := played_in(folder):
        if found.commands != commands_for(found.names):
            raise PlayError(f"{folder} holds outputs of other commands than today's; play BEFORE to another folder")
        refuse_failed(found)
        sys.stderr.write(f"BEFORE: outputs in {folder}\n")
        return found
    sys.stderr.write(f"BEFORE: playing {asked.before}\n")
    names = shipped(asked.before)
    played = play(asked.before, asked.python, folder, commands_for(names), names)
    refuse_failed(played)
    return played


def refuse_failed(played: Played) -> None:
    """Refuse a version of which a command failed that is not meant to: its outputs would show nothing."""
    if failed := [name for name, status in played.statuses.items() if status and name not in WRONG]:
        raise PlayError(f"BEFORE fails at {', '.join(failed)}; {played.folder} holds what it said, in stderr.txt")


def compare_versions(asked: argparse.Namespace, scratch: Path) -> int:
    """Play and compare; return the exit status. Raises PlayError where BEFORE cannot be played."""
    was_in, now_in, findings = (asked.before_outputs or scratch / "before").resolve(), scratch / "after", Findings()
    was = before(asked, was_in)
    sys.stderr.write(f"AFTER: playing {asked.after}\n")
    try:
        now = play(asked.after, asked.python, now_in, was.commands, was.names)
    except PlayError as error:
        print(f"DIFFERENT: {error}")  # noqa: T201
        return 1
    lines = [*compare_played(was_in, was, now_in, now, findings), "", *findings.summary()]
    print("\n".join(lines))  # noqa: T201
    return int(bool(findings.differences))


def main() -> int:
    """Do what the command line says; outputs are kept where there is something to look at."""
    asked = asked_for()
    scratch = Path(tempfile.mkdtemp(prefix="same-results-")).resolve()
    try:
        status = compare_versions(asked, scratch)
    except PlayError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if status:
        sys.stderr.write(f"Outputs are kept in {scratch}\n")
    else:
        shutil.rmtree(scratch)
    return status


if __name__ == "__main__":
    sys.exit(main())
