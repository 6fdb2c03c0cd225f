"""From a name in a scenario to a class of the user's: found, or refused with what would do."""

import pickle
import sys
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from dealsim.game import AI, Lab
from dealsim.game.cast import named_classes
from dealsim.game.cast.agent_classes import AgentsError, Cast
from dealsim.game.cast.named_classes import find_cast, names_of
from dealsim.game.cast.user_script import Script
from dealsim.scenario import ScenarioError, ScenarioTables
from dealsim.scenario.schema.agents import Agents

FILE = """
from __future__ import annotations
from dataclasses import dataclass
from dealsim.game import AI, Lab

@dataclass
class Count:
    number: int = 0

class NeverPays(Lab):
    def pays(self, promise):
        return False

class Fails(AI):
    def decide(self):
        return helper()

class Quits(Lab):
    def pays(self, promise):
        raise SystemExit(0)

class Mute(Exception):
    def __str__(self):
        raise ValueError

class FailsMutely(Lab):
    def offer(self, ai):
        raise Mute

class WrongAnswer(Lab):
    def pays(self, promise):
        return "perhaps"

def helper():
    return 1 / 0
"""


def script_of(folder: Path, text: str = FILE) -> Script:
    path = folder / "mine.py"
    path.write_text(text)
    return Script.read(path)


def cast_of(script: Script | None, *, packages: bool = False, **names: str) -> Cast:
    return find_cast(Agents(**names), script, lambda key: ("world.yaml", 3), packages=packages)


def problem_of(script: Script | None, *, packages: bool = False, **names: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        cast_of(script, packages=packages, **names)
    return str(caught.value)


# --- found


@pytest.mark.parametrize("name", ["never_pays", "NeverPays"])
def test_a_class_goes_by_its_name_in_either_spelling(tmp_path: Path, name: str) -> None:
    cast = cast_of(script_of(tmp_path), lab=name)
    assert (cast.lab.__name__, cast.ai) == ("NeverPays", AI)
    assert issubclass(cast.lab, Lab)


@pytest.mark.parametrize(
    ("called", "name"),
    [("NeverPays", "never_pays"), ("AIThatWaits", "ai_that_waits"), ("Half2Half", "half2_half"), ("proud", "proud")],
)
def test_words_of_a_class_name_are_joined_by_underscores(called: str, name: str) -> None:
    assert names_of(type(called, (), {})) == (name, called)


def test_a_file_is_run_once_however_often_it_is_loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = script_of(tmp_path, "print('loaded')\n")
    assert script.load() is script.load()
    assert capsys.readouterr() == ("", "loaded\n")  # standard output belongs to results


def test_an_edited_file_is_another_file(tmp_path: Path) -> None:
    before = script_of(tmp_path, "x = 1\n").load()
    assert script_of(tmp_path, "x = 2\n").load() is not before


def test_a_class_of_a_file_can_be_pickled_once_the_file_is_loaded(tmp_path: Path) -> None:
    cast = cast_of(script_of(tmp_path), lab="never_pays")
    assert pickle.loads(pickle.dumps(cast)) == cast


def test_nothing_is_written_beside_the_file(tmp_path: Path) -> None:
    script_of(tmp_path).load()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.py"]


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    one, two = script_of(tmp_path), script_of(tmp_path / "other", FILE.replace("False", "True"))
    origins = [cast_of(script, lab="never_pays").origin["lab"] for script in (one, two)]
    assert [origin["file"] for origin in origins] == ["mine.py"] * 2
    assert origins[0]["sha256"] != origins[1]["sha256"]


def installed(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    entry = EntryPoint(name, value, named_classes.GROUP)
    monkeypatch.setattr(named_classes, "entry_points", lambda group: EntryPoints([entry]).select(group=group))


def test_an_installed_package_may_bring_a_class(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "some_package.py").write_text(FILE)
    monkeypatch.syspath_prepend(tmp_path)
    installed(monkeypatch, "stingy", "some_package:NeverPays")
    cast = cast_of(None, packages=True, lab="stingy")
    assert cast.lab is sys.modules["some_package"].NeverPays
    assert cast.origin["lab"]["name"] == "stingy"


def test_a_package_that_nobody_asked_for_is_not_even_imported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "unasked_package.py").write_text("raise SystemExit('this ran')\n")
    monkeypatch.syspath_prepend(tmp_path)
    installed(monkeypatch, "stingy", "unasked_package:NeverPays")
    assert problem_of(None, lab="stingy") == (
        "world.yaml:3: agents.lab: found 'stingy', which would run unasked_package:NeverPays of the installed "
        "package ?; wanted --agents installed, which allows it"
    )
    assert "which is not in" in problem_of(script_of(tmp_path), lab="stingy")
    assert "unasked_package" not in sys.modules


def test_a_users_file_and_no_package_is_run_where_the_file_is_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed(monkeypatch, "never_pays", "no_such_module:NeverPays")
    assert cast_of(script_of(tmp_path), lab="never_pays").script is not None


# --- refused


def test_a_class_that_is_not_given_is_asked_for() -> None:
    assert problem_of(None, lab="never_pays") == (
        "world.yaml:3: agents.lab: found 'never_pays', but no class of this name was supplied; "
        "wanted --agents FILE.py, your file with this class"
    )


def test_the_nearest_name_is_offered(tmp_path: Path) -> None:
    said = problem_of(script_of(tmp_path), lab="never_payz")
    assert "which is not in " in said
    assert "; wanted one of never_pays, " in said
    assert "fails, " not in said  # an AI
    assert said.endswith("did you mean 'never_pays'?")


def test_what_is_installed_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, "stingy", "some_package:NeverPays")
    said = problem_of(None, lab="stingi")
    assert "or --agents installed, for one of stingy" in said
    assert said.endswith("did you mean 'stingy'?")
    assert "which no installed package has; wanted stingy" in problem_of(None, packages=True, lab="stingi")


