"""Cheap talk: how many messages, where they part, and what is left untold."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealsim.evidence.published.rules.cheap_talk import message_cutoff, most_messages, variance_left

biases = st.floats(1e-3, 0.6)


@pytest.mark.parametrize(("bias", "messages", "left"), [(0.2, 2, 0.0608), (0.05, 3, 0.0159), (0.01, 7, 0.0033)])
def test_in_the_textbook_example_fewer_messages_are_told_the_greater_the_bias(
    bias: float, messages: int, left: float
) -> None:
    assert most_messages(bias) == messages
    assert variance_left(messages, bias) == pytest.approx(left, abs=5e-5)


@given(bias=biases)
def test_the_most_messages_are_those_of_crawford_and_sobels_formula(bias: float) -> None:
    """ceil(-1/2 + 1/2 sqrt(1 + 2/b))."""
    formula = -0.5 + 0.5 * math.sqrt(1.0 + 2.0 / bias)
    if abs(formula - round(formula)) > 1e-9:
        assert most_messages(bias) == math.ceil(formula)


@given(bias=biases)
def test_a_sender_at_a_cutoff_does_not_care_which_of_the_two_messages_it_sends(bias: float) -> None:
    n = most_messages(bias)
    ends = [message_cutoff(i, n, bias) for i in range(n + 1)]
    assert ends[0] == 0.0
    assert ends[-1] == pytest.approx(1.0)
    assert all(low < high for low, high in pairwise(ends))
    for i in range(1, n):
        below, above = (ends[i - 1] + ends[i]) / 2, (ends[i] + ends[i + 1]) / 2
        wanted = ends[i] + bias
        assert (wanted - below) ** 2 == pytest.approx((above - wanted) ** 2, abs=1e-12)


@given(bias=biases)
def test_what_is_left_untold_is_crawford_and_sobels_variance(bias: float) -> None:
    """1/(12 N^2) + b^2 (N^2 - 1)/3."""
    n = most_messages(bias)
    assert variance_left(n, bias) == pytest.approx(1 / (12 * n * n) + bias * bias * (n * n - 1) / 3, rel=1e-9)


def test_a_sender_who_wants_a_quarter_more_tells_nothing() -> None:
    assert most_messages(0.25) == 1
    assert variance_left(1, 0.25) == pytest.approx(1 / 12)
