"""Whether two JSON documents say the same, value by value and exactly."""

import json
from typing import Any

from scripts.compare_versions.findings import Findings
from scripts.compare_versions.on_purpose import SENTENCES, is_left_out, new_name
from scripts.compare_versions.texts import compare_texts


def compare_documents(file: str, was: str, now: str, findings: Findings) -> None:
    """Compare two documents; where either is none, as texts."""
    try:
        before, after = json.loads(was), json.loads(now)
    except ValueError:
        compare_texts(file, was, now, findings)
    else:
        Comparison(file, findings).values((), before, after)


class Comparison:
    """Compares two documents of a file."""

    def __init__(self, file: str, findings: Findings) -> None:
        """Take the file's name, and where to say what differs."""
        self.file, self.findings = file, findings

    def values(self, keys: tuple[str, ...], was: Any, now: Any) -> None:
        """Compare two values to which the same keys lead."""
        address = f"{self.file}: {'.'.join(keys)}"
        if is_left_out(address):
            self.findings.counts["values left out, as they name the code"] += 1
        elif isinstance(was, dict) and isinstance(now, dict):
            self.objects(keys, was, now)
        elif isinstance(was, list) and isinstance(now, list):
            self.lists(keys, was, now)
        elif isinstance(was, str) and isinstance(now, str) and not SENTENCES.isdisjoint(keys[-2:]):
            compare_texts(address, was, now, self.findings)
        else:
            self.findings.counts["JSON values"] += 1
            if type(was) is not type(now) or repr(was) != repr(now):  # so that -0.0 is not 0.0, nor 1 1.0 or true
                self.findings.differ(address, f"was {shown(was)}, is {shown(now)}")

    def objects(self, keys: tuple[str, ...], was: dict[str, Any], now: dict[str, Any]) -> None:
        """Compare two objects, in whatever order their keys are."""
        was = {new_name(self.file, key, self.findings.renamed): value for key, value in was.items()}
        for key in was | now:
            address = f"{self.file}: {'.'.join((*keys, key))}"
            if key not in now:
                self.findings.differ(address, "key lost")
            elif key not in was:
                self.findings.differ(address, f"key new: {shown(now[key])}")
            else:
                self.values((*keys, key), was[key], now[key])

    def lists(self, keys: tuple[str, ...], was: list[Any], now: list[Any]) -> None:
        """Compare two lists in order."""
        if len(was) != len(now):
            self.findings.differ(f"{self.file}: {'.'.join(keys)}", f"{len(was)} entries before, {len(now)} now")
        for number, (before, after) in enumerate(zip(was, now, strict=False)):
            self.values((*keys, str(number)), before, after)


def shown(value: Any) -> str:
    """Return a value as JSON, not too long for a line."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 100 else f"{text[:100]}..."
