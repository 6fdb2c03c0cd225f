"""Results of many games: every outcome with its interval, and a row a game."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dealsim.api.printed_numbers import PrintedEstimate, drawn_outcomes, printed_estimate
from dealsim.api.rows import arrow_of, estimate_row, named, outcome_in_words
from dealsim.api.tables import Table, html_table, text_table
from dealsim.measure.estimates import Estimate

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from dealsim.figures.sheet import Drawn
    from dealsim.results.documents import RunDocument

HEAD = ("outcome", "mean", "95% interval", "games")


@dataclass(frozen=True, repr=False, eq=False)
class Results:
    """Results of many games: `results["takeover"]` is an estimate.

    document: as `dealsim run --json` prints it.  label: the scenario and its settings.
    manifest: where they were read from a folder, what it says about how to get them again; else empty.
    """

    document: "RunDocument"
    label: str
    manifest: Mapping[str, Any]
    make_rows: "Callable[[], pyarrow.Table]"

    @property
    def games(self) -> int:
        """How many games were played."""
        return self.document.games

    @property
    def seed(self) -> int:
        """The random seed."""
        return self.document.seed

    @property
    def worlds(self) -> int | None:
        """How many worlds were drawn; None where nothing is uncertain."""
        return self.document.worlds

    @property
    def uncertain(self) -> dict[str, str]:
        """What the scenario leaves uncertain, by its address."""
        return dict(self.document.uncertain or {})

    @property
    def counts(self) -> dict[str, int]:
        """Sums over all games."""
        return dict(self.document.counts)

    @cached_property
    def outcomes(self) -> dict[str, Estimate]:
        """Every outcome's estimate, by its name."""
        return {name: Estimate(**each.model_dump()) for name, each in self.document.outcomes.items()}

    def __getitem__(self, outcome: str) -> PrintedEstimate:
        """Return an outcome's estimate, which reads well when it is printed."""
        return printed_estimate(outcome, named(self.outcomes, outcome), self)

    def plot(self, *outcomes: str) -> "Drawn":
        """Draw outcomes with their intervals.

        Parameters
        ----------
        outcomes
            Names of outcomes of one unit; without any, all that are shares and not 0.

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
        return drawn_outcomes(self.outcomes, outcomes, "Outcomes", (self.label,), self.seed)

    @cached_property
    def by_game(self) -> Table:
        """One row a game: its outcomes, its counts and, of an uncertain scenario, its world."""
        return Table(f"games of {self.label}", self.make_rows)

    def to_arrow(self) -> "pyarrow.Table":
        """Return the outcomes as an Arrow table."""
        return self._table.to_arrow()

    def to_pandas(self) -> "pandas.DataFrame":
        """Return the outcomes as a pandas data frame, by their names; what is undefined is NaN."""
        return self._table.to_pandas()

    def to_polars(self) -> "polars.DataFrame":
        """Return the outcomes as a polars data frame; what is undefined is null."""
        return self._table.to_polars()

    @cached_property
    def _table(self) -> Table:
        rows = [estimate_row(name, each) for name, each in self.outcomes.items()]
        return Table(f"outcomes of {self.label}", lambda: arrow_of(rows), "outcome")

    @property
    def _rows(self) -> list[list[str]]:
        return [
            [name, *outcome_in_words(name, each.mean, each.ci95), f"{each.games:,}"]
            for name, each in self.outcomes.items()
        ]

    @property
    def _head(self) -> str:
        drawn = f" in {self.worlds:,} worlds" if self.worlds is not None else ""
        return f"{self.label}: {self.games:,} games{drawn}, seed {self.seed}"

    def __repr__(self) -> str:
        """Return every outcome's mean with its interval, as a table."""
        return text_table(self._head, HEAD, self._rows)

    def _repr_html_(self) -> str:
        return html_table(self._head, HEAD, self._rows)
