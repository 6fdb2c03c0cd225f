"""A terminal shows progress and colour; a pipe gets neither."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.programs import PROGRAM, call, finish, start

GAMES = "1200"


def on_terminal(*words: str) -> tuple[int, str, str]:
    """Run the program with standard error on a terminal of its own; return its status and both streams."""
    import pty

    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "80", "TERM": "xterm-256color"}
    process = subprocess.Popen([*PROGRAM, *words], stdout=subprocess.PIPE, stderr=theirs, text=True, env=environment)
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    out, _ = process.communicate(timeout=120)
    return process.returncode, out, shown.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_progress_is_shown_on_a_terminal_and_never_in_the_document() -> None:
    code, out, shown = on_terminal("run", "baseline", "--games", GAMES, "--json")
    assert code == 0
    assert "games" in shown
    assert GAMES in shown
    assert out == call("run", "baseline", "--games", GAMES, "--json").stdout


def test_a_pipe_gets_no_progress_and_no_colour() -> None:
    code, out, err = finish(start("run", "baseline", "--games", GAMES))
    assert (code, err) == (0, "")
    assert "\x1b" not in out


def test_a_long_line_for_copying_is_not_broken(tmp_path: Path) -> None:
    settings = [word for lab in ("aurora", "borealis", "cumulus") for word in ("--set", f"labs.{lab}.control=0.5")]
    last = call("run", "baseline", "--games", "2", *settings).stdout.splitlines()[-1]
    assert last.endswith("--set labs.cumulus.control=0.5")
    assert len(last) > 80


def test_the_document_names_no_folder(tmp_path: Path) -> None:
    """It might name the user, and the same run would have other bytes elsewhere."""
    (tmp_path / "mine.yaml").write_text(
        "title: A\nhorizon: 1\nlabs: {a: {}}\nplans: {p: {difficulty: 0.5, prize: 1.0}}\nprotocol: none\n"
    )
    out = tmp_path / "out"
    told = call("run", str(tmp_path / "mine.yaml"), "--games", "2", "--out", str(out), "--json").stdout
    assert str(tmp_path) not in told + (out / "manifest.json").read_text()
    assert str(tmp_path) not in call("story", str(tmp_path / "mine.yaml"), "--json").stdout
