"""A Ctrl-C that Python drops ends the work all the same."""

import ctypes
import signal
import sys
from collections.abc import Callable

import pytest

from dealsim.work.in_order import in_order
from dealsim.work.interrupts import raise_if_interrupted, remembered_interrupts

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows raises no SIGINT within a process")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_ctrl_c_that_met_a_call_back_from_c_ends_the_work() -> None:
    begun: list[int] = []

    def pressed() -> None:
        signal.raise_signal(signal.SIGINT)

    def piece(number: int) -> Callable[[], int]:
        begun.append(number)
        if number == 2:
            ctypes.CFUNCTYPE(None)(pressed)()  # Python prints the KeyboardInterrupt, and goes on
        return lambda: number

    with remembered_interrupts(), pytest.raises(KeyboardInterrupt):
        list(in_order((piece(number) for number in range(100)), 1))
    assert begun == [0, 1, 2]


def test_a_command_begins_without_the_last_ones_ctrl_c() -> None:
    with pytest.raises(KeyboardInterrupt), remembered_interrupts():
        signal.raise_signal(signal.SIGINT)
    with remembered_interrupts():
        raise_if_interrupted()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
