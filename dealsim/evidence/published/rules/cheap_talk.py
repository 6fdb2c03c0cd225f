"""Cheap talk: how much a party with other wishes can reveal by words that cost nothing and bind no one.

A sender knows a state, uniform on [0, 1], and sends a message; a receiver picks an action. The receiver wants the
action at the state, the sender above it by its bias, each the less content the square of what is missed. In
equilibrium a message reveals no more than the interval in which the state lies: crawford1982strategic. A benchmark,
not a protocol.
"""

from dealsim.core.compiled import rule

MOST_MESSAGES = 10_000  # an honest sender could reveal all


@rule
def gap_to_fill(bias: float, messages: int) -> float:
    """Return how much of the state's range the growth of intervals takes up before the first has any length.

    2 b N (N - 1)   [state]

    A sender at a cutoff is indifferent between the two messages there, so each interval is 4 b longer than the one
    before.  bias: b, what the sender wants above what the receiver wants [state, >= 0].  messages: N.
    """
    return 2.0 * bias * messages * (messages - 1)


@rule
def most_messages(bias: float) -> int:
    """Return the number of messages of the most informative equilibrium: 1 means that words reveal nothing.

    the greatest N with 2 b N (N - 1) < 1, at most 10,000        bias: b [state, >= 0]
    Source: crawford1982strategic.
    """
    messages = 1
    while messages < MOST_MESSAGES and gap_to_fill(bias, messages + 1) < 1.0:
        messages += 1
    return messages


@rule
def message_cutoff(i: int, messages: int, bias: float) -> float:
    """Return the state at which the i-th message ends and the next begins.

    a_i = i/N + 2 b i (i - N)   [0..1],  a_0 = 0, a_N = 1

    messages: N, at most `most_messages`.  bias: b [state, >= 0].  Source: crawford1982strategic.
    """
    return i / messages + 2.0 * bias * i * (i - messages)


@rule
def variance_left(messages: int, bias: float) -> float:
    """Return how much of the state's variance is left once the receiver has heard the message.

    sum over messages of (a_i - a_{i-1})^3/12   [state^2]        what each interval leaves, by how often it is sent
    """
    left = 0.0
    for i in range(messages):
        left += (message_cutoff(i + 1, messages, bias) - message_cutoff(i, messages, bias)) ** 3 / 12.0
    return left
