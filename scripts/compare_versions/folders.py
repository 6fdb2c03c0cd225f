"""Compare all files that two versions printed and wrote."""

from pathlib import Path

from scripts.compare_versions.columns import compare_columns
from scripts.compare_versions.commands import FILES
from scripts.compare_versions.documents import compare_documents
from scripts.compare_versions.findings import Findings
from scripts.compare_versions.on_purpose import is_no_result
from scripts.compare_versions.playing import RECORD, Played
from scripts.compare_versions.texts import compare_texts


def compare_played(before: Path, was: Played, after: Path, now: Played, findings: Findings) -> list[str]:
    """Compare how commands ended and all that they left; return a line for each file, and for each that lacks."""
    for name, status in was.statuses.items():
        findings.counts["runs"] += 1
        if now.statuses.get(name) != status:
            findings.differ(name, f"exit status was {status}, is {now.statuses.get(name)}")
    places = [{found.checkout: "<checkout>", found.folder: "<outputs>"} for found in (was, now)]
    return compare_folders(before, after, findings, places)


def compare_folders(before: Path, after: Path, findings: Findings, places: list[dict[str, str]]) -> list[str]:
    """Compare two folders of files; return a line for each. places: what stands for paths in texts, of either."""
    was, now = files_in(before), files_in(after)
    for file in sorted(was ^ now):
        findings.differ(file, "file new" if file in now else "file lost")
    apart = [f"DIFFERENT   {said}" for said in findings.differences]
    return [*apart, *(line for file in sorted(was & now) for line in compared(file, before, after, findings, places))]


def compared(file: str, before: Path, after: Path, findings: Findings, places: list[dict[str, str]]) -> list[str]:
    """Compare two files by what they hold; return a line, and one more for each thing to say."""
    findings.counts["files"] += 1
    differ, remark, excused = len(findings.differences), len(findings.remarks), findings.excused.total()
    compare_files(file, before / file, after / file, findings, places)
    different, remarks = findings.differences[differ:], findings.remarks[remark:]
    on_purpose = findings.excused.total() > excused
    verdict = "DIFFERENT" if different else "on purpose" if on_purpose else "other words" if remarks else "same"
    return [f"{verdict:<11} {file}", *(f"    {said.removeprefix(file + ': ')}" for said in (*different, *remarks))]


def compare_files(file: str, before: Path, after: Path, findings: Findings, places: list[dict[str, str]]) -> None:
    """Compare two files by what they hold."""
    if file.endswith(".parquet"):
        compare_columns(file, before, after, findings)
        return
    was, now = (read(path, names) for path, names in zip((before, after), places, strict=True))
    compare = compare_documents if file.endswith(".json") else compare_texts
    compare(file, was, now, findings)


def read(path: Path, places: dict[str, str]) -> str:
    """Return a text in which paths of a version have the names that both share."""
    text = path.read_text(encoding="utf-8")
    for place, name in sorted(places.items(), reverse=True):  # a folder below another first
        text = text.replace(place, name)
    return text


def files_in(folder: Path) -> set[str]:
    """Return the files below a folder that hold results."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {file for file in found - {RECORD, *FILES} if not is_no_result(file)}
