"""Measure, and write benchmarks/RESULTS.md (`make bench`, about ten minutes on a machine at rest)."""

import platform
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks import programs, speed
from benchmarks.stages import shares_of_time
from dealsim.core.compiled import cpu

PAGE = Path(__file__).with_name("RESULTS.md")
GAMES = (10_000, 100_000, 1_000_000)

HEAD = """\
# Benchmarks

Made by `make bench`. The best of several repeats each; on a machine that does something else besides, all are less.
Ratios are what to compare between machines and versions.

{machine}
"""


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


def say(line: str) -> None:
    """Say how far it is."""
    print(line, file=sys.stderr, flush=True)


def parts() -> Iterator[str]:
    """Yield the page, part by part."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numba", "numpy", "mesa"))
    yield HEAD.format(machine=f"{cpu()[0]}, Python {platform.python_version()}, {packages}.")
    say("speed ...")
    yield from speeds()
    say("stages ...")
    yield "## Where a game's time goes\n"
    shares = shares_of_time(speed.baseline(), 2048)
    yield table(("stage", "share of the time"), [(name, f"{share:.1%}") for name, share in shares.items()])
    say("growth ...")
    yield "## Growth: games a second on one core\n"
    for name, of in speed.growth().items():
        yield table((name, *of), [("games a second", *(f"{found:,.0f}" for found in of.values()))])
    say("start-up, compilation, memory ...")
    yield from whole_programs()


def speeds() -> Iterator[str]:
    """Yield games a second of both engines."""
    rows = []
    worlds = {
        "baseline": speed.baseline(),
        "without deals": speed.baseline("protocol=none"),
        "alternating offers": speed.baseline("protocol=alternating"),
    }
    for name, tables in worlds.items():
        speed.mesa(tables, 1)
        one, two = (speed.rate(lambda t=tables, n=n: speed.batch(t, n)) for n in (1, 2))
        slow = speed.rate(lambda t=tables: speed.mesa(t), 3)
        rows.append((name, f"{one:,.0f}", f"{two:,.0f}", f"{two / one:.2f}", f"{slow:.0f}", f"{one / slow:.0f}"))
    yield "## Games a second\n"
    yield table(("scenario", "batch, 1 thread", "2 threads", "ratio", "Mesa", "batch / Mesa"), rows)
    found = f"{speed.worlds_a_second():.1f}"
    yield f"Worlds of the uncertain scenario `plausible`, 16 games each, on two cores: {found} a second.\n"


def whole_programs() -> Iterator[str]:
    """Yield start-up, compilation and memory of the command line."""
    starts = {
        "`dealsim --help`": programs.fastest("--help"),
        "`dealsim check baseline`": programs.fastest("check", "baseline"),
        "`dealsim run baseline --games 1`": programs.fastest("run", "baseline", "--games", "1"),
    }
    yield "## Start-up\n"
    yield table(("command", "seconds"), [(name, f"{seconds:.2f}") for name, seconds in starts.items()])
    seconds, size = programs.first_compilation()
    yield f"The very first run compiles: {seconds:.0f} s, and leaves {size:.0f} MiB in the cache.\n"
    yield "## Memory and time of `dealsim run baseline` on two cores\n"
    rows = []
    for games in GAMES:
        seconds, peak = programs.run("run", "baseline", "--games", str(games))
        rows.append((f"{games:,}", f"{peak:,.0f}", f"{seconds:.1f}", f"{games / seconds:,.0f}"))
        say(f"  {games:,} games: {peak:,.0f} MiB, {seconds:.0f} s")
    yield table(("games", "peak memory [MiB]", "seconds, start included", "games a second"), rows)


if __name__ == "__main__":
    PAGE.write_text("\n".join(parts()), encoding="utf-8")
    say(f"Wrote {PAGE.name}.")
