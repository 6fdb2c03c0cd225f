"""Texts for people: their wording may differ, the sequence of numbers in them may not."""

import re

from scripts.compare_versions.findings import Findings

NUMBER = re.compile(r"(?<![\w.])[-+−]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][-+−]?\d+)?")


def numbers_in(text: str) -> list[str]:
    """Return the numbers of a text in order, whichever minus sign and separator of thousands they have."""
    return [found.replace("−", "-").replace(",", "").removeprefix("+") for found in NUMBER.findall(text)]


def compare_texts(address: str, was: str, now: str, findings: Findings) -> None:
    """Compare two texts: other numbers are a difference, other words a remark."""
    findings.counts["texts"] += 1
    if was == now:
        return
    before, after = numbers_in(was), numbers_in(now)
    if before == after:
        findings.remark(address, "wording differs")
    else:
        findings.differ(address, first_other(before, after))


def first_other(before: list[str], after: list[str]) -> str:
    """Return the first of two sequences of numbers in which they differ."""
    many = next(
        (k for k, (b, a) in enumerate(zip(before, after, strict=False)) if b != a), min(map(len, (before, after)))
    )
    was, now = (numbers[many] if many < len(numbers) else "none" for numbers in (before, after))
    return f"number {many + 1} of {len(before)} in the text was {was}, is {now}"
