"""Two scenarios under the same luck: what differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from dealsim.api.asked import GREATEST_SEED, MOST_GAMES, MOST_WORKERS, whole
from dealsim.api.loading import Playable, load
from dealsim.api.printed_numbers import PrintedDifference, drawn_outcomes, printed_difference
from dealsim.api.rows import arrow_of, named, outcome_in_words
from dealsim.api.tables import Table, html_table, text_table
from dealsim.api.watching import straight
from dealsim.measure.naming import is_clear
from dealsim.measure.outcomes import OUTCOMES

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from dealsim.api.watching import Through
    from dealsim.figures.sheet import Drawn
    from dealsim.measure.comparison import Flips
    from dealsim.measure.pairs import Difference
    from dealsim.results.documents.comparison import CompareDocument

HEAD = ("outcome", "A", "B", "B − A", "95% interval", "games")


@dataclass(frozen=True, repr=False, eq=False)
class Comparison:
    """How outcomes differ between B and A over the same games with the same luck: `comparison["takeover"]`."""

    a: Playable
    b: Playable
    games: int
    seed: int
    outcomes: "Mapping[str, Difference]"
    flips: "Flips"

    def __getitem__(self, outcome: str) -> PrintedDifference:
        """Return an outcome's difference, which reads well when it is printed."""
        return printed_difference(outcome, named(self.outcomes, outcome), self)

    def plot(self, *outcomes: str) -> "Drawn":
        """Draw the differences of outcomes, with their intervals.

        Parameters
        ----------
        outcomes
            Names of outcomes of one unit; without any, all that are shares and differ.

        Returns
        -------
        Drawn
            The figure, which a notebook shows: `.figure` is Matplotlib's, `.save("file.pdf")` writes it.

        Raises
        ------
        KeyError
            Where there is no such outcome.
        ValueError
            Where outcomes have different units, or none has a value.
        """
        labels = self.a.label, self.b.label
        return drawn_outcomes(self.outcomes, outcomes, "Differences of B from A", labels, self.seed)

    @cached_property
    def remarks(self) -> list[str]:
        """What to know about the two, a sentence each: settings that change nothing, qualities that cost nothing."""
        from dealsim.scenario.worlds.remarks import remarks_on_compared

        sides = {"A": self.a, "B": self.b}
        found: dict[str, list[str]] = {}
        for side, played in sides.items():
            for remark in played.remarks:
                found.setdefault(remark, []).append(side)
        said = [remark if len(of) == len(sides) else f"{of[0]}: {remark}" for remark, of in found.items()]
        return [*said, *remarks_on_compared({side: played.scenario for side, played in sides.items()})]

    def flipped(self, outcome: str) -> tuple[list[int], list[int]]:
        """Return the numbers of the first thousand games that have an outcome in B alone, and in A alone."""
        return list(named(self.flips.up, outcome)), list(named(self.flips.down, outcome))

    def document(self, *, story: bool = False) -> "CompareDocument":
        """Return what `dealsim compare --json` prints. story: with the clearest game whose ending changes."""
        from dealsim import __version__
        from dealsim.results.documents.comparison import CompareDocument, differences_of, parting_of

        worlds = self.a.worlds, self.b.worlds
        return CompareDocument(
            a=self.a.label,
            b=self.b.label,
            games=self.games,
            seed=self.seed,
            outcomes=differences_of(self.outcomes, self.flips),
            parting=parting_of(worlds, self.seed, self.outcomes, self.flips) if story else None,
            version=__version__,
        )

    def to_arrow(self) -> "pyarrow.Table":
        """Return the differences as an Arrow table."""
        return self._table.to_arrow()

    def to_pandas(self) -> "pandas.DataFrame":
        """Return the differences as a pandas data frame, by the names of the outcomes; what is undefined is NaN."""
        return self._table.to_pandas()

    def to_polars(self) -> "polars.DataFrame":
        """Return the differences as a polars data frame; what is undefined is null."""
        return self._table.to_polars()

    @cached_property
    def _table(self) -> Table:
        rows = (row_of(name, each) for name, each in self.outcomes.items())
        return Table(f"differences of {self.b.label} from {self.a.label}", lambda: arrow_of(rows), "outcome")

    @property
    def _head(self) -> str:
        return f"A {self.a.label}, B {self.b.label}: {self.games:,} games with the same luck, seed {self.seed}"

    @property
    def _rows(self) -> list[list[str]]:
        return [
            [
                name,
                *(outcome_in_words(name, mean, None)[0] for mean in (each.mean_a, each.mean_b)),
                *outcome_in_words(name, each.difference, each.ci95),
                f"{each.games:,}",
            ]
            for name, each in self.outcomes.items()
        ]

    def __repr__(self) -> str:
        """Return every outcome's means, difference and interval, as a table."""
        return text_table(self._head, HEAD, self._rows)

    def _repr_html_(self) -> str:
        return html_table(self._head, HEAD, self._rows, [is_clear(each) for each in self.outcomes.values()])


