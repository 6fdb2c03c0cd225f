"""How soon the dashboard answers, and what a visitor costs. `make bench-dashboard` writes the figures to DASHBOARD.md.

It needs what the tests of the pages need: Playwright, and Debian's Chromium.
"""

import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from benchmarks import speed
from dealsim.core.compiled import cpu
from dealsim.work.cores import usable_cores
from tests.browser.conftest import FLAGS, Server, Visitor, chromium, running

PAGE = Path(__file__).with_name("DASHBOARD.md")
GAMES = 2048
MOVES = 20
FEWEST = 20  # tries of which the slowest twentieth is at least one
VISITORS = 10
PLAUSIBLE = "?world=plausible&pin=plausible&open=promises"
# Told when the mouse lets go: after how many milliseconds another answer stands there, and one of all games.
WATCH = """() => {
  const said = () => document.querySelector(".ds-outcomes")?.innerText;
  const before = said();
  window.waited = new Promise((done) => addEventListener("mouseup", () => {
    const began = performance.now();
    let first = null;
    const look = () => {
      const answer = document.querySelector(".ds-answer:not(.ds-old)");
      if (answer && said() !== before) {
        first ??= performance.now() - began;
        if (answer.querySelector(".ds-played")) return done([first, performance.now() - began]);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, { once: true }));
}"""
HEAD = """\
# The dashboard, measured

Made by `make bench-dashboard`: {machine}; server and browser share its cores. On a machine that does something else
besides, or is slower, all are more: the ratio below the table is what to compare.

| from | to | tries | median [s] | 95th percentile [s] |
| --- | --- | ---: | ---: | ---: |
"""


def visitor_of(browser: Browser, server: Server) -> Visitor:
    """Return somebody who comes for the first time."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    return Visitor(context, context.new_page(), server.home)


def memory_of(server: Server) -> float:
    """Return how much memory the server holds [MiB]."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def moves(visitor: Visitor, count: int) -> Iterator[tuple[float, float]]:
    """Yield, for each of so many moves of a dial, after how many seconds there was an answer, and one of all games."""
    for place in range(count):
        visitor.page.evaluate(WATCH)
        visitor.slide("enforcement" if place % 2 else "integrity", 0.1 + 0.8 * place / count)
        first, last = visitor.page.evaluate("window.waited")
        visitor.settle()  # a hand rests until all of the page has come
        yield first / 1000.0, last / 1000.0


def row(start: str, end: str, seconds: Sequence[float]) -> str:
    """Return a row of the table."""
    median, late = np.quantile(seconds, (0.5, 0.95))
    said = f"{late:.2f}" if len(seconds) >= FEWEST else ""  # of a few tries there is no such percentile
    return f"| {start} | {end} | {len(seconds)} | {median:.2f} | {said} |"


def starts(browser: Browser, folder: Path) -> Iterator[tuple[float, float, float]]:
    """Yield, for some starts, the seconds until the address is told, something is painted, and an answer is there."""
    for _ in range(3):
        began = time.perf_counter()
        with running(folder) as server:
            told = time.perf_counter() - began
            visitor = visitor_of(browser, server)
            visitor.page.goto(server.home)
            visitor.page.locator(".ds-page h1").first.wait_for()
            painted = time.perf_counter() - began
            visitor.page.locator(".ds-outcomes").wait_for()
            yield told, painted, time.perf_counter() - began
            visitor.context.close()


def lines(browser: Browser, folder: Path) -> Iterator[str]:
    """Yield the page, line by line."""
    yield HEAD.format(machine=f"{cpu()[0]}, Python {platform.python_version()}").rstrip("\n")
    ends = ("its address is told", "the page is painted", "a first answer")
    for end, seconds in zip(ends, zip(*starts(browser, folder), strict=True), strict=True):
        yield row("`dealsim dashboard`", end, seconds)
    with running(folder) as server:
        visitor = visitor_of(browser, server).open("?open=promises")
        first = memory_of(server)
        waited = list(moves(visitor, MOVES))
        yield row("a dial is let go", "numbers of 512 games", [each for each, _ in waited])
        yield row("", f"numbers of {GAMES:,} games", [each for _, each in waited])
        visitor.open(PLAUSIBLE)
        unsure = list(moves(visitor, 3))
        yield row("a dial is let go in *Plausible worlds*", "numbers of 512 games", [each for each, _ in unsure])
        yield row("", f"numbers of {GAMES:,} games", [each for _, each in unsure])
        before = memory_of(server)
        others = [visitor_of(browser, server).open("?open=promises") for _ in range(VISITORS)]
        each = (memory_of(server) - before) / VISITORS
        for other in [visitor, *others]:
            other.context.close()
    alone = GAMES / speed.rate(lambda: speed.batch(speed.baseline(), usable_cores(), GAMES))
    median = float(np.median([each for _, each in waited]))
    yield f"\nThe games alone take {alone:.2f} s; from letting go to the screen, {median / alone:.2f} times that.\n"
    yield f"Memory of the server with one visitor: {first:.0f} MiB; each further one: {each:.1f} MiB."


def main() -> None:
    """Measure, and write the page."""
    found = chromium()
    if found is None:
        sys.exit("no Chromium: apt install chromium")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=found, args=[*FLAGS])
        text = "\n".join(lines(browser, Path(folder))) + "\n"
        browser.close()
    PAGE.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
