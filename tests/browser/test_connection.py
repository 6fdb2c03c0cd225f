"""What a visitor keeps when the connection is lost, and when they are forgotten."""

import re
from collections.abc import Callable
from pathlib import Path

from tests.browser.conftest import SOON, Server, Visitor, running
from tests.browser.wires import wire_to

type Visit = Callable[..., Visitor]

FORGETFUL = """
import sys
from dashboards import server
server.SETTINGS["SOLARA_KERNEL_CULL_TIMEOUT"] = "2s"
server.serve("127.0.0.1", 0, browser=False, say=lambda words: print(words, file=sys.stderr, flush=True))
"""
MOVED = "?set=every_lab.enforcement%3D0.9&open=promises"


def leave(visitor: Visitor) -> None:
    """Leave while the wire is there; what the browser itself said of a lost connection was to be expected."""
    visitor.page.close()
    visitor.wrong = [each for each in visitor.wrong if "WebSocket" not in each and "net::ERR_" not in each]


def test_a_dropped_connection_comes_back_to_the_same_view(visit: Visit, server: Server) -> None:
    with wire_to(server.home) as wire:
        visitor = visit(home=wire.home).open(MOVED)
        address, numbers = visitor.page.url, visitor.numbers
        wire.cut()
        lost = visitor.page.get_by_text(re.compile(r"Server\s+disconnected"))
        lost.wait_for(timeout=SOON)
        wire.mend()
        lost.wait_for(state="hidden", timeout=2 * SOON)
        assert (visitor.page.url, visitor.numbers) == (address, numbers)
        visitor.slide("integrity", 0.9)
        visitor.page.wait_for_url(re.compile("every_lab.integrity"), timeout=SOON)
        assert visitor.settle().numbers != numbers
        leave(visitor)


def test_who_was_away_too_long_is_forgotten_and_comes_back_to_the_same_view(visit: Visit, tmp_path: Path) -> None:
    with running(tmp_path, "-c", FORGETFUL) as server, wire_to(server.home) as wire:
        visitor = visit(home=wire.home).open(MOVED)
        address, numbers = visitor.page.url, visitor.numbers
        visitor.page.evaluate("window.stale = true")
        wire.cut()
        visitor.page.wait_for_timeout(6000)
        wire.mend()
        visitor.page.wait_for_function("() => !window.stale", timeout=2 * SOON)  # the page was loaded anew, by itself
        assert visitor.settle().numbers == numbers
        assert visitor.page.url == address
        leave(visitor)
