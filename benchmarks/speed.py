"""Games a second: of both engines, on one core and on two, and how that grows with the size of a game."""

import time
from collections.abc import Callable
from copy import deepcopy

from dealsim import engine, game
from dealsim.scenario import Scenario, ScenarioTables, load_scenario, load_worlds, tabulate

REPEATS = 5


def rate(play: Callable[[], int], repeats: int = REPEATS) -> float:
    """Return the best rate of several repeats [games per second]."""
    best = 0.0
    for _ in range(repeats):
        start = time.perf_counter()
        games = play()
        best = max(best, games / (time.perf_counter() - start))
    return best


def batch(tables: ScenarioTables, workers: int, games: int = 4096) -> int:
    """Play games in the batch engine."""
    for _ in engine.play_blocks(tables, games, 0, workers):
        pass
    return games


def mesa(tables: ScenarioTables, games: int = 20) -> int:
    """Play games one by one in the Mesa model."""
    for number in range(games):
        game.play_one(tables, 0, number)
    return games


def worlds_a_second(repeats: int = 3) -> float:
    """Return how many worlds of an uncertain scenario are laid out and played a second, on two cores."""
    worlds = load_worlds("plausible")
    games = 16 * (worlds.games_per_world or 1)
    return rate(lambda: batch(worlds, 2, games), repeats) / (worlds.games_per_world or 1)  # type: ignore[arg-type]


def baseline(*settings: str) -> ScenarioTables:
    """Return the baseline's tables under some settings."""
    return tabulate(load_scenario("baseline", settings))


def with_labs(count: int) -> ScenarioTables:
    """Return the baseline's tables with so many labs, all alike."""
    scenario = load_scenario("baseline")
    one = scenario.labs["aurora"]
    return tabulate(changed(scenario, labs={f"lab-{number}": one for number in range(count)}))


def with_plans(count: int) -> ScenarioTables:
    """Return the baseline's tables with so many plans, the baseline's own over and over, each a little harder."""
    scenario = load_scenario("baseline")
    shipped = [scenario.plans[name] for name in sorted(scenario.plans)]
    plans = {}
    for number in range(count):
        plan = shipped[number % len(shipped)]
        harder = plan.difficulty + 0.05 * (number // len(shipped))
        plans[f"plan-{number}"] = plan.model_copy(update={"difficulty": harder})
    return tabulate(changed(scenario, plans=plans))


def changed(scenario: Scenario, **parts: object) -> Scenario:
    """Return a scenario with other parts."""
    return scenario.model_copy(update=deepcopy(parts))


def growth() -> dict[str, dict[int, float]]:
    """Return games a second on one core by the number of labs, quarters and plans."""
    sizes = {
        "labs": {count: with_labs(count) for count in (1, 3, 6, 12)},
        "quarters": {count: baseline(f"horizon={count}") for count in (10, 20, 40, 80, 160)},
        "plans": {count: with_plans(count) for count in (1, 5, 10, 16)},
    }
    return {
        name: {count: rate(lambda t=tables: batch(t, 1, 1024), 3) for count, tables in of.items()}
        for name, of in sizes.items()
    }
