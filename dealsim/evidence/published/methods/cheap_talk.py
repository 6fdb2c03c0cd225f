"""How much words that cost nothing can reveal: Crawford and Sobel."""

from dataclasses import dataclass

from dealsim.evidence.published.inputs import number
from dealsim.evidence.published.methods.method import Figures, Quantity, method
from dealsim.evidence.published.rules.cheap_talk import most_messages, variance_left


@dataclass(frozen=True)
class Talk:
    """A sender who wants more than the receiver."""

    bias: float = number(0.05, "state", 1e-6, 10.0, "b: how much more the sender wants than the receiver")


@method(
    Talk,
    {
        "messages": Quantity("messages", "of the most informative equilibrium; 1 reveals nothing"),
        "variance_left": Quantity("state^2", "variance of the state that is left once the message is heard"),
    },
    by=(most_messages, variance_left),
)
def cheap_talk(talk: Talk) -> Figures:
    """Return how much a biased sender can reveal by cheap talk about a state uniform on [0, 1]."""
    messages = most_messages(talk.bias)
    return Figures({"messages": float(messages), "variance_left": variance_left(messages, talk.bias)})
