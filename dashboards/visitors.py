"""Whether somebody still looks at a page: nothing is computed for who has left, and it goes on when they come back."""

import time
from collections.abc import Callable
from typing import Any

import solara
import solara.lab

LOOK = 0.3  # seconds between two looks whether a visitor is back


class Visitor:
    """Who looks at a page, by their connections; without a server, somebody always does."""

    def __init__(self, pages: Callable[[], list[str]] | None) -> None:
        """Remember how to ask for the state of each of their pages."""
        self._pages = pages

    @property
    def is_here(self) -> bool:
        """Whether a page of theirs is connected."""
        return self._pages is None or "connected" in self._pages()

    @property
    def is_gone(self) -> bool:
        """Whether all their pages are closed for good."""
        return self._pages is not None and set(self._pages()) <= {"closed"}

    def waits(self, wanted: Callable[[], bool]) -> bool:
        """Return whether they still want something; hold on while a connection is dropped."""
        while wanted() and not self.is_here:
            if self.is_gone:
                return False
            time.sleep(LOOK)
        return wanted()


def this_visitor() -> Visitor:
    """Return who looks at the page that is being rendered."""
    from solara.server import kernel_context

    try:
        context = kernel_context.get_current_context()
    except RuntimeError:
        return Visitor(None)
    if not context.page_status:
        return Visitor(None)
    return Visitor(lambda: [status.value for status in list(context.page_status.values())])


def use_work(work: Callable[[Callable[[], bool]], Any], dependencies: list[Any]) -> Any:
    """Return a task that works for as long as somebody waits for it, and is asked to stop when its page is left.

    work: is told whether somebody still waits; it asks from the thread that it runs in.
    """
    visitor: Visitor = solara.use_memo(this_visitor, [])
    left: Any = solara.use_ref(False)

    def wanted() -> bool:
        return visitor.waits(lambda: not left.current and task.is_current())

    task: Any = solara.lab.use_task(lambda: work(wanted), dependencies=dependencies, raise_error=False)

    def leave() -> None:
        # Not task.cancel(): a page may be left within a rendering that the task itself began, where that raises.
        left.current = True

    solara.use_effect(lambda: leave, [])
    return task
