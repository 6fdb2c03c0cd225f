"""Blocks of Mesa games in processes: the same bytes whatever their number, and gone when they are no longer needed."""

import sys
from pathlib import Path

import numpy as np
import pytest

from dealsim import engine
from dealsim.core.records import Promise
from dealsim.game import Lab, many
from dealsim.game.cast.agent_classes import AgentsError, Cast
from dealsim.game.cast.named_classes import find_cast
from dealsim.game.cast.user_script import Script
from dealsim.scenario import ScenarioTables
from dealsim.scenario.schema.agents import Agents
from dealsim.work.in_order import spans
from dealsim.work.processes import Processes
from dealsim.work.workers import WorkersLost
from tests.cli.programs import children

FILE = """
import os, time
from dealsim.game import AI, Lab

class NeverPays(Lab):
    def pays(self, promise):
        print("pays nothing")
        return False

class FailsInSome(AI):
    def decide(self):
        if self.model.game in (13, 30):
            raise KeyError("what")
        return super().decide()

class EndlessLater(AI):
    def decide(self):
        while self.model.game >= 8:
            time.sleep(1)
        return super().decide()

class Deadly(AI):
    def decide(self):
        os._exit(7)
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Script:
    """A user's file."""
    path = tmp_path_factory.mktemp("agents") / "mine.py"
    path.write_text(FILE)
    return Script.read(path)


def cast_of(script: Script, **names: str) -> Cast:
    return find_cast(Agents(**names), script, lambda key: ("world.yaml", 1))


def tallies_of(tables: ScenarioTables, games: int, workers: int, cast: Cast | None = None) -> bytes:
    blocks = list(many.play_blocks(tables, games, 4, workers, cast))
    assert [len(block) for block in blocks] == [count for _, count in spans(games, many.BLOCK)]
    return np.concatenate(blocks).tobytes()


def test_the_usual_cast_gives_the_bytes_of_the_batch_engine(baseline_tables: ScenarioTables) -> None:
    assert tallies_of(baseline_tables, 20, 2) == engine.play_games(baseline_tables, 20, 4).tobytes()


def test_a_class_of_the_users_gives_the_same_bytes_for_any_number_of_processes(
    baseline_tables: ScenarioTables, script: Script
) -> None:
    cast = cast_of(script, lab="never_pays")
    one, three = (tallies_of(baseline_tables, 24, workers, cast) for workers in (1, 3))
    here = np.concatenate([cast.play(baseline_tables, 4, game).tally.reshape(1) for game in range(24)])
    assert one == three == here.tobytes()
    assert here["broken"].sum() > here["kept"].sum() == 0


def test_a_class_of_an_importable_module_needs_no_file(baseline_tables: ScenarioTables, tmp_path: Path) -> None:
    (tmp_path / "stingy_labs.py").write_text(FILE)
    sys.path.insert(0, str(tmp_path))
    try:
        module = __import__("stingy_labs")
        block = next(many.play_blocks(baseline_tables, 8, 4, 1, Cast(lab=module.NeverPays)))
    finally:
        sys.path.remove(str(tmp_path))
    assert block["kept"].sum() == 0


def test_a_class_that_no_process_could_find_is_refused_with_the_reason(baseline_tables: ScenarioTables) -> None:
    class Hidden(Lab):
        def pays(self, promise: Promise) -> bool:
            return False

    with pytest.raises(TypeError, match="at the top of a file that can be imported"):
        next(many.play_blocks(baseline_tables, 8, 4, 1, Cast(lab=Hidden)))


@pytest.mark.parametrize("workers", [1, 2])
def test_the_first_game_in_which_a_class_fails_is_told(
    baseline_tables: ScenarioTables, script: Script, workers: int
) -> None:
    blocks = many.play_blocks(baseline_tables, 40, 4, workers, cast_of(script, ai="fails_in_some"))
    assert len(next(blocks)) == many.BLOCK
    with pytest.raises(AgentsError, match=r"mine\.py:\d+: FailsInSome\.decide, in game 13: KeyError: 'what'$"):
        next(blocks)
    assert children() == []


def test_a_process_that_dies_is_told(baseline_tables: ScenarioTables, script: Script) -> None:
    with pytest.raises(WorkersLost, match="a process died after 0 games were finished"):
        list(many.play_blocks(baseline_tables, 40, 4, 2, cast_of(script, ai="deadly")))
    assert children() == []


def test_breaking_off_ends_the_processes_whatever_they_play(baseline_tables: ScenarioTables, script: Script) -> None:
    """Games without end: who waited for them would wait for ever."""
    crew = Processes(2)
    blocks = many.play_blocks(baseline_tables, 100_000, 4, crew, cast_of(script, ai="endless_later"))
    next(blocks)
    assert len(children()) == 2
    blocks.close()  # type: ignore[attr-defined]
    assert children() == []


def test_games_whose_processes_are_sent_away_end_without_an_error(
    baseline_tables: ScenarioTables, script: Script
) -> None:
    crew = Processes(2)
    blocks = many.play_blocks(baseline_tables, 100_000, 4, crew, cast_of(script, ai="endless_later"))
    next(blocks)
    crew.dismiss()
    assert len([*blocks]) < 5
    assert children() == []
