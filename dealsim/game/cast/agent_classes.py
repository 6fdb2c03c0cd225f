"""Who decides in a game: the rules' own labs and AIs, or the user's classes."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dealsim.game.ai import AI
from dealsim.game.cast.user_script import Script, error_in_words, place_in
from dealsim.game.lab import Lab
from dealsim.game.model import DealModel

if TYPE_CHECKING:
    from dealsim.core.records import Record
    from dealsim.scenario import ScenarioTables


class AgentsError(RuntimeError):
    """A user's class failed: in which game, where in its file, and how."""


@dataclass(frozen=True)
class Cast:
    """The classes that decide.

    script: the file that they come from, if they come from one.
    origin: by role (`lab`, `ai`) what identifies a named class: name, and file or package.
    """

    lab: type[Lab] = Lab
    ai: type[AI] = AI
    script: Script | None = None
    origin: dict[str, dict[str, str]] = field(default_factory=dict)

    def model(self, tables: "ScenarioTables", seed: int, game: int, *, explain: bool = False) -> DealModel:
        """Return a game that these classes play."""
        return DealModel(tables, seed, game, lab_class=self.lab, ai_class=self.ai, explain=explain)

    def play(self, tables: "ScenarioTables", seed: int, game: int) -> "Record":
        """Return the record of one game; raise AgentsError where a user's class fails."""
        with self.answering_for(game):
            return self.model(tables, seed, game).run()

    @contextmanager
    def answering_for(self, game: int) -> Iterator[None]:
        """Report an error in a game with the user's class that raised it, and where in its file."""
        try:
            yield
        except (Exception, SystemExit) as error:
            if not self.own():
                raise
            raise AgentsError(self.fault(error, game)) from error

    def own(self) -> list[type]:
        """Return the user's own classes and those that they inherit from."""
        theirs = dict.fromkeys((*self.lab.__mro__, *self.ai.__mro__))
        return [kind for kind in theirs if kind not in (*Lab.__mro__, *AI.__mro__)]

    def fault(self, error: BaseException, game: int) -> str:
        """Return what went wrong, where and in which game, in one line."""
        place = place_in({file_of(kind) for kind in self.own()}, error)
        if place is None:
            played = " and ".join(kind.__name__ for kind in (self.lab, self.ai) if kind not in (Lab, AI))
            return f"game {game}, played by {played}: {error_in_words(error)}"
        file, line, function = place
        if self.script is not None and file == self.script.file:
            file = self.script.path
        return f"{file}:{line}: {function}, in game {game}: {error_in_words(error)}"


def file_of(kind: type) -> str:
    """Return the file that a class stands in, as tracebacks have it."""
    return str(getattr(sys.modules.get(kind.__module__), "__file__", None) or kind.__module__)