def compare(
    a: str | Path | Playable,
    b: str | Path | Playable,
    *,
    games: int = 1000,
    seed: int = 0,
    workers: int | None = None,
    through: "Through" = straight,
) -> Comparison:
    """Play the same games in two scenarios, as `dealsim compare` does: the same luck, whatever differs.

    Parameters
    ----------
    a, b
        Names, files, or what `load` returned.
    games, seed
        How many games, and their random seed.
    workers
        Threads, by default one a core.
    through
        Is given games as they are finished, and yields those that count: a progress bar, or a way to stop early.

    Returns
    -------
    Comparison
        Of the games that were played: of none, its `outcomes` are empty.

    Raises
    ------
    ScenarioError
        A ValueError: what is wrong with a scenario, or why the two cannot share their luck.
    ValueError
        Where a number is out of its range.

    Examples
    --------
    >>> import dealsim
    >>> comparison = dealsim.compare("baseline", "no-deals", games=8)
    >>> comparison.games, comparison["deals"].difference < 0
    (8, True)
    """
    one, other = load(a), load(b)
    whole("games", games, 1, MOST_GAMES)
    whole("seed", seed, 0, GREATEST_SEED)
    if workers is not None:
        whole("workers", workers, 1, MOST_WORKERS)
    from dealsim.engine import play_pairs
    from dealsim.measure.comparison import Flips, refuse_unlike
    from dealsim.measure.pairs import PairedSummary

    worlds, told = (one.worlds, other.worlds), (one.scenario, other.scenario)
    refuse_unlike(*worlds)
    labs, horizons = (len(told[0].labs), len(told[1].labs)), (told[0].horizon, told[1].horizon)
    of_world, same = worlds[0].games_per_world or worlds[1].games_per_world, worlds[0].digest == worlds[1].digest
    summary = PairedSummary(labs, horizons, of_world, same=same)
    flips = Flips()
    for pairs in through(play_pairs(*worlds, games, seed, workers), None):
        flips.add(summary.games, pairs["a"], pairs["b"])
        summary.add(pairs["a"], pairs["b"])
    differences = summary.differences() if summary.games else {}
    return Comparison(one, other, summary.games, seed, differences, flips)


def row_of(name: str, each: "Difference") -> dict[str, object]:
    """Return an outcome's difference as a row; `up` and `down`: games that have it in B alone, and in A alone."""
    low, high = each.ci95 or (None, None)
    up, down = each.flipped or (None, None)
    row: dict[str, object] = {"outcome": name, "group": OUTCOMES[name].group, "unit": OUTCOMES[name].unit}
    row |= {"mean_a": each.mean_a, "mean_b": each.mean_b, "difference": each.difference, "se": each.se}
    row |= {"low": low, "high": high, "games": each.games, "up": up, "down": down}
    return row if each.worlds is None else row | {"worlds": each.worlds}
