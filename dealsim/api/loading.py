"""Scenarios that are ready to be played, with settings from Python."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING

from dealsim.api.tables import Table, html_table
from dealsim.scenario import load_worlds

if TYPE_CHECKING:
    from dealsim.measure.window import Window
    from dealsim.scenario import Scenario, Worlds

type Settings = Mapping[str, object] | Iterable[str]

SHOWN_OF_A_DIGEST = 12
MOST_NAMED = 4  # uncertain numbers that are named


@dataclass(frozen=True, repr=False, eq=False)
class Playable:
    """A scenario with its settings, checked.

    name: a file, or the bare name of a shipped scenario.  settings: `PATH=VALUE`, as a command line has them.
    worlds: what they make: one world, or as many as its uncertain numbers may mean.
    """

    name: str
    settings: tuple[str, ...]
    worlds: "Worlds"

    @property
    def title(self) -> str:
        """One line that names the world."""
        return self.scenario.title

    @property
    def scenario(self) -> "Scenario":
        """Every number in force; what is uncertain is at its median."""
        return self.worlds.median

    @property
    def uncertain(self) -> dict[str, str]:
        """What is left uncertain, by its address, as it was written."""
        return {each.address: each.words for each in self.worlds.uncertain}

    @property
    def digest(self) -> str:
        """The digest of the game that is described: the same for the same game, whatever words describe it."""
        return self.worlds.digest

    @property
    def label(self) -> str:
        """The name, without folders, and the settings: what distinguishes it from others."""
        return " ".join([Path(self.name).name, *self.settings])

    @cached_property
    def remarks(self) -> list[str]:
        """What to know about its settings, a sentence each: those that change nothing, or only some labs."""
        from dealsim.scenario.worlds.remarks import remarks_on

        return remarks_on(self.worlds, self.settings)

    def changed(self, settings: Settings = (), /, **changes: object) -> "Playable":
        """Return the same with further settings: see `load`."""
        return load(self.name, [*self.settings, *written(settings), *written(changes)])

    def window(self) -> Table:
        """Return where a deal exists and why not: a row for each lab, generation, kind of mind and age."""
        return Table(f"deal windows of {self.label}", lambda: self._windows)

    @cached_property
    def deal_windows(self) -> "list[Window]":
        """The same as objects: in the world in which all that is uncertain is at its median."""
        from dealsim.measure.window import windows_of

        return list(windows_of(self.worlds.tables_of_median))

    @cached_property
    def _windows(self) -> object:
        from dataclasses import asdict

        import pyarrow as pa

        return pa.Table.from_pylist([asdict(window) for window in self.deal_windows])

    @property
    def _facts(self) -> list[tuple[str, str]]:
        told = self.scenario
        counts = {"lab": len(told.labs), "plan": len(told.plans), "quarter": told.horizon}
        counted = [f"{count} {thing}{'s' * (count > 1)}" for thing, count in counts.items()]
        sizes = ", ".join([*counted, f"protocol {told.protocol}"])
        told_of = [f"{address} {words}" for address, words in self.uncertain.items()]
        more = [f"and {len(told_of) - MOST_NAMED} more"] if len(told_of) > MOST_NAMED else []
        drawn = ", ".join(told_of[:MOST_NAMED] + more)
        return [
            ("game", sizes),
            *([("settings", ", ".join(self.settings))] if self.settings else []),
            *([("uncertain", drawn)] if drawn else []),
            *([("remarks", ". ".join(self.remarks))] if self.remarks else []),
            ("digest", self.digest[:SHOWN_OF_A_DIGEST]),
        ]

    def __repr__(self) -> str:
        """Say what is played."""
        said = "; ".join(fact if name == "game" else f"{name} {fact}" for name, fact in self._facts)
        return f"<Playable {Path(self.name).name}: {self.title}; {said}>"

    def _repr_html_(self) -> str:
        return html_table(f"{Path(self.name).name}: {self.title}", (), self._facts)


def load(scenario: str | Path | Playable, settings: Settings = (), /, **changes: object) -> Playable:
    """Return a scenario, checked and ready to be played.

    Parameters
    ----------
    scenario
        A file, the bare name of a shipped one, or one that is loaded already.
    settings
        `{"every_lab.control": 0.9}` or `["every_lab.control=0.9"]`; `"0.2 to 0.9"` is uncertain.
    changes
        Settings whose path is one name: `protocol="none"`. None takes a key away: `{"labs.cumulus": None}`.

    Returns
    -------
    Playable
        What `run`, `play` and `compare` take.

    Raises
    ------
    ScenarioError
        A ValueError, with every problem that was found.

    Examples
    --------
    >>> import dealsim
    >>> unsure = dealsim.load("baseline", {"every_lab.enforcement": "0.2 to 0.9"}, protocol="none")
    >>> unsure.label, unsure.uncertain
    ('baseline every_lab.enforcement=0.2 to 0.9 protocol=none', {'every_lab.enforcement': '0.2 to 0.9'})
    """
    if isinstance(scenario, Playable):
        return scenario.changed(settings, **changes) if settings or changes else scenario
    name, said = str(scenario), (*written(settings), *written(changes))
    return Playable(name, said, load_worlds(name, said))


def written(settings: Settings) -> list[str]:
    """Return settings as a command line has them."""
    if isinstance(settings, str):
        raise ValueError(f"found the text {settings!r}; wanted a mapping or a list of settings, such as [{settings!r}]")
    if isinstance(settings, Mapping):
        return [f"{path}={value_in_words(value)}" for path, value in settings.items()]
    return [str(setting) for setting in settings]


def value_in_words(value: object) -> str:
    """Return a value as YAML has it. A text stands as it is: `none`, or `0.2 to 0.9`."""
    if value is None or isinstance(value, bool | Mapping | list | tuple):
        return json.dumps(dict(value) if isinstance(value, Mapping) else value)
    if isinstance(value, Integral):
        return str(int(value))
    return repr(float(value)) if isinstance(value, Real) else str(value)