def test_all_names_that_find_nothing_are_told(tmp_path: Path) -> None:
    assert len(problem_of(script_of(tmp_path), lab="nobody", ai="noone").splitlines()) == 2


def test_an_ai_is_no_lab_and_other_classes_are_neither(tmp_path: Path) -> None:
    script = script_of(tmp_path)
    assert "found Fails of " in problem_of(script, lab="fails")
    assert problem_of(script, lab="fails").endswith(
        "a subclass of dealsim.game.AI; wanted a subclass of dealsim.game.Lab"
    )
    assert "neither dealsim.game.Lab nor dealsim.game.AI; wanted" in problem_of(script, ai="count")


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("no_such_module:X", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("math:pi", "3.141592653589793, which is not a class"),
        ("pathlib:Path", "found Path of ?, a subclass of neither"),
    ],
)
def test_a_package_that_fails_is_no_traceback(monkeypatch: pytest.MonkeyPatch, value: str, why: str) -> None:
    installed(monkeypatch, "stingy", value)
    assert why in problem_of(None, packages=True, lab="stingy")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\nclass (:\n", "mine.py:2: found SyntaxError: invalid syntax; wanted a file that Python can load"),
        ("\tx = 1\n", "mine.py:1: found IndentationError: unexpected indent; wanted"),
        ("import no_such_module\n", "mine.py:1: found ModuleNotFoundError: No module named 'no_such_module'; wanted"),
        ("def f():\n    return 1 / 0\n\nf()\n", "mine.py:2: found ZeroDivisionError: division by zero; wanted"),
        ("raise SystemExit\n", "mine.py:1: found SystemExit; wanted"),
        ("title: Baseline\nhorizon: 40 # quarters\nlabs: {a: {}}\nplans:\n", "mine.py:4: found SyntaxError"),
        ("x = '\0'\n", "mine.py"),
    ],
)
def test_a_file_that_python_cannot_load_is_no_traceback(tmp_path: Path, text: str, said: str) -> None:
    assert said in problem_of(script_of(tmp_path, text), lab="never_pays")


def test_a_file_that_failed_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = script_of(tmp_path, "import not_there_yet\n")
    with pytest.raises(ScenarioError):
        script.load()
    (tmp_path / "not_there_yet.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    assert script.load().not_there_yet


@pytest.mark.parametrize(("name", "why"), [("nowhere.py", "no such file"), (".", "a file that cannot be read")])
def test_a_file_that_cannot_be_read_is_no_traceback(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(ScenarioError, match=f"found {why}"):
        Script.read(tmp_path / name)


# --- at fault


def play_some(cast: Cast, tables: ScenarioTables) -> None:
    for game in range(20):
        cast.play(tables, 0, game)


def fault_of(cast: Cast, tables: ScenarioTables) -> str:
    with pytest.raises(AgentsError) as caught:
        play_some(cast, tables)
    return str(caught.value)


def line_of(words: str) -> int:
    return FILE.splitlines().index(words) + 1


def test_a_fault_is_told_with_its_line_its_method_and_its_game(tmp_path: Path, baseline_tables: ScenarioTables) -> None:
    script = script_of(tmp_path)
    line = line_of("    return 1 / 0")
    said = f"{script.path}:{line}: helper, in game 0: ZeroDivisionError: division by zero"
    assert fault_of(cast_of(script, ai="fails"), baseline_tables) == said


def test_a_class_cannot_end_the_program_or_hide_its_fault(tmp_path: Path, baseline_tables: ScenarioTables) -> None:
    script = script_of(tmp_path)
    assert ": Quits.pays, in game " in fault_of(cast_of(script, lab="quits"), baseline_tables)
    assert "Mute: it cannot say why" in fault_of(cast_of(script, lab="fails_mutely"), baseline_tables)


def test_a_decision_that_the_model_cannot_settle_is_the_classs_fault(
    tmp_path: Path, baseline_tables: ScenarioTables
) -> None:
    said = fault_of(cast_of(script_of(tmp_path), lab="wrong_answer"), baseline_tables)
    assert ", played by WrongAnswer: ValueError: could not convert" in said


def test_without_a_class_of_the_users_nobody_of_theirs_is_at_fault(
    baseline_tables: ScenarioTables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lab, "pays", lambda self, promise: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        play_some(Cast(), baseline_tables)
