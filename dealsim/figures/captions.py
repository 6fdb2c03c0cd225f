"""Captions of figures and tables: scenarios, n, seed and kind of interval."""

from collections.abc import Sequence
from dataclasses import dataclass

type Span = tuple[int, int]  # the least and the most


@dataclass(frozen=True, kw_only=True)
class Sampled:
    """Numbers estimated from games.

    games: at a point, the least and the most.  points: how many were played, of how many.  seed: key of luck.
    common: whether points share their luck.  interval: its kind, in words.  marks: what shows it, as in "Bars".
    worlds: at a point, where scenarios leave numbers uncertain.  failed: points that could not be played.
    """

    games: Span
    points: Span
    seed: int
    interval: str
    common: bool = True
    marks: str = "Bars"
    worlds: Span | None = None
    failed: int = 0

    def __post_init__(self) -> None:
        """Refuse what lacks its n or the kind of its interval."""
        if self.games[0] < 1 or self.points[0] < 1 or not self.interval.strip():
            raise ValueError("a caption needs n, at least 1, and the kind of the interval")

    def sentences(self) -> list[str]:
        """Return n, seed and interval in words."""
        played, every = self.points
        where = f" in {span_in_words(self.worlds)} worlds" if self.worlds else ""
        luck = "the same luck at every point" if self.common else "independent luck at each point"
        said = [f"n = {span_in_words(self.games)} games{where} at each point ({luck}, seed {self.seed})."]
        said.append(f"{self.marks}: {self.interval}.")
        if played + self.failed < every:
            said.append(f"Unfinished: {played:,} of {every:,} points played so far.")
        if self.failed:
            said.append(f"{counted(self.failed, 'point')} could not be played.")
        return said


@dataclass(frozen=True, kw_only=True)
class Exact:
    """Numbers computed without chance. why: in a clause, what was done instead of playing."""

    why: str

    def sentences(self) -> list[str]:
        """Return in words why there is no n and no interval."""
        return [f"n = 0 games: {self.why}, so there is no interval."]


@dataclass(frozen=True, kw_only=True)
class Caption:
    """The caption of a figure or a table.

    title: what it shows.  reading: how it is read, in sentences.  scenarios: by name.
    """

    title: str
    reading: str
    scenarios: tuple[str, ...]
    evidence: Sampled | Exact

    @property
    def body(self) -> str:
        """All but the title."""
        which = f"Scenario{'s' * (len(self.scenarios) > 1)}: {in_prose(self.scenarios)}."
        return " ".join(filter(None, [self.reading, which, *self.evidence.sentences()]))

    def __str__(self) -> str:
        """Return the whole caption."""
        return f"{self.title}. {self.body}"


def span_in_words(ends: Span) -> str:
    """Return a number, or a range of numbers."""
    low, high = ends
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def counted(number: int, thing: str) -> str:
    """Return a count of a thing in words."""
    return f"{number:,} {thing}{'s' * (number != 1)}"


def in_prose(words: Sequence[str]) -> str:
    """Return words as prose lists them."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
