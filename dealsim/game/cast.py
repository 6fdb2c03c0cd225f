"""Who decides in a game: the rules' own labs and AIs, or classes of the user's."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dealsim.game.ai import AI
from dealsim.game.lab import Lab
from dealsim.game.model import DealModel
from dealsim.game.script import Script, place_in, said

if TYPE_CHECKING:
    from dealsim.records import Record
    from dealsim.scenario import Tables

OURS = {"dealsim", "mesa", "builtins"}


class AgentsError(RuntimeError):
    """A class of the user's failed: in which game, where in its file, and how."""


@dataclass(frozen=True)
class Cast:
    """The classes that decide.

    script: the file that they come from, if they come from one.
    origin: by role (`lab`, `ai`) what tells a named class from any other: name, and file or package.
    """

    lab: type[Lab] = Lab
    ai: type[AI] = AI
    script: Script | None = None
    origin: dict[str, dict[str, str]] = field(default_factory=dict)

    def model(self, tables: "Tables", seed: int, game: int, *, explain: bool = False) -> DealModel:
        """Return a game that these classes play."""
        return DealModel(tables, seed, game, lab_class=self.lab, ai_class=self.ai, explain=explain)

    def play(self, tables: "Tables", seed: int, game: int) -> "Record":
        """Return the record of one game; raise AgentsError where a class of the user's fails."""
        with self.answering_for(game):
            return self.model(tables, seed, game).run()

    @contextmanager
    def answering_for(self, game: int) -> Iterator[None]:
        """Say of what goes wrong in a game which class of the user's it was, and where in its file."""
        try:
            yield
        except (Exception, SystemExit) as error:
            files = self.files()
            if not files:
                raise
            raise AgentsError(self.fault(error, game, files)) from error

    def files(self) -> set[str]:
        """Return the files that the user's own classes stand in."""
        modules = {kind.__module__ for role in (self.lab, self.ai) for kind in role.__mro__ if root(kind) not in OURS}
        return {str(getattr(sys.modules.get(name), "__file__", None) or name) for name in modules}

    def fault(self, error: BaseException, game: int, files: set[str]) -> str:
        """Return what went wrong, where and in which game, in a line."""
        place = place_in(files, error)
        if place is None:
            named = " and ".join(kind.__name__ for kind in (self.lab, self.ai) if root(kind) not in OURS)
            return f"game {game}, played by {named}: {said(error)}"
        file, line, function = place
        if self.script is not None and file == self.script.file:
            file = self.script.path
        return f"{file}:{line}: {function}, in game {game}: {said(error)}"


def root(kind: type) -> str:
    """Return the package that a class belongs to."""
    return kind.__module__.partition(".")[0]
