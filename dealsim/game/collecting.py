"""What Mesa's data collector keeps of a game."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import mesa
from mesa.datacollection import DataCollector

from dealsim.core.codes import Kind
from dealsim.game.ai import AI
from dealsim.game.lab import Lab

COLUMNS = ("type", "lab", "generation", "kind", "capability", "under_contract", "owed", "suspicion")


def described(agent: Lab | AI) -> tuple[object, ...]:
    """Return what is kept of an agent, in the order of COLUMNS; None where it has no such thing."""
    kind_of_agent = type(agent).__name__
    if isinstance(agent, Lab):
        lab = agent.row
        return (
            kind_of_agent,
            agent.name,
            int(lab.generation),
            None,
            None,
            None,
            float(lab.promised),
            float(lab.suspicion),
        )
    mind = agent.mind
    kind, place = Kind(mind.kind).name.lower(), (agent.lab.name, int(mind.generation))
    return kind_of_agent, *place, kind, float(mind.capability), agent.bound, float(mind.owed), None


def column(agent: Lab | AI, place: int) -> object:
    """Return one thing that is kept of an agent: a function of a module, so that a model can be pickled."""
    return described(agent)[place]


class Collector(DataCollector):
    """Mesa's collector: of the model at all times, of its agents while the game runs.

    At its end there are no rows of agents, so that `mesa.batch_run` returns one row a game: a row for each agent would
    count games with more agents more than once.
    """

    def __init__(self, of_model: Mapping[str, object]) -> None:
        """Collect some things of the model, and the usual ones of its agents."""
        of_agents = {name: partial(column, place=place) for place, name in enumerate(COLUMNS)}
        super().__init__(model_reporters=of_model, agent_reporters=of_agents)

    def _record_agents(self, model: mesa.Model) -> Any:
        return super()._record_agents(model) if model.running else ()
