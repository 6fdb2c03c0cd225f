"""Processes that work for this one: their death is reported, they end when dismissed, and none is orphaned."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

import pytest

from dealsim.work.in_order import in_order
from dealsim.work.processes import Processes
from dealsim.work.workers import WorkersLost
from tests.cli.programs import children
from tests.work.tasks import Unpacked, die, double, never_end

ROOT = Path(__file__).parents[2]


def wait_for(file: Path) -> None:
    """Wait until a task has begun."""
    for _ in range(6000):
        if file.exists():
            return
        time.sleep(0.01)
    raise TimeoutError(f"nobody made {file}")


def test_work_is_unpacked_once_in_a_process(tmp_path: Path) -> None:
    work = Unpacked(tmp_path / "notes")
    with Processes(2) as crew:
        futures = [crew.submit(work, number) for number in range(20)]
        played = {future.result() for future in futures}
    assert sorted(map(int, work.notes.read_text().split())) == sorted(played)


def test_what_no_other_process_could_find_is_refused_with_the_reason() -> None:
    with Processes(1) as crew, pytest.raises(TypeError, match="at the top of a file that can be imported"):
        crew.submit(lambda: None)


def test_no_more_processes_start_than_there_is_work_for() -> None:
    with Processes(50) as crew:
        assert crew.submit(double, 1).result() == 2
        assert len(children()) == 1
    assert children() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no mask of signals")
def test_the_very_first_process_never_sees_ctrl_c_even_while_it_loads() -> None:
    """Python starts a tracker with the first one, and unblocks SIGINT after that."""
    code = (
        "from dealsim.work.processes import Processes; from tests.work.tasks import blocked_signals\n"
        "with Processes(1) as crew: print(crew.submit(blocked_signals).result())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == f"{[int(signal.SIGINT)]}\n"


def test_a_process_that_dies_is_told() -> None:
    with Processes(2) as crew, pytest.raises(WorkersLost, match="has died"):
        list(in_order((crew.submit(die, number).result for number in range(9)), 4))
    assert children() == []


def test_others_take_the_place_of_processes_that_died() -> None:
    with Processes(2) as crew:
        assert isinstance(crew.submit(die, 0).exception(), BrokenProcessPool)
        crew.start_anew()
        assert crew.submit(double, 4).result() == 8


def test_work_for_processes_that_died_while_nobody_looked_fails_as_if_they_died_later() -> None:
    with Processes(1) as crew:
        crew.submit(die, 0).exception()
        assert isinstance(crew.submit(double, 1).exception(), BrokenProcessPool)


def test_work_without_end_ends_where_nobody_wants_it_any_more(tmp_path: Path) -> None:
    with Processes(1) as crew:
        crew.submit(partial(never_end, tmp_path / "begun"))
        wait_for(tmp_path / "begun")
    assert children() == []


def test_processes_can_be_sent_away_from_another_thread(tmp_path: Path) -> None:
    with Processes(2) as crew:

        def dismiss() -> None:
            wait_for(tmp_path / "begun")
            crew.dismiss()

        threading.Thread(target=dismiss).start()
        with pytest.raises(WorkersLost):
            next(in_order([crew.submit(partial(never_end, tmp_path / "begun")).result], 0))


def test_processes_that_were_sent_away_start_nothing() -> None:
    with Processes(2) as crew:
        crew.dismiss()
        assert isinstance(crew.submit(double, 1).exception(), BrokenProcessPool)
        assert children() == []


PROGRAM = """
import time
from dealsim.work.processes import Processes
if __name__ == "__main__":
    with Processes(2) as crew:
        for future in [crew.submit(time.sleep, 1.0) for _ in range(2)]:
            future.result()
        print("begun", flush=True)
        crew.submit(time.sleep, 1e6).result()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither sessions nor SIGKILL")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_processes_die_with_their_parent(tmp_path: Path, how: signal.Signals) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    process = subprocess.Popen(
        [sys.executable, "program.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    assert len(children(process.pid)) == 2
    process.send_signal(how)
    process.communicate(timeout=60)  # the end of the pipe: no process holds it any more
    assert process.returncode == -how
