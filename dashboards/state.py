"""What the pages have in common: their view, which stands in the address, and answers that come bit by bit."""

from collections.abc import Callable
from typing import Any

import solara
import solara.lab

from dealsim.scenario import ScenarioError

from .address import View, query_of, view_of
from .games import Answer, Stopped, answers
from .sides import load, said

type Change = Callable[[View], None]


def use_view(known: tuple[str, ...] = ()) -> tuple[View, tuple[str, ...], Change]:
    """Return the view that the address means, what in it was not understood, and how to change it.

    The address is the only state: whatever changes it, Back and Forward included, changes the page.
    """
    router = solara.use_router()
    view, wrong = solara.use_memo(lambda: view_of(router.search, known), [router.search])
    return view, wrong, lambda new: router.push(address_of(router.path, new))


def address_of(path: str, view: View) -> str:
    """Return the address of a view on a page."""
    query = query_of(view)
    return f"{path}?{query}" if query else path


def use_answer(view: View) -> tuple[Answer | None, bool, str]:
    """Return the last answer, whether it is of another view, and what went wrong, in words.

    The games of a view that nobody looks at any more are given up.
    """
    shown: Any = solara.use_reactive(None)
    asked = (view.now, view.pinned, view.games, view.seed)

    def work() -> None:
        for answer in answers(load(view.now), load(view.pinned), view.games, view.seed, task.is_current):
            if not task.is_current():
                return
            shown.set((asked, answer))

    task: Any = solara.lab.use_task(work, dependencies=[*asked], raise_error=False)
    problem = in_words(task.exception) if task.error else ""
    if shown.value is None:
        return None, True, problem
    return shown.value[1], shown.value[0] != asked, problem


def use_found[T](find: Callable[[], T], *on: object) -> tuple[T | None, str]:
    """Return what is found in the background, the last one until then, and what went wrong, in words."""
    task: Any = solara.lab.use_task(find, dependencies=[*on], raise_error=False)
    return (task.value if task.finished else task.latest), in_words(task.exception) if task.error else ""


def in_words(error: BaseException | None) -> str:
    """Return what went wrong, as a reader can use it."""
    if isinstance(error, Stopped) or error is None:
        return ""
    if isinstance(error, ScenarioError):
        return " ".join(said(error))
    return f"{type(error).__name__}: {error}"
