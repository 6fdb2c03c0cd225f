"""Work is done for whoever waits: it holds on while a connection is dropped, and ends when its page is left."""

import threading
from typing import Any

import solara

from dashboards.visitors import Visitor, use_work


def test_work_holds_on_while_a_connection_is_dropped_and_ends_when_the_visitor_is_gone() -> None:
    states = iter([["disconnected"], ["disconnected"], ["connected"]])
    held = ["connected"]

    def pages() -> list[str]:
        nonlocal held
        held = next(states, held)
        return held

    assert Visitor(pages).waits(lambda: True)
    assert not Visitor(lambda: ["closed"]).waits(lambda: True)
    assert not Visitor(lambda: ["disconnected"]).waits(lambda: False)
    assert Visitor(None).waits(lambda: True)


@solara.component
def Working(seen: list[bool], begun: threading.Event, ended: threading.Event) -> Any:
    """Work for as long as somebody waits."""

    def work(wanted: Any) -> None:
        begun.set()
        while wanted():
            pass
        seen.append(False)
        ended.set()

    use_work(work, [])
    return solara.Text("working")


def test_work_ends_when_its_page_is_left() -> None:
    seen, begun, ended = list[bool](), threading.Event(), threading.Event()
    _, context = solara.render(Working(seen, begun, ended), handle_error=False)
    assert begun.wait(10)
    context.close()
    assert ended.wait(10)
    assert seen == [False]
