"""What all who play a game share: the scenario, what everyone can see, luck, and the record as it is written."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import mesa
import numpy as np

from dealsim.core.compiled import array, as_rows, row
from dealsim.core.luck import Purpose, name_word, uniform
from dealsim.core.protocols.gain_tables import lay_talks
from dealsim.core.records import LabState, Mind, Promise, Public, Rogue, Shadow
from dealsim.core.rules.training.teaching import new_pupil
from dealsim.core.rules.training.training import luck_needed
from dealsim.core.rules.watch.learning import open_world
from dealsim.game.record import Chronicle

if TYPE_CHECKING:
    from dealsim.scenario import ScenarioTables


@dataclass
class Fugitive:
    """An AI at large after an escape: its record, and its mind as it was."""

    rogue: Rogue
    mind: Mind


class GameState(mesa.Model):
    """The state of one game before anyone plays it."""

    def __init__(self, tables: "ScenarioTables", seed: int, game: int, *, explain: bool) -> None:
        """Set up the world before its first quarter."""
        # The rules' luck has addresses; Mesa's generators are there for users' classes, and differ from game to game.
        super().__init__(rng=int(name_word(f"mesa {int(seed)} {int(game)}")))
        # Not self.scenario: Mesa 3.5 writes to that object, and ours is frozen.
        self.tables, self.world = tables, tables.world
        self.key, self.game = np.uint64(seed), game
        self.public = row(Public)
        open_world(self.public, len(tables.labs), self.world)
        self.chronicle = Chronicle(self.public, explain=explain)
        shadows, schools = tables.shadows, tables.schools
        known = as_rows(array(shadows.known).copy(), Shadow)
        self.talks = lay_talks(shadows.minds, known, shadows.worths, shadows.table)
        self.pupil, self.training_draws = new_pupil(schools.most_qualities), luck_needed(schools.most_qualities)
        self.promises: list[Promise] = []
        self.rogues: list[Fugitive] = []
        self.quarters_played = 0
        self.lab_rows = as_rows(array(tables.labs).copy(), LabState)

    def __repr__(self) -> str:
        """Say which game it is and how far it has come."""
        done = f"quarter {self.quarters_played}" if self.running else f"ended after quarter {self.quarters_played}"
        return f"<{type(self).__name__}: game {self.game}, seed {int(self.key)}, {done} of {self.world.horizon}>"

    def luck(self, lab: np.uint64, generation: int, period: int, purpose: Purpose, draw: int = 0) -> float:
        """Return the luck at an address of this game (0..1)."""
        # int: Numba takes long to find out what an enumeration is.
        return uniform(self.key, self.game, lab, generation, period, int(purpose), int(draw))
