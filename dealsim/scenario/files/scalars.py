"""Read plain YAML scalars by YAML 1.2's core schema and nothing else.

So `yes`, `1_000`, `1:30` and dates are text, which the schema refuses where a number belongs.
"""

import math
import re

LARGEST_WHOLE = 2**63 - 1
# Enough for any 64-bit number in any base; Python itself refuses to read thousands of digits.
LONGEST_WHOLE = 24

WORDS = {"": None, "~": None} | {
    form: value
    for word, value in {"null": None, "true": True, "false": False}.items()
    for form in (word, word.capitalize(), word.upper())
}
WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)")
NO_NUMBER = re.compile(r"\.(nan|NaN|NAN)")


def resolve(text: str) -> bool | int | float | str | None:
    """Return the value of an unquoted scalar: a word, a number, or the text itself."""
    if text in WORDS:
        return WORDS[text]
    if WHOLE.fullmatch(text):
        return _whole(text)
    if NUMBER.fullmatch(text):
        return float(text)
    if INFINITE.fullmatch(text):
        return -math.inf if text[0] == "-" else math.inf
    return math.nan if NO_NUMBER.fullmatch(text) else text


def unusable(value: object) -> str | None:
    """Return what is accepted instead of a number that no game can use; None for all other values."""
    if isinstance(value, float) and not math.isfinite(value):
        return "a finite number"
    if isinstance(value, int) and abs(value) > LARGEST_WHOLE:
        return "a whole number of at most 18 digits"
    return None


def _whole(text: str) -> int:
    digits = text.lstrip("+-0ox") or "0"
    if len(digits) > LONGEST_WHOLE:
        return LARGEST_WHOLE + 1
    base = {"0o": 8, "0x": 16}.get(text[:2], 10)
    return (-1 if text[0] == "-" else 1) * int(digits, base)
