"""What may be asked for: numbers of games, seeds, engines; and scenarios that the rules play."""

from operator import index
from typing import TYPE_CHECKING

from dealsim.scenario import Problem, ScenarioError

if TYPE_CHECKING:
    from dealsim.api.loading import Playable

ENGINES = ("batch", "mesa")
MOST_GAMES = 100_000_000
MOST_WORKERS = 1024
GREATEST_SEED = 2**64 - 1


def whole(name: str, value: object, least: int, most: int) -> int:
    """Return a whole number, or raise ValueError if it is none or out of its range."""
    try:
        number = index(value)  # type: ignore[arg-type]  # that is what is found out
    except TypeError:
        number = least - 1
    if not least <= number <= most:
        raise ValueError(f"{name}: found {value!r}; wanted a whole number from {least:,} to {most:,}")
    return number


def one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    """Return a word, or raise ValueError if it is not among those that are known."""
    if value not in known:
        raise ValueError(f"{name}: found {value!r}; wanted one of {', '.join(known)}")
    return value


def refuse_agents(played: "Playable", wanted: str) -> None:
    """Refuse a scenario that names classes of Python."""
    agents = played.scenario.agents
    if agents.named():
        raise ScenarioError([Problem(played.name, None, "agents", f"agents named ({agents})", wanted)])
