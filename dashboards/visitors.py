"""Whether a page is still open: work stops when a visitor has left, and resumes when they come back."""

import time
from collections.abc import Callable
from typing import Any

import solara
import solara.lab

LOOK = 0.3  # seconds between two looks whether a visitor is back


class Visitor:
    """Who looks at a page, by their connections; without a server, always somebody."""

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
    """Return a task that runs while its page waits for it, and is asked to stop when the page is left.

    work: gets a function that says whether the page still waits, to be called from its own thread.
    """
    visitor: Visitor = solara.use_memo(this_visitor, [])
    left: Any = solara.use_ref(False)

    def wanted() -> bool:
        return visitor.waits(lambda: not left.current and task.is_current())

    task: Any = solara.lab.use_task(lambda: work(wanted), dependencies=dependencies, raise_error=False)

    def leave() -> None:
        # Not task.cancel(), which raises where a page is left within a rendering that the task itself began.
        left.current = True

    solara.use_effect(lambda: leave, [])
    return task
