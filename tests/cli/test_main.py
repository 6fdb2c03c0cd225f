"""The program: its help, its exit statuses, and how it bears what goes wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

import dealsim
from dealsim.cli.main import COMMANDS
from tests.cli.programs import PROGRAM, call, finish, start
from tests.for_each import for_each

HEAVY = ("numpy", "numba", "mesa", "pydantic", "pyarrow", "rich", "scipy", "ruamel")


@for_each("words", [(), *((command,) for command in COMMANDS)])
def test_every_help_page_has_an_example(words: tuple[str, ...]) -> None:
    page = call(*words, "--help")
    assert page.exit_code == 0
    assert f"Example: dealsim {words[0] if words else ''}" in page.stdout


def test_the_package_is_the_program() -> None:
    told = subprocess.run([sys.executable, "-m", "dealsim", "--version"], capture_output=True, text=True, check=True)
    assert told.stdout == call("--version").stdout


def test_the_program_lists_its_commands_and_its_version() -> None:
    page = call("--help").stdout
    assert all(f"\n  {command} " in page for command in COMMANDS)
    assert call("--version").stdout == f"dealsim, version {dealsim.__version__}\n"


@pytest.mark.parametrize("code", ["import dealsim", "from dealsim.cli.main import main; main(['run', '--help'], 'd')"])
def test_neither_the_package_nor_its_help_loads_anything_heavy(code: str) -> None:
    told = f"import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); {code}"
    loaded = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stderr.split()
    assert "dealsim" in loaded
    assert not set(HEAVY) & set(loaded)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("rnu", "baseline"), "did you mean 'run'?"),
        (("run",), "Missing argument 'SCENARIO'"),
        (("run", "baseline", "--gamse", "3"), "--gamse"),
        (("run", "baseline", "--games", "0"), "--games"),
        (("run", "baseline", "--games", "100000001"), "--games"),
        (("run", "baseline", "--seed", str(2**64)), "--seed"),
        (("run", "baseline", "--seed", "-1"), "--seed"),
        (("run", "baseline", "--engine", "steam"), "'batch', 'mesa'"),
        (("run", "no-such-world"), "no-such-world: found no scenario named 'no-such-world'"),
        (("run", "baseline", "--set", "horizon"), "--set horizon: found no '='"),
        (("run", "baseline", "--set", "every_lab.contrl=0.5"), "did you mean 'control'?"),
        (("story", "baseline", "--set", "horizon=0"), "--set horizon=0: horizon"),
        (("schema", "everything"), "'experiment', 'claim', 'published', 'results'"),
        (("check",), "Missing argument 'FILE...'"),
    ],
)
def test_wrong_input_ends_with_2_and_says_what_would_do(words: tuple[str, ...], told: str) -> None:
    result = call(*words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


def test_what_nobody_foresaw_is_one_sentence_and_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("that was not foreseen")

    monkeypatch.setattr("dealsim.api.loading.load_worlds", fail)
    result = call("run", "baseline")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "The run failed: ZeroDivisionError: that was not foreseen (set DEALSIM_TRACEBACK=1 to see where)."
    ]
    monkeypatch.setenv("DEALSIM_TRACEBACK", "1")
    assert isinstance(call("run", "baseline").exception, ZeroDivisionError)


def test_an_interrupt_before_the_first_game_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dealsim.api.loading.load_worlds", interrupt)
    result = call("run", "baseline")
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr == "Interrupted; no results yet. Run the command again to start over.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_behind_standard_output_is_told() -> None:
    with open("/dev/full", "w") as full:
        process = subprocess.run([*PROGRAM, "schema", "scenario"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert process.returncode == 1
    assert process.stderr == "The run failed: No space left on device.\n"


def test_a_reader_that_goes_away_is_no_error() -> None:
    process = start("schema", "scenario")
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    assert finish(process)[2] == ""
