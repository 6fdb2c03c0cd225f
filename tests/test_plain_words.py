"""Words that do not come back: texts use the word that a working scientist would use today.

A text is a comment, a docstring or a string of the code, and every line of a YAML file or a page. Names are not texts.
"""

import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLACES = ("dealsim", "dashboards", "scenarios", "docs", "README.md")
ENDINGS = {".py", ".yaml", ".md", ".in", ".vue", ".jinja"}


PLAIN = {  # what does not come back, and what to say instead
    r"told|tells?": "show, say, report; separate; distinguish",
    r"nobody": "no one or, better, who it is: no mind, no lab",
    r"whoever": "a mind that, a reader who",
    r"anew": "again",
    r"reckon\w*": "estimate, compute",
    r"(comes?|came) of": "is due to, results",
    r"became of": "the result, the utility, the fate",
    r"mend(s|ed|ing)?": "fix",
    r"held against": "compared with",
    r"own lights": "own values",
    r"nought|naught": "zero",
    r"would do (instead|for|as)|no \w+ would do|what would do|will not do": "is accepted, is enough",
    r"whence|hence|lest|thereof|whereof": "from where, so, or else",
    r"so it is:|it is otherwise": "correct, not this time",
    r"key of all luck": "random seed",
    r"worth naming": "that matters",
    r"goal (that )?misses": "unintended goal",
    r"one's own": "your own, its own",
    r"of which (one|each|two|none)": "one of which",
    r"parts? ways": "diverge",
    r"games would tell|worlds would tell": "would settle it",
}
# A hyphen or an underscore before or behind makes it part of a name.
BANNED = re.compile(rf"(?<![-_\w`./])(?:{'|'.join(PLAIN)})(?![-_\w(])", re.IGNORECASE)

ALLOWED = {  # a word that may stand in a file, with the reason
    ("dashboards/words.yaml", "tell"): "games that are too few to tell: an idiom of today",
}


def texts_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a file, line by line."""
    if path.suffix != ".py":
        yield from enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        return
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type in (tokenize.COMMENT, tokenize.STRING, tokenize.FSTRING_MIDDLE):
                yield from enumerate(token.string.splitlines(), token.start[0])


def offenders() -> Iterator[str]:
    """Yield each place with a word that does not come back, and what to say instead."""
    for path in sorted(path for place in PLACES for path in [ROOT / place, *(ROOT / place).rglob("*")]):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix not in ENDINGS:
            continue
        for line, text in texts_of(path):
            for found in BANNED.finditer(text):
                word = found.group()
                if (name, word.lower()) not in ALLOWED:
                    yield f"{name}:{line}: {word!r}; better: {instead_of(word)}"


def instead_of(word: str) -> str:
    """Return what to say instead of a word that does not come back."""
    return next(better for words, better in PLAIN.items() if re.fullmatch(words, word, re.IGNORECASE))


def test_texts_use_plain_words() -> None:
    found = list(offenders())
    assert not found, "\n".join(found)


def test_a_word_that_came_back_is_found_and_a_name_is_not() -> None:
    assert [found.group() for found in BANNED.finditer("Nobody is told anew; `told` and tell(x) are names.")] == [
        "Nobody", "told", "anew",
    ]  # fmt: skip
