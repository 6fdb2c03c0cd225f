"""Results come back in order, few of them wait, and who stops begins nothing more."""

import threading
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.work.in_order import IN_HAND, in_order, in_threads, spans


@given(end=st.integers(0, 200), size=st.integers(1, 40), start=st.integers(0, 200))
def test_spans_cover_every_number_once_and_only_the_last_is_shorter(end: int, size: int, start: int) -> None:
    found = [*spans(end, size, start)]
    assert [number for first, count in found for number in range(first, first + count)] == [*range(start, end)]
    assert all(count == size for _, count in found[:-1])


def test_no_more_results_wait_than_are_asked_for() -> None:
    """Memory does not grow with the number of results."""
    begun: list[int] = []

    def begin() -> Iterator[Callable[[], int]]:
        for number in range(100_000_000):
            begun.append(number)
            yield lambda number=number: number  # type: ignore[misc]

    results = in_order(begin(), 4)
    for number in range(10):
        assert next(results) == number
        assert len(begun) == number + 5


def test_threads_hand_back_in_order_what_they_finish_in_any_order() -> None:
    """The first piece waits until the second is done."""
    second = threading.Event()

    def work(number: int) -> int:
        if number == 0:
            assert second.wait(60)
        if number == 1:
            second.set()
        return number

    assert [*in_threads(work, ((number,) for number in range(20)), 2)] == [*range(20)]


def test_who_stops_begins_no_further_piece() -> None:
    begun: list[int] = []
    results = in_threads(begun.append, ((number,) for number in range(100_000_000)), 1)
    next(results)
    results.close()
    assert len(begun) <= IN_HAND + 1


def test_an_error_is_raised_in_its_place() -> None:
    def work(number: int) -> float:
        return 1 / (2 - number)

    results = in_threads(work, ((number,) for number in range(5)), 3)
    assert [next(results), next(results)] == [0.5, 1.0]
    with pytest.raises(ZeroDivisionError):
        next(results)
