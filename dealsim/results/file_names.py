"""Names of files made from words of users: portable, of bounded length, and never one name for two things."""

import hashlib
import re
from collections.abc import Sequence

LONGEST = 80  # characters of words: with a digest and an ending, any file system has room
DIGEST = 8
SEPARATORS = re.compile(r"[\s_-]+")
STRANGE = re.compile(r"[^a-z0-9.]+")
# Names that Windows keeps for devices, whatever their ending; and an ending of our own, for dark screens.
TAKEN = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9])(\..*)?|.*-dark")


def file_name(*words: str) -> str:
    """Return the name, without an ending, of a file that shows what some words say.

    Of Latin letters, digits, dots and hyphens.  Where these do not show the words (other letters, other signs, words
    that are too long), a digest of the words follows.
    """
    said = SEPARATORS.sub("-", "-".join(words).lower())
    plain = STRANGE.sub("-", said).strip("-.")
    if plain == said.strip("-") and plain and len(plain) <= LONGEST and not TAKEN.fullmatch(plain):
        return plain
    return with_digest(plain, words)


def with_digest(plain: str, words: Sequence[str]) -> str:
    """Return a name, cut where it is too long, with a digest of the words that it is made from."""
    digest = hashlib.sha256("\0".join(words).encode()).hexdigest()[:DIGEST]
    return "-".join(filter(None, [plain[:LONGEST].strip("-."), digest]))


def distinct_names(several: Sequence[tuple[str, ...]]) -> list[str]:
    """Return a name for each of several things by their words, no two alike even where case means nothing.

    Things whose names would be alike have a digest of their words behind it.  Raises ValueError for words given twice.
    """
    if len(set(several)) < len(several):
        raise ValueError(f"two things of the same words: {', '.join(map(str, several))}")
    names = [file_name(*words) for words in several]
    return [
        name if names.count(name) == 1 else with_digest(name, words) for name, words in zip(names, several, strict=True)
    ]
