"""A scenario names who decides, `--agents` brings the classes, and the Mesa engine plays them and says so."""

import json
import os
import signal
import sys
import time
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import click
import pytest

from dealsim.cli.agents import faults_in_words
from dealsim.game.cast import named_classes
from dealsim.work.workers import WorkersLost
from tests.cli.programs import call, children, finish, start

FILE = """
import time
from dealsim.game import AI, Lab

print("loaded")

class NeverPays(Lab):
    def pays(self, promise):
        print("pays nothing")
        return False

class Fails(Lab):
    def offer(self, ai):
        return self.generous

class Endless(AI):
    def decide(self):
        while True:
            time.sleep(0)
"""
WORLD = """\
title: Small
horizon: 8
labs: {a: {}}
plans: {p: {difficulty: 0.5, prize: 1.0}}
agents:
  lab: never_pays
"""
ANNOUNCED = "agents named (lab never_pays): the Mesa engine plays, in 1 process\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a scenario and a file of classes."""
    (tmp_path / "mine.py").write_text(FILE)
    (tmp_path / "world.yaml").write_text(WORLD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(*words: str) -> str:
    """Return the one line with which a command is refused."""
    result = call(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = [line for line in result.stderr.splitlines() if line != "loaded"]
    return line


# --- run


def test_a_class_plays_on_the_mesa_engine_which_says_so(here: Path) -> None:
    """What the class prints is no part of the document."""
    named = ("--set", "agents.lab=never_pays", "--agents", "mine.py")
    result = call("run", "baseline", *named, "--games", "8", "--json")
    assert (result.exit_code, ANNOUNCED in result.stderr) == (0, True)
    told = json.loads(result.stdout)
    assert (told["engine"], told["games"]) == ("mesa", 8)
    assert told["counts"]["broken"] > told["counts"]["kept"] == 0


def test_a_setting_names_a_class_as_well(here: Path) -> None:
    result = call("run", "baseline", "--set", "agents.lab=never_pays", "--agents", "mine.py", "--games", "8")
    assert (result.exit_code, ANNOUNCED in result.stderr) == (0, True)
    first, *_, last = result.stdout.splitlines()
    assert first == "Baseline  8 games, seed 0, mesa engine"
    assert last.endswith("dealsim story baseline --game 3 --set agents.lab=never_pays --agents mine.py")


def test_a_name_alone_runs_nothing(here: Path) -> None:
    """A scenario may come from anyone: the file that would bring the class is not looked for."""
    (here / "never_pays.py").write_text("raise SystemExit('this ran')\n")
    for command in ("run", "story"):
        assert refused(command, "world.yaml") == (
            "world.yaml:6: agents.lab: found 'never_pays', but no class of this name was supplied; "
            "wanted --agents FILE.py, your file with this class"
        )


def test_an_installed_class_runs_only_where_it_is_asked_for(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "some_bundle.py").write_text(FILE)
    monkeypatch.syspath_prepend(here)
    monkeypatch.setenv("PYTHONPATH", str(here), prepend=os.pathsep)
    entries = EntryPoints([EntryPoint("never_pays", "some_bundle:NeverPays", named_classes.GROUP)])
    monkeypatch.setattr(named_classes, "entry_points", lambda group: entries.select(group=group))
    for command in ("run", "story"):
        assert refused(command, "world.yaml") == (
            "world.yaml:6: agents.lab: found 'never_pays', which would run some_bundle:NeverPays of the installed "
            "package ?; wanted --agents installed, which allows it"
        )
    assert call("check", "world.yaml").exit_code == call("window", "world.yaml").exit_code == 0
    assert "some_bundle" not in sys.modules
    result = call("run", "world.yaml", "--agents", "installed", "--games", "2")
    assert (result.exit_code, ANNOUNCED in result.stderr) == (0, True)
    assert "--agents installed" in result.stdout.splitlines()[-1]


@pytest.mark.parametrize("name", ["mine.py", "mine:NeverPays", "os.system", "../mine"])
def test_a_scenario_can_name_neither_a_file_nor_a_module(here: Path, name: str) -> None:
    (here / "world.yaml").write_text(WORLD.replace("never_pays", f'"{name}"'))
    said = refused("run", "world.yaml", "--agents", "mine.py")
    assert said.startswith(f"world.yaml:6: agents.lab: found '{name}'; wanted the bare name of a class")


def test_the_batch_engine_plays_no_class(here: Path) -> None:
    said = refused("run", "world.yaml", "--agents", "mine.py", "--engine", "batch")
    assert said.startswith("--engine batch: found agents named (lab never_pays); wanted --engine mesa, or none")


def test_a_file_that_nothing_names_is_refused_with_a_name_for_it(here: Path) -> None:
    said = refused("run", "baseline", "--agents", "mine.py")
    assert said.endswith(
        "found a scenario that names no class; wanted a name for it, such as --set agents.lab=never_pays"
    )


def test_a_fault_of_the_class_is_told_in_a_line(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = FILE.splitlines().index("        return self.generous") + 1
    said = (
        f"Error: mine.py:{line}: Fails.offer, in game 0: AttributeError: 'Fails' object has no attribute 'generous' ("
    )
    for words in (("run", "--games", "3"), ("story",)):
        command, *more = words
        result = call(command, "world.yaml", *more, "--agents", "mine.py", "--set", "agents.lab=fails")
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.splitlines()[-1].startswith(said)
        assert "Traceback" not in result.stderr
    monkeypatch.setenv("DEALSIM_TRACEBACK", "1")
    raised = call("story", "world.yaml", "--agents", "mine.py", "--set", "agents.lab=fails").exception
    assert isinstance(raised.__cause__, AttributeError)  # type: ignore[union-attr]


def test_results_say_which_classes_played_and_are_theirs_alone(here: Path) -> None:
    run = ("run", "world.yaml", "--agents", "mine.py", "--games", "2", "--out", "results")
    assert call(*run).exit_code == 0
    named = json.loads((here / "results" / "manifest.json").read_text())["agents"]["lab"]
    assert (named["name"], named["file"], len(named["sha256"])) == ("never_pays", "mine.py", 64)
    (here / "mine.py").write_text(FILE.replace("False", "True"))
    assert refused(*run).endswith("results of another run: agents differs; wanted another folder")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGINT between processes")
def test_ctrl_c_ends_a_class_that_never_ends(here: Path) -> None:
    process = start("run", "baseline", "--agents", "mine.py", "--set", "agents.ai=endless", cwd=here)
    assert process.stderr is not None
    assert any("the Mesa engine plays" in line for line in iter(process.stderr.readline, ""))
    for _ in range(2400):
        if children(process.pid):
            break
        time.sleep(0.05)
    workers = children(process.pid)
    assert workers
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
    code, out, err = finish(process)
    assert (code, out) == (130, "")
    assert err.startswith("Interrupted after 0 of 1,000 games. Nothing was saved.\n")
    assert len(err.splitlines()) == 2


# --- the other commands


def test_a_story_is_played_by_the_class(here: Path) -> None:
    words = ("--game", "3", "--agents", "mine.py", "--set", "agents.lab=never_pays", "--json")
    result = call("story", "baseline", *words)
    happenings = {event["happening"] for event in json.loads(result.stdout)["events"]}
    assert "broken" in happenings
    assert "paid" not in happenings
    assert "pays nothing" in result.stderr


def test_checking_loads_no_class_and_says_so(here: Path) -> None:
    (here / "mine.py").unlink()
    assert call("check", "world.yaml").stdout == (
        "ok  world.yaml: 1 lab, 1 plan, 8 quarters, protocol posted; "
        "names agents (lab never_pays), which are not looked for here\n"
    )


def test_a_window_asks_no_class_and_says_so(here: Path) -> None:
    usual, named = (call("window", "baseline", *words) for words in ((), ("--set", "agents.lab=never_pays")))
    assert usual.stdout == named.stdout
    assert usual.stderr == ""
    assert named.stderr == "agents named (lab never_pays): a window asks none of them; it is what the rules say\n"


def test_processes_that_die_are_told_in_words() -> None:
    with pytest.raises(click.ClickException, match="a process died"), faults_in_words():
        raise WorkersLost("a process died")
