"""One game: what happened in it, in words and in rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from importlib import import_module
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, filterwarnings

from dealsim.api.asked import ENGINES, GREATEST_SEED, MOST_GAMES, one_of, refuse_agents, whole
from dealsim.api.loading import Playable, Settings, load
from dealsim.api.tables import Table

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from dealsim.core.records import Record
    from dealsim.game import AI, Lab
    from dealsim.game.story import Passage, Story

WHOLE = ("quarter", "generation", "turn", "wait")  # columns of whole numbers
WORDS = ("lab", "mind", "happening", "plan", "reason", "text")


@dataclass(frozen=True, repr=False, eq=False)
class Game:
    """One game as it was played. record: its events, minds and tally as numbers."""

    played: Playable
    game: int
    seed: int
    record: "Record"

    @cached_property
    def _told(self) -> "Story":
        told: Story = stories().retold(self.played.worlds.tables(self.seed, self.game), self.record)
        return told

    @property
    def story(self) -> str:
        """The game as a story, quarter by quarter: for `print`."""
        return "\n".join(
            f"quarter {quarter}\n" + "\n".join(f"  {passage.text}" for passage in passages)
            for quarter, passages in self._quarters()
        )

    @property
    def ending(self) -> str:
        """How it ended, in a sentence."""
        return self._told.ending

    @property
    def drawn(self) -> dict[str, float]:
        """What is uncertain as it is in the game's world, by address; empty where nothing is."""
        return self.played.worlds.drawn(self.seed, self.played.worlds.world_of(self.game))

    @property
    def tally(self) -> dict[str, float]:
        """Counts and sums of the game, by name."""
        return {name: self.record.tally[name].item() for name in self.record.tally.dtype.names or ()}

    @property
    def outcomes(self) -> dict[str, float | None]:
        """Every outcome of the game; None where it is undefined."""
        from dealsim.measure.outcomes import values_by_game

        told = self.played.scenario
        values = values_by_game(self.record.tally.reshape(1), len(told.labs), told.horizon)
        return {name: None if value[0] != value[0] else float(value[0]) for name, value in values.items()}

    @property
    def events(self) -> Table:
        """One row an event: who, what, the numbers that it fills, and its sentence in the story."""
        return Table(f"events of game {self.game} of {self.played.label}", self._rows)

    def to_pandas(self) -> "pandas.DataFrame":
        """Return the events as a pandas data frame."""
        return self.events.to_pandas()

    def to_polars(self) -> "polars.DataFrame":
        """Return the events as a polars data frame."""
        return self.events.to_polars()

    def _rows(self) -> "pyarrow.Table":
        import pyarrow as pa

        rows = [row_of(passage) for passage in self._told.passages]
        return pa.Table.from_pylist(rows, schema=pa.schema([(name, type_of(name)) for name in columns()]))

    def _quarters(self) -> "list[tuple[int, list[Passage]]]":
        """Return what is new in each quarter, leaving out what only goes on."""
        fresh = [passage for passage in self._told.passages if passage.fresh]
        return [(quarter, list(group)) for quarter, group in groupby(fresh, lambda passage: passage.quarter)]

    @property
    def _head(self) -> str:
        return f"{Path(self.played.name).name}, game {self.game}, seed {self.seed}"

    def __repr__(self) -> str:
        """Say which game it is, and how it ended."""
        return f"<Game: {self._head}; {len(self.events):,} events. {self.ending}>"

    def _repr_html_(self) -> str:
        told = "".join(
            f"<li>quarter {quarter}<ul>{''.join(f'<li>{escape(each.text)}</li>' for each in passages)}</ul></li>"
            for quarter, passages in self._quarters()
        )
        head = f"<p>{escape(self._head)}. <b>{escape(self.ending)}</b></p>"
        return f"{head}<details><summary>story</summary><ul>{told}</ul></details>"


def play(
    scenario: str | Path | Playable,
    settings: Settings = (),
    *,
    game: int = 0,
    seed: int = 0,
    engine: str | None = None,
    lab: "type[Lab] | None" = None,
    ai: "type[AI] | None" = None,
) -> Game:
    """Play one game.

    Parameters
    ----------
    scenario, settings
        As for `load`.
    game
        Its number, 0 to 99,999,999.
    seed
        The random seed, 0 to 2^64 - 1.
    engine
        `batch`, or `mesa`, which plays the same game in readable Python; by default `mesa` where there are classes.
    lab, ai
        Subclasses of `dealsim.game.Lab` and `dealsim.game.AI` that decide in place of the rules; Mesa plays them.

    Returns
    -------
    Game
        What happened, in words and in rows.

    Raises
    ------
    ScenarioError
        A ValueError: every problem of the scenario.
    ValueError
        Where another argument is not accepted.
    AgentsError
        Where a class fails.

    Examples
    --------
    >>> import dealsim
    >>> game = dealsim.play("baseline", game=3)
    >>> game.outcomes["takeover"]
    1.0
    """
    played = load(scenario, settings)
    whole("game", game, 0, MOST_GAMES - 1)
    whole("seed", seed, 0, GREATEST_SEED)
    chosen = one_of("engine", engine or ("mesa" if lab or ai else "batch"), ENGINES)
    if chosen == "batch":
        if lab or ai:
            raise ValueError("engine: found 'batch'; wanted 'mesa', or none: classes of Python are played by Mesa")
        refuse_agents(played, "classes for them: play(..., lab=YourLab, ai=YourAI)")
        from dealsim.engine import play_one

        return Game(played, game, seed, play_one(played.worlds, seed, game))
    if not (lab or ai):
        refuse_agents(played, "classes for them: play(..., lab=YourLab, ai=YourAI)")
    return Game(played, game, seed, played_by_mesa(played, game, seed, {"lab": lab, "ai": ai}))


def played_by_mesa(played: Playable, game: int, seed: int, classes: Mapping[str, Any]) -> "Record":
    """Return the record of one game of the Mesa engine."""
    stories()  # first of all: it loads Mesa
    from dealsim.game.cast.agent_classes import Cast

    cast = Cast(**{role: kind for role, kind in classes.items() if kind is not None})
    return cast.play(played.worlds.tables(seed, game), seed, game)


def row_of(passage: "Passage") -> dict[str, object]:
    """Return an event as a row."""
    own = ("quarter", "lab", "generation", "mind", "happening", "text")
    return {name: getattr(passage, name) for name in own} | passage.numbers


def columns() -> list[str]:
    """Return the columns of events: who and what, then the numbers in the order of the record, then the words."""
    from dealsim.core.codes import HAPPENING_FIELDS
    from dealsim.core.compiled import layout
    from dealsim.core.records import Event

    filled = {name for names in HAPPENING_FIELDS.values() for name in names}
    first = ["quarter", "lab", "generation", "mind", "happening"]
    return [*first, *(name for name in layout(Event).names or () if name in filled and name not in first), "text"]


def type_of(name: str) -> "pyarrow.DataType":
    """Return the type of a column of events."""
    import pyarrow as pa

    if name in WORDS:
        return pa.string()
    return pa.int64() if name in WHOLE else pa.bool_() if name in stories().FLAGS else pa.float64()


def stories() -> ModuleType:
    """Return the module that writes stories.

    Mesa, which it loads, would warn in a notebook of a progress bar that is not used.
    """
    with catch_warnings():
        filterwarnings("ignore", "IProgress not found")
        return import_module("dealsim.game.story")
