"""What the pages share: their view, which is kept in the address, and results that come in steps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import solara

from dealsim.scenario import ScenarioError

from .address import View, query_of, view_of
from .games import Answer, Stopped, answers
from .sides import error_lines, load
from .visitors import use_work

type Change = Callable[[View], None]


def use_view(known: tuple[str, ...] = ()) -> tuple[View, tuple[str, ...], Change]:
    """Return the view that the address means, what in it could not be read, and how to change it.

    The address is the only state: whatever changes it, Back and Forward included, changes the page.
    """
    router = solara.use_router()
    view, wrong = solara.use_memo(lambda: view_of(router.search, known), [router.search])
    return view, wrong, lambda new: router.push(address_of(router.path, new))


def address_of(path: str, view: View) -> str:
    """Return the address of a view on a page."""
    query = query_of(view)
    return f"{path}?{query}" if query else path


@dataclass(frozen=True)
class Found[T]:
    """What was found, the last until there is another. old: whether it is of another view.  problem: in words."""

    value: T | None = None
    old: bool = True
    problem: str = ""


def use_answers[T](view: View, then: Callable[[], T]) -> tuple[Found[Answer], Found[T]]:
    """Return the results of the games of a view and, once all are played, something else.

    The games of a view that is no longer open are abandoned.
    """
    answer: Any = solara.use_reactive(None)
    more: Any = solara.use_reactive(None)
    asked = (view.now, view.pinned, view.games, view.seed)

    def work(wanted: Callable[[], bool]) -> None:
        for each in answers(load(view.now), load(view.pinned), view.games, view.seed, wanted):
            if not wanted():
                return
            answer.set((asked, each))
        found = then()  # not sooner, as it would slow down the games
        if wanted():
            more.set((asked, found))

    task = use_work(work, [*asked])
    problem = error_in_words(task.exception) if task.error else ""
    return as_found(answer.value, asked, problem), as_found(more.value, asked, problem)


def as_found(held: "tuple[object, Any] | None", asked: object, problem: str) -> Found[Any]:
    """Return what is held of some view as something found."""
    return Found(problem=problem) if held is None else Found(held[1], held[0] != asked, problem)


def use_found[T](find: Callable[[Callable[[], bool]], T], *on: object) -> tuple[T | None, str]:
    """Return what is found in the background, the last one until then, and what went wrong, in words.

    find: gets a function that says whether the page is still waiting.
    """
    task = use_work(find, [*on])
    return (task.value if task.finished else task.latest), error_in_words(task.exception) if task.error else ""


def error_in_words(error: BaseException | None) -> str:
    """Return what went wrong, in words for a reader."""
    if isinstance(error, Stopped) or error is None:
        return ""
    if isinstance(error, ScenarioError):
        return " ".join(error_lines(error))
    return f"{type(error).__name__}: {error}"
