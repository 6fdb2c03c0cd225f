"""The game for users of Mesa: a model that is made by a scenario's name, keeps data, and suits Mesa's own tools."""

from collections.abc import Sequence
from functools import partial
from numbers import Integral
from pathlib import Path
from types import EllipsisType
from typing import TYPE_CHECKING, Any

import numpy as np

from dealsim.api.asked import GREATEST_SEED, MOST_GAMES, refuse_agents, whole
from dealsim.api.loading import Playable, Settings, load
from dealsim.game import AI, Lab
from dealsim.game import model as game_model
from dealsim.game.collecting import Collector
from dealsim.measure.outcomes import OUTCOMES
from dealsim.scenario import Scenario, Worlds, tabulate

if TYPE_CHECKING:
    from dealsim.scenario import ScenarioTables

type Seed = int | np.integer[Any] | str | Sequence[int] | np.random.SeedSequence | np.random.Generator | None
type Played = str | Path | Playable | Scenario | Worlds | ScenarioTables


class DealModel(game_model.DealModel):
    """One game as a Mesa model: labs train AIs, bargain with them, until the horizon or a takeover.

    Parameters: scenario: a file, the bare name of a shipped one, or what `dealsim.load` returns (loaded once for many
    games).  seed, or rng as Mesa calls it: 0 to 2^64 - 1; None draws a fresh one; `model.seed` says which.  game: the
    number of the game, from 0.  settings, changes: as for `dealsim.load`.  lab_class, ai_class: subclasses of
    `dealsim.game.Lab` and `dealsim.game.AI` that decide otherwise.  explain: keep what is weighed at each decision.

    It is game `game` of `dealsim.run(scenario, seed=seed)`, number for number. `datacollector` has the outcomes so far
    after each quarter (a row before the first), and what each agent is while the game runs. After its end, further
    steps do nothing.

    Raises ScenarioError where the scenario has problems, ValueError where another argument is not accepted.

    >>> import dealsim
    >>> model = dealsim.DealModel("baseline", seed=0, game=3)
    >>> while model.running:
    ...     model.step()
    >>> model
    <DealModel: game 3, seed 0, ended after quarter 31 of 40>
    >>> model.datacollector.get_model_vars_dataframe()[["quarter", "attempts", "takeover"]].iloc[-1].to_dict()
    {'quarter': 31.0, 'attempts': 1.0, 'takeover': 1.0}
    """

    def __init__(
        self,
        scenario: Played = "baseline",
        seed: Seed = 0,
        game: int = 0,
        *,
        rng: Seed | EllipsisType = ...,
        settings: Settings = (),
        lab_class: type[Lab] = Lab,
        ai_class: type[AI] = AI,
        explain: bool = False,
        **changes: object,
    ) -> None:
        """Set up the game before its first quarter."""
        if rng is not ...:
            if seed != 0:
                raise ValueError("found both seed and rng; wanted one of them: they are the same")
            seed = rng
        self.seed = whole_seed(seed)
        game = whole("game", game, 0, MOST_GAMES - 1)
        written_for = (lab_class, ai_class) != (Lab, AI)
        tables = tables_of(scenario, settings, changes, self.seed, game, own_classes=written_for)
        super().__init__(tables, self.seed, game, lab_class=lab_class, ai_class=ai_class, explain=explain)
        which = {"seed": "seed", "game": "game", "quarter": "quarters_played"}
        self.datacollector = Collector({**which, **{name: partial(so_far, name=name) for name in OUTCOMES}})
        self.datacollector.collect(self)

    def step(self) -> None:
        """Play one quarter and collect data; after the end, do nothing."""
        if self.running:
            super().step()
            self.datacollector.collect(self)

    @property
    def scenario(self) -> None:
        """None: Mesa's Scenario is not used, and its pages would put an empty one in the place of ours."""

    @scenario.setter
    def scenario(self, given: object) -> None:
        self._scenario = given


def so_far(model: DealModel, name: str) -> float:
    """Return what an outcome is by now; NaN while it is undefined. After the end it is the game's."""
    tally: Any = model.chronicle.tally
    return float(OUTCOMES[name].of(tally.reshape(1), len(model.labs), int(model.world.horizon))[0])


def whole_seed(seed: Seed) -> int:
    """Return a seed as one whole number: any that Mesa takes, one as text, or a fresh one for None."""
    if isinstance(seed, str) and seed.strip().isdecimal():  # a page's field for text
        seed = int(seed)
    if isinstance(seed, Integral | str | float):
        return whole("seed", seed, 0, GREATEST_SEED)
    return int(np.random.default_rng(seed).integers(GREATEST_SEED, dtype=np.uint64, endpoint=True))


def tables_of(
    scenario: Played, settings: Settings, changes: dict[str, object], seed: int, game: int, *, own_classes: bool
) -> "ScenarioTables":
    """Return the flat tables of the world that a game is played in."""
    if isinstance(scenario, str | Path | Playable):
        played = load(scenario, settings, **changes)
        if not own_classes:
            refuse_agents(played, "classes for them: DealModel(..., lab_class=YourLab, ai_class=YourAI)")
        return played.worlds.tables(seed, game)
    if settings or changes:
        raise ValueError(f"found settings for {type(scenario).__name__}; wanted a scenario's name, or no settings")
    if isinstance(scenario, Worlds):
        return scenario.tables(seed, game)
    return tabulate(scenario) if isinstance(scenario, Scenario) else scenario
