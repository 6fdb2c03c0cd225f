"""How many games a second each engine plays, and how they compare within one run.

    make bench

Ratios are what to compare between machines and commits; the absolute figures are this machine's.
"""

import platform
import time
from collections.abc import Callable

from dealsim import engine, game
from dealsim.compiled import cpu
from dealsim.game import many
from dealsim.scenario import Tables, load_scenario, tabulate

REPEATS = 5


def rate(play: Callable[[], int]) -> float:
    """Return the best rate of several repeats [games per second]."""
    best = 0.0
    for _ in range(REPEATS):
        start = time.perf_counter()
        games = play()
        best = max(best, games / (time.perf_counter() - start))
    return best


def batch(tables: Tables, workers: int, games: int = 4096) -> int:
    """Play games in the batch engine."""
    for _ in engine.play_blocks(tables, games, 0, workers):
        pass
    return games


def mesa(tables: Tables, games: int = 20) -> int:
    """Play games one by one in the Mesa model."""
    for number in range(games):
        game.play_one(tables, 0, number)
    return games


def mesa_in_processes(tables: Tables, workers: int, games: int = 160) -> tuple[float, float]:
    """Return the seconds until the first block of Mesa games is there, and the games a second from then on."""
    start = time.perf_counter()
    blocks = many.play_blocks(tables, games, 0, workers)
    first = len(next(blocks).tallies)
    begun = time.perf_counter()
    for _ in blocks:
        pass
    return begun - start, (games - first) / (time.perf_counter() - begun)


def main() -> None:
    """Measure and print."""
    worlds = {
        "baseline": tabulate(load_scenario("baseline")),
        "baseline without deals": tabulate(load_scenario("baseline", ["protocol=none"])),
    }
    print(f"{platform.python_implementation()} {platform.python_version()}, {cpu()[0]}")
    for name, tables in worlds.items():
        mesa(tables, 1)
        slow, one, two = (
            rate(lambda t=tables: mesa(t)),
            rate(lambda t=tables: batch(t, 1)),
            rate(lambda t=tables: batch(t, 2)),
        )
        print(f"{name}: Mesa {slow:.0f}, batch on one core {one:.0f}, on two {two:.0f} games a second")
        print(f"  batch / Mesa {one / slow:.0f}, two cores / one {two / one:.2f}")
    for workers in (1, 2):
        wait, games = mesa_in_processes(worlds["baseline"], workers)
        print(
            f"Mesa in {workers} processes: the first {many.BLOCK} games after {wait:.1f} s, then {games:.0f} a second"
        )


if __name__ == "__main__":
    main()
