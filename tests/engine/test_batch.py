"""The batch engine plays what the rules decide, and nothing else in its place."""

import pytest

from dealsim import engine
from dealsim.scenario import load_scenario, tabulate


def test_a_scenario_that_names_agents_is_refused_rather_than_played_without_them() -> None:
    tables = tabulate(load_scenario("baseline", ["agents.lab=never_pays"]))
    for play in (engine.play_games, engine.play_one):
        with pytest.raises(ValueError, match=r"agents named \(lab never_pays\)"):
            play(tables, 1, 0)
