"""Write docs/intervals.md: how often intervals hold the truth, those in use and those rejected (`make coverage`)."""

import math
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from dealsim.measure.estimates import Values
from dealsim.measure.intervals import Interval, wilson
from scripts.coverage import real, trials
from scripts.coverage.draws import CONDITIONAL, MEANS, PAIRS, TWIN_WORLDS, WORLDS, Draw
from scripts.coverage.rivals import exact, hall, jeffreys, newcombe, student, wald
from scripts.model_page.markdown import table

PAGE = Path(__file__).parents[1] / "docs" / "intervals.md"
TEMPLATE = PAGE.with_suffix(".md.in")
GAMES = (50, 200, 1_000, 10_000)
SHARES = (0.001, 0.003, 0.01, 0.05, 0.2, 0.5, 0.8, 0.99, 0.999)
SIZES = ((8, 64), (32, 16), (64, 16), (256, 16))
TIMES = 4_000
LONG_TIMES = 1_000  # of the longest samples
LEAST, MOST = 93.0, 97.0


def cell(coverages: Iterable[float]) -> str:
    """Return coverages in a cell: ours, bold where it is outside 93 to 97, then the rivals'."""
    first, *others = (f"{coverage:.1f}" if not math.isnan(coverage) else "–" for coverage in coverages)
    said = f"**{first}**" if first != "–" and not LEAST <= float(first) <= MOST else first
    return " / ".join((said, *others))


def times(games: int) -> int:
    """Return how many samples are tried."""
    return LONG_TIMES if games >= 10_000 else TIMES


def shares() -> str:
    """Return the table of shares of games: exact, nothing is drawn."""
    methods: tuple[Callable[[int, int], Interval], ...] = (
        lambda hits, games: wilson(hits / games, games),
        wald,
        jeffreys,
        exact,
    )
    body = [[f"{share:g}"] for share in SHARES]
    for games in GAMES:
        intervals = [np.array([method(hits, games) for hits in range(games + 1)]) for method in methods]
        for row, share in zip(body, SHARES, strict=True):
            row.append(cell(trials.share_nearby(each, share) for each in intervals))
    return table(("share", *(f"{games:,} games" for games in GAMES)), body)


def of_draws(draws: Sequence[Draw], sizes: Sequence[int]) -> str:
    """Return a table of means."""
    rivals: tuple[Callable[[Values], Interval], ...] = (student, hall)
    body = [[draw.name, *(cell(trials.means(draw, n, times(n), rivals)) for n in sizes)] for draw in draws]
    return table(("outcome of a game", *(f"{n:,} games" for n in sizes)), body)


def clustered() -> str:
    """Return the table of games that come in worlds."""
    body = []
    for draw in WORLDS:
        row = [draw.name, f"{draw.world_share:.2f}"]
        for number, games in SIZES:
            found = trials.worlds(draw, number, games, TIMES // 2)
            held = cell((found.seeing.coverage, found.blind.coverage))
            row.append(f"{held}; {np.mean(found.shares):.2f} ({found.searles.coverage:.0f})")
        body.append(row)
    return table(("outcome of a game", "world share", *(f"{number} × {games}" for number, games in SIZES)), body)


def twins() -> str:
    """Return the table of paired differences."""
    body = []
    for one in PAIRS:
        row = [one.name]
        for games in GAMES[:3]:
            rivals: list[Callable[[Values, Values], Interval]] = [lambda a, b: student(b - a)]
            if one.within == (0.0, 1.0):
                rivals.append(newcombe)
            held, longer = trials.pairs(one, games, TIMES // 2, rivals)
            row.append(f"{cell(held)}; {longer:.1f}")
        body.append(row)
    return table(("outcome of a game", *(f"{games:,} games" for games in GAMES[:3])), body)


def twins_in_worlds() -> str:
    """Return the table of paired differences of games that come in worlds."""
    body = []
    for one in TWIN_WORLDS:
        row = [one.name]
        for number, games in SIZES[:3]:
            found = trials.twin_worlds(one, number, games, TIMES // 4)
            row.append(f"{cell((found.ours.coverage, found.students.coverage))}; {np.median(found.lengths):.3f}")
        body.append(row)
    return table(("outcome of a game", *(f"{number} × {games}" for number, games in SIZES[:3])), body)


def real_games() -> tuple[str, str]:
    """Return the table of real games, and what the cut samples say together."""
    rows = real.rows(real.play(), TIMES // 2)
    body = [
        [
            f"`{row.outcome}`",
            f"{row.mean:.4g}",
            f"{row.games:.0f}",
            f"{row.cut.held} of {row.cut.tried}",
            cell((row.drawn.coverage, row.students.coverage)),
        ]
        for row in rows
    ]
    held, tried = (sum(getattr(row.cut, what) for row in rows) for what in ("held", "tried"))
    said = f"{held:,} of {tried:,} ({100 * held / tried:.1f}%)"
    return table(("outcome", "mean", "games of 1,000", "cut samples that hold it", "drawn samples"), body), said


def page() -> str:
    """Return the whole page."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found, together = real_games()
        parts = {
            "shares": shares(),
            "means": of_draws(MEANS, GAMES),
            "conditional": of_draws(CONDITIONAL, GAMES[1:3]),
            "worlds": clustered(),
            "pairs": twins(),
            "twin worlds": twins_in_worlds(),
            "real": found,
            "together": together,
        }
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, part in parts.items():
        text = text.replace("{{" + name + "}}", part)
    return "<!-- Made by `make coverage` from docs/intervals.md.in: change that, not this. -->\n\n" + text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"Wrote {PAGE.relative_to(Path.cwd())}.\n")
